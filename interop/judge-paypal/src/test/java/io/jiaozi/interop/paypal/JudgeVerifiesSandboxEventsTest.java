package io.jiaozi.interop.paypal;

import static io.jiaozi.interop.paypal.OfficialMerchant.WHOLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.paypal.sdk.models.AmountWithBreakdown;
import com.paypal.sdk.models.AuthorizeOrderInput;
import com.paypal.sdk.models.CaptureOrderInput;
import com.paypal.sdk.models.CapturedPayment;
import com.paypal.sdk.models.CheckoutPaymentIntent;
import com.paypal.sdk.models.CreateOrderInput;
import com.paypal.sdk.models.Money;
import com.paypal.sdk.models.Order;
import com.paypal.sdk.models.OrderRequest;
import com.paypal.sdk.models.PaymentAuthorization;
import com.paypal.sdk.models.PurchaseUnitRequest;
import com.paypal.sdk.models.Refund;
import com.paypal.sdk.models.RefundCapturedPaymentInput;
import com.paypal.sdk.models.RefundRequest;
import com.paypal.sdk.models.VoidPaymentInput;
import io.jiaozi.interop.HttpMessage;
import io.jiaozi.interop.Json;
import io.jiaozi.interop.LoopbackServer;
import io.jiaozi.interop.SandboxProcess;
import io.jiaozi.interop.paypal.WebhookCheck.Finding;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The sandbox's events, verified by plain JDK code from PayPal's description, and their resources,
 * read by the SDK's models to the last field.
 */
class JudgeVerifiesSandboxEventsTest {
  private static final String JSON = "application/json";
  private static final AtomicInteger NUMBERS = new AtomicInteger();
  private static final List<HttpMessage> ARRIVED = new ArrayList<>();

  private static SandboxProcess sandbox;
  private static LoopbackServer shop;
  private static OfficialMerchant merchant;
  private static WebhookCheck check;

  @BeforeAll
  static void start() throws Exception {
    sandbox = SandboxProcess.start();
    shop = new LoopbackServer(any -> LoopbackServer.Answer.empty(200));
    merchant = OfficialMerchant.at(sandbox);
    sandbox.post(
        "paypal/behaviour",
        "{\"webhookUrl\":" + Json.quoted(shop.address() + "/notify/paypal") + "}");
    Json credentials = sandbox.credentials("paypal");
    try (InputStream in = Files.newInputStream(sandbox.file(credentials.at("webhookRootFile")))) {
      check =
          new WebhookCheck(
              credentials.at("webhookId").text(),
              sandbox.address(),
              (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
  }

  @AfterAll
  static void stop() {
    shop.close();
    sandbox.close();
  }

  private static String newNumber() {
    return "E" + NUMBERS.incrementAndGet();
  }

  private static String approved(CheckoutPaymentIntent intent, String number) throws Exception {
    PurchaseUnitRequest unit =
        new PurchaseUnitRequest.Builder(new AmountWithBreakdown.Builder("USD", "100.00").build())
            .customId(number)
            .invoiceId(number)
            .description("两盒饺子")
            .build();
    String id =
        merchant
            .orders()
            .createOrder(
                new CreateOrderInput.Builder(
                        JSON, new OrderRequest.Builder(intent, List.of(unit)).build())
                    .build())
            .getResult()
            .getId();
    sandbox.post("paypal/orders/" + number + "/approve", "");
    return id;
  }

  private static Order captured(String number) throws Exception {
    String id = approved(CheckoutPaymentIntent.CAPTURE, number);
    return merchant
        .orders()
        .captureOrder(new CaptureOrderInput.Builder(id, JSON).prefer(WHOLE).build())
        .getResult();
  }

  private static String captureIn(Order order) {
    return order.getPurchaseUnits().get(0).getPayments().getCaptures().get(0).getId();
  }

  private static void refunded(String number) throws Exception {
    merchant
        .payments()
        .refundCapturedPayment(
            new RefundCapturedPaymentInput.Builder(captureIn(captured(number)), JSON)
                .body(
                    new RefundRequest.Builder()
                        .amount(new Money("USD", "30.00"))
                        .invoiceId("R" + number)
                        .customId(number)
                        .build())
                .build());
  }

  /**
   * The delivery of a kind about a number. Deliveries overtake each other, so those of another kind
   * are kept for the question that asks for them.
   */
  private static HttpMessage delivered(String kind, String number) throws Exception {
    for (HttpMessage kept : ARRIVED) {
      if (isAbout(kept, kind, number)) {
        ARRIVED.remove(kept);
        return kept;
      }
    }
    HttpMessage message = shop.take(Duration.ofSeconds(30));
    while (!isAbout(message, kind, number)) {
      ARRIVED.add(message);
      message = shop.take(Duration.ofSeconds(30));
    }
    return message;
  }

  private static boolean isAbout(HttpMessage message, String kind, String number) throws Exception {
    return Documents.tree(message.text()).path("event_type").asText().equals(kind)
        && message.text().contains("\"" + number + "\"");
  }

  private static JsonNode requireGenuine(
      HttpMessage event, String kind, String resourceType, Class<?> model) throws Exception {
    assertEquals(Finding.GENUINE, check.of(event, Instant.now()));
    JsonNode envelope = Documents.tree(event.text());
    assertTrue(envelope.path("id").textValue().startsWith("WH-"));
    assertEquals("1.0", envelope.path("event_version").textValue());
    assertEquals("2.0", envelope.path("resource_version").textValue());
    assertEquals(kind, envelope.path("event_type").textValue());
    assertEquals(resourceType, envelope.path("resource_type").textValue());
    assertTrue(Instant.parse(envelope.path("create_time").textValue()).isBefore(Instant.MAX));
    JsonNode resource = envelope.path("resource");
    Documents.requireUnderstood(resource.toString(), model);
    return resource;
  }

  @Test
  void approvalAndCapture_asDelivered_areGenuine() throws Exception {
    String number = newNumber();
    Order order = captured(number);

    requireGenuine(
        delivered("CHECKOUT.ORDER.APPROVED", number),
        "CHECKOUT.ORDER.APPROVED",
        "checkout-order",
        Order.class);
    JsonNode capture =
        requireGenuine(
            delivered("PAYMENT.CAPTURE.COMPLETED", number),
            "PAYMENT.CAPTURE.COMPLETED",
            "capture",
            CapturedPayment.class);
    assertEquals(captureIn(order), capture.path("id").textValue());
    assertEquals(order.getId(), capture.at("/supplementary_data/related_ids/order_id").textValue());
  }

  @Test
  void refund_asDelivered_isGenuine() throws Exception {
    String number = newNumber();
    refunded(number);

    JsonNode refund =
        requireGenuine(
            delivered("PAYMENT.CAPTURE.REFUNDED", number),
            "PAYMENT.CAPTURE.REFUNDED",
            "refund",
            Refund.class);
    assertEquals("30.00", refund.at("/amount/value").textValue());
    assertEquals("R" + number, refund.path("invoice_id").textValue());
  }

  @Test
  void holdAndItsRelease_asDelivered_areGenuine() throws Exception {
    String number = newNumber();
    String order = approved(CheckoutPaymentIntent.AUTHORIZE, number);
    String hold =
        merchant
            .orders()
            .authorizeOrder(new AuthorizeOrderInput.Builder(order, JSON).prefer(WHOLE).build())
            .getResult()
            .getPurchaseUnits()
            .get(0)
            .getPayments()
            .getAuthorizations()
            .get(0)
            .getId();
    JsonNode made =
        requireGenuine(
            delivered("PAYMENT.AUTHORIZATION.CREATED", number),
            "PAYMENT.AUTHORIZATION.CREATED",
            "authorization",
            PaymentAuthorization.class);
    merchant.payments().voidPayment(new VoidPaymentInput.Builder(hold).build());
    JsonNode gone =
        requireGenuine(
            delivered("PAYMENT.AUTHORIZATION.VOIDED", number),
            "PAYMENT.AUTHORIZATION.VOIDED",
            "authorization",
            PaymentAuthorization.class);

    assertEquals(hold, made.path("id").textValue());
    assertEquals(hold, gone.path("id").textValue());
    assertEquals("VOIDED", gone.path("status").textValue());
  }

  @Test
  void builtEvents_areGenuine() throws Exception {
    String number = newNumber();
    refunded(number);
    String order = "paypal/orders/" + number;

    requireGenuine(
        sandbox.notification(order + "/notification"),
        "PAYMENT.CAPTURE.COMPLETED",
        "capture",
        CapturedPayment.class);
    requireGenuine(
        sandbox.notification("paypal/refunds/R" + number + "/notification"),
        "PAYMENT.CAPTURE.REFUNDED",
        "refund",
        Refund.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"LOWER_CASE_HEADERS", "DUPLICATE", "REORDER"})
  void event_inAnotherShape_isGenuine(String twist) throws Exception {
    String number = newNumber();
    captured(number);

    assertEquals(
        Finding.GENUINE,
        check.of(
            sandbox.notification("paypal/orders/" + number + "/notification", twist),
            Instant.now()));
  }

  @ParameterizedTest
  @CsvSource({
    "ALTER_BYTE, SIGNATURE_WRONG",
    "BAD_SIGNATURE, SIGNATURE_WRONG",
    "FOREIGN_WEBHOOK, SIGNATURE_WRONG",
    "MISSING_SIGNATURE, HEADER_MISSING",
    "STALE, TOO_OLD_OR_EARLY",
    "FUTURE, TOO_OLD_OR_EARLY",
    "OTHER_ALGORITHM, OTHER_ALGORITHM",
    "OTHER_ALGORITHM_NAME, OTHER_ALGORITHM",
    "FOREIGN_HOST, CERTIFICATE_ELSEWHERE",
    "UNKNOWN_KEY, CERTIFICATE_NOT_GIVEN",
    "REDIRECTED_CERTIFICATE, CERTIFICATE_NOT_GIVEN",
    "OVERSIZED_CERTIFICATE, CERTIFICATE_NOT_GIVEN",
    "NO_CERTIFICATE, CERTIFICATE_NOT_GIVEN",
    "WRONG_NAME, CERTIFICATE_OF_ANOTHER",
    "EXPIRED_CERTIFICATE, CERTIFICATE_NOT_TRUSTED",
    "OTHER_AUTHORITY, CERTIFICATE_NOT_TRUSTED",
    "SELF_SIGNED, CERTIFICATE_NOT_TRUSTED",
    "WITHOUT_CHAIN, CERTIFICATE_NOT_TRUSTED"
  })
  void twistedEvent_isRefusedForWhatIsWrongWithIt(String twist, Finding why) throws Exception {
    String number = newNumber();
    captured(number);
    HttpMessage event = sandbox.notification("paypal/orders/" + number + "/notification", twist);

    assertEquals(why, check.of(event, Instant.now()));
  }

  /** The webhook's id is not in the message: it binds it to the one whose webhook it is. */
  @Test
  void event_isNothingToTheOwnerOfAnotherWebhook() throws Exception {
    String number = newNumber();
    captured(number);
    HttpMessage event = sandbox.notification("paypal/orders/" + number + "/notification");
    WebhookCheck other = new WebhookCheck("8PT597110X687430LKGECATA", check.origin(), check.root());

    assertEquals(Finding.GENUINE, check.of(event, Instant.now()));
    assertEquals(Finding.SIGNATURE_WRONG, other.of(event, Instant.now()));
  }

  /** The checksums of the description: unsigned, decimal, of the raw bytes. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "123456789;3421780262",
        "{};2745614147",
        "{\"n\":\"Zoë\"};1365204896",
        "{\"id\":\"WH-TEST-1\",\"event_type\":\"PAYMENT.CAPTURE.COMPLETED\"};2077941293"
      })
  void signedText_hasThePublishedChecksums(String body, String checksum) {
    assertEquals(
        "I|T|W|" + checksum,
        new String(
            WebhookCheck.text("I", "T", "W", body.getBytes(StandardCharsets.UTF_8)),
            StandardCharsets.UTF_8));
  }
}
