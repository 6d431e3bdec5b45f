package io.jiaozi.unionpay;

import io.jiaozi.error.RejectedReason;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.refund.Refund;
import io.jiaozi.refund.RefundReference;
import io.jiaozi.refund.RefundRequest;
import io.jiaozi.refund.RefundState;
import java.net.URI;

/**
 * Refunds and the question how they stand. The payment is asked for first: a refund names it by
 * UnionPay's own number and must repeat its product and way of access. Source: protocol sheet,
 * section 4.3; API-FIT, 5.13.
 */
final class Refunds {

  private static final String REFUND = "04";

  private final Merchant merchant;
  private final Lookup lookup;
  private final Follows follows;
  private final StateMapping states;

  Refunds(Merchant merchant, Exchange.Gateway gateway, Lookup lookup, StateMapping states) {
    this.merchant = merchant;
    this.lookup = lookup;
    this.follows = new Follows(gateway);
    this.states = states;
  }

  static RefundReference reference(RefundRequest request) {
    return Pair.of(request.refundNumber(), request.placedAt()).refundOf(request.payment());
  }

  Refund refund(RefundRequest request, Exchange exchange) {
    Pair payment = Pair.of(request.payment()).orElseThrow();
    Follows.Original original =
        Follows.require(
            payment,
            lookup.askFirst(payment, exchange, "for the refund"),
            states,
            PaymentState.PAID,
            "payment",
            exchange);
    requireWithin(request, original);
    Pair own = Pair.of(request.refundNumber(), request.placedAt());
    Exchange.Answer answer = exchange.send(exchange.calls()::back, message(request, own, original));
    Code code = Code.of(answer.code());
    if (code.kind() == Code.Kind.SUCCESS || code.kind() == Code.Kind.PENDING) {
      // Accepted; whether the bank network took it is told by notification or query.
      return Refund.builder(reference(request), RefundState.PROCESSING, answer.raw())
          .amount(request.amount())
          .channelRefundId(answer.message().text("queryId"))
          .channelCode(answer.code())
          .build();
    }
    if (Follows.mayBeThere(answer)) {
      return existing(request, own, answer, exchange);
    }
    throw ErrorMapping.failure(answer);
  }

  private static void requireWithin(RefundRequest request, Follows.Original original) {
    if (request.amount().minorUnits() > original.transaction().amount()) {
      throw original
          .answer()
          .rejected(
              RejectedReason.AMOUNT_EXCEEDED,
              "has a smaller payment than the refund asked for",
              "Refund at most what was paid.");
    }
  }

  private Fields message(RefundRequest request, Pair own, Follows.Original original) {
    URI backUrl =
        request.notificationUrl() == null ? merchant.notificationUrl() : request.notificationUrl();
    Transaction paid = original.transaction();
    Fields message =
        follows.message(
            REFUND,
            own,
            request.amount().minorUnits(),
            original,
            paid.originalBizType(),
            paid.originalChannelType(),
            backUrl);
    Extras.addTo(message, request.channelExtras());
    return message;
  }

  /** Perhaps this very refund was there before: ask for it by its own number and time. */
  private Refund existing(
      RefundRequest request, Pair own, Exchange.Answer refusal, Exchange exchange) {
    Lookup.Told told = lookup.askAfter(own, exchange, "answered with code " + refusal.code());
    Transaction found = told.found().orElse(null);
    if (found == null) {
      throw ErrorMapping.failure(refusal);
    }
    if (!Follows.isSame(found, Transaction.Kind.REFUND, request.amount().minorUnits())) {
      throw Follows.reused(told);
    }
    if (states.refundState(found) == RefundState.FAILED && !refusal.code().equals("12")) {
      // The refusal itself stands there under the number, and says more.
      throw ErrorMapping.failure(refusal);
    }
    return states.toRefund(found, reference(request), told.answer().raw());
  }

  /** How a refund stands. */
  Refund query(RefundReference reference, Exchange exchange) {
    Pair pair = Pair.of(reference).orElseThrow();
    Lookup.Told told = lookup.ask(pair, exchange);
    Transaction found = told.found().orElse(null);
    if (found == null) {
      return Refund.builder(reference, RefundState.NOT_FOUND, told.answer().raw()).build();
    }
    if (found.kind() != Transaction.Kind.REFUND) {
      throw told.answer().mismatched("tells of something else than a refund");
    }
    PaymentReference payment = reference.payment();
    PaymentReference echoed = Echo.followed(found.reqReserved()).map(Pair::payment).orElse(null);
    if (payment != null && echoed != null && !payment.number().equals(echoed.number())) {
      throw told.answer().mismatched("tells of a refund of another payment");
    }
    return states.toRefund(
        found, pair.refundOf(payment == null ? echoed : payment), told.answer().raw());
  }
}
