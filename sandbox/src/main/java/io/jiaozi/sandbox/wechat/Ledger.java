package io.jiaozi.sandbox.wechat;

import io.jiaozi.sandbox.channel.ChannelContext;
import io.jiaozi.sandbox.channel.Randomness;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The platform's books: orders, their codes, and the rules by which they change. Every change
 * happens under one lock, which {@link RefundBook} shares, so that concurrent requests see one
 * order of events.
 */
final class Ledger {
  private static final Duration SOONEST_REVERSE = Duration.ofSeconds(15);
  private static final Duration LATEST_REVERSE = Duration.ofDays(7);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyyMMdd").withZone(ZoneOffset.ofHours(8));

  private final ChannelContext context;
  private final Map<String, Order> orders = new LinkedHashMap<>();
  private final Map<String, CombinedOrder> combined = new LinkedHashMap<>();
  private final Map<String, Order> byTransaction = new HashMap<>();
  private final Map<String, Payable> byCode = new HashMap<>();
  private final Map<String, Payable> byToken = new HashMap<>();
  private final Set<Payable> payables = new LinkedHashSet<>();
  private boolean refuseEarlyReverse;

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
  synchronized String prepay(Order.Terms terms) {
    Order order = orders.get(terms.number());
    if (order == null) {
      order =
          new Order(
              terms, newCode(terms.type()), now(), Order.State.NOTPAY, /* inCombined= */ false);
      orders.put(order.number, order);
    } else {
      requireSameOrder(order, terms);
      requireStillPayable(order);
      order.code(newCode(terms.type()));
    }
    return publish(order);
  }

  /**
   * Makes several orders to be paid in one go, or another code for the same; protocol sheet 6.4.
   */
  synchronized String combine(Order.Terms whole, List<Order.Terms> members) {
    CombinedOrder order = combined.get(whole.number());
    if (order == null) {
      for (Order.Terms member : members) {
        if (orders.containsKey(member.number())) {
          throw WechatError.of(403, "OUT_TRADE_NO_USED", "商户订单号重复");
        }
      }
      Order.Code code = newCode(whole.type());
      List<Order> made = new ArrayList<>();
      for (Order.Terms member : members) {
        Order one = new Order(member, code, now(), Order.State.NOTPAY, /* inCombined= */ true);
        orders.put(one.number, one);
        made.add(one);
      }
      order = new CombinedOrder(whole, made, code);
      combined.put(whole.number(), order);
    } else {
      requireSame(order.terms, whole);
      requireStillPayable(order);
      order.code(newCode(whole.type()));
    }
    return publish(order);
  }

  private String publish(Payable payable) {
    payables.add(payable);
    byCode.put(payable.code().value(), payable);
    byToken.put(payable.code().token(), payable);
    return payable.code().value();
  }

  private static void requireSameOrder(Order order, Order.Terms again) {
    if (order.inCombined) {
      throw WechatError.of(403, "OUT_TRADE_NO_USED", "商户订单号重复");
    }
    if (order.isPaid() && order.type != TradeType.MICROPAY) {
      throw WechatError.of(400, "ORDER_PAID", "该订单已支付");
    }
    if (order.state == Order.State.CLOSED || order.state == Order.State.REVOKED) {
      throw WechatError.of(400, "ORDER_CLOSED", "该订单已关闭");
    }
    requireSame(order.terms, again);
  }

  private static void requireSame(Order.Terms first, Order.Terms again) {
    if (first.type() != again.type() || !first.party().isSameAs(again.party())) {
      throw WechatError.of(403, "OUT_TRADE_NO_USED", "商户订单号重复");
    }
    if (!first.request().equals(again.request())) {
      throw WechatError.of(400, "INVALID_REQUEST", "请求重入时，参数与首次请求时不一致");
    }
  }

  private void requireStillPayable(Payable payable) {
    if (payable.isPaid()) {
      throw WechatError.of(400, "ORDER_PAID", "该订单已支付");
    }
    if (!payable.isOpen()) {
      throw WechatError.of(400, "ORDER_CLOSED", "该订单已关闭");
    }
    if (isPast(payable.deadline())) {
      throw WechatError.of(400, "INVALID_REQUEST", "订单已过支付截止时间");
    }
  }

  private Order.Code newCode(TradeType type) {
    Randomness randomness = context.randomness();
    String prepayId = "wx" + DAY.format(now()) + randomness.digits(26);
    String value =
        switch (type) {
          case NATIVE -> "weixin://wxpay/bizpayurl?pr=" + randomness.text(9) + "zz";
          case JSAPI, APP -> prepayId;
          case H5 ->
              "https://wx.tenpay.com/cgi-bin/mmpayweb-bin/checkmweb?prepay_id="
                  + prepayId
                  + "&package="
                  + randomness.digits(10);
          case MICROPAY -> throw new IllegalArgumentException("The buyer has the code.");
        };
    return new Order.Code(value, randomness.text(24), now().plus(type.codeLifetime()));
  }

  /**
   * An order at the till and whether this request made it.
   *
   * @param state as it was when this request was handled
   */
  record AtTill(Order order, Order.State state, boolean isNew) {}

  /** Takes the money at the till, or tells how the same order stands; protocol sheet 6.3. */
  synchronized AtTill codepay(Order.Terms terms, String authCode, Wallets wallets) {
    Order earlier = orders.get(terms.number());
    if (earlier != null) {
      requireSameOrder(earlier, terms);
      return new AtTill(earlier, earlier.state, false);
    }
    TillBuyer buyer = wallets.use(authCode);
    Order order =
        new Order(
            terms,
            new Order.Code(authCode, context.randomness().text(24), Instant.MAX),
            now(),
            buyer == TillBuyer.HAS_NO_MONEY ? Order.State.PAYERROR : Order.State.USERPAYING,
            /* inCombined= */ false);
    orders.put(order.number, order);
    publish(order);
    if (buyer == TillBuyer.PAYS) {
      take(order);
    }
    return new AtTill(order, order.state, true);
  }

  /** Undoes a payment at the till, paid or not; protocol sheet 6.3. Harmless to repeat. */
  synchronized Order reverse(String number, Party party) {
    Order order = find(number, party);
    if (order.type != TradeType.MICROPAY) {
      throw WechatError.of(400, "INVALID_REQUEST", "仅付款码支付订单可撤销，请使用关单或退款");
    }
    if (isPast(order.placedAt.plus(LATEST_REVERSE))) {
      throw WechatError.of(400, "INVALID_REQUEST", "订单已超过可撤销期限");
    }
    if (refuseEarlyReverse && !isPast(order.placedAt.plus(SOONEST_REVERSE))) {
      throw WechatError.of(400, "INVALID_REQUEST", "请在支付15秒后再撤销");
    }
    if (!order.refunds.isEmpty()) {
      throw WechatError.of(400, "INVALID_REQUEST", "订单已发生退款，不能撤销");
    }
    order.state = Order.State.REVOKED;
    return order;
  }

  /** Whether a payment at the till cannot be undone in its first 15 seconds. */
  synchronized void refuseEarlyReverse(boolean refuse) {
    refuseEarlyReverse = refuse;
  }

  synchronized void close(String number, Party party) {
    Order order = find(number, party);
    if (order.type == TradeType.MICROPAY) {
      throw WechatError.of(400, "INVALID_REQUEST", "付款码支付订单请使用撤销接口");
    }
    if (order.isPaid()) {
      throw WechatError.of(400, "ORDER_PAID", "该订单已支付");
    }
    order.state = Order.State.CLOSED;
  }

  /**
   * Closes all orders of one that was combined.
   *
   * @param named mchid, sub_mchid and out_trade_no of every order, as the request names them
   */
  synchronized void closeCombined(String number, List<String> named) {
    CombinedOrder order = requireCombined(number);
    List<String> members = order.members.stream().map(Ledger::nameOf).sorted().toList();
    if (!members.equals(named.stream().sorted().toList())) {
      throw WechatError.of(400, "INVALID_REQUEST", "子单与下单时不一致");
    }
    if (order.isPaid()) {
      throw WechatError.of(400, "ORDER_PAID", "该订单已支付");
    }
    order.close();
  }

  static String nameOf(String mchid, @Nullable String subMchid, String number) {
    return mchid + "/" + (subMchid == null ? "" : subMchid) + "/" + number;
  }

  private static String nameOf(Order member) {
    return nameOf(member.terms.party().mchid(), member.terms.party().subMchid(), member.number);
  }

  /** Shows an order to the reader while nobody changes it, whoever placed it and however. */
  synchronized <T> T read(String number, Function<Order, T> reader) {
    Order order = orders.get(number);
    if (order == null) {
      throw unknown();
    }
    return reader.apply(order);
  }

  /** Shows an order to a merchant who asks for it by number. */
  synchronized <T> T read(String number, Party party, Function<Order, T> reader) {
    return reader.apply(find(number, party));
  }

  /** Shows an order to a merchant who asks for it by the platform's id. */
  synchronized <T> T readTransaction(String transactionId, Party party, Function<Order, T> reader) {
    Order order = byTransaction.get(transactionId);
    if (order == null) {
      throw unknown();
    }
    return reader.apply(find(order.number, party));
  }

  synchronized <T> T readCombined(String number, Function<CombinedOrder, T> reader) {
    return reader.apply(requireCombined(number));
  }

  /** Shows anything payable to the reader while nobody changes it. */
  synchronized <T> T look(Payable payable, Function<Payable, T> reader) {
    return reader.apply(payable);
  }

  private Order find(String number, Party party) {
    Order order = orders.get(number);
    // Orders that were combined answer to their own endpoints only.
    if (order == null || order.inCombined || !order.terms.party().isSameAs(party)) {
      throw unknown();
    }
    return order;
  }

  /** The order a refund names; null when there is none. To be called under this object's lock. */
  @Nullable Order orderOfRefund(@Nullable String transactionId, @Nullable String number) {
    return transactionId != null ? byTransaction.get(transactionId) : orders.get(number);
  }

  /** The merchant's number of a payment; null when there is none. */
  synchronized @Nullable String numberOf(String transactionId) {
    Order order = byTransaction.get(transactionId);
    return order == null ? null : order.number;
  }

  private CombinedOrder requireCombined(String number) {
    CombinedOrder order = combined.get(number);
    if (order == null) {
      throw unknown();
    }
    return order;
  }

  private static WechatError unknown() {
    return WechatError.of(404, "ORDER_NOT_EXIST", "订单不存在");
  }

  /** The order of a code, also of one that has been replaced; null when there is none. */
  synchronized @Nullable String tokenOf(String code) {
    Payable payable = byCode.get(code);
    return payable == null ? null : payable.code().token();
  }

  synchronized @Nullable Payable byCode(String code) {
    return byCode.get(code);
  }

  synchronized @Nullable Payable byToken(String token) {
    return byToken.get(token);
  }

  /** What the buyer pays who pays this order: itself, or all that it was combined with. */
  synchronized Payable payableOf(String number) {
    Order order = read(number, found -> found);
    for (CombinedOrder whole : combined.values()) {
      if (whole.members.contains(order)) {
        return whole;
      }
    }
    return order;
  }

  /** The buyer tries to pay. Only {@link Attempt#PAID} changes the order. */
  synchronized Attempt pay(Payable payable) {
    Attempt hindrance = hindrance(payable);
    if (hindrance != null) {
      return hindrance;
    }
    take(payable);
    return Attempt.PAID;
  }

  private void take(Payable payable) {
    payable.take(this::newTransactionId, now());
    for (Order order : payable.orders()) {
      String transactionId = order.transactionId;
      if (transactionId != null) {
        byTransaction.put(transactionId, order);
      }
    }
  }

  private String newTransactionId() {
    Randomness randomness = context.randomness();
    return "4200" + randomness.digits(6) + DAY.format(now()) + randomness.digits(10);
  }

  /** The buyer's bank says no. */
  synchronized Attempt decline(Payable payable) {
    Attempt hindrance = hindrance(payable);
    if (hindrance != null) {
      return hindrance;
    }
    payable.decline();
    return Attempt.DECLINED;
  }

  /** Why it cannot be paid, or null when it can. */
  synchronized @Nullable Attempt hindrance(Payable payable) {
    if (payable.isPaid()) {
      return Attempt.ALREADY_PAID;
    }
    if (!payable.isOpen()) {
      return Attempt.ORDER_CLOSED;
    }
    return isPast(payable.deadline()) || isPast(payable.code().expires()) ? Attempt.EXPIRED : null;
  }

  /**
   * The latest code can no longer be used; the order itself stays unpaid, as at the platform. At
   * the till the buyer has waited too long with the password, and the payment has failed.
   */
  synchronized void expireCode(Payable payable) {
    Order.Code code = payable.code();
    payable.code(new Order.Code(code.value(), code.token(), now()));
    for (Order order : payable.orders()) {
      if (order.state == Order.State.USERPAYING) {
        order.state = Order.State.PAYERROR;
      }
    }
  }

  private boolean isPast(Instant time) {
    return !now().isBefore(time);
  }

  private Instant now() {
    return context.clock().instant();
  }

  synchronized List<WechatOrder> orders() {
    return orders.values().stream().map(Order::view).toList();
  }

  synchronized List<WechatCombinedOrder> combinedOrders() {
    return combined.values().stream().map(CombinedOrder::view).toList();
  }

  /** Whatever has a cashier page, oldest first. */
  synchronized List<Payable> payables() {
    return List.copyOf(payables);
  }
}
