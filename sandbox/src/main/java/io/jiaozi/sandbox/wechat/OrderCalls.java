package io.jiaozi.sandbox.wechat;

import io.jiaozi.sandbox.channel.Reply;
import io.jiaozi.sandbox.channel.WireRequest;

/** Asking about an order and closing it; protocol sheet 6.2. */
final class OrderCalls {
  private final Parties parties;
  private final Ledger ledger;

  OrderCalls(Parties parties, Ledger ledger) {
    this.parties = parties;
    this.ledger = ledger;
  }

  Reply query(boolean partner, WireRequest request, String outTradeNo) {
    Party party = parties.ofQuery(request, partner);
    return Reply.json(200, ledger.read(outTradeNo, party, Order::toQueryReply));
  }

  Reply queryById(boolean partner, WireRequest request, String transactionId) {
    Party party = parties.ofQuery(request, partner);
    return Reply.json(200, ledger.readTransaction(transactionId, party, Order::toQueryReply));
  }

  Reply close(boolean partner, WireRequest request, String outTradeNo) {
    ledger.close(outTradeNo, parties.numbers(Fields.of(request.body()), partner));
    return Reply.empty(204);
  }
}
