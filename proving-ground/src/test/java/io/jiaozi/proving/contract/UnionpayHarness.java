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
import io.jiaozi.sandbox.unionpay.CardNumbers;
import io.jiaozi.sandbox.unionpay.Twist;
import io.jiaozi.spi.ChannelAdapterProvider;
import io.jiaozi.tck.Limit;
import io.jiaozi.tck.Making;
import io.jiaozi.tck.MessageShape;
import io.jiaozi.tck.MessageShape.Place;
import io.jiaozi.tck.MessageShape.Role;
import io.jiaozi.tck.Steps;
import io.jiaozi.unionpay.UnionpayAdapterProvider;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** UnionPay with certificates, as in production, by its protocol sheet and API-FIT. */
final class UnionpayHarness extends SandboxHarness {

  /** The public test card that the sandbox's buyers pay with. Protocol sheet, section 7.1. */
  private static final String CARD = "6216261000000000018";

  UnionpayHarness() {
    super("unionpay");
    sandbox().unionpay().cardNumbers(CardNumbers.CLEAR);
  }

  @Override
  public ChannelAdapterProvider provider() {
    return new UnionpayAdapterProvider();
  }

  @Override
  public Capabilities expectedCapabilities() {
    return capabilities(
        Set.of(
            Scene.Kind.QR_CODE,
            Scene.Kind.BUYER_CODE,
            Scene.Kind.WEB_PAGE,
            Scene.Kind.MOBILE_WEB,
            Scene.Kind.APP),
        Set.of(Scene.Kind.WEB_PAGE, Scene.Kind.MOBILE_WEB),
        Set.of(
            Capability.FIND_BY_NUMBER,
            Capability.FIND_REFUND_BY_NUMBER,
            Capability.CLOSE,
            Capability.COMPLETE_AFTER_APPROVAL,
            Capability.SEVERAL_CAPTURES,
            Capability.REAUTHORIZE,
            Capability.ACT_FOR_SUB_MERCHANT),
        "CNY");
  }

  @Override
  public Scene scene(Scene.Kind kind, String number) {
    return kind == Scene.Kind.BUYER_CODE
        ? Scene.buyerCode(
            ("62" + number.replaceAll("[^0-9]", "") + "0".repeat(17)).substring(0, 19), "S1")
        : super.scene(kind, number);
  }

  /**
   * Pages are opened by the buyer's browser. What follows a transaction is preceded by a question
   * for it, and what was only taken is asked for afterwards.
   */
  @Override
  public Steps steps(Operation operation, Scene.Kind scene) {
    if (scene == Scene.Kind.WEB_PAGE || scene == Scene.Kind.MOBILE_WEB) {
      return Steps.NONE;
    }
    return switch (operation) {
      case CAPTURE, REFUND -> new Steps(2, 2);
      case VOID, REVERSE -> new Steps(3, 2);
      default -> Steps.ONE;
    };
  }

  @Override
  public Optional<Place> replySignature() {
    return Optional.of(Place.field("signature"));
  }

  @Override
  public List<Limit> limits(Instant placedAt) {
    return List.of(
        numberLimit("longest number", number(40), number(41), placedAt),
        numberLimit("shortest number", number(8), number(7), placedAt),
        numberLimit("signs in a number", number(20), number(19) + "_", placedAt),
        amountLimit(
            "greatest amount",
            Money.of("CNY", "9999999999.99"),
            Money.of("CNY", "10000000000.00"),
            placedAt));
  }

  @Override
  public Map<String, String> forbiddenExtras() {
    return Map.of(
        "txnAmt", "1", "orderId", "P1234567", "merId", "777", "backUrl", "https://a.example");
  }

  @Override
  public Optional<ChannelCall> channelCall() {
    return Optional.of(
        ChannelCall.post(
            "/gateway/api/queryTrans.do",
            "txnType=00&txnSubType=00&bizType=000000&orderId=NOBODYHASTHIS&txnTime=20260217200000"));
  }

  @Override
  public void buyerPays(String number, NextAction shown) {
    if (shown instanceof NextAction.SubmitForm form) {
      post(form);
    }
    if (shown != null) {
      sandbox().unionpay().pay(number);
    }
  }

  /** The cardholder may try another card. */
  @Override
  public Optional<PaymentState> buyerDeclines(String number, NextAction shown) {
    sandbox().unionpay().decline(number);
    return Optional.of(PaymentState.AWAITING_CUSTOMER);
  }

  @Override
  public List<Money> bookedPayments(String number) {
    return booked(number, Set.of("01", "02", "03"));
  }

  @Override
  public List<Money> bookedRefunds(String refundNumber) {
    return booked(refundNumber, Set.of("04"));
  }

  private List<Money> booked(String number, Set<String> types) {
    return sandbox().unionpay().transactions().stream()
        .filter(one -> one.orderId().equals(number) && types.contains(one.txnType()))
        .map(one -> Money.ofMinor("CNY", one.amount()))
        .toList();
  }

  @Override
  public MessageShape messageShape() {
    return MessageShape.form()
        .at(Role.SIGNATURE, Place.field("signature"))
        .at(Role.TIME, Place.field("txnTime"))
        .at(Role.NONCE, Place.field("queryId"))
        .at(Role.KEY, Place.field("signPubKeyCert"))
        .at(Role.ALGORITHM, Place.field("signMethod"))
        .algorithms("21", "12")
        .build();
  }

  @Override
  public Optional<InboundRequest> paymentNotification(String number, Making making) {
    return switch (making) {
      // Nothing in it tells when it was sent: an old one is the same.
      case GENUINE, STALE -> signed(number);
      case FOREIGN_KEY -> signed(number, Twist.MERCHANT_CERTIFICATE);
      case OWN_KEY_SAME_NAME -> signed(number, Twist.SELF_SIGNED);
      case EXPIRED_CERTIFICATE -> signed(number, Twist.EXPIRED_CERTIFICATE);
      case OTHER_AUTHORITY -> signed(number, Twist.OTHER_AUTHORITY);
      case TEST_CERTIFICATE -> signed(number, Twist.TEST_NAME);
      case OTHER_MERCHANT -> signed(number, Twist.FOREIGN_MERCHANT);
      case FUTURE -> Optional.empty();
    };
  }

  private Optional<InboundRequest> signed(String number, Twist... how) {
    return arrived(sandbox().unionpay().signedPaymentNotification(number, how));
  }

  @Override
  public Optional<InboundRequest> refundNotification(String number, String refundNumber) {
    return arrived(sandbox().unionpay().signedRefundNotification(refundNumber));
  }

  /** API-FIT, section 4. */
  @Override
  public Map<NotificationReply.Kind, NotificationReply> replies() {
    String text = "text/plain;charset=UTF-8";
    return replies(
        new NotificationReply(200, text, "ok"),
        new NotificationReply(400, text, "The message could not be verified."),
        new NotificationReply(500, text, "Not handled yet, deliver again."));
  }

  @Override
  public Optional<InboundRequest> returnPage(String number) {
    return arrived(sandbox().unionpay().signedReturn(number));
  }

  @Override
  public Map<String, String> secrets() {
    return Map.of("signing certificate", setting("signing-certificate"), "a card number", CARD);
  }

  @Override
  public Map<String, String> notApplicable() {
    return Map.of(
        "S-09",
        "What UnionPay says about a purchase never changes when it is undone; the reversal itself"
            + " says so (API-FIT, section 3).");
  }
}
