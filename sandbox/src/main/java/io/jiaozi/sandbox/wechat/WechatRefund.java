package io.jiaozi.sandbox.wechat;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A refund as it is at this moment.
 *
 * @param outRefundNo the merchant's number
 * @param outTradeNo the order's number
 * @param refundId the platform's id
 * @param amount fen
 * @param status {@code PROCESSING}, {@code SUCCESS}, {@code CLOSED} or {@code ABNORMAL}
 * @param notifyUrl where the end is notified, null when the merchant gave no address
 */
public record WechatRefund(
    String outRefundNo,
    String outTradeNo,
    String refundId,
    long amount,
    String status,
    @Nullable URI notifyUrl) {}
