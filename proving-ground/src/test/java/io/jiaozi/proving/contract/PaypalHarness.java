package io.jiaozi.proving.contract;

import io.jiaozi.Capabilities;
import io.jiaozi.Capability;
import io.jiaozi.ChannelCall;
import io.jiaozi.Operation;
import io.jiaozi.money.Money;
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.notification.NotificationReply;
import io.jiaozi.payment.NextAction;
import io.jiaozi.payment.Scene;
import io.jiaozi.paypal.PaypalAdapterProvider;
import io.jiaozi.proving.message.WireMessage;
import io.jiaozi.sandbox.channel.OutboundMessage;
import io.jiaozi.sandbox.paypal.PaypalOrder;
import io.jiaozi.sandbox.paypal.Twist;
import io.jiaozi.spi.ChannelAdapterProvider;
import io.jiaozi.tck.Limit;
import io.jiaozi.tck.Making;
import io.jiaozi.tck.MessageShape;
import io.jiaozi.tck.MessageShape.Place;
import io.jiaozi.tck.MessageShape.Role;
import io.jiaozi.tck.SeenRequest;
import io.jiaozi.tck.Steps;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** PayPal by its protocol sheet and API-FIT. */
final class PaypalHarness extends SandboxHarness {

  private static final String KEY_ADDRESS = "PAYPAL-CERT-URL";

  private URI reachedAt;

  PaypalHarness() {
    super("paypal");
    sandbox().paypal().honourPeriod(Duration.ZERO);
  }

  @Override
  public ChannelAdapterProvider provider() {
    return new PaypalAdapterProvider();
  }

  /** Protocol sheet, section 7.1. */
  @Override
  public Capabilities expectedCapabilities() {
    Set<Scene.Kind> pages = Set.of(Scene.Kind.WEB_PAGE, Scene.Kind.MOBILE_WEB);
    return capabilities(
        pages,
        pages,
        Set.of(
            Capability.FIND_BY_NUMBER,
            Capability.FIND_REFUND_BY_NUMBER,
            Capability.SET_EXPIRY,
            Capability.CLOSE,
            Capability.REVERSE),
        "AUD",
        "BRL",
        "CAD",
        "CHF",
        "CNY",
        "CZK",
        "DKK",
        "EUR",
        "GBP",
        "HKD",
        "HUF",
        "ILS",
        "JPY",
        "MXN",
        "MYR",
        "NOK",
        "NZD",
        "PHP",
        "PLN",
        "SEK",
        "SGD",
        "THB",
        "TWD",
        "USD");
  }

  @Override
  public void reachedAt(URI proxy) {
    reachedAt = proxy;
  }

  @Override
  public Money price() {
    return Money.of("USD", "88.00");
  }

  /** How an order stands is asked before it is executed. */
  @Override
  public Steps steps(Operation operation, Scene.Kind scene) {
    return operation == Operation.COMPLETE ? new Steps(2, 2) : Steps.ONE;
  }

  @Override
  public boolean isFetch(SeenRequest request) {
    return request.target().startsWith("/v1/oauth2/token")
        || request.target().startsWith("/v1/notifications/certs/");
  }

  /** 429: nothing was executed. */
  @Override
  public boolean refusesByStatus(int status, Operation operation) {
    return status == 429;
  }

  @Override
  public List<Limit> limits(Instant placedAt) {
    return List.of(
        numberLimit("longest number", number(64), number(65), placedAt),
        textLimit("longest description", "d".repeat(127), "d".repeat(128), placedAt),
        amountLimit(
            "no decimals in TWD", Money.of("TWD", "88.00"), Money.of("TWD", "88.01"), placedAt),
        amountLimit(
            "no decimals in HUF", Money.of("HUF", "88.00"), Money.of("HUF", "88.50"), placedAt));
  }

  @Override
  public Map<String, String> forbiddenExtras() {
    return Map.of(
        "purchase_units[0].amount.value", "1",
        "purchase_units[0].custom_id", "P1",
        "purchase_units[0].payee.merchant_id", "M1",
        "intent", "AUTHORIZE");
  }

  @Override
  public Optional<ChannelCall> channelCall() {
    return Optional.of(ChannelCall.get("/v2/checkout/orders/5O190127TN364715T", Map.of()));
  }

  @Override
  public void buyerPays(String number, NextAction shown) {
    sandbox().paypal().approve(number);
  }

  /**
   * An order stands for what was made of it: its captures or holds, or itself while there are none.
   * A capture of a hold stands under its own number.
   */
  @Override
  public List<Money> bookedPayments(String number) {
    List<Money> booked = new ArrayList<>();
    for (PaypalOrder order : sandbox().paypal().orders()) {
      if (order.number().equals(number)) {
        booked.addAll(made(order));
      } else {
        order.captures().stream()
            .filter(capture -> number.equals(capture.invoiceId()))
            .forEach(capture -> booked.add(money(order, capture.value())));
      }
    }
    return booked;
  }

  private static List<Money> made(PaypalOrder order) {
    if (!order.authorizations().isEmpty()) {
      return order.authorizations().stream().map(hold -> money(order, hold.value())).toList();
    }
    return order.captures().isEmpty()
        ? List.of(money(order, order.value()))
        : order.captures().stream().map(taken -> money(order, taken.value())).toList();
  }

  private static Money money(PaypalOrder order, BigDecimal value) {
    return Money.of(order.currency(), value);
  }

  @Override
  public List<Money> bookedRefunds(String refundNumber) {
    List<Money> booked = new ArrayList<>();
    for (PaypalOrder order : sandbox().paypal().orders()) {
      order.refunds().stream()
          .filter(refund -> refundNumber.equals(refund.invoiceId()))
          .forEach(refund -> booked.add(money(order, refund.value())));
    }
    return booked;
  }

  @Override
  public MessageShape messageShape() {
    return MessageShape.json()
        .at(Role.SIGNATURE, Place.header("PAYPAL-TRANSMISSION-SIG"))
        .at(Role.TIME, Place.header("PAYPAL-TRANSMISSION-TIME"))
        .at(Role.NONCE, Place.header("PAYPAL-TRANSMISSION-ID"))
        .at(Role.KEY, Place.header(KEY_ADDRESS))
        .at(Role.ALGORITHM, Place.header("PAYPAL-AUTH-ALGO"))
        .algorithms("SHA512withRSA", "SHA1withRSA")
        .build();
  }

  @Override
  public Optional<InboundRequest> paymentNotification(String number, Making making) {
    return switch (making) {
      case GENUINE -> signed(number);
      case STALE -> signed(number, Twist.STALE);
      case FUTURE -> signed(number, Twist.FUTURE);
      case FOREIGN_KEY -> signed(number, Twist.WRONG_NAME);
      case OWN_KEY_SAME_NAME -> signed(number, Twist.SELF_SIGNED);
      case EXPIRED_CERTIFICATE -> signed(number, Twist.EXPIRED_CERTIFICATE);
      case OTHER_AUTHORITY -> signed(number, Twist.OTHER_AUTHORITY);
      case TEST_CERTIFICATE -> signed(number, Twist.LIVE_NAME);
      case OTHER_MERCHANT -> signed(number, Twist.FOREIGN_WEBHOOK);
    };
  }

  private Optional<InboundRequest> signed(String number, Twist... how) {
    return Optional.of(
        keyAtProxy(
            WireMessage.of(
                "/pay/notify", sandbox().paypal().signedPaymentNotification(number, how))));
  }

  /** The address of the certificate is not signed; it leads to the sandbox through the proxy. */
  private InboundRequest keyAtProxy(WireMessage message) {
    String address = message.header(KEY_ADDRESS).get(0);
    return message
        .withHeader(
            KEY_ADDRESS, address.replace(address().getAuthority(), reachedAt.getAuthority()))
        .inbound();
  }

  @Override
  public Optional<InboundRequest> refundNotification(String number, String refundNumber) {
    OutboundMessage message = sandbox().paypal().signedRefundNotification(refundNumber);
    return Optional.of(keyAtProxy(WireMessage.of("/pay/notify", message)));
  }

  @Override
  public Optional<InboundRequest> unmodelledNotification() {
    return super.unmodelledNotification().map(this::keyAtProxy);
  }

  private InboundRequest keyAtProxy(InboundRequest request) {
    List<WireMessage.Header> headers = new ArrayList<>();
    request
        .headers()
        .forEach(
            (name, values) ->
                values.forEach(value -> headers.add(new WireMessage.Header(name, value))));
    return keyAtProxy(WireMessage.of(request.path(), headers, request.body()));
  }

  @Override
  public int keyRequestsPerMessage() {
    return 1;
  }

  /** API-FIT, section 4. */
  @Override
  public Map<NotificationReply.Kind, NotificationReply> replies() {
    return replies(
        new NotificationReply(200, "", ""),
        new NotificationReply(400, "", ""),
        new NotificationReply(500, "", ""));
  }

  @Override
  public Optional<InboundRequest> returnPage(String number) {
    return Optional.of(
        new InboundRequest(
            "GET",
            "/back",
            "token=" + sandbox().paypal().order(number).id() + "&PayerID=QYR5Z8XDVJNXQ",
            Map.of(),
            new byte[0]));
  }

  @Override
  public Map<String, String> secrets() {
    String secret = setting("client-secret");
    return Map.of(
        "client secret",
        secret,
        "client id and secret",
        setting("client-id") + ":" + secret,
        "the buyer's e-mail address",
        "buyer@sandbox.example");
  }

  @Override
  public Map<String, String> notApplicable() {
    String unsigned = "PayPal does not sign its replies: TLS and the token are all there is.";
    return Map.of(
        "X-20", unsigned,
        "X-21", unsigned,
        "S-07", "PayPal tells of a decline when the order is completed, not before.");
  }
}
