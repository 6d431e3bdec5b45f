package com.example.abacus;

import io.jiaozi.error.RejectedReason;
import io.jiaozi.payment.Decline;
import io.jiaozi.payment.NextAction;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.payment.Scene;
import io.jiaozi.spi.CallContext;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.support.http.ChannelHttp;
import io.jiaozi.support.http.HttpBody;
import io.jiaozi.support.http.Reply;
import io.jiaozi.support.json.JsonBody;
import io.jiaozi.support.json.JsonOut;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;

/** Payments, their query and close. */
final class Payments {

  private static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(5);

  private final AccountReader.Account account;
  private final ChannelHttp http;
  private final AbacusCalls calls;
  private final Identity identity;
  private final Clock clock;

  Payments(
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

  PaymentResult pay(PaymentRequest request, CallContext context) {
    Reply reply = http.send(calls.pay(HttpBody.json(body(request).toBytes())), context);
    if (!Replies.isSuccess(reply)) {
      throw ErrorMapping.failure(reply, clock.instant());
    }
    Wire.Payment told = Replies.read(reply, Wire.Payment::read);
    return result(payment(request.orderNumber(), told, reply), request, told, reply);
  }

  private JsonBody body(PaymentRequest request) {
    URI notifyUrl =
        request.notificationUrl() == null ? account.notificationUrl() : request.notificationUrl();
    JsonBody body =
        new JsonBody()
            .text("merchant", account.merchantId())
            .text("number", request.orderNumber())
            .integer("amount", request.amount().minorUnits())
            .text("currency", request.amount().currency().getCurrencyCode())
            .text("subject", request.description())
            .text("notify_url", Objects.requireNonNull(notifyUrl, "notificationUrl").toString());
    Instant payBefore = request.payBefore();
    if (payBefore != null) {
      body.text("expires_at", payBefore.toString());
    }
    if (request.scene() instanceof Scene.WebPage page) {
      body.text("scene", "page").text("return_url", page.returnUrl().toString());
    } else {
      body.text("scene", "qr");
    }
    Extras.OF_PAYMENTS.addTo(body, request.channelExtras());
    return body;
  }

  private PaymentResult result(
      Payment payment, PaymentRequest request, Wire.Payment told, Reply reply) {
    return switch (payment.state()) {
      case AWAITING_CUSTOMER ->
          new PaymentResult.AwaitingCustomer(payment, next(request, told, reply));
      case PROCESSING -> new PaymentResult.Processing(payment, ASK_AGAIN_AFTER);
      case PAID -> new PaymentResult.Paid(payment);
      case DECLINED ->
          new PaymentResult.Declined(
              payment, new Decline(Decline.Reason.OTHER, String.valueOf(told.state()), false));
      case CLOSED -> throw past(RejectedReason.ORDER_CLOSED, told, reply);
      case REFUND_STARTED, REFUNDED -> throw past(RejectedReason.ALREADY_PAID, told, reply);
      default -> throw Replies.unreadable(reply, "a state that has no known meaning", null);
    };
  }

  private static NextAction next(PaymentRequest request, Wire.Payment told, Reply reply) {
    String shown =
        request.scene().kind() == Scene.Kind.WEB_PAGE ? told.checkoutUrl() : told.qrText();
    if (shown == null || shown.isEmpty()) {
      throw Replies.unreadable(reply, "an order that has nothing to show to the buyer", null);
    }
    if (request.scene().kind() == Scene.Kind.QR_CODE) {
      return new NextAction.ShowQrCode(shown, request.payBefore());
    }
    try {
      return new NextAction.Redirect(URI.create(shown), request.payBefore());
    } catch (IllegalArgumentException notAnAddress) {
      // Not chained: its text quotes the address.
      throw Replies.unreadable(reply, "a page whose address is not one", null);
    }
  }

  /** The same number again, after all is over. */
  private static ChannelFailure past(RejectedReason reason, Wire.Payment told, Reply reply) {
    return new ChannelFailure.Rejected(
        reason,
        String.valueOf(told.state()),
        "has this order, and nobody can pay it any more",
        "Query the order; a new attempt needs a new number.",
        reply.status(),
        Replies.requestId(reply),
        null);
  }

  Payment query(PaymentReference reference, CallContext context) {
    return asTold(reference, calls.payment(reference.number()), context);
  }

  /** The answer tells how the order then stands: the buyer may have been faster. */
  Payment close(PaymentReference reference, CallContext context) {
    byte[] body = JsonOut.object().field("merchant", account.merchantId()).toBytes();
    return asTold(reference, calls.close(reference.number(), HttpBody.json(body)), context);
  }

  private Payment asTold(PaymentReference reference, Call<Reply> call, CallContext context) {
    Reply reply = http.send(call, context);
    if (Replies.isSuccess(reply)) {
      return payment(reference.number(), Replies.read(reply, Wire.Payment::read), reply);
    }
    if (reply.status() == 404 && isUnknown(ErrorMapping.code(reply))) {
      return Payment.builder(reference, PaymentState.NOT_FOUND, Replies.raw(reply)).build();
    }
    throw ErrorMapping.failure(reply, clock.instant());
  }

  private static boolean isUnknown(@Nullable String code) {
    return "PAYMENT_UNKNOWN".equals(code);
  }

  private Payment payment(String number, Wire.Payment told, Reply reply) {
    Optional<String> wrong = identity.wrong(told);
    if (wrong.isEmpty() && !number.equals(told.number())) {
      wrong = Optional.of("tells of another number than the one asked for");
    }
    if (wrong.isPresent()) {
      throw Replies.mismatched(reply, wrong.get());
    }
    return StateMapping.toPayment(told, Replies.raw(reply));
  }
}
