package io.jiaozi.sandbox.alipay;

import io.jiaozi.sandbox.channel.Channel;
import io.jiaozi.sandbox.channel.Json;
import io.jiaozi.sandbox.channel.OutboundMessage;
import io.jiaozi.sandbox.channel.Reply;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /_sandbox/api/alipay/...}: {@link AlipaySandbox} over HTTP. Described in
 * docs/sandbox/alipay.md.
 */
final class AlipayControl {
  private final AlipaySandbox alipay;

  AlipayControl(AlipaySandbox alipay) {
    this.alipay = alipay;
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
    return kind.equals("orders")
        ? orders(call, number, body)
        : kind.equals("refunds") ? refunds(call, number, body) : others(call, body);
  }

  private Reply orders(String call, String number, ObjectNode body) {
    return switch (call) {
      case "GET orders" -> list("orders", alipay.orders().stream().map(this::order).toList());
      case "GET orders/*" -> Reply.json(200, order(alipay.order(number)));
      case "POST orders/*/pay" -> Reply.json(200, order(alipay.pay(number)));
      case "POST orders/*/decline" -> Reply.json(200, order(alipay.decline(number)));
      case "POST orders/*/arrive" -> Reply.json(200, order(alipay.arrive(number)));
      case "POST orders/*/walk-away" -> Reply.json(200, order(alipay.walkAway(number)));
      case "POST orders/*/expire" -> Reply.json(200, order(alipay.expire(number)));
      case "POST orders/*/finish" -> Reply.json(200, order(alipay.finish(number)));
      case "POST orders/*/notify" -> {
        alipay.notifyPayment(number);
        yield Reply.empty(202);
      }
      case "POST orders/*/notification" ->
          message(alipay.signedPaymentNotification(number, twists(body)));
      case "POST orders/*/return" ->
          Reply.json(
              200, Json.object().put("url", alipay.signedReturn(number, twists(body)).toString()));
      default -> throw unknown(call);
    };
  }

  private Reply refunds(String call, String number, ObjectNode body) {
    return switch (call) {
      case "GET refunds" ->
          list("refunds", alipay.refunds().stream().map(AlipayControl::refund).toList());
      case "GET refunds/*" -> Reply.json(200, refund(alipay.refund(number)));
      case "POST refunds/*/settle" ->
          Reply.json(
              200, refund(alipay.settleRefund(number, body.path("status").asString("SUCCESS"))));
      case "POST refunds/*/deposit-back" -> {
        alipay.depositBack(number, body.path("status").asString(""));
        yield Reply.empty(204);
      }
      case "POST refunds/*/notification" ->
          message(alipay.signedRefundNotification(number, twists(body)));
      default -> throw unknown(call);
    };
  }

  private Reply others(String call, ObjectNode body) {
    return switch (call) {
      case "POST app" ->
          Reply.json(200, order(alipay.openApp(body.path("orderString").asString(""))));
      case "POST notifications" ->
          message(alipay.signedNotification(app(body), fields(body), twists(body)));
      case "POST answers" -> {
        alipay.answerNext(
            body.path("operation").asString(""),
            body.path("code").asString("40004"),
            body.path("subCode").asString("ACQ.SYSTEM_ERROR"),
            body.path("committed").asBoolean(false),
            body.path("signed").asBoolean(true));
        yield Reply.empty(204);
      }
      case "POST behaviour" -> behave(body);
      case "POST twists" -> {
        alipay.twistNextNotifications(body.path("deliveries").asInt(1), twists(body));
        yield Reply.empty(204);
      }
      case "POST alipay-certificates" -> {
        alipay.rotateAlipayCertificate();
        yield credentials();
      }
      case "GET credentials" -> credentials();
      default -> throw unknown(call);
    };
  }

  private static Channel.NotFound unknown(String call) {
    return new Channel.NotFound(
        "There is no " + call.replaceFirst(" ", " alipay/") + " in the control API.");
  }

  private Reply behave(ObjectNode body) {
    for (String name : body.propertyNames()) {
      JsonNode value = body.path(name);
      switch (name) {
        case "buyerCode" ->
            alipay.buyerCode(constant(AlipaySandbox.BuyerCode.class, value.asString("")));
        case "refundDelaySeconds" -> alipay.refundDelay(Duration.ofSeconds(value.asLong()));
        case "refundsByHand" -> alipay.refundsByHand(value.asBoolean());
        case "refundsEndAs" -> alipay.refundsEndAs(value.asString(""));
        case "notEnoughFunds" -> alipay.notEnoughFunds(value.asBoolean());
        case "cancelAsksAgain" -> alipay.cancelAsksAgain(value.asInt());
        case "unscannedSurvivesCancel" -> alipay.unscannedSurvivesCancel(value.asBoolean());
        case "notifyEverything" -> alipay.notifyEverything(value.asBoolean());
        case "openIds" -> alipay.openIds(value.asBoolean());
        case "signFirst" -> alipay.signFirst(value.asBoolean());
        case "timestampToleranceSeconds" ->
            alipay.timestampTolerance(Duration.ofSeconds(value.asLong()));
        default -> throw new IllegalArgumentException("There is no behaviour \"" + name + "\".");
      }
    }
    return Reply.empty(204);
  }

  private AlipayCredentials app(ObjectNode body) {
    String account = body.path("account").asString("alipay");
    return switch (account) {
      case "alipay" -> alipay.credentials();
      case "alipay-cert" -> alipay.certificateCredentials();
      default ->
          throw new IllegalArgumentException(
              "\"" + account + "\" is none of [alipay, alipay-cert].");
    };
  }

  private static Map<String, String> fields(ObjectNode body) {
    Map<String, String> fields = new LinkedHashMap<>();
    body.path("fields")
        .properties()
        .forEach(field -> fields.put(field.getKey(), field.getValue().asString("")));
    return fields;
  }

  private static Twist[] twists(ObjectNode body) {
    List<Twist> twists = new ArrayList<>();
    for (JsonNode name : body.path("twists")) {
      twists.add(constant(Twist.class, name.asString("")));
    }
    return twists.toArray(new Twist[0]);
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String name) {
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(name)) {
        return constant;
      }
    }
    throw new IllegalArgumentException(
        "\"" + name + "\" is none of " + Arrays.toString(type.getEnumConstants()) + ".");
  }

  private ObjectNode order(AlipayOrder order) {
    URI notifyUrl = order.notifyUrl();
    ObjectNode node =
        Json.object()
            .put("number", order.number())
            .put("sellerId", order.sellerId())
            .put("product", order.product())
            .put("subject", order.subject())
            .put("total", order.total())
            .put("status", order.status())
            .put("channelId", order.channelId())
            .put("notifyUrl", notifyUrl == null ? null : notifyUrl.toString())
            .put("code", order.code())
            .put("cashier", alipay.cashier(order.code()).toString())
            .put("declines", order.declines());
    ArrayNode refunds = Json.array();
    order.refunds().forEach(refund -> refunds.add(refund(refund)));
    node.set("refunds", refunds);
    return node;
  }

  private static ObjectNode refund(AlipayRefund refund) {
    return Json.object()
        .put("outRequestNo", refund.outRequestNo())
        .put("outTradeNo", refund.outTradeNo())
        .put("amount", refund.amount())
        .put("status", refund.status());
  }

  private static Reply list(String name, List<ObjectNode> rows) {
    ArrayNode array = Json.array();
    rows.forEach(array::add);
    ObjectNode node = Json.object();
    node.set(name, array);
    return Reply.json(200, node);
  }

  /** The body is percent-encoded ASCII, so it travels as a string without loss. */
  private static Reply message(OutboundMessage message) {
    ObjectNode headers = Json.object();
    message.headers().forEach(headers::put);
    ObjectNode node =
        Json.object().put("body", new String(message.body(), StandardCharsets.US_ASCII));
    node.set("headers", headers);
    return Reply.json(200, node);
  }

  private Reply credentials() {
    ObjectNode node = Json.object();
    node.set("alipay", credentials(alipay.credentials()));
    node.set("alipay-cert", credentials(alipay.certificateCredentials()));
    return Reply.json(200, node);
  }

  private static ObjectNode credentials(AlipayCredentials app) {
    ObjectNode node =
        Json.object()
            .put("appId", app.appId())
            .put("sellerId", app.sellerId())
            .put("contentKey", app.contentKey())
            .put("appAuthToken", app.appAuthToken())
            .put("subMerchantId", app.subMerchantId())
            .put("subMerchantAppId", app.subMerchantAppId())
            .put("appPrivateKey", app.appPrivateKeyPem())
            .put("appPublicKey", app.appPublicKeyPem())
            .put("alipayPublicKey", app.alipayPublicKeyPem());
    if (app.isCertificateMode()) {
      node.put("appCertSn", app.appCertSn())
          .put("alipayCertSn", app.alipayCertSn())
          .put("alipayRootCertSn", app.alipayRootCertSn())
          .put("appCertificate", app.appCertificatePem())
          .put("alipayCertificate", app.alipayCertificatePem())
          .put("alipayRootCertificate", app.alipayRootCertificatePem());
    }
    return node;
  }
}
