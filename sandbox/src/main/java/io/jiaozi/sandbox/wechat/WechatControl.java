package io.jiaozi.sandbox.wechat;

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
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /_sandbox/api/wechat/...}: {@link WechatSandbox} over HTTP. Described in
 * docs/sandbox/wechat.md.
 */
final class WechatControl {
  private final WechatSandbox wechat;

  WechatControl(WechatSandbox wechat) {
    this.wechat = wechat;
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
      case "GET orders" -> list("orders", wechat.orders().stream().map(this::order).toList());
      case "GET orders/*" -> Reply.json(200, order(wechat.order(number)));
      case "POST orders/*/pay" -> Reply.json(200, order(wechat.pay(number)));
      case "POST orders/*/decline" -> Reply.json(200, order(wechat.decline(number)));
      case "POST orders/*/walk-away" -> Reply.json(200, order(wechat.walkAway(number)));
      case "POST orders/*/expire" -> Reply.json(200, order(wechat.expire(number)));
      case "POST orders/*/notify" -> {
        wechat.notifyPayment(number);
        yield Reply.empty(202);
      }
      case "POST orders/*/notification" ->
          message(wechat.signedPaymentNotification(number, twists(body)));
      case "GET combined" ->
          list("combined", wechat.combinedOrders().stream().map(this::combined).toList());
      case "GET combined/*" -> Reply.json(200, combined(wechat.combinedOrder(number)));
      case "POST combined/*/pay" -> Reply.json(200, combined(wechat.payCombined(number)));
      case "POST combined/*/decline" -> Reply.json(200, combined(wechat.declineCombined(number)));
      case "POST combined/*/expire" -> Reply.json(200, combined(wechat.expireCombined(number)));
      case "POST combined/*/notify" -> {
        wechat.notifyCombinedPayment(number);
        yield Reply.empty(202);
      }
      case "POST combined/*/notification" ->
          message(wechat.signedCombinedNotification(number, twists(body)));
      case "POST buyer-codes" ->
          Reply.json(200, Json.object().put("authCode", wechat.buyerCode(buyer(body, "buyer"))));
      case "POST client" ->
          Reply.json(200, Json.object().put("cashier", wechat.openCashier(texts(body)).toString()));
      case "GET refunds" ->
          list("refunds", wechat.refunds().stream().map(WechatControl::refund).toList());
      case "GET refunds/*" -> Reply.json(200, refund(wechat.refund(number)));
      case "POST refunds/*/settle" ->
          Reply.json(
              200, refund(wechat.settleRefund(number, body.path("status").asString("SUCCESS"))));
      case "POST refunds/*/notification" ->
          message(wechat.signedRefundNotification(number, twists(body)));
      case "POST notification" ->
          message(
              wechat.signedNotification(
                  body.path("eventType").asString(""),
                  body.path("originalType").asString(""),
                  body.path("plaintext").asString(""),
                  twists(body)));
      case "POST behaviour" -> behave(body);
      case "POST twists" -> {
        wechat.twistNextNotifications(body.path("deliveries").asInt(1), twists(body));
        yield Reply.empty(204);
      }
      case "GET credentials" -> credentials();
      default -> certificates(call, method, path);
    };
  }

  private Reply certificates(String call, String method, List<String> path) {
    switch (call + (path.size() == 2 ? path.get(1) : "")) {
      case "POST platform-certificates" -> wechat.rotatePlatformCertificate();
      case "POST platform-certificates/*announce" -> wechat.announcePlatformCertificate();
      case "POST platform-certificates/*switch" -> wechat.signWithNewestPlatformCertificate();
      case "POST platform-certificates/*retire" -> wechat.retireOtherPlatformCertificates();
      default ->
          throw new Channel.NotFound(
              "There is no "
                  + method
                  + " wechat/"
                  + String.join("/", path)
                  + " in the control API.");
    }
    return credentials();
  }

  private Reply behave(ObjectNode body) {
    for (String name : body.propertyNames()) {
      JsonNode value = body.path(name);
      switch (name) {
        case "certificatesUnavailable" -> wechat.certificatesUnavailable(value.asBoolean());
        case "notificationKey" ->
            wechat.notificationKey(constant(NotificationKey.class, value.asString("")));
        case "refundDelaySeconds" -> wechat.refundDelay(Duration.ofSeconds(value.asLong()));
        case "refundsByHand" -> wechat.refundsByHand(value.asBoolean());
        case "refundsEndAs" -> wechat.refundsEndAs(value.asString(""));
        case "notEnoughFunds" -> wechat.notEnoughFunds(value.asBoolean());
        case "replyKey" -> wechat.replyKey(constant(NotificationKey.class, value.asString("")));
        case "publicKeyShare" -> wechat.publicKeyShare(value.asInt(-1));
        case "probeReplies" -> wechat.probeReplies(value.asInt(-1));
        case "probeNotifications" -> wechat.probeNotifications(value.asInt(-1));
        case "tillBuyer" -> wechat.tillBuyer(buyer(body, name));
        case "tillTypingSeconds" ->
            wechat.tillTyping(value.isNull() ? null : Duration.ofSeconds(value.asLong()));
        case "tillWaitsAsOrder" -> wechat.tillWaitsAsOrder(value.asBoolean());
        case "refuseEarlyReverse" -> wechat.refuseEarlyReverse(value.asBoolean());
        default -> throw new IllegalArgumentException("There is no behaviour \"" + name + "\".");
      }
    }
    return Reply.empty(204);
  }

  private static TillBuyer buyer(ObjectNode body, String name) {
    return constant(TillBuyer.class, body.path(name).asString("PAYS"));
  }

  private static Map<String, String> texts(ObjectNode body) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : body.properties()) {
      texts.put(field.getKey(), field.getValue().asString(""));
    }
    return texts;
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

  private ObjectNode combined(WechatCombinedOrder order) {
    ObjectNode node =
        Json.object()
            .put("combineOutTradeNo", order.combineOutTradeNo())
            .put("total", order.total())
            .put("tradeType", order.tradeType())
            .put("combineTransactionId", order.combineTransactionId())
            .put("notifyUrl", text(order.notifyUrl()))
            .put("code", order.code())
            .put("cashier", wechat.cashier(order.code()).toString())
            .put("declines", order.declines());
    ArrayNode orders = Json.array();
    order.orders().forEach(member -> orders.add(order(member)));
    node.set("orders", orders);
    return node;
  }

  private static @Nullable String text(@Nullable URI address) {
    return address == null ? null : address.toString();
  }

  private ObjectNode order(WechatOrder order) {
    ObjectNode node =
        Json.object()
            .put("outTradeNo", order.outTradeNo())
            .put("description", order.description())
            .put("total", order.total())
            .put("tradeType", order.tradeType())
            .put("tradeState", order.tradeState())
            .put("transactionId", order.transactionId())
            .put("subMchid", order.subMchid())
            .put("notifyUrl", text(order.notifyUrl()))
            .put("code", order.code())
            .put("cashier", wechat.cashier(order.code()).toString())
            .put("declines", order.declines());
    ArrayNode refunds = Json.array();
    order.refunds().forEach(refund -> refunds.add(refund(refund)));
    node.set("refunds", refunds);
    return node;
  }

  private static ObjectNode refund(WechatRefund refund) {
    return Json.object()
        .put("outRefundNo", refund.outRefundNo())
        .put("outTradeNo", refund.outTradeNo())
        .put("refundId", refund.refundId())
        .put("amount", refund.amount())
        .put("status", refund.status())
        .put("notifyUrl", text(refund.notifyUrl()));
  }

  private static Reply list(String name, List<ObjectNode> rows) {
    ArrayNode array = Json.array();
    rows.forEach(array::add);
    ObjectNode node = Json.object();
    node.set(name, array);
    return Reply.json(200, node);
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
    WechatCredentials all = wechat.credentials();
    ArrayNode platform = Json.array();
    all.platformCertificatePems().forEach(platform::add);
    ObjectNode node =
        Json.object()
            .put("mchid", all.merchantId())
            .put("appid", all.appId())
            .put("subMchid", all.subMerchantId())
            .put("subAppid", all.subAppId())
            .put("apiV3Key", all.apiV3Key())
            .put("merchantSerial", all.merchantSerial())
            .put("merchantPrivateKey", all.merchantPrivateKeyPem())
            .put("merchantCertificate", all.merchantCertificatePem())
            .put("platformSerial", all.platformSerial())
            .put("publicKeyId", all.publicKeyId())
            .put("publicKey", all.publicKeyPem());
    node.set("platformCertificates", platform);
    return Reply.json(200, node);
  }
}
