package io.jiaozi.alipay;

import io.jiaozi.Capabilities;
import io.jiaozi.Capability;
import io.jiaozi.ChannelCall;
import io.jiaozi.Operation;
import io.jiaozi.SubMerchant;
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
import io.jiaozi.payment.PaymentState;
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
import java.time.Clock;
import java.util.Currency;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One app at Alipay: the table of contents of this package. Safe for many threads. */
final class AlipayAdapter
    implements ChannelAdapter,
        ChannelAdapter.Closing,
        ChannelAdapter.Reversing,
        ChannelAdapter.Authorizing,
        ChannelAdapter.ReadingReturns,
        ChannelAdapter.Calling,
        ChannelAdapter.Diagnosing {

  private static final Set<Capability> CAPABILITIES =
      Set.of(
          Capability.FIND_BY_NUMBER,
          Capability.SET_EXPIRY,
          Capability.CLOSE,
          Capability.REVERSE,
          Capability.PARTIAL_CAPTURE,
          Capability.SEVERAL_CAPTURES,
          Capability.VOID_AUTHORIZATION,
          Capability.REFUND,
          Capability.PARTIAL_REFUND,
          Capability.NOTIFIES_PAYMENT,
          Capability.NOTIFIES_REFUND,
          Capability.ACT_FOR_SUB_MERCHANT,
          Capability.CHANNEL_CALLS);

  private static final Set<String> FIELDS_FOR_TRACE =
      Set.of(
          "method",
          "sign_type",
          "charset",
          "version",
          "code",
          "sub_code",
          "trade_status",
          "fund_change",
          "refund_status",
          "action",
          "retry_flag",
          "order_status",
          "status");

  private final Capabilities capabilities;
  private final ChannelHttp http;
  private final Clock clock;
  private final PaymentChecks paymentChecks;
  private final HoldChecks holdChecks;
  private final Payments payments;
  private final Holds holds;
  private final Refunds refunds;
  private final Notifications notifications;
  private final Returns returns;
  private final EscapeHatch escapeHatch;
  private final Health health;

  AlipayAdapter(AccountReader.Account account, AdapterContext context) {
    Merchant merchant = account.merchant();
    AppKey key = account.appKey();
    StateMapping states = new StateMapping();
    this.clock = context.clock();
    this.http =
        context
            .shared(HttpTransport.class, HttpTransport::standard)
            .channel(AlipayAdapterProvider.DISPLAY_NAME, List.of(merchant.baseUrl()))
            .signing(new RestSigner(merchant.appId(), key, context))
            .showing(FIELDS_FOR_TRACE)
            .comparing(clock)
            .build();
    AlipayCalls calls = http.calls(AlipayCalls.class);
    GatewayPost post = new GatewayPost(calls, new RequestSigner(merchant.appId(), key, clock));
    ReplyVerifier replies =
        new ReplyVerifier(
            new CertificateRotation(account.alipayKeys(), account.proof(), post, context));
    Gateway gateway = new Gateway(post, replies, account.cipher());
    MessageVerifier messages = new MessageVerifier(account.alipayKeys(), clock);
    this.capabilities =
        new Capabilities(
            EnumSet.allOf(Scene.Kind.class),
            Set.of(Scene.Kind.QR_CODE, Scene.Kind.APP, Scene.Kind.BUYER_CODE),
            CAPABILITIES,
            Set.of(Currency.getInstance(Amounts.CNY)));
    this.paymentChecks = new PaymentChecks(merchant, clock);
    this.holdChecks = new HoldChecks(merchant);
    this.payments = new Payments(merchant, gateway, states);
    this.holds = new Holds(merchant, gateway, states, payments);
    this.refunds = new Refunds(gateway, states);
    this.notifications = new Notifications(merchant, messages, states);
    this.returns = new Returns(merchant, messages);
    this.escapeHatch =
        new EscapeHatch(gateway, new Rest(http, replies, key, account.cipher(), context));
    this.health = new Health(account.facts(), account.alipayKeys(), http, context);
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
  public List<Problem> check(CaptureRequest request) {
    return holdChecks.check(request);
  }

  @Override
  public List<Problem> check(VoidRequest request) {
    return HoldChecks.check(request);
  }

  @Override
  public List<Problem> check(RefundRequest request) {
    return RefundChecks.check(request);
  }

  @Override
  public List<Problem> check(PaymentReference reference) {
    return Locator.check("reference", reference);
  }

  @Override
  public List<Problem> check(RefundReference reference) {
    return RefundChecks.check(reference);
  }

  @Override
  public List<Problem> check(SubMerchant subMerchant) {
    return Partner.check(subMerchant);
  }

  @Override
  public OutcomePlan plan(Operation operation, Scene.@Nullable Kind scene) {
    return OutcomePlans.of(operation, scene);
  }

  @Override
  public PaymentReference reference(PaymentRequest request) {
    return Payments.reference(request);
  }

  @Override
  public PaymentReference reference(CaptureRequest request) {
    return Holds.reference(request);
  }

  @Override
  public RefundReference reference(RefundRequest request) {
    return Refunds.reference(request);
  }

  @Override
  public PaymentResult pay(PaymentRequest request, CallContext context) {
    return payments.pay(request, begin(context));
  }

  @Override
  public PaymentResult authorize(PaymentRequest request, CallContext context) {
    return holds.authorize(request, begin(context));
  }

  @Override
  public PaymentResult capture(CaptureRequest request, CallContext context) {
    return holds.capture(request, begin(context));
  }

  @Override
  public Payment voidAuthorization(VoidRequest request, CallContext context) {
    return holds.release(request, begin(context));
  }

  /** A number may name a trade or a hold; the reference may tell which. */
  @Override
  public Payment query(PaymentReference reference, CallContext context) {
    Exchange exchange = begin(context);
    Locator locator = Locator.of(reference);
    if (locator.isHold()) {
      return holds.query(reference, exchange);
    }
    Payment trade = payments.queryTrade(reference, exchange);
    return trade.state() == PaymentState.NOT_FOUND && locator.kind() != Locator.Kind.TRADE
        ? holds.queryOrElse(trade, reference, exchange)
        : trade;
  }

  @Override
  public Payment close(PaymentReference reference, CallContext context) {
    return payments.close(reference, begin(context));
  }

  @Override
  public Payment reverse(PaymentReference reference, CallContext context) {
    return payments.reverse(reference, begin(context));
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
    return returns.read(request);
  }

  @Override
  public Ownership ownership(InboundRequest unverified) {
    return notifications.ownership(unverified);
  }

  @Override
  public Notification readNotification(InboundRequest request, CallContext context) {
    return notifications.read(request, context.actingFor());
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
    return Exchange.begin(http, clock, context);
  }
}
