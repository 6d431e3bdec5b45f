/**
 * Abacus Pay, an invented channel: the skeleton of an adapter.
 *
 * <table>
 * <caption>Operation, endpoint, class</caption>
 * <tr><td>pay</td><td>POST /v1/payments</td><td>Payments</td></tr>
 * <tr><td>query</td><td>GET /v1/payments/{number}</td><td>Payments</td></tr>
 * <tr><td>close</td><td>POST /v1/payments/{number}/close</td><td>Payments</td></tr>
 * <tr><td>refund</td><td>POST /v1/refunds</td><td>Refunds</td></tr>
 * <tr><td>queryRefund</td><td>GET /v1/refunds/{number}</td><td>Refunds</td></tr>
 * <tr><td>readNotification</td><td>verify, read</td><td>Notifications</td></tr>
 * <tr><td>channelCalls</td><td>any JSON endpoint under /v1/</td><td>EscapeHatch</td></tr>
 * </table>
 *
 * <p>What is signed: {@code RequestSigner}. What is verified: {@code MessageVerifier}. Whether a
 * genuine message is about us: {@code Identity}. Their states to ours: {@code StateMapping}. Their
 * codes to our failures: {@code ErrorMapping}. What is repeated and asked about: {@code
 * OutcomePlans}.
 */
@NullMarked
package com.example.abacus;

import org.jspecify.annotations.NullMarked;
