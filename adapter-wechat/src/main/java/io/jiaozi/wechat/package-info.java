/**
 * WeChat Pay, APIv3, mainland China: merchants of their own, and service providers who act for
 * merchants.
 *
 * <table>
 * <caption>Operation, endpoint, class</caption>
 * <tr><td>pay</td><td>POST /v3/pay/transactions/{native, jsapi, app, h5, codepay}</td><td>Payments; NativeScene, JsapiScene, AppScene, MobileWebScene, TillScene</td></tr>
 * <tr><td>query</td><td>GET /v3/pay/transactions/out-trade-no/{number}</td><td>Payments</td></tr>
 * <tr><td>close</td><td>POST /v3/pay/transactions/out-trade-no/{number}/close, then query</td><td>Payments</td></tr>
 * <tr><td>reverse</td><td>POST /v3/pay/transactions/out-trade-no/{number}/reverse</td><td>Till</td></tr>
 * <tr><td>the same for a merchant served</td><td>/v3/pay/partner/transactions/...</td><td>Party</td></tr>
 * <tr><td>refund</td><td>POST /v3/refund/domestic/refunds</td><td>Refunds</td></tr>
 * <tr><td>queryRefund</td><td>GET /v3/refund/domestic/refunds/{number}</td><td>Refunds</td></tr>
 * <tr><td>readNotification</td><td>verify, decrypt, read</td><td>NotificationOpener, Notifications</td></tr>
 * <tr><td>channelCalls</td><td>any /v3/ endpoint with JSON</td><td>EscapeHatch, SensitiveFields</td></tr>
 * <tr><td>keys</td><td>GET /v3/certificates</td><td>CertificateDownload, KeyRing</td></tr>
 * </table>
 *
 * <p>What is signed: {@code RequestSigner}, and for the buyer's device {@code ClientSignature}.
 * What is verified: {@code MessageVerifier}. Whose key verifies what: {@code PlatformKeys}; when
 * keys are fetched: {@code KeyRing}. For whom a call is made: {@code Party}; whether an answer
 * tells of that: {@code Identity}. Their states to ours: {@code StateMapping}. Their codes to our
 * failures: {@code ErrorMapping}. What is repeated and asked about: {@code OutcomePlans}. A further
 * scene is one more {@code PayScene}.
 *
 * <p>Source of the facts: WeChat Pay's public merchant documents and official SDKs, collected in
 * November 2026; sections named in the classes are those of that collection. What no source says
 * for certain is listed in {@code docs/channels/wechat.md}.
 */
@NullMarked
package io.jiaozi.wechat;

import org.jspecify.annotations.NullMarked;
