package io.jiaozi.payment;

import io.jiaozi.money.Money;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A payment as the channel told it, verified.
 *
 * @param reference finds it again; store its encoded form
 * @param state how it stands
 * @param amount the order's amount (not what the buyer paid after coupons, nor what the merchant
 *     receives after fees); never null when PAID, AUTHORIZED or CAPTURED
 * @param refunded what has gone back; null if the channel does not say
 * @param hold what is still held; null unless something is
 * @param paidAt when the money moved, by the channel's clock
 * @param channelPaymentId the channel's own key
 * @param payerId the channel's id of the buyer; hidden in {@code toString}
 * @param subMerchantId whose payment it is, when a partner acts for merchants
 * @param raw everything else the channel said
 */
public record Payment(
    PaymentReference reference,
    PaymentState state,
    @Nullable Money amount,
    @Nullable Money refunded,
    @Nullable Hold hold,
    @Nullable Instant paidAt,
    @Nullable String channelPaymentId,
    @Nullable String payerId,
    @Nullable String subMerchantId,
    RawReply raw) {

  /** Checks that nothing required is missing. */
  public Payment {
    Objects.requireNonNull(reference, "reference");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(raw, "raw");
    boolean moneyState =
        state == PaymentState.PAID
            || state == PaymentState.AUTHORIZED
            || state == PaymentState.CAPTURED;
    if (moneyState && amount == null) {
      throw new IllegalArgumentException("A payment that is " + state + " must tell its amount.");
    }
  }

  /** Begins a payment with what every payment has. */
  public static Builder builder(PaymentReference reference, PaymentState state, RawReply raw) {
    return new Builder(reference, state, raw);
  }

  @Override
  public String toString() {
    return "Payment[reference="
        + reference.encode()
        + ", state="
        + state
        + ", amount="
        + amount
        + ", refunded="
        + refunded
        + ", hold="
        + hold
        + ", paidAt="
        + paidAt
        + ", channelPaymentId="
        + channelPaymentId
        + ", subMerchantId="
        + subMerchantId
        + ", raw="
        + raw
        + "]";
  }

  /** Collects the optional parts of a payment. Not thread-safe. */
  public static final class Builder {
    private final PaymentReference reference;
    private final PaymentState state;
    private final RawReply raw;
    private @Nullable Money amount;
    private @Nullable Money refunded;
    private @Nullable Hold hold;
    private @Nullable Instant paidAt;
    private @Nullable String channelPaymentId;
    private @Nullable String payerId;
    private @Nullable String subMerchantId;

    private Builder(PaymentReference reference, PaymentState state, RawReply raw) {
      this.reference = reference;
      this.state = state;
      this.raw = raw;
    }

    /** The order's amount. */
    public Builder amount(@Nullable Money value) {
      this.amount = value;
      return this;
    }

    /** What has gone back. */
    public Builder refunded(@Nullable Money value) {
      this.refunded = value;
      return this;
    }

    /** What is still held. */
    public Builder hold(@Nullable Hold value) {
      this.hold = value;
      return this;
    }

    /** When the money moved. */
    public Builder paidAt(@Nullable Instant value) {
      this.paidAt = value;
      return this;
    }

    /** The channel's own key. */
    public Builder channelPaymentId(@Nullable String value) {
      this.channelPaymentId = value;
      return this;
    }

    /** The channel's id of the buyer. */
    public Builder payerId(@Nullable String value) {
      this.payerId = value;
      return this;
    }

    /** Whose payment it is. */
    public Builder subMerchantId(@Nullable String value) {
      this.subMerchantId = value;
      return this;
    }

    /** Makes the payment. */
    public Payment build() {
      return new Payment(
          reference,
          state,
          amount,
          refunded,
          hold,
          paidAt,
          channelPaymentId,
          payerId,
          subMerchantId,
          raw);
    }
  }
}
