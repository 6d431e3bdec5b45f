package io.jiaozi.sandbox.wechat;

import io.jiaozi.sandbox.channel.ChannelContext;
import io.jiaozi.sandbox.channel.Randomness;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The platform's books: orders, their codes, refunds, and the rules by which they change. Every
 * change happens under one lock, so that concurrent requests see one order of events.
 */
final class Ledger {
  private static final int MAX_REFUNDS = 50;
  private static final Duration REFUNDABLE = Duration.ofDays(365);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyyMMdd").withZone(ZoneOffset.ofHours(8));

  private final ChannelContext context;
  private final Map<String, Order> orders = new LinkedHashMap<>();
  private final Map<String, Order> byTransaction = new HashMap<>();
  private final Map<String, Order> byCode = new HashMap<>();
  private final Map<String, Order> byToken = new HashMap<>();
  private final Map<String, Refund> refunds = new LinkedHashMap<>();
  private boolean notEnoughFunds;

  Ledger(ChannelContext context) {
    this.context = context;
  }

  /** What the buyer's attempt to pay led to. */
  enum Attempt {
    PAID,
    DECLINED,
    WALKED_AWAY,
    ALREADY_PAID,
    ORDER_CLOSED,
    EXPIRED,
    CODE_REPLACED
  }

  /** Makes an order, or another code for the same order; protocol sheet 8.3. */
  synchronized String prepay(
      TradeType type, ObjectNode request, URI notifyUrl, Instant deadline, boolean publicKeyAsked) {
    String number = request.path("out_trade_no").asString();
    Order order = orders.get(number);
    if (order == null) {
      String openid = request.path("payer").path("openid").asString("");
      order =
          new Order(
              type,
              request,
              notifyUrl,
              deadline,
              publicKeyAsked,
              openid.isEmpty() ? "o" + context.randomness().text(27) : openid,
              newCode(type));
      orders.put(number, order);
    } else {
      requireRepeatable(order, type, request);
      order.code = newCode(type);
    }
    byCode.put(order.code.value(), order);
    byToken.put(order.code.token(), order);
    return order.code.value();
  }

  private void requireRepeatable(Order order, TradeType type, ObjectNode request) {
    if (order.isPaid()) {
      throw WechatError.of(400, "ORDER_PAID", "该订单已支付");
    }
    if (order.state == Order.State.CLOSED) {
      throw WechatError.of(400, "ORDER_CLOSED", "该订单已关闭");
    }
    if (order.type != type) {
      throw WechatError.of(403, "OUT_TRADE_NO_USED", "商户订单号重复");
    }
    if (!order.request.equals(request)) {
      throw WechatError.of(400, "INVALID_REQUEST", "请求重入时，参数与首次请求时不一致");
    }
    if (isPast(order.deadline)) {
      throw WechatError.of(400, "INVALID_REQUEST", "订单已过支付截止时间");
    }
  }

  private Order.Code newCode(TradeType type) {
    Randomness randomness = context.randomness();
    Instant now = context.clock().instant();
    String prepayId = "wx" + DAY.format(now) + randomness.digits(26);
    String value =
        switch (type) {
          case NATIVE -> "weixin://wxpay/bizpayurl?pr=" + randomness.text(9) + "zz";
          case JSAPI, APP -> prepayId;
          case H5 ->
              "https://wx.tenpay.com/cgi-bin/mmpayweb-bin/checkmweb?prepay_id="
                  + prepayId
                  + "&package="
                  + randomness.digits(10);
        };
    return new Order.Code(value, randomness.text(24), now.plus(type.codeLifetime()));
  }

  synchronized void close(String number) {
    Order order = require(number);
    if (order.isPaid()) {
      throw WechatError.of(400, "ORDER_PAID", "该订单已支付");
    }
    order.state = Order.State.CLOSED;
  }

  /** Shows an order to the reader while nobody changes it. */
  synchronized <T> T read(String number, Function<Order, T> reader) {
    return reader.apply(require(number));
  }

  synchronized <T> T readTransaction(String transactionId, Function<Order, T> reader) {
    Order order = byTransaction.get(transactionId);
    if (order == null) {
      throw WechatError.of(404, "ORDER_NOT_EXIST", "订单不存在");
    }
    return reader.apply(order);
  }

  synchronized <T> T readRefund(String number, Function<Refund, T> reader) {
    Refund refund = refunds.get(number);
    if (refund == null) {
      throw WechatError.of(404, "RESOURCE_NOT_EXISTS", "退款单不存在");
    }
    return reader.apply(refund);
  }

  /** The order of a code, also of one that has been replaced; null when there is none. */
  synchronized @Nullable String tokenOf(String code) {
    Order order = byCode.get(code);
    return order == null ? null : order.code.token();
  }

  synchronized @Nullable Order byToken(String token) {
    return byToken.get(token);
  }

  private Order require(String number) {
    Order order = orders.get(number);
    if (order == null) {
      throw WechatError.of(404, "ORDER_NOT_EXIST", "订单不存在");
    }
    return order;
  }

  /** The buyer tries to pay. Only {@link Attempt#PAID} changes the order. */
  synchronized Attempt pay(Order order) {
    Attempt hindrance = hindrance(order);
    if (hindrance != null) {
      return hindrance;
    }
    Instant now = context.clock().instant();
    String transactionId =
        "4200" + context.randomness().digits(6) + DAY.format(now) + context.randomness().digits(10);
    order.state = Order.State.SUCCESS;
    order.transactionId = transactionId;
    order.paidAt = now;
    byTransaction.put(transactionId, order);
    return Attempt.PAID;
  }

  /** The buyer's bank says no. The order stays as it is. */
  synchronized Attempt decline(Order order) {
    Attempt hindrance = hindrance(order);
    if (hindrance != null) {
      return hindrance;
    }
    order.declines++;
    return Attempt.DECLINED;
  }

  /** Why the order cannot be paid, or null when it can. */
  synchronized @Nullable Attempt hindrance(Order order) {
    if (order.isPaid()) {
      return Attempt.ALREADY_PAID;
    }
    if (order.state == Order.State.CLOSED) {
      return Attempt.ORDER_CLOSED;
    }
    return isPast(order.deadline) || isPast(order.code.expires()) ? Attempt.EXPIRED : null;
  }

  /** The latest code can no longer be used; the order itself stays unpaid, as at the platform. */
  synchronized void expireCode(String number) {
    Order order = require(number);
    order.code = new Order.Code(order.code.value(), order.code.token(), context.clock().instant());
  }

  private boolean isPast(Instant time) {
    return !context.clock().instant().isBefore(time);
  }

  /** Whether the platform pretends that the merchant's balance cannot pay for refunds. */
  synchronized void notEnoughFunds(boolean lacking) {
    notEnoughFunds = lacking;
  }

  /**
   * A refund and whether this request made it.
   *
   * @param reply what to answer
   */
  record Applied(Refund refund, ObjectNode reply, boolean isNew) {}

  /** Accepts a refund, or finds the same one again; protocol sheet 6.5 and 8.3. */
  synchronized Applied refund(ObjectNode request, @Nullable URI notifyUrl, boolean publicKeyAsked) {
    Order order =
        request.has("transaction_id")
            ? byTransaction.get(request.path("transaction_id").asString())
            : orders.get(request.path("out_trade_no").asString());
    Refund earlier = refunds.get(request.path("out_refund_no").asString());
    if (earlier != null) {
      if (order != null && earlier.isAskedBy(request, order)) {
        return new Applied(earlier, earlier.toReply(), false);
      }
      throw WechatError.of(400, "INVALID_REQUEST", "退款单号重复，且参数与首次请求时不一致");
    }
    if (order == null || !order.isPaid()) {
      throw WechatError.of(404, "RESOURCE_NOT_EXISTS", "订单不存在或未支付");
    }
    requireRefundable(order, request);
    Refund refund =
        new Refund(
            order,
            request,
            "503" + context.randomness().digits(26),
            context.clock().instant(),
            notifyUrl,
            publicKeyAsked);
    refunds.put(refund.number, refund);
    order.refunds.add(refund);
    order.state = Order.State.REFUND;
    return new Applied(refund, refund.toReply(), true);
  }

  private void requireRefundable(Order order, ObjectNode request) {
    long amount = request.path("amount").path("refund").asLong();
    if (request.path("amount").path("total").asLong() != order.total) {
      throw WechatError.of(400, "INVALID_REQUEST", "订单金额不一致");
    }
    if (order.paidAt != null && isPast(order.paidAt.plus(REFUNDABLE))) {
      throw WechatError.of(400, "INVALID_REQUEST", "订单已超过可退款期限");
    }
    if (order.refunds.size() >= MAX_REFUNDS) {
      throw WechatError.of(400, "INVALID_REQUEST", "部分退款次数已达上限");
    }
    if (amount > order.total - order.refunded()) {
      throw WechatError.of(400, "INVALID_REQUEST", "退款金额大于可退金额");
    }
    if (notEnoughFunds) {
      throw WechatError.of(403, "NOT_ENOUGH", "基本账户余额不足，请充值后重新发起");
    }
  }

  /**
   * Ends a refund. An abnormal one may still end otherwise; the other ends are final.
   *
   * @return whether anything changed
   */
  synchronized boolean settle(Refund refund, Refund.Status end) {
    boolean open =
        refund.status == Refund.Status.PROCESSING || refund.status == Refund.Status.ABNORMAL;
    if (!open || end == refund.status) {
      return false;
    }
    refund.status = end;
    refund.succeededAt = end == Refund.Status.SUCCESS ? context.clock().instant() : null;
    return true;
  }

  synchronized List<WechatOrder> orders() {
    List<WechatOrder> views = new ArrayList<>();
    orders.values().forEach(order -> views.add(order.view()));
    return views;
  }

  synchronized List<WechatRefund> refunds() {
    List<WechatRefund> views = new ArrayList<>();
    refunds.values().forEach(refund -> views.add(refund.view()));
    return views;
  }
}
