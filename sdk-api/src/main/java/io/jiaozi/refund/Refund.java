package io.jiaozi.refund;

import io.jiaozi.money.Money;
import io.jiaozi.payment.RawReply;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A refund as the channel told it, verified.
 *
 * @param reference finds it again
 * @param state how it stands; {@code PROCESSING} right after the call is normal
 * @param amount what this refund gives back; null if the channel only told the running total
 * @param totalRefunded what all refunds of the payment gave back so far; null if the channel does
 *     not say
 * @param refundedAt when the money went back, by the channel's clock
 * @param channelRefundId the channel's own key
 * @param channelCode the channel's own word for the state
 * @param raw everything else the channel said
 */
public record Refund(
    RefundReference reference,
    RefundState state,
    @Nullable Money amount,
    @Nullable Money totalRefunded,
    @Nullable Instant refundedAt,
    @Nullable String channelRefundId,
    @Nullable String channelCode,
    RawReply raw) {

  /** Checks that nothing required is missing. */
  public Refund {
    Objects.requireNonNull(reference, "reference");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(raw, "raw");
  }

  /** Begins a refund with what every refund has. */
  public static Builder builder(RefundReference reference, RefundState state, RawReply raw) {
    return new Builder(reference, state, raw);
  }

  /** Collects the optional parts of a refund. Not thread-safe. */
  public static final class Builder {
    private final RefundReference reference;
    private final RefundState state;
    private final RawReply raw;
    private @Nullable Money amount;
    private @Nullable Money totalRefunded;
    private @Nullable Instant refundedAt;
    private @Nullable String channelRefundId;
    private @Nullable String channelCode;

    private Builder(RefundReference reference, RefundState state, RawReply raw) {
      this.reference = reference;
      this.state = state;
      this.raw = raw;
    }

    /** What this refund gives back. */
    public Builder amount(@Nullable Money value) {
      this.amount = value;
      return this;
    }

    /** What all refunds of the payment gave back so far. */
    public Builder totalRefunded(@Nullable Money value) {
      this.totalRefunded = value;
      return this;
    }

    /** When the money went back. */
    public Builder refundedAt(@Nullable Instant value) {
      this.refundedAt = value;
      return this;
    }

    /** The channel's own key. */
    public Builder channelRefundId(@Nullable String value) {
      this.channelRefundId = value;
      return this;
    }

    /** The channel's own word for the state. */
    public Builder channelCode(@Nullable String value) {
      this.channelCode = value;
      return this;
    }

    /** Makes the refund. */
    public Refund build() {
      return new Refund(
          reference, state, amount, totalRefunded, refundedAt, channelRefundId, channelCode, raw);
    }
  }
}
