package com.example.abacus;

import io.jiaozi.payment.PaymentReference;
import io.jiaozi.refund.Refund;
import io.jiaozi.refund.RefundReference;
import io.jiaozi.refund.RefundRequest;
import io.jiaozi.refund.RefundState;
import io.jiaozi.spi.CallContext;
import io.jiaozi.support.http.ChannelHttp;
import io.jiaozi.support.http.HttpBody;
import io.jiaozi.support.http.Reply;
import io.jiaozi.support.json.JsonBody;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Refund and refund query. */
final class Refunds {

  private final AccountReader.Account account;
  private final ChannelHttp http;
  private final AbacusCalls calls;
  private final Identity identity;
  private final Clock clock;

  Refunds(
      AccountReader.Account account,
      ChannelHttp http,
      AbacusCalls calls,
      Identity identity,
      Clock clock) {
    this.account = account;
    this.http = http;
    this.calls = calls;
    this.identity = identity;
    this.clock = clock;
  }

  static RefundReference reference(RefundRequest request) {
    return RefundReference.of(
        PaymentReference.ofNumber(request.payment().number()), request.refundNumber());
  }

  Refund refund(RefundRequest request, CallContext context) {
    Reply reply = http.send(calls.refund(HttpBody.json(body(request).toBytes())), context);
    if (Replies.isSuccess(reply)) {
      return refund(request.refundNumber(), request.payment(), reply);
    }
    // Abacus Pay signs its refusals, so they can be believed; where a channel does not, a refused
    // refund has to be asked for by its number first.
    throw ErrorMapping.failure(reply, clock.instant());
  }

  private JsonBody body(RefundRequest request) {
    JsonBody body =
        new JsonBody()
            .text("merchant", account.merchantId())
            .text("number", request.refundNumber())
            .text("payment", request.payment().number())
            .integer("amount", request.amount().minorUnits())
            .text("currency", request.amount().currency().getCurrencyCode())
            .optional("reason", request.reason());
    Extras.OF_REFUNDS.addTo(body, request.channelExtras());
    return body;
  }

  Refund query(RefundReference reference, CallContext context) {
    String number = Objects.requireNonNull(reference.number(), "refund number");
    Reply reply = http.send(calls.refund(number), context);
    if (Replies.isSuccess(reply)) {
      return refund(number, reference.payment(), reply);
    }
    if (reply.status() == 404 && "REFUND_UNKNOWN".equals(ErrorMapping.code(reply))) {
      return Refund.builder(reference, RefundState.NOT_FOUND, Replies.raw(reply)).build();
    }
    throw ErrorMapping.failure(reply, clock.instant());
  }

  private Refund refund(String number, @Nullable PaymentReference payment, Reply reply) {
    Wire.Refund told = Replies.read(reply, Wire.Refund::read);
    Optional<String> wrong = identity.wrong(told);
    boolean other =
        !number.equals(told.number())
            || (payment != null && !payment.number().equals(told.payment()));
    if (wrong.isEmpty() && other) {
      wrong = Optional.of("tells of another refund than the one asked for");
    }
    if (wrong.isPresent()) {
      throw Replies.mismatched(reply, wrong.get());
    }
    return StateMapping.toRefund(told, Replies.raw(reply));
  }
}
