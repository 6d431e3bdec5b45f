package io.jiaozi.sandbox.wechat;

import io.jiaozi.sandbox.channel.Reply;
import io.jiaozi.sandbox.channel.WireRequest;
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
          "goods_detail",
          "sub_mchid");
  private static final Set<String> CARDS = Set.of("USER_BANK_CARD", "MERCHANT_BANK_CARD");
  private static final Set<String> BANKS =
      Set.of(
          "CMB_DEBIT",
          "COMM_DEBIT",
          "ABC_DEBIT",
          "CCB_DEBIT",
          "ICBC_DEBIT",
          "BOC_DEBIT",
          "PAB_DEBIT",
          "SPDB_DEBIT",
          "CITIC_DEBIT",
          "CEB_DEBIT",
          "CMBC_DEBIT",
          "CIB_DEBIT",
          "GDB_DEBIT",
          "PSBC_DEBIT",
          "NBCB_DEBIT");

  private final RefundBook book;
  private final Parties parties;
  private final SensitiveFields sensitive;
  private final Function<Refund, Runnable> accepted;

  /**
   * @param accepted told about every new refund; gives what is to be done once the answer is out
   */
  RefundCalls(
      RefundBook book,
      Parties parties,
      SensitiveFields sensitive,
      Function<Refund, Runnable> accepted) {
    this.book = book;
    this.parties = parties;
    this.sensitive = sensitive;
    this.accepted = accepted;
  }

  Reply apply(byte[] body, boolean publicKeyAsked) {
    Fields refund = Fields.of(body);
    check(refund);
    String url = refund.optionalText("notify_url", 8, 256);
    URI notifyUrl = url == null ? null : NotifyUrl.require(url);
    Party party = parties.forSub(refund.optionalText("sub_mchid", 1, 32));
    return answer(book.apply(refund.json(), party, notifyUrl, publicKeyAsked));
  }

  private Reply answer(RefundBook.Applied applied) {
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

  Reply query(WireRequest request, String outRefundNo) {
    Party party = parties.forSub(Parties.parameter(request, "sub_mchid"));
    return Reply.json(200, book.read(outRefundNo, party, Refund::toReply));
  }

  /** Sends the money of an abnormal refund to a bank account instead. */
  Reply applyAbnormal(WireRequest request, String refundId) {
    Fields way = Fields.of(request.body());
    way.requireKnown(
        Set.of("out_refund_no", "type", "bank_type", "bank_account", "real_name", "sub_mchid"));
    way.text("out_refund_no", 1, 64, NUMBER);
    String type = way.text("type", 1, 32);
    if (!CARDS.contains(type)) {
      throw WechatError.field("/type", type, "must be one of " + CARDS);
    }
    boolean toUser = type.equals("USER_BANK_CARD");
    String bank = toUser ? way.text("bank_type", 1, 16) : way.optionalText("bank_type", 1, 16);
    if (bank != null && !BANKS.contains(bank)) {
      throw WechatError.field("/bank_type", bank, "must be one of " + BANKS);
    }
    sensitive.check(request, way, "bank_account", toUser);
    sensitive.check(request, way, "real_name", toUser);
    Party party = parties.forSub(way.optionalText("sub_mchid", 1, 32));
    return answer(book.applyAbnormal(refundId, way.json(), party));
  }
}
