package io.jiaozi.sandbox.alipay;

/**
 * A refund as it is at this moment.
 *
 * @param outRequestNo the merchant's number
 * @param outTradeNo the trade's number
 * @param amount fen
 * @param status {@code PROCESSING}, {@code SUCCESS} or {@code FAILED}
 */
public record AlipayRefund(String outRequestNo, String outTradeNo, long amount, String status) {}
