package io.jiaozi.unionpay;

import io.jiaozi.error.OpenOutcome;
import io.jiaozi.error.RejectedReason;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.support.crypto.Digests;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Undoes a payment as a whole, on its settlement day: one that is known to be paid by an undo of
 * its own (31, of a capture 33), one whose outcome is unknown by a reversal under the original's
 * number and time (99). Source: protocol sheet, section 4.3; API-FIT, 5.10.
 *
 * <p>The undo's number is derived from the original's, so the channel refuses a second one. Its
 * time must be now, and finds it again, so it goes in steps from the original's time: a repeat
 * after a restart comes to the same times, and asks for the undo of before where the channel says
 * that there was one. Within one process the last times are remembered, and asked for first.
 */
final class Undoing {

  private static final String UNDO = "31";
  private static final String CAPTURE_VOID = "33";
  private static final int MOST_REMEMBERED = 1024;
  private static final int NUMBER_DIGITS = 31;

  /**
   * In how many steps an undo of before is looked for: back from now, and from the payment on, as
   * the till undoes within minutes. A quarter of an hour each, by the usual tolerance.
   */
  private static final int STEPS_LOOKED_AT = 6;

  private final Merchant merchant;
  private final Exchange.Gateway gateway;
  private final Lookup lookup;
  private final Holds holds;
  private final StateMapping states;
  private final Reversals reversals;
  private final Map<Pair, String> begun = new ConcurrentHashMap<>();

  /** Where a reversal of something unknown goes; the one endpoint no source settles. */
  interface Reversals {
    Exchange.Answer send(Fields message, Exchange exchange);
  }

  Undoing(
      Merchant merchant,
      Exchange.Gateway gateway,
      Lookup lookup,
      Holds holds,
      StateMapping states,
      Reversals reversals) {
    this.merchant = merchant;
    this.gateway = gateway;
    this.lookup = lookup;
    this.holds = holds;
    this.states = states;
    this.reversals = reversals;
  }

  Payment reverse(PaymentReference reference, Exchange exchange) {
    Pair pair = Pair.of(reference).orElseThrow();
    Lookup.Told told = lookup.askFirst(pair, exchange, "to undo it");
    Transaction found = told.found().orElse(null);
    PaymentState state =
        found == null ? PaymentState.NOT_FOUND : states.paymentState(found, exchange.now());
    return switch (state) {
      case PAID -> undo(pair, told, exchange);
      case NOT_FOUND, UNKNOWN, PROCESSING -> reversal(pair, told, exchange);
      case DECLINED, REVERSED, VOIDED ->
          states.toPayment(
              Objects.requireNonNull(found), pair.payment(), exchange.now(), told.answer().raw());
      case AUTHORIZED ->
          throw wrongState(told, "says that this is a hold", "Release it with voidAuthorization.");
      default ->
          throw wrongState(
              told,
              "waits for the buyer, and knows no way to end such an order before its expiry",
              "Query it after its expiry.");
    };
  }

  private static RuntimeException wrongState(Lookup.Told told, String what, String remedy) {
    return told.answer().rejected(RejectedReason.WRONG_STATE, what, remedy);
  }

  private Payment undo(Pair pair, Lookup.Told told, Exchange exchange) {
    Follows.Original original =
        Follows.require(pair, told, states, PaymentState.PAID, "payment", exchange);
    Transaction paid = original.transaction();
    requireSameDay(told, paid.settleDate(), pair, exchange);
    String txnType = paid.kind() == Transaction.Kind.CAPTURE ? CAPTURE_VOID : UNDO;
    String number = number(pair);
    String time = begun.get(pair);
    if (time != null) {
      Payment before = before(txnType, new Pair(number, time), original, exchange);
      if (before != null) {
        return before;
      }
      if (!isFresh(time, exchange)) {
        time = null;
      }
    }
    if (time == null) {
      time = timeFor(pair, exchange.now());
      remember(pair, time);
    }
    Pair own = new Pair(number, time);
    return holds.undone(txnType, own, earlier(own, pair), original, exchange);
  }

  /** The last of the steps from the original's time: always young enough, and found again. */
  private String timeFor(Pair original, Instant now) {
    Instant first = instant(original.txnTime());
    long sinceThen = Math.max(0, Duration.between(first, now).toSeconds());
    return Beijing.format(first.plusSeconds(sinceThen - sinceThen % step()));
  }

  /** The steps before that are looked at: the latest, latest first, then the first ones. */
  private List<Pair> earlier(Pair own, Pair original) {
    Instant first = instant(original.txnTime());
    long steps = Duration.between(first, instant(own.txnTime())).toSeconds() / step();
    return LongStream.concat(
            LongStream.range(0, Math.min(STEPS_LOOKED_AT, steps)).map(back -> steps - 1 - back),
            LongStream.range(0, Math.min(STEPS_LOOKED_AT, steps - STEPS_LOOKED_AT)))
        .mapToObj(count -> Pair.of(own.orderId(), first.plusSeconds(count * step())))
        .toList();
  }

  private long step() {
    return Math.max(1, merchant.placeTolerance().toSeconds() / 2);
  }

  private static Instant instant(String txnTime) {
    return Objects.requireNonNull(Beijing.parse(txnTime), "txnTime");
  }

  /** The undo of an earlier attempt, if it is done; null if it never arrived. */
  private @Nullable Payment before(
      String txnType, Pair own, Follows.Original original, Exchange exchange) {
    Lookup.Told told = lookup.askFirst(own, exchange, "to undo it again");
    Transaction found = told.found().orElse(null);
    if (found == null) {
      return null;
    }
    if (!txnType.equals(found.txnType())) {
      throw Follows.reused(told);
    }
    return switch (states.paymentState(found, exchange.now())) {
      case REVERSED ->
          Payment.builder(original.pair().payment(), PaymentState.REVERSED, told.answer().raw())
              .amount(StateMapping.amount(original.transaction()))
              .channelPaymentId(original.queryId())
              .build();
      case DECLINED -> throw Holds.failed(told, found);
      default ->
          throw told.answer()
              .unknown(
                  OpenOutcome.Cause.STILL_PENDING,
                  "has the undo under number " + own.orderId() + " and has not finished it");
    };
  }

  private boolean isFresh(String time, Exchange exchange) {
    Instant then = instant(time);
    return Duration.between(then, exchange.now()).compareTo(merchant.placeTolerance()) <= 0;
  }

  private void remember(Pair pair, String time) {
    Iterator<Pair> oldest = begun.keySet().iterator();
    while (begun.size() >= MOST_REMEMBERED && oldest.hasNext()) {
      oldest.next();
      oldest.remove();
    }
    begun.put(pair, time);
  }

  /** {@code V} and 31 hexadecimal digits: the same for the same original, and nobody else's. */
  private String number(Pair original) {
    String text = merchant.merId() + '|' + original.orderId() + '|' + original.txnTime();
    return 'V'
        + Digests.sha256Hex(text.getBytes(StandardCharsets.UTF_8))
            .substring(0, NUMBER_DIGITS)
            .toUpperCase(Locale.ROOT);
  }

  private Payment reversal(Pair pair, Lookup.Told told, Exchange exchange) {
    requireSameDay(told, null, pair, exchange);
    Fields message =
        gateway.message().kind("99", "01", "000000").put("channelType", "08").pair(pair);
    Exchange.Answer answer = reversals.send(message, exchange);
    Code code = Code.of(answer.code());
    if (code.kind() == Code.Kind.SUCCESS || answer.code().equals("46")) {
      return Payment.builder(pair.payment(), PaymentState.REVERSED, answer.raw())
          .amount(told.found().map(StateMapping::amount).orElse(null))
          .build();
    }
    if (told.found().isEmpty() && (answer.code().equals("34") || answer.code().equals("35"))) {
      // Twice told that there is nothing; a request still on its way may yet arrive.
      return Payment.builder(pair.payment(), PaymentState.NOT_FOUND, answer.raw()).build();
    }
    throw ErrorMapping.failure(answer);
  }

  /** Afterwards only a refund gives the money back. */
  private static void requireSameDay(
      Lookup.Told told, @Nullable String settleDate, Pair pair, Exchange exchange) {
    String its = settleDate == null ? Beijing.settlementDay(instant(pair.txnTime())) : settleDate;
    if (!its.equals(Beijing.settlementDay(exchange.now()))) {
      throw told.answer()
          .rejected(
              RejectedReason.TOO_LATE,
              "undoes a payment on its settlement day only, which ends at 23:00 in Beijing",
              "Refund it instead, if it turns out to be paid.");
    }
  }
}
