package io.jiaozi.unionpay;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One transaction as a verified message tells it, field for field in the channel's words. Source:
 * protocol sheet, sections 4.2, 5.1 and 5.3.
 *
 * @param code how it stands: {@code origRespCode} in a query, {@code respCode} in a notification
 * @param txnAmt in fen; null if it is absent or no amount
 */
record Transaction(
    String code,
    @Nullable String orderId,
    @Nullable String txnTime,
    @Nullable String txnType,
    @Nullable String txnSubType,
    @Nullable String bizType,
    @Nullable Long txnAmt,
    @Nullable String currencyCode,
    @Nullable String queryId,
    @Nullable String traceTime,
    @Nullable String settleDate,
    @Nullable String reqReserved) {

  /** What happened to money, by {@code txnType}. */
  enum Kind {
    PURCHASE,
    HOLD,
    CAPTURE,
    REFUND,
    UNDO,
    VOID,
    CAPTURE_VOID,
    REVERSAL,
    OTHER
  }

  /** QR code of the buyer, scanned by the shop: the one payment no browser or wallet can retry. */
  private static final String SCANNED = "06";

  private static final String SHOWN = "07";
  private static final String DEFAULT_BIZ_TYPE = "000000";
  private static final String GATEWAY_BIZ_TYPE = "000201";

  static Transaction of(Message message, String codeField) {
    String code = message.text(codeField);
    return new Transaction(
        code == null ? "" : code,
        message.text("orderId"),
        message.text("txnTime"),
        message.text("txnType"),
        message.text("txnSubType"),
        message.text("bizType"),
        fen(message.text("txnAmt")),
        message.text("currencyCode"),
        word(message.text("queryId")),
        message.text("traceTime"),
        message.text("settleDate"),
        message.text("reqReserved"));
  }

  private static @Nullable Long fen(@Nullable String text) {
    return text != null && text.length() <= 12 && consistsOf(text, false)
        ? Long.valueOf(text)
        : null;
  }

  /** UnionPay's numbers are letters and digits, and end in references and keys. */
  private static @Nullable String word(@Nullable String text) {
    return text != null && text.length() <= 32 && consistsOf(text, true) ? text : null;
  }

  private static boolean consistsOf(String text, boolean letters) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
      if (!(c >= '0' && c <= '9') && !(letters && letter)) {
        return false;
      }
    }
    return true;
  }

  Kind kind() {
    return switch (txnType == null ? "" : txnType) {
      case "01" -> Kind.PURCHASE;
      case "02" -> Kind.HOLD;
      case "03" -> Kind.CAPTURE;
      case "04" -> Kind.REFUND;
      case "31" -> Kind.UNDO;
      case "32" -> Kind.VOID;
      case "33" -> Kind.CAPTURE_VOID;
      case "99" -> Kind.REVERSAL;
      default -> Kind.OTHER;
    };
  }

  Optional<Pair> pair() {
    return Pair.told(orderId, txnTime);
  }

  /**
   * Whether the buyer, not the shop, carries the payment on: on a page, in an app, or with the
   * shown code. Until its expiry such a buyer may try another card after a failure.
   */
  boolean isBuyersTurn() {
    Kind kind = kind();
    return (kind == Kind.PURCHASE || kind == Kind.HOLD) && !SCANNED.equals(txnSubType);
  }

  /** Until when it can be paid; null if it does not say. */
  @Nullable Instant payTimeout() {
    return Echo.ofPayment(reqReserved).map(Echo.OfPayment::payTimeout).orElse(null);
  }

  /**
   * The product a refund or undo must name. A query echoes its own default here, so where it does,
   * the kind of payment tells.
   */
  String originalBizType() {
    if (bizType != null && !bizType.equals(DEFAULT_BIZ_TYPE)) {
      return bizType;
    }
    return SCANNED.equals(txnSubType) || SHOWN.equals(txnSubType)
        ? DEFAULT_BIZ_TYPE
        : GATEWAY_BIZ_TYPE;
  }

  /** The way of access a refund or undo must name. */
  String originalChannelType() {
    Optional<Echo.OfPayment> echo = Echo.ofPayment(reqReserved);
    if (echo.isPresent()) {
      return echo.get().channelType();
    }
    return originalBizType().equals(DEFAULT_BIZ_TYPE) ? "08" : "07";
  }

  /** The amount of a transaction that was found complete. */
  long amount() {
    return Objects.requireNonNull(txnAmt, "txnAmt");
  }
}
