package io.jiaozi.unionpay;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the adapter writes into {@code reqReserved}, which UnionPay echoes in queries, notifications
 * and statements, so that nothing but number and time has to be stored. Plain characters, for some
 * of them break the channel's message format. Source: API-FIT, 5.13 and 5.15; protocol sheet,
 * section 4.2.
 *
 * <p>Of a payment or hold: {@code J1.<channelType>.<payTimeout>}, the last part only where there is
 * an expiry. Of everything that follows one (capture, void, undo, refund): {@code
 * <orderId>.<txnTime>} of what it follows.
 */
final class Echo {

  private static final String MARK = "J1";

  private Echo() {}

  /**
   * What a payment says of itself.
   *
   * @param channelType 07 or 08; refunds must name the same
   * @param payTimeout until when it can be paid; null if it did not say
   */
  record OfPayment(String channelType, @Nullable Instant payTimeout) {}

  static String ofPayment(String channelType, @Nullable Instant payTimeout) {
    return MARK + '.' + channelType + (payTimeout == null ? "" : '.' + Beijing.format(payTimeout));
  }

  /** Reads it again; empty if somebody else wrote the field. */
  static Optional<OfPayment> ofPayment(@Nullable String reqReserved) {
    if (reqReserved == null) {
      return Optional.empty();
    }
    String[] parts = reqReserved.split("\\.", -1);
    boolean ours =
        parts.length >= 2
            && parts.length <= 3
            && parts[0].equals(MARK)
            && (parts[1].equals("07") || parts[1].equals("08"));
    if (!ours) {
      return Optional.empty();
    }
    Instant timeout = parts.length == 3 ? Beijing.parse(parts[2]) : null;
    return parts.length == 3 && timeout == null
        ? Optional.empty()
        : Optional.of(new OfPayment(parts[1], timeout));
  }

  static String following(Pair original) {
    return original.orderId() + '.' + original.txnTime();
  }

  /** What a capture, void, undo or refund follows; empty if somebody else wrote the field. */
  static Optional<Pair> followed(@Nullable String reqReserved) {
    int dot = reqReserved == null ? -1 : reqReserved.indexOf('.');
    return dot < 0 || reqReserved == null
        ? Optional.empty()
        : Pair.told(reqReserved.substring(0, dot), reqReserved.substring(dot + 1));
  }
}
