package io.jiaozi.proving.channels;

import io.jiaozi.MerchantAccount;
import io.jiaozi.Operation;
import io.jiaozi.SubMerchant;
import io.jiaozi.money.Money;
import io.jiaozi.payment.CaptureRequest;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.Scene;
import io.jiaozi.payment.VoidRequest;
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
import io.jiaozi.sandbox.alipay.AlipayCredentials;
import io.jiaozi.sandbox.alipay.AlipayOrder;
import io.jiaozi.sandbox.alipay.AlipaySandbox.BuyerCode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Alipay with certificates, and beside it with keys. Repeats by API-FIT, section 2; for the first
 * ten seconds "not found" proves nothing about a refund or a capture, so neither is sent again
 * within a call. Page, phone and app payments make no request, so nothing can strike them.
 */
final class AlipayUnderTest implements ChannelUnderTest, Till {

  static final Money PRICE = Money.of("CNY", "88.00");

  private static final Money PART = Money.of("CNY", "8.00");
  private static final String BUYER = "2088722003899169";

  // One instant for all: a repeat must be the very same request.
  private final Instant placedAt = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private final boolean certificates;

  AlipayUnderTest() {
    this(true);
  }

  private AlipayUnderTest(boolean certificates) {
    this.certificates = certificates;
  }

  @Override
  public List<ChannelUnderTest> modes() {
    return List.of(this, new AlipayUnderTest(false));
  }

  @Override
  public boolean isFurtherMode() {
    return !certificates;
  }

  private AlipayCredentials credentials(Sandbox sandbox) {
    return certificates
        ? sandbox.alipay().certificateCredentials()
        : sandbox.alipay().credentials();
  }

  @Override
  public String channel() {
    return "alipay";
  }

  @Override
  public String account() {
    return certificates ? "alipay-cert" : "alipay";
  }

  @Override
  public List<ProvedCall> calls() {
    return List.of(
        pay("pay by QR code", Scene.qrCode()),
        pay("pay inside the wallet", Scene.inAppPage(BUYER)),
        ProvedCall.of("pay at the till", Operation.PAY, "pay", Repeats.UNDONE, this::payAtTheTill),
        ProvedCall.of(
            "authorize by QR code",
            Operation.AUTHORIZE,
            "authorize",
            Repeats.FOR_ITS_ANSWER,
            (stage, healthy, number) -> {
              PaymentRequest request = payment(number, Scene.qrCode());
              return new Act(number, account -> account.authorize(request));
            }),
        ProvedCall.of("capture", Operation.CAPTURE, "capture", Repeats.ASK_ONLY, this::capture),
        // What is left of the hold is asked first: the request must name the sum.
        ProvedCall.of("void", Operation.VOID, "void", Repeats.LOOK_AND_DO, this::release)
            .requests(2),
        ProvedCall.of("query", Operation.QUERY, "query", Repeats.QUESTION, this::query),
        ProvedCall.of("complete", Operation.COMPLETE, "query", Repeats.QUESTION, this::complete),
        ProvedCall.of("close", Operation.CLOSE, "close", Repeats.FREELY, this::close),
        ProvedCall.of("reverse", Operation.REVERSE, "reverse", Repeats.FREELY, this::reverse),
        ProvedCall.of("refund", Operation.REFUND, "refund", Repeats.ASK_ONLY, this::refund),
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

  private PaymentRequest payment(String number, Scene scene) {
    return PaymentRequest.builder(number, PRICE, scene, placedAt)
        .description(Canaries.REQUEST_TEXT)
        .build();
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
    stage
        .sandbox()
        .alipay()
        .buyerCode(buyer == Buyer.PAYS ? BuyerCode.PAYS : BuyerCode.TYPES_PASSWORD);
    return payment(number, Scene.buyerCode("28" + number.substring(1), "S1"));
  }

  @Override
  public void confirm(Sandbox sandbox, String number) {
    sandbox.alipay().pay(number);
  }

  @Override
  public boolean shopHasMoney(Sandbox sandbox, String number) {
    return sandbox.alipay().order(number).status().equals("TRADE_SUCCESS");
  }

  private PaymentReference held(Stage stage, MerchantAccount healthy, String number) {
    PaymentReference reference =
        healthy.authorize(payment(number, Scene.qrCode())).payment().reference();
    stage.sandbox().alipay().pay(number);
    return healthy.query(reference).reference();
  }

  private Act capture(Stage stage, MerchantAccount healthy, String number) {
    CaptureRequest request =
        CaptureRequest.builder(held(stage, healthy, "H" + number), number, PART, placedAt)
            .moreToFollow()
            .build();
    return new Act(number, account -> account.capture(request));
  }

  private Act release(Stage stage, MerchantAccount healthy, String number) {
    VoidRequest request = new VoidRequest(held(stage, healthy, number), "V" + number, placedAt);
    return new Act(request.voidNumber(), account -> account.voidAuthorization(request));
  }

  /** Of a trade that is there: what is not found as a trade is asked for as a hold. */
  private Act query(Stage stage, MerchantAccount healthy, String number) {
    healthy.pay(payment(number, Scene.inAppPage(BUYER)));
    return new Act(number, account -> account.query(PaymentReference.ofNumber(number)));
  }

  private Act complete(Stage stage, MerchantAccount healthy, String number) {
    healthy.pay(payment(number, Scene.inAppPage(BUYER)));
    return new Act(number, account -> account.complete(PaymentReference.ofNumber(number)));
  }

  private Act close(Stage stage, MerchantAccount healthy, String number) {
    healthy.pay(payment(number, Scene.inAppPage(BUYER)));
    return new Act(number, account -> account.close(PaymentReference.ofNumber(number)));
  }

  private Act reverse(Stage stage, MerchantAccount healthy, String number) {
    healthy.pay(payment(stage, number, Buyer.PAYS));
    return new Act(number, account -> account.reverse(PaymentReference.ofNumber(number)));
  }

  private Act refund(Stage stage, MerchantAccount healthy, String number) {
    healthy.pay(payment(number, Scene.qrCode()));
    stage.sandbox().alipay().pay(number);
    RefundRequest request =
        RefundRequest.builder(PaymentReference.ofNumber(number), "R" + number, PART, placedAt)
            .reason(Canaries.REQUEST_TEXT)
            .build();
    return new Act("R" + number, account -> account.refund(request));
  }

  private Act queryRefund(Stage stage, MerchantAccount healthy, String number) {
    refund(stage, healthy, number).call().make(healthy);
    RefundReference reference = RefundReference.of(PaymentReference.ofNumber(number), "R" + number);
    return new Act("R" + number, account -> account.queryRefund(reference));
  }

  @Override
  public boolean actsForOthers() {
    return true;
  }

  @Override
  public SubMerchant subMerchant(Sandbox sandbox) {
    return new SubMerchant(
        credentials(sandbox).subMerchantId(),
        Map.of("app-auth-token", credentials(sandbox).appAuthToken()));
  }

  /** Replies carry no time, so there are no stale ones. Source: protocol sheet, section 2.4. */
  @Override
  public boolean strikes(Fault fault, ProvedCall call) {
    return fault != Fault.STALE_SIGNATURE;
  }

  /** The gateway tells everything in its body; another status than 200 tells nothing. */
  @Override
  public Outcome outcomeOfStatus(Fault fault, ProvedCall call) {
    return Outcome.UNKNOWN;
  }

  @Override
  public Optional<String> signingKeySetting() {
    return Optional.of("private-key");
  }

  @Override
  public Deal order(MerchantAccount account, String number) {
    account.pay(payment(number, Scene.qrCode()));
    return new Deal(PaymentReference.ofNumber(number), PRICE);
  }

  @Override
  public void buyerPays(Sandbox sandbox, Deal deal, Canaries canaries) {
    canaries.watch("what the QR code holds", sandbox.alipay().order(deal.number()).code());
    sandbox.alipay().pay(deal.number());
  }

  @Override
  public long paymentsBooked(Sandbox sandbox, String number) {
    return sandbox.alipay().orders().stream()
        .filter(order -> order.number().equals(number))
        .count();
  }

  @Override
  public long refundsBooked(Sandbox sandbox, String number) {
    return sandbox.alipay().orders().stream()
        .filter(order -> order.number().equals(number))
        .map(AlipayOrder::refunds)
        .mapToLong(List::size)
        .sum();
  }

  @Override
  public void watchSecrets(Map<String, String> settings, Canaries canaries) {
    canaries.watchPem("private key", settings.get("jiaozi.accounts." + account() + ".private-key"));
  }

  @Override
  public MessageShape shape() {
    return Shapes.ALIPAY;
  }

  @Override
  public WireMessage notification(Sandbox sandbox, Deal deal) {
    return AlipayMessages.arrived(sandbox.alipay().signedPaymentNotification(deal.number()));
  }

  @Override
  public List<GenuineMessage> genuine(Stage stage) {
    return messages(stage.sandbox()).all();
  }

  @Override
  public Optional<WireMessage> swapped(Sandbox sandbox, Deal deal, Swap swap) {
    return messages(sandbox).swapped(deal, swap);
  }

  private AlipayMessages messages(Sandbox sandbox) {
    return new AlipayMessages(sandbox.alipay(), credentials(sandbox));
  }
}
