package io.jiaozi.proving.contract;

import io.jiaozi.Capabilities;
import io.jiaozi.Capability;
import io.jiaozi.ChannelCall;
import io.jiaozi.Operation;
import io.jiaozi.money.Money;
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.notification.NotificationReply;
import io.jiaozi.payment.NextAction;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.payment.Scene;
import io.jiaozi.sandbox.wechat.TillBuyer;
import io.jiaozi.sandbox.wechat.Twist;
import io.jiaozi.spi.ChannelAdapterProvider;
import io.jiaozi.tck.Limit;
import io.jiaozi.tck.Making;
import io.jiaozi.tck.MessageShape;
import io.jiaozi.tck.MessageShape.Place;
import io.jiaozi.tck.MessageShape.Role;
import io.jiaozi.tck.SeenRequest;
import io.jiaozi.tck.Steps;
import io.jiaozi.wechat.WechatAdapterProvider;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** WeChat Pay by its protocol sheet and API-FIT. */
final class WechatHarness extends SandboxHarness {

  WechatHarness() {
    super("wechat");
  }

  @Override
  public ChannelAdapterProvider provider() {
    return new WechatAdapterProvider();
  }

  @Override
  public Capabilities expectedCapabilities() {
    return capabilities(
        Set.of(
            Scene.Kind.QR_CODE,
            Scene.Kind.BUYER_CODE,
            Scene.Kind.MOBILE_WEB,
            Scene.Kind.APP,
            Scene.Kind.IN_APP_PAGE),
        Set.of(),
        Set.of(
            Capability.COMPLETE_AFTER_APPROVAL,
            Capability.PARTIAL_CAPTURE,
            Capability.SEVERAL_CAPTURES,
            Capability.VOID_AUTHORIZATION,
            Capability.REAUTHORIZE),
        "CNY");
  }

  @Override
  public Scene scene(Scene.Kind kind, String number) {
    return switch (kind) {
      case BUYER_CODE -> Scene.buyerCode(sandbox().wechat().buyerCode(TillBuyer.PAYS), "S1");
      case IN_APP_PAGE -> Scene.inAppPage("openid-of-a-buyer-01");
      default -> super.scene(kind, number);
    };
  }

  /** The order is asked for after closing. */
  @Override
  public Steps steps(Operation operation, Scene.Kind scene) {
    return operation == Operation.CLOSE ? new Steps(2, 1) : Steps.ONE;
  }

  @Override
  public boolean isFetch(SeenRequest request) {
    return request.target().startsWith("/v3/certificates");
  }

  /** Of a refund 429 says nothing. */
  @Override
  public boolean refusesByStatus(int status, Operation operation) {
    return status == 429 && operation != Operation.REFUND;
  }

  @Override
  public Optional<Place> replySignature() {
    return Optional.of(Place.header("Wechatpay-Signature"));
  }

  @Override
  public List<Limit> limits(Instant placedAt) {
    return List.of(
        numberLimit("longest number", number(32), number(33), placedAt),
        numberLimit("shortest number", number(6), number(5), placedAt),
        numberLimit("signs in a number", number(18) + "_*", number(18) + "#.", placedAt),
        textLimit("longest description", "d".repeat(127), "d".repeat(128), placedAt),
        amountLimit(
            "greatest amount",
            Money.of("CNY", "100000000.00"),
            Money.of("CNY", "100000000.01"),
            placedAt));
  }

  /** Numbers of refunds may be longer than those of orders, and shorter. */
  @Override
  public Optional<String> refusedRefundNumber() {
    return Optional.of(number(65));
  }

  @Override
  public Map<String, String> forbiddenExtras() {
    return Map.of(
        "amount.total", "1", "out_trade_no", "P1", "mchid", "1", "notify_url", "https://a.example");
  }

  @Override
  public Optional<ChannelCall> channelCall() {
    return Optional.of(
        ChannelCall.get(
            "/v3/pay/transactions/out-trade-no/NOBODYHASTHIS",
            Map.of("mchid", setting("merchant-id"))));
  }

  @Override
  public void buyerPays(String number, NextAction shown) {
    if (shown != null) {
      sandbox().wechat().pay(number);
    }
  }

  /** The buyer may try again. */
  @Override
  public Optional<PaymentState> buyerDeclines(String number, NextAction shown) {
    sandbox().wechat().decline(number);
    return Optional.of(PaymentState.AWAITING_CUSTOMER);
  }

  @Override
  public List<Money> bookedPayments(String number) {
    return sandbox().wechat().orders().stream()
        .filter(order -> order.outTradeNo().equals(number))
        .map(order -> Money.ofMinor("CNY", order.total()))
        .toList();
  }

  @Override
  public List<Money> bookedRefunds(String refundNumber) {
    return sandbox().wechat().refunds().stream()
        .filter(refund -> refund.outRefundNo().equals(refundNumber))
        .map(refund -> Money.ofMinor("CNY", refund.amount()))
        .toList();
  }

  @Override
  public MessageShape messageShape() {
    return MessageShape.json()
        .at(Role.SIGNATURE, Place.header("Wechatpay-Signature"))
        .at(Role.TIME, Place.header("Wechatpay-Timestamp"))
        .at(Role.NONCE, Place.header("Wechatpay-Nonce"))
        .at(Role.KEY, Place.header("Wechatpay-Serial"))
        .at(Role.ALGORITHM, Place.header("Wechatpay-Signature-Type"))
        .algorithms("WECHATPAY2-SM2-WITH-SM3", "WECHATPAY2-SHA1-RSA2048")
        .build();
  }

  @Override
  public Optional<InboundRequest> paymentNotification(String number, Making making) {
    return switch (making) {
      case GENUINE -> signed(number);
      case STALE -> signed(number, Twist.STALE);
      case FUTURE -> signed(number, Twist.FUTURE);
      case FOREIGN_KEY -> signed(number, Twist.UNKNOWN_KEY);
      case OWN_KEY_SAME_NAME ->
          Optional.of(
              io.jiaozi.proving.message.WireMessage.of(
                      "/pay/notify",
                      sandbox()
                          .wechat()
                          .signedPaymentNotification(number, Twist.CERTIFICATE, Twist.UNKNOWN_KEY))
                  .withHeader("Wechatpay-Serial", sandbox().wechat().credentials().platformSerial())
                  .inbound());
      case EXPIRED_CERTIFICATE -> signed(number, Twist.EXPIRED_CERTIFICATE);
      case OTHER_MERCHANT -> signed(number, Twist.FOREIGN_MERCHANT);
      case OTHER_AUTHORITY, TEST_CERTIFICATE -> Optional.empty();
    };
  }

  private Optional<InboundRequest> signed(String number, Twist... how) {
    return arrived(sandbox().wechat().signedPaymentNotification(number, how));
  }

  @Override
  public Optional<InboundRequest> refundNotification(String number, String refundNumber) {
    if (sandbox().wechat().refund(refundNumber).status().equals("PROCESSING")) {
      sandbox().wechat().settleRefund(refundNumber, "SUCCESS");
    }
    return arrived(sandbox().wechat().signedRefundNotification(refundNumber));
  }

  /** The status decides, not the body; API-FIT, section 4. */
  @Override
  public Map<NotificationReply.Kind, NotificationReply> replies() {
    return replies(
        new NotificationReply(204, "", ""),
        new NotificationReply(
            401,
            "application/json",
            "{\"code\":\"FAIL\",\"message\":\"The message could not be verified.\"}"),
        new NotificationReply(
            500,
            "application/json",
            "{\"code\":\"FAIL\",\"message\":\"Not handled yet, deliver again.\"}"));
  }

  @Override
  public Map<String, String> secrets() {
    return Map.of("private key", setting("private-key"), "API v3 key", setting("api-v3-key"));
  }

  @Override
  public Map<String, String> notApplicable() {
    return Map.of(
        "N-12",
        "WeChat Pay's messages name their merchant in the encrypted part only: what belongs to"
            + " another is found out when it is opened (F-48).");
  }
}
