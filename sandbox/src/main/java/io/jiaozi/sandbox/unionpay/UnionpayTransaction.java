package io.jiaozi.sandbox.unionpay;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A transaction as it is at this moment: a purchase, a refund, a void and so on each are one.
 *
 * @param merchantId {@code merId}
 * @param orderId the merchant's number
 * @param txnTime Beijing time, {@code YYYYMMDDhhmmss}; with the number it identifies the
 *     transaction
 * @param txnType 01 purchase, 02 pre-authorisation, 03 completion, 04 refund, 31, 32, 33 their
 *     voids
 * @param txnSubType with the three above the product
 * @param bizType such as {@code 000201}
 * @param channelType 07 or 08
 * @param amount fen
 * @param description merchant's text, empty when there is none
 * @param state {@code WAITING}, {@code PROCESSING}, {@code SUCCESS}, {@code FAILED} or {@code
 *     REVERSED}
 * @param respCode what a query would be told as {@code origRespCode}
 * @param queryId the channel's number
 * @param origQryId the channel's number of what is refunded, completed or undone; null for others
 * @param code {@code tn} or {@code qrCode}, or the sandbox's own key to the cashier
 * @param declines how often the buyer's payment was declined
 * @param refunded fen given back or on the way
 * @param undone whether it was undone, voided, or paid too late and returned
 * @param backUrl where it is notified; null when the merchant wants none
 */
public record UnionpayTransaction(
    String merchantId,
    String orderId,
    String txnTime,
    String txnType,
    String txnSubType,
    String bizType,
    String channelType,
    long amount,
    String description,
    String state,
    String respCode,
    String queryId,
    @Nullable String origQryId,
    String code,
    int declines,
    long refunded,
    boolean undone,
    @Nullable URI backUrl) {}
