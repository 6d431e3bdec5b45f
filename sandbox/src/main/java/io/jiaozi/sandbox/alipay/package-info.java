/**
 * Alipay's open platform, simulated: direct merchants on the mainland, and one merchant for whom
 * they act.
 *
 * <pre>
 * pay          alipay.trade.precreate, .pay, .create                          TradeCalls
 *              alipay.trade.page.pay, .wap.pay (by the buyer's browser)       BrowserCalls
 *              alipay.trade.app.pay (order string, opened by the phone)       BrowserCalls
 * query        alipay.trade.query, alipay.fund.auth.operation.detail.query    TradeCalls, AuthCalls
 * close        alipay.trade.close                                             TradeCalls
 * reverse      alipay.trade.cancel                                            TradeCalls
 * refund       alipay.trade.refund                                            RefundCalls
 * queryRefund  alipay.trade.fastpay.refund.query                              RefundCalls
 * authorize    alipay.fund.auth.order.freeze, .voucher.create, .app.freeze    AuthCalls
 * capture      alipay.trade.pay with auth_no                                  TradeCalls
 * void         alipay.fund.auth.order.unfreeze, .operation.cancel             AuthCalls
 * keys         alipay.open.app.alipaycert.download                            OpenCalls
 * </pre>
 *
 * <p>All of them at {@code /gateway.do} ({@code GatewayRequest}, {@code GatewayCheck}, {@code
 * GatewaySeal}); the server-to-server ones also at {@code /v3/alipay/...} ({@code RestRequest},
 * {@code RestCheck}, {@code RestSeal}). {@link io.jiaozi.sandbox.alipay.AlipaySandbox} is what a
 * test holds in its hand. {@code Ledger} keeps trades, refunds and authorisations. Facts come from
 * the project's protocol sheet for Alipay; choices the sheet leaves open are marked in the code.
 */
@NullMarked
package io.jiaozi.sandbox.alipay;

import org.jspecify.annotations.NullMarked;
