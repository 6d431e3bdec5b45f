package io.jiaozi.paypal;

import io.jiaozi.Capabilities;
import io.jiaozi.Capability;
import io.jiaozi.ChannelCall;
import io.jiaozi.Operation;
import io.jiaozi.SubMerchant;
import io.jiaozi.error.Problem;
import io.jiaozi.money.Money;
import io.jiaozi.notification.CustomerReturn;
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.notification.Notification;
import io.jiaozi.notification.NotificationReply;
import io.jiaozi.payment.CaptureRequest;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.RawReply;
import io.jiaozi.payment.Scene;
import io.jiaozi.payment.VoidRequest;
import io.jiaozi.refund.Refund;
import io.jiaozi.refund.RefundReference;
import io.jiaozi.refund.RefundRequest;
import io.jiaozi.spi.AdapterContext;
import io.jiaozi.spi.CallContext;
import io.jiaozi.spi.ChannelAdapter;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.spi.HealthFact;
import io.jiaozi.spi.OutcomePlan;
import io.jiaozi.support.http.ChannelHttp;
import io.jiaozi.support.http.HttpTransport;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One merchant at PayPal: the table of contents of this package. Safe for many threads. */
final class PaypalAdapter
    implements ChannelAdapter,
        ChannelAdapter.Completing,
        ChannelAdapter.ReadingReturns,
        ChannelAdapter.Authorizing,
        ChannelAdapter.Reauthorizing,
        ChannelAdapter.Calling,
        ChannelAdapter.Diagnosing {

  private static final Set<Scene.Kind> SCENES = Set.of(Scene.Kind.WEB_PAGE, Scene.Kind.MOBILE_WEB);

  private static final Set<Capability> CAPABILITIES =
      Set.of(
          Capability.COMPLETE_AFTER_APPROVAL,
          Capability.PARTIAL_CAPTURE,
          Capability.SEVERAL_CAPTURES,
          Capability.VOID_AUTHORIZATION,
          Capability.REAUTHORIZE,
          Capability.REFUND,
          Capability.PARTIAL_REFUND,
          Capability.NOTIFIES_PAYMENT,
          Capability.NOTIFIES_REFUND,
          Capability.ACT_FOR_SUB_MERCHANT,
          Capability.CHANNEL_CALLS);

  private static final Set<String> FIELDS_FOR_TRACE =
      Set.of("name", "issue", "status", "intent", "event_type", "currency_code", "rel");

  private final Capabilities capabilities =
      new Capabilities(SCENES, SCENES, CAPABILITIES, Amounts.CURRENCIES);

  private final ChannelHttp http;
  private final Clock clock;
  private final Tokens tokens;
  private final Caller caller;
  private final Checks checks;
  private final Orders orders;
  private final Captures captures;
  private final Holds holds;
  private final Refunds refunds;
  private final Notifications notifications;
  private final EscapeHatch escapeHatch;
  private final Health health;

  PaypalAdapter(AccountReader.Account account, AdapterContext context) {
    Merchant merchant = account.merchant();
    Environment environment = account.environment();
    HttpTransport transport = context.shared(HttpTransport.class, HttpTransport::standard);
    this.clock = context.clock();
    this.http =
        transport
            .channel(PaypalAdapterProvider.DISPLAY_NAME, List.of(environment.baseUrl()))
            .header("Accept", "application/json")
            .showing(FIELDS_FOR_TRACE)
            .comparing(clock)
            .build();
    PaypalCalls calls = http.calls(PaypalCalls.class);
    Payments payments = new Payments(new StateMapping());
    Results results = new Results(environment);
    this.tokens =
        new Tokens(http, calls, context, merchant.clientId(), account.clientSecret(), environment);
    this.caller = new Caller(merchant);
    this.checks = new Checks(clock);
    this.orders = new Orders(merchant, payments, results, calls);
    this.captures = new Captures(merchant, payments, results, calls);
    this.holds = new Holds(merchant, payments, results, calls, orders, captures);
    this.refunds = new Refunds(merchant, payments.states(), calls, orders, captures);
    this.notifications = new Notifications(merchant, payments, verifier(account, transport, calls));
    this.escapeHatch = new EscapeHatch(http, environment);
    this.health = new Health(account.facts(), http, context);
  }

  private WebhookVerifier verifier(
      AccountReader.Account account, HttpTransport transport, PaypalCalls calls) {
    Environment environment = account.environment();
    CertificateUrls urls = new CertificateUrls(environment);
    if (account.verifiedByPaypal()) {
      return new PostbackVerifier(account.webhookId(), urls, calls);
    }
    ChannelHttp certificateHttp =
        transport
            .channel(
                PaypalAdapterProvider.DISPLAY_NAME,
                environment.certificateOrigins().stream().map(URI::create).toList())
            .maxReplyBytes(SigningCertificates.MAX_BYTES)
            .build();
    return new LocalVerifier(
        account.webhookId(),
        urls,
        new SigningCertificates(
            certificateHttp,
            certificateHttp.calls(PaypalCalls.class),
            new TrustAnchors(account.trustAnchors()),
            environment.certificateName(),
            clock));
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  @Override
  public List<Problem> check(PaymentRequest request) {
    return checks.check(request);
  }

  @Override
  public List<Problem> check(RefundRequest request) {
    return checks.check(request);
  }

  @Override
  public List<Problem> check(PaymentReference reference) {
    return Checks.check(reference);
  }

  @Override
  public List<Problem> check(RefundReference reference) {
    return Checks.check(reference);
  }

  @Override
  public List<Problem> check(CaptureRequest request) {
    return checks.check(request);
  }

  @Override
  public List<Problem> check(VoidRequest request) {
    return checks.check(request);
  }

  @Override
  public List<Problem> check(SubMerchant subMerchant) {
    return Caller.check(subMerchant);
  }

  @Override
  public OutcomePlan plan(Operation operation, Scene.@Nullable Kind scene) {
    return OutcomePlans.of(operation);
  }

  /** Before PayPal gave the order an id there is the number alone, which finds nothing. */
  @Override
  public PaymentReference reference(PaymentRequest request) {
    return PaymentReference.ofNumber(request.orderNumber());
  }

  @Override
  public RefundReference reference(RefundRequest request) {
    return RefundReference.of(request.payment(), request.refundNumber());
  }

  @Override
  public PaymentReference reference(CaptureRequest request) {
    return Holds.reference(request);
  }

  @Override
  public PaymentResult pay(PaymentRequest request, CallContext context) {
    return orders.pay(request, begin(context));
  }

  @Override
  public PaymentResult authorize(PaymentRequest request, CallContext context) {
    return orders.authorize(request, begin(context));
  }

  @Override
  public PaymentResult complete(PaymentReference reference, CallContext context) {
    Locator locator = located(reference);
    Exchange exchange = begin(context);
    if (locator.isOrder()) {
      return orders.complete(Objects.requireNonNull(locator.orderId()), reference, exchange);
    }
    // What is past its order has nothing to execute: it is asked how it stands.
    return Exchange.first(
        "to complete the payment",
        () -> {
          if (locator.captureId() != null) {
            return captures.complete(locator.captureId(), reference, exchange);
          }
          return locator.isHold()
              ? holds.complete(locator, reference, exchange)
              : holds.completeCapture(locator, reference, exchange);
        });
  }

  @Override
  public Payment query(PaymentReference reference, CallContext context) {
    Locator locator = located(reference);
    Exchange exchange = begin(context);
    if (locator.captureId() != null) {
      return captures.query(locator.captureId(), reference, exchange);
    }
    if (locator.captureByNumber()) {
      return holds.queryCapture(locator, reference, exchange);
    }
    return locator.isHold()
        ? holds.query(locator, reference, exchange)
        : orders.query(Objects.requireNonNull(locator.orderId()), reference, exchange);
  }

  @Override
  public PaymentResult capture(CaptureRequest request, CallContext context) {
    return holds.capture(request, located(request.authorization()), begin(context));
  }

  @Override
  public Payment voidAuthorization(VoidRequest request, CallContext context) {
    return holds.release(request, located(request.authorization()), begin(context));
  }

  @Override
  public PaymentResult reauthorize(
      PaymentReference authorization, Money amount, CallContext context) {
    return holds.renew(authorization, located(authorization), amount, begin(context));
  }

  @Override
  public Refund refund(RefundRequest request, CallContext context) {
    return refunds.refund(request, begin(context));
  }

  @Override
  public Refund queryRefund(RefundReference reference, CallContext context) {
    return refunds.query(reference, begin(context));
  }

  @Override
  public CustomerReturn readReturn(InboundRequest request) {
    return Returns.read(request);
  }

  /** A message names neither app nor merchant: only the address it came to tells. */
  @Override
  public Ownership ownership(InboundRequest unverified) {
    return Ownership.CANNOT_TELL;
  }

  @Override
  public Notification readNotification(InboundRequest request, CallContext context) {
    return notifications.read(request, begin(context));
  }

  @Override
  public NotificationReply reply(NotificationReply.Kind kind) {
    return Notifications.reply(kind);
  }

  @Override
  public List<Problem> check(ChannelCall call) {
    return escapeHatch.check(call);
  }

  @Override
  public RawReply call(ChannelCall call, CallContext context) {
    return escapeHatch.call(call, begin(context));
  }

  @Override
  public List<HealthFact> healthFacts() {
    return health.facts();
  }

  @Override
  public PaymentReference unknownPayment() {
    return health.unknownPayment();
  }

  @Override
  public void close() {
    // Nothing belongs to this account alone; the HTTP transport is the gateway's.
  }

  private static Locator located(PaymentReference reference) {
    return Locator.of(reference)
        .orElseThrow(
            () ->
                new ChannelFailure.NotSent(
                    "was not asked: the reference has no locator of PayPal's, and a number alone finds nothing there",
                    null));
  }

  private Exchange begin(CallContext context) {
    return new Exchange(http, tokens, caller, clock, context);
  }
}
