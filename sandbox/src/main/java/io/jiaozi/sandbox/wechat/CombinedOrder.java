package io.jiaozi.sandbox.wechat;

import io.jiaozi.sandbox.channel.Json;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Several orders that the buyer pays in one go, all or none; protocol sheet 6.4. Not thread-safe:
 * the {@link Ledger} guards it.
 */
final class CombinedOrder implements Payable {
  final Order.Terms terms;
  final List<Order> members;
  int declines;
  @Nullable String transactionId;
  private Order.Code code;

  /**
   * @param terms of the whole: its number, its total and its whole request
   */
  CombinedOrder(Order.Terms terms, List<Order> members, Order.Code code) {
    this.terms = terms;
    this.members = List.copyOf(members);
    this.code = code;
  }

  @Override
  public String number() {
    return terms.number();
  }

  @Override
  public Order.Code code() {
    return code;
  }

  @Override
  public void code(Order.Code newCode) {
    code = newCode;
    members.forEach(member -> member.code(newCode));
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
    return transactionId != null;
  }

  @Override
  public boolean isOpen() {
    return members.stream().allMatch(Order::isOpen);
  }

  @Override
  public void take(Supplier<String> transactionIds, Instant now) {
    transactionId = transactionIds.get();
    members.forEach(member -> member.take(transactionIds, now));
  }

  @Override
  public void decline() {
    declines++;
  }

  void close() {
    members.forEach(member -> member.state = Order.State.CLOSED);
  }

  @Override
  public List<Order> orders() {
    return members;
  }

  /** Answer of the query. */
  ObjectNode toQueryReply() {
    ObjectNode reply =
        Json.object()
            .put("combine_appid", terms.party().appid())
            .put("combine_mchid", terms.party().mchid())
            .put("combine_out_trade_no", number());
    Party.put(reply, "combine_transaction_id", transactionId);
    String device = terms.request().path("scene_info").path("device_id").asString(null);
    if (device != null) {
      reply.set("scene_info", Json.object().put("device_id", device));
    }
    reply.set("combine_payer_info", Json.object().put("openid", terms.openid()));
    ArrayNode orders = Json.array();
    members.forEach(member -> orders.add(subOrder(member)));
    reply.set("sub_orders", orders);
    return reply;
  }

  private static ObjectNode subOrder(Order member) {
    Party party = member.terms.party();
    ObjectNode node = Json.object().put("mchid", party.mchid());
    Party.put(node, "sub_mchid", party.subMchid());
    Party.put(node, "sub_appid", party.subAppid());
    Party.put(node, "sub_openid", member.terms.subOpenid());
    node.put("out_trade_no", member.number)
        .put("trade_type", member.type.wireName())
        .put("trade_state", member.state.name())
        .put("attach", member.terms.request().path("attach").asString(""));
    if (member.transactionId != null && member.paidAt != null) {
      node.put("transaction_id", member.transactionId)
          .put("bank_type", "OTHERS")
          .put("success_time", WireTime.format(member.paidAt));
    }
    // Not total and payer_total, as in single orders.
    node.set(
        "amount",
        Json.object()
            .put("total_amount", member.total)
            .put("payer_amount", member.total)
            .put("currency", "CNY")
            .put("payer_currency", "CNY"));
    return node;
  }

  /** As it was when it was paid. */
  @Override
  public ObjectNode toNotification() {
    ObjectNode content = toQueryReply();
    content
        .path("sub_orders")
        .forEach(order -> ((ObjectNode) order).put("trade_state", Order.State.SUCCESS.name()));
    return content;
  }

  @Override
  public Shown shown() {
    return new Shown(
        members.stream()
            .map(member -> member.terms.description())
            .collect(Collectors.joining(", ")),
        terms.total(),
        terms.type().wireName(),
        members.get(0).state.name(),
        members.stream()
            .map(member -> member.terms.description() + " ¥" + Cashier.yuan(member.total))
            .toList());
  }

  WechatCombinedOrder view() {
    return new WechatCombinedOrder(
        number(),
        terms.total(),
        terms.type().wireName(),
        transactionId,
        terms.notifyUrl(),
        code.value(),
        declines,
        members.stream().map(Order::view).toList());
  }
}
