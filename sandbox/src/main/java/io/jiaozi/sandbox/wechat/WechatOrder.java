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
 * @param tradeType {@code NATIVE}, {@code JSAPI}, {@code APP}, {@code MWEB} or {@code MICROPAY}
 * @param tradeState {@code NOTPAY}, {@code USERPAYING}, {@code SUCCESS}, {@code REFUND}, {@code
 *     CLOSED}, {@code REVOKED} or {@code PAYERROR}
 * @param transactionId the platform's id, null until paid
 * @param notifyUrl where the payment is notified, null for payments at the till, which nobody is
 *     told about
 * @param code the latest {@code code_url}, {@code prepay_id} or {@code h5_url}, or the buyer's
 *     {@code auth_code}
 * @param declines how often the buyer's payment was declined
 * @param subMchid the merchant for whom it was placed, null for the merchant's own
 * @param refunds oldest first
 */
public record WechatOrder(
    String outTradeNo,
    String description,
    long total,
    String tradeType,
    String tradeState,
    @Nullable String transactionId,
    @Nullable URI notifyUrl,
    String code,
    int declines,
    @Nullable String subMchid,
    List<WechatRefund> refunds) {}
