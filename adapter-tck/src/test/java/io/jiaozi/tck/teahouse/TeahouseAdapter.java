package io.jiaozi.tck.teahouse;

import io.jiaozi.Capabilities;
import io.jiaozi.Capability;
import io.jiaozi.ChannelCall;
import io.jiaozi.Operation;
import io.jiaozi.error.OpenOutcome;
import io.jiaozi.error.Problem;
import io.jiaozi.error.RejectedReason;
import io.jiaozi.error.UntrustedReason;
import io.jiaozi.money.Money;
import io.jiaozi.notification.CustomerReturn;
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.notification.Notification;
import io.jiaozi.notification.NotificationReply;
import io.jiaozi.payment.CaptureRequest;
import io.jiaozi.payment.Decline;
import io.jiaozi.payment.Hold;
import io.jiaozi.payment.NextAction;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.payment.RawReply;
import io.jiaozi.payment.Scene;
import io.jiaozi.payment.VoidRequest;
import io.jiaozi.refund.Refund;
import io.jiaozi.refund.RefundReference;
import io.jiaozi.refund.RefundRequest;
import io.jiaozi.refund.RefundState;
import io.jiaozi.spi.AdapterContext;
import io.jiaozi.spi.CallContext;
import io.jiaozi.spi.ChannelAdapter;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.spi.OutcomePlan;
import io.jiaozi.tck.Defect;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.Currency;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does everything as it should be done, unless a defect is switched on. */
final class TeahouseAdapter
    implements ChannelAdapter,
        ChannelAdapter.Closing,
        ChannelAdapter.Reversing,
        ChannelAdapter.Completing,
        ChannelAdapter.Authorizing,
        ChannelAdapter.Reauthorizing,
        ChannelAdapter.ReadingReturns,
        ChannelAdapter.Calling {

  static final Logger LOG = LoggerFactory.getLogger(TeahouseAdapter.class);

  static final int LONGEST_TEXT = 40;
  static final int LONGEST_NUMBER = 32;
  static final long MOST = 10_000_000;

  private static final String LOCATOR = "t1";
  private static final Duration FRESH = Duration.ofMinutes(5);

  private final TeaHttp http;
  private final URI base;
  private final String merchant;
  private final byte[] key;
  private final AdapterContext context;
  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicInteger forgeries = new AtomicInteger();
  private final Set<PaymentReference> handedOut =
      Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
  private volatile boolean closed;
  private volatile boolean spoilt;
  private volatile String current = "";
  private volatile Payment lastFound;

  TeahouseAdapter(URI base, String merchant, byte[] key, AdapterContext context) {
    this.http = new TeaHttp(base);
    this.base = base;
    this.merchant = merchant;
    this.key = key.clone();
    this.context = context;
  }

  void greet() {
    http.greet();
  }

  // ---- What it is ----

  @Override
  public Capabilities capabilities() {
    Set<Scene.Kind> pay =
        EnumSet.of(Scene.Kind.QR_CODE, Scene.Kind.WEB_PAGE, Scene.Kind.BUYER_CODE);
    Set<Scene.Kind> authorize = EnumSet.of(Scene.Kind.QR_CODE);
    Set<Capability> all = EnumSet.allOf(Capability.class);
    Set<Currency> currencies = new HashSet<>();
    for (String code : List.of("CNY", "JPY", "KWD")) {
      currencies.add(Currency.getInstance(code));
    }
    if (Defect.FEWER_SCENES.on()) {
      pay.remove(Scene.Kind.WEB_PAGE);
    }
    if (Defect.CLAIMS_EVERY_SCENE.on()) {
      pay = EnumSet.allOf(Scene.Kind.class);
    }
    if (Defect.CLAIMS_EVERY_HOLD.on()) {
      authorize = EnumSet.allOf(Scene.Kind.class);
    }
    if (Defect.CLAIMS_NO_HOLD.on()) {
      authorize = EnumSet.noneOf(Scene.Kind.class);
    }
    if (Defect.CLAIMS_XAF.on()) {
      currencies.add(Currency.getInstance("XAF"));
    }
    if (Defect.FICKLE.on() && calls.incrementAndGet() % 2 == 0) {
      currencies.remove(Currency.getInstance("KWD"));
    }
    if (Defect.DENIES_CLOSE.on()) {
      all.remove(Capability.CLOSE);
    }
    if (Defect.DENIES_REVERSE.on()) {
      all.remove(Capability.REVERSE);
    }
    if (Defect.DENIES_COMPLETE.on()) {
      all.remove(Capability.COMPLETE_AFTER_APPROVAL);
    }
    if (Defect.DENIES_REAUTHORIZE.on()) {
      all.remove(Capability.REAUTHORIZE);
    }
    if (Defect.DENIES_CALLS.on()) {
      all.remove(Capability.CHANNEL_CALLS);
    }
    return new Capabilities(pay, authorize, all, currencies);
  }

  // ---- Checks ----

  @Override
  public List<Problem> check(PaymentRequest request) {
    List<Problem> problems = new ArrayList<>();
    number(problems, "orderNumber", request.orderNumber());
    if (request.description().length() > (Defect.TOO_STRICT.on() ? LONGEST_TEXT - 1 : LONGEST_TEXT)
        && !Defect.TOO_LAX.on()) {
      problems.add(
          new Problem(
              "description",
              "has more than 40 characters" + (Defect.PROBLEM_WITHOUT_STOP.on() ? "" : ".")));
    }
    if (request.amount().minorUnits() > MOST) {
      problems.add(
          new Problem("amount", "is more than 100000.00, the most the teahouse takes at once."));
    }
    if (request.amount().minorUnits() < 2) {
      problems.add(new Problem("amount", "is less than 0.02, the least the teahouse takes."));
    }
    if (!Defect.PASSES_EXTRAS.on()) {
      request
          .channelExtras()
          .fields()
          .forEach(
              (path, value) ->
                  problems.add(new Problem("channelExtras", "are not taken by the teahouse.")));
    }
    Instant expiry = request.payBefore();
    if (expiry != null
        && Defect.REFUSES_EXPIRY.on()
        && expiry.isBefore(request.placedAt().plus(Duration.ofMinutes(25)))) {
      problems.add(new Problem("payBefore", "is too early."));
    }
    if (Defect.CHECKS_BY_ASKING.on()) {
      greet();
    }
    return Defect.ONE_PROBLEM_AT_A_TIME.on() && problems.size() > 1
        ? problems.subList(0, 1)
        : problems;
  }

  private static void number(List<Problem> problems, String field, String number) {
    boolean lax = field.equals("refundNumber") && Defect.TAKES_ANY_REFUND_NUMBER.on();
    if (!lax && !number.matches("[A-Za-z0-9]{1," + LONGEST_NUMBER + "}")) {
      problems.add(new Problem(field, "is not 1 to 32 letters and digits."));
    }
  }

  @Override
  public List<Problem> check(RefundRequest request) {
    List<Problem> problems = new ArrayList<>(check(request.payment()));
    number(problems, "refundNumber", request.refundNumber());
    if (Defect.REFUNDS_PARTS_ONLY.on() && request.amount().equals(request.paymentAmount())) {
      problems.add(new Problem("amount", "is the whole."));
    }
    return problems;
  }

  @Override
  public List<Problem> check(PaymentReference reference) {
    String locator = reference.locator();
    return locator == null || locator.equals(LOCATOR) || Defect.TAKES_ANY_LOCATOR.on()
        ? List.of()
        : List.of(new Problem("reference", "was not made by the teahouse's adapter."));
  }

  @Override
  public List<Problem> check(CaptureRequest request) {
    return check(request.authorization());
  }

  @Override
  public List<Problem> check(VoidRequest request) {
    return check(request.authorization());
  }

  @Override
  public List<Problem> check(ChannelCall call) {
    return List.of();
  }

  // ---- Plans ----

  @Override
  public OutcomePlan plan(Operation operation, Scene.Kind scene) {
    boolean question = operation == Operation.QUERY || operation == Operation.QUERY_REFUND;
    if (question && !Defect.ASKS_ABOUT_QUESTIONS.on()) {
      return OutcomePlan.forQuestions();
    }
    boolean till = operation == Operation.PAY && scene == Scene.Kind.BUYER_CODE;
    List<Duration> moments =
        Defect.ASKS_BACKWARDS.on()
            ? List.of(Duration.ofSeconds(9), Duration.ofSeconds(3))
            : List.of(Duration.ofSeconds(3), Duration.ofSeconds(9));
    if (till) {
      return new OutcomePlan(
          Defect.SENDS_CODES_AGAIN.on() ? OutcomePlan.Repeat.FREELY : OutcomePlan.Repeat.ASK_FIRST,
          moments,
          Duration.ZERO,
          OutcomePlan.GiveUp.REVERSE);
    }
    boolean refund = operation == Operation.REFUND;
    return new OutcomePlan(
        refund ? OutcomePlan.Repeat.ASK_FIRST : OutcomePlan.Repeat.FREELY,
        refund && Defect.NEVER_ASKS.on() ? List.of() : moments,
        Duration.ofSeconds(
            Defect.NEGATIVE_GRACE.on()
                ? -1
                : Defect.FICKLE_PLAN.on() ? calls.incrementAndGet() : 0),
        Defect.UNDOES_EVERYTHING.on() ? OutcomePlan.GiveUp.REVERSE : OutcomePlan.GiveUp.REPORT);
  }

  // ---- References ----

  private PaymentReference named(String number) {
    PaymentReference reference = new PaymentReference(number, LOCATOR);
    handedOut.add(reference);
    return reference;
  }

  @Override
  public PaymentReference reference(PaymentRequest request) {
    return named(
        request.orderNumber()
            + (Defect.IMPURE_REFERENCE.on() ? "x" + calls.incrementAndGet() : ""));
  }

  @Override
  public RefundReference reference(RefundRequest request) {
    return new RefundReference(request.payment(), request.refundNumber(), LOCATOR);
  }

  @Override
  public PaymentReference reference(CaptureRequest request) {
    return named(request.captureNumber());
  }

  // ---- Calls ----

  private Map<String, String> op(String op, String number) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("op", op);
    fields.put("merchant", merchant);
    fields.put("number", number);
    return fields;
  }

  private void put(Map<String, String> fields, Money amount) {
    fields.put("amount", written(fields.get("op"), amount));
    fields.put("currency", amount.currency().getCurrencyCode());
  }

  private static String written(String op, Money amount) {
    if (Defect.UNPADDED.on()) {
      return amount.minorUnits() / 100 + "." + amount.minorUnits() % 100;
    }
    if (Defect.TWO_DECIMALS.on()) {
      return amount.toBigDecimal().setScale(2, RoundingMode.DOWN).toPlainString();
    }
    if (Defect.LOCAL_DIGITS.on() && amount.currency().getDefaultFractionDigits() == 2) {
      return String.format(
          Locale.getDefault(Locale.Category.FORMAT), "%.2f", amount.toBigDecimal());
    }
    if ((op.equals("refund") && Defect.ROUNDS_REFUNDS.on())
        || (op.equals("capture") && Defect.ROUNDS_CAPTURES.on())) {
      return amount
          .toBigDecimal()
          .setScale(1, RoundingMode.UP)
          .setScale(2, RoundingMode.UNNECESSARY)
          .toPlainString();
    }
    return amount.toDecimalString();
  }

  private Map<String, String> send(Map<String, String> fields, CallContext call) {
    if (spoilt && Defect.DOES_NOT_RECOVER.on()) {
      throw new ChannelFailure.NotSent("was not asked again", null);
    }
    try {
      return exchange(fields, call);
    } catch (ChannelFailure failure) {
      spoilt = true;
      throw failure;
    }
  }

  private Map<String, String> exchange(Map<String, String> fields, CallContext call) {
    if (Defect.NOT_THREAD_SAFE.on()) {
      current = fields.getOrDefault("number", "");
      for (int i = 0; i < 2_000; i++) {
        Thread.onSpinWait();
      }
      fields.put("number", current);
    }
    String body = Tea.write(fields);
    String nonce = HexFormat.of().formatHex(context.randomBytes(16));
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(Tea.NONCE, nonce);
    headers.put(Tea.SIGNATURE, Tea.sign(key, "", nonce, body));
    if (Defect.LOGS_REQUESTS.on()) {
      LOG.trace("sending {}", body);
    }
    TeaHttp.Reply reply = http.post(headers, body, call.timeLeft());
    if (reply.status() != 200) {
      if (Defect.STATUS_IS_REFUSED.on()) {
        throw refusal("STATUS");
      }
      throw new ChannelFailure.OutcomeUnknown(
          OpenOutcome.Cause.SERVER_ERROR,
          "answered " + reply.status(),
          null,
          Defect.HIDES_STATUS.on() ? null : reply.status(),
          null,
          null,
          null);
    }
    String signature = reply.headers().get(Tea.SIGNATURE.toLowerCase(Locale.ROOT));
    if (signature == null) {
      if (!Defect.TRUSTS_UNSIGNED_REPLIES.on()) {
        if (Defect.PAGE_IS_REFUSED.on()) {
          throw refusal("PAGE");
        }
        throw untrusted(reply, "answered without a signature");
      }
    } else if (!Tea.sign(key, nonce + reply.body()).equals(signature)
        && !Defect.TRUSTS_ANY_REPLY.on()) {
      throw untrusted(
          reply,
          "answered with a signature that is wrong"
              + (Defect.SHOWS_REPLY.on() ? ": " + reply.body() : ""));
    }
    try {
      Map<String, String> told = new LinkedHashMap<>(Tea.read(reply.body()));
      told.put("raw", reply.body());
      return told;
    } catch (IllegalArgumentException unreadable) {
      throw untrusted(reply, "answered what cannot be read");
    }
  }

  private static ChannelFailure untrusted(TeaHttp.Reply reply, String what) {
    return new ChannelFailure.OutcomeUnknown(
        OpenOutcome.Cause.UNTRUSTED_REPLY, what, null, reply.status(), null, null, null);
  }

  static ChannelFailure refusal(String code) {
    RejectedReason reason =
        switch (code) {
          case "NUMBER_REUSED" -> RejectedReason.NUMBER_REUSED;
          case "TOO_MUCH" -> RejectedReason.AMOUNT_EXCEEDED;
          case "WRONG_STATE" -> RejectedReason.WRONG_STATE;
          default -> RejectedReason.OTHER;
        };
    return new ChannelFailure.Rejected(
        reason,
        Defect.REFUSES_WITHOUT_CODE.on() ? "" : code,
        "refused",
        "Look at the order.",
        200,
        null,
        null);
  }

  /** The same fields, with the key that makes it one request. */
  private Map<String, String> keyed(Map<String, String> fields) {
    String op = fields.get("op");
    boolean fresh =
        switch (op) {
          case "pay" -> Defect.FRESH_KEY_FOR_PAYMENTS.on();
          case "authorize" -> Defect.FRESH_KEY_FOR_HOLDS.on();
          case "capture" -> Defect.FRESH_KEY_FOR_CAPTURES.on();
          case "refund" -> Defect.FRESH_KEY_FOR_REFUNDS.on();
          case "complete" -> Defect.FRESH_KEY_FOR_COMPLETIONS.on();
          default -> false;
        };
    fields.put("key", fresh ? HexFormat.of().formatHex(context.randomBytes(8)) : "1");
    return fields;
  }

  private RawReply raw(Map<String, String> told) {
    return Defect.FORGETS_RAW.on()
        ? RawReply.none()
        : RawReply.of(200, told.getOrDefault("raw", "").getBytes(StandardCharsets.UTF_8), null);
  }

  // ---- Translating out ----

  private static PaymentState state(String told) {
    return switch (told) {
      case "OPEN" -> Defect.OPEN_IS_PAID.on() ? PaymentState.PAID : PaymentState.AWAITING_CUSTOMER;
      case "APPROVED" -> PaymentState.APPROVED;
      case "PAID" -> PaymentState.PAID;
      case "HELD" -> Defect.HELD_IS_PAID.on() ? PaymentState.PAID : PaymentState.AUTHORIZED;
      case "TAKEN" -> PaymentState.CAPTURED;
      case "RELEASED" -> PaymentState.VOIDED;
      case "CLOSED" -> PaymentState.CLOSED;
      case "UNDONE" -> Defect.UNDONE_IS_PAID.on() ? PaymentState.PAID : PaymentState.REVERSED;
      case "DECLINED" ->
          Defect.DECLINED_IS_OPEN.on() ? PaymentState.AWAITING_CUSTOMER : PaymentState.DECLINED;
      default -> PaymentState.UNKNOWN;
    };
  }

  private Payment payment(Map<String, String> told, String number) {
    if ("NOT_FOUND".equals(told.get("code"))) {
      if (Defect.NOT_FOUND_IS_REFUSED.on()) {
        throw refusal("NOT_FOUND");
      }
      return Payment.builder(named(number), PaymentState.NOT_FOUND, raw(told)).build();
    }
    Money amount = money(told, "amount");
    Money refunded = money(told, "refunded");
    PaymentState state = state(told.getOrDefault("state", ""));
    if (state == PaymentState.PAID && !refunded.isZero() && !Defect.FORGETS_REFUNDS.on()) {
      state = refunded.equals(amount) ? PaymentState.REFUNDED : PaymentState.REFUND_STARTED;
    }
    Payment.Builder payment =
        Payment.builder(named(number), state, raw(told))
            .amount(amount)
            .refunded(Defect.FORGETS_REFUNDS.on() ? amount.minus(amount) : refunded);
    if (!Defect.FORGETS_CHANNEL_ID.on()) {
      payment.channelPaymentId(told.get("id"));
    }
    payment.payerId(told.get("guest"));
    String paidAt = told.getOrDefault("paidAt", "");
    if (!paidAt.isEmpty()) {
      payment.paidAt(Instant.ofEpochSecond(Long.parseLong(paidAt)));
    }
    if (state == PaymentState.AUTHORIZED) {
      payment.hold(new Hold(money(told, "left"), null));
    }
    return payment.build();
  }

  private static Money money(Map<String, String> told, String field) {
    return Money.of(
        told.getOrDefault("currency", "CNY"), new BigDecimal(told.getOrDefault(field, "0")));
  }

  private static void requireOk(Map<String, String> told) {
    String code = told.getOrDefault("code", "");
    boolean taken =
        code.equals("OK")
            || (code.equals("NUMBER_REUSED") && Defect.REUSED_IS_FINE.on())
            || (code.equals("TOO_MUCH") && Defect.TOO_MUCH_IS_FINE.on())
            || (code.equals("WRONG_STATE") && Defect.WRONG_STATE_IS_FINE.on());
    if (!taken) {
      throw refusal(code);
    }
  }

  private static PaymentResult result(Payment payment) {
    return switch (payment.state()) {
      case PAID -> new PaymentResult.Paid(payment);
      case AUTHORIZED -> new PaymentResult.Authorized(payment);
      case APPROVED -> new PaymentResult.Approved(payment);
      case DECLINED, CLOSED, VOIDED ->
          new PaymentResult.Declined(
              payment, new Decline(Decline.Reason.OTHER, payment.state().name(), false));
      default -> new PaymentResult.Processing(payment, Duration.ofSeconds(3));
    };
  }

  // ---- Payments ----

  @Override
  public PaymentResult pay(PaymentRequest request, CallContext call) {
    if (call.actingFor() != null && Defect.ACTS_FOR_NOBODY.on()) {
      throw new IllegalStateException("for nobody else");
    }
    Map<String, String> fields = asked("pay", request);
    if (request.scene().kind() == Scene.Kind.WEB_PAGE) {
      return page(request, fields);
    }
    Map<String, String> told = send(keyed(fields), call);
    requireOk(told);
    if ("NUMBER_REUSED".equals(told.get("code"))) {
      return waiting(request, blank(request.orderNumber(), request.amount(), told));
    }
    Payment payment = payment(told, request.orderNumber());
    if (Defect.RENAMES.on()) {
      payment =
          Payment.builder(named("TEA" + request.orderNumber()), payment.state(), raw(told))
              .amount(request.amount())
              .build();
    }
    boolean till = request.scene().kind() == Scene.Kind.BUYER_CODE;
    if (till && !Defect.SHOWS_AT_THE_TILL.on()) {
      return result(payment);
    }
    return Defect.SHOWS_NOTHING.on()
        ? new PaymentResult.Processing(payment, Duration.ofSeconds(3))
        : waiting(request, payment);
  }

  private Payment blank(String number, Money amount, Map<String, String> told) {
    return Payment.builder(named(number), PaymentState.AWAITING_CUSTOMER, raw(told))
        .amount(amount)
        .build();
  }

  private static PaymentResult waiting(PaymentRequest request, Payment payment) {
    return new PaymentResult.AwaitingCustomer(
        payment, new NextAction.ShowQrCode("tea://" + request.orderNumber(), null));
  }

  private Map<String, String> asked(String op, PaymentRequest request) {
    Map<String, String> fields = op(op, request.orderNumber());
    put(fields, request.amount());
    fields.put("scene", request.scene().kind().name());
    fields.put("text", request.description());
    return fields;
  }

  private PaymentResult page(PaymentRequest request, Map<String, String> fields) {
    String body = Tea.write(fields);
    Map<String, String> form = new LinkedHashMap<>();
    form.put("body", body);
    form.put("signature", Tea.sign(key, "", Defect.SPOILS_PAGES.on() ? "leaf" : "page", body));
    return new PaymentResult.AwaitingCustomer(
        blank(request.orderNumber(), request.amount(), Map.of()),
        new NextAction.SubmitForm(base.resolve("/page"), form, null));
  }

  @Override
  public PaymentResult authorize(PaymentRequest request, CallContext call) {
    Map<String, String> fields =
        asked(Defect.TAKES_INSTEAD_OF_HOLDING.on() ? "pay" : "authorize", request);
    Map<String, String> told = send(keyed(fields), call);
    requireOk(told);
    return waiting(request, payment(told, request.orderNumber()));
  }

  @Override
  public Payment query(PaymentReference reference, CallContext call) {
    if ((Defect.FORGETS_NUMBERS.on() && reference.locator() == null)
        || (Defect.KNOWS_ITS_OWN_OBJECTS_ONLY.on() && !handedOut.contains(reference))) {
      return Payment.builder(reference, PaymentState.NOT_FOUND, RawReply.none()).build();
    }
    if (Defect.ASKS_TWICE.on()) {
      send(op("query", reference.number()), call);
    }
    Payment found = payment(send(op("query", reference.number()), call), reference.number());
    if (Defect.MIXES_ANSWERS.on()) {
      lastFound = found;
      for (int i = 0; i < 20_000; i++) {
        Thread.onSpinWait();
      }
      return lastFound;
    }
    return found;
  }

  @Override
  public PaymentResult complete(PaymentReference reference, CallContext call) {
    Map<String, String> told = send(keyed(op("complete", reference.number())), call);
    requireFound(told);
    Payment payment = payment(told, reference.number());
    if (payment.state() == PaymentState.PAID && Defect.COMPLETED_IS_APPROVED.on()) {
      return new PaymentResult.Approved(payment);
    }
    if (payment.state() == PaymentState.AWAITING_CUSTOMER && Defect.UNAPPROVED_IS_PAID.on()) {
      return new PaymentResult.Paid(
          Payment.builder(reference, PaymentState.PAID, raw(told))
              .amount(payment.amount())
              .build());
    }
    return result(payment);
  }

  private static void requireFound(Map<String, String> told) {
    if ("NOT_FOUND".equals(told.get("code"))) {
      throw refusal("NOT_FOUND");
    }
  }

  @Override
  public Payment close(PaymentReference reference, CallContext call) {
    if (Defect.CLOSES_NOTHING.on()) {
      return query(reference, call);
    }
    Map<String, String> told = send(op("close", reference.number()), call);
    requireFound(told);
    Payment after = payment(told, reference.number());
    if (Defect.CLOSED_WHATEVER.on()) {
      return Payment.builder(reference, PaymentState.CLOSED, raw(told)).build();
    }
    if (Defect.CLOSES_ONCE_ONLY.on() && !handedOut.add(reference)) {
      throw refusal("CLOSED");
    }
    return after;
  }

  @Override
  public Payment reverse(PaymentReference reference, CallContext call) {
    if (Defect.REVERSES_NOTHING.on()) {
      return query(reference, call);
    }
    Map<String, String> told = send(op("reverse", reference.number()), call);
    requireFound(told);
    if (Defect.REVERSES_ONCE_ONLY.on() && calls.incrementAndGet() > 1) {
      throw refusal("UNDONE");
    }
    return payment(told, reference.number());
  }

  @Override
  public PaymentResult capture(CaptureRequest request, CallContext call) {
    Map<String, String> fields = op("capture", request.captureNumber());
    fields.put("hold", request.authorization().number());
    Money amount =
        Defect.CAPTURES_ALL.on()
            ? money(send(op("query", request.authorization().number()), call), "left")
            : request.amount();
    put(fields, amount);
    fields.put("last", request.last() || Defect.EVERY_CAPTURE_IS_LAST.on() ? "yes" : "no");
    Map<String, String> told = send(keyed(fields), call);
    requireOk(told);
    if (!"OK".equals(told.get("code"))) {
      return new PaymentResult.Paid(
          Payment.builder(named(request.captureNumber()), PaymentState.PAID, raw(told))
              .amount(request.amount())
              .build());
    }
    return result(payment(told, request.captureNumber()));
  }

  @Override
  public Payment voidAuthorization(VoidRequest request, CallContext call) {
    Map<String, String> told = send(op("void", request.authorization().number()), call);
    requireFound(told);
    if (Defect.VOIDS_ONCE_ONLY.on() && calls.incrementAndGet() > 1) {
      throw refusal("RELEASED");
    }
    Payment released = payment(told, request.authorization().number());
    return Defect.VOIDED_IS_HELD.on()
        ? Payment.builder(released.reference(), PaymentState.AUTHORIZED, raw(told))
            .amount(released.amount())
            .build()
        : released;
  }

  @Override
  public PaymentResult reauthorize(PaymentReference authorization, Money amount, CallContext call) {
    Map<String, String> told = send(op("renew", authorization.number()), call);
    requireOk(told);
    Payment renewed = payment(told, authorization.number());
    return Defect.RENEWED_IS_PROCESSING.on()
        ? new PaymentResult.Processing(renewed, Duration.ofSeconds(3))
        : result(renewed);
  }

  // ---- Refunds ----

  @Override
  public Refund refund(RefundRequest request, CallContext call) {
    Map<String, String> fields = op("refund", request.payment().number());
    fields.put(
        "refund",
        Defect.ONE_REFUND_A_PAYMENT.on() ? request.payment().number() : request.refundNumber());
    Money whole = request.paymentAmount();
    put(fields, Defect.REFUNDS_ALL.on() && whole != null ? whole : request.amount());
    Map<String, String> told = send(keyed(fields), call);
    if (call.operation() == Operation.REFUND
        && "NUMBER_REUSED".equals(told.get("code"))
        && Defect.REUSED_REFUND_IS_FINE.on()) {
      return done(request, told, RefundState.SUCCEEDED);
    }
    requireOk(told);
    return done(
        request,
        told,
        "OK".equals(told.get("code")) || Defect.WRONG_STATE_IS_FINE.on()
            ? RefundState.SUCCEEDED
            : RefundState.PROCESSING);
  }

  private Refund done(RefundRequest request, Map<String, String> told, RefundState state) {
    RefundReference reference =
        Defect.RENAMES_REFUNDS.on()
            ? new RefundReference(request.payment(), "X" + request.refundNumber(), LOCATOR)
            : reference(request);
    return Refund.builder(reference, state, raw(told))
        .amount(request.amount())
        .channelRefundId(told.get("id"))
        .build();
  }

  @Override
  public Refund queryRefund(RefundReference reference, CallContext call) {
    Map<String, String> fields = op("queryRefund", "");
    fields.put("refund", String.valueOf(reference.number()));
    Map<String, String> told = send(fields, call);
    if ("NOT_FOUND".equals(told.get("code"))
        || (Defect.FORGETS_REFUND_NUMBERS.on() && reference.payment() == null)) {
      return Refund.builder(
              reference,
              Defect.NO_REFUND_IS_PROCESSING.on() ? RefundState.PROCESSING : RefundState.NOT_FOUND,
              raw(told))
          .build();
    }
    return Refund.builder(reference, RefundState.SUCCEEDED, raw(told))
        .amount(money(told, "amount"))
        .channelRefundId(told.get("id"))
        .build();
  }

  // ---- Messages ----

  @Override
  public Ownership ownership(InboundRequest unverified) {
    if (Defect.DISOWNS.on()) {
      return Ownership.NOT_MINE;
    }
    if (Defect.OWNS_ALL.on()) {
      return Ownership.MINE;
    }
    try {
      String told = Tea.read(text(unverified)).get("merchant");
      return told == null
          ? Ownership.CANNOT_TELL
          : told.equals(merchant) ? Ownership.MINE : Ownership.NOT_MINE;
    } catch (IllegalArgumentException noise) {
      if (Defect.OWNERSHIP_BREAKS.on()) {
        throw noise;
      }
      return Ownership.CANNOT_TELL;
    }
  }

  private static String text(InboundRequest request) {
    return new String(request.body(), StandardCharsets.UTF_8);
  }

  @Override
  public Notification readNotification(InboundRequest request, CallContext call) {
    if (Defect.PARSES_FIRST.on()) {
      Tea.read(text(request));
    }
    if (Defect.ASKS_WHILE_READING.on()) {
      send(op("ping", ""), call);
    }
    try {
      verify(request);
      return notification(request);
    } catch (ChannelFailure.Untrusted refused) {
      if (Defect.LOCKS_OUT.on() && forgeries.incrementAndGet() > 60) {
        closed = true;
      }
      throw refused;
    }
  }

  private void verify(InboundRequest request) {
    if (Defect.LOCKS_OUT.on() && closed) {
      throw untrusted(UntrustedReason.BAD_SIGNATURE, "came after too many forgeries");
    }
    if (Defect.LOGS_MESSAGES.on()) {
      LOG.debug("a message came: {}", text(request));
    }
    if (Defect.BELIEVES_ANYTHING.on()) {
      return;
    }
    if (Defect.REFUSES_WHAT_IT_DOES_NOT_KNOW.on()
        && (!request.query().isEmpty() || request.headers().containsKey("X-Verified"))) {
      throw untrusted(UntrustedReason.MALFORMED, "carries more than it should");
    }
    String signature = header(request, Tea.SIGNATURE);
    if (signature == null && Defect.BELIEVES_UNSIGNED.on()) {
      return;
    }
    String time = header(request, Tea.TIME);
    String nonce = header(request, Tea.NONCE);
    String keyId = header(request, Tea.KEY);
    String algorithm = header(request, Tea.ALGORITHM);
    if (signature == null || time == null || nonce == null) {
      throw untrusted(UntrustedReason.MISSING_SIGNATURE, "carries no signature");
    }
    if (!FakeTeahouse.KEY_ID.equals(keyId) && !Defect.IGNORES_KEY.on()) {
      if (keyId != null && keyId.startsWith("https:") && Defect.FETCHES_KEYS_ANYWHERE.on()) {
        fetch(URI.create(keyId));
      }
      throw untrusted(UntrustedReason.UNKNOWN_KEY, "names a key that is not known");
    }
    if (!Tea.HMAC.equals(algorithm) && !Defect.IGNORES_ALGORITHM.on()) {
      throw untrusted(UntrustedReason.BAD_SIGNATURE, "names another algorithm");
    }
    if (!fits(Tea.sign(key, time, nonce, text(request)), signature)) {
      throw untrusted(
          Defect.GIVES_WRONG_REASON.on()
              ? UntrustedReason.MALFORMED
              : UntrustedReason.BAD_SIGNATURE,
          "does not fit its signature"
              + (Defect.SHOWS_FORGERY.on() ? " " + text(request) : "")
              + (Defect.UNTRUSTED_IN_SENTENCES.on() ? "." : ""));
    }
    freshness(time);
  }

  private void freshness(String time) {
    if (Defect.IGNORES_TIME.on()) {
      return;
    }
    Instant sent = Instant.ofEpochSecond(Long.parseLong(time));
    if (Duration.between(sent, context.clock().instant()).abs().compareTo(FRESH) > 0) {
      throw untrusted(UntrustedReason.STALE, "was not sent now");
    }
  }

  private static void fetch(URI address) {
    new TeaHttp(address).greet();
  }

  /** A header that must stand once, by the exact name only if that defect is on. */
  private static String header(InboundRequest request, String name) {
    String value;
    if (Defect.MINDS_HEADER_CASE.on()) {
      value =
          request.headers().entrySet().stream()
              .filter(header -> header.getKey().equals(name))
              .map(header -> header.getValue().get(0))
              .findFirst()
              .orElse(null);
    } else if (Defect.TAKES_FIRST_OF_TWO.on()) {
      value = request.header(name).isEmpty() ? null : request.header(name).get(0);
    } else {
      value = request.singleHeader(name);
    }
    return value == null || value.isEmpty() ? null : value;
  }

  private static boolean fits(String right, String told) {
    if (Defect.LENIENT_BASE64.on()) {
      String plain = told.replace('-', '+').replace('_', '/').replace(" ", "").replace("=", "");
      return right.replace("=", "").equals(plain);
    }
    if (Defect.COMPARES_BEGINNINGS.on() && told.length() % 4 == 0) {
      byte[] one = Base64.getDecoder().decode(right);
      byte[] other;
      try {
        other = Base64.getDecoder().decode(told);
      } catch (IllegalArgumentException notBase64) {
        return false;
      }
      for (int i = 0; i < Math.min(one.length, other.length); i++) {
        if (one[i] != other[i]) {
          return false;
        }
      }
      return true;
    }
    return MessageDigest.isEqual(
        right.getBytes(StandardCharsets.US_ASCII), told.getBytes(StandardCharsets.US_ASCII));
  }

  private Notification notification(InboundRequest request) {
    Map<String, String> told;
    try {
      told = new LinkedHashMap<>(Tea.read(text(request)));
    } catch (IllegalArgumentException unreadable) {
      if (Defect.BELIEVES_ANYTHING.on()) {
        return new Notification.Unmapped("anything", null, "anything", RawReply.none());
      }
      throw untrusted(UntrustedReason.MALFORMED, "cannot be read");
    }
    told.put("raw", text(request));
    if (!merchant.equals(told.get("merchant")) && !Defect.IGNORES_MERCHANT.on()) {
      throw untrusted(UntrustedReason.FOREIGN, "is for another merchant");
    }
    String event = told.getOrDefault("event", "");
    if (event.equals("payment") && !Defect.PAYMENTS_ARE_UNMAPPED.on()) {
      return new Notification.PaymentChanged(fact(told, request), null, changed(told));
    }
    if (event.equals("refund") && !Defect.REFUNDS_ARE_UNMAPPED.on()) {
      RefundReference reference =
          new RefundReference(named(told.getOrDefault("number", "")), told.get("refund"), LOCATOR);
      Refund refund =
          Refund.builder(
                  reference,
                  Defect.NOTIFIED_REFUNDS_FAILED.on() ? RefundState.FAILED : RefundState.SUCCEEDED,
                  raw(told))
              .amount(money(told, "amount"))
              .build();
      String number = told.getOrDefault("number", "");
      return new Notification.RefundChanged(
          Defect.REFUND_IS_THE_SAME_FACT.on()
              ? "payment/" + number + "/PAID"
              : "refund/" + told.get("refund") + "/DONE",
          null,
          refund,
          null);
    }
    if (Defect.UNKNOWN_IS_UNTRUSTED.on()) {
      throw untrusted(UntrustedReason.MALFORMED, "tells of something unknown");
    }
    return new Notification.Unmapped("other/" + told.get("id"), null, event, raw(told));
  }

  private Payment changed(Map<String, String> told) {
    Payment payment = payment(told, told.getOrDefault("number", ""));
    if (Defect.NOTIFIED_AMOUNT_IS_OFF.on()) {
      return Payment.builder(payment.reference(), payment.state(), payment.raw())
          .amount(payment.amount().plus(payment.amount()))
          .build();
    }
    return Defect.NOTIFIED_REFERENCE_FINDS_NOTHING.on()
        ? Payment.builder(
                new PaymentReference("Q" + payment.reference().number(), LOCATOR),
                payment.state(),
                payment.raw())
            .amount(payment.amount())
            .build()
        : payment;
  }

  private static String fact(Map<String, String> told, InboundRequest request) {
    String fact = "payment/" + told.get("number") + "/" + told.get("state");
    if (Defect.FACT_IS_THE_DELIVERY.on()) {
      return fact + "/" + request.singleHeader(Tea.NONCE);
    }
    if (Defect.ONE_FACT_FOR_ALL.on()) {
      return "payment";
    }
    return Defect.LONG_FACTS.on() ? fact + "/".repeat(200) : fact;
  }

  private static ChannelFailure.Untrusted untrusted(UntrustedReason reason, String what) {
    return new ChannelFailure.Untrusted(reason, what, null);
  }

  @Override
  public NotificationReply reply(NotificationReply.Kind kind) {
    return replies().get(kind);
  }

  static Map<NotificationReply.Kind, NotificationReply> replies() {
    return Map.of(
        NotificationReply.Kind.ACCEPTED,
        new NotificationReply(200, "", Defect.REPLIES_IN_PROSE.on() ? "thank you" : ""),
        NotificationReply.Kind.UNTRUSTED,
        new NotificationReply(400, "", ""),
        NotificationReply.Kind.TRY_AGAIN,
        new NotificationReply(500, "", ""));
  }

  @Override
  public CustomerReturn readReturn(InboundRequest request) {
    if (Defect.ASKS_AT_RETURNS.on()) {
      greetAndAsk();
    }
    Map<String, String> fields =
        java.util.Arrays.stream(request.query().split("&", -1))
            .filter(pair -> pair.contains("="))
            .collect(
                Collectors.toMap(
                    pair -> pair.substring(0, pair.indexOf('=')),
                    pair ->
                        URLDecoder.decode(
                            pair.substring(pair.indexOf('=') + 1), StandardCharsets.UTF_8),
                    (one, other) -> one));
    String number = fields.get("number");
    if (number == null) {
      return new CustomerReturn(null, false);
    }
    boolean right = fields.size() == 2 && Tea.sign(key, number).equals(fields.get("signature"));
    if (!right && !Defect.CALLS_RETURNS_SIGNED.on()) {
      throw untrusted(UntrustedReason.BAD_SIGNATURE, "does not fit its signature");
    }
    return new CustomerReturn(named(number), true);
  }

  private void greetAndAsk() {
    send(op("ping", ""), new CallContext(Operation.QUERY, Duration.ofSeconds(5), 1, null));
  }

  @Override
  public RawReply call(ChannelCall call, CallContext context) {
    Map<String, String> told = send(op("ping", ""), context);
    if (Defect.CALLS_TWICE.on()) {
      told = send(op("ping", ""), context);
    }
    return RawReply.of(200, told.getOrDefault("raw", "").getBytes(StandardCharsets.UTF_8), null);
  }

  @Override
  public void close() {
    if (closed && Defect.CLOSES_ITSELF_ONCE.on()) {
      throw new IllegalStateException("closed already");
    }
    closed = true;
  }

  @Override
  public String toString() {
    return "TeahouseAdapter["
        + merchant
        + (Defect.SHOWS_KEY.on() ? Base64.getEncoder().encodeToString(key) : "")
        + "]";
  }
}
