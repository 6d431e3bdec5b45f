package io.jiaozi.sandbox.wechat;

import io.jiaozi.sandbox.SandboxClock;
import io.jiaozi.sandbox.channel.Json;
import io.jiaozi.sandbox.channel.Reply;
import io.jiaozi.sandbox.channel.WireRequest;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Several orders paid in one go: {@code POST /v3/combine-transactions/{native,jsapi,app,h5}}, query
 * and close; protocol sheet 6.4.
 */
final class CombineCalls {
  private static final Set<String> KNOWN =
      Set.of(
          "combine_appid",
          "combine_mchid",
          "combine_out_trade_no",
          "sub_orders",
          "combine_payer_info",
          "scene_info",
          "time_start",
          "time_expire",
          "limit_pay",
          "notify_url");
  private static final Set<String> KNOWN_OF_ONE =
      Set.of(
          "mchid",
          "out_trade_no",
          "amount",
          "attach",
          "description",
          "detail",
          "goods_tag",
          "settle_info",
          "sub_mchid",
          "sub_appid");
  private static final int MOST_OF_A_MERCHANT = 10;
  private static final int MOST_OF_A_PARTNER = 50;

  private final Parties parties;
  private final Payers payers;
  private final Ledger ledger;
  private final SandboxClock clock;

  CombineCalls(Parties parties, Payers payers, Ledger ledger, SandboxClock clock) {
    this.parties = parties;
    this.payers = payers;
    this.ledger = ledger;
    this.clock = clock;
  }

  Reply place(TradeType type, WireRequest request, boolean publicKeyAsked) {
    Fields order = Fields.of(request.body());
    order.requireKnown(KNOWN);
    OrderFields.checkLimits(order);
    OrderFields.checkScene(type, order);
    order.optionalText("time_start", 1, 64);
    Instant deadline = OrderFields.deadline(order.optionalText("time_expire", 1, 64), clock);
    URI notifyUrl = NotifyUrl.require(order.text("notify_url", 1, 255));
    Party party =
        new Party(
            order.text("combine_mchid", 1, 32), order.text("combine_appid", 1, 32), null, null);
    parties.requireBound(party.appid(), party.mchid());
    Payers.Payer payer = payer(type, request, order, party);
    List<Order.Terms> members = new ArrayList<>();
    for (Fields one : order.objects("sub_orders", 2, MOST_OF_A_PARTNER)) {
      members.add(member(type, one, notifyUrl, deadline, publicKeyAsked, payer));
    }
    requireAllDifferent(members);
    boolean ownOnly = members.stream().noneMatch(member -> member.party().isPartner());
    if (ownOnly && members.size() > MOST_OF_A_MERCHANT) {
      throw order.broken("sub_orders", "must be at most 10 without sub_mchid");
    }
    String code =
        ledger.combine(
            new Order.Terms(
                type,
                party,
                SensitiveFields.without(order.json()),
                order.text("combine_out_trade_no", 6, 32, OrderFields.NUMBER),
                members.get(0).description(),
                members.stream().mapToLong(Order.Terms::total).sum(),
                notifyUrl,
                deadline,
                publicKeyAsked,
                payer.openid(),
                null),
            members);
    return Reply.json(200, Json.object().put(type.replyField(), code));
  }

  private Payers.Payer payer(TradeType type, WireRequest request, Fields order, Party party) {
    Fields info =
        type == TradeType.JSAPI
            ? order.object("combine_payer_info")
            : order.optionalObject("combine_payer_info");
    Payers.Payer anybody = payers.anybody(party);
    if (info == null) {
      return anybody;
    }
    info.requireKnown(Set.of("openid", "sub_openid", "identity"));
    payers.requireIdentity(request, info);
    String openid = info.optionalText("openid", 1, 128);
    String subOpenid = info.optionalText("sub_openid", 1, 128);
    if (type == TradeType.JSAPI && openid == null && subOpenid == null) {
      throw info.broken("openid", "give openid or sub_openid");
    }
    return new Payers.Payer(openid == null ? anybody.openid() : openid, subOpenid);
  }

  private Order.Terms member(
      TradeType type,
      Fields one,
      URI notifyUrl,
      Instant deadline,
      boolean publicKeyAsked,
      Payers.Payer payer) {
    one.requireKnown(KNOWN_OF_ONE);
    String mchid = one.text("mchid", 1, 32);
    String subMchid = one.optionalText("sub_mchid", 1, 32);
    String subAppid = one.optionalText("sub_appid", 1, 32);
    parties.requireBound(null, mchid);
    parties.requireServed(subMchid, subAppid);
    one.text("attach", 1, 128);
    one.optionalText("goods_tag", 0, 32);
    Fields amount = one.object("amount");
    amount.requireKnown(Set.of("total_amount", "currency"));
    amount.requireCny("currency", /* required= */ true);
    return new Order.Terms(
        type,
        new Party(mchid, null, subMchid, subAppid),
        one.json(),
        one.text("out_trade_no", 6, 32, OrderFields.NUMBER),
        one.text("description", 1, 127),
        amount.amount("total_amount"),
        notifyUrl,
        deadline,
        publicKeyAsked,
        payer.openid(),
        subAppid == null ? null : payer.subOpenid());
  }

  private static void requireAllDifferent(List<Order.Terms> members) {
    Set<String> numbers = new HashSet<>();
    for (Order.Terms member : members) {
      if (!numbers.add(member.number())) {
        throw WechatError.field("/sub_orders", member.number(), "two orders have this number");
      }
    }
  }

  Reply query(String combineOutTradeNo) {
    return Reply.json(200, ledger.readCombined(combineOutTradeNo, CombinedOrder::toQueryReply));
  }

  Reply close(WireRequest request, String combineOutTradeNo) {
    Fields body = Fields.of(request.body());
    body.requireKnown(Set.of("combine_appid", "sub_orders"));
    parties.requireBound(body.text("combine_appid", 1, 32), own());
    List<String> named = new ArrayList<>();
    for (Fields one : body.objects("sub_orders", 1, MOST_OF_A_PARTNER)) {
      one.requireKnown(Set.of("mchid", "out_trade_no", "sub_mchid", "sub_appid"));
      named.add(
          Ledger.nameOf(
              one.text("mchid", 1, 32),
              one.optionalText("sub_mchid", 1, 32),
              one.text("out_trade_no", 1, 32)));
    }
    ledger.closeCombined(combineOutTradeNo, named);
    return Reply.empty(204);
  }

  private String own() {
    return parties.forSub(null).mchid();
  }
}
