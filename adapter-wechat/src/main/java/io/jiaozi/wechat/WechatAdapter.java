package io.jiaozi.wechat;

import io.jiaozi.Capabilities;
import io.jiaozi.Capability;
import io.jiaozi.ChannelCall;
import io.jiaozi.Operation;
import io.jiaozi.SubMerchant;
import io.jiaozi.error.Problem;
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.notification.Notification;
import io.jiaozi.notification.NotificationReply;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.RawReply;
import io.jiaozi.payment.Scene;
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
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One merchant at WeChat Pay: the table of contents of this package. Safe for many threads. */
final class WechatAdapter
    implements ChannelAdapter,
        ChannelAdapter.Closing,
        ChannelAdapter.Reversing,
        ChannelAdapter.Calling,
        ChannelAdapter.Diagnosing {

  private static final Set<Capability> CAPABILITIES =
      Set.of(
          Capability.FIND_BY_NUMBER,
          Capability.FIND_REFUND_BY_NUMBER,
          Capability.SET_EXPIRY,
          Capability.CLOSE,
          Capability.REVERSE,
          Capability.REFUND,
          Capability.PARTIAL_REFUND,
          Capability.NOTIFIES_PAYMENT,
          Capability.NOTIFIES_REFUND,
          Capability.ACT_FOR_SUB_MERCHANT,
          Capability.CHANNEL_CALLS);

  private static final Set<String> FIELDS_FOR_TRACE =
      Set.of("code", "trade_state", "status", "event_type", "currency", "trade_type");

  private final Capabilities capabilities;
  private final Merchant merchant;
  private final Exchange.Line line;
  private final PaymentChecks paymentChecks;
  private final RefundChecks refundChecks;
  private final Payments payments;
  private final Refunds refunds;
  private final Notifications notifications;
  private final EscapeHatch escapeHatch;
  private final Health health;

  WechatAdapter(AccountReader.Account account, AdapterContext context) {
    this.merchant = account.merchant();
    Identity identity = new Identity(merchant);
    StateMapping states = new StateMapping();
    KeyRing keys = keyRing(account, context);
    MessageVerifier messages = new MessageVerifier(keys::named, context.clock());
    ChannelHttp http =
        http(account, context, now -> keys.current().preferredSerial(now))
            .verifying(new ReplyVerifier(messages))
            .comparing(context.clock())
            .build();
    this.line = new Exchange.Line(http, keys, context.clock(), merchant);
    WechatCalls calls = http.calls(WechatCalls.class);
    Map<Scene.Kind, PayScene> scenes =
        PayScene.all(new ClientSignature(account.signer(), context), identity, states);
    this.capabilities =
        new Capabilities(
            scenes.keySet(),
            Set.of(),
            CAPABILITIES,
            Set.of(Currency.getInstance(StateMapping.CNY)));
    this.paymentChecks = new PaymentChecks(merchant, context.clock(), scenes);
    this.refundChecks = new RefundChecks(merchant);
    this.payments = new Payments(identity, states, calls, scenes);
    this.refunds = new Refunds(identity, states, calls, payments);
    this.notifications =
        new Notifications(
            new NotificationOpener(messages, account.cipher()), keys, merchant, identity, states);
    this.escapeHatch = new EscapeHatch(http, account.decryptor());
    this.health = new Health(account.facts(), keys, http, context);
  }

  private static KeyRing keyRing(AccountReader.Account account, AdapterContext context) {
    PlatformKeys configured = account.platformKeys();
    if (!account.downloads()) {
      return KeyRing.of(configured, context);
    }
    // Verified by the download itself, for the keys are in the answer.
    ChannelHttp unverified = http(account, context, now -> configured.publicKeyIdOrNull()).build();
    return KeyRing.downloading(
        configured,
        context,
        new CertificateDownload(unverified, account.cipher(), context.clock()));
  }

  private static ChannelHttp.Builder http(
      AccountReader.Account account, AdapterContext context, RequestSigner.AnsweringKey key) {
    return context
        .shared(HttpTransport.class, HttpTransport::standard)
        .channel(WechatAdapterProvider.DISPLAY_NAME, account.baseUrls())
        .header("Accept", "application/json")
        .signing(
            new RequestSigner(
                account.merchant().mchid(),
                account.certificateSerial(),
                account.signer(),
                key,
                context))
        .showing(FIELDS_FOR_TRACE);
  }

  @Override
  public Capabilities capabilities() {
    return capabilities;
  }

  @Override
  public List<Problem> check(PaymentRequest request) {
    return check(request, null);
  }

  @Override
  public List<Problem> check(PaymentRequest request, @Nullable SubMerchant actingFor) {
    return paymentChecks.check(request, Party.of(merchant, actingFor));
  }

  @Override
  public List<Problem> check(SubMerchant subMerchant) {
    return Party.check(subMerchant, merchant);
  }

  @Override
  public List<Problem> check(RefundRequest request) {
    return refundChecks.check(request);
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
    return PaymentReference.ofNumber(request.orderNumber());
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
  public Payment query(PaymentReference reference, CallContext context) {
    return payments.query(reference, begin(context));
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
  public Ownership ownership(InboundRequest unverified) {
    return notifications.ownership(unverified);
  }

  @Override
  public Notification readNotification(InboundRequest request, CallContext context) {
    return notifications.read(request, context);
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
    return line.begin(context);
  }
}
