package io.jiaozi.sandbox.alipay;

import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A trade or an authorisation as it is at this moment.
 *
 * @param number the merchant's: {@code out_trade_no} or {@code out_order_no}
 * @param sellerId who gets the money
 * @param product {@code PAGE}, {@code WAP}, {@code APP}, {@code QR_CODE}, {@code BUYER_CODE},
 *     {@code IN_APP}, {@code CAPTURE}, or {@code AUTHORIZATION}
 * @param subject merchant's text
 * @param total fen
 * @param status of a trade: {@code INTENT} (the buyer has not come; no call finds it), {@code
 *     WAIT_BUYER_PAY}, {@code TRADE_SUCCESS}, {@code TRADE_FINISHED}, {@code TRADE_CLOSED}; of an
 *     authorisation: {@code INTENT}, {@code INIT}, {@code AUTHORIZED}, {@code FINISH}, {@code
 *     CLOSED}
 * @param channelId {@code trade_no} or {@code auth_no}; null while there is none
 * @param notifyUrl where changes are notified; null when the merchant gave no address
 * @param code what leads to the cashier: the QR code's text, the trade number, or a token
 * @param declines how often the buyer's payment was declined
 * @param refunds oldest first
 */
public record AlipayOrder(
    String number,
    String sellerId,
    String product,
    String subject,
    long total,
    String status,
    @Nullable String channelId,
    @Nullable URI notifyUrl,
    String code,
    int declines,
    List<AlipayRefund> refunds) {}
