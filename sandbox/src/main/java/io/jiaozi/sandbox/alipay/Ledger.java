package io.jiaozi.sandbox.alipay;

import io.jiaozi.sandbox.channel.ChannelContext;
import io.jiaozi.sandbox.channel.Randomness;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * The platform's books of trades and refunds, and the rules by which they change. Every change
 * happens under one lock, so that concurrent requests see one order of events. Source: protocol
 * sheet 4, 5 and 7.
 */
final class Ledger {
  private static final Duration QR_LIFETIME = Duration.ofHours(2);
  private static final Duration CANCELLABLE = Duration.ofHours(24);

  private final ChannelContext context;
  private final AuthBook auths;
  private final Map<String, Trade> trades = new LinkedHashMap<>();
  private final Map<String, Trade> byTradeNo = new HashMap<>();
  private final Map<String, Trade> byCode = new HashMap<>();
  private final Map<String, Trade> byToken = new HashMap<>();
  private final Map<String, Trade> byBuyerCode = new HashMap<>();
  private final Set<String> burnt = new HashSet<>();
  private boolean sellerHasNoMoney;
  private boolean unscannedSurvivesCancel;
  private boolean openIds;
  private int cancelsToRepeat;

  Ledger(ChannelContext context, AuthBook auths) {
    this.context = context;
    this.auths = auths;
  }

  /** What the buyer's attempt led to. */
  enum Attempt {
    PAID,
    ARRIVED,
    DECLINED,
    WALKED_AWAY,
    ALREADY_PAID,
    ORDER_CLOSED,
    EXPIRED,
    CODE_REPLACED
  }

  private static String key(Party party, String number) {
    return party.sellerId() + ':' + number;
  }

  private Instant now() {
    return context.clock().instant();
  }

  private boolean isPast(Instant time) {
    return !now().isBefore(time);
  }

  /** Shows the books to the reader while nobody changes them. */
  synchronized <T> T read(Supplier<T> reader) {
    return reader.get();
  }

  /** Makes a trade or what may become one, or finds it again; protocol sheet 7. */
  synchronized Trade place(Product product, Call call, @Nullable Auth auth) {
    String number = call.fields().number("out_trade_no");
    String key = key(call.party(), number);
    if (burnt.contains(key)) {
      throw AlipayError.business("ACQ.TRADE_HAS_CLOSE", "交易已经关闭");
    }
    Trade earlier = trades.get(key);
    if (earlier != null && !isReplaceable(earlier, product)) {
      return again(earlier, product, call);
    }
    requireProductCode(product, call.fields());
    Instant now = now();
    Trade trade =
        new Trade(
            product,
            call,
            buyer(call.fields()),
            auth,
            context.randomness().text(24),
            call.fields().deadline(now, now, product.lifetime()));
    trades.put(key, trade);
    byToken.put(trade.token, trade);
    if (product.existsAtOnce()) {
      create(trade);
      trade.code = trade.tradeNo;
    }
    if (product == Product.QR_CODE) {
      newQrCode(trade);
    }
    byCode.put(trade.code, trade);
    return trade;
  }

  /** A page nobody has logged in on leaves no trace: the newest request counts. */
  private static boolean isReplaceable(Trade earlier, Product product) {
    return !earlier.exists()
        && !earlier.burnt
        && earlier.product == product
        && product != Product.QR_CODE;
  }

  /** The trade with this call's number; null when there is none. */
  synchronized @Nullable Trade existing(Call call) {
    return trades.get(key(call.party(), call.fields().number("out_trade_no")));
  }

  private Trade again(Trade trade, Product product, Call call) {
    if (trade.isPaid() && trade.state != Trade.State.TRADE_CLOSED) {
      throw AlipayError.business("ACQ.TRADE_HAS_SUCCESS", "交易已被支付");
    }
    if (trade.burnt || trade.state == Trade.State.TRADE_CLOSED) {
      throw AlipayError.business("ACQ.TRADE_HAS_CLOSE", "交易已经关闭");
    }
    if (!trade.isAskedBy(call, product)) {
      throw AlipayError.business("ACQ.CONTEXT_INCONSISTENT", "交易信息被篡改");
    }
    trade.latest = call;
    if (product == Product.QR_CODE) {
      newQrCode(trade);
      byCode.put(trade.code, trade);
    } else if (!product.existsAtOnce()) {
      trade.token = context.randomness().text(24);
      trade.code = trade.token;
      byCode.put(trade.code, trade);
    }
    byToken.put(trade.token, trade);
    return trade;
  }

  private static void requireProductCode(Product product, Fields fields) {
    String code = fields.text("product_code");
    if (code == null) {
      if (product == Product.PAGE || product == Product.IN_APP || product == Product.CAPTURE) {
        throw fields.invalid("product_code", "is required: " + product.codes());
      }
    } else if (!product.codes().contains(code)) {
      throw fields.invalid("product_code", "must be one of " + product.codes());
    }
  }

  private Buyer buyer(Fields fields) {
    String userId = fields.text("buyer_id");
    String openId = fields.text("buyer_open_id");
    Randomness randomness = context.randomness();
    return new Buyer(
        userId == null ? "2088" + randomness.digits(12) : userId,
        openId == null ? randomness.text(48) : openId,
        openIds || (openId != null && userId == null));
  }

  private void newQrCode(Trade trade) {
    String span = trade.latest.fields().text("qr_code_timeout_express");
    Duration lifetime =
        span != null && span.matches("[1-9][0-9]{0,2}m")
            ? Duration.ofMinutes(Long.parseLong(span.substring(0, span.length() - 1)))
            : QR_LIFETIME;
    Instant end = now().plus(lifetime.compareTo(QR_LIFETIME) < 0 ? lifetime : QR_LIFETIME);
    trade.code = "https://qr.alipay.com/bax" + context.randomness().text(20);
    trade.token = context.randomness().text(24);
    trade.codeExpires = end.isBefore(trade.deadline) ? end : trade.deadline;
    byToken.put(trade.token, trade);
  }

  /** From now on it is a trade. */
  private void create(Trade trade) {
    Instant now = now();
    trade.state = Trade.State.WAIT_BUYER_PAY;
    trade.createdAt = now;
    trade.tradeNo = WireTime.day(now) + "2200" + context.randomness().digits(16);
    byTradeNo.put(trade.tradeNo, trade);
    if (trade.product.countsFromArrival() && trade.latest.fields().text("time_expire") == null) {
      trade.deadline = trade.latest.fields().deadline(now, now, trade.product.lifetime());
    }
  }

  /**
   * Remembers for which trade a buyer's code was used: one code pays once.
   *
   * @return whether the code is this trade's
   */
  synchronized boolean takeBuyerCode(String code, Trade trade) {
    Trade holder = byBuyerCode.putIfAbsent(code, trade);
    return holder == null || holder == trade;
  }

  synchronized boolean isBuyerCodeUsed(String code, Party party, String number) {
    Trade holder = byBuyerCode.get(code);
    return holder != null && holder != trades.get(key(party, number));
  }

  /** Closes what has run out of time, and says what that was. */
  synchronized List<Trade> sweep() {
    List<Trade> closed = new ArrayList<>();
    for (Trade trade : trades.values()) {
      if (trade.state == Trade.State.WAIT_BUYER_PAY && isPast(trade.deadline)) {
        end(trade, trade.deadline);
        closed.add(trade);
      }
    }
    return closed;
  }

  private static void end(Trade trade, Instant at) {
    trade.state = Trade.State.TRADE_CLOSED;
    trade.closedAt = at;
  }

  /** Why the buyer cannot pay, or null when that is possible. */
  synchronized @Nullable Attempt hindrance(Trade trade) {
    if (trade.isPaid()) {
      return Attempt.ALREADY_PAID;
    }
    if (trade.burnt || trade.state == Trade.State.TRADE_CLOSED) {
      return Attempt.ORDER_CLOSED;
    }
    boolean codeExpired = !trade.exists() && isPast(trade.codeExpires);
    return isPast(trade.deadline) || codeExpired ? Attempt.EXPIRED : null;
  }

  /** The buyer logs in or scans: now the trade exists. */
  synchronized Attempt arrive(Trade trade) {
    Attempt hindrance = hindrance(trade);
    if (hindrance == null && !trade.exists()) {
      create(trade);
    }
    return hindrance == null ? Attempt.ARRIVED : hindrance;
  }

  synchronized Attempt pay(Trade trade) {
    Attempt attempt = arrive(trade);
    if (attempt != Attempt.ARRIVED) {
      return attempt;
    }
    trade.state = Trade.State.TRADE_SUCCESS;
    trade.paidAt = now();
    if (trade.auth != null) {
      auths.captured(trade.auth, trade.total);
    }
    return Attempt.PAID;
  }

  /**
   * The payment is declined. A trade by the buyer's code is closed by that; any other can still be
   * paid.
   */
  synchronized Attempt decline(Trade trade) {
    Attempt attempt = arrive(trade);
    if (attempt != Attempt.ARRIVED) {
      return attempt;
    }
    trade.declines++;
    if (trade.product == Product.BUYER_CODE) {
      end(trade, now());
    }
    return Attempt.DECLINED;
  }

  /** The refund term is over. */
  synchronized void finish(Trade trade) {
    if (trade.state != Trade.State.TRADE_SUCCESS) {
      throw new IllegalStateException(
          "Only a paid trade can finish, but " + trade.number + " is " + trade.state + ".");
    }
    trade.state = Trade.State.TRADE_FINISHED;
  }

  /** Time is over for code and trade. */
  synchronized void expire(Trade trade) {
    trade.codeExpires = now();
    trade.deadline = now();
  }

  /** The trade the business fields name; {@code trade_no} wins. */
  synchronized Trade require(Call call) {
    Fields fields = call.fields();
    String tradeNo = fields.text("trade_no");
    String number = fields.text("out_trade_no");
    if (tradeNo == null && number == null) {
      throw fields.invalid("out_trade_no", "or trade_no is required");
    }
    Trade trade =
        tradeNo == null
            ? trades.get(key(call.party(), number == null ? "" : number))
            : byTradeNo.get(tradeNo);
    if (trade == null
        || !trade.exists()
        || !trade.party.sellerId().equals(call.party().sellerId())) {
      throw AlipayError.business("ACQ.TRADE_NOT_EXIST", "交易不存在");
    }
    return trade;
  }

  synchronized Trade close(Call call) {
    Trade trade = require(call);
    if (trade.isPaid()) {
      throw AlipayError.business("ACQ.TRADE_STATUS_ERROR", "交易状态不合法");
    }
    if (trade.state == Trade.State.TRADE_CLOSED) {
      throw AlipayError.business("ACQ.REASON_TRADE_STATUS_INVALID", "交易状态异常");
    }
    end(trade, now());
    return trade;
  }

  /**
   * What a cancellation did.
   *
   * @param trade null when there was none
   * @param action {@code close} or {@code refund}; null when there was nothing to do
   */
  record Cancelled(
      @Nullable Trade trade, @Nullable String action, boolean repeat, boolean changed) {}

  /** Closes what is unpaid, refunds what is paid; protocol sheet 5.3. */
  synchronized Cancelled cancel(Call call) {
    Fields fields = call.fields();
    if (cancelsToRepeat > 0) {
      cancelsToRepeat--;
      return new Cancelled(null, null, true, false);
    }
    Trade trade;
    try {
      trade = require(call);
    } catch (AlipayError absent) {
      if (!absent.is("ACQ.TRADE_NOT_EXIST")) {
        throw absent;
      }
      burn(call.party(), fields.text("out_trade_no"));
      return new Cancelled(null, null, false, false);
    }
    if (trade.createdAt != null && isPast(trade.createdAt.plus(CANCELLABLE))) {
      throw AlipayError.business("ACQ.TRADE_CANCEL_TIME_OUT", "超过撤销时间范围");
    }
    if (trade.state == Trade.State.TRADE_FINISHED) {
      throw AlipayError.business("ACQ.TRADE_HAS_FINISHED", "交易已完结");
    }
    if (trade.burnt) {
      return new Cancelled(trade, trade.isPaid() ? "refund" : "close", false, false);
    }
    if (!trade.refunds.isEmpty()) {
      throw AlipayError.business("ACQ.REASON_TRADE_REFUND_FEE_ERR", "退款金额无效");
    }
    if (trade.isPaid() && sellerHasNoMoney) {
      throw AlipayError.business("ACQ.SELLER_BALANCE_NOT_ENOUGH", "商户的支付宝账户中无足够的资金进行撤销");
    }
    trade.burnt = true;
    boolean open = trade.state != Trade.State.TRADE_CLOSED;
    if (trade.isPaid()) {
      Refund refund = new Refund(trade, trade.number, trade.total, "撤销");
      trade.refunds.add(refund);
      succeed(refund);
    } else if (open) {
      end(trade, now());
    }
    return new Cancelled(trade, trade.isPaid() ? "refund" : "close", false, open);
  }

  private void burn(Party party, @Nullable String number) {
    if (number == null) {
      return;
    }
    Trade intent = trades.get(key(party, number));
    if (intent != null && unscannedSurvivesCancel) {
      return;
    }
    if (intent != null) {
      intent.burnt = true;
    }
    burnt.add(key(party, number));
  }

  /**
   * What a refund request led to.
   *
   * @param accepted whether this request started (or started again) the refund
   */
  record Applied(Refund refund, boolean accepted) {}

  /** Accepts a refund, or finds the same one again; protocol sheet 5.4. */
  synchronized Applied refund(Call call) {
    Trade trade = require(call);
    Fields fields = call.fields();
    long amount = fields.amount("refund_amount");
    String asked = fields.text("out_request_no", 64);
    String number = asked == null ? trade.number : asked;
    Refund earlier = trade.refund(number);
    if (earlier != null && earlier.amount != amount) {
      throw AlipayError.business("ACQ.DISCORDANT_REPEAT_REQUEST", "不一致的请求，同一退款请求号的金额不同");
    }
    if (earlier != null && earlier.status != Refund.Status.FAILED) {
      return new Applied(earlier, false);
    }
    requireRefundable(trade, amount, asked);
    if (earlier != null) {
      earlier.status = Refund.Status.PROCESSING;
      return new Applied(earlier, true);
    }
    Refund refund = new Refund(trade, number, amount, fields.text("refund_reason", 256));
    trade.refunds.add(refund);
    return new Applied(refund, true);
  }

  private void requireRefundable(Trade trade, long amount, @Nullable String requestNumber) {
    switch (trade.state) {
      case TRADE_FINISHED -> throw AlipayError.business("ACQ.TRADE_HAS_FINISHED", "交易已完结，无法退款");
      case TRADE_CLOSED -> throw AlipayError.business("ACQ.TRADE_HAS_CLOSE", "交易已关闭");
      case INTENT, WAIT_BUYER_PAY ->
          throw AlipayError.business("ACQ.TRADE_STATUS_ERROR", "交易状态不合法");
      case TRADE_SUCCESS -> {}
    }
    if (amount > trade.total - trade.refunded()) {
      throw AlipayError.business("ACQ.REASON_TRADE_REFUND_FEE_ERR", "退款金额无效，大于可退金额");
    }
    if (requestNumber == null && amount != trade.total) {
      throw AlipayError.business("ACQ.REFUND_AMT_NOT_EQUAL_TOTAL", "部分退款必须传退款请求号");
    }
    if (sellerHasNoMoney) {
      throw AlipayError.business("ACQ.SELLER_BALANCE_NOT_ENOUGH", "卖家余额不足");
    }
  }

  /**
   * Ends a refund.
   *
   * @return whether anything changed
   */
  synchronized boolean settle(Refund refund, Refund.Status end) {
    if (refund.status == Refund.Status.SUCCESS || refund.status == end) {
      return false;
    }
    if (end == Refund.Status.SUCCESS) {
      succeed(refund);
    } else {
      refund.status = end;
    }
    return true;
  }

  private void succeed(Refund refund) {
    Trade trade = refund.trade;
    refund.status = Refund.Status.SUCCESS;
    refund.endedAt = now();
    if (trade.refundedForCertain() == trade.total) {
      end(trade, now());
    }
  }

  synchronized void depositBack(Refund refund, String status) {
    refund.depositBack = status;
  }

  synchronized void sellerHasNoMoney(boolean lacking) {
    sellerHasNoMoney = lacking;
  }

  synchronized void unscannedSurvivesCancel(boolean survives) {
    unscannedSurvivesCancel = survives;
  }

  synchronized void openIds(boolean told) {
    openIds = told;
  }

  synchronized void cancelsToRepeat(int times) {
    cancelsToRepeat = times;
  }

  /** A merchant's number, or {@code seller:number} when two merchants use the same. */
  synchronized @Nullable Trade find(String number) {
    Trade exact = trades.get(number);
    if (exact != null) {
      return exact;
    }
    List<Trade> found =
        trades.values().stream().filter(trade -> trade.number.equals(number)).toList();
    if (found.size() > 1) {
      throw new IllegalStateException(
          "Several merchants have an order " + number + ": say <seller id>:" + number + ".");
    }
    return found.isEmpty() ? null : found.get(0);
  }

  /** The latest refund with this number. */
  synchronized @Nullable Refund findRefund(String number) {
    Refund found = null;
    for (Trade trade : trades.values()) {
      Refund refund = trade.refund(number);
      found = refund == null ? found : refund;
    }
    return found;
  }

  synchronized @Nullable Trade byTradeNo(String tradeNo) {
    return byTradeNo.get(tradeNo);
  }

  synchronized @Nullable Trade byToken(String token) {
    return byToken.get(token);
  }

  synchronized @Nullable String tokenOf(String code) {
    Trade trade = byCode.get(code);
    return trade == null ? null : trade.token;
  }

  synchronized List<AlipayOrder> views() {
    return trades.values().stream().map(Trade::view).toList();
  }

  synchronized List<AlipayRefund> refundViews() {
    List<AlipayRefund> views = new ArrayList<>();
    trades.values().forEach(trade -> trade.refunds.forEach(refund -> views.add(refund.view())));
    return views;
  }

  /** What the query of a refund says; an unknown number is answered like one on its way. */
  synchronized ObjectNode refundReply(Call call) {
    Trade trade = require(call);
    Refund refund = trade.refund(call.fields().required("out_request_no", 64));
    return refund == null ? trade.ids() : refund.toQueryReply(call.fields());
  }
}
