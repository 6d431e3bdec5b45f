package io.jiaozi.sandbox.wechat;

import io.jiaozi.sandbox.channel.Reply;
import java.net.URI;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Refunding a paid order and asking about refunds; protocol sheet 6.5. */
final class RefundCalls {
  private static final Pattern NUMBER = Pattern.compile("[0-9A-Za-z_\\-|*@]{1,64}");
  private static final Set<String> ACCOUNTS = Set.of("AVAILABLE", "UNSETTLED");
  private static final Set<String> KNOWN =
      Set.of(
          "transaction_id",
          "out_trade_no",
          "out_refund_no",
          "reason",
          "notify_url",
          "funds_account",
          "amount",
          "goods_detail");

  private final Ledger ledger;
  private final Function<Refund, Runnable> accepted;

  /**
   * @param accepted told about every new refund; gives what is to be done once the answer is out
   */
  RefundCalls(Ledger ledger, Function<Refund, Runnable> accepted) {
    this.ledger = ledger;
    this.accepted = accepted;
  }

  Reply apply(byte[] body, boolean publicKeyAsked) {
    Fields refund = Fields.of(body);
    check(refund);
    String url = refund.optionalText("notify_url", 8, 256);
    URI notifyUrl = url == null ? null : NotifyUrl.require(url);
    Ledger.Applied applied = ledger.refund(refund.json(), notifyUrl, publicKeyAsked);
    Reply reply = Reply.json(200, applied.reply());
    return applied.isNew() ? reply.afterwards(accepted.apply(applied.refund())) : reply;
  }

  private static void check(Fields refund) {
    refund.requireKnown(KNOWN);
    if (refund.has("transaction_id") == refund.has("out_trade_no")) {
      throw WechatError.field(
          "/transaction_id", null, "give exactly one of transaction_id and out_trade_no");
    }
    refund.optionalText("transaction_id", 1, 32);
    refund.optionalText("out_trade_no", 6, 32);
    refund.text("out_refund_no", 1, 64, NUMBER);
    refund.optionalText("reason", 1, 80);
    String account = refund.optionalText("funds_account", 1, 32);
    if (account != null && !ACCOUNTS.contains(account)) {
      throw WechatError.field("/funds_account", account, "must be one of " + ACCOUNTS);
    }
    Fields amount = refund.object("amount");
    amount.requireKnown(Set.of("refund", "total", "currency", "from"));
    amount.amount("refund");
    amount.amount("total");
    amount.requireCny("currency", /* required= */ true);
  }

  Reply query(String outRefundNo) {
    return Reply.json(200, ledger.readRefund(outRefundNo, Refund::toReply));
  }
}
