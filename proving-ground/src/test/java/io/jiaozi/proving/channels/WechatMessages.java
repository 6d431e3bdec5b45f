package io.jiaozi.proving.channels;

import static io.jiaozi.proving.channels.RawJson.quoted;

import io.jiaozi.money.Money;
import io.jiaozi.proving.message.Deal;
import io.jiaozi.proving.message.GenuineMessage;
import io.jiaozi.proving.message.Making;
import io.jiaozi.proving.message.Swap;
import io.jiaozi.proving.message.Told;
import io.jiaozi.proving.message.WireMessage;
import io.jiaozi.proving.stage.Stage;
import io.jiaozi.sandbox.channel.OutboundMessage;
import io.jiaozi.sandbox.wechat.Twist;
import io.jiaozi.sandbox.wechat.WechatSandbox;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What WeChat Pay can send, written out: contents by the protocol sheet, sections 6.2, 6.5 and 7.2,
 * encrypted and signed by the sandbox.
 */
final class WechatMessages {

  private static final String PAID = "TRANSACTION.SUCCESS";
  private static final String OTHER_MERCHANT = "1900009191";
  private static final Money AMOUNT = Money.of("CNY", "88.00");

  private static final Instant PAID_AT = Instant.parse("2026-02-17T12:00:05Z");
  private static final String PAID_AT_TEXT = "\"2026-02-17T20:00:05+08:00\"";

  private final WechatSandbox sandbox;
  private final List<GenuineMessage> messages = new ArrayList<>();

  WechatMessages(WechatSandbox sandbox) {
    this.sandbox = sandbox;
  }

  private static String total(long fen) {
    return "{\"total\":"
        + fen
        + ",\"payer_total\":"
        + fen
        + ",\"currency\":\"CNY\",\"payer_currency\":\"CNY\"}";
  }

  private RawJson paid(String number) {
    return RawJson.object()
        .with("mchid", quoted(sandbox.credentials().merchantId()))
        .with("appid", quoted(sandbox.credentials().appId()))
        .with("out_trade_no", quoted(number))
        .with("transaction_id", quoted("4200" + number.hashCode()))
        .with("trade_type", quoted("NATIVE"))
        .with("trade_state", quoted("SUCCESS"))
        .with("trade_state_desc", quoted("支付成功"))
        .with("bank_type", quoted("OTHERS"))
        .with("attach", quoted(""))
        .with("success_time", PAID_AT_TEXT)
        .with("payer", "{\"openid\":\"oUpF8uMuAJO" + number.hashCode() + "\"}")
        .with("amount", total(AMOUNT.minorUnits()));
  }

  private static Told told(String number) {
    return Told.payment(number, "PAID", AMOUNT)
        .at(PAID_AT)
        .channelId("4200" + number.hashCode())
        .payer("oUpF8uMuAJO" + number.hashCode());
  }

  private RawJson refundContent(String number, String refundNumber, String status) {
    return RawJson.object()
        .with("mchid", quoted(sandbox.credentials().merchantId()))
        .with("transaction_id", quoted("4200" + number.hashCode()))
        .with("out_trade_no", quoted(number))
        .with("refund_id", quoted("5030" + number.hashCode()))
        .with("out_refund_no", quoted(refundNumber))
        .with("refund_status", quoted(status))
        .with("user_received_account", quoted("招商银行信用卡0403"))
        .with(
            "amount", "{\"total\":8800,\"refund\":800,\"payer_total\":8800,\"payer_refund\":800}");
  }

  private static Told toldRefund(String number, String refundNumber, String state) {
    return Told.refund(number, refundNumber, state, Money.of("CNY", "8.00"))
        .channelId("5030" + number.hashCode());
  }

  static WireMessage arrived(OutboundMessage message) {
    return WireMessage.of("/pay/notify/wechat", message);
  }

  /** All, those first that a forger may be given. */
  List<GenuineMessage> all() {
    messages.clear();
    payments();
    refunds();
    times();
    envelopes();
    shapes();
    unmapped();
    return List.copyOf(messages);
  }

  private void payments() {
    payment("paid", content -> content, told -> told);
    payment(
        "one fen",
        content -> content.with("amount", total(1)),
        told -> told.amount(Money.ofMinor("CNY", 1)));
    payment(
        "greatest amount",
        content -> content.with("amount", total(999_999_999_999L)),
        told -> told.amount(Money.ofMinor("CNY", 999_999_999_999L)));
    attach("emoji", "🥟 交子 👩‍👩‍👧");
    attach("plus, percent, ampersand", "a+b %2B 100% & x=y");
    attach("quotes and backslashes", "\\\"it\\\\\\\" \\/ \\t\\n");
    attach("escaped Chinese", "\\u4ea4\\u5b50");
    attach("escaped emoji", "\\ud83e\\udd5f");
    attach("Arabic and Hebrew", "دفع ‏תשלום‏");
    attach("rare Chinese", "𠮷野家 𪚥");
    attach("combining and full width", "e\u0301 ＡＢＣ　１２３");
    attach("markup", "<script>alert(1)</script>&quot;");
    attach("longest", "文".repeat(128));
    payment("attach null", content -> content.with("attach", "null"), told -> told);
    payment("attach absent", content -> content.without("attach"), told -> told);
    payment("no payer", content -> content.without("payer"), told -> told.payer(null));
    payment("payer empty", content -> content.with("payer", "{}"), told -> told.payer(null));
    payment(
        "openid empty",
        content -> content.with("payer", "{\"openid\":\"\"}"),
        told -> told.payer(null));
    payment(
        "refunded since",
        content -> content.with("trade_state", quoted("REFUND")),
        told -> told.state("REFUND_STARTED"));
  }

  private void attach(String name, String json) {
    payment("attach: " + name, content -> content.with("attach", quoted(json)), told -> told);
  }

  private void refunds() {
    refund("refund done", "SUCCESS", "SUCCEEDED");
    refund("refund abnormal", "ABNORMAL", "NEEDS_ATTENTION");
    refund("refund closed", "CLOSED", "FAILED");
    String number = Stage.number();
    String longest = "R@|-_*" + "9".repeat(58);
    add(
        "longest refund number",
        "REFUND.SUCCESS",
        "refund",
        refundContent(number, longest, "SUCCESS").with("success_time", PAID_AT_TEXT),
        toldRefund(number, longest, "SUCCEEDED").at(PAID_AT));
    String other = Stage.number();
    add(
        "refund of one fen",
        "REFUND.SUCCESS",
        "refund",
        refundContent(other, "R" + other, "SUCCESS")
            .with(
                "amount", "{\"total\":8800,\"refund\":1,\"payer_total\":8800,\"payer_refund\":1}"),
        toldRefund(other, "R" + other, "SUCCEEDED").amount(Money.ofMinor("CNY", 1)));
    String third = Stage.number();
    add(
        "refund to an odd account",
        "REFUND.SUCCESS",
        "refund",
        refundContent(third, "R" + third, "SUCCESS")
            .with("user_received_account", quoted("零钱 +%26 🥟 \\u0000")),
        toldRefund(third, "R" + third, "SUCCEEDED"));
  }

  private void refund(String name, String status, String state) {
    String number = Stage.number();
    String refundNumber = "R" + number;
    add(
        name,
        "REFUND." + status,
        "refund",
        refundContent(number, refundNumber, status),
        toldRefund(number, refundNumber, state));
  }

  private void times() {
    time("in UTC", quoted("2026-02-17T12:00:05Z"), PAID_AT);
    time("with a fraction", quoted("2026-02-17T20:00:05.123+08:00"), PAID_AT);
    time("in another zone", quoted("2026-02-17T07:00:05-05:00"), PAID_AT);
    time("on a leap day", quoted("2028-02-29T23:59:59+08:00"), "2028-02-29T15:59:59Z");
    time("in a form of its own", quoted("20260217200005"), (Instant) null);
    time("null", "null", (Instant) null);
    payment("no time", content -> content.without("success_time"), told -> told.at(null));
  }

  private void time(String name, String raw, String instant) {
    time(name, raw, Instant.parse(instant));
  }

  private void time(String name, String raw, Instant instant) {
    payment("time " + name, content -> content.with("success_time", raw), told -> told.at(instant));
  }

  private void envelopes() {
    envelope("header names in lower case", Twist.LOWER_CASE_HEADERS);
    envelope("no associated data", Twist.EMPTY_ASSOCIATED_DATA);
    envelope("no original type", Twist.NO_ORIGINAL_TYPE);
    envelope("nothing that may be left out", Twist.EMPTY_ASSOCIATED_DATA, Twist.NO_ORIGINAL_TYPE);
    envelope("signed with the public key", Twist.PUBLIC_KEY);
    envelope(
        "signed with the public key, in lower case", Twist.PUBLIC_KEY, Twist.LOWER_CASE_HEADERS);
    envelope("signed with the certificate", Twist.CERTIFICATE);
  }

  private void envelope(String name, Twist... how) {
    String number = Stage.number();
    messages.add(message(name, PAID, "transaction", paid(number).text(""), told(number), how));
  }

  private void shapes() {
    number("shortest number", "P" + Stage.number().substring(12, 17));
    number("longest number", ("P" + Stage.number() + "9".repeat(32)).substring(0, 32));
    number("number with every sign", "P_-|*" + Stage.number().substring(1));
    payment("fields in reverse", RawJson::reversed, told -> told);
    payment(
        "fields nobody knows",
        content ->
            content
                .with("new_field", "[1,2,{\"a\":[true,null,-1.5e3]}]")
                .with("scene_info", "{\"device_id\":\"013467007045764\"}")
                .with(
                    "promotion_detail",
                    "[{\"coupon_id\":\"109519\",\"amount\":100,\"goods_detail\":[{\"goods_id\":\"M1006\",\"price\":1}]}]"),
        told -> told);
    payment(
        "amount with more in it",
        content ->
            content.with(
                "amount",
                "{\"discount\":{\"fen\":1},\"currency\":\"CNY\",\"payer_total\":8700,\"total\":8800}"),
        told -> told);
    String number = Stage.number();
    messages.add(
        message(
            "white space between all parts",
            PAID,
            "transaction",
            paid(number).text("\r\n\t "),
            told(number)));
    payment(
        "state nobody knows",
        content -> content.with("trade_state", quoted("HIBERNATING")),
        told -> told.state("UNKNOWN"));
    payment(
        "state closed",
        content -> content.with("trade_state", quoted("CLOSED")),
        told -> told.state("CLOSED"));
    payment(
        "state not paid, no amount",
        content -> content.with("trade_state", quoted("NOTPAY")).without("amount"),
        told -> told.state("AWAITING_CUSTOMER").amount(null));
  }

  private void number(String name, String number) {
    add(name, PAID, "transaction", paid(number), told(number));
  }

  private void unmapped() {
    unmapped(
        "transfer",
        "MCHTRANSFER.BILL.FINISHED",
        "mch_payment",
        "{\"mch_id\":"
            + quoted(sandbox.credentials().merchantId())
            + ",\"out_bill_no\":\"T1\",\"state\":\"SUCCESS\",\"transfer_amount\":1,\"openid\":\"o-T\"}");
    unmapped(
        "several orders in one",
        PAID,
        "transaction",
        "{\"combine_mchid\":"
            + quoted(sandbox.credentials().merchantId())
            + ",\"combine_out_trade_no\":\"C1\",\"sub_orders\":[]}");
    unmapped(
        "profit sharing, to the receiver",
        "PROFITSHARING",
        "profitsharing",
        "{\"mchid\":\"1900000100\",\"receiver\":{\"type\":\"MERCHANT_ID\",\"amount\":888}}");
    unmapped(
        "complaint",
        "COMPLAINT.CREATE",
        "complaint",
        "{\"complaint_id\":\"200201820200101080076610000\",\"action_type\":\"CREATE_COMPLAINT\"}");
    unmapped("event nobody knows", "SOMETHING.NEW", "new", "{\"a\":\"🥟\"}");
  }

  private void unmapped(String name, String event, String type, String content) {
    messages.add(message(name, event, type, content, Told.unmapped(event)));
  }

  private void payment(String name, UnaryOperator<RawJson> change, UnaryOperator<Told> tells) {
    String number = Stage.number();
    add(name, PAID, "transaction", change.apply(paid(number)), tells.apply(told(number)));
  }

  private void add(String name, String event, String type, RawJson content, Told told) {
    messages.add(message(name, event, type, content.text(""), told));
  }

  private GenuineMessage message(
      String name, String event, String type, String content, Told told, Twist... twists) {
    return new GenuineMessage(
        name, told.content(content), how -> make(how, event, type, content, twists));
  }

  private Optional<WireMessage> make(
      Making how, String event, String type, String content, Twist... twists) {
    return switch (how) {
      case GENUINE -> signed(event, type, content, twists);
      case STALE -> signed(event, type, content, plus(twists, Twist.STALE));
      case FUTURE -> signed(event, type, content, plus(twists, Twist.FUTURE));
      case FOREIGN_KEY -> signed(event, type, content, plus(twists, Twist.UNKNOWN_KEY));
      case OWN_KEY_SAME_NAME ->
          signed(event, type, content, plus(twists, Twist.UNKNOWN_KEY))
              .map(
                  message ->
                      message.withHeader(
                          "Wechatpay-Serial", sandbox.credentials().platformSerial()));
      case EXPIRED_CERTIFICATE ->
          signed(event, type, content, plus(twists, Twist.EXPIRED_CERTIFICATE));
      case OTHER_MERCHANT ->
          signed(
              event,
              type,
              content.replace(sandbox.credentials().merchantId(), OTHER_MERCHANT),
              twists);
      case PROBE -> signed(event, type, content, plus(twists, Twist.SIGNTEST));
      case OTHER_AUTHORITY, TEST_CERTIFICATE -> Optional.empty();
    };
  }

  private static Twist[] plus(Twist[] twists, Twist more) {
    return Stream.concat(Stream.of(twists), Stream.of(more)).toArray(Twist[]::new);
  }

  private Optional<WireMessage> signed(String event, String type, String content, Twist... how) {
    return Optional.of(arrived(sandbox.signedNotification(event, type, content, how)));
  }

  /** The notification about a paid order, with one thing as the shop's books do not have it. */
  Optional<WireMessage> swapped(Deal deal, Swap swap) {
    RawJson right = paid(deal.number()).with("amount", total(deal.price().minorUnits()));
    return switch (swap) {
      case ORDER -> swapped(right.with("out_trade_no", quoted(Stage.number())));
      case AMOUNT_UP -> swapped(right.with("amount", total(deal.price().minorUnits() + 1)));
      case AMOUNT_DOWN -> swapped(right.with("amount", total(deal.price().minorUnits() - 1)));
      case CURRENCY ->
          swapped(
              right.with("amount", total(deal.price().minorUnits()).replace("\"CNY\"", "\"JPY\"")));
      case APP -> swapped(right.with("appid", quoted("wxd678efh567hg6787")));
      case MERCHANT -> swapped(right.with("mchid", quoted(OTHER_MERCHANT)));
      case SUB_MERCHANT ->
          swapped(
              right
                  .without("mchid")
                  .without("appid")
                  .with("sp_mchid", quoted(sandbox.credentials().merchantId()))
                  .with("sp_appid", quoted(sandbox.credentials().appId()))
                  .with("sub_mchid", quoted(OTHER_MERCHANT)));
      case STATUS -> swapped(right.with("trade_state", quoted("NOTPAY")));
      case TIME -> swapped(right, Twist.FUTURE);
      case DUPLICATE -> swapped(right);
      case STALE -> swapped(right, Twist.STALE);
      case SELLER, ENVIRONMENT -> Optional.empty();
    };
  }

  private Optional<WireMessage> swapped(RawJson content, Twist... how) {
    return signed(PAID, "transaction", content.text(""), how);
  }
}
