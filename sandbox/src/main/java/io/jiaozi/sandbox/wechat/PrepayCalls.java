package io.jiaozi.sandbox.wechat;

import io.jiaozi.sandbox.SandboxClock;
import io.jiaozi.sandbox.channel.Json;
import io.jiaozi.sandbox.channel.Reply;
import io.jiaozi.sandbox.channel.WireRequest;
import java.net.URI;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/**
 * Placing an order: {@code POST /v3/pay/transactions/{native,jsapi,app,h5}} and the same under
 * {@code /v3/pay/partner}; protocol sheet 6.1.
 */
final class PrepayCalls {
  private static final Set<String> KNOWN =
      Set.of(
          "description",
          "out_trade_no",
          "notify_url",
          "amount",
          "time_expire",
          "attach",
          "goods_tag",
          "limit_pay",
          "support_fapiao",
          "detail",
          "scene_info",
          "settle_info");

  private final Parties parties;
  private final Payers payers;
  private final Ledger ledger;
  private final SandboxClock clock;

  PrepayCalls(Parties parties, Payers payers, Ledger ledger, SandboxClock clock) {
    this.parties = parties;
    this.payers = payers;
    this.ledger = ledger;
    this.clock = clock;
  }

  Reply prepay(TradeType type, boolean partner, WireRequest request, boolean publicKeyAsked) {
    Fields order = Fields.of(request.body());
    URI notifyUrl = check(type, partner, order);
    Instant deadline = OrderFields.deadline(order.optionalText("time_expire", 1, 64), clock);
    Party party = parties.withApps(order, partner, /* appRequired= */ true);
    Payers.Payer payer =
        type == TradeType.JSAPI ? payers.named(request, order, party) : payers.anybody(party);
    String code =
        ledger.prepay(
            new Order.Terms(
                type,
                party,
                SensitiveFields.without(order.json()),
                order.text("out_trade_no", 6, 32),
                order.text("description", 1, 127),
                order.object("amount").amount("total"),
                notifyUrl,
                deadline,
                publicKeyAsked,
                payer.openid(),
                payer.subOpenid()));
    return Reply.json(200, Json.object().put(type.replyField(), code));
  }

  private static URI check(TradeType type, boolean partner, Fields order) {
    Set<String> known = new HashSet<>(KNOWN);
    known.addAll(partner ? Parties.PARTNER : Parties.DIRECT);
    if (type == TradeType.JSAPI) {
      known.add("payer");
    }
    order.requireKnown(known);
    if (type == TradeType.JSAPI) {
      order.object("payer");
    }
    OrderFields.check(order);
    OrderFields.checkLimits(order);
    OrderFields.checkScene(type, order);
    return NotifyUrl.require(order.text("notify_url", 1, 255));
  }
}
