package io.jiaozi.wechat;

import io.jiaozi.Operation;
import io.jiaozi.error.RejectedReason;
import io.jiaozi.payment.Decline;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.support.http.HttpBody;
import io.jiaozi.support.http.Reply;
import io.jiaozi.support.json.JsonBody;
import java.util.Objects;
import java.util.Optional;

/**
 * Payments at the till, whose answer moves money at once, and their reversal. Source: protocol
 * sheet, sections 6.3 and 8.2; API-FIT, 5.9 and 5.36.
 *
 * <p>A refusal comes in an error reply that nobody signed, so the order is asked for by its number
 * before the refusal is believed.
 */
final class Till {

  private final Identity identity;
  private final WechatCalls calls;
  private final Payments payments;

  Till(Identity identity, WechatCalls calls, Payments payments) {
    this.identity = identity;
    this.calls = calls;
    this.payments = payments;
  }

  /** What a reply other than 200 to a payment at the till means. */
  PaymentResult settle(PaymentRequest request, Reply reply, Exchange exchange) {
    if (reply.status() == 202) {
      return TillScene.typing(request, exchange.party(), reply);
    }
    Payments.requireError(reply);
    ChannelError error = exchange.error(reply);
    if (error.is("USERPAYING")) {
      return TillScene.typing(request, exchange.party(), reply);
    }
    ChannelFailure refusal = ErrorMapping.failure(Operation.PAY, error);
    if (!(refusal instanceof ChannelFailure.Rejected)) {
      throw refusal;
    }
    Payment found;
    try {
      found = payments.query(PaymentReference.ofNumber(request.orderNumber()), exchange);
    } catch (ChannelFailure failed) {
      throw Payments.unconfirmed(error, failed);
    }
    if (found.amount() != null && !request.amount().equals(found.amount())) {
      throw Payments.rejected(
          RejectedReason.NUMBER_REUSED,
          error,
          "has another order under this number, which is " + found.state(),
          "Use a new number if this is really another attempt.");
    }
    return switch (found.state()) {
      case NOT_FOUND, AWAITING_CUSTOMER, DECLINED, CLOSED, REVERSED ->
          declined(request, error, exchange.party(), reply).orElseThrow(() -> refusal);
      default -> TillScene.result(found, found.state().name(), reply);
    };
  }

  /** A refusal that is the buyer's matter and not the shop's. */
  private static Optional<PaymentResult> declined(
      PaymentRequest request, ChannelError error, Party party, Reply reply) {
    return ErrorMapping.declineAtTill(error)
        .map(
            reason ->
                new PaymentResult.Declined(
                    Payment.builder(
                            PaymentReference.ofNumber(request.orderNumber()),
                            PaymentState.DECLINED,
                            Payments.raw(reply))
                        .amount(request.amount())
                        .subMerchantId(party.subMchid())
                        .build(),
                    new Decline(reason, Objects.requireNonNull(error.code()), false)));
  }

  /**
   * Undoes a payment at the till, paid or not. The channel's signed answer means that it is done:
   * closed if it was unpaid, refunded in full if it was paid.
   */
  Payment reverse(PaymentReference reference, Exchange exchange) {
    Party party = exchange.party();
    String number = Paths.encode(reference.number());
    JsonBody body = party.identified(new JsonBody(), null);
    Reply reply =
        exchange.send(
            party.isPartner()
                ? calls.partnerReverse(number, HttpBody.json(body.toBytes()))
                : calls.reverse(number, HttpBody.json(body.toBytes())));
    if (reply.status() == 200) {
      return reversed(reference, party, reply);
    }
    Payments.requireError(reply);
    ChannelError error = exchange.error(reply);
    if (error.is("ORDER_CLOSED") || error.is("ORDER_REVERSED") || error.is("ORDER_NOT_EXIST")) {
      return payments.query(reference, exchange);
    }
    throw ErrorMapping.failure(Operation.REVERSE, error);
  }

  private Payment reversed(PaymentReference reference, Party party, Reply reply) {
    Wire.Order told = Exchange.read(reply, Wire.Content::read).order();
    Optional<String> wrong =
        identity
            .stranger(told.whose(), party)
            .or(() -> Identity.anotherNumber(reference.number(), told.outTradeNo()));
    if (wrong.isPresent()) {
      throw Exchange.mismatched(reply, wrong.get());
    }
    return Payment.builder(
            PaymentReference.ofNumber(reference.number()),
            PaymentState.REVERSED,
            Payments.raw(reply))
        .subMerchantId(party.subMchid())
        .build();
  }
}
