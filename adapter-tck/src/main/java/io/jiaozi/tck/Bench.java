package io.jiaozi.tck;

import io.jiaozi.Capabilities;
import io.jiaozi.Capability;
import io.jiaozi.GatewayConfig;
import io.jiaozi.MerchantAccount;
import io.jiaozi.Operation;
import io.jiaozi.PaymentGateway;
import io.jiaozi.TimeSource;
import io.jiaozi.money.Money;
import io.jiaozi.payment.CaptureRequest;
import io.jiaozi.payment.NextAction;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.Scene;
import io.jiaozi.payment.VoidRequest;
import io.jiaozi.refund.RefundRequest;
import io.jiaozi.spi.AccountConfig;
import io.jiaozi.spi.CallContext;
import io.jiaozi.spi.ChannelAdapter;
import io.jiaozi.tck.Http.Message;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Adapter, proxy and fake, and the ways to bring a payment into the state that a rule needs. Unless
 * a rule is about the gateway too, the adapter is asked directly, as a gateway asks it.
 */
final class Bench implements AutoCloseable {

  static final String ACCOUNT = "contract";

  /** Stands in every free text of every request, and must be seen nowhere. */
  static final String FREE_TEXT = "c4n4ryzrequest";

  private static final Duration TIME_TO_PAY = Duration.ofMinutes(30);
  private static final Duration TIME_FOR_A_CALL = Duration.ofSeconds(10);

  // Numbers of two runs against one fake must not meet either.
  private static final AtomicLong NUMBERS =
      new AtomicLong(TimeSource.system().now().toEpochMilli() * 1_000);

  private final ChannelHarness harness;
  private final FaultProxy proxy;
  private final DeadEnds deadEnds;
  private final Canaries canaries;
  private final Map<SocketFault, Opened> atDeadEnds = new EnumMap<>(SocketFault.class);
  private @Nullable Opened opened;
  private @Nullable PaymentGateway gateway;

  Bench(ChannelHarness harness) {
    this.harness = harness;
    this.proxy = new FaultProxy(harness.address(), harness::isFetch);
    this.deadEnds = new DeadEnds();
    harness.reachedAt(proxy.address());
    this.canaries = new Canaries(harness.secrets());
  }

  ChannelHarness harness() {
    return harness;
  }

  FaultProxy proxy() {
    return proxy;
  }

  DeadEnds deadEnds() {
    return deadEnds;
  }

  Canaries canaries() {
    return canaries;
  }

  Capabilities can() {
    return harness.expectedCapabilities();
  }

  boolean can(Capability capability) {
    return can().has(capability);
  }

  boolean holds() {
    return !can().authorize().isEmpty();
  }

  void requireHolds() {
    if (!holds()) {
      throw NotApplicable.because("the account holds no money.");
    }
  }

  void require(Capability capability) {
    if (!can(capability)) {
      throw NotApplicable.because("the account does not have " + capability + ".");
    }
  }

  // ---- The adapter ----

  /** The adapter behind the proxy; the same for all rules. */
  ChannelAdapter adapter() {
    if (opened == null) {
      opened = open(proxy.address());
    }
    return opened.adapter();
  }

  /** One of its own. */
  Opened open(URI baseUrl) {
    return new Opened(harness.provider(), harness.settings(baseUrl));
  }

  /** The adapter looking for the channel where it cannot be. */
  ChannelAdapter adapterAt(SocketFault deadEnd) {
    return atDeadEnds.computeIfAbsent(deadEnd, fault -> open(deadEnds.address(fault))).adapter();
  }

  /** The account of a gateway in front of the adapter; the same for all rules. */
  MerchantAccount account() {
    if (gateway == null) {
      gateway = gateway(harness.settings(proxy.address()));
    }
    return gateway.account(ACCOUNT);
  }

  /** A gateway of its own: breakers and budgets of one rule do not touch another's. */
  PaymentGateway freshGateway() {
    return gateway(harness.settings(proxy.address()));
  }

  PaymentGateway gateway(Map<String, String> settings) {
    Map<String, String> values = Map.copyOf(settings);
    String channel = harness.provider().channel();
    return PaymentGateway.open(
        GatewayConfig.builder()
            .provider(harness.provider())
            .time(new ContractTime())
            .account(
                ACCOUNT,
                new AccountConfig() {
                  @Override
                  public String channel() {
                    return channel;
                  }

                  @Override
                  public Map<String, String> values() {
                    return values;
                  }
                })
            .build());
  }

  static CallContext call(Operation operation) {
    return call(operation, TIME_FOR_A_CALL);
  }

  static CallContext call(Operation operation, Duration timeLeft) {
    return new CallContext(operation, timeLeft, 1, null);
  }

  // ---- Requests ----

  static Instant now() {
    return TimeSource.system().now().truncatedTo(ChronoUnit.SECONDS);
  }

  /** Letters and digits, at most 21, never twice. */
  static String number(String prefix) {
    return prefix + NUMBERS.incrementAndGet();
  }

  static String number() {
    return number("P");
  }

  Money price() {
    return harness.price();
  }

  Money part() {
    return Money.ofMinor(price().currency().getCurrencyCode(), price().minorUnits() / 4);
  }

  PaymentRequest payment(String number) {
    return payment(number, harness.mainScene(), price());
  }

  PaymentRequest payment(String number, Scene.Kind kind, Money amount) {
    return payment(number, harness.scene(kind, number), amount);
  }

  PaymentRequest payment(String number, Scene scene, Money amount) {
    PaymentRequest request =
        harness
            .dress(PaymentRequest.builder(number, amount, scene, now()).description(FREE_TEXT))
            .build();
    return withExpiry(request);
  }

  /** As the gateway fills it in. */
  PaymentRequest withExpiry(PaymentRequest request) {
    return request.payBefore() == null && can(Capability.SET_EXPIRY)
        ? request.withPayBefore(request.placedAt().plus(TIME_TO_PAY))
        : request;
  }

  RefundRequest refund(PaymentReference payment, String refundNumber, Money amount, Money whole) {
    return RefundRequest.builder(payment, refundNumber, amount, now())
        .paymentAmount(whole)
        .reason(FREE_TEXT)
        .build();
  }

  RefundRequest refund(Paid paid, String refundNumber) {
    Money amount = can(Capability.PARTIAL_REFUND) ? part() : paid.amount();
    return refund(paid.reference(), refundNumber, amount, paid.amount());
  }

  CaptureRequest capture(PaymentReference hold, String captureNumber, Money amount, boolean last) {
    CaptureRequest.Builder capture = CaptureRequest.builder(hold, captureNumber, amount, now());
    return last ? capture.build() : capture.moreToFollow().build();
  }

  CaptureRequest capture(PaymentReference hold, String captureNumber) {
    return capture(hold, captureNumber, can(Capability.PARTIAL_CAPTURE) ? part() : price(), true);
  }

  VoidRequest voiding(PaymentReference hold, String voidNumber) {
    return new VoidRequest(hold, voidNumber, now());
  }

  // ---- States ----

  /**
   * A payment whose buyer has paid.
   *
   * @param number of the order
   * @param reference by which it can be refunded
   * @param amount that was paid
   */
  record Paid(String number, PaymentReference reference, Money amount) {}

  Paid paid() {
    return paid(number(), harness.mainScene(), price());
  }

  Paid paid(String number, Scene.Kind kind, Money amount) {
    return paid(adapter(), payment(number, kind, amount));
  }

  Paid paid(ChannelAdapter adapter, PaymentRequest request) {
    PaymentResult asked = adapter.pay(request, call(Operation.PAY));
    harness.buyerPays(request.orderNumber(), next(asked));
    PaymentReference reference = finished(adapter, asked.payment().reference());
    return new Paid(request.orderNumber(), reference, request.amount());
  }

  /** What a shop does when the buyer has done his part. */
  PaymentReference finished(ChannelAdapter adapter, PaymentReference reference) {
    if (can(Capability.COMPLETE_AFTER_APPROVAL)) {
      return ((ChannelAdapter.Completing) adapter)
          .complete(reference, call(Operation.COMPLETE))
          .payment()
          .reference();
    }
    return adapter.query(reference, call(Operation.QUERY)).reference();
  }

  static @Nullable NextAction next(PaymentResult result) {
    return result instanceof PaymentResult.AwaitingCustomer waiting ? waiting.next() : null;
  }

  Scene.Kind holdScene() {
    return Stream.of(
            harness.mainScene(),
            Scene.Kind.QR_CODE,
            Scene.Kind.WEB_PAGE,
            Scene.Kind.MOBILE_WEB,
            Scene.Kind.IN_APP_PAGE,
            Scene.Kind.APP,
            Scene.Kind.BUYER_CODE)
        .filter(can().authorize()::contains)
        .findFirst()
        .orElseThrow(() -> NotApplicable.because("the account holds no money."));
  }

  ChannelAdapter.Authorizing holding() {
    return (ChannelAdapter.Authorizing) adapter();
  }

  /** A hold to which the buyer has agreed. */
  PaymentReference held() {
    return held(number("H"), holdScene(), price());
  }

  PaymentReference held(String number, Scene.Kind kind, Money amount) {
    PaymentResult asked =
        holding().authorize(payment(number, kind, amount), call(Operation.AUTHORIZE));
    harness.buyerPays(number, next(asked));
    return finished(adapter(), asked.payment().reference());
  }

  /** A payment at the till that is made. */
  PaymentReference atTheTill(String number) {
    PaymentResult asked =
        adapter().pay(payment(number, Scene.Kind.BUYER_CODE, price()), call(Operation.PAY));
    harness.buyerPays(number, null);
    return asked.payment().reference();
  }

  /** An order that waits for its buyer. */
  PaymentResult open(String number) {
    return adapter().pay(payment(number), call(Operation.PAY));
  }

  @Override
  public void close() {
    if (gateway != null) {
      gateway.close();
    }
    if (opened != null) {
      opened.close();
    }
    atDeadEnds.values().forEach(Opened::close);
    proxy.close();
    deadEnds.close();
    harness.close();
  }

  /** What happens to a reply on its way, for faults about its signature. */
  UnaryOperator<Message> spoil(SocketFault fault) {
    if (!fault.isAboutSignature()) {
      return reply -> reply;
    }
    MessageShape.Place place = harness.replySignature().orElseThrow();
    return reply -> {
      WireMessage message = WireMessage.of(reply.headers(), reply.body());
      List<String> values = place.values(message);
      if (values.isEmpty()) {
        return reply;
      }
      WireMessage spoilt =
          fault == SocketFault.MISSING_SIGNATURE
              ? place.without(message)
              : place.with(message, flipped(values.get(0)));
      return new Message(reply.start(), spoilt.headers(), spoilt.bytes());
    };
  }

  /** Still what it was in kind: Base64 stays Base64. */
  private static String flipped(String signature) {
    int at = signature.length() / 2;
    char c = signature.charAt(at);
    return signature.substring(0, at)
        + (c == 'A' || c == 'a' ? 'b' : 'a')
        + signature.substring(at + 1);
  }
}
