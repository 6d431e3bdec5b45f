package io.jiaozi.wechat;

import io.jiaozi.money.Money;
import io.jiaozi.payment.PaymentState;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether a genuine message tells of this merchant's business and of what was asked. A signature
 * proves only that WeChat Pay speaks; it speaks to all merchants. Source: protocol sheet, section
 * 6.2; API-FIT, section 4.
 *
 * <p>Every function returns what does not fit, a clause that fits after "a message that" or "The
 * message"; empty if all is well.
 */
final class Identity {

  private final Merchant merchant;

  Identity(Merchant merchant) {
    this.merchant = merchant;
  }

  /** Another merchant or app than ours. What the message leaves out is not held against it here. */
  Optional<String> stranger(@Nullable String mchid, @Nullable String appid) {
    if (mchid != null && !mchid.equals(merchant.mchid())) {
      return Optional.of("tells of another merchant than the account's");
    }
    if (appid != null && !appid.equals(merchant.appid())) {
      return Optional.of("tells of another app id than the account's");
    }
    return Optional.empty();
  }

  /** What an order must tell before it may count as paid. */
  static Optional<String> incomplete(Wire.Order order, PaymentState state) {
    Wire.Amount amount = order.amount();
    if (amount != null && otherCurrency(amount)) {
      return Optional.of("tells of an amount in another currency than CNY");
    }
    boolean money = state == PaymentState.PAID || state == PaymentState.REFUND_STARTED;
    if (!money) {
      return Optional.empty();
    }
    boolean told =
        order.mchid() != null
            && order.appid() != null
            && order.outTradeNo() != null
            && amount != null
            && amount.total() != null
            && amount.total() > 0;
    return told
        ? Optional.empty()
        : Optional.of("tells of a paid order without its merchant, app id, number or amount");
  }

  /** Another order than the one asked for. */
  static Optional<String> otherNumber(String asked, @Nullable String told) {
    return told == null || asked.equals(told)
        ? Optional.empty()
        : Optional.of("tells of another order number than the one asked for");
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
