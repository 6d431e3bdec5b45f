package com.example.abacus;

import io.jiaozi.Capabilities;
import io.jiaozi.Capability;
import io.jiaozi.ChannelCall;
import io.jiaozi.Operation;
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
import io.jiaozi.spi.OutcomePlan;
import io.jiaozi.support.http.ChannelHttp;
import io.jiaozi.support.http.HttpTransport;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One merchant at Abacus Pay: the table of contents of this package. Safe for many threads. */
final class AbacusAdapter
    implements ChannelAdapter, ChannelAdapter.Closing, ChannelAdapter.Calling {

  private static final Capabilities CAPABILITIES =
      new Capabilities(
          Set.of(Scene.Kind.QR_CODE, Scene.Kind.WEB_PAGE),
          Set.of(),
          Set.of(
              Capability.FIND_BY_NUMBER,
              Capability.FIND_REFUND_BY_NUMBER,
              Capability.SET_EXPIRY,
              Capability.CLOSE,
              Capability.REFUND,
              Capability.PARTIAL_REFUND,
              Capability.NOTIFIES_PAYMENT,
              Capability.NOTIFIES_REFUND,
              Capability.CHANNEL_CALLS),
          StateMapping.CURRENCIES);

  private static final Set<String> FIELDS_FOR_TRACE = Set.of("state", "code", "type", "currency");

  private final Checks checks;
  private final Payments payments;
  private final Refunds refunds;
  private final Notifications notifications;
  private final EscapeHatch escapeHatch;

  AbacusAdapter(AccountReader.Account account, AdapterContext context) {
    MessageVerifier messages = new MessageVerifier(account.channelKeys(), context.clock());
    ChannelHttp http =
        context
            .shared(HttpTransport.class, HttpTransport::standard)
            .channel(AbacusAdapterProvider.DISPLAY_NAME, List.of(account.baseUrl()))
            .header("Accept", "application/json")
            .signing(new RequestSigner(account, context))
            .verifying(new ReplyVerifier(messages))
            .showing(FIELDS_FOR_TRACE)
            .build();
    AbacusCalls calls = http.calls(AbacusCalls.class);
    Identity identity = new Identity(account.merchantId());
    this.checks = new Checks(account.notificationUrl(), context.clock());
    this.payments = new Payments(account, http, calls, identity, context.clock());
    this.refunds = new Refunds(account, http, calls, identity, context.clock());
    this.notifications = new Notifications(messages, identity);
    this.escapeHatch = new EscapeHatch(http);
  }

  @Override
  public Capabilities capabilities() {
    return CAPABILITIES;
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
    return Checks.check(reference, "reference");
  }

  @Override
  public List<Problem> check(RefundReference reference) {
    return Checks.check(reference);
  }

  @Override
  public OutcomePlan plan(Operation operation, Scene.@Nullable Kind scene) {
    return OutcomePlans.of(operation);
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
    return payments.pay(request, context);
  }

  @Override
  public Payment query(PaymentReference reference, CallContext context) {
    return payments.query(reference, context);
  }

  @Override
  public Payment close(PaymentReference reference, CallContext context) {
    return payments.close(reference, context);
  }

  @Override
  public Refund refund(RefundRequest request, CallContext context) {
    return refunds.refund(request, context);
  }

  @Override
  public Refund queryRefund(RefundReference reference, CallContext context) {
    return refunds.query(reference, context);
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
  public NotificationReply reply(NotificationReply.Kind kind) {
    return Notifications.reply(kind);
  }

  @Override
  public List<Problem> check(ChannelCall call) {
    return escapeHatch.check(call);
  }

  @Override
  public RawReply call(ChannelCall call, CallContext context) {
    return escapeHatch.call(call, context);
  }

  @Override
  public void close() {
    // Nothing belongs to this account alone; the HTTP transport is the gateway's.
  }
}
