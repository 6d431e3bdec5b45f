package io.jiaozi.benchmarks;

import io.jiaozi.Capabilities;
import io.jiaozi.Capability;
import io.jiaozi.Operation;
import io.jiaozi.SubMerchant;
import io.jiaozi.error.Problem;
import io.jiaozi.money.Money;
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.notification.Notification;
import io.jiaozi.notification.NotificationReply;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.payment.RawReply;
import io.jiaozi.payment.Scene;
import io.jiaozi.refund.Refund;
import io.jiaozi.refund.RefundReference;
import io.jiaozi.refund.RefundRequest;
import io.jiaozi.refund.RefundState;
import io.jiaozi.spi.AccountConfig;
import io.jiaozi.spi.AccountSettings;
import io.jiaozi.spi.AdapterContext;
import io.jiaozi.spi.CallContext;
import io.jiaozi.spi.ChannelAdapter;
import io.jiaozi.spi.ChannelAdapterProvider;
import io.jiaozi.spi.OutcomePlan;
import io.jiaozi.spi.SettingSpec;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A channel that costs nothing: no network, no cryptography, always the same answer. What a call
 * through the gateway takes on top of it is the gateway's.
 */
final class ConstantChannel implements ChannelAdapterProvider {

  static final Money PRICE = Money.of("CNY", "88.00");

  private static final Capabilities CAPABILITIES =
      new Capabilities(
          Set.of(Scene.Kind.QR_CODE),
          Set.of(),
          Set.of(
              Capability.FIND_BY_NUMBER,
              Capability.FIND_REFUND_BY_NUMBER,
              Capability.REFUND,
              Capability.NOTIFIES_PAYMENT),
          Set.of(PRICE.currency()));

  @Override
  public String channel() {
    return "constant";
  }

  @Override
  public String displayName() {
    return "Constant Pay";
  }

  @Override
  public int spiVersion() {
    return SPI_VERSION;
  }

  @Override
  public List<SettingSpec> settings() {
    return List.of();
  }

  @Override
  public ChannelAdapter open(AccountSettings settings, AdapterContext context) {
    return new Adapter();
  }

  /** An account of this channel, in code. */
  static final class Config implements AccountConfig {
    @Override
    public String channel() {
      return "constant";
    }

    @Override
    public Map<String, String> values() {
      return Map.of();
    }
  }

  static Payment paid(PaymentReference reference) {
    return Payment.builder(reference, PaymentState.PAID, RawReply.none()).amount(PRICE).build();
  }

  static final class Adapter implements ChannelAdapter {

    @Override
    public Capabilities capabilities() {
      return CAPABILITIES;
    }

    @Override
    public List<Problem> check(PaymentRequest request) {
      return List.of();
    }

    @Override
    public List<Problem> check(RefundRequest request) {
      return List.of();
    }

    @Override
    public List<Problem> check(PaymentReference reference) {
      return List.of();
    }

    @Override
    public List<Problem> check(RefundReference reference) {
      return List.of();
    }

    @Override
    public List<Problem> check(SubMerchant subMerchant) {
      return List.of();
    }

    @Override
    public OutcomePlan plan(Operation operation, Scene.@Nullable Kind scene) {
      return OutcomePlan.forQuestions();
    }

    @Override
    public PaymentReference reference(PaymentRequest request) {
      return PaymentReference.ofNumber(request.orderNumber());
    }

    @Override
    public RefundReference reference(RefundRequest request) {
      return RefundReference.of(request.payment(), request.refundNumber());
    }

    @Override
    public PaymentResult pay(PaymentRequest request, CallContext context) {
      return new PaymentResult.Paid(paid(reference(request)));
    }

    @Override
    public Payment query(PaymentReference reference, CallContext context) {
      return paid(reference);
    }

    @Override
    public Refund refund(RefundRequest request, CallContext context) {
      return refund(reference(request));
    }

    @Override
    public Refund queryRefund(RefundReference reference, CallContext context) {
      return refund(reference);
    }

    private static Refund refund(RefundReference reference) {
      return Refund.builder(reference, RefundState.SUCCEEDED, RawReply.none())
          .amount(PRICE)
          .build();
    }

    @Override
    public Ownership ownership(InboundRequest unverified) {
      return Ownership.CANNOT_TELL;
    }

    @Override
    public Notification readNotification(InboundRequest request, CallContext context) {
      return new Notification.PaymentChanged("paid", null, paid(PaymentReference.ofNumber("P1")));
    }

    @Override
    public NotificationReply reply(NotificationReply.Kind kind) {
      return new NotificationReply(200, "text/plain", kind.name());
    }

    @Override
    public void close() {}
  }
}
