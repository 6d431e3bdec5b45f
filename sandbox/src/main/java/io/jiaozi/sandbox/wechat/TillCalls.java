package io.jiaozi.sandbox.wechat;

import io.jiaozi.sandbox.channel.Json;
import io.jiaozi.sandbox.channel.Reply;
import io.jiaozi.sandbox.channel.WireRequest;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Payment by the buyer's code and its reversal: {@code POST /v3/pay/transactions/codepay} and
 * {@code .../out-trade-no/{n}/reverse}; protocol sheet 6.3. Nobody is notified of either.
 */
final class TillCalls {
  private static final Set<String> KNOWN =
      Set.of(
          "description",
          "out_trade_no",
          "payer",
          "amount",
          "scene_info",
          "attach",
          "goods_tag",
          "support_fapiao",
          "detail",
          "settle_info");

  private final Parties parties;
  private final Payers payers;
  private final Ledger ledger;
  private final Wallets wallets;
  private final Consumer<Order> waiting;
  private volatile boolean waitsAsOrder;

  /**
   * @param waiting told about every order whose buyer has begun to type
   */
  TillCalls(
      Parties parties, Payers payers, Ledger ledger, Wallets wallets, Consumer<Order> waiting) {
    this.parties = parties;
    this.payers = payers;
    this.ledger = ledger;
    this.wallets = wallets;
    this.waiting = waiting;
  }

  /** Whether "the buyer is typing" is told by 200 and the order instead of by 202 and a code. */
  void waitsAsOrder(boolean asOrder) {
    waitsAsOrder = asOrder;
  }

  Reply codepay(boolean partner, WireRequest request, boolean publicKeyAsked) {
    Fields order = Fields.of(request.body());
    Set<String> known = new HashSet<>(KNOWN);
    known.addAll(partner ? Parties.PARTNER : Parties.DIRECT);
    order.requireKnown(known);
    OrderFields.check(order);
    checkScene(order.object("scene_info"));
    Fields payer = order.object("payer");
    payer.requireKnown(Set.of("auth_code"));
    String authCode = payer.text("auth_code", 1, 32, Wallets.CODE);
    // A partner's own app is optional here, unlike in orders that the buyer opens.
    Party party = parties.withApps(order, partner, /* appRequired= */ !partner);
    Payers.Payer anybody = payers.anybody(party);
    Ledger.AtTill placed =
        ledger.codepay(
            new Order.Terms(
                TradeType.MICROPAY,
                party,
                order.json(),
                order.text("out_trade_no", 6, 32),
                order.text("description", 1, 127),
                order.object("amount").amount("total"),
                /* notifyUrl= */ null,
                Instant.MAX,
                publicKeyAsked,
                anybody.openid(),
                anybody.subOpenid()),
            authCode,
            wallets);
    return answer(placed);
  }

  private static void checkScene(Fields scene) {
    scene.requireKnown(Set.of("device_id", "device_ip", "store_info"));
    scene.optionalText("device_id", 0, 32);
    scene.optionalText("device_ip", 1, 45);
    Fields store = scene.object("store_info");
    store.requireKnown(Set.of("id", "out_id"));
    store.optionalText("id", 1, 32);
    store.optionalText("out_id", 1, 32);
  }

  private Reply answer(Ledger.AtTill placed) {
    if (placed.isNew() && placed.state() == Order.State.PAYERROR) {
      throw WechatError.of(403, "NOT_ENOUGH", "用户余额不足");
    }
    Reply reply =
        placed.state() == Order.State.USERPAYING && !waitsAsOrder
            ? WechatError.of(202, "USERPAYING", "用户支付中，需要输入密码").reply()
            : Reply.json(200, ledger.read(placed.order().number, Order::toQueryReply));
    if (placed.isNew() && placed.state() == Order.State.USERPAYING) {
      waiting.accept(placed.order());
    }
    return reply;
  }

  Reply reverse(boolean partner, WireRequest request, String outTradeNo) {
    Fields body = Fields.of(request.body());
    body.requireKnown(partner ? Parties.PARTNER : Parties.DIRECT);
    Party party = parties.withApps(body, partner, /* appRequired= */ !partner);
    Order order = ledger.reverse(outTradeNo, party);
    return Reply.json(200, party.into(Json.object()).put("out_trade_no", order.number));
  }
}
