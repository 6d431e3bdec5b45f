/**
 * WeChat Pay APIv3, simulated: one direct merchant on the mainland.
 *
 * <pre>
 * pay          POST /v3/pay/transactions/{native,jsapi,app,h5}               PrepayCalls
 * query        GET  /v3/pay/transactions/out-trade-no/{out_trade_no}?mchid=  OrderCalls
 *              GET  /v3/pay/transactions/id/{transaction_id}?mchid=
 * close        POST /v3/pay/transactions/out-trade-no/{out_trade_no}/close   OrderCalls
 * refund       POST /v3/refund/domestic/refunds                              RefundCalls
 * queryRefund  GET  /v3/refund/domestic/refunds/{out_refund_no}              RefundCalls
 * keys         GET  /v3/certificates                                         CertificateCall
 * </pre>
 *
 * <p>{@link io.jiaozi.sandbox.wechat.WechatSandbox} is what a test holds in its hand. {@code
 * RequestCheck} says which bytes of a request are verified, {@code PlatformSigner} which bytes of
 * answers and notifications are signed, {@code Ledger} keeps orders and refunds. Facts come from
 * the project's protocol sheet for WeChat Pay; choices the sheet leaves open are marked in the
 * code.
 */
@NullMarked
package io.jiaozi.sandbox.wechat;

import org.jspecify.annotations.NullMarked;
