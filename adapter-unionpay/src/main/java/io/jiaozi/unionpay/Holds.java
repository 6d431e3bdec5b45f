package io.jiaozi.unionpay;

import io.jiaozi.error.OpenOutcome;
import io.jiaozi.error.RejectedReason;
import io.jiaozi.payment.CaptureRequest;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.payment.VoidRequest;
import io.jiaozi.spi.ChannelFailure;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/**
 * What follows a hold: its capture, its void, and the void of its capture. Each is a transaction of
 * its own; none of them ever shows in the query of what it follows. Source: protocol sheet, section
 * 4.3; API-FIT, 5.11.
 */
final class Holds {

  private static final String CAPTURE = "03";
  private static final String VOID = "32";
  private static final String CAPTURE_VOID = "33";
  private static final String BIZ_TYPE = "000201";
  private static final String CHANNEL_TYPE = "07";

  /** A capture may exceed its hold by 15 in 100. */
  private static final long MOST_PERCENT = 115;

  private static final Duration FIRST_QUESTION = Duration.ofSeconds(1);

  private final Merchant merchant;
  private final Lookup lookup;
  private final Follows follows;
  private final StateMapping states;

  Holds(Merchant merchant, Exchange.Gateway gateway, Lookup lookup, StateMapping states) {
    this.merchant = merchant;
    this.lookup = lookup;
    this.follows = new Follows(gateway);
    this.states = states;
  }

  static PaymentReference reference(CaptureRequest request) {
    return Pair.of(request.captureNumber(), request.placedAt()).payment();
  }

  /** The query of a hold never shows its void; the void's own does. */
  static PaymentReference reference(VoidRequest request) {
    return Pair.of(request.voidNumber(), request.placedAt()).payment();
  }

  PaymentResult capture(CaptureRequest request, Exchange exchange) {
    Pair hold = Pair.of(request.authorization()).orElseThrow();
    Follows.Original original =
        Follows.require(
            hold,
            lookup.askFirst(hold, exchange, "for the capture"),
            states,
            PaymentState.AUTHORIZED,
            "hold",
            exchange);
    requireWithin(request, original);
    Pair own = Pair.of(request.captureNumber(), request.placedAt());
    Exchange.Answer answer = exchange.send(exchange.calls()::back, message(request, own, original));
    Code code = Code.of(answer.code());
    if (code.kind() == Code.Kind.SUCCESS || code.kind() == Code.Kind.PENDING) {
      return new PaymentResult.Processing(
          Payment.builder(own.payment(), PaymentState.PROCESSING, answer.raw())
              .amount(request.amount())
              .channelPaymentId(answer.message().text("queryId"))
              .build(),
          FIRST_QUESTION);
    }
    if (Follows.mayBeThere(answer)) {
      return existing(request, own, answer, exchange);
    }
    if (code.kind() == Code.Kind.FAILED && code.decline() != null) {
      return Payments.declined(
          Payment.builder(own.payment(), PaymentState.DECLINED, answer.raw())
              .amount(request.amount())
              .build(),
          answer.code());
    }
    throw ErrorMapping.failure(answer);
  }

  private static void requireWithin(CaptureRequest request, Follows.Original original) {
    long asked = Math.multiplyExact(request.amount().minorUnits(), 100L);
    if (asked > Math.multiplyExact(original.transaction().amount(), MOST_PERCENT)) {
      throw original
          .answer()
          .rejected(
              RejectedReason.AMOUNT_EXCEEDED,
              "takes at most 115 in 100 of the hold",
              "Capture at most that.");
    }
  }

  private Fields message(CaptureRequest request, Pair own, Follows.Original original) {
    URI backUrl =
        request.notificationUrl() == null ? merchant.notificationUrl() : request.notificationUrl();
    Fields message =
        follows.message(
            CAPTURE, own, request.amount().minorUnits(), original, BIZ_TYPE, CHANNEL_TYPE, backUrl);
    Extras.addTo(message, request.channelExtras());
    return message;
  }

  private PaymentResult existing(
      CaptureRequest request, Pair own, Exchange.Answer refusal, Exchange exchange) {
    Lookup.Told told = lookup.askAfter(own, exchange, "answered with code " + refusal.code());
    Transaction found = told.found().orElse(null);
    if (found == null) {
      throw ErrorMapping.failure(refusal);
    }
    if (!Follows.isSame(found, Transaction.Kind.CAPTURE, request.amount().minorUnits())) {
      throw Follows.reused(told);
    }
    Payment payment = states.toPayment(found, own.payment(), exchange.now(), told.answer().raw());
    return switch (payment.state()) {
      case PAID -> new PaymentResult.Paid(payment);
      case PROCESSING -> new PaymentResult.Processing(payment, FIRST_QUESTION);
      case DECLINED -> {
        if (!refusal.code().equals("12")) {
          throw ErrorMapping.failure(refusal);
        }
        yield Payments.declined(payment, found.code());
      }
      default -> throw ErrorMapping.failure(refusal);
    };
  }

  /** Releases a hold, or takes back the capture of one on its settlement day. */
  Payment voidAuthorization(VoidRequest request, Exchange exchange) {
    Pair original = Pair.of(request.authorization()).orElseThrow();
    Lookup.Told told = lookup.askFirst(original, exchange, "for the void");
    boolean captured =
        told.found().map(found -> found.kind() == Transaction.Kind.CAPTURE).orElse(false);
    Follows.Original found =
        Follows.require(
            original,
            told,
            states,
            captured ? PaymentState.PAID : PaymentState.AUTHORIZED,
            captured ? "capture" : "hold",
            exchange);
    return undone(
        captured ? CAPTURE_VOID : VOID,
        Pair.of(request.voidNumber(), request.placedAt()),
        List.of(),
        found,
        exchange);
  }

  /**
   * Sends one void and asks at once whether it is done: its acceptance says only that it was taken.
   * Sent again with the same number and time it is refused as a duplicate and asked about.
   *
   * @param earlier under which else the same may have been sent before; asked for only if this one
   *     is refused as if it had been
   * @return the original as it now is
   */
  Payment undone(
      String txnType, Pair own, List<Pair> earlier, Follows.Original original, Exchange exchange) {
    Transaction undone = original.transaction();
    boolean purchase = undone.kind() == Transaction.Kind.PURCHASE;
    Exchange.Answer answer =
        exchange.send(
            exchange.calls()::back,
            follows.message(
                txnType,
                own,
                undone.amount(),
                original,
                purchase ? undone.originalBizType() : BIZ_TYPE,
                purchase ? undone.originalChannelType() : CHANNEL_TYPE,
                merchant.notificationUrl()));
    Code code = Code.of(answer.code());
    boolean taken = code.kind() == Code.Kind.SUCCESS || code.kind() == Code.Kind.PENDING;
    if (!taken && !Follows.mayBeThere(answer)) {
      throw ErrorMapping.failure(answer);
    }
    String before = taken ? "took it" : "answered with code " + answer.code();
    Lookup.Told told = lookup.askAfter(own, exchange, before);
    Iterator<Pair> others = taken ? Collections.emptyIterator() : earlier.iterator();
    while (told.found().isEmpty() && others.hasNext()) {
      told = lookup.askAfter(others.next(), exchange, before);
    }
    Transaction found = told.found().orElse(null);
    if (found == null) {
      throw taken
          ? told.answer()
              .unknown(OpenOutcome.Cause.NOT_FOUND_YET, "took it, and does not find it yet")
          : ErrorMapping.failure(answer);
    }
    if (!txnType.equals(found.txnType()) || undone.amount() != amountOf(found)) {
      throw Follows.reused(told);
    }
    PaymentState state = states.paymentState(found, exchange.now());
    return switch (state) {
      case VOIDED, REVERSED ->
          Payment.builder(original.pair().payment(), state, told.answer().raw())
              .amount(StateMapping.amount(original.transaction()))
              .channelPaymentId(original.queryId())
              .build();
      // Of a duplicate (12) the code of the void itself says why; any other refusal says it itself.
      case DECLINED ->
          throw taken || answer.code().equals("12")
              ? failed(told, found)
              : ErrorMapping.failure(answer);
      default ->
          throw told.answer()
              .unknown(
                  OpenOutcome.Cause.STILL_PENDING,
                  "took it under number " + own.orderId() + " and has not finished it");
    };
  }

  private static long amountOf(Transaction found) {
    Long fen = found.txnAmt();
    return fen == null ? -1 : fen;
  }

  static ChannelFailure failed(Lookup.Told told, Transaction found) {
    Code code = Code.of(found.code());
    RejectedReason reason = code.reason();
    return new ChannelFailure.Rejected(
        reason == null ? RejectedReason.OTHER : reason,
        found.code(),
        code.what(),
        code.remedy(),
        told.answer().reply().status(),
        null,
        null);
  }
}
