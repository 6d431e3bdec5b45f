package io.jiaozi.sandbox.unionpay;

import io.jiaozi.sandbox.channel.Reply;
import io.jiaozi.sandbox.unionpay.Transaction.Entrance;
import java.util.SortedMap;
import java.util.function.BiFunction;

/** What the merchant does with a transaction of before: refund, complete, undo, reverse. */
final class BackCalls {
  private final Ledger ledger;
  private final Placing placing;
  private final BiFunction<Transaction, Reply, Reply> accepted;

  /**
   * @param accepted decides how a new transaction ends, and adds that to the answer
   */
  BackCalls(Ledger ledger, Placing placing, BiFunction<Transaction, Reply, Reply> accepted) {
    this.ledger = ledger;
    this.placing = placing;
    this.accepted = accepted;
  }

  Reply follow(Account account, Form form, Kind kind) {
    Fields fields = new Fields(form);
    fields.require("txnSubType", "00");
    Transaction transaction =
        ledger.place(
            placing.draft(
                account, form, kind, Entrance.MERCHANT, false, origin(account, form, fields)));
    SortedMap<String, String> answer = Answers.echo(form);
    answer.put("origQryId", originOf(transaction));
    answer.put("queryId", transaction.queryId);
    return accepted.apply(transaction, Answers.of(answer, "00"));
  }

  private static String originOf(Transaction transaction) {
    Transaction origin = transaction.origin;
    return origin == null ? "" : origin.queryId;
  }

  /** By {@code origQryId}, or for QR products by the original's own pair; sheet 4.3. */
  private Transaction origin(Account account, Form form, Fields fields) {
    Transaction origin;
    if (fields.has("origQryId")) {
      origin = ledger.byQueryId(account.merchantId(), fields.require("origQryId", Fields.QUERY_ID));
    } else if (form.get("bizType").equals("000000") && fields.has("origOrderId")) {
      fields.time("origTxnTime");
      origin = ledger.find(key(account, form, "origOrderId", "origTxnTime"));
    } else {
      throw Refusal.missing("origQryId");
    }
    if (origin == null) {
      throw Refusal.of("35");
    }
    return origin;
  }

  private static Transaction.Key key(Account account, Form form, String number, String time) {
    return new Transaction.Key(account.merchantId(), form.get(number), form.get(time));
  }

  /**
   * What a reversal has done.
   *
   * @param original what was reversed
   */
  record Reversed(Transaction original, Reply reply) {}

  /** 99: with the original's own number and time, so it is no transaction of its own. */
  Reversed reverse(Account account, Form form) {
    Fields fields = new Fields(form);
    fields.require("txnSubType", "01");
    fields.require("bizType", "000000");
    fields.require("orderId", Fields.ORDER_ID);
    fields.time("txnTime");
    Transaction original = ledger.reverse(key(account, form, "orderId", "txnTime"));
    SortedMap<String, String> answer = Answers.echo(form);
    answer.put("queryId", original.queryId);
    return new Reversed(original, Answers.of(answer, "00"));
  }
}
