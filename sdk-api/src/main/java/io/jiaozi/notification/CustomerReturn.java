package io.jiaozi.notification;

import io.jiaozi.payment.PaymentReference;
import org.jspecify.annotations.Nullable;

/**
 * The buyer's browser came back. A hint that it is time to call {@code complete}; never proof of
 * payment.
 *
 * @param reference which payment the browser came back from, if the request told it
 * @param signed whether the channel's signature on the request was verified
 */
public record CustomerReturn(@Nullable PaymentReference reference, boolean signed) {}
