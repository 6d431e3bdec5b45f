package io.jiaozi.sandbox.wechat;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An order as it is at this moment.
 *
 * @param outTradeNo the merchant's number
 * @param description merchant's text
 * @param total fen
 * @param tradeType {@code NATIVE}, {@code JSAPI}, {@code APP} or {@code MWEB}
 * @param tradeState {@code NOTPAY}, {@code SUCCESS}, {@code REFUND} or {@code CLOSED}
 * @param transactionId the platform's id, null until paid
 * @param notifyUrl where the payment is notified
 * @param code the latest {@code code_url}, {@code prepay_id} or {@code h5_url}
 * @param declines how often the buyer's payment was declined
 * @param refunds oldest first
 */
public record WechatOrder(
    String outTradeNo,
    String description,
    long total,
    String tradeType,
    String tradeState,
    @Nullable String transactionId,
    URI notifyUrl,
    String code,
    int declines,
    List<WechatRefund> refunds) {}
