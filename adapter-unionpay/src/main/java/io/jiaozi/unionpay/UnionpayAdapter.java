package io.jiaozi.unionpay;

import io.jiaozi.Capabilities;
import io.jiaozi.Capability;
import io.jiaozi.ChannelCall;
import io.jiaozi.Operation;
import io.jiaozi.error.Problem;
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
import io.jiaozi.spi.HealthFact;
import io.jiaozi.spi.OutcomePlan;
import io.jiaozi.support.http.ChannelHttp;
import io.jiaozi.support.http.HttpTransport;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One merchant at UnionPay: the table of contents of this package. Safe for many threads. */
final class UnionpayAdapter
    implements ChannelAdapter,
        ChannelAdapter.Authorizing,
        ChannelAdapter.Reversing,
        ChannelAdapter.ReadingReturns,
        ChannelAdapter.Calling,
        ChannelAdapter.Diagnosing {

  private static final Set<Capability> CAPABILITIES =
      Set.of(
          Capability.SET_EXPIRY,
          Capability.REVERSE,
          Capability.PARTIAL_CAPTURE,
          Capability.VOID_AUTHORIZATION,
          Capability.REFUND,
          Capability.PARTIAL_REFUND,
          Capability.NOTIFIES_PAYMENT,
          Capability.NOTIFIES_REFUND,
          Capability.CHANNEL_CALLS);

  private static final Set<Scene.Kind> HOLDS = Set.of(Scene.Kind.WEB_PAGE, Scene.Kind.MOBILE_WEB);

  private static final Set<String> FIELDS_FOR_TRACE =
      Set.of("respCode", "origRespCode", "txnType", "txnSubType", "bizType", "channelType");

  private final Capabilities capabilities;
  private final Exchange.Gateway gateway;
  private final PaymentChecks paymentChecks;
  private final FollowingChecks followingChecks;
  private final Payments payments;
  private final Holds holds;
  private final Undoing undoing;
  private final Refunds refunds;
  private final Notifications notifications;
  private final EscapeHatch escapeHatch;
  private final Health health;

  UnionpayAdapter(AccountReader.Account account, AdapterContext context) {
    Merchant merchant = account.merchant();
    Clock clock = context.clock();
    Map<Scene.Kind, PayScene> scenes = PayScene.all();
    MessageVerifier verifier = new MessageVerifier(merchant.merId(), account.proof());
    StateMapping states = new StateMapping();
    ChannelHttp http =
        context
            .shared(HttpTransport.class, HttpTransport::standard)
            .channel(UnionpayAdapterProvider.DISPLAY_NAME, List.of(merchant.baseUrl()))
            .showing(FIELDS_FOR_TRACE)
            .comparing(clock)
            .build();
    UnionpayCalls calls = http.calls(UnionpayCalls.class);
    this.gateway =
        new Exchange.Gateway(merchant.merId(), http, calls, account.signer(), verifier, clock);
    this.capabilities =
        new Capabilities(
            scenes.keySet(),
            HOLDS,
            CAPABILITIES,
            Set.of(Currency.getInstance(StateMapping.CURRENCY)));
    this.paymentChecks = new PaymentChecks(merchant, clock, scenes);
    this.followingChecks = new FollowingChecks(merchant, clock);
    Lookup lookup = new Lookup(gateway);
    this.payments = new Payments(merchant, gateway, lookup, states, scenes);
    this.holds = new Holds(merchant, gateway, lookup, states);
    this.undoing =
        new Undoing(
            merchant,
            gateway,
            lookup,
            holds,
            states,
            (message, exchange) ->
                exchange.send(account.reversalsAtQuery() ? calls::query : calls::back, message));
    this.refunds = new Refunds(merchant, gateway, lookup, states);
    this.notifications = new Notifications(merchant.merId(), verifier, states, clock);
    X509Certificate encryption = account.encryptionCertificate();
    this.escapeHatch =
        new EscapeHatch(
            gateway,
            encryption == null ? null : new EncryptionCertificates(encryption, gateway, context));
    this.health = new Health(account.facts(), http, context);
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  @Override
  public List<Problem> check(PaymentRequest request) {
    return paymentChecks.check(request);
  }

  @Override
  public List<Problem> check(RefundRequest request) {
    return followingChecks.check(request);
  }

  @Override
  public List<Problem> check(CaptureRequest request) {
    return followingChecks.check(request);
  }

  @Override
  public List<Problem> check(VoidRequest request) {
    return followingChecks.check(request);
  }

  @Override
  public List<Problem> check(PaymentReference reference) {
    return Numbers.check(reference);
  }

  @Override
  public List<Problem> check(RefundReference reference) {
    return Numbers.check(reference);
  }

  @Override
  public OutcomePlan plan(Operation operation, Scene.@Nullable Kind scene) {
    return OutcomePlans.of(operation, scene);
  }

  @Override
  public PaymentReference reference(PaymentRequest request) {
    return Pair.of(request.orderNumber(), request.placedAt()).payment();
  }

  @Override
  public RefundReference reference(RefundRequest request) {
    return Refunds.reference(request);
  }

  @Override
  public PaymentReference reference(CaptureRequest request) {
    return Holds.reference(request);
  }

  @Override
  public PaymentReference reference(VoidRequest request) {
    return Holds.reference(request);
  }

  @Override
  public PaymentResult pay(PaymentRequest request, CallContext context) {
    return payments.pay(request, begin(context));
  }

  @Override
  public PaymentResult authorize(PaymentRequest request, CallContext context) {
    return payments.authorize(request, begin(context));
  }

  @Override
  public PaymentResult capture(CaptureRequest request, CallContext context) {
    return holds.capture(request, begin(context));
  }

  @Override
  public Payment voidAuthorization(VoidRequest request, CallContext context) {
    return holds.voidAuthorization(request, begin(context));
  }

  @Override
  public Payment query(PaymentReference reference, CallContext context) {
    return payments.query(reference, begin(context));
  }

  @Override
  public Payment reverse(PaymentReference reference, CallContext context) {
    return undoing.reverse(reference, begin(context));
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
  public Ownership ownership(InboundRequest unverified) {
    return notifications.ownership(unverified);
  }

  @Override
  public Notification readNotification(InboundRequest request, CallContext context) {
    return notifications.read(request);
  }

  @Override
  public CustomerReturn readReturn(InboundRequest request) {
    return notifications.readReturn(request);
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

  private Exchange begin(CallContext context) {
    return Exchange.begin(gateway, context);
  }
}
