package io.jiaozi.sandbox.wechat;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Several orders paid in one go, as they are at this moment.
 *
 * @param combineOutTradeNo the merchant's number of the whole
 * @param total fen
 * @param tradeType {@code NATIVE}, {@code JSAPI}, {@code APP} or {@code MWEB}
 * @param combineTransactionId the platform's id of the payment, null until paid
 * @param notifyUrl where the payment is notified
 * @param code the latest {@code code_url}, {@code prepay_id} or {@code h5_url}
 * @param declines how often the buyer's payment was declined
 * @param orders the orders in it, in the merchant's order
 */
public record WechatCombinedOrder(
    String combineOutTradeNo,
    long total,
    String tradeType,
    @Nullable String combineTransactionId,
    @Nullable URI notifyUrl,
    String code,
    int declines,
    List<WechatOrder> orders) {}
