/**
 * PayPal REST: Orders v2, Payments v2 and webhooks, for merchants and for platforms that act for
 * sellers.
 *
 * <table>
 * <caption>Operation, endpoint, class</caption>
 * <tr><td>pay, authorize</td><td>POST /v2/checkout/orders</td><td>Orders</td></tr>
 * <tr><td>complete</td><td>GET the order, then POST .../{id}/capture or .../authorize</td><td>Orders</td></tr>
 * <tr><td>query</td><td>GET the order, authorization or capture</td><td>Orders, Holds, Captures</td></tr>
 * <tr><td>capture, voidAuthorization, reauthorize</td><td>POST /v2/payments/authorizations/{id}/...</td><td>Holds</td></tr>
 * <tr><td>refund</td><td>POST /v2/payments/captures/{id}/refund</td><td>Refunds</td></tr>
 * <tr><td>queryRefund</td><td>GET /v2/payments/refunds/{id}, or the order's list</td><td>Refunds</td></tr>
 * <tr><td>readNotification</td><td>verify here, or POST /v1/notifications/verify-webhook-signature</td><td>Webhooks, Notifications</td></tr>
 * <tr><td>channelCalls</td><td>any JSON endpoint</td><td>EscapeHatch</td></tr>
 * </table>
 *
 * <p>Who asks: {@code Tokens}, {@code Caller}. Which request is the same as an earlier one: {@code
 * RequestKeys}. Whose certificate verifies what: {@code CertificateUrls}, {@code
 * SigningCertificates}. Where a thing is: {@code Locator}. Their states to ours: {@code
 * StateMapping}. Their issues to our failures: {@code Issue}, {@code ErrorMapping}.
 *
 * <p>Source of the facts: PayPal's public API specifications, official SDKs and documents,
 * collected in November 2026; sections named in the classes are those of that collection. What no
 * source says for certain is listed in {@code docs/channels/paypal.md}.
 */
@NullMarked
package io.jiaozi.paypal;

import org.jspecify.annotations.NullMarked;
