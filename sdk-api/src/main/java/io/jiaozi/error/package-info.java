/**
 * What can go wrong, sorted by what the caller knows afterwards and should do.
 *
 * <p>{@link io.jiaozi.error.InvalidRequestException} and {@link
 * io.jiaozi.error.InvalidConfigurationException} mean the caller's own input is wrong and nothing
 * was sent. Every {@link io.jiaozi.error.PaymentException} is about one call and says whether money
 * may have moved.
 */
@NullMarked
package io.jiaozi.error;

import org.jspecify.annotations.NullMarked;
