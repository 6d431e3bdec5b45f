package io.jiaozi.sandbox.wechat;

import io.jiaozi.sandbox.channel.Json;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** One order. Not thread-safe: the {@link Ledger} guards it. */
final class Order implements Payable {
  /** {@code trade_state}: the states an order of these products can have. */
  enum State {
    NOTPAY("订单未支付"),
    USERPAYING("用户支付中，需要输入密码"),
    SUCCESS("支付成功"),
    REFUND("订单发生过退款"),
    CLOSED("订单已关闭"),
    REVOKED("订单已撤销"),
    PAYERROR("支付失败");

    private final String description;

    State(String description) {
      this.description = description;
    }

    String description() {
      return description;
    }
  }

  /**
   * What the merchant gets to show to the buyer, or got from the buyer.
   *
   * @param value {@code code_url}, {@code prepay_id}, {@code h5_url} or {@code auth_code}
   * @param token the cashier page's secret
   * @param expires when it can no longer be used
   */
  record Code(String value, String token, Instant expires) {}

  /**
   * What the merchant asked for.
   *
   * @param request the order's JSON, to recognise a repeated request
   * @param total fen
   * @param notifyUrl null where the product notifies nobody
   * @param openid the payer in the merchant's app
   * @param subOpenid the payer in the served merchant's app, null where there is none
   */
  record Terms(
      TradeType type,
      Party party,
      ObjectNode request,
      String number,
      String description,
      long total,
      @Nullable URI notifyUrl,
      Instant deadline,
      boolean publicKeyAsked,
      String openid,
      @Nullable String subOpenid) {}

  final Terms terms;
  final String number;
  final TradeType type;
  final long total;
  final boolean inCombined;
  final Instant placedAt;
  final List<Refund> refunds = new ArrayList<>();

  State state;
  int declines;
  @Nullable String transactionId;
  @Nullable Instant paidAt;
  private Code code;

  Order(Terms terms, Code code, Instant placedAt, State first, boolean inCombined) {
    this.terms = terms;
    this.number = terms.number();
    this.type = terms.type();
    this.total = terms.total();
    this.inCombined = inCombined;
    this.placedAt = placedAt;
    this.state = first;
    this.code = code;
  }

  @Override
  public String number() {
    return number;
  }

  @Override
  public Code code() {
    return code;
  }

  @Override
  public void code(Code newCode) {
    code = newCode;
  }

  @Override
  public Instant deadline() {
    return terms.deadline();
  }

  @Override
  public @Nullable URI notifyUrl() {
    return terms.notifyUrl();
  }

  @Override
  public boolean publicKeyAsked() {
    return terms.publicKeyAsked();
  }

  @Override
  public boolean isPaid() {
    return state == State.SUCCESS || state == State.REFUND;
  }

  @Override
  public boolean isOpen() {
    return state == State.NOTPAY || state == State.USERPAYING;
  }

  @Override
  public void take(Supplier<String> transactionIds, Instant now) {
    state = State.SUCCESS;
    transactionId = transactionIds.get();
    paidAt = now;
  }

  /** At the till there is one attempt; elsewhere the buyer may try again. */
  @Override
  public void decline() {
    declines++;
    if (type == TradeType.MICROPAY) {
      state = State.PAYERROR;
    }
  }

  @Override
  public List<Order> orders() {
    return List.of(this);
  }

  /** What was or may still be given back: a refund that was closed does not count. */
  long refunded() {
    return refunds.stream()
        .filter(refund -> refund.status != Refund.Status.CLOSED)
        .mapToLong(refund -> refund.amount)
        .sum();
  }

  /** The order object of queries; protocol sheet 6.2. Unpaid orders have only ids and state. */
  ObjectNode toQueryReply() {
    ObjectNode reply =
        terms
            .party()
            .into(Json.object())
            .put("out_trade_no", number)
            .put("trade_state", state.name())
            .put("trade_state_desc", state.description());
    reply.set("payer", payer());
    return transactionId == null ? reply : paid(reply);
  }

  private ObjectNode payer() {
    ObjectNode payer = Json.object();
    if (transactionId == null && type != TradeType.JSAPI) {
      return payer;
    }
    if (!terms.party().isPartner()) {
      return payer.put("openid", terms.openid());
    }
    payer.put("sp_openid", terms.openid());
    return Party.put(payer, "sub_openid", terms.subOpenid());
  }

  /** The order object of the payment notification: as it was when it was paid. */
  @Override
  public ObjectNode toNotification() {
    return toQueryReply()
        .put("trade_state", State.SUCCESS.name())
        .put("trade_state_desc", State.SUCCESS.description());
  }

  private ObjectNode paid(ObjectNode reply) {
    reply
        .put("transaction_id", transactionId)
        .put("trade_type", type.wireName())
        .put("bank_type", "OTHERS")
        .put("attach", terms.request().path("attach").asString(""));
    if (paidAt != null) {
      reply.put("success_time", WireTime.format(paidAt));
    }
    reply.set(
        "amount",
        Json.object()
            .put("total", total)
            .put("payer_total", total)
            .put("currency", "CNY")
            .put("payer_currency", "CNY"));
    String device = terms.request().path("scene_info").path("device_id").asString(null);
    if (device != null) {
      reply.set("scene_info", Json.object().put("device_id", device));
    }
    return reply;
  }

  @Override
  public Shown shown() {
    return new Shown(terms.description(), total, type.wireName(), state.name(), List.of());
  }

  WechatOrder view() {
    return new WechatOrder(
        number,
        terms.description(),
        total,
        type.wireName(),
        state.name(),
        transactionId,
        terms.notifyUrl(),
        code.value(),
        declines,
        terms.party().subMchid(),
        refunds.stream().map(Refund::view).toList());
  }
}
