/** Money: an exact amount in a currency. */
@NullMarked
package io.jiaozi.money;

import org.jspecify.annotations.NullMarked;
