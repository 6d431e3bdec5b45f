/**
 * Alipay open platform, merchants in mainland China.
 *
 * <table>
 * <caption>Operation, method at the gateway, class</caption>
 * <tr><td>pay, web page and mobile web</td><td>alipay.trade.page.pay, .wap.pay: a form, no call</td><td>Payments</td></tr>
 * <tr><td>pay, app</td><td>alipay.trade.app.pay: a signed text, no call</td><td>Payments</td></tr>
 * <tr><td>pay, QR code</td><td>alipay.trade.precreate</td><td>Payments</td></tr>
 * <tr><td>pay, the buyer's code</td><td>alipay.trade.pay</td><td>Payments</td></tr>
 * <tr><td>pay, mini program</td><td>alipay.trade.create</td><td>Payments</td></tr>
 * <tr><td>query, close, reverse</td><td>alipay.trade.query, .close, .cancel</td><td>Payments</td></tr>
 * <tr><td>authorize</td><td>alipay.fund.auth.order.voucher.create, .freeze, .app.freeze</td><td>Holds</td></tr>
 * <tr><td>query of a hold</td><td>alipay.fund.auth.operation.detail.query</td><td>Holds</td></tr>
 * <tr><td>capture</td><td>alipay.trade.pay with the hold's number</td><td>Holds</td></tr>
 * <tr><td>voidAuthorization</td><td>alipay.fund.auth.order.unfreeze, .operation.cancel</td><td>Holds</td></tr>
 * <tr><td>refund, queryRefund</td><td>alipay.trade.refund, .fastpay.refund.query</td><td>Refunds</td></tr>
 * <tr><td>readReturn</td><td>the query of return_url</td><td>Returns</td></tr>
 * <tr><td>readNotification</td><td>the form at notify_url</td><td>FormMessage, MessageVerifier, Notifications</td></tr>
 * <tr><td>channelCalls</td><td>any method of the gateway, any /v3/ path</td><td>EscapeHatch, Rest</td></tr>
 * </table>
 *
 * <p>Everything modelled goes to the gateway of version 2 ({@code /gateway.do}). What is signed:
 * {@code RequestSigner}, {@code RestSigner}. What is verified: {@code ReplyVerifier}, {@code
 * MessageVerifier}. Whose key verifies what: {@code AlipayKeys}, {@code CertificateRotation}. Their
 * states to ours: {@code StateMapping}. Their codes to our failures: {@code ErrorMapping}, {@code
 * Declines}.
 *
 * <p>Source of the facts: Alipay's public documents and official SDKs, collected in November 2026;
 * sections named in the classes are those of that collection. What no source says for certain is
 * listed in {@code docs/channels/alipay.md}.
 */
@NullMarked
package io.jiaozi.alipay;

import org.jspecify.annotations.NullMarked;
