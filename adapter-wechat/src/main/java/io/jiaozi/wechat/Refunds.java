package io.jiaozi.wechat;

import io.jiaozi.Operation;
import io.jiaozi.error.RejectedReason;
import io.jiaozi.money.Money;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.refund.Refund;
import io.jiaozi.refund.RefundReference;
import io.jiaozi.refund.RefundRequest;
import io.jiaozi.refund.RefundState;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.support.http.HttpBody;
import io.jiaozi.support.http.Reply;
import io.jiaozi.support.json.JsonBody;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;

/**
 * Refund and refund query. Source: protocol sheet, section 6.5; API-FIT, 5.12 and 5.33.
 *
 * <p>A refusal of a refund comes in an error reply that nobody signed, so the refund is asked for
 * by its number before the refusal is believed.
 */
final class Refunds {

  private final Identity identity;
  private final StateMapping states;
  private final WechatCalls calls;
  private final Payments payments;

  Refunds(Identity identity, StateMapping states, WechatCalls calls, Payments payments) {
    this.identity = identity;
    this.states = states;
    this.calls = calls;
    this.payments = payments;
  }

  Refund refund(RefundRequest request, Exchange exchange) {
    Money total = request.paymentAmount();
    if (total == null) {
      total = totalOf(request.payment(), exchange);
    }
    Reply reply =
        exchange.send(
            calls.refund(
                HttpBody.json(
                    refundBody(request, total, exchange.party())
                        .text("out_trade_no", request.payment().number())
                        .toBytes())));
    if (reply.status() == 200) {
      return refunded(request, total, exchange.party(), reply);
    }
    Payments.requireError(reply);
    ChannelError error = exchange.error(reply);
    if (error.status() == 404 && error.is("RESOURCE_NOT_EXISTS")) {
      return byTransactionId(request, total, error, exchange);
    }
    return unlessThere(request, error, exchange);
  }

  /** The channel wants the order's amount; where the shop did not give it, it is asked for. */
  private Money totalOf(PaymentReference payment, Exchange exchange) {
    Payment found;
    try {
      found = payments.query(payment, exchange);
    } catch (ChannelFailure.OutcomeUnknown unanswered) {
      // Only a question was sent: about the refund nothing is open.
      throw new ChannelFailure.NotSent(
          "was not asked for the refund, because asking for the order's amount failed: it "
              + unanswered.getMessage(),
          unanswered);
    }
    Money amount = found.amount();
    if (amount == null) {
      throw new ChannelFailure.Rejected(
          found.state() == PaymentState.NOT_FOUND
              ? RejectedReason.NOT_FOUND
              : RejectedReason.WRONG_STATE,
          found.state().name(),
          found.state() == PaymentState.NOT_FOUND
              ? "does not know the order to refund"
              : "has no paid amount for the order, which is " + found.state(),
          "Check the payment's number and that it was paid.",
          found.raw().httpStatus(),
          found.raw().channelRequestId(),
          null);
    }
    return amount;
  }

  private static JsonBody refundBody(RefundRequest request, Money total, Party party) {
    JsonBody body = new JsonBody();
    if (party.subMchid() != null) {
      body.text("sub_mchid", party.subMchid());
    }
    body.text("out_refund_no", request.refundNumber());
    String reason = request.reason();
    if (reason != null) {
      body.text("reason", reason);
    }
    URI notifyUrl =
        request.notificationUrl() == null
            ? party.merchant().notificationUrl()
            : request.notificationUrl();
    if (notifyUrl != null) {
      body.text("notify_url", notifyUrl.toString());
    }
    body.integer("amount.refund", request.amount().minorUnits())
        .integer("amount.total", total.minorUnits())
        .text("amount.currency", request.amount().currency().getCurrencyCode());
    Extras.OF_REFUNDS.addTo(body, request.channelExtras(), null);
    return body;
  }

  private Refund refunded(RefundRequest request, Money total, Party party, Reply reply) {
    Wire.Refund told = Exchange.read(reply, Wire.Content::read).refund();
    requireSame(request, total, party, told, reply);
    return states.toRefund(told, reference(request), Payments.raw(reply));
  }

  private void requireSame(
      RefundRequest request, Money total, Party party, Wire.Refund told, Reply reply) {
    Optional<String> wrong =
        identity
            .stranger(told.whose(), party)
            .or(
                () ->
                    Identity.otherRefund(request.refundNumber(), request.payment().number(), told));
    if (wrong.isPresent()) {
      throw Exchange.mismatched(reply, wrong.get());
    }
    Wire.Amount amount = told.amount();
    if (amount == null
        || Identity.differs(request.amount(), amount.refund())
        || (amount.total() != null && Identity.differs(total, amount.total()))) {
      throw Exchange.mismatched(reply, "tells of another amount than the one asked for");
    }
  }

  /**
   * Right after a payment the channel sporadically does not find the order by our number. If a
   * query proves it paid, the same refund is asked for once more by the channel's own id.
   */
  private Refund byTransactionId(
      RefundRequest request, Money total, ChannelError error, Exchange exchange) {
    Payment payment;
    try {
      payment = payments.query(request.payment(), exchange);
    } catch (ChannelFailure failed) {
      throw unproved(error, failed);
    }
    String transactionId = payment.channelPaymentId();
    boolean refundable =
        payment.state() == PaymentState.PAID || payment.state() == PaymentState.REFUND_STARTED;
    if (!refundable || transactionId == null) {
      return unlessThere(request, error, exchange);
    }
    Reply reply;
    try {
      reply =
          exchange.send(
              calls.refund(
                  HttpBody.json(
                      refundBody(request, total, exchange.party())
                          .text("transaction_id", transactionId)
                          .toBytes())));
    } catch (ChannelFailure.NotSent notSent) {
      throw unproved(error, notSent);
    }
    if (reply.status() == 200) {
      return refunded(request, total, exchange.party(), reply);
    }
    Payments.requireError(reply);
    return unlessThere(request, exchange.error(reply), exchange);
  }

  /** A refusal stands only if a question shows that the refund is not there. */
  private Refund unlessThere(RefundRequest request, ChannelError error, Exchange exchange) {
    ChannelFailure refusal = ErrorMapping.failure(Operation.REFUND, error);
    if (!(refusal instanceof ChannelFailure.Rejected)) {
      throw refusal;
    }
    Refund found;
    try {
      found = query(reference(request), exchange);
    } catch (ChannelFailure failed) {
      throw unproved(error, failed);
    }
    if (found.state() == RefundState.NOT_FOUND) {
      throw refusal;
    }
    if (!request.amount().equals(found.amount())) {
      throw new ChannelFailure.Rejected(
          RejectedReason.NUMBER_REUSED,
          Objects.requireNonNull(error.code()),
          "has another refund under this number",
          "Use a new refund number if this is really another refund.",
          error.status(),
          error.requestId(),
          null);
    }
    return found;
  }

  private static ChannelFailure unproved(ChannelError error, ChannelFailure failed) {
    return new ChannelFailure.OutcomeUnknown(
        Payments.causeOf(failed),
        "refused with "
            + error.code()
            + " in a reply that nobody signed, and asking about it failed: it "
            + failed.getMessage(),
        error.code(),
        error.status(),
        error.requestId(),
        error.retryAfter(),
        failed);
  }

  /** Asks for a refund by the merchant's number of it. */
  Refund query(RefundReference reference, Exchange exchange) {
    String number = Objects.requireNonNull(reference.number(), "refund number");
    Party party = exchange.party();
    Reply reply = exchange.send(calls.queryRefund(Paths.encode(number), party.subMchid()));
    if (reply.status() == 200) {
      return found(reference, number, party, reply);
    }
    Payments.requireError(reply);
    ChannelError error = exchange.error(reply);
    if (error.status() == 404 && error.is("RESOURCE_NOT_EXISTS")) {
      return Refund.builder(reference, RefundState.NOT_FOUND, Payments.raw(reply)).build();
    }
    throw ErrorMapping.failure(Operation.QUERY_REFUND, error);
  }

  private Refund found(RefundReference reference, String number, Party party, Reply reply) {
    Wire.Refund told = Exchange.read(reply, Wire.Content::read).refund();
    PaymentReference payment = reference.payment();
    Optional<String> wrong =
        identity
            .stranger(told.whose(), party)
            .or(
                () ->
                    Identity.otherRefund(number, payment == null ? null : payment.number(), told));
    if (wrong.isPresent()) {
      throw Exchange.mismatched(reply, wrong.get());
    }
    return states.toRefund(told, complete(reference, number, told), Payments.raw(reply));
  }

  /** Adds the order's number where only the refund's was known. */
  private static RefundReference complete(
      RefundReference reference, String number, Wire.Refund told) {
    PaymentReference payment = reference.payment();
    if (payment == null && Numbers.isNumber(told.outTradeNo())) {
      payment = PaymentReference.ofNumber(Objects.requireNonNull(told.outTradeNo()));
    }
    return new RefundReference(payment, number, null);
  }

  static RefundReference reference(RefundRequest request) {
    return RefundReference.of(
        PaymentReference.ofNumber(request.payment().number()), request.refundNumber());
  }
}
