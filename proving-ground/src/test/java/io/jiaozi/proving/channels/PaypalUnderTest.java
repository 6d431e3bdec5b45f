package io.jiaozi.proving.channels;

import io.jiaozi.MerchantAccount;
import io.jiaozi.Operation;
import io.jiaozi.SubMerchant;
import io.jiaozi.money.Money;
import io.jiaozi.payment.CaptureRequest;
import io.jiaozi.payment.ChannelExtras;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.Scene;
import io.jiaozi.payment.VoidRequest;
import io.jiaozi.proving.channels.ProvedCall.Act;
import io.jiaozi.proving.channels.ProvedCall.Repeats;
import io.jiaozi.proving.channels.ProvedCall.Scenery;
import io.jiaozi.proving.message.AtAddress;
import io.jiaozi.proving.message.Deal;
import io.jiaozi.proving.message.GenuineMessage;
import io.jiaozi.proving.message.MessageShape;
import io.jiaozi.proving.message.Swap;
import io.jiaozi.proving.message.WireMessage;
import io.jiaozi.proving.stage.Canaries;
import io.jiaozi.proving.stage.Outcome;
import io.jiaozi.proving.stage.Stage;
import io.jiaozi.refund.Refund;
import io.jiaozi.refund.RefundReference;
import io.jiaozi.refund.RefundRequest;
import io.jiaozi.sandbox.Fault;
import io.jiaozi.sandbox.Sandbox;
import io.jiaozi.sandbox.paypal.PaypalOrder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * PayPal. Repeats by the protocol sheet, sections 1.4, 6.3 and 6.4, and API-FIT, section 2: a
 * request id makes every POST harmless for as long as it is remembered, but an approved order is
 * asked about before it is executed again.
 */
final class PaypalUnderTest implements ChannelUnderTest {

  static final Money PRICE = Money.of("USD", "88.00");

  private static final Money PART = Money.of("USD", "8.00");
  private static final URI BACK = URI.create("https://shop.example/back");

  /** Of an order under which something else is proved. */
  private static final String HELD = "H";

  /** Replies are not signed: TLS and the token are all there is. */
  private static final Set<Fault> OF_SIGNED_REPLIES =
      EnumSet.of(
          Fault.BAD_SIGNATURE,
          Fault.MISSING_SIGNATURE,
          Fault.SIGNTEST,
          Fault.STALE_SIGNATURE,
          Fault.UNKNOWN_KEY);

  // One instant for all: a repeat must be the very same request.
  private final Instant placedAt = Instant.now().truncatedTo(ChronoUnit.SECONDS);

  @Override
  public String channel() {
    return "paypal";
  }

  @Override
  public List<ProvedCall> calls() {
    ProvedCall query = question("query", "query", this::query);
    return List.of(
        pay("pay on a web page", Operation.PAY, page()),
        pay("pay in a phone's browser", Operation.PAY, Scene.mobileWeb(BACK, "203.0.113.7")),
        pay("authorize on a web page", Operation.AUTHORIZE, page()),
        // Asks how the order stands first.
        ProvedCall.of(
                "complete a payment",
                Operation.COMPLETE,
                "complete",
                Repeats.ASK_FIRST,
                this::completePayment)
            .requests(2),
        ProvedCall.of(
                "complete an authorization",
                Operation.COMPLETE,
                "complete",
                Repeats.ASK_FIRST,
                this::completeAuthorization)
            .requests(2),
        ProvedCall.of("capture", Operation.CAPTURE, "capture", Repeats.FREELY, this::capture),
        ProvedCall.of("void", Operation.VOID, "void", Repeats.FREELY, this::release),
        // The old hold does not tell of the new one.
        ProvedCall.of(
            "reauthorize",
            Operation.REAUTHORIZE,
            "reauthorize",
            Repeats.FOR_ITS_ANSWER,
            this::reauthorize),
        ProvedCall.of("refund", Operation.REFUND, "refund", Repeats.FREELY, this::refund),
        query,
        question("query a capture", "query", this::queryCapture),
        question("query a hold", "query", this::queryHold),
        ProvedCall.of(
            "query refund",
            Operation.QUERY_REFUND,
            "queryRefund",
            Repeats.QUESTION,
            this::queryRefund),
        // Found among those of its order.
        ProvedCall.of(
            "query refund by its number",
            Operation.QUERY_REFUND,
            "query",
            Repeats.QUESTION,
            this::queryRefundByNumber),
        query.afterFetching("access token", "keys", settings -> settings));
  }

  private static ProvedCall question(String name, String atSandbox, Scenery scenery) {
    return ProvedCall.of(name, Operation.QUERY, atSandbox, Repeats.QUESTION, scenery);
  }

  private ProvedCall pay(String name, Operation operation, Scene scene) {
    boolean hold = operation == Operation.AUTHORIZE;
    return ProvedCall.of(
        name,
        operation,
        hold ? "authorize" : "pay",
        Repeats.FOR_ITS_ANSWER,
        (stage, healthy, number) -> {
          PaymentRequest request = payment(number, scene);
          return new Act(
              number, account -> hold ? account.authorize(request) : account.pay(request));
        });
  }

  private static Scene page() {
    return Scene.webPage(BACK);
  }

  private PaymentRequest payment(String number, Scene scene) {
    return PaymentRequest.builder(number, PRICE, scene, placedAt)
        .description(Canaries.REQUEST_TEXT)
        // Comes back in every reply about the order.
        .channelExtras(ChannelExtras.of("purchase_units[0].soft_descriptor", Canaries.REQUEST_TEXT))
        .build();
  }

  private PaymentReference ordered(MerchantAccount account, String number) {
    return account.pay(payment(number, page())).payment().reference();
  }

  private PaymentReference approved(Stage stage, MerchantAccount account, String number) {
    PaymentReference order = ordered(account, number);
    stage.sandbox().paypal().approve(number);
    return order;
  }

  private PaymentReference captured(Stage stage, MerchantAccount account, String number) {
    return account.complete(approved(stage, account, number)).payment().reference();
  }

  private PaymentReference toHold(Stage stage, MerchantAccount account, String number) {
    PaymentReference order = account.authorize(payment(number, page())).payment().reference();
    stage.sandbox().paypal().approve(number);
    return order;
  }

  private PaymentReference held(Stage stage, MerchantAccount account, String number) {
    return account.complete(toHold(stage, account, number)).payment().reference();
  }

  private Act completePayment(Stage stage, MerchantAccount healthy, String number) {
    PaymentReference order = approved(stage, healthy, number);
    return new Act(number, account -> account.complete(order));
  }

  private Act completeAuthorization(Stage stage, MerchantAccount healthy, String number) {
    PaymentReference order = toHold(stage, healthy, number);
    return new Act(number, account -> account.complete(order));
  }

  private Act capture(Stage stage, MerchantAccount healthy, String number) {
    CaptureRequest request =
        CaptureRequest.builder(held(stage, healthy, HELD + number), number, PART, placedAt)
            .moreToFollow()
            .build();
    return new Act(number, account -> account.capture(request));
  }

  private Act release(Stage stage, MerchantAccount healthy, String number) {
    VoidRequest request = new VoidRequest(held(stage, healthy, number), "V" + number, placedAt);
    return new Act(number, account -> account.voidAuthorization(request));
  }

  private Act reauthorize(Stage stage, MerchantAccount healthy, String number) {
    stage.sandbox().paypal().honourPeriod(Duration.ZERO);
    PaymentReference hold = held(stage, healthy, HELD + number);
    return new Act(HELD + number, account -> account.reauthorize(hold, PRICE));
  }

  private Act refund(Stage stage, MerchantAccount healthy, String number) {
    RefundRequest request = refund(captured(stage, healthy, number), number);
    return new Act(refundNumber(number), account -> account.refund(request));
  }

  private RefundRequest refund(PaymentReference capture, String number) {
    return RefundRequest.builder(capture, refundNumber(number), PART, placedAt)
        .reason(Canaries.REQUEST_TEXT)
        .build();
  }

  private Act query(Stage stage, MerchantAccount healthy, String number) {
    PaymentReference order = ordered(healthy, number);
    return new Act(number, account -> account.query(order));
  }

  private Act queryCapture(Stage stage, MerchantAccount healthy, String number) {
    PaymentReference capture = captured(stage, healthy, number);
    return new Act(number, account -> account.query(capture));
  }

  private Act queryHold(Stage stage, MerchantAccount healthy, String number) {
    PaymentReference hold = held(stage, healthy, number);
    return new Act(number, account -> account.query(hold));
  }

  private Act queryRefund(Stage stage, MerchantAccount healthy, String number) {
    Refund refund = healthy.refund(refund(captured(stage, healthy, number), number));
    return new Act(refundNumber(number), account -> account.queryRefund(refund.reference()));
  }

  private Act queryRefundByNumber(Stage stage, MerchantAccount healthy, String number) {
    PaymentReference order = approved(stage, healthy, number);
    healthy.refund(refund(healthy.complete(order).payment().reference(), number));
    RefundReference reference = RefundReference.of(order, refundNumber(number));
    return new Act(number, account -> account.queryRefund(reference));
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
    return SubMerchant.of(sandbox.paypal().credentials().sellerId());
  }

  @Override
  public boolean strikes(Fault fault, ProvedCall call) {
    return !OF_SIGNED_REPLIES.contains(fault);
  }

  @Override
  public Outcome outcomeOfStatus(Fault fault, ProvedCall call) {
    // 429: nothing was executed. A token that is not given for now refuses nothing.
    boolean refused = fault == Fault.STATUS_429 && !call.fetch();
    return refused ? Outcome.REJECTED : Outcome.UNKNOWN;
  }

  @Override
  public Optional<String> signingKeySetting() {
    return Optional.empty();
  }

  @Override
  public Deal order(MerchantAccount account, String number) {
    return new Deal(ordered(account, number), PRICE);
  }

  @Override
  public void buyerPays(Sandbox sandbox, Deal deal, Canaries canaries) {
    sandbox.paypal().approve(deal.number());
  }

  @Override
  public void merchantFinishes(MerchantAccount account, Deal deal) {
    account.complete(deal.reference());
  }

  /**
   * Orders of this number, or what was done twice under one; captures that have it, and renewals of
   * a hold that was made for it.
   */
  @Override
  public long paymentsBooked(Sandbox sandbox, String number) {
    long booked = 0;
    for (PaypalOrder order : sandbox.paypal().orders()) {
      if (order.number().equals(number)) {
        booked += Math.max(1, Math.max(order.captures().size(), order.authorizations().size()));
      } else if (order.number().equals(HELD + number)) {
        booked += Math.max(order.captures().size(), order.authorizations().size() - 1);
      }
    }
    return booked;
  }

  @Override
  public long refundsBooked(Sandbox sandbox, String number) {
    return sandbox.paypal().orders().stream()
        .filter(order -> order.number().equals(number) || order.number().equals(HELD + number))
        .mapToLong(order -> order.refunds().size())
        .sum();
  }

  @Override
  public boolean givesAccess() {
    return true;
  }

  @Override
  public Access access(Sandbox sandbox) {
    return new Access() {
      @Override
      public void lives(Duration lifetime) {
        sandbox.paypal().tokenLifetime(lifetime);
      }

      @Override
      public void withdraw() {
        sandbox.paypal().revokeToken();
      }
    };
  }

  @Override
  public void watchSecrets(Map<String, String> settings, Canaries canaries) {
    String id = settings.get("jiaozi.accounts.paypal.client-id");
    String secret = settings.get("jiaozi.accounts.paypal.client-secret");
    canaries.watch("client secret", secret);
    canaries.watch("client id and secret", id + ":" + secret);
    canaries.watch(
        "access token", token(settings.get("jiaozi.accounts.paypal.base-url"), id + ":" + secret));
    canaries.watch("the buyer's e-mail address", "buyer@sandbox.example");
  }

  /** The same as every gateway gets: PayPal hands out one token while it lives. */
  private static String token(String baseUrl, String client) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) URI.create(baseUrl + "/v1/oauth2/token").toURL().openConnection();
      connection.setRequestMethod("POST");
      connection.setRequestProperty(
          "Authorization",
          "Basic "
              + Base64.getEncoder().encodeToString(client.getBytes(StandardCharsets.US_ASCII)));
      connection.setDoOutput(true);
      connection
          .getOutputStream()
          .write("grant_type=client_credentials".getBytes(StandardCharsets.US_ASCII));
      String reply =
          new String(connection.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      connection.disconnect();
      return reply.replaceFirst(".*\"access_token\":\"([^\"]+)\".*", "$1");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public MessageShape shape() {
    return Shapes.PAYPAL;
  }

  @Override
  public WireMessage notification(Sandbox sandbox, Deal deal) {
    return PaypalMessages.arrived(sandbox.paypal().signedPaymentNotification(deal.number()));
  }

  @Override
  public List<GenuineMessage> genuine(Stage stage) {
    return new PaypalMessages(stage.sandbox().paypal()).all();
  }

  @Override
  public Optional<WireMessage> swapped(Sandbox sandbox, Deal deal, Swap swap) {
    return new PaypalMessages(sandbox.paypal()).swapped(deal, swap);
  }

  /** Sheet, section 5.3: the certificate is fetched from the address in the message. */
  @Override
  public int mostKeyRequests() {
    return 2;
  }

  @Override
  public int keyRequestsPerMinute() {
    return 1;
  }

  @Override
  public Optional<WireMessage> keyedBy(Sandbox sandbox, AtAddress what) {
    return new PaypalMessages(sandbox.paypal()).keyedBy(what);
  }
}
