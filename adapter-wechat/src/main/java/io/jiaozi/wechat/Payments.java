package io.jiaozi.wechat;

import io.jiaozi.Operation;
import io.jiaozi.error.OpenOutcome;
import io.jiaozi.error.RejectedReason;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.payment.RawReply;
import io.jiaozi.payment.Scene;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.support.http.HttpBody;
import io.jiaozi.support.http.Reply;
import io.jiaozi.support.json.JsonBody;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;

/**
 * Orders of every scene, their query and close, for the account itself or for a merchant it serves.
 * Source: protocol sheet, sections 6.1 to 6.3.
 */
final class Payments {

  /** RFC 3339 with the offset the channel's documents use. */
  private static final DateTimeFormatter BEIJING =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx").withZone(ZoneOffset.ofHours(8));

  private final Identity identity;
  private final StateMapping states;
  private final WechatCalls calls;
  private final Map<Scene.Kind, PayScene> scenes;
  private final Till till;

  Payments(
      Identity identity, StateMapping states, WechatCalls calls, Map<Scene.Kind, PayScene> scenes) {
    this.identity = identity;
    this.states = states;
    this.calls = calls;
    this.scenes = scenes;
    this.till = new Till(identity, calls, this);
  }

  PaymentResult pay(PaymentRequest request, Exchange exchange) {
    PayScene scene = Objects.requireNonNull(scenes.get(request.scene().kind()), "scene");
    Reply reply = exchange.send(order(request, scene, exchange));
    if (reply.status() == 200) {
      return scene.result(new Prepaid(request, exchange.party(), reply, exchange.now()));
    }
    if (!scene.waitsForBuyer()) {
      return till.settle(request, reply, exchange);
    }
    requireError(reply);
    ChannelError error = exchange.error(reply);
    if (error.is("ORDER_PAID") || error.is("OUT_TRADE_NO_USED")) {
      return existing(request, error, exchange);
    }
    throw ErrorMapping.failure(Operation.PAY, error);
  }

  private Call<Reply> order(PaymentRequest request, PayScene scene, Exchange exchange) {
    // Which key encrypted a field has to be named, and it must be the same one.
    Sealer sealer =
        Extras.OF_PAYMENTS.needSealer(request.channelExtras()) ? exchange.sealer() : null;
    Party party = exchange.party();
    RequestBody body = HttpBody.json(orderBody(request, scene, party, sealer).toBytes());
    String serial = sealer == null ? null : sealer.serial();
    return party.isPartner()
        ? calls.partnerPay(scene.product(), serial, body)
        : calls.pay(scene.product(), serial, body);
  }

  private static JsonBody orderBody(
      PaymentRequest request, PayScene scene, Party party, @Nullable Sealer sealer) {
    JsonBody body =
        party
            .identified(new JsonBody(), PayScene.clientAppId(request.scene()))
            .text("description", request.description())
            .text("out_trade_no", request.orderNumber());
    if (scene.waitsForBuyer()) {
      Instant payBefore = request.payBefore();
      if (payBefore != null) {
        body.text("time_expire", BEIJING.format(payBefore));
      }
      URI notifyUrl =
          request.notificationUrl() == null
              ? party.merchant().notificationUrl()
              : request.notificationUrl();
      body.text("notify_url", Objects.requireNonNull(notifyUrl, "notificationUrl").toString());
    }
    body.integer("amount.total", request.amount().minorUnits())
        .text("amount.currency", request.amount().currency().getCurrencyCode());
    scene.addTo(body, request, party);
    Extras.OF_PAYMENTS.addTo(body, request.channelExtras(), sealer);
    return body;
  }

  /** The order is there already, says an error nobody signed: ask, and believe the answer. */
  private PaymentResult existing(PaymentRequest request, ChannelError error, Exchange exchange) {
    Payment found;
    try {
      found = query(PaymentReference.ofNumber(request.orderNumber()), exchange);
    } catch (ChannelFailure failed) {
      throw unconfirmed(error, failed);
    }
    boolean sameAmount = request.amount().equals(found.amount());
    if (found.state() == PaymentState.PAID && sameAmount) {
      return new PaymentResult.Paid(found);
    }
    if (error.is("OUT_TRADE_NO_USED") || (found.amount() != null && !sameAmount)) {
      throw rejected(
          RejectedReason.NUMBER_REUSED,
          error,
          "has another order under this number, which is " + found.state(),
          "Use a new number if this is really another attempt.");
    }
    if (found.state() == PaymentState.REFUND_STARTED) {
      throw rejected(
          RejectedReason.ALREADY_PAID,
          error,
          "says that the order was paid and that a refund was asked for since",
          "Query the order and its refunds.");
    }
    throw new ChannelFailure.OutcomeUnknown(
        OpenOutcome.Cause.STILL_PENDING,
        "says that the order is paid, but its query says " + found.state(),
        error.code(),
        error.status(),
        error.requestId(),
        error.retryAfter(),
        null);
  }

  /** Asks for an order by the merchant's number, which works before and after payment. */
  Payment query(PaymentReference reference, Exchange exchange) {
    Party party = exchange.party();
    Reply reply = exchange.send(question(Paths.encode(reference.number()), party));
    if (reply.status() == 200) {
      return payment(reference, party, reply);
    }
    requireError(reply);
    ChannelError error = exchange.error(reply);
    if (error.status() == 404 && error.is("ORDER_NOT_EXIST")) {
      return Payment.builder(reference, PaymentState.NOT_FOUND, raw(reply))
          .subMerchantId(party.subMchid())
          .build();
    }
    throw ErrorMapping.failure(Operation.QUERY, error);
  }

  private Call<Reply> question(String number, Party party) {
    String mchid = party.merchant().mchid();
    String sub = party.subMchid();
    return sub == null
        ? calls.queryByNumber(number, mchid)
        : calls.partnerQueryByNumber(number, mchid, sub);
  }

  private Payment payment(PaymentReference reference, Party party, Reply reply) {
    Wire.Order order = Exchange.read(reply, Wire.Content::read).order();
    Optional<String> wrong =
        identity
            .stranger(order.whose(), party)
            .or(() -> Identity.otherNumber(reference.number(), order.outTradeNo()))
            .or(() -> Identity.incomplete(order, states.paymentState(order.tradeState()), party));
    if (wrong.isPresent()) {
      throw Exchange.mismatched(reply, wrong.get());
    }
    return states.toPayment(
        order, PaymentReference.ofNumber(reference.number()), party, raw(reply));
  }

  /** Closes, and tells how the order then stands: the buyer may have been faster. */
  Payment close(PaymentReference reference, Exchange exchange) {
    Party party = exchange.party();
    String number = Paths.encode(reference.number());
    RequestBody body = HttpBody.json(party.numbered(new JsonBody()).toBytes());
    Reply reply =
        exchange.send(
            party.isPartner() ? calls.partnerClose(number, body) : calls.close(number, body));
    if (ReplyVerifier.isSuccess(reply)) {
      return afterClose(reference, exchange);
    }
    ChannelError error = exchange.error(reply);
    if (error.is("ORDER_PAID") || error.is("ORDER_CLOSED") || error.is("ORDER_NOT_EXIST")) {
      return query(reference, exchange);
    }
    throw ErrorMapping.failure(Operation.CLOSE, error);
  }

  /** Undoes a payment at the till. */
  Payment reverse(PaymentReference reference, Exchange exchange) {
    return till.reverse(reference, exchange);
  }

  private Payment afterClose(PaymentReference reference, Exchange exchange) {
    try {
      return query(reference, exchange);
    } catch (ChannelFailure failed) {
      // The close itself was sent, so this is no longer "not sent", whatever the question was.
      throw new ChannelFailure.OutcomeUnknown(
          causeOf(failed),
          "took the close, but asking how the order now stands failed: it " + failed.getMessage(),
          null,
          failed.httpStatus(),
          failed.channelRequestId(),
          null,
          failed);
    }
  }

  static ChannelFailure unconfirmed(ChannelError error, ChannelFailure failed) {
    return new ChannelFailure.OutcomeUnknown(
        causeOf(failed),
        (error.code() == null ? "refuses without a code" : "says " + error.code())
            + " without proof, and asking how the order stands failed: it "
            + failed.getMessage(),
        error.code(),
        error.status(),
        error.requestId(),
        error.retryAfter(),
        failed);
  }

  static OpenOutcome.Cause causeOf(ChannelFailure failed) {
    return failed instanceof ChannelFailure.OutcomeUnknown unknown
        ? unknown.reason()
        : OpenOutcome.Cause.NO_REPLY;
  }

  static ChannelFailure.Rejected rejected(
      RejectedReason reason, ChannelError error, String what, String remedy) {
    return new ChannelFailure.Rejected(
        reason,
        Objects.requireNonNull(error.code()),
        what,
        remedy,
        error.status(),
        error.requestId(),
        null);
  }

  /** A success other than 200 is genuine, but not what ends these operations. */
  static void requireError(Reply reply) {
    if (ReplyVerifier.isSuccess(reply)) {
      throw Exchange.accepted(reply);
    }
  }

  static RawReply raw(Reply reply) {
    return RawReply.of(reply.status(), reply.body(), RequestIds.of(reply));
  }
}
