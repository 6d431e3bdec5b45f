package io.jiaozi.proving.channels;

import static io.jiaozi.proving.channels.RawJson.quoted;

import io.jiaozi.money.Money;
import io.jiaozi.proving.message.AtAddress;
import io.jiaozi.proving.message.Deal;
import io.jiaozi.proving.message.GenuineMessage;
import io.jiaozi.proving.message.Making;
import io.jiaozi.proving.message.Swap;
import io.jiaozi.proving.message.Told;
import io.jiaozi.proving.message.WireMessage;
import io.jiaozi.proving.stage.Stage;
import io.jiaozi.sandbox.channel.OutboundMessage;
import io.jiaozi.sandbox.paypal.PaypalSandbox;
import io.jiaozi.sandbox.paypal.Twist;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What PayPal can send, written out byte by byte: envelope and resources by the protocol sheet,
 * sections 5.5 and 5.6, signed by the sandbox.
 */
final class PaypalMessages {

  private static final String COMPLETED = "PAYMENT.CAPTURE.COMPLETED";
  private static final String REFUNDED = "PAYMENT.CAPTURE.REFUNDED";
  private static final String OTHER_MERCHANT = "QWERTY7654321";
  private static final Money AMOUNT = Money.of("USD", "88.00");
  private static final Instant PAID_AT = Instant.parse("2026-02-17T12:00:05Z");
  private static final String PAID_AT_TEXT = quoted("2026-02-17T12:00:05Z");

  private final PaypalSandbox sandbox;
  private final List<GenuineMessage> messages = new ArrayList<>();

  PaypalMessages(PaypalSandbox sandbox) {
    this.sandbox = sandbox;
  }

  static WireMessage arrived(OutboundMessage message) {
    return WireMessage.of("/pay/notify/paypal", message);
  }

  /** All, those first that a forger may be given. */
  List<GenuineMessage> all() {
    messages.clear();
    payment("paid", told -> told, capture -> capture);
    texts();
    amounts();
    refunds();
    orders();
    holds();
    captures();
    times();
    deliveries();
    shapes();
    unmapped();
    return List.copyOf(messages);
  }

  // ---- resources

  /** Fifteen letters and digits of its own. */
  private static String id(String kind, String number) {
    return kind
        + String.format(
            "%014d", Math.floorMod(31L * number.hashCode() + kind.hashCode(), 1L << 46));
  }

  private static String money(String currency, String value) {
    return "{\"currency_code\":" + quoted(currency) + ",\"value\":" + quoted(value) + "}";
  }

  private static String money(Money amount) {
    return money(amount.currency().getCurrencyCode(), amount.toBigDecimal().toPlainString());
  }

  private static String links(String collection, String id) {
    return "[{\"href\":\"https://api.paypal.com/v2/"
        + collection
        + "/"
        + id
        + "\",\"rel\":\"up\",\"method\":\"GET\"}]";
  }

  private String payee() {
    return "{\"email_address\":\"shop@example.com\",\"merchant_id\":"
        + quoted(sandbox.credentials().merchantId())
        + "}";
  }

  private RawJson capture(String number) {
    return RawJson.object()
        .with("id", quoted(id("C", number)))
        .with("status", quoted("COMPLETED"))
        .with("amount", money(AMOUNT))
        .with("final_capture", "true")
        .with("invoice_id", quoted(number))
        .with("custom_id", quoted(number))
        .with("seller_protection", "{\"status\":\"ELIGIBLE\",\"dispute_categories\":[]}")
        .with(
            "seller_receivable_breakdown",
            "{\"gross_amount\":" + money(AMOUNT) + ",\"paypal_fee\":" + money("USD", "2.64") + "}")
        .with("create_time", PAID_AT_TEXT)
        .with("update_time", quoted("2026-02-17T12:00:07Z"))
        .with("payee", payee())
        .with(
            "supplementary_data",
            "{\"related_ids\":{\"order_id\":" + quoted(id("O", number)) + "}}")
        .with("links", links("checkout/orders", id("O", number)));
  }

  private static Told told(String number) {
    return Told.payment(number, "PAID", AMOUNT).at(PAID_AT).channelId(id("C", number));
  }

  private RawJson refund(String number) {
    return RawJson.object()
        .with("id", quoted(id("R", number)))
        .with("status", quoted("COMPLETED"))
        .with("amount", money("USD", "8.00"))
        .with("invoice_id", quoted("R" + number))
        .with("custom_id", quoted(number))
        .with(
            "seller_payable_breakdown",
            "{\"gross_amount\":"
                + money("USD", "8.00")
                + ",\"total_refunded_amount\":"
                + money("USD", "18.00")
                + "}")
        .with("payee", payee())
        .with("create_time", quoted("2026-02-17T12:00:01Z"))
        .with("update_time", PAID_AT_TEXT)
        .with("links", links("payments/captures", id("C", number)));
  }

  private static Told toldRefund(String number) {
    return Told.refund(number, "R" + number, "SUCCEEDED", Money.of("USD", "8.00"))
        .at(PAID_AT)
        .channelId(id("R", number));
  }

  private RawJson order(String number, String status, String payments) {
    return RawJson.object()
        .with("id", quoted(id("O", number)))
        .with("intent", quoted("CAPTURE"))
        .with("status", quoted(status))
        .with("purchase_units", "[" + unit(number).with("payments", payments).text("") + "]")
        .with(
            "payer",
            "{\"email_address\":\"ming@example.com\",\"payer_id\":"
                + quoted(id("B", number))
                + ",\"name\":{\"given_name\":\"明\",\"surname\":\"Müller\"}}")
        .with("create_time", quoted("2026-02-17T11:59:00Z"))
        .with("update_time", PAID_AT_TEXT);
  }

  private RawJson unit(String number) {
    return RawJson.object()
        .with("reference_id", quoted("default"))
        .with("amount", money(AMOUNT))
        .with("payee", payee())
        .with("invoice_id", quoted(number))
        .with("custom_id", quoted(number));
  }

  private RawJson hold(String number, String status) {
    return RawJson.object()
        .with("id", quoted(id("A", number)))
        .with("status", quoted(status))
        .with("amount", money(AMOUNT))
        .with("invoice_id", quoted(number))
        .with("custom_id", quoted(number))
        .with("payee", payee())
        .with("expiration_time", quoted("2026-03-18T12:00:05Z"))
        .with("create_time", PAID_AT_TEXT)
        .with("links", links("checkout/orders", id("O", number)));
  }

  // ---- messages

  private void texts() {
    text("emoji", "🥟 交子 👩‍👩‍👧");
    text("plus, percent, ampersand", "a+b %2B 100% & x=y");
    text("quotes and backslashes", "\\\"it\\\\\\\" \\/ \\t\\n");
    text("escaped Chinese", "\\u4ea4\\u5b50");
    text("escaped emoji", "\\ud83e\\udd5f");
    text("Arabic and Hebrew", "دفع ‏תשלום‏");
    text("rare Chinese", "𠮷野家 𪚥");
    text("combining and full width", "e\u0301 ＡＢＣ　１２３");
    text("markup", "<script>alert(1)</script>&quot;");
    text("line ends of other scripts", "a\u2028b\u2029c\u0085d");
    text("longest", "文".repeat(3000));
    text("bars, as between what is signed", "a|b|c|0");
    raw("numbers that a reader may write otherwise", "[1.0,-0,1e2,1E+2,0.10,9007199254740993]");
    raw("nothing in many forms", "[{},[],null,\"\",false,[[]],{\"\":{}}]");
  }

  private void text(String name, String json) {
    raw("text: " + name, quoted(json));
  }

  private void raw(String name, String json) {
    payment(name, told -> told, capture -> capture.with("note_to_payer", json));
  }

  private void amounts() {
    amount("one cent", money("USD", "0.01"), Money.of("USD", "0.01"));
    amount(
        "greatest amount",
        money("USD", "999999999999999.99"),
        Money.of("USD", "999999999999999.99"));
    amount("one yen", money("JPY", "1"), Money.of("JPY", "1"));
    amount("forint, without decimals here", money("HUF", "88"), Money.of("HUF", "88.00"));
    amount("one decimal", money("USD", "88.0"), AMOUNT);
    amount("no decimals", money("EUR", "88"), Money.of("EUR", "88.00"));
    amount(
        "amount with more in it",
        "{\"value\":\"88.00\",\"breakdown\":{\"value\":\"1\"},\"currency_code\":\"USD\"}",
        AMOUNT);
  }

  private void amount(String name, String json, Money amount) {
    payment(name, told -> told.amount(amount), capture -> capture.with("amount", json));
  }

  private void refunds() {
    refund("refund done", REFUNDED, told -> told, refund -> refund);
    refund(
        "refund pending",
        "PAYMENT.REFUND.PENDING",
        told -> told.state("PROCESSING").at(null),
        refund -> refund.with("status", quoted("PENDING")));
    refund(
        "refund failed",
        "PAYMENT.REFUND.FAILED",
        told -> told.state("FAILED").at(null),
        refund -> refund.with("status", quoted("FAILED")));
    refund(
        "refund of one cent",
        REFUNDED,
        told -> told.amount(Money.of("USD", "0.01")),
        refund -> refund.with("amount", money("USD", "0.01")));
    String number = Stage.number();
    String longest = "R@|-_*" + "9".repeat(58);
    add(
        "longest refund number",
        REFUNDED,
        "refund",
        refund(number).with("invoice_id", quoted(longest)),
        Told.refund(number, longest, "SUCCEEDED", Money.of("USD", "8.00"))
            .at(PAID_AT)
            .channelId(id("R", number)));
    String byHand = Stage.number();
    add(
        "refund made in PayPal's own pages",
        REFUNDED,
        "refund",
        refund(byHand).without("invoice_id"),
        Told.refund(byHand, "null", "SUCCEEDED", Money.of("USD", "8.00"))
            .at(PAID_AT)
            .channelId(id("R", byHand)));
  }

  private void refund(
      String name, String event, UnaryOperator<Told> tells, UnaryOperator<RawJson> change) {
    String number = Stage.number();
    add(name, event, "refund", change.apply(refund(number)), tells.apply(toldRefund(number)));
  }

  private void orders() {
    String approved = Stage.number();
    add(
        "order approved",
        "CHECKOUT.ORDER.APPROVED",
        "checkout-order",
        order(approved, "APPROVED", "{}"),
        Told.payment(approved, "APPROVED", AMOUNT).payer(id("B", approved)));
    String completed = Stage.number();
    add(
        "order completed",
        "CHECKOUT.ORDER.COMPLETED",
        "checkout-order",
        order(completed, "COMPLETED", "{\"captures\":[" + capture(completed).text("") + "]}"),
        told(completed).payer(id("B", completed)));
    String declined = Stage.number();
    add(
        "order declined",
        "CHECKOUT.ORDER.DECLINED",
        "checkout-order",
        order(declined, "APPROVED", "{}"),
        Told.payment(declined, "DECLINED", AMOUNT));
    String lapsed = Stage.number();
    add(
        "approval lapsed",
        "CHECKOUT.PAYMENT-APPROVAL.REVERSED",
        "payment_approval",
        RawJson.object()
            .with("order_id", quoted(id("O", lapsed)))
            .with("purchase_units", "[" + unit(lapsed).text("") + "]"),
        Told.payment(lapsed, "CLOSED", AMOUNT));
  }

  private void holds() {
    hold("hold", "PAYMENT.AUTHORIZATION.CREATED", "CREATED", "AUTHORIZED");
    hold("hold released", "PAYMENT.AUTHORIZATION.VOIDED", "VOIDED", "VOIDED");
    hold("hold looked at", "PAYMENT.AUTHORIZATION.PENDING", "PENDING", "PROCESSING");
    hold("hold denied", "PAYMENT.AUTHORIZATION.DENIED", "DENIED", "DECLINED");
  }

  private void hold(String name, String event, String status, String state) {
    String number = Stage.number();
    add(
        name,
        event,
        "authorization",
        hold(number, status),
        Told.payment(number, state, AMOUNT).channelId(id("A", number)));
  }

  private void captures() {
    state("pending", "PAYMENT.CAPTURE.PENDING", "PENDING", "PROCESSING");
    state("declined", "PAYMENT.CAPTURE.DECLINED", "DECLINED", "DECLINED");
    state("denied", "PAYMENT.CAPTURE.DENIED", "DECLINED", "DECLINED");
    payment(
        "refunded in part since",
        told -> told.state("REFUND_STARTED"),
        capture -> capture.with("status", quoted("PARTIALLY_REFUNDED")));
    payment(
        "refunded since",
        told -> told.state("REFUNDED"),
        capture -> capture.with("status", quoted("REFUNDED")));
    String number = Stage.number();
    add(
        "taken back by PayPal",
        "PAYMENT.CAPTURE.REVERSED",
        "refund",
        refund(number).with("amount", money(AMOUNT)).with("invoice_id", quoted(number)),
        Told.payment(number, "REVERSED", AMOUNT).channelId(id("C", number)));
    String part = Stage.number();
    add(
        "capture of a hold",
        COMPLETED,
        "capture",
        capture(part)
            .with("custom_id", quoted("H" + part))
            .with("links", links("payments/authorizations", id("A", part))),
        told(part));
  }

  private void state(String name, String event, String status, String state) {
    String number = Stage.number();
    add(
        name,
        event,
        "capture",
        capture(number)
            .with("status", quoted(status))
            .with("status_details", "{\"reason\":\"OTHER\"}"),
        told(number).state(state).at(null));
  }

  private void times() {
    time("with a fraction", quoted("2026-02-17T12:00:05.123Z"), PAID_AT);
    time("in another zone", quoted("2026-02-17T04:00:05-08:00"), PAID_AT);
    time("on a leap day", quoted("2028-02-29T23:59:59Z"), Instant.parse("2028-02-29T23:59:59Z"));
    time("in a form of its own", quoted("20260217120005"), null);
    time("null", "null", null);
    payment("no time", told -> told.at(null), capture -> capture.without("create_time"));
  }

  private void time(String name, String raw, Instant instant) {
    payment("time " + name, told -> told.at(instant), capture -> capture.with("create_time", raw));
  }

  private void deliveries() {
    delivery("header names in lower case", Twist.LOWER_CASE_HEADERS);
    delivery("delivered after two days", Twist.LATE);
    delivery("delivered after two days, in lower case", Twist.LATE, Twist.LOWER_CASE_HEADERS);
  }

  private void delivery(String name, Twist... how) {
    String number = Stage.number();
    add(name, envelope(COMPLETED, "capture", capture(number)).text(""), told(number), how);
  }

  private void shapes() {
    number("shortest number", Stage.number().substring(11));
    number("longest number", (Stage.number() + "9".repeat(64)).substring(0, 64));
    number("number with every sign", "P_-|*{}!" + Stage.number().substring(1));
    payment("fields in reverse", told -> told, RawJson::reversed);
    payment("payee not told", told -> told, capture -> capture.without("payee"));
    payment("invoice number not told", told -> told, capture -> capture.without("invoice_id"));
    envelope("envelope in reverse", RawJson::reversed, "");
    envelope("white space between all parts", event -> event, "\r\n\t ");
    envelope("id not told", event -> event.without("id"), "");
    envelope("links and summary not told", event -> event.without("links").without("summary"), "");
    envelope(
        "envelope with more in it",
        event -> event.with("amount", "{\"value\":\"1.00\"}").with("status", "\"DENIED\""),
        "");
  }

  private void number(String name, String number) {
    add(name, COMPLETED, "capture", capture(number), told(number));
  }

  private void envelope(String name, UnaryOperator<RawJson> change, String between) {
    String number = Stage.number();
    add(
        name,
        change.apply(envelope(COMPLETED, "capture", capture(number))).text(between),
        told(number));
  }

  private void unmapped() {
    unmapped(
        "dispute",
        "CUSTOMER.DISPUTE.CREATED",
        RawJson.object()
            .with("dispute_id", quoted("PP-000-042-663-135"))
            .with("disputed_transactions", "[{\"seller_transaction_id\":\"00D10444LD479031K\"}]"));
    unmapped(
        "renewal of a subscription",
        "PAYMENT.SALE.COMPLETED",
        RawJson.object()
            .with("id", quoted("80021663DE681814L"))
            .with("amount", "{\"total\":\"0.48\",\"currency\":\"USD\"}"));
    unmapped(
        "payout",
        "PAYMENT.PAYOUTSBATCH.SUCCESS",
        RawJson.object().with("batch_header", "{\"amount\":" + money(AMOUNT) + "}"));
    unmapped("event nobody knows", "SOMETHING.NEW", RawJson.object().with("a", quoted("🥟")));
    unmapped(
        "payment of another system, without our number",
        COMPLETED,
        capture(Stage.number()).without("custom_id"));
    unmapped(
        "payment of another system, with a number that is none",
        COMPLETED,
        capture(Stage.number()).with("custom_id", quoted("Order 饺子 7")));
    unmapped(
        "order of several units",
        "CHECKOUT.ORDER.APPROVED",
        RawJson.object()
            .with("id", quoted(id("O", Stage.number())))
            .with("status", quoted("APPROVED"))
            .with(
                "purchase_units",
                "[" + unit(Stage.number()).text("") + "," + unit(Stage.number()).text("") + "]"));
    unmapped(
        "state nobody knows",
        COMPLETED,
        capture(Stage.number()).with("status", quoted("HIBERNATING")));
    unmapped(
        "two parts that contradict each other", "PAYMENT.CAPTURE.DENIED", capture(Stage.number()));
  }

  private void unmapped(String name, String event, RawJson resource) {
    add(name, event, "other", resource, Told.unmapped(event));
  }

  private void payment(String name, UnaryOperator<Told> tells, UnaryOperator<RawJson> change) {
    String number = Stage.number();
    add(name, COMPLETED, "capture", change.apply(capture(number)), tells.apply(told(number)));
  }

  private RawJson envelope(String event, String resourceType, RawJson resource) {
    String id = Stage.number();
    return RawJson.object()
        .with("id", quoted("WH-" + id + "-" + id))
        .with("event_version", quoted("1.0"))
        .with("create_time", quoted("2026-02-17T12:00:08.123Z"))
        .with("resource_type", quoted(resourceType))
        .with("resource_version", quoted("2.0"))
        .with("event_type", quoted(event))
        .with("summary", quoted("Payment completed for $ 88.0 USD"))
        .with("resource", resource.text(""))
        .with(
            "links",
            "[{\"href\":\"https://api.paypal.com/v1/notifications/webhooks-events/WH-"
                + id
                + "\",\"rel\":\"self\",\"method\":\"GET\"}]");
  }

  private void add(String name, String event, String resourceType, RawJson resource, Told told) {
    add(name, envelope(event, resourceType, resource).text(""), told);
  }

  private void add(String name, String text, Told told, Twist... how) {
    messages.add(new GenuineMessage(name, told.content(text), making -> make(making, text, how)));
  }

  private Optional<WireMessage> make(Making making, String text, Twist... how) {
    return switch (making) {
      case GENUINE -> signed(text, how);
      case STALE -> signed(text, plus(how, Twist.STALE));
      case FUTURE -> signed(text, plus(how, Twist.FUTURE));
      case FOREIGN_KEY -> signed(text, plus(how, Twist.WRONG_NAME));
      case OWN_KEY_SAME_NAME -> signed(text, plus(how, Twist.SELF_SIGNED));
      case EXPIRED_CERTIFICATE -> signed(text, plus(how, Twist.EXPIRED_CERTIFICATE));
      case OTHER_AUTHORITY -> signed(text, plus(how, Twist.OTHER_AUTHORITY));
      case TEST_CERTIFICATE -> signed(text, plus(how, Twist.LIVE_NAME));
      case OTHER_MERCHANT -> signed(text, plus(how, Twist.FOREIGN_WEBHOOK));
      case PROBE -> Optional.empty();
    };
  }

  private static Twist[] plus(Twist[] twists, Twist more) {
    return Stream.concat(Stream.of(twists), Stream.of(more)).toArray(Twist[]::new);
  }

  private Optional<WireMessage> signed(String text, Twist... how) {
    return Optional.of(arrived(sandbox.signedText(text, how)));
  }

  /** A genuine message whose certificate is where it says, or is not. */
  Optional<WireMessage> keyedBy(AtAddress what) {
    String number = Stage.number();
    String text = envelope(COMPLETED, "capture", capture(number)).text("");
    return switch (what) {
      case THE_KEY -> signed(text);
      case EXPIRED -> signed(text, Twist.EXPIRED_CERTIFICATE);
      case WRONG_NAME -> signed(text, Twist.WRONG_NAME);
      case OTHER_ENVIRONMENT -> signed(text, Twist.LIVE_NAME);
      case OTHER_AUTHORITY -> signed(text, Twist.OTHER_AUTHORITY);
      case SELF_SIGNED -> signed(text, Twist.SELF_SIGNED);
      case WITHOUT_CHAIN -> signed(text, Twist.WITHOUT_CHAIN);
      case REDIRECT -> signed(text, Twist.REDIRECTED_CERTIFICATE);
      case OVERSIZED -> signed(text, Twist.OVERSIZED_CERTIFICATE);
      case SOMETHING_ELSE -> signed(text, Twist.NO_CERTIFICATE);
      case NOTHING -> signed(text, Twist.UNKNOWN_KEY);
    };
  }

  /** The notification about a paid order, with one thing as the shop's books do not have it. */
  Optional<WireMessage> swapped(Deal deal, Swap swap) {
    RawJson right = capture(deal.number()).with("amount", money(deal.price()));
    return switch (swap) {
      case ORDER -> {
        String other = Stage.number();
        yield swapped(right.with("custom_id", quoted(other)).with("invoice_id", quoted(other)));
      }
      case AMOUNT_UP -> swapped(right.with("amount", money(other(deal, 1))));
      case AMOUNT_DOWN -> swapped(right.with("amount", money(other(deal, -1))));
      case CURRENCY ->
          swapped(right.with("amount", money(deal.price()).replace("\"USD\"", "\"EUR\"")));
      case APP -> swapped(right, Twist.FOREIGN_WEBHOOK);
      case MERCHANT -> swapped(paidTo(right, OTHER_MERCHANT));
      case SUB_MERCHANT -> swapped(paidTo(right, sandbox.credentials().sellerId()));
      case STATUS ->
          signed(
              envelope(
                      "CHECKOUT.ORDER.APPROVED",
                      "checkout-order",
                      order(deal.number(), "PAYER_ACTION_REQUIRED", "{}"))
                  .text(""));
      case TIME -> swapped(right, Twist.FUTURE);
      case DUPLICATE -> swapped(right);
      case STALE -> swapped(right, Twist.STALE);
      case SELLER, ENVIRONMENT -> Optional.empty();
    };
  }

  private static Money other(Deal deal, long cents) {
    return Money.ofMinor("USD", deal.price().minorUnits() + cents);
  }

  private static RawJson paidTo(RawJson capture, String merchant) {
    return capture.with("payee", "{\"merchant_id\":" + quoted(merchant) + "}");
  }

  private Optional<WireMessage> swapped(RawJson capture, Twist... how) {
    return signed(envelope(COMPLETED, "capture", capture).text(""), how);
  }
}
