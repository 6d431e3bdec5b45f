package io.jiaozi.proving.channels;

import io.jiaozi.money.Money;
import io.jiaozi.proving.message.Crafted;
import io.jiaozi.proving.message.Deal;
import io.jiaozi.proving.message.GenuineMessage;
import io.jiaozi.proving.message.Making;
import io.jiaozi.proving.message.Swap;
import io.jiaozi.proving.message.Told;
import io.jiaozi.proving.message.WireMessage;
import io.jiaozi.proving.stage.Stage;
import io.jiaozi.sandbox.channel.OutboundMessage;
import io.jiaozi.sandbox.unionpay.Twist;
import io.jiaozi.sandbox.unionpay.UnionpaySandbox;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What UnionPay can send, written out: fields by the protocol sheet, sections 4.2, 5.1 and 7.3. */
final class UnionpayMessages {

  private static final Money AMOUNT = Money.of("CNY", "88.00");
  private static final Instant PAID_AT = Instant.parse("2026-02-17T12:00:05Z");
  private static final String TIME = "20260217200000";
  private static final String OTHER_MERCHANT = "777290000000001";

  /** A public test card. Protocol sheet, section 7.1. */
  private static final String CARD = "6216261000000000018";

  private static final Set<String> HIDDEN = Set.of("accNo", "payCardNo", "customerInfo");
  private static final String TOKEN = "{token=6235240000020837299&inner={accNo=" + CARD + "}}";
  private static final String TOKEN_SHOWN = "{token=6235240000020837299&inner={accNo=***}}";

  private final UnionpaySandbox sandbox;
  private final List<GenuineMessage> messages = new ArrayList<>();

  UnionpayMessages(UnionpaySandbox sandbox) {
    this.sandbox = sandbox;
  }

  static WireMessage arrived(OutboundMessage message) {
    return WireMessage.of("/pay/notify/unionpay", message);
  }

  /** All, those first that a forger may be given. */
  List<GenuineMessage> all() {
    messages.clear();
    amounts();
    texts();
    cards();
    ways();
    states();
    holds();
    undone();
    refunds();
    times();
    shapes();
    unmapped();
    return List.copyOf(messages);
  }

  /** A payment by shown code that has succeeded. */
  private Map<String, String> paid(String number) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("version", "5.1.0");
    fields.put("encoding", "utf-8");
    fields.put("merId", sandbox.credentials().merchantId());
    fields.put("accessType", "0");
    fields.put("bizType", "000000");
    fields.put("txnType", "01");
    fields.put("txnSubType", "07");
    fields.put("orderId", number);
    fields.put("txnTime", TIME);
    fields.put("txnAmt", "8800");
    fields.put("currencyCode", "156");
    fields.put("queryId", queryId(number));
    fields.put("traceNo", "083729");
    fields.put("traceTime", "0217200005");
    fields.put("settleAmt", "8800");
    fields.put("settleCurrencyCode", "156");
    fields.put("settleDate", "0217");
    fields.put("respCode", "00");
    fields.put("respMsg", "成功[0000000]");
    fields.put("reqReserved", "J1.08");
    fields.put("accNo", "6216***********0018");
    return fields;
  }

  /** 21 digits of its own. */
  private static String queryId(String number) {
    return String.format("951807%015d", Integer.toUnsignedLong(number.hashCode()));
  }

  private static Told told(String number) {
    return Told.payment(number, "PAID", AMOUNT).at(PAID_AT).channelId(queryId(number));
  }

  private static Told still(Told told, String state) {
    return told.state(state).at(null);
  }

  /** Something that follows a payment: under its own number, with the payment's written into it. */
  private Map<String, String> following(
      String txnType, String number, String original, String fen) {
    Map<String, String> fields = paid(number);
    fields.put("txnType", txnType);
    fields.put("txnSubType", "00");
    fields.put("txnAmt", fen);
    fields.put("settleAmt", fen);
    fields.put("reqReserved", original + "." + TIME);
    return fields;
  }

  private void amounts() {
    payment("paid", fields -> {}, told -> told);
    amount("one fen", "1");
    amount("greatest amount", "999999999999");
    payment("leading zeros", fields -> fields.put("txnAmt", "000000008800"), told -> told);
  }

  private void amount(String name, String fen) {
    payment(
        name,
        fields -> fields.put("txnAmt", fen),
        told -> told.amount(Money.ofMinor("CNY", Long.parseLong(fen))));
  }

  private void texts() {
    text("emoji", "🥟 交子 👩‍👩‍👧");
    text("plus, percent, ampersand, equals", "a+b %2B 100% & x=y&respCode=64");
    text("quotes and backslashes", "\\\"it\\\\\\\" ' \\/ \\t");
    text("Arabic and Hebrew", "دفع ‏תשלום‏");
    text("rare Chinese", "𠮷野家 𪚥");
    text("combining and full width", "e\u0301 ＡＢＣ　１２３");
    text("markup", "<script>alert(1)</script>&quot;");
    text("line ends", "one\r\ntwo\tthree");
    text("blanks around", "  dumplings  ");
    text("brackets in brackets", "{x={a=1&b=2}&y=3}[0000000]");
    text("bracket without its other half", "{a=1");
    text("Base64", "eyJhIjoiYitjL2QifQ==");
    text("longest", "文".repeat(340));
    payment("no text", fields -> fields.remove("reqReserved"), told -> told);
    payment("odd reply text", fields -> fields.put("respMsg", "成功 +%26 🥟[0000000]"), told -> told);
  }

  /** The merchant's text, written by other software of his. */
  private void text(String name, String text) {
    payment("text: " + name, fields -> fields.put("reqReserved", text), told -> told);
  }

  private void cards() {
    payment("no card", fields -> fields.remove("accNo"), told -> told);
    payment("card in clear", fields -> fields.put("accNo", CARD), told -> told);
    payment(
        "card encrypted",
        fields -> fields.put("accNo", "dZRvehtDtCcBPbPBVJk+ezkyeXkF07UnbKwr8/012R5XSsDLE4Rq=="),
        told -> told);
    payment(
        "card and cardholder",
        fields -> {
          fields.put("payCardNo", CARD);
          fields.put("payCardType", "01");
          fields.put("customerInfo", "e3Bob25lTm89MTgxMDAwMDAwMDB9");
        },
        told -> told);
    payment("card within brackets", fields -> fields.put("tokenPayData", TOKEN), told -> told);
    payment("with a defect", fields -> fields.put("respCode", "A6"), told -> told);
  }

  private void ways() {
    way("on a page", "01", "000201");
    way("scanned at the till", "06", "000000");
    way("between companies", "01", "000202");
    way("without a page", "01", "000301");
    way("of a kind nobody knows", "99", "000999");
  }

  private void way(String name, String txnSubType, String bizType) {
    payment(
        "paid " + name,
        fields -> {
          fields.put("txnSubType", txnSubType);
          fields.put("bizType", bizType);
        },
        told -> told);
  }

  private void states() {
    state("pending, buyer's turn", "05", "07", "J1.08", "AWAITING_CUSTOMER");
    state("pending at the till", "04", "06", "J1.08", "PROCESSING");
    state("declined at the till", "64", "06", "J1.08", "DECLINED");
    state("declined, may try again", "61", "07", "J1.08", "AWAITING_CUSTOMER");
    state("declined, time is over", "61", "07", "J1.08.20200101000000", "DECLINED");
    state("code nobody knows", "ZZ", "07", "J1.08", "UNKNOWN");
    payment(
        "declined, without a number of the channel's",
        fields -> {
          fields.put("respCode", "64");
          fields.put("txnSubType", "06");
          fields.remove("queryId");
        },
        told -> still(told, "DECLINED").channelId(null));
  }

  private void state(String name, String code, String txnSubType, String echo, String state) {
    payment(
        name,
        fields -> {
          fields.put("respCode", code);
          fields.put("txnSubType", txnSubType);
          fields.put("reqReserved", echo);
        },
        told -> still(told, state));
  }

  private void holds() {
    payment(
        "held",
        fields -> {
          fields.put("txnType", "02");
          fields.put("txnSubType", "01");
        },
        told -> still(told, "AUTHORIZED"));
    String number = Stage.number();
    add("captured", following("03", number, "H" + number, "8800"), told(number));
  }

  private void undone() {
    undone("hold released", "32", "VOIDED");
    undone("capture taken back", "33", "REVERSED");
    undone("payment undone", "31", "REVERSED");
    payment(
        "reversed",
        fields -> {
          fields.put("txnType", "99");
          fields.put("txnSubType", "01");
        },
        told -> still(told, "REVERSED").channelId(null));
  }

  private void undone(String name, String txnType, String state) {
    String number = Stage.number();
    add(
        name,
        following(txnType, "V" + number, number, "8800"),
        Told.payment(number, state, AMOUNT));
  }

  private void refunds() {
    refund("refunded", "00", "SUCCEEDED", PAID_AT);
    refund("refunded with a defect", "A6", "SUCCEEDED", PAID_AT);
    refund("refund under way", "03", "PROCESSING", null);
    refund("refund failed", "62", "FAILED", null);
    refund("refund with a code nobody knows", "ZZ", "UNKNOWN", null);
    String number = Stage.number();
    String longest = ("R" + number + "9".repeat(40)).substring(0, 40);
    add(
        "longest refund number, one fen",
        following("04", longest, number, "1"),
        Told.refund(number, longest, "SUCCEEDED", Money.ofMinor("CNY", 1))
            .at(PAID_AT)
            .channelId(queryId(longest)));
    String alone = "R" + Stage.number();
    Map<String, String> made = following("04", alone, number, "800");
    made.put("reqReserved", "by hand");
    add("refund made elsewhere", made, toldRefund("", alone, "SUCCEEDED").at(PAID_AT));
  }

  private void refund(String name, String code, String state, Instant at) {
    String number = Stage.number();
    Map<String, String> fields = following("04", "R" + number, number, "800");
    fields.put("respCode", code);
    add(name, fields, toldRefund(number, "R" + number, state).at(at));
  }

  private static Told toldRefund(String number, String refundNumber, String state) {
    return Told.refund(number, refundNumber, state, Money.of("CNY", "8.00"))
        .channelId(queryId(refundNumber));
  }

  private void times() {
    time("of the last second of a year", "20261231235959", "0101000003", "2026-12-31T16:00:03Z");
    time("on a leap day", "20280229120000", "0229120001", "2028-02-29T04:00:01Z");
    time("a little before its own", "20270101000000", "1231235958", "2026-12-31T15:59:58Z");
    payment("no time", fields -> fields.remove("traceTime"), told -> told.at(null));
    payment("odd time", fields -> fields.put("traceTime", "0230250000"), told -> told.at(null));
  }

  private void time(String name, String placed, String traced, String instant) {
    payment(
        "time " + name,
        fields -> {
          fields.put("txnTime", placed);
          fields.put("traceTime", traced);
        },
        told -> told.at(Instant.parse(instant)));
  }

  private void shapes() {
    number("shortest number", "P" + Stage.number().substring(10, 17));
    number("longest number", ("P" + Stage.number() + "9".repeat(40)).substring(0, 40));
    number("lower-case number", "p" + Stage.number().substring(1));
    payment("encoding in capitals", fields -> fields.put("encoding", "UTF-8"), told -> told);
    payment("field nobody knows", fields -> fields.put("zzNew_1", "{}"), told -> told);
    payment("fields shuffled", fields -> {}, told -> told, Twist.SHUFFLED);
    payment("one empty field", fields -> {}, told -> told, Twist.EMPTY_FIELD);
    payment("certificate with bare line feeds", fields -> {}, told -> told, Twist.BARE_LINE_FEEDS);
    payment("another signer of the channel's", fields -> {}, told -> told, Twist.PRODUCTION_NAME);
  }

  private void number(String name, String number) {
    add(name, paid(number), told(number));
  }

  private void unmapped() {
    unmapped("token opened", "79", fields -> fields.put("activateStatus", "1"));
    unmapped("paid out", "12", fields -> {});
    unmapped("void made elsewhere", "32", fields -> fields.put("reqReserved", "by hand"));
    unmapped(
        "undo that failed",
        "31",
        fields -> {
          fields.put("respCode", "35");
          fields.put("reqReserved", Stage.number() + "." + TIME);
        });
    unmapped("type nobody knows", "Z9", fields -> {});
  }

  private void unmapped(String name, String txnType, Consumer<Map<String, String>> change) {
    Map<String, String> fields = paid("U" + Stage.number());
    fields.put("txnType", txnType);
    change.accept(fields);
    add(name, fields, Told.unmapped("txnType " + txnType));
  }

  private void payment(
      String name,
      Consumer<Map<String, String>> change,
      UnaryOperator<Told> tells,
      Twist... twists) {
    String number = Stage.number();
    Map<String, String> fields = paid(number);
    change.accept(fields);
    add(name, fields, tells.apply(told(number)), twists);
  }

  private void add(String name, Map<String, String> fields, Told told, Twist... twists) {
    messages.add(
        new GenuineMessage(name, told.content(shown(fields)), how -> make(how, fields, twists)));
  }

  /** What of it a shop may keep: sorted by name, without proof and cards. */
  private static String shown(Map<String, String> fields) {
    Map<String, String> all = new TreeMap<>(fields);
    all.put("signMethod", "01");
    return all.entrySet().stream()
        .map(field -> field.getKey() + "=" + shown(field.getKey(), field.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String shown(String name, String value) {
    return HIDDEN.contains(name) ? "***" : value.equals(TOKEN) ? TOKEN_SHOWN : value;
  }

  private Optional<WireMessage> make(Making how, Map<String, String> fields, Twist... twists) {
    return switch (how) {
      // Nothing in it tells when it was sent: an old one is the same.
      case GENUINE, STALE -> signed(fields, twists);
      case FOREIGN_KEY -> signed(fields, plus(twists, Twist.MERCHANT_CERTIFICATE));
      case OWN_KEY_SAME_NAME -> signed(fields, plus(twists, Twist.SELF_SIGNED));
      case EXPIRED_CERTIFICATE -> signed(fields, plus(twists, Twist.EXPIRED_CERTIFICATE));
      case OTHER_AUTHORITY -> signed(fields, plus(twists, Twist.OTHER_AUTHORITY));
      case TEST_CERTIFICATE -> signed(fields, plus(twists, Twist.TEST_NAME));
      case OTHER_MERCHANT -> signed(with(fields, "merId", OTHER_MERCHANT), twists);
      case FUTURE, PROBE -> Optional.empty();
    };
  }

  private static Twist[] plus(Twist[] twists, Twist more) {
    return Stream.concat(Stream.of(twists), Stream.of(more)).toArray(Twist[]::new);
  }

  private static Map<String, String> with(Map<String, String> fields, String name, String value) {
    Map<String, String> changed = new LinkedHashMap<>(fields);
    changed.put(name, value);
    return changed;
  }

  private Optional<WireMessage> signed(Map<String, String> fields, Twist... how) {
    return Optional.of(arrived(sandbox.signedNotification(fields, how)));
  }

  /** The notification about a paid order, with one thing as the shop's books do not have it. */
  Optional<WireMessage> swapped(Deal deal, Swap swap) {
    String fen = Long.toString(deal.price().minorUnits());
    String time = deal.reference().locator().substring("u1.".length());
    Map<String, String> right = with(with(paid(deal.number()), "txnAmt", fen), "txnTime", time);
    return switch (swap) {
      case ORDER -> signed(with(right, "orderId", Stage.number()));
      case AMOUNT_UP -> signed(with(right, "txnAmt", plus(fen, 1)));
      case AMOUNT_DOWN -> signed(with(right, "txnAmt", plus(fen, -1)));
      case CURRENCY -> signed(with(right, "currencyCode", "392"));
      case MERCHANT -> signed(with(right, "merId", OTHER_MERCHANT));
      case ENVIRONMENT -> signed(right, Twist.TEST_NAME);
      case STATUS -> signed(with(right, "respCode", "05"));
      case DUPLICATE, STALE -> signed(right);
      case APP, SELLER, SUB_MERCHANT, TIME -> Optional.empty();
    };
  }

  private static String plus(String fen, int more) {
    return Long.toString(Long.parseLong(fen) + more);
  }

  /**
   * Games with certificates, names, digests and sign methods, at an account of production, at one
   * of the test system, and at those that share a secret with the channel.
   */
  Map<String, Crafted> crafted() {
    Map<String, Crafted> crafted = new LinkedHashMap<>();
    for (Twist twist : Twist.values()) {
      if (twist != Twist.DUPLICATE && twist != Twist.REORDER) {
        crafted.put(twist.name(), Crafted.of(() -> message(twist)));
      }
    }
    crafted.put("GBK", Crafted.of(() -> signed(with(paid(), "encoding", "GBK")).orElseThrow()));
    for (Twist twist :
        List.of(Twist.TEST_NAME, Twist.PRODUCTION_NAME, Twist.MERCHANT_CERTIFICATE)) {
      crafted.put(
          twist + "_IN_TEST", new Crafted(() -> message(twist), settings -> put(settings, TEST)));
    }
    shared("SHA256", "11", sandbox.credentials().sha256MerchantId(), crafted);
    shared("SM3", "12", sandbox.credentials().sm3MerchantId(), crafted);
    return crafted;
  }

  private static final Map<String, String> TEST = Map.of("environment", "test");

  private Map<String, String> paid() {
    return paid(Stage.number());
  }

  private WireMessage message(Twist... twists) {
    return signed(paid(), twists).orElseThrow();
  }

  private void shared(String name, String method, String merchant, Map<String, Crafted> crafted) {
    String secret =
        method.equals("11") ? sandbox.credentials().sha256Key() : sandbox.credentials().sm3Key();
    UnaryOperator<Map<String, String>> account =
        settings ->
            put(
                without(settings, "signing-certificate", "signing-certificate-password"),
                Map.of("merchant-id", merchant, "sign-method", method, "secure-key", secret));
    Map<String, String> fields = with(paid(), "merId", merchant);
    crafted.put("SHARED_" + name, new Crafted(() -> signed(fields).orElseThrow(), account));
    for (Twist twist :
        List.of(
            Twist.BAD_SIGNATURE,
            Twist.WRONG_KEY,
            Twist.ALTER_BYTE,
            Twist.MERCHANT_CERTIFICATE,
            Twist.PRODUCTION_NAME,
            method.equals("11") ? Twist.DOWNGRADED_TO_12 : Twist.DOWNGRADED_TO_11)) {
      crafted.put(
          "SHARED_" + name + "_" + twist,
          new Crafted(() -> signed(fields, twist).orElseThrow(), account));
    }
  }

  private static Map<String, String> put(Map<String, String> settings, Map<String, String> more) {
    more.forEach((name, value) -> settings.put("jiaozi.accounts.unionpay." + name, value));
    return settings;
  }

  private static Map<String, String> without(Map<String, String> settings, String... names) {
    for (String name : names) {
      settings.remove("jiaozi.accounts.unionpay." + name);
    }
    return settings;
  }
}
