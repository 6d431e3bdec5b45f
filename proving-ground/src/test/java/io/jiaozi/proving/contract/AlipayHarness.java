package io.jiaozi.proving.contract;

import io.jiaozi.Capabilities;
import io.jiaozi.Capability;
import io.jiaozi.ChannelCall;
import io.jiaozi.Operation;
import io.jiaozi.alipay.AlipayAdapterProvider;
import io.jiaozi.money.Money;
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.notification.NotificationReply;
import io.jiaozi.payment.NextAction;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.payment.Scene;
import io.jiaozi.proving.message.WireMessage;
import io.jiaozi.sandbox.alipay.AlipaySandbox.BuyerCode;
import io.jiaozi.sandbox.alipay.Twist;
import io.jiaozi.spi.ChannelAdapterProvider;
import io.jiaozi.tck.Limit;
import io.jiaozi.tck.Making;
import io.jiaozi.tck.MessageShape;
import io.jiaozi.tck.MessageShape.Place;
import io.jiaozi.tck.MessageShape.Role;
import io.jiaozi.tck.Steps;
import java.net.URI;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Alipay with certificates, by its protocol sheet and API-FIT. */
final class AlipayHarness extends SandboxHarness {

  AlipayHarness() {
    super("alipay");
    sandbox().alipay().buyerCode(BuyerCode.PAYS);
  }

  @Override
  public ChannelAdapterProvider provider() {
    return new AlipayAdapterProvider();
  }

  @Override
  public Capabilities expectedCapabilities() {
    return capabilities(
        EnumSet.allOf(Scene.Kind.class),
        Set.of(Scene.Kind.APP, Scene.Kind.BUYER_CODE, Scene.Kind.QR_CODE),
        Set.of(
            Capability.FIND_REFUND_BY_NUMBER,
            Capability.COMPLETE_AFTER_APPROVAL,
            Capability.REAUTHORIZE),
        "CNY");
  }

  @Override
  public Scene scene(Scene.Kind kind, String number) {
    return switch (kind) {
      case BUYER_CODE -> Scene.buyerCode("28" + digits(number), "S1");
      case IN_APP_PAGE -> Scene.inAppPage("2088722003899169");
      default -> super.scene(kind, number);
    };
  }

  private static String digits(String number) {
    String digits = number.replaceAll("[^0-9]", "");
    return (digits + "0".repeat(16)).substring(0, 16);
  }

  /** An order that Alipay knows before its buyer comes. */
  @Override
  public Scene.Kind mainScene() {
    return Scene.Kind.IN_APP_PAGE;
  }

  /** Pages and order strings are made without a request; what is left of a hold is asked first. */
  @Override
  public Steps steps(Operation operation, Scene.Kind scene) {
    if (operation == Operation.VOID) {
      return new Steps(2, 2);
    }
    return scene == Scene.Kind.WEB_PAGE || scene == Scene.Kind.MOBILE_WEB || scene == Scene.Kind.APP
        ? Steps.NONE
        : Steps.ONE;
  }

  @Override
  public Optional<Place> replySignature() {
    return Optional.of(Place.member("sign"));
  }

  @Override
  public List<Limit> limits(Instant placedAt) {
    return List.of(
        numberLimit("longest number", number(64), number(65), placedAt),
        numberLimit("signs in a number", number(19) + "_", number(19) + "-", placedAt),
        textLimit("longest subject", "s".repeat(256), "s".repeat(257), placedAt),
        textLimit("subject that is there", "s", "", placedAt),
        amountLimit(
            "greatest amount",
            Money.of("CNY", "100000000.00"),
            Money.of("CNY", "100000000.01"),
            placedAt));
  }

  @Override
  public Map<String, String> forbiddenExtras() {
    return Map.of(
        "total_amount",
        "0.01",
        "out_trade_no",
        "P1",
        "seller_id",
        "2088000000000000",
        "notify_url",
        "https://a.example");
  }

  @Override
  public Optional<ChannelCall> channelCall() {
    return Optional.of(
        ChannelCall.post("alipay.trade.query", "{\"out_trade_no\":\"NOBODYHASTHIS\"}"));
  }

  @Override
  public void buyerPays(String number, NextAction shown) {
    if (shown instanceof NextAction.SubmitForm form) {
      post(form);
    } else if (shown instanceof NextAction.InvokeClient client
        && client.parameters().containsKey("orderString")) {
      sandbox().alipay().openApp(client.parameters().get("orderString"));
    }
    if (shown != null) {
      sandbox().alipay().pay(number);
    }
  }

  /** The buyer may try again. */
  @Override
  public Optional<PaymentState> buyerDeclines(String number, NextAction shown) {
    sandbox().alipay().decline(number);
    return Optional.of(PaymentState.AWAITING_CUSTOMER);
  }

  @Override
  public List<Money> bookedPayments(String number) {
    return sandbox().alipay().orders().stream()
        .filter(order -> order.number().equals(number))
        .map(order -> Money.ofMinor("CNY", order.total()))
        .toList();
  }

  @Override
  public List<Money> bookedRefunds(String refundNumber) {
    return sandbox().alipay().refunds().stream()
        .filter(refund -> refund.outRequestNo().equals(refundNumber))
        .map(refund -> Money.ofMinor("CNY", refund.amount()))
        .toList();
  }

  @Override
  public MessageShape messageShape() {
    return MessageShape.form()
        .at(Role.SIGNATURE, Place.field("sign"))
        .at(Role.TIME, Place.field("notify_time"))
        .at(Role.NONCE, Place.field("notify_id"))
        .at(Role.KEY, Place.field("alipay_cert_sn"))
        .at(Role.ALGORITHM, Place.field("sign_type"))
        .algorithms("SM2", "RSA")
        .build();
  }

  @Override
  public Optional<InboundRequest> paymentNotification(String number, Making making) {
    return switch (making) {
      case GENUINE -> signed(number);
      case STALE -> signed(number, Twist.OLD);
      case FUTURE -> signed(number, Twist.FUTURE);
      case FOREIGN_KEY -> signed(number, Twist.UNKNOWN_KEY);
      case OWN_KEY_SAME_NAME ->
          Optional.of(
              io.jiaozi.proving.message.Place.field("alipay_cert_sn")
                  .with(
                      WireMessage.of("/pay/notify", message(number, Twist.UNKNOWN_KEY)),
                      sandbox().alipay().certificateCredentials().alipayCertSn())
                  .inbound());
      case EXPIRED_CERTIFICATE -> signed(number, Twist.EXPIRED_CERTIFICATE);
      case OTHER_AUTHORITY -> signed(number, Twist.OTHER_AUTHORITY_CERTIFICATE);
      case OTHER_MERCHANT -> signed(number, Twist.FOREIGN_APP);
      case TEST_CERTIFICATE -> Optional.empty();
    };
  }

  private Optional<InboundRequest> signed(String number, Twist... how) {
    return arrived(message(number, how));
  }

  private io.jiaozi.sandbox.channel.OutboundMessage message(String number, Twist... how) {
    Twist[] all =
        Stream.concat(Stream.of(how), Stream.of(Twist.CERT_SN_SIGNED)).toArray(Twist[]::new);
    return sandbox().alipay().signedPaymentNotification(number, all);
  }

  @Override
  public Optional<InboundRequest> refundNotification(String number, String refundNumber) {
    return arrived(sandbox().alipay().signedRefundNotification(refundNumber, Twist.CERT_SN_SIGNED));
  }

  /** Exactly seven characters, or anything else; API-FIT, section 4. */
  @Override
  public Map<NotificationReply.Kind, NotificationReply> replies() {
    NotificationReply fail = new NotificationReply(200, "text/plain", "fail");
    return replies(new NotificationReply(200, "text/plain", "success"), fail, fail);
  }

  @Override
  public Optional<InboundRequest> returnPage(String number) {
    URI page = sandbox().alipay().signedReturn(number, Twist.CERT_SN_SIGNED);
    return Optional.of(
        new InboundRequest("GET", page.getRawPath(), page.getRawQuery(), Map.of(), new byte[0]));
  }

  @Override
  public Map<String, String> secrets() {
    return Map.of("private key", setting("private-key"));
  }
}
