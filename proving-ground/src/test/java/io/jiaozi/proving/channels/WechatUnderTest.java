package io.jiaozi.proving.channels;

import io.jiaozi.MerchantAccount;
import io.jiaozi.Operation;
import io.jiaozi.SubMerchant;
import io.jiaozi.money.Money;
import io.jiaozi.payment.ChannelExtras;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.Scene;
import io.jiaozi.proving.channels.ProvedCall.Act;
import io.jiaozi.proving.channels.ProvedCall.Repeats;
import io.jiaozi.proving.message.Deal;
import io.jiaozi.proving.message.GenuineMessage;
import io.jiaozi.proving.message.MessageShape;
import io.jiaozi.proving.message.Swap;
import io.jiaozi.proving.message.WireMessage;
import io.jiaozi.proving.stage.Canaries;
import io.jiaozi.proving.stage.Outcome;
import io.jiaozi.proving.stage.Stage;
import io.jiaozi.refund.RefundReference;
import io.jiaozi.refund.RefundRequest;
import io.jiaozi.sandbox.Fault;
import io.jiaozi.sandbox.Sandbox;
import io.jiaozi.sandbox.wechat.TillBuyer;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * WeChat Pay. Repeats by the channel's idempotency table: everything but a refund may be sent again
 * as it is.
 */
final class WechatUnderTest implements ChannelUnderTest, Till {

  static final Money PRICE = Money.of("CNY", "88.00");

  private static final Money PART = Money.of("CNY", "8.00");

  // One instant for all: a repeat must be the very same request.
  private final Instant placedAt = Instant.now().truncatedTo(ChronoUnit.SECONDS);

  @Override
  public String channel() {
    return "wechat";
  }

  /** One that is over beside the one in force, as in a rotation. */
  @Override
  public Map<String, String> settings(Sandbox sandbox) {
    return Map.of(
        "platform-certificates",
        String.join("", sandbox.wechat().credentials().platformCertificatePems())
            + sandbox.wechat().credentials().expiredPlatformCertificatePem());
  }

  @Override
  public List<ProvedCall> calls() {
    ProvedCall query =
        ProvedCall.of("query", Operation.QUERY, "query", Repeats.QUESTION, this::query);
    return List.of(
        pay("pay by QR code", Scene.qrCode()),
        pay(
            "pay in a phone's browser",
            Scene.mobileWeb(URI.create("https://shop.example/back"), "203.0.113.7")),
        pay("pay in an app", Scene.app()).signingForClient(),
        pay("pay inside the wallet", Scene.inAppPage(Canaries.REQUEST_TEXT)).signingForClient(),
        ProvedCall.of("pay at the till", Operation.PAY, "pay", Repeats.UNDONE, this::payAtTheTill),
        query,
        query.afterFetching("platform certificates", "keys", WechatUnderTest::withoutKeys),
        ProvedCall.of("complete", Operation.COMPLETE, "query", Repeats.QUESTION, this::complete),
        // Asks how the order stands afterwards.
        ProvedCall.of("close", Operation.CLOSE, "close", Repeats.FREELY, this::close).requests(2),
        ProvedCall.of("reverse", Operation.REVERSE, "reverse", Repeats.FREELY, this::reverse),
        ProvedCall.of("refund", Operation.REFUND, "refund", Repeats.ASK_FIRST, this::refund),
        ProvedCall.of(
            "query refund",
            Operation.QUERY_REFUND,
            "queryRefund",
            Repeats.QUESTION,
            this::queryRefund));
  }

  private ProvedCall pay(String name, Scene scene) {
    return ProvedCall.of(
        name,
        Operation.PAY,
        "pay",
        Repeats.FOR_ITS_ANSWER,
        (stage, healthy, number) -> {
          PaymentRequest request = payment(number, scene);
          return new Act(number, account -> account.pay(request));
        });
  }

  /** With neither a public key nor certificates these are downloaded. */
  private static Map<String, String> withoutKeys(Map<String, String> settings) {
    settings.remove("jiaozi.accounts.wechat.platform-certificates");
    settings.remove("jiaozi.accounts.wechat.public-key");
    settings.remove("jiaozi.accounts.wechat.public-key-id");
    return settings;
  }

  private Act payAtTheTill(Stage stage, MerchantAccount healthy, String number) {
    PaymentRequest request = payment(stage, number, Buyer.PAYS);
    return new Act(number, account -> account.pay(request));
  }

  @Override
  public Optional<Till> till() {
    return Optional.of(this);
  }

  @Override
  public PaymentRequest payment(Stage stage, String number, Buyer buyer) {
    String code =
        stage
            .sandbox()
            .wechat()
            .buyerCode(buyer == Buyer.PAYS ? TillBuyer.PAYS : TillBuyer.TYPES_PASSWORD);
    return payment(number, Scene.buyerCode(code, "S1"));
  }

  @Override
  public void confirm(Sandbox sandbox, String number) {
    sandbox.wechat().pay(number);
  }

  @Override
  public boolean shopHasMoney(Sandbox sandbox, String number) {
    return sandbox.wechat().order(number).tradeState().equals("SUCCESS");
  }

  private Act query(Stage stage, MerchantAccount healthy, String number) {
    healthy.pay(payment(number));
    return new Act(number, account -> account.query(PaymentReference.ofNumber(number)));
  }

  private Act complete(Stage stage, MerchantAccount healthy, String number) {
    healthy.pay(payment(number));
    return new Act(number, account -> account.complete(PaymentReference.ofNumber(number)));
  }

  private Act close(Stage stage, MerchantAccount healthy, String number) {
    healthy.pay(payment(number));
    return new Act(number, account -> account.close(PaymentReference.ofNumber(number)));
  }

  private Act reverse(Stage stage, MerchantAccount healthy, String number) {
    healthy.pay(payment(stage, number, Buyer.PAYS));
    return new Act(number, account -> account.reverse(PaymentReference.ofNumber(number)));
  }

  private Act refund(Stage stage, MerchantAccount healthy, String number) {
    healthy.pay(payment(number));
    stage.sandbox().wechat().pay(number);
    RefundRequest request = refund(number);
    return new Act(refundNumber(number), account -> account.refund(request));
  }

  private Act queryRefund(Stage stage, MerchantAccount healthy, String number) {
    refund(stage, healthy, number).call().make(healthy);
    RefundReference reference =
        RefundReference.of(PaymentReference.ofNumber(number), refundNumber(number));
    return new Act(refundNumber(number), account -> account.queryRefund(reference));
  }

  private PaymentRequest payment(String number) {
    return payment(number, Scene.qrCode());
  }

  private PaymentRequest payment(String number, Scene scene) {
    return PaymentRequest.builder(number, PRICE, scene, placedAt)
        .description(Canaries.REQUEST_TEXT)
        // Comes back in every reply and notification about the paid order.
        .channelExtras(ChannelExtras.of("attach", Canaries.REQUEST_TEXT))
        .build();
  }

  private RefundRequest refund(String number) {
    return RefundRequest.builder(
            PaymentReference.ofNumber(number), refundNumber(number), PART, placedAt)
        .paymentAmount(PRICE)
        .reason(Canaries.REQUEST_TEXT)
        .build();
  }

  private static String refundNumber(String number) {
    return "R" + number;
  }

  @Override
  public boolean actsForOthers() {
    return true;
  }

  @Override
  public SubMerchant subMerchant(Sandbox sandbox) {
    return new SubMerchant(sandbox.wechat().credentials().subMerchantId(), Map.of());
  }

  @Override
  public Outcome outcomeOfStatus(Fault fault, ProvedCall call) {
    // 429 by status: a payment order, a question or a closing was not taken; of a refund it says
    // nothing.
    boolean refused = fault == Fault.STATUS_429 && call.operation() != Operation.REFUND;
    return refused ? Outcome.REJECTED : Outcome.UNKNOWN;
  }

  @Override
  public Optional<String> signingKeySetting() {
    return Optional.of("private-key");
  }

  @Override
  public Deal order(MerchantAccount account, String number) {
    account.pay(payment(number));
    return new Deal(PaymentReference.ofNumber(number), PRICE);
  }

  @Override
  public void buyerPays(Sandbox sandbox, Deal deal, Canaries canaries) {
    canaries.watch("what the QR code holds", sandbox.wechat().order(deal.number()).code());
    sandbox.wechat().pay(deal.number());
  }

  @Override
  public long paymentsBooked(Sandbox sandbox, String number) {
    return sandbox.wechat().orders().stream()
        .filter(order -> order.outTradeNo().equals(number))
        .count();
  }

  @Override
  public long refundsBooked(Sandbox sandbox, String number) {
    return sandbox.wechat().order(number).refunds().size();
  }

  @Override
  public void watchSecrets(Map<String, String> settings, Canaries canaries) {
    canaries.watch("API v3 key", settings.get("jiaozi.accounts.wechat.api-v3-key"));
    canaries.watchPem("private key", settings.get("jiaozi.accounts.wechat.private-key"));
  }

  @Override
  public MessageShape shape() {
    return Shapes.WECHAT;
  }

  @Override
  public WireMessage notification(Sandbox sandbox, Deal deal) {
    return WechatMessages.arrived(sandbox.wechat().signedPaymentNotification(deal.number()));
  }

  @Override
  public List<GenuineMessage> genuine(Stage stage) {
    return new WechatMessages(stage.sandbox().wechat()).all();
  }

  @Override
  public Optional<WireMessage> swapped(Sandbox sandbox, Deal deal, Swap swap) {
    return new WechatMessages(sandbox.wechat()).swapped(deal, swap);
  }
}
