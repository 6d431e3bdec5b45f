package io.jiaozi.fake;

import io.jiaozi.Capabilities;
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
import io.jiaozi.payment.PaymentState;
import io.jiaozi.payment.RawReply;
import io.jiaozi.payment.Scene;
import io.jiaozi.payment.VoidRequest;
import io.jiaozi.refund.Refund;
import io.jiaozi.refund.RefundReference;
import io.jiaozi.refund.RefundRequest;
import io.jiaozi.refund.RefundState;
import io.jiaozi.spi.AccountSettings;
import io.jiaozi.spi.CallContext;
import io.jiaozi.spi.ChannelAdapter;
import io.jiaozi.spi.OutcomePlan;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Plays the script of its channel. This one has none of the extra interfaces. */
public class FakeAdapter implements ChannelAdapter {

  static final Money PRICE = Money.of("CNY", "88.00");

  final FakeChannel channel;
  private final AccountSettings settings;

  /** An adapter of one account. */
  public FakeAdapter(FakeChannel channel, AccountSettings settings) {
    this.channel = channel;
    this.settings = settings;
  }

  @Override
  public Capabilities capabilities() {
    return channel.capabilities();
  }

  @Override
  public List<Problem> check(PaymentRequest request) {
    return channel.problems();
  }

  @Override
  public List<Problem> check(RefundRequest request) {
    return channel.problems();
  }

  @Override
  public List<Problem> check(PaymentReference reference) {
    return channel.problems();
  }

  @Override
  public List<Problem> check(RefundReference reference) {
    return channel.problems();
  }

  @Override
  public List<Problem> check(SubMerchant subMerchant) {
    return channel.problems();
  }

  @Override
  public OutcomePlan plan(Operation operation, Scene.@Nullable Kind scene) {
    return channel.plan();
  }

  @Override
  public PaymentReference reference(PaymentRequest request) {
    return new PaymentReference(request.orderNumber(), "f1.x");
  }

  @Override
  public RefundReference reference(RefundRequest request) {
    return RefundReference.of(request.payment(), request.refundNumber());
  }

  @Override
  public PaymentResult pay(PaymentRequest request, CallContext context) {
    return (PaymentResult)
        channel.play(
            context, call -> new PaymentResult.Paid(paid(request.orderNumber(), request.amount())));
  }

  @Override
  public Payment query(PaymentReference reference, CallContext context) {
    return (Payment) channel.play(context, call -> paid(reference.number(), PRICE));
  }

  @Override
  public Refund refund(RefundRequest request, CallContext context) {
    return (Refund)
        channel.play(
            context,
            call ->
                Refund.builder(reference(request), RefundState.PROCESSING, RawReply.none())
                    .amount(request.amount())
                    .build());
  }

  @Override
  public Refund queryRefund(RefundReference reference, CallContext context) {
    return (Refund)
        channel.play(
            context,
            call -> Refund.builder(reference, RefundState.SUCCEEDED, RawReply.none()).build());
  }

  @Override
  public Ownership ownership(InboundRequest unverified) {
    return Ownership.CANNOT_TELL;
  }

  @Override
  public Notification readNotification(InboundRequest request, CallContext context) {
    return (Notification)
        channel.play(
            context,
            call -> new Notification.PaymentChanged("pay/P1/PAID", null, paid("P1", PRICE)));
  }

  @Override
  public NotificationReply reply(NotificationReply.Kind kind) {
    return new NotificationReply(200, "text/plain", kind.name());
  }

  @Override
  public void close() {
    channel.closed(settings.account());
  }

  /** A payment that is paid. */
  public static Payment paid(String number, Money amount) {
    return payment(number, PaymentState.PAID, amount);
  }

  /** A payment in any state. */
  public static Payment payment(String number, PaymentState state, Money amount) {
    return Payment.builder(new PaymentReference(number, "f1.x"), state, RawReply.none())
        .amount(amount)
        .build();
  }

  /** The same with every extra interface. */
  public static final class Full extends FakeAdapter
      implements ChannelAdapter.Closing,
          ChannelAdapter.Reversing,
          ChannelAdapter.Completing,
          ChannelAdapter.ReadingReturns,
          ChannelAdapter.Authorizing,
          ChannelAdapter.Reauthorizing,
          ChannelAdapter.Calling {

    /** An adapter of one account. */
    public Full(FakeChannel channel, AccountSettings settings) {
      super(channel, settings);
    }

    @Override
    public Payment close(PaymentReference reference, CallContext context) {
      return state(reference, PaymentState.CLOSED, context);
    }

    @Override
    public Payment reverse(PaymentReference reference, CallContext context) {
      return state(reference, PaymentState.REVERSED, context);
    }

    private Payment state(PaymentReference reference, PaymentState state, CallContext context) {
      return (Payment) channel.play(context, call -> payment(reference.number(), state, PRICE));
    }

    @Override
    public PaymentResult complete(PaymentReference reference, CallContext context) {
      return (PaymentResult)
          channel.play(context, call -> new PaymentResult.Paid(paid(reference.number(), PRICE)));
    }

    @Override
    public CustomerReturn readReturn(InboundRequest request) {
      return (CustomerReturn)
          channel.play(
              new CallContext(Operation.NOTIFICATION, Duration.ofSeconds(1), 1, null),
              call -> new CustomerReturn(PaymentReference.ofNumber("P1"), true));
    }

    @Override
    public List<Problem> check(CaptureRequest request) {
      return channel.problems();
    }

    @Override
    public List<Problem> check(VoidRequest request) {
      return channel.problems();
    }

    @Override
    public PaymentReference reference(CaptureRequest request) {
      return new PaymentReference(request.captureNumber(), "f1.c");
    }

    @Override
    public PaymentReference reference(VoidRequest request) {
      return channel.hasVoidsAsTransactions()
          ? new PaymentReference(request.voidNumber(), "f1.v")
          : ChannelAdapter.Authorizing.super.reference(request);
    }

    @Override
    public PaymentResult authorize(PaymentRequest request, CallContext context) {
      return (PaymentResult)
          channel.play(
              context,
              call ->
                  new PaymentResult.Authorized(
                      payment(request.orderNumber(), PaymentState.AUTHORIZED, request.amount())));
    }

    @Override
    public PaymentResult capture(CaptureRequest request, CallContext context) {
      return (PaymentResult)
          channel.play(
              context,
              call -> new PaymentResult.Paid(paid(request.captureNumber(), request.amount())));
    }

    @Override
    public Payment voidAuthorization(VoidRequest request, CallContext context) {
      return state(request.authorization(), PaymentState.VOIDED, context);
    }

    @Override
    public PaymentResult reauthorize(
        PaymentReference authorization, Money amount, CallContext context) {
      return (PaymentResult)
          channel.play(
              context,
              call ->
                  new PaymentResult.Authorized(
                      payment(authorization.number(), PaymentState.AUTHORIZED, amount)));
    }

    @Override
    public List<Problem> check(ChannelCall call) {
      return channel.problems();
    }

    @Override
    public RawReply call(ChannelCall call, CallContext context) {
      return (RawReply)
          channel.play(context, ignored -> RawReply.of(200, new byte[] {'{', '}'}, "req-9"));
    }
  }
}
