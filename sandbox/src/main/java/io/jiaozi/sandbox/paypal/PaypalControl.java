package io.jiaozi.sandbox.paypal;

import io.jiaozi.sandbox.channel.Channel;
import io.jiaozi.sandbox.channel.Json;
import io.jiaozi.sandbox.channel.OutboundMessage;
import io.jiaozi.sandbox.channel.Reply;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /_sandbox/api/paypal/...}: {@link PaypalSandbox} over HTTP. Described in
 * docs/sandbox/paypal.md.
 */
final class PaypalControl {
  private final PaypalSandbox paypal;

  PaypalControl(PaypalSandbox paypal) {
    this.paypal = paypal;
  }

  Reply answer(String method, List<String> path, ObjectNode body) {
    String kind = path.isEmpty() ? "" : path.get(0);
    String number = path.size() > 1 ? path.get(1) : "";
    String action = path.size() > 2 ? path.get(2) : "";
    String call =
        method
            + " "
            + kind
            + (number.isEmpty() ? "" : "/*")
            + (action.isEmpty() ? "" : "/" + action);
    return switch (call) {
      case "GET orders" -> {
        ArrayNode rows = Json.array();
        paypal.orders().forEach(order -> rows.add(order(order)));
        ObjectNode node = Json.object();
        node.set("orders", rows);
        yield Reply.json(200, node);
      }
      case "GET orders/*" -> Reply.json(200, order(paypal.order(number)));
      case "POST orders/*/approve" -> Reply.json(200, order(paypal.approve(number)));
      case "POST orders/*/cancel" -> Reply.json(200, order(paypal.cancel(number)));
      case "POST orders/*/decline-funding" -> Reply.json(200, order(paypal.declineFunding(number)));
      case "POST orders/*/expire" -> Reply.json(200, order(paypal.expire(number)));
      case "POST orders/*/settle" ->
          Reply.json(
              200, order(paypal.settleCaptures(number, body.path("status").asString("COMPLETED"))));
      case "POST orders/*/reverse" -> Reply.json(200, order(paypal.reverseCapture(number)));
      case "POST orders/*/notify" -> {
        paypal.notifyPayment(number);
        yield Reply.empty(202);
      }
      case "POST orders/*/notification" ->
          message(paypal.signedPaymentNotification(number, twists(body)));
      case "POST orders/*/approval-notification" ->
          message(paypal.signedApprovalNotification(number, twists(body)));
      case "GET refunds/*" -> Reply.json(200, refund(paypal.refund(number)));
      case "POST refunds/*/settle" ->
          Reply.json(
              200, refund(paypal.settleRefund(number, body.path("status").asString("COMPLETED"))));
      case "POST refunds/*/notification" ->
          message(paypal.signedRefundNotification(number, twists(body)));
      case "POST notifications" ->
          message(
              paypal.signedNotification(
                  body.path("eventType").asString(""),
                  body.path("resourceType").asString(""),
                  body.path("resource").toString(),
                  twists(body)));
      case "POST behaviour" -> behave(body);
      case "POST twists" -> {
        paypal.twistNextNotifications(body.path("deliveries").asInt(1), twists(body));
        yield Reply.empty(204);
      }
      case "POST revoke-token" -> {
        paypal.revokeToken();
        yield Reply.empty(204);
      }
      case "GET credentials" -> credentials();
      default ->
          throw new Channel.NotFound(
              "There is no "
                  + method
                  + " paypal/"
                  + String.join("/", path)
                  + " in the control API.");
    };
  }

  private Reply behave(ObjectNode body) {
    for (String name : body.propertyNames()) {
      JsonNode value = body.path(name);
      switch (name) {
        case "webhookUrl" ->
            paypal.webhookUrl(value.isNull() ? null : URI.create(value.asString("")));
        case "orderCompletedEvents" -> paypal.orderCompletedEvents(value.asBoolean());
        case "capturesEndAs" -> paypal.capturesEndAs(value.asString(""));
        case "refundsEndAs" -> paypal.refundsEndAs(value.asString(""));
        case "orderLifetimeSeconds" -> paypal.orderLifetime(Duration.ofSeconds(value.asLong()));
        case "honourPeriodSeconds" -> paypal.honourPeriod(Duration.ofSeconds(value.asLong()));
        case "tokenLifetimeSeconds" -> paypal.tokenLifetime(Duration.ofSeconds(value.asLong()));
        case "nextRequestsInProgress" -> paypal.nextRequestsInProgress(value.asInt());
        default -> throw new IllegalArgumentException("There is no behaviour \"" + name + "\".");
      }
    }
    return Reply.empty(204);
  }

  private static Twist[] twists(ObjectNode body) {
    List<Twist> twists = new ArrayList<>();
    for (JsonNode name : body.path("twists")) {
      twists.add(twist(name.asString("")));
    }
    return twists.toArray(new Twist[0]);
  }

  private static Twist twist(String name) {
    for (Twist twist : Twist.values()) {
      if (twist.name().equals(name)) {
        return twist;
      }
    }
    throw new IllegalArgumentException(
        "\"" + name + "\" is none of " + Arrays.toString(Twist.values()) + ".");
  }

  private ObjectNode order(PaypalOrder order) {
    ObjectNode node =
        Json.object()
            .put("number", order.number())
            .put("id", order.id())
            .put("invoiceId", order.invoiceId())
            .put("intent", order.intent())
            .put("status", order.status())
            .put("value", order.value().toPlainString())
            .put("currency", order.currency())
            .put("cashier", paypal.cashier(order.id()).toString());
    ArrayNode holds = Json.array();
    for (PaypalOrder.Hold hold : order.authorizations()) {
      holds.add(
          Json.object()
              .put("id", hold.id())
              .put("status", hold.status())
              .put("value", hold.value().toPlainString()));
    }
    node.set("authorizations", holds);
    ArrayNode captures = Json.array();
    for (PaypalOrder.Taken taken : order.captures()) {
      ObjectNode capture =
          Json.object()
              .put("id", taken.id())
              .put("status", taken.status())
              .put("value", taken.value().toPlainString())
              .put("invoiceId", taken.invoiceId());
      ArrayNode refunds = Json.array();
      taken.refunds().forEach(refund -> refunds.add(refund(refund)));
      capture.set("refunds", refunds);
      captures.add(capture);
    }
    node.set("captures", captures);
    return node;
  }

  private static ObjectNode refund(PaypalRefund refund) {
    return Json.object()
        .put("id", refund.id())
        .put("captureId", refund.captureId())
        .put("invoiceId", refund.invoiceId())
        .put("status", refund.status())
        .put("value", refund.value().toPlainString());
  }

  /** The body is JSON text in UTF-8, so it travels as a string without loss. */
  private static Reply message(OutboundMessage message) {
    ObjectNode headers = Json.object();
    message.headers().forEach(headers::put);
    ObjectNode node = Json.object().put("body", new String(message.body(), StandardCharsets.UTF_8));
    node.set("headers", headers);
    return Reply.json(200, node);
  }

  private Reply credentials() {
    PaypalCredentials all = paypal.credentials();
    return Reply.json(
        200,
        Json.object()
            .put("clientId", all.clientId())
            .put("clientSecret", all.clientSecret())
            .put("webhookId", all.webhookId())
            .put("merchantId", all.merchantId())
            .put("sellerId", all.sellerId())
            .put("webhookRoot", all.webhookRootPem()));
  }
}
