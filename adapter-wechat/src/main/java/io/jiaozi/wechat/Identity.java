package io.jiaozi.wechat;

import io.jiaozi.money.Money;
import io.jiaozi.payment.PaymentState;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a genuine message tells of this merchant's business and of what was asked. A signature
 * proves only that WeChat Pay speaks; it speaks to all merchants. Source: protocol sheet, sections
 * 1.5 and 6.2; API-FIT, section 4.
 *
 * <p>Every function returns what does not fit, a clause that fits after "a message that" or "The
 * message"; empty if all is well.
 */
final class Identity {

  private static final String OTHER_MERCHANT = "tells of another merchant than the account's";
  private static final String OTHER_APP = "tells of another app id than the account's";
  private static final String OTHER_SUB = "tells of another sub-merchant than the one acted for";
  private static final String UNASKED_SUB =
      "tells of a sub-merchant, but the account acted for none";

  private final Merchant merchant;

  Identity(Merchant merchant) {
    this.merchant = merchant;
  }

  /** Another merchant or app than those asked for. What is left out is not held against it here. */
  Optional<String> stranger(Wire.Whose told, Party asked) {
    if (told.isPartners() && !asked.isPartner()) {
      return Optional.of(UNASKED_SUB);
    }
    Optional<String> ours = strangerToUs(told);
    if (ours.isPresent()) {
      return ours;
    }
    return otherSub(told, asked);
  }

  /** Another merchant or app than the account's, whoever is served. */
  Optional<String> strangerToUs(Wire.Whose told) {
    if (differs(merchant.mchid(), told.mchid()) || differs(merchant.mchid(), told.spMchid())) {
      return Optional.of(OTHER_MERCHANT);
    }
    return isOurApp(told.appid()) && isOurApp(told.spAppid())
        ? Optional.empty()
        : Optional.of(OTHER_APP);
  }

  /** Another merchant served than the one acted for. */
  static Optional<String> otherSub(Wire.Whose told, Party asked) {
    String sub = asked.subMchid();
    if (sub == null) {
      return Optional.empty();
    }
    boolean other =
        differs(sub, told.subMchid())
            || (asked.subAppid() != null && differs(asked.subAppid(), told.subAppid()));
    return other ? Optional.of(OTHER_SUB) : Optional.empty();
  }

  private boolean isOurApp(@Nullable String told) {
    return told == null || merchant.appids().contains(told);
  }

  private static boolean differs(String ours, @Nullable String told) {
    return told != null && !told.equals(ours);
  }

  /** What an order must tell before it may count as paid. */
  static Optional<String> incomplete(Wire.Order order, PaymentState state, Party party) {
    Wire.Amount amount = order.amount();
    if (amount != null && otherCurrency(amount)) {
      return Optional.of("tells of an amount in another currency than CNY");
    }
    boolean money = state == PaymentState.PAID || state == PaymentState.REFUND_STARTED;
    if (!money) {
      return Optional.empty();
    }
    boolean told =
        order.whose().isComplete(party.isPartner())
            && order.outTradeNo() != null
            && amount != null
            && amount.total() != null
            && amount.total() > 0;
    return told
        ? Optional.empty()
        : Optional.of("tells of a paid order without its merchant, app id, number or amount");
  }

  /** Another order than the one asked for; an answer need not repeat the number. */
  static Optional<String> otherNumber(String asked, @Nullable String told) {
    return told == null ? Optional.empty() : anotherNumber(asked, told);
  }

  /** Another order than the one asked for, or none. */
  static Optional<String> anotherNumber(String asked, @Nullable String told) {
    return asked.equals(told)
        ? Optional.empty()
        : Optional.of("tells of another order number than the one asked for");
  }

  /** Another amount than the order's; it need not tell any. */
  static Optional<String> otherTotal(Money asked, Wire.@Nullable Amount told) {
    return told == null || told.total() == null || !differs(asked, told.total())
        ? Optional.empty()
        : Optional.of("tells of another amount than the one asked for");
  }

  /** Another refund than the one asked for. */
  static Optional<String> otherRefund(
      String askedRefund, @Nullable String askedOrder, Wire.Refund refund) {
    if (!askedRefund.equals(refund.outRefundNo())) {
      return Optional.of("tells of another refund number than the one asked for");
    }
    Wire.Amount amount = refund.amount();
    if (amount != null && otherCurrency(amount)) {
      return Optional.of("tells of an amount in another currency than CNY");
    }
    return askedOrder == null ? Optional.empty() : otherNumber(askedOrder, refund.outTradeNo());
  }

  /** Another amount than the one asked for. */
  static boolean differs(Money asked, @Nullable Long told) {
    return told == null || asked.minorUnits() != told;
  }

  private static boolean otherCurrency(Wire.Amount amount) {
    return amount.currency() != null && !amount.currency().equals(StateMapping.CNY);
  }
}
