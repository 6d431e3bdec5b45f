package io.jiaozi.notification;

import io.jiaozi.payment.Payment;
import io.jiaozi.payment.RawReply;
import io.jiaozi.refund.Refund;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A verified message of a channel. Origin, freshness and receiving merchant are proved; compare
 * amount and number with your own record all the same.
 *
 * <p>Deliveries repeat and arrive out of order. The same fact has the same {@link #factKey()}: act
 * once on it.
 */
public sealed interface Notification {

  /** One constant a kind, for a {@code switch} that must not forget one. */
  enum Kind {
    /** {@link PaymentChanged}. */
    PAYMENT_CHANGED,
    /** {@link RefundChanged}. */
    REFUND_CHANGED,
    /** {@link Unmapped}. */
    UNMAPPED
  }

  /** Which kind this is. */
  Kind kind();

  /**
   * Names the fact, not the delivery; made from verified content, unique within the account (and
   * sub-merchant). At most 200 ASCII characters.
   */
  String factKey();

  /** The channel's own id of the event, for logs only; null if it has none. */
  @Nullable String deliveryId();

  /** A payment changed its state. */
  record PaymentChanged(String factKey, @Nullable String deliveryId, Payment payment)
      implements Notification {
    /** Checks that nothing required is missing. */
    public PaymentChanged {
      Objects.requireNonNull(factKey, "factKey");
      Objects.requireNonNull(payment, "payment");
    }

    @Override
    public Kind kind() {
      return Kind.PAYMENT_CHANGED;
    }
  }

  /**
   * A refund changed its state.
   *
   * @param payment how the refunded payment stands, if the message told it
   */
  record RefundChanged(
      String factKey, @Nullable String deliveryId, Refund refund, @Nullable Payment payment)
      implements Notification {
    /** Checks that nothing required is missing. */
    public RefundChanged {
      Objects.requireNonNull(factKey, "factKey");
      Objects.requireNonNull(refund, "refund");
    }

    @Override
    public Kind kind() {
      return Kind.REFUND_CHANGED;
    }
  }

  /**
   * A genuine message about something the common API does not model. Accept it.
   *
   * @param channelType the channel's own name of the event
   * @param content the verified, decrypted content
   */
  record Unmapped(String factKey, @Nullable String deliveryId, String channelType, RawReply content)
      implements Notification {
    /** Checks that nothing required is missing. */
    public Unmapped {
      Objects.requireNonNull(factKey, "factKey");
      Objects.requireNonNull(channelType, "channelType");
      Objects.requireNonNull(content, "content");
    }

    @Override
    public Kind kind() {
      return Kind.UNMAPPED;
    }
  }
}
