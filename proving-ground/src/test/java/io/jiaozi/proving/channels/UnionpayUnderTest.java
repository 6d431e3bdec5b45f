package io.jiaozi.proving.channels;

import io.jiaozi.CallOptions;
import io.jiaozi.MerchantAccount;
import io.jiaozi.Operation;
import io.jiaozi.money.Money;
import io.jiaozi.payment.CaptureRequest;
import io.jiaozi.payment.ChannelExtras;
import io.jiaozi.payment.NextAction;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.Scene;
import io.jiaozi.payment.VoidRequest;
import io.jiaozi.proving.channels.ProvedCall.Act;
import io.jiaozi.proving.channels.ProvedCall.Repeats;
import io.jiaozi.proving.message.Crafted;
import io.jiaozi.proving.message.Deal;
import io.jiaozi.proving.message.GenuineMessage;
import io.jiaozi.proving.message.MessageShape;
import io.jiaozi.proving.message.Swap;
import io.jiaozi.proving.message.WireMessage;
import io.jiaozi.proving.stage.Canaries;
import io.jiaozi.proving.stage.Outcome;
import io.jiaozi.proving.stage.Stage;
import io.jiaozi.refund.RefundRequest;
import io.jiaozi.sandbox.Fault;
import io.jiaozi.sandbox.Sandbox;
import io.jiaozi.sandbox.unionpay.CardNumbers;
import io.jiaozi.sandbox.unionpay.UnionpayTransaction;
import io.jiaozi.spi.Signer;
import io.jiaozi.support.crypto.RsaSigner;
import io.jiaozi.support.keys.KeyMaterial;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPrivateCrtKey;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * UnionPay with certificates, believing what an account of production believes. Repeats by the
 * protocol sheet, sections 5.3 and 5.4, and API-FIT, section 2: "not found" proves nothing for ten
 * minutes, which is longer than any call, so what moves money is never sent again within one. Pages
 * (and with them all holds) are asked for by a form in the buyer's browser: no request, so nothing
 * can strike it.
 */
final class UnionpayUnderTest implements ChannelUnderTest {

  private static final Money PRICE = Money.of("CNY", "88.00");
  private static final Money PART = Money.of("CNY", "8.00");
  private static final URI BACK = URI.create("https://shop.example/back");
  private static final String PREFIX = "jiaozi.accounts.unionpay.";
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  /** The public test card that the sandbox's buyers pay with. Protocol sheet, section 7.1. */
  private static final String CARD = "6216261000000000018";

  @Override
  public String channel() {
    return "unionpay";
  }

  @Override
  public Map<String, String> settings(Sandbox sandbox) {
    return Map.of("environment", "production");
  }

  /** A number of the test system is refused in production, unless the sandbox is asked. */
  @Override
  public Map<String, String> settingsAwayFromHere() {
    return Map.of("environment", "test");
  }

  // ---- Calls ----

  @Override
  public List<ProvedCall> calls() {
    return List.of(
        pay("pay by QR code", Scene.qrCode()),
        pay("pay in an app", Scene.app()),
        // And one question, whose answer is that the buyer has paid.
        ProvedCall.of(
                "pay at the till",
                Operation.PAY,
                "pay",
                Repeats.UNDONE_IF_FOUND,
                this::payAtTheTill)
            .requests(2),
        ProvedCall.of("query", Operation.QUERY, "query", Repeats.QUESTION, this::query),
        ProvedCall.of("complete", Operation.COMPLETE, "query", Repeats.QUESTION, this::complete),
        // From here on the transaction that is followed is asked for first, and what was only taken
        // is asked for afterwards.
        ProvedCall.of("capture", Operation.CAPTURE, "capture", Repeats.ASK_ONLY, this::capture)
            .requests(2),
        // The query of what was voided never shows it: the void is asked for by its own number.
        ProvedCall.of("void", Operation.VOID, "void", Repeats.FREELY, this::release).requests(3),
        ProvedCall.of("void a capture", Operation.VOID, "void", Repeats.FREELY, this::takeBack)
            .requests(3),
        ProvedCall.of(
                "reverse what is paid",
                Operation.REVERSE,
                "reverse",
                Repeats.LOOK_AND_DO,
                this::reversePaid)
            .requests(3),
        ProvedCall.of(
                "reverse what is open",
                Operation.REVERSE,
                "reverse",
                Repeats.LOOK_AND_DO,
                this::reverseOpen)
            .requests(2),
        ProvedCall.of("refund", Operation.REFUND, "refund", Repeats.ASK_ONLY, this::refund)
            .requests(2),
        ProvedCall.of(
            "query refund",
            Operation.QUERY_REFUND,
            "queryRefund",
            Repeats.QUESTION,
            this::queryRefund));
  }

  /** The code is given once: the same order again is a duplicate without it. */
  private static ProvedCall pay(String name, Scene scene) {
    return ProvedCall.of(
        name,
        Operation.PAY,
        "pay",
        Repeats.ONCE_FOR_ITS_ANSWER,
        (stage, healthy, number) -> {
          PaymentRequest request = payment(number, scene);
          return new Act(number, account -> account.pay(request));
        });
  }

  /** Its time is that of the transaction, and must be now. */
  private static PaymentRequest payment(String number, Scene scene) {
    return PaymentRequest.builder(number, PRICE, scene, now())
        .description(Canaries.REQUEST_TEXT)
        // Comes back in every reply and notification about it.
        .channelExtras(ChannelExtras.of("reserved", "{note=" + Canaries.REQUEST_TEXT + "}"))
        .build();
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS);
  }

  private static PaymentRequest atTheTill(String number) {
    return payment(number, Scene.buyerCode("62" + number.substring(1), "S1"));
  }

  private Act payAtTheTill(Stage stage, MerchantAccount healthy, String number) {
    PaymentRequest request = atTheTill(number);
    return new Act(number, account -> account.pay(request));
  }

  private Act query(Stage stage, MerchantAccount healthy, String number) {
    PaymentReference reference = order(healthy, number).reference();
    return new Act(number, account -> account.query(reference));
  }

  private Act complete(Stage stage, MerchantAccount healthy, String number) {
    PaymentReference reference = order(healthy, number).reference();
    return new Act(number, account -> account.complete(reference));
  }

  /** The buyer's browser brings the order to the channel, and the buyer agrees to it. */
  private static PaymentReference held(Stage stage, MerchantAccount healthy, String number) {
    PaymentResult.AwaitingCustomer asked =
        (PaymentResult.AwaitingCustomer) healthy.authorize(payment(number, Scene.webPage(BACK)));
    post((NextAction.SubmitForm) asked.next());
    stage.sandbox().unionpay().pay(number);
    return asked.payment().reference();
  }

  private static void post(NextAction.SubmitForm form) {
    byte[] body =
        form.fields().entrySet().stream()
            .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"))
            .getBytes(StandardCharsets.US_ASCII);
    try {
      HttpURLConnection browser = (HttpURLConnection) form.action().toURL().openConnection();
      browser.setInstanceFollowRedirects(false);
      browser.setDoOutput(true);
      browser.setRequestProperty("Content-Type", "application/x-www-form-urlencoded");
      try (OutputStream out = browser.getOutputStream()) {
        out.write(body);
      }
      if (browser.getResponseCode() != HttpURLConnection.HTTP_SEE_OTHER) {
        throw new AssertionError("The page was not shown: " + browser.getResponseCode());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static CaptureRequest captureOf(PaymentReference hold, String number) {
    return CaptureRequest.builder(hold, "C" + number, PART, now()).build();
  }

  private Act capture(Stage stage, MerchantAccount healthy, String number) {
    CaptureRequest request = captureOf(held(stage, healthy, number), number);
    return new Act(request.captureNumber(), account -> account.capture(request));
  }

  private Act release(Stage stage, MerchantAccount healthy, String number) {
    return voidOf(held(stage, healthy, number), number);
  }

  private Act takeBack(Stage stage, MerchantAccount healthy, String number) {
    PaymentReference capture =
        healthy.capture(captureOf(held(stage, healthy, number), number)).payment().reference();
    return voidOf(capture, number);
  }

  private static Act voidOf(PaymentReference what, String number) {
    VoidRequest request = new VoidRequest(what, "V" + number, now());
    return new Act(request.voidNumber(), account -> account.voidAuthorization(request));
  }

  /** Undone under a number of the adapter's. */
  private Act reversePaid(Stage stage, MerchantAccount healthy, String number) {
    PaymentReference paid = healthy.pay(atTheTill(number)).payment().reference();
    return Act.underOwnNumber(account -> account.reverse(paid));
  }

  /** The buyer is still typing: undone under the payment's own number. */
  private Act reverseOpen(Stage stage, MerchantAccount healthy, String number) {
    stage.sandbox().unionpay().buyersTakeTheirTime(true);
    try {
      PaymentReference open =
          healthy
              .with(CallOptions.within(DEADLINE).withoutWaitingForBuyer())
              .pay(atTheTill(number))
              .payment()
              .reference();
      return new Act(number, account -> account.reverse(open));
    } finally {
      stage.sandbox().unionpay().buyersTakeTheirTime(false);
    }
  }

  private Act refund(Stage stage, MerchantAccount healthy, String number) {
    RefundRequest request = refundOf(stage, healthy, number);
    return new Act(request.refundNumber(), account -> account.refund(request));
  }

  private Act queryRefund(Stage stage, MerchantAccount healthy, String number) {
    RefundRequest request = refundOf(stage, healthy, number);
    healthy.refund(request);
    return new Act(
        request.refundNumber(), account -> account.queryRefund(account.reference(request)));
  }

  private RefundRequest refundOf(Stage stage, MerchantAccount healthy, String number) {
    Deal deal = order(healthy, number);
    stage.sandbox().unionpay().pay(number);
    return RefundRequest.builder(deal.reference(), "R" + number, PART, now())
        .paymentAmount(PRICE)
        .reason(Canaries.REQUEST_TEXT)
        .channelExtras(ChannelExtras.of("reserved", "{note=" + Canaries.REQUEST_TEXT + "}"))
        .build();
  }

  /** Only 200 comes from the gateway itself; any other status says nothing. */
  @Override
  public Outcome outcomeOfStatus(Fault fault, ProvedCall call) {
    return Outcome.UNKNOWN;
  }

  // ---- The key ----

  @Override
  public Optional<String> signingKeySetting() {
    return Optional.of("signing-certificate");
  }

  @Override
  public Signer signer(Stage stage) {
    return RsaSigner.of(stage.sandbox().unionpay().credentials().merchantPrivateKey());
  }

  @Override
  public Map<String, String> settingsBesideSigner(Sandbox sandbox) {
    return Map.of("signing-certificate-serial", sandbox.unionpay().credentials().certId());
  }

  @Override
  public void watchSecrets(Map<String, String> settings, Canaries canaries) {
    String pfx = settings.get(PREFIX + "signing-certificate");
    canaries.watch("signing certificate", pfx);
    RSAPrivateCrtKey key =
        (RSAPrivateCrtKey)
            KeyMaterial.of("signing-certificate", pfx)
                .withPassword(settings.get(PREFIX + "signing-certificate-password"))
                .keyStore()
                .privateKey();
    canaries.watchPem("private key", Base64.getMimeEncoder().encodeToString(key.getEncoded()));
    canaries.watch("private exponent", key.getPrivateExponent().toString());
    canaries.watch("private exponent in hex", key.getPrivateExponent().toString(16));
    canaries.watch("a card number", CARD);
  }

  // ---- Buyers and books ----

  @Override
  public Deal order(MerchantAccount account, String number) {
    return new Deal(account.pay(payment(number, Scene.qrCode())).payment().reference(), PRICE);
  }

  /** From now on the channel names the card in clear in whatever it sends. */
  @Override
  public void buyerPays(Sandbox sandbox, Deal deal, Canaries canaries) {
    sandbox.unionpay().cardNumbers(CardNumbers.CLEAR);
    canaries.watch("a card number", CARD);
    canaries.watch("what the QR code holds", sandbox.unionpay().order(deal.number()).code());
    sandbox.unionpay().pay(deal.number());
  }

  /** The order itself; or what followed it, if something followed twice. */
  @Override
  public long paymentsBooked(Sandbox sandbox, String number) {
    long orders = sandbox.unionpay().orders().stream().filter(order -> is(order, number)).count();
    long captures = followers(sandbox, number, "03");
    long undone = followers(sandbox, number, "31") + followers(sandbox, number, "32");
    return Math.max(orders, Math.max(captures, undone));
  }

  @Override
  public long refundsBooked(Sandbox sandbox, String number) {
    return followers(sandbox, number, "04");
  }

  private static boolean is(UnionpayTransaction transaction, String number) {
    return transaction.orderId().equals(number);
  }

  private static long followers(Sandbox sandbox, String number, String txnType) {
    List<String> originals =
        sandbox.unionpay().orders().stream()
            .filter(order -> is(order, number))
            .map(UnionpayTransaction::queryId)
            .toList();
    return sandbox.unionpay().transactions().stream()
        .filter(transaction -> transaction.txnType().equals(txnType))
        .filter(transaction -> originals.contains(String.valueOf(transaction.origQryId())))
        .count();
  }

  /** Cards, never people. */
  @Override
  public boolean tellsWhoPaid() {
    return false;
  }

  // ---- Messages ----

  @Override
  public MessageShape shape() {
    return Shapes.UNIONPAY;
  }

  @Override
  public WireMessage notification(Sandbox sandbox, Deal deal) {
    return UnionpayMessages.arrived(sandbox.unionpay().signedPaymentNotification(deal.number()));
  }

  @Override
  public List<GenuineMessage> genuine(Stage stage) {
    return new UnionpayMessages(stage.sandbox().unionpay()).all();
  }

  @Override
  public Optional<WireMessage> swapped(Sandbox sandbox, Deal deal, Swap swap) {
    return new UnionpayMessages(sandbox.unionpay()).swapped(deal, swap);
  }

  /** Every message brings its certificate: one that is not known has to be read to be refused. */
  @Override
  public long mostBytesPerRefusal() {
    return 30_000;
  }

  @Override
  public Map<String, Crafted> crafted(Stage stage) {
    return new UnionpayMessages(stage.sandbox().unionpay()).crafted();
  }
}
