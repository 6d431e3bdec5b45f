package io.jiaozi.unionpay;

import java.net.URI;
import java.time.Duration;

/**
 * Who the account is at UnionPay and where it is told about payments.
 *
 * @param merId merchant number
 * @param notificationUrl the account's own
 * @param baseUrl where UnionPay is, against which other URLs are judged
 * @param placeTolerance how far an order's time may be from now
 */
record Merchant(String merId, URI notificationUrl, URI baseUrl, Duration placeTolerance) {}
