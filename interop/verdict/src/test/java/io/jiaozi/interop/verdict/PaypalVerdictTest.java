package io.jiaozi.interop.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jiaozi.GatewayConfig;
import io.jiaozi.MerchantAccount;
import io.jiaozi.PaymentGateway;
import io.jiaozi.error.UntrustedMessageException;
import io.jiaozi.interop.Exchange;
import io.jiaozi.interop.HttpMessage;
import io.jiaozi.interop.LoopbackServer;
import io.jiaozi.interop.LoopbackServer.Answer;
import io.jiaozi.money.Money;
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.notification.Notification;
import io.jiaozi.notification.Notification.PaymentChanged;
import io.jiaozi.notification.Notification.RefundChanged;
import io.jiaozi.notification.Notification.Unmapped;
import io.jiaozi.payment.NextAction.Redirect;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.PaymentResult.AwaitingCustomer;
import io.jiaozi.payment.PaymentResult.Paid;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.payment.Scene;
import io.jiaozi.paypal.PaypalConfig;
import io.jiaozi.refund.Refund;
import io.jiaozi.refund.RefundRequest;
import io.jiaozi.refund.RefundState;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What PayPal's models wrote and the judge signed, our adapter accepts through the public API, at
 * the time the judge wrote it. What was forged or was meant for another, it refuses.
 *
 * <p>The judge cannot know where certificates will be served, and does not sign it: its messages
 * name PayPal's sandbox, and are read here with the origin of this test's server in its place. With
 * a base URL on this machine that origin is the only one our adapter follows.
 */
class PaypalVerdictTest {

  private static final String CERTIFICATES = "/v1/notifications/certs/";
  private static final Money PRICE = Money.of("USD", "88.00");
  private static final Money BACK = Money.of("USD", "8.00");

  private static Map<String, HttpMessage> messages;
  private static Map<String, String> merchant;
  private static Map<String, String> judge;
  private static Path theirs;
  private static Instant signedAt;
  private static LoopbackServer paypal;

  private PaymentGateway gateway;
  private MerchantAccount account;

  @BeforeAll
  static void begin() throws IOException {
    merchant = Exchange.facts(Exchange.read("exchange", "paypal"));
    theirs = Exchange.read("judge-paypal", "paypal");
    judge = Exchange.facts(theirs);
    assertThat(judge.get("clientId"))
        .as("the judge wrote for the exchange of this build; run both again")
        .isEqualTo(merchant.get("clientId"));
    messages = Exchange.messages(theirs);
    signedAt = Instant.parse(judge.get("signedAt"));
    paypal = new LoopbackServer(PaypalVerdictTest::answer);
  }

  @AfterAll
  static void end() {
    paypal.close();
  }

  /** A gateway of its own for each test: unknown certificates may be asked for twice at once. */
  @BeforeEach
  void open() throws IOException {
    gateway =
        PaymentGateway.open(
            GatewayConfig.builder()
                .time(new FixedTime(signedAt))
                .account(
                    "paypal",
                    PaypalConfig.builder(
                            merchant.get("clientId"),
                            merchant.get("clientSecret"),
                            merchant.get("webhookId"))
                        .merchantId(merchant.get("merchantId"))
                        .invoicePrefix(merchant.get("invoicePrefix"))
                        .webhookTrustAnchors(Files.readString(theirs.resolve("root.pem")))
                        .baseUrl(paypal.address())
                        .build())
                .build());
    account = gateway.account("paypal");
    paypal.forget();
  }

  @AfterEach
  void close() {
    gateway.close();
  }

  private static Answer answer(HttpMessage request) {
    String target = request.target();
    if (target.startsWith(CERTIFICATES)) {
      return file(theirs.resolve(target.substring(CERTIFICATES.length()) + ".pem"));
    }
    if (target.equals("/v1/oauth2/token")) {
      return json(
          200,
          "{\"access_token\":\"A21AAVerdict\",\"token_type\":\"Bearer\",\"expires_in\":32400}");
    }
    boolean asks = request.method().equals("GET");
    String order = "/v2/checkout/orders/" + judge.get("order");
    String capture = "/v2/payments/captures/" + judge.get("capture");
    String authorization = "/v2/payments/authorizations/" + judge.get("authorization");
    if (asks) {
      return target.equals(order)
          ? reply(200, "reply-order")
          : target.equals(capture)
              ? reply(200, "reply-capture")
              : target.equals(authorization)
                  ? reply(200, "reply-authorization")
                  : Answer.empty(404);
    }
    return target.equals("/v2/checkout/orders")
        ? reply(200, "reply-create")
        : target.equals(order + "/capture")
            ? reply(201, "reply-order-capture")
            : target.equals(capture + "/refund") ? reply(201, "reply-refund") : Answer.empty(404);
  }

  private static Answer file(Path file) {
    try {
      return new Answer(
          200, Map.of("Content-Type", "application/x-pem-file"), Files.readAllBytes(file));
    } catch (IOException absent) {
      return Answer.empty(404);
    }
  }

  private static Answer reply(int status, String name) {
    return json(
        status,
        messages.get(name).text().replace(judge.get("origin"), paypal.address().toString()));
  }

  private static Answer json(int status, String body) {
    return new Answer(
        status, Map.of("Content-Type", "application/json"), body.getBytes(StandardCharsets.UTF_8));
  }

  private static InboundRequest inbound(HttpMessage message, boolean servedHere) {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    message
        .headers()
        .forEach(
            (name, value) ->
                headers.put(
                    name,
                    List.of(
                        servedHere && value.startsWith(judge.get("origin") + CERTIFICATES)
                            ? paypal.address() + value.substring(judge.get("origin").length())
                            : value)));
    return new InboundRequest(message.method(), message.target(), "", headers, message.body());
  }

  private Notification read(String name) {
    assertThat(messages).containsKey(name);
    return account.readNotification(inbound(messages.get(name), true));
  }

  @ParameterizedTest
  @CsvSource({
    "genuine-capture-COMPLETED, PAID",
    "genuine-capture-PENDING, PROCESSING",
    "genuine-capture-DECLINED, DECLINED",
    "genuine-odd-bytes, PAID",
    "genuine-checksum-high, PAID",
    "genuine-checksum-low, PAID",
    "genuine-lower-case, PAID",
    "genuine-three-days-old, PAID",
    "genuine-order-COMPLETED, PAID",
    "genuine-order-APPROVED, APPROVED",
    "genuine-authorization-CREATED, AUTHORIZED",
    "genuine-authorization-VOIDED, VOIDED"
  })
  void payment_signedByTheJudge_isBelieved(String name, PaymentState state) {
    Payment payment = ((PaymentChanged) read(name)).payment();

    assertThat(payment.state()).isEqualTo(state);
    assertThat(payment.reference().number()).isEqualTo(merchant.get("number"));
    assertThat(payment.amount()).isEqualTo(PRICE);
  }

  /** The order's event and that of its capture tell the same fact. */
  @Test
  void paymentToldTwice_isOneFact() {
    assertThat(read("genuine-order-COMPLETED").factKey())
        .isEqualTo(read("genuine-capture-COMPLETED").factKey());
  }

  @ParameterizedTest
  @CsvSource({"COMPLETED, SUCCEEDED", "PENDING, PROCESSING", "FAILED, FAILED", "CANCELLED, FAILED"})
  void refund_signedByTheJudge_isBelieved(String status, RefundState state) {
    Refund refund = ((RefundChanged) read("genuine-refund-" + status)).refund();

    assertThat(refund.state()).isEqualTo(state);
    assertThat(refund.amount()).isEqualTo(BACK);
    assertThat(refund.reference().number()).isEqualTo(merchant.get("refundNumber"));
  }

  @Test
  void eventOfAnotherProduct_signedByTheJudge_isHandedOver() {
    Unmapped unmapped = (Unmapped) read("genuine-unmapped");

    assertThat(unmapped.channelType()).isEqualTo("PAYMENT.PAYOUTSBATCH.SUCCESS");
    assertThat(unmapped.content().text()).contains("7SPEYBQH4R7V6");
  }

  static Stream<String> refused() throws IOException {
    return Exchange.messages(Exchange.read("judge-paypal", "paypal")).keySet().stream()
        .filter(name -> name.startsWith("forged-") || name.startsWith("foreign-"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void event_forgedOrForAnother_isRefused(String name) {
    assertThatThrownBy(() -> read(name)).isInstanceOf(UntrustedMessageException.class);
  }

  @Test
  void judge_wroteEveryKindOfForgery() throws IOException {
    assertThat(refused()).hasSize(28);
  }

  /** Not even PayPal's own host is asked while the account's base URL is on this machine. */
  @ParameterizedTest
  @ValueSource(strings = {"genuine-capture-COMPLETED", "forged-address-0"})
  void certificateElsewhere_isNotAskedFor(String name) {
    assertThatThrownBy(() -> account.readNotification(inbound(messages.get(name), false)))
        .isInstanceOf(UntrustedMessageException.class)
        .hasMessageContaining("PAYPAL-CERT-URL");
  }

  @Test
  void order_inTheSdksWords_isPlacedExecutedAndRefunded() {
    Scene page =
        new Scene.WebPage(
            URI.create(merchant.get("returnUrl")), URI.create(merchant.get("cancelUrl")));

    AwaitingCustomer waiting =
        (AwaitingCustomer)
            account.pay(
                PaymentRequest.builder(merchant.get("number"), PRICE, page, signedAt)
                    .description("Two boxes")
                    .build());
    Paid paid = (Paid) account.complete(waiting.payment().reference());
    Payment asked = account.query(paid.payment().reference());
    Refund refund =
        account.refund(
            RefundRequest.builder(
                    paid.payment().reference(), merchant.get("refundNumber"), BACK, signedAt)
                .build());

    assertThat(((Redirect) waiting.next()).url())
        .hasToString(paypal.address() + "/checkoutnow?token=" + judge.get("order"));
    assertThat(paid.payment().amount()).isEqualTo(PRICE);
    assertThat(paid.payment().channelPaymentId()).isEqualTo(judge.get("capture"));
    assertThat(asked.state()).isEqualTo(PaymentState.PAID);
    assertThat(refund.state()).isEqualTo(RefundState.PROCESSING);
    assertThat(refund.amount()).isEqualTo(BACK);
  }

  @Test
  void hold_inTheSdksWords_isRead() {
    Payment hold =
        account.query(
            new PaymentReference(
                merchant.get("number"),
                "p1.o." + judge.get("order") + ".a." + judge.get("authorization")));

    assertThat(hold.state()).isEqualTo(PaymentState.AUTHORIZED);
    assertThat(hold.amount()).isEqualTo(PRICE);
  }
}
