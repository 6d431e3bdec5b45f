package io.jiaozi.proving.channels;

import io.jiaozi.money.Money;
import io.jiaozi.proving.message.Deal;
import io.jiaozi.proving.message.GenuineMessage;
import io.jiaozi.proving.message.Making;
import io.jiaozi.proving.message.MessageShape.Role;
import io.jiaozi.proving.message.Swap;
import io.jiaozi.proving.message.Told;
import io.jiaozi.proving.message.WireMessage;
import io.jiaozi.proving.stage.Stage;
import io.jiaozi.sandbox.alipay.AlipayCredentials;
import io.jiaozi.sandbox.alipay.AlipaySandbox;
import io.jiaozi.sandbox.alipay.Twist;
import io.jiaozi.sandbox.channel.OutboundMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What Alipay can send, written out: parameters by the protocol sheet, sections 6.3 and 6.4. */
final class AlipayMessages {

  private static final Money AMOUNT = Money.of("CNY", "88.00");
  private static final String OTHER_APP = "2021009999999999";
  private static final Instant PAID_AT = Instant.parse("2026-02-17T12:00:05Z");
  private static final String PAID_AT_TEXT = "2026-02-17 20:00:05";

  private final AlipaySandbox sandbox;
  private final AlipayCredentials app;
  private final List<GenuineMessage> messages = new ArrayList<>();

  AlipayMessages(AlipaySandbox sandbox, AlipayCredentials app) {
    this.sandbox = sandbox;
    this.app = app;
  }

  static WireMessage arrived(OutboundMessage message) {
    return WireMessage.of("/pay/notify/alipay", message);
  }

  /** All, those first that a forger may be given. */
  List<GenuineMessage> all() {
    messages.clear();
    texts();
    amounts();
    refunds();
    states();
    times();
    ways();
    others();
    return List.copyOf(messages);
  }

  private Map<String, String> paid(String number) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("notify_time", "2026-02-17 20:00:08");
    fields.put("notify_type", "trade_status_sync");
    fields.put("notify_id", "2026021700222200133" + id(number));
    fields.put("version", "1.0");
    fields.put("app_id", app.appId());
    fields.put("auth_app_id", app.appId());
    fields.put("gmt_create", "2026-02-17 20:00:00");
    fields.put("gmt_payment", PAID_AT_TEXT);
    fields.put("subject", "Dumplings");
    fields.put("buyer_id", "2088" + id(number));
    fields.put("seller_id", app.sellerId());
    fields.put("trade_no", tradeNo(number));
    fields.put("out_trade_no", number);
    fields.put("trade_status", "TRADE_SUCCESS");
    fields.put("total_amount", "88.00");
    fields.put("receipt_amount", "88.00");
    fields.put("fund_bill_list", "[{\"amount\":\"88.00\",\"fundChannel\":\"ALIPAYACCOUNT\"}]");
    return fields;
  }

  /** Twelve digits of its own. */
  private static String id(String number) {
    return String.format("%012d", Math.floorMod(number.hashCode(), 1_000_000_007L));
  }

  private static String tradeNo(String number) {
    return "2026021722001" + id(number);
  }

  private static Told told(String number) {
    return Told.payment(number, "PAID", AMOUNT)
        .at(PAID_AT)
        .channelId(tradeNo(number))
        .payer("2088" + id(number));
  }

  private Map<String, String> refunded(String number, String status, String sum) {
    Map<String, String> fields = paid(number);
    fields.put("trade_status", status);
    fields.put("out_biz_no", "R" + number);
    fields.put("refund_fee", sum);
    fields.put("gmt_refund", "2026-02-18 09:00:00.123");
    return fields;
  }

  private static Told toldRefund(String number) {
    return Told.refund(number, "R" + number, "SUCCEEDED", null)
        .at(Instant.parse("2026-02-18T01:00:00Z"));
  }

  private void texts() {
    payment("paid", fields -> {}, told -> told);
    subject("emoji", "🥟 交子 👩‍👩‍👧");
    subject("plus, percent, ampersand, equals", "a+b %2B 100% & x=y&sign=0");
    subject("quotes and angle brackets", "\"it\" <b>'&quot;</b>");
    subject("Arabic and Hebrew", "دفع ‏תשלום‏");
    subject("rare Chinese", "𠮷野家 𪚥");
    subject("combining and full width", "e\u0301 ＡＢＣ　１２３");
    subject("blanks around", "  dumplings  ");
    subject("line ends", "one\r\ntwo\tthree");
    subject("longest", "文".repeat(256));
    payment("body", fields -> fields.put("body", "a=1&b=2"), told -> told);
    payment(
        "passed back",
        fields -> fields.put("passback_params", "merchantBizType%3d3C%26merchantBizNo%3d2016"),
        told -> told);
  }

  private void subject(String name, String text) {
    payment("subject: " + name, fields -> fields.put("subject", text), told -> told);
  }

  private void amounts() {
    amount("one fen", "0.01");
    amount("greatest amount", "999999999.99");
    amount("whole yuan", "88.00");
    payment("one decimal", fields -> fields.put("total_amount", "88.0"), told -> told);
  }

  private void amount(String name, String yuan) {
    payment(
        name,
        fields -> fields.put("total_amount", yuan),
        told -> told.amount(Money.of("CNY", yuan)));
  }

  private void refunds() {
    refund("refund of a part", "TRADE_SUCCESS", "8.00");
    refund("refund of the whole", "TRADE_CLOSED", "88.00");
    refund("refund of one fen", "TRADE_SUCCESS", "0.01");
  }

  private void refund(String name, String status, String sum) {
    String number = Stage.number();
    add(name, refunded(number, status, sum), toldRefund(number));
  }

  private void states() {
    state("finished", "TRADE_FINISHED", "PAID");
    state("state nobody knows", "TRADE_MOON", "UNKNOWN");
    payment(
        "waiting",
        fields -> {
          fields.put("trade_status", "WAIT_BUYER_PAY");
          fields.remove("gmt_payment");
        },
        told -> told.state("AWAITING_CUSTOMER").at(null));
    payment(
        "closed unpaid",
        fields -> {
          fields.put("trade_status", "TRADE_CLOSED");
          fields.remove("gmt_payment");
        },
        told -> told.state("CLOSED").at(null));
    payment("no buyer", fields -> fields.remove("buyer_id"), told -> told.payer(null));
    payment(
        "open id of the buyer",
        fields -> {
          fields.put("buyer_open_id", "074a1CcTG1LelxKe4xQC0zgNdId0nxi95b5lsNpazWYoCo5");
          fields.remove("buyer_id");
        },
        told -> told.payer("074a1CcTG1LelxKe4xQC0zgNdId0nxi95b5lsNpazWYoCo5"));
  }

  private void state(String name, String status, String state) {
    payment(name, fields -> fields.put("trade_status", status), told -> told.state(state));
  }

  private void times() {
    time("with a fraction", "2026-02-17 20:00:05.123", PAID_AT);
    time("on a leap day", "2028-02-29 23:59:59", Instant.parse("2028-02-29T15:59:59Z"));
    payment("no time", fields -> fields.remove("gmt_payment"), told -> told.at(null));
    payment(
        "sent long ago", fields -> fields.put("notify_time", "2025-01-01 00:00:00"), told -> told);
  }

  private void time(String name, String text, Instant instant) {
    payment("time " + name, fields -> fields.put("gmt_payment", text), told -> told.at(instant));
  }

  private void ways() {
    way("in GBK", Twist.GBK);
    way("an empty field, not signed", Twist.EMPTY_FIELD);
    way("an empty field, signed", Twist.EMPTY_FIELD_SIGNED);
    way("a field nobody knows", Twist.EXTRA_FIELD);
    way("awkward text", Twist.AWKWARD_TEXT);
    way("awkward text and a field nobody knows", Twist.AWKWARD_TEXT, Twist.EXTRA_FIELD);
    String unsigned = Stage.number();
    messages.add(
        new GenuineMessage(
            "certificate named, not signed",
            told(unsigned),
            how ->
                how == Making.GENUINE
                    ? signed(paid(unsigned), Twist.CERT_SN_UNSIGNED)
                    : Optional.empty()));
    String unnamed = Stage.number();
    messages.add(
        new GenuineMessage(
            "no certificate named",
            told(unnamed),
            how -> how == Making.GENUINE ? signed(paid(unnamed)) : Optional.empty()));
    payment("no receiving app", fields -> fields.remove("auth_app_id"), told -> told);
    payment(
        "vouchers",
        fields ->
            fields.put(
                "voucher_detail_list",
                "[{\"amount\":\"5.00\",\"name\":\"5元券\",\"voucherId\":\"2016\"}]"),
        told -> told);
  }

  private void way(String name, Twist... how) {
    String number = Stage.number();
    messages.add(message(name, paid(number), told(number), how));
  }

  private void others() {
    number("shortest number", Stage.number().substring(9, 17));
    number("longest number", (Stage.number() + "9".repeat(64)).substring(0, 64));
    number("number with every sign", "P_" + Stage.number());
    for (String type :
        List.of("dut_user_sign", "dut_user_unsign", "servicemarket_order_notify", "moon_phase")) {
      Map<String, String> fields = paid(Stage.number());
      fields.put("notify_type", type);
      add("type " + type, fields, Told.unmapped(type));
    }
    for (int i = 0; messages.size() < 50; i++) {
      int fen = 101 * (i + 1);
      amount("amount " + fen, String.format("%d.%02d", fen / 100, fen % 100));
    }
  }

  private void number(String name, String number) {
    add(name, paid(number), told(number));
  }

  private interface Change {
    void in(Map<String, String> fields);
  }

  private void payment(String name, Change change, UnaryOperator<Told> tells) {
    String number = Stage.number();
    Map<String, String> fields = paid(number);
    change.in(fields);
    add(name, fields, tells.apply(told(number)));
  }

  private void add(String name, Map<String, String> fields, Told told) {
    messages.add(message(name, fields, told));
  }

  private GenuineMessage message(
      String name, Map<String, String> fields, Told told, Twist... twists) {
    return new GenuineMessage(
        name, told, how -> make(how, fields, plus(twists, Twist.CERT_SN_SIGNED)));
  }

  private Optional<WireMessage> make(Making how, Map<String, String> fields, Twist... twists) {
    return switch (how) {
      case GENUINE -> signed(fields, twists);
      case STALE -> signed(fields, plus(twists, Twist.OLD));
      case FUTURE -> signed(fields, plus(twists, Twist.FUTURE));
      case FOREIGN_KEY -> signed(fields, plus(twists, Twist.UNKNOWN_KEY));
      case OWN_KEY_SAME_NAME ->
          signed(fields, plus(twists, Twist.UNKNOWN_KEY))
              .map(message -> Shapes.ALIPAY.place(Role.KEY).with(message, app.alipayCertSn()));
      case EXPIRED_CERTIFICATE -> signed(fields, plus(twists, Twist.EXPIRED_CERTIFICATE));
      case OTHER_AUTHORITY -> signed(fields, plus(twists, Twist.OTHER_AUTHORITY_CERTIFICATE));
      case OTHER_MERCHANT -> signed(with(fields, "app_id", OTHER_APP), twists);
      case TEST_CERTIFICATE, PROBE -> Optional.empty();
    };
  }

  private static Map<String, String> with(Map<String, String> fields, String name, String value) {
    Map<String, String> changed = new LinkedHashMap<>(fields);
    changed.put(name, value);
    return changed;
  }

  private static Twist[] plus(Twist[] twists, Twist more) {
    return Stream.concat(Stream.of(twists), Stream.of(more)).toArray(Twist[]::new);
  }

  private Optional<WireMessage> signed(Map<String, String> fields, Twist... how) {
    return Optional.of(arrived(sandbox.signedNotification(app, fields, how)));
  }

  /** The notification about a paid order, with one thing as the shop's books do not have it. */
  Optional<WireMessage> swapped(Deal deal, Swap swap) {
    Map<String, String> right = paid(deal.number());
    return switch (swap) {
      case ORDER -> signed(with(right, "out_trade_no", Stage.number()));
      case AMOUNT_UP -> signed(with(right, "total_amount", "88.01"));
      case AMOUNT_DOWN -> signed(with(right, "total_amount", "87.99"));
      case APP -> signed(with(right, "app_id", OTHER_APP));
      case SELLER -> signed(with(right, "seller_id", "2088999999999999"));
      case SUB_MERCHANT -> signed(with(right, "auth_app_id", OTHER_APP));
      case STATUS -> signed(with(right, "trade_status", "WAIT_BUYER_PAY"));
      case TIME -> signed(right, Twist.FUTURE);
      case DUPLICATE -> signed(right);
      case STALE -> signed(right, Twist.OLD);
      case CURRENCY, MERCHANT, ENVIRONMENT -> Optional.empty();
    };
  }
}
