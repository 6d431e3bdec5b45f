/** Giving captured money back, whole or in part. */
@NullMarked
package io.jiaozi.refund;

import org.jspecify.annotations.NullMarked;
