/**
 * WeChat Pay, APIv3, direct merchants in mainland China.
 *
 * <table>
 * <caption>Operation, endpoint, class</caption>
 * <tr><td>pay, QR code</td><td>POST /v3/pay/transactions/native</td><td>Payments, NativeScene</td></tr>
 * <tr><td>query</td><td>GET /v3/pay/transactions/out-trade-no/{number}</td><td>Payments</td></tr>
 * <tr><td>close</td><td>POST /v3/pay/transactions/out-trade-no/{number}/close, then query</td><td>Payments</td></tr>
 * <tr><td>refund</td><td>POST /v3/refund/domestic/refunds</td><td>Refunds</td></tr>
 * <tr><td>queryRefund</td><td>GET /v3/refund/domestic/refunds/{number}</td><td>Refunds</td></tr>
 * <tr><td>readNotification</td><td>verify, decrypt, read</td><td>NotificationOpener, Notifications</td></tr>
 * <tr><td>channelCalls</td><td>any /v3/ endpoint with JSON</td><td>EscapeHatch</td></tr>
 * </table>
 *
 * <p>What is signed: {@code RequestSigner}. What is verified: {@code MessageVerifier}. Whose key
 * verifies what: {@code PlatformKeys}. Their states to ours: {@code StateMapping}. Their codes to
 * our failures: {@code ErrorMapping}. A further scene is one more {@code PayScene}.
 *
 * <p>Source of the facts: WeChat Pay's public merchant documents and official SDKs, collected in
 * November 2026; sections named in the classes are those of that collection. What no source says
 * for certain is listed in {@code docs/channels/wechat.md}.
 */
@NullMarked
package io.jiaozi.wechat;

import org.jspecify.annotations.NullMarked;
