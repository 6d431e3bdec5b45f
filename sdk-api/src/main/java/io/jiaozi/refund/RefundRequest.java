package io.jiaozi.refund;

import io.jiaozi.money.Money;
import io.jiaozi.payment.ChannelExtras;
import io.jiaozi.payment.PaymentReference;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Gives back all or part of a captured payment.
 *
 * <p>Repeating a call with an equal request never refunds twice. After an unknown outcome repeat
 * with the <em>same</em> number; a new number is a second refund.
 *
 * @param payment what to refund; for a captured hold, the capture
 * @param refundNumber the merchant's unique number of this refund; not the number of any payment,
 *     capture or void
 * @param amount what to give back, more than zero
 * @param paymentAmount the amount of the whole payment, where the shop has it at hand; some
 *     channels need it and are asked for it otherwise (one more call)
 * @param reason what the buyer may read; null for none
 * @param placedAt when this refund was first asked for; the <em>same</em> on every repeat. Cut to
 *     whole seconds
 * @param notificationUrl where the channel tells about this refund; null means the account's own
 * @param channelExtras fields of the channel's own
 */
public record RefundRequest(
    PaymentReference payment,
    String refundNumber,
    Money amount,
    @Nullable Money paymentAmount,
    @Nullable String reason,
    Instant placedAt,
    @Nullable URI notificationUrl,
    ChannelExtras channelExtras) {

  /** Checks that nothing required is missing. */
  public RefundRequest {
    Objects.requireNonNull(payment, "payment");
    Objects.requireNonNull(refundNumber, "refundNumber");
    Objects.requireNonNull(amount, "amount");
    placedAt = Objects.requireNonNull(placedAt, "placedAt").truncatedTo(ChronoUnit.SECONDS);
    Objects.requireNonNull(channelExtras, "channelExtras");
  }

  /**
   * Begins a refund with what every refund needs.
   *
   * @param placedAt the time of the refund attempt, from the shop's own record; there is
   *     deliberately no default "now"
   */
  public static Builder builder(
      PaymentReference payment, String refundNumber, Money amount, Instant placedAt) {
    return new Builder(payment, refundNumber, amount, placedAt);
  }

  /** Shows what identifies the refund; texts and addresses are hidden. */
  @Override
  public String toString() {
    return "RefundRequest[payment="
        + payment.encode()
        + ", refundNumber="
        + refundNumber
        + ", amount="
        + amount
        + ", placedAt="
        + placedAt
        + ", channelExtras="
        + channelExtras
        + "]";
  }

  /** Collects the optional parts of a refund. Not thread-safe. */
  public static final class Builder {
    private final PaymentReference payment;
    private final String refundNumber;
    private final Money amount;
    private final Instant placedAt;
    private @Nullable Money paymentAmount;
    private @Nullable String reason;
    private @Nullable URI notificationUrl;
    private ChannelExtras channelExtras = ChannelExtras.none();

    private Builder(PaymentReference payment, String refundNumber, Money amount, Instant placedAt) {
      this.payment = payment;
      this.refundNumber = refundNumber;
      this.amount = amount;
      this.placedAt = placedAt;
    }

    /** The amount of the whole payment; saves a call at channels that need it. */
    public Builder paymentAmount(Money total) {
      this.paymentAmount = total;
      return this;
    }

    /** What the buyer may read. */
    public Builder reason(String text) {
      this.reason = text;
      return this;
    }

    /** Where the channel tells about this refund, if not at the account's own URL. */
    public Builder notificationUrl(URI url) {
      this.notificationUrl = url;
      return this;
    }

    /** Fields of the channel's own. */
    public Builder channelExtras(ChannelExtras extras) {
      this.channelExtras = extras;
      return this;
    }

    /** Makes the request. */
    public RefundRequest build() {
      return new RefundRequest(
          payment,
          refundNumber,
          amount,
          paymentAmount,
          reason,
          placedAt,
          notificationUrl,
          channelExtras);
    }
  }
}
