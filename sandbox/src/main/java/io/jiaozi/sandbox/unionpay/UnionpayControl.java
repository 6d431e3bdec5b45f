package io.jiaozi.sandbox.unionpay;

import io.jiaozi.sandbox.channel.Channel;
import io.jiaozi.sandbox.channel.Json;
import io.jiaozi.sandbox.channel.OutboundMessage;
import io.jiaozi.sandbox.channel.Reply;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /_sandbox/api/unionpay/...}: {@link UnionpaySandbox} over HTTP. Described in
 * docs/sandbox/unionpay.md.
 */
final class UnionpayControl {
  private final UnionpaySandbox unionpay;

  UnionpayControl(UnionpaySandbox unionpay) {
    this.unionpay = unionpay;
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
      case "GET orders" -> list("orders", unionpay.orders());
      case "GET transactions" -> list("transactions", unionpay.transactions());
      case "GET refunds" -> list("refunds", unionpay.refunds());
      case "GET orders/*", "GET transactions/*" -> one(unionpay.order(number));
      case "GET refunds/*" -> one(unionpay.refund(number));
      case "POST orders/*/pay" -> one(unionpay.pay(number));
      case "POST orders/*/pay-late" -> one(unionpay.payLate(number));
      case "POST orders/*/decline" ->
          one(unionpay.decline(number, body.path("code").asString("64")));
      case "POST orders/*/walk-away" -> one(unionpay.walkAway(number));
      case "POST orders/*/expire" -> one(unionpay.expire(number));
      case "POST refunds/*/settle" ->
          one(unionpay.settleRefund(number, body.path("code").asString("00")));
      case "POST behaviour" -> behave(body);
      case "POST encryption-certificates" -> {
        unionpay.renewEncryptionCertificate();
        yield credentials();
      }
      case "GET credentials" -> credentials();
      default -> messages(method, path, call, number, body);
    };
  }

  /** What is about messages: sent again, built, made odd. */
  private Reply messages(
      String method, List<String> path, String call, String number, ObjectNode body) {
    return switch (call) {
      case "POST orders/*/notify", "POST transactions/*/notify" -> {
        unionpay.notifyAgain(number);
        yield Reply.empty(202);
      }
      case "POST orders/*/notification", "POST transactions/*/notification" ->
          message(unionpay.signedPaymentNotification(number, twists(body)));
      case "POST orders/*/return" -> message(unionpay.signedReturn(number, twists(body)));
      case "POST refunds/*/notification" ->
          message(unionpay.signedRefundNotification(number, twists(body)));
      case "POST notification" -> message(unionpay.signedNotification(fields(body), twists(body)));
      case "POST reply" -> Reply.json(200, body(unionpay.signedReply(fields(body), twists(body))));
      case "POST twists" -> {
        unionpay.twistNextNotifications(body.path("deliveries").asInt(1), twists(body));
        yield Reply.empty(204);
      }
      case "POST reply-twists" -> {
        unionpay.twistNextReplies(body.path("replies").asInt(1), twists(body));
        yield Reply.empty(204);
      }
      default ->
          throw new Channel.NotFound(
              "There is no "
                  + method
                  + " unionpay/"
                  + String.join("/", path)
                  + " in the control API.");
    };
  }

  private Reply behave(ObjectNode body) {
    for (String name : body.propertyNames()) {
      JsonNode value = body.path(name);
      switch (name) {
        case "buyersTakeTheirTime" -> unionpay.buyersTakeTheirTime(value.asBoolean());
        case "refundDelaySeconds" -> unionpay.refundDelay(Duration.ofSeconds(value.asLong()));
        case "refundsByHand" -> unionpay.refundsByHand(value.asBoolean());
        case "paymentsSucceedAs" -> unionpay.paymentsSucceedAs(value.asString(""));
        case "backTransactionsEndAs" -> unionpay.backTransactionsEndAs(value.asString(""));
        case "putOffOutcomes" ->
            unionpay.putOffOutcomes(
                value.path("code").asString(""), value.path("queries").asInt(0));
        case "refuseNext" ->
            unionpay.refuseNext(
                value.path("operation").asString("*"),
                value.path("code").asString(""),
                value.path("times").asInt(1));
        case "unpaidIsUnknown" -> unionpay.unpaidIsUnknown(value.asBoolean());
        case "cardNumbers" -> unionpay.cardNumbers(constant(CardNumbers.class, value.asString("")));
        case "redelivery" ->
            unionpay.redelivery(constant(RedeliveryPlan.class, value.asString("")));
        default -> throw new IllegalArgumentException("There is no behaviour \"" + name + "\".");
      }
    }
    return Reply.empty(204);
  }

  private static Map<String, String> fields(ObjectNode body) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : body.path("fields").properties()) {
      fields.put(field.getKey(), field.getValue().asString(""));
    }
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

  private Reply one(UnionpayTransaction transaction) {
    return Reply.json(200, node(transaction));
  }

  private Reply list(String name, List<UnionpayTransaction> transactions) {
    ArrayNode array = Json.array();
    transactions.forEach(transaction -> array.add(node(transaction)));
    ObjectNode node = Json.object();
    node.set(name, array);
    return Reply.json(200, node);
  }

  private ObjectNode node(UnionpayTransaction transaction) {
    URI backUrl = transaction.backUrl();
    boolean hasPage = transaction.txnType().equals("01") || transaction.txnType().equals("02");
    return Json.object()
        .put("merId", transaction.merchantId())
        .put("orderId", transaction.orderId())
        .put("txnTime", transaction.txnTime())
        .put("txnType", transaction.txnType())
        .put("txnSubType", transaction.txnSubType())
        .put("bizType", transaction.bizType())
        .put("channelType", transaction.channelType())
        .put("txnAmt", transaction.amount())
        .put("description", transaction.description())
        .put("state", transaction.state())
        .put("respCode", transaction.respCode())
        .put("queryId", transaction.queryId())
        .put("origQryId", transaction.origQryId())
        .put("code", transaction.code())
        .put("cashier", hasPage ? unionpay.cashier(transaction.code()).toString() : null)
        .put("declines", transaction.declines())
        .put("refunded", transaction.refunded())
        .put("undone", transaction.undone())
        .put("backUrl", backUrl == null ? null : backUrl.toString());
  }

  private static Reply message(OutboundMessage message) {
    ObjectNode headers = Json.object();
    message.headers().forEach(headers::put);
    ObjectNode node = body(message.body());
    node.set("headers", headers);
    return Reply.json(200, node);
  }

  /** As text, which is exact for UTF-8, and as bytes, which is exact for GBK too. */
  private static ObjectNode body(byte[] body) {
    return Json.object()
        .put("body", new String(body, StandardCharsets.UTF_8))
        .put("bodyBase64", Base64.getEncoder().encodeToString(body));
  }

  private Reply credentials() {
    UnionpayCredentials all = unionpay.credentials();
    return Reply.json(
        200,
        Json.object()
            .put("merId", all.merchantId())
            .put("certId", all.certId())
            .put("signingCertificate", Base64.getEncoder().encodeToString(all.signingCertificate()))
            .put("signingCertificatePassword", all.signingCertificatePassword())
            .put("merchantPrivateKey", all.merchantKeyPem())
            .put("merchantCertificate", all.merchantCertificatePem())
            .put("signerCertificate", all.signerCertificatePem())
            .put("middleCertificate", all.middleCertificatePem())
            .put("rootCertificate", all.rootCertificatePem())
            .put("encryptionCertificate", all.encryptionCertificatePem())
            .put("encryptCertId", all.encryptionCertId())
            .put("sha256MerId", all.sha256MerchantId())
            .put("sha256Key", all.sha256Key())
            .put("sm3MerId", all.sm3MerchantId())
            .put("sm3Key", all.sm3Key()));
  }
}
