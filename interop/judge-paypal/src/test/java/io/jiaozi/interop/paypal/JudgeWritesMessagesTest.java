package io.jiaozi.interop.paypal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.paypal.sdk.models.AmountWithBreakdown;
import com.paypal.sdk.models.AuthorizationStatus;
import com.paypal.sdk.models.CaptureStatus;
import com.paypal.sdk.models.CapturedPayment;
import com.paypal.sdk.models.CheckoutPaymentIntent;
import com.paypal.sdk.models.LinkDescription;
import com.paypal.sdk.models.LinkHttpMethod;
import com.paypal.sdk.models.Money;
import com.paypal.sdk.models.Order;
import com.paypal.sdk.models.OrderStatus;
import com.paypal.sdk.models.OrdersCapture;
import com.paypal.sdk.models.PayeeBase;
import com.paypal.sdk.models.Payer;
import com.paypal.sdk.models.PaymentAuthorization;
import com.paypal.sdk.models.PaymentCollection;
import com.paypal.sdk.models.PaymentSourceResponse;
import com.paypal.sdk.models.PaymentSupplementaryData;
import com.paypal.sdk.models.PaypalWalletResponse;
import com.paypal.sdk.models.PurchaseUnit;
import com.paypal.sdk.models.Refund;
import com.paypal.sdk.models.RefundStatus;
import com.paypal.sdk.models.RelatedIdentifiers;
import com.paypal.sdk.models.SellerPayableBreakdown;
import io.jiaozi.interop.Exchange;
import io.jiaozi.interop.HttpMessage;
import io.jiaozi.interop.LoopbackServer;
import io.jiaozi.interop.LoopbackServer.Answer;
import io.jiaozi.interop.paypal.WebhookCheck.Finding;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Messages for our adapter: resources written by the SDK's models, events signed by plain JDK code
 * under an authority made here. {@code interop/verdict} has our adapter read them, and serves the
 * certificates at an address of its own, for which the address in the messages stands.
 */
class JudgeWritesMessagesTest {
  private static final OurMessages OURS = new OurMessages();

  /** The verdict puts its own origin here. Certificates are not named in what is signed. */
  private static final String ORIGIN = "https://api.sandbox.paypal.com";

  private static final String CERTIFICATES = "/v1/notifications/certs/";
  private static final String ORDER = "5O190127TN364715T";
  private static final String CAPTURE = "3C679366HH908993F";
  private static final String AUTHORIZATION = "0AW2184448108334S";
  private static final String REFUND = "1JU08902781691411";
  private static final String STRANGER = "8MPB5ZHKT3FYC";

  private static Path folder;
  private static Instant now;
  private static Authority authority;
  private static LoopbackServer certificates;
  private static WebhookCheck check;

  @BeforeAll
  static void begin() throws Exception {
    folder = Exchange.write("paypal");
    now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    authority = new Authority(folder);
    authority.authority("root", "root");
    authority.authority("between", "root");
    authority.authority("other-root", "other-root");
    authority.leaf("genuine", WebhookCheck.NAME, "between");
    authority.leaf("other-name", "www.shop.example", "between");
    authority.leaf("expired", WebhookCheck.NAME, "between", -20, 10);
    authority.leaf("other-authority", WebhookCheck.NAME, "other-root");
    // A leaf is no authority, whoever made it.
    authority.leaf("by-a-leaf", WebhookCheck.NAME, "genuine");
    certificate("genuine", "genuine", "between");
    certificate("other-name", "other-name", "between");
    certificate("expired", "expired", "between");
    certificate("other-authority", "other-authority", "other-root");
    certificate("by-a-leaf", "by-a-leaf", "genuine", "between");
    certificate("without-chain", "genuine");
    Files.writeString(folder.resolve("root.pem"), authority.pem("root"));
    certificates = new LoopbackServer(JudgeWritesMessagesTest::certificate);
    check = new WebhookCheck(OURS.fact("webhookId"), certificates.address(), root());
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("clientId", OURS.fact("clientId"));
    facts.put("signedAt", now.toString());
    facts.put("origin", ORIGIN);
    facts.put("order", ORDER);
    facts.put("capture", CAPTURE);
    facts.put("authorization", AUTHORIZATION);
    facts.put("refund", REFUND);
    Exchange.writeFacts(folder, facts);
  }

  @AfterAll
  static void end() throws IOException {
    certificates.close();
    authority.close();
  }

  private static void certificate(String name, String... chain)
      throws IOException, GeneralSecurityException {
    Files.writeString(folder.resolve("CERT-" + name + ".pem"), authority.pem(chain));
  }

  private static X509Certificate root() throws IOException, GeneralSecurityException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(
                    authority.pem("root").getBytes(StandardCharsets.US_ASCII)));
  }

  private static Answer certificate(HttpMessage request) {
    try {
      Path file = folder.resolve(request.target().substring(CERTIFICATES.length()) + ".pem");
      return new Answer(
          200, Map.of("Content-Type", "application/x-pem-file"), Files.readAllBytes(file));
    } catch (IOException absent) {
      return Answer.empty(404);
    }
  }

  // ---- resources, as the SDK writes them

  private static Money money(String value) {
    return new Money("USD", value);
  }

  private static String invoice(String fact) {
    return OURS.fact("invoicePrefix") + OURS.fact(fact);
  }

  private static String time(Duration before) {
    return now.minus(before).toString();
  }

  private static LinkDescription link(String rel, LinkHttpMethod method, String path) {
    return new LinkDescription.Builder(ORIGIN + path, rel).method(method).build();
  }

  private static PayeeBase payee() {
    return new PayeeBase.Builder().merchantId(OURS.fact("merchantId")).build();
  }

  private static PaymentSupplementaryData related() {
    return new PaymentSupplementaryData.Builder()
        .relatedIds(new RelatedIdentifiers.Builder().orderId(ORDER).build())
        .build();
  }

  private static CapturedPayment.Builder capture(CaptureStatus status) {
    return new CapturedPayment.Builder()
        .id(CAPTURE)
        .status(status)
        .amount(money("88.00"))
        .invoiceId(invoice("number"))
        .customId(OURS.fact("number"))
        .finalCapture(true)
        .payee(payee())
        .supplementaryData(related())
        .createTime(time(Duration.ofSeconds(3)))
        .updateTime(time(Duration.ofSeconds(2)))
        .links(
            List.of(
                link("self", LinkHttpMethod.GET, "/v2/payments/captures/" + CAPTURE),
                link("up", LinkHttpMethod.GET, "/v2/checkout/orders/" + ORDER)));
  }

  private static PaymentAuthorization authorization(AuthorizationStatus status) {
    return new PaymentAuthorization.Builder()
        .id(AUTHORIZATION)
        .status(status)
        .amount(money("88.00"))
        .invoiceId(invoice("number"))
        .customId(OURS.fact("number"))
        .payee(payee())
        .supplementaryData(related())
        .createTime(time(Duration.ofSeconds(3)))
        .updateTime(time(Duration.ofSeconds(2)))
        .expirationTime(now.plus(Duration.ofDays(29)).toString())
        .links(List.of(link("up", LinkHttpMethod.GET, "/v2/checkout/orders/" + ORDER)))
        .build();
  }

  private static Refund refund(RefundStatus status) {
    return new Refund.Builder()
        .id(REFUND)
        .status(status)
        .amount(money("8.00"))
        .invoiceId(invoice("refundNumber"))
        .customId(OURS.fact("number"))
        .noteToPayer(OURS.text("reason"))
        .sellerPayableBreakdown(
            new SellerPayableBreakdown.Builder()
                .grossAmount(money("8.00"))
                .netAmount(money("8.00"))
                .totalRefundedAmount(money("8.00"))
                .build())
        .payer(payee())
        .createTime(time(Duration.ofSeconds(3)))
        .updateTime(time(Duration.ofSeconds(2)))
        .links(List.of(link("up", LinkHttpMethod.GET, "/v2/payments/captures/" + CAPTURE)))
        .build();
  }

  private static Order order(OrderStatus status) {
    PurchaseUnit.Builder unit =
        new PurchaseUnit.Builder()
            .referenceId("default")
            .amount(new AmountWithBreakdown.Builder("USD", "88.00").build())
            .payee(payee())
            .customId(OURS.fact("number"))
            .invoiceId(invoice("number"))
            .description(OURS.text("description"));
    if (status == OrderStatus.COMPLETED) {
      unit.payments(
          new PaymentCollection.Builder()
              .captures(
                  List.of(
                      new OrdersCapture.Builder()
                          .id(CAPTURE)
                          .status(CaptureStatus.COMPLETED)
                          .amount(money("88.00"))
                          .finalCapture(true)
                          .invoiceId(invoice("number"))
                          .customId(OURS.fact("number"))
                          .createTime(time(Duration.ofSeconds(3)))
                          .updateTime(time(Duration.ofSeconds(2)))
                          .links(
                              List.of(
                                  link("up", LinkHttpMethod.GET, "/v2/checkout/orders/" + ORDER)))
                          .build()))
              .build());
    }
    Order.Builder order =
        new Order.Builder()
            .id(ORDER)
            .intent(CheckoutPaymentIntent.CAPTURE)
            .status(status)
            .paymentSource(
                new PaymentSourceResponse.Builder()
                    .paypal(new PaypalWalletResponse.Builder().build())
                    .build())
            .purchaseUnits(List.of(unit.build()))
            .createTime(time(Duration.ofSeconds(60)))
            .updateTime(time(Duration.ofSeconds(10)))
            .links(
                List.of(
                    link("self", LinkHttpMethod.GET, "/v2/checkout/orders/" + ORDER),
                    link("payer-action", LinkHttpMethod.GET, "/checkoutnow?token=" + ORDER)));
    return status == OrderStatus.PAYER_ACTION_REQUIRED
        ? order.build()
        : order.payer(new Payer.Builder().payerId("QYR5Z8XDVJNXQ").build()).build();
  }

  // ---- events

  private static byte[] event(String kind, String resourceType, Object resource)
      throws IOException {
    String json = resource instanceof String text ? text : Documents.write(resource);
    return ("{\"id\":\"WH-58D329510W468432D-8HN650336L201105X\",\"event_version\":\"1.0\","
            + "\"create_time\":\""
            + now.minusSeconds(1)
            + "\",\"resource_type\":\""
            + resourceType
            + "\",\"resource_version\":\"2.0\",\"event_type\":\""
            + kind
            + "\",\"summary\":\"Zoë paid $ 88.0 USD\",\"resource\":"
            + json
            + ",\"links\":[]}")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] payment() throws IOException {
    return event("PAYMENT.CAPTURE.COMPLETED", "capture", capture(CaptureStatus.COMPLETED).build());
  }

  private static String sign(PrivateKey key, String algorithm, byte[] text)
      throws GeneralSecurityException {
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    signature.update(text);
    return Base64.getEncoder().encodeToString(signature.sign());
  }

  /** One delivery; the certificate's name says whose key signs, unless changed afterwards. */
  private static Map<String, String> headers(
      byte[] body, String certificate, Instant sent, String webhookId, String algorithm)
      throws IOException, GeneralSecurityException {
    String id = UUID.randomUUID().toString();
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("PAYPAL-AUTH-ALGO", "SHA256withRSA");
    headers.put("PAYPAL-AUTH-VERSION", "v2");
    headers.put("PAYPAL-CERT-URL", ORIGIN + CERTIFICATES + "CERT-" + certificate);
    headers.put("PAYPAL-TRANSMISSION-ID", id);
    headers.put("PAYPAL-TRANSMISSION-TIME", sent.toString());
    headers.put(
        "PAYPAL-TRANSMISSION-SIG",
        sign(
            authority.key(certificate.equals("without-chain") ? "genuine" : certificate),
            algorithm,
            WebhookCheck.text(id, sent.toString(), webhookId, body)));
    headers.put("Content-Type", "application/json");
    return headers;
  }

  private static Map<String, String> genuine(byte[] body)
      throws IOException, GeneralSecurityException {
    return headers(body, "genuine", now, OURS.fact("webhookId"), "SHA256withRSA");
  }

  /** Writes an event, after the judge's own verifier has said what it must. */
  private static void write(String name, Finding finding, Map<String, String> headers, byte[] body)
      throws Exception {
    Map<String, String> served = new LinkedHashMap<>(headers);
    served.computeIfPresent(
        "PAYPAL-CERT-URL",
        (header, url) ->
            url.startsWith(ORIGIN + "/")
                ? certificates.address() + url.substring(ORIGIN.length())
                : url);
    assertEquals(finding, check.of(new HttpMessage("POST", "/", served, body), now));
    new HttpMessage("POST", "/notify/paypal", headers, body).write(folder.resolve(name + ".http"));
  }

  private static void writeGenuine(String name, byte[] body) throws Exception {
    write(name, Finding.GENUINE, genuine(body), body);
  }

  @ParameterizedTest
  @EnumSource(names = {"COMPLETED", "PENDING", "DECLINED"})
  void captures(CaptureStatus status) throws Exception {
    writeGenuine(
        "genuine-capture-" + status,
        event("PAYMENT.CAPTURE." + status, "capture", capture(status).build()));
  }

  @ParameterizedTest
  @EnumSource(names = {"CREATED", "VOIDED"})
  void authorizations(AuthorizationStatus status) throws Exception {
    writeGenuine(
        "genuine-authorization-" + status,
        event("PAYMENT.AUTHORIZATION." + status, "authorization", authorization(status)));
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"_UNKNOWN"})
  void refunds(RefundStatus status) throws Exception {
    String kind =
        switch (status) {
          case COMPLETED -> "PAYMENT.CAPTURE.REFUNDED";
          case PENDING -> "PAYMENT.REFUND.PENDING";
          default -> "PAYMENT.REFUND.FAILED";
        };
    writeGenuine("genuine-refund-" + status, event(kind, "refund", refund(status)));
  }

  @ParameterizedTest
  @EnumSource(names = {"APPROVED", "COMPLETED"})
  void orders(OrderStatus status) throws Exception {
    writeGenuine(
        "genuine-order-" + status,
        event("CHECKOUT.ORDER." + status, "checkout-order", order(status)));
  }

  @Test
  void eventOfAnotherProduct() throws Exception {
    writeGenuine(
        "genuine-unmapped",
        event(
            "PAYMENT.PAYOUTSBATCH.SUCCESS",
            "payouts",
            "{\"batch_header\":{\"payout_batch_id\":\"7SPEYBQH4R7V6\"}}"));
  }

  /** Bytes that change when a careless reader parses and writes them before verifying. */
  @Test
  void bytesThatMustNotBeTouched() throws Exception {
    String text =
        new String(payment(), StandardCharsets.UTF_8)
            .replace(
                "{\"id\":\"WH-", "{ \"n\" : 1.0, \"e\":{ },\"u\":\"\\u5730\\/\",\r\n \"id\":\"WH-");
    writeGenuine("genuine-odd-bytes", text.getBytes(StandardCharsets.UTF_8));
  }

  /** A checksum that is negative when it is read as a signed number, and one that is short. */
  @ParameterizedTest
  @CsvSource({"high, 3000000000, 4294967295", "low, 0, 99999999"})
  void checksums(String name, long least, long most) throws Exception {
    String text = new String(payment(), StandardCharsets.UTF_8);
    byte[] body;
    long checksum;
    int filler = 0;
    do {
      body =
          text.replace("\"summary\":\"Zoë", "\"summary\":\"" + filler++ + " Zoë")
              .getBytes(StandardCharsets.UTF_8);
      CRC32 crc = new CRC32();
      crc.update(body);
      checksum = crc.getValue();
    } while (checksum < least || checksum > most);
    writeGenuine("genuine-checksum-" + name, body);
  }

  @Test
  void headersInLowerCase() throws Exception {
    byte[] body = payment();
    Map<String, String> lower = new LinkedHashMap<>();
    genuine(body).forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
    HttpMessage message = new HttpMessage("POST", "/notify/paypal", lower, body);
    message.write(folder.resolve("genuine-lower-case.http"));
    assertTrue(lower.containsKey("paypal-cert-url"));
  }

  @Test
  void oldestThatIsStillDelivered() throws Exception {
    byte[] body = payment();
    write(
        "genuine-three-days-old",
        Finding.GENUINE,
        headers(
            body,
            "genuine",
            now.minus(Duration.ofDays(3)),
            OURS.fact("webhookId"),
            "SHA256withRSA"),
        body);
  }

  @ParameterizedTest
  @CsvSource({
    "other-name, CERTIFICATE_OF_ANOTHER",
    "expired, CERTIFICATE_NOT_TRUSTED",
    "other-authority, CERTIFICATE_NOT_TRUSTED",
    "by-a-leaf, CERTIFICATE_NOT_TRUSTED",
    "without-chain, CERTIFICATE_NOT_TRUSTED"
  })
  void forgedCertificates(String certificate, Finding finding) throws Exception {
    byte[] body = payment();
    write(
        "forged-certificate-" + certificate,
        finding,
        headers(body, certificate, now, OURS.fact("webhookId"), "SHA256withRSA"),
        body);
  }

  @Test
  void forgedContents() throws Exception {
    byte[] body = payment();
    byte[] dearer =
        new String(body, StandardCharsets.UTF_8)
            .replace("88.00", "08.00")
            .getBytes(StandardCharsets.UTF_8);
    write("forged-body", Finding.SIGNATURE_WRONG, genuine(body), dearer);
    for (String header : List.of("PAYPAL-TRANSMISSION-ID", "PAYPAL-TRANSMISSION-TIME")) {
      Map<String, String> headers = genuine(body);
      headers.put(
          header,
          header.endsWith("ID") ? UUID.randomUUID().toString() : now.minusSeconds(1).toString());
      write("forged-" + header, Finding.SIGNATURE_WRONG, headers, body);
    }
    Map<String, String> otherKey = genuine(body);
    otherKey.put(
        "PAYPAL-TRANSMISSION-SIG",
        headers(body, "other-name", now, OURS.fact("webhookId"), "SHA256withRSA")
            .get("PAYPAL-TRANSMISSION-SIG"));
    write("forged-key", Finding.SIGNATURE_WRONG, otherKey, body);
  }

  /** The checksum written in other ways that look right. */
  @ParameterizedTest
  @ValueSource(strings = {"hexadecimal", "signed", "of-nothing"})
  void forgedChecksum(String way) throws Exception {
    String text = new String(payment(), StandardCharsets.UTF_8);
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    CRC32 crc = new CRC32();
    crc.update(body);
    for (int filler = 0; crc.getValue() < 1L << 31; filler++) {
      body =
          text.replace("\"summary\":\"Zoë", "\"summary\":\"" + filler + " Zoë")
              .getBytes(StandardCharsets.UTF_8);
      crc.reset();
      crc.update(body);
    }
    String checksum =
        switch (way) {
          case "hexadecimal" -> Long.toHexString(crc.getValue());
          case "signed" -> Integer.toString((int) crc.getValue());
          default -> "0";
        };
    Map<String, String> headers = genuine(body);
    String signed =
        String.join(
            "|",
            headers.get("PAYPAL-TRANSMISSION-ID"),
            headers.get("PAYPAL-TRANSMISSION-TIME"),
            OURS.fact("webhookId"),
            checksum);
    headers.put(
        "PAYPAL-TRANSMISSION-SIG",
        sign(
            authority.key("genuine"), "SHA256withRSA", signed.getBytes(StandardCharsets.US_ASCII)));
    write("forged-checksum-" + way, Finding.SIGNATURE_WRONG, headers, body);
  }

  @Test
  void forgedAlgorithm() throws Exception {
    byte[] body = payment();
    Map<String, String> weak = headers(body, "genuine", now, OURS.fact("webhookId"), "SHA1withRSA");
    write("forged-algorithm-kept-quiet", Finding.SIGNATURE_WRONG, weak, body);
    Map<String, String> named = new LinkedHashMap<>(weak);
    named.put("PAYPAL-AUTH-ALGO", "SHA1withRSA");
    write("forged-algorithm-named", Finding.OTHER_ALGORITHM, named, body);
  }

  @Test
  void forgedAddress() throws Exception {
    byte[] body = payment();
    int which = 0;
    for (String origin :
        List.of(
            "https://api.sandbox.paypal.com.shop.example",
            "https://api.sandbox.paypal.com@shop.example",
            "https://api.sandbox.paypal.com:8443",
            "http://api.sandbox.paypal.com",
            "https://shop.example")) {
      Map<String, String> headers = genuine(body);
      headers.put("PAYPAL-CERT-URL", origin + CERTIFICATES + "CERT-genuine");
      write("forged-address-" + which++, Finding.CERTIFICATE_ELSEWHERE, headers, body);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PAYPAL-TRANSMISSION-ID",
        "PAYPAL-TRANSMISSION-TIME",
        "PAYPAL-TRANSMISSION-SIG",
        "PAYPAL-CERT-URL",
        "PAYPAL-AUTH-ALGO"
      })
  void forgedByLeavingOut(String header) throws Exception {
    byte[] body = payment();
    Map<String, String> headers = genuine(body);
    headers.remove(header);
    write("forged-without-" + header, Finding.HEADER_MISSING, headers, body);
  }

  @ParameterizedTest
  @CsvSource({"stale, -345600", "early, 3600"})
  void forgedTime(String name, long seconds) throws Exception {
    byte[] body = payment();
    write(
        "forged-" + name,
        Finding.TOO_OLD_OR_EARLY,
        headers(body, "genuine", now.plusSeconds(seconds), OURS.fact("webhookId"), "SHA256withRSA"),
        body);
  }

  @Test
  void foreign() throws Exception {
    byte[] body = payment();
    write(
        "foreign-webhook",
        Finding.SIGNATURE_WRONG,
        headers(body, "genuine", now, "4JH86294D6297924G", "SHA256withRSA"),
        body);
    writeGenuine(
        "foreign-payee",
        event(
            "PAYMENT.CAPTURE.COMPLETED",
            "capture",
            capture(CaptureStatus.COMPLETED)
                .payee(new PayeeBase.Builder().merchantId(STRANGER).build())
                .build()));
  }

  /** What our adapter is answered in the verdict, as the SDK's models write it. */
  @Test
  void replies() throws Exception {
    reply("reply-create", order(OrderStatus.PAYER_ACTION_REQUIRED));
    reply("reply-order", order(OrderStatus.APPROVED));
    reply("reply-order-capture", order(OrderStatus.COMPLETED));
    reply("reply-capture", capture(CaptureStatus.COMPLETED).build());
    reply("reply-refund", refund(RefundStatus.PENDING));
    reply("reply-authorization", authorization(AuthorizationStatus.CREATED));
  }

  private static void reply(String name, Object resource) throws IOException {
    String json = Documents.write(resource);
    new HttpMessage(
            "REPLY",
            "/",
            Map.of("Content-Type", "application/json"),
            json.getBytes(StandardCharsets.UTF_8))
        .write(folder.resolve(name + ".http"));
    Documents.requireUnderstood(json, resource.getClass());
  }
}
