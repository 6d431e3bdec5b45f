/** Strict {@code application/x-www-form-urlencoded}, in the charset the channel speaks. */
@NullMarked
package io.jiaozi.support.form;

import org.jspecify.annotations.NullMarked;
