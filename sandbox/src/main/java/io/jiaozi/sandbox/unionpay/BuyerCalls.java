package io.jiaozi.sandbox.unionpay;

import io.jiaozi.sandbox.channel.Reply;
import io.jiaozi.sandbox.unionpay.Transaction.Entrance;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/** Purchases and pre-authorisations: whatever waits for a buyer. Sheet 4.3. */
final class BuyerCalls {
  /** {@code txnType/txnSubType/bizType/channelType} of the products that show a page. */
  private static final Set<String> PAGES =
      Set.of(
          "01/01/000201/07",
          "01/01/000201/08",
          "01/01/000202/07",
          "01/03/000201/07",
          "02/01/000201/07",
          "02/01/000201/08");

  private static final Set<String> APPS = Set.of("01/01/000201/08", "01/01/000000/08");

  /** Codes that the buyer scans. Of 02/05 the sheet knows no more than these codes. */
  private static final Set<String> SHOWN = Set.of("01/07/000000/08", "02/05/000000/08");

  /** Codes that the shop scans. Of 02/04 one kit says bizType 000201. */
  private static final Set<String> SCANNED =
      Set.of("01/06/000000/08", "02/04/000000/08", "02/04/000201/08");

  private static final Set<String> UNIFIED = Set.of("01/01/000000/08");
  private static final Pattern CODE = Pattern.compile("[0-9]{1,20}");
  private static final Pattern TERMINAL = Pattern.compile("[0-9A-Za-z]{8}");

  private final Ledger ledger;
  private final Placing placing;
  private final BiFunction<Transaction, Reply, Reply> scanned;

  /**
   * @param scanned decides what becomes of a buyer whose code the shop has scanned, and adds that
   *     to the answer
   */
  BuyerCalls(Ledger ledger, Placing placing, BiFunction<Transaction, Reply, Reply> scanned) {
    this.ledger = ledger;
    this.placing = placing;
    this.scanned = scanned;
  }

  private static String product(Form form) {
    return form.get("txnType")
        + "/"
        + form.get("txnSubType")
        + "/"
        + form.get("bizType")
        + "/"
        + form.get("channelType");
  }

  /** frontTransReq.do: leads the browser to the cashier. */
  Reply page(Account account, Form form) {
    requireProduct(form, PAGES);
    Transaction order =
        ledger.place(placing.draft(account, form, kind(form), Entrance.FRONT, true, null));
    return Reply.seeOther(Cashier.path(order.token));
  }

  /** appTransReq.do: {@code tn} for the control inside the app. */
  Reply app(Account account, Form form) {
    requireProduct(form, APPS);
    Transaction order =
        ledger.place(placing.draft(account, form, kind(form), Entrance.APP, false, null));
    SortedMap<String, String> fields = Answers.echo(form);
    fields.put("tn", order.code);
    return Answers.of(fields, "00");
  }

  /**
   * order.do: one order for several ways to scan. The sheet does not know its answer; here it is
   * the one of a shown code.
   */
  Reply unified(Account account, Form form) {
    requireProduct(form, UNIFIED);
    return code(
        form,
        ledger.place(placing.draft(account, form, kind(form), Entrance.QR_SHOWN, true, null)));
  }

  /** backTransReq.do for codes, shown or scanned. */
  Reply qr(Account account, Form form) {
    requireNamed(form);
    if (SHOWN.contains(product(form))) {
      return code(
          form,
          ledger.place(placing.draft(account, form, kind(form), Entrance.QR_SHOWN, false, null)));
    }
    requireProduct(form, SCANNED);
    Fields fields = new Fields(form);
    fields.require("qrNo", CODE);
    if (fields.has("termId")) {
      fields.require("termId", TERMINAL);
    }
    Transaction order =
        ledger.place(placing.draft(account, form, kind(form), Entrance.QR_SCANNED, false, null));
    SortedMap<String, String> answer = Answers.echo(form);
    answer.put("queryId", order.queryId);
    return scanned.apply(order, Answers.of(answer, "00"));
  }

  private static Reply code(Form form, Transaction order) {
    SortedMap<String, String> fields = Answers.echo(form);
    fields.put("qrCode", order.code);
    return Answers.of(fields, "00");
  }

  private static Kind kind(Form form) {
    return form.get("txnType").equals("02") ? Kind.PREAUTHORISATION : Kind.PURCHASE;
  }

  private static void requireProduct(Form form, Set<String> products) {
    requireNamed(form);
    if (!products.contains(product(form))) {
      throw Refusal.of("43");
    }
  }

  private static void requireNamed(Form form) {
    Fields fields = new Fields(form);
    fields.require("txnType");
    fields.require("txnSubType");
    fields.require("bizType");
    fields.require("channelType");
  }
}
