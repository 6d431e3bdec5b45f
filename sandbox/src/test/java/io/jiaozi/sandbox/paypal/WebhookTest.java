package io.jiaozi.sandbox.paypal;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.jiaozi.sandbox.Sandbox;
import io.jiaozi.sandbox.channel.Delivery;
import io.jiaozi.sandbox.channel.Json;
import io.jiaozi.sandbox.channel.OutboundMessage;
import io.jiaozi.sandbox.paypal.App.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.Signature;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.CRC32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.ObjectNode;

class WebhookTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final List<String> kinds = new CopyOnWriteArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();
  private HttpServer shop;
  private Sandbox sandbox;
  private App app;
  private volatile int answer = 200;

  @BeforeEach
  void start() throws IOException {
    shop = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    shop.createContext(
        "/hook",
        exchange -> {
          ObjectNode event = Json.parseObject(exchange.getRequestBody().readAllBytes());
          kinds.add(event == null ? "?" : event.path("event_type").asString());
          exchange.sendResponseHeaders(answer, -1);
          exchange.close();
        });
    shop.start();
    sandbox = Sandbox.start();
    app = new App(sandbox);
  }

  @AfterEach
  void stop() {
    sandbox.close();
    shop.stop(0);
  }

  private URI hook() {
    return URI.create("http://127.0.0.1:" + shop.getAddress().getPort() + "/hook");
  }

  private String paid(String number) throws Exception {
    String id = app.approved(number, "CAPTURE", "88.00");
    assertThat(app.capture(id).status()).isEqualTo(201);
    return id;
  }

  @Test
  void paymentAndRefund_areTold_inOrderOfHappening() throws Exception {
    sandbox.paypal().webhookUrl(hook());
    String order = paid("M1");
    Answer seen = app.get("/v2/checkout/orders/" + order);
    String capture = seen.payment("captures").path("id").asString();
    app.post("/v2/payments/captures/" + capture + "/refund", Json.object().put("invoice_id", "R1"));
    assertThat(sandbox.awaitDeliveries("M1", 2, PATIENCE))
        .extracting(Delivery::kind)
        .containsExactlyInAnyOrder("CHECKOUT.ORDER.APPROVED", "PAYMENT.CAPTURE.COMPLETED");
    assertThat(sandbox.awaitDeliveries("R1", 1, PATIENCE))
        .extracting(Delivery::kind)
        .containsExactly("PAYMENT.CAPTURE.REFUNDED");
  }

  @Test
  void webhook_isRegisteredOverTheApi_too() throws Exception {
    Answer made =
        app.post("/v1/notifications/webhooks", Json.object().put("url", hook().toString()));
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.id()).isEqualTo(sandbox.paypal().credentials().webhookId());
    app.approved("M1", "CAPTURE", "88.00");
    assertThat(sandbox.awaitDeliveries("M1", 1, PATIENCE)).hasSize(1);
  }

  @Test
  void notAcknowledged_isDeliveredAgain_26TimesInThreeDays() throws Exception {
    answer = 500;
    // Three days in a third of a second.
    sandbox.notificationSpeed(1_000_000);
    sandbox.paypal().webhookUrl(hook());
    app.approved("M1", "CAPTURE", "88.00");
    assertThat(sandbox.awaitDeliveries("M1", 26, PATIENCE)).hasSize(26);
    assertThat(kinds).hasSize(26);
  }

  @Test
  void event_verifies_asTheSheetSays() throws Exception {
    paid("M1");
    OutboundMessage message = sandbox.paypal().signedPaymentNotification("M1");
    assertThat(verifies(message)).isTrue();
    assertThat(asked(message)).isEqualTo("SUCCESS");
  }

  /** Which twists a careful reader notices by signature and certificate alone. */
  @ParameterizedTest
  @EnumSource(
      value = Twist.class,
      names = {
        "ALTER_BYTE",
        "BAD_SIGNATURE",
        "FOREIGN_WEBHOOK",
        "OTHER_ALGORITHM",
        "UNKNOWN_KEY",
        "EXPIRED_CERTIFICATE",
        "OTHER_AUTHORITY",
        "SELF_SIGNED",
        "WITHOUT_CHAIN",
        "NO_CERTIFICATE",
        "REDIRECTED_CERTIFICATE"
      })
  void twistedEvent_doesNotVerify(Twist twist) throws Exception {
    paid("M1");
    OutboundMessage message = sandbox.paypal().signedPaymentNotification("M1", twist);
    assertThat(verifies(message)).isFalse();
    assertThat(asked(message)).isEqualTo("FAILURE");
  }

  @Test
  void otherTwists_areWhatTheySay() throws Exception {
    paid("M1");
    assertThat(header("PAYPAL-CERT-URL", Twist.FOREIGN_HOST))
        .startsWith("https://api.sandbox.paypal.com.shop.example/");
    assertThat(header("PAYPAL-AUTH-ALGO", Twist.OTHER_ALGORITHM_NAME)).isEqualTo("SHA1withRSA");
    assertThat(sandbox.paypal().signedPaymentNotification("M1", Twist.MISSING_SIGNATURE).headers())
        .doesNotContainKey("PAYPAL-TRANSMISSION-SIG");
    assertThat(sandbox.paypal().signedPaymentNotification("M1", Twist.LOWER_CASE_HEADERS).headers())
        .containsKey("paypal-transmission-sig");
    assertThat(leaf(Twist.WRONG_NAME).getSubjectX500Principal().getName())
        .contains("CN=www.shop.example");
    assertThat(leaf(Twist.LIVE_NAME).getSubjectX500Principal().getName())
        .contains("CN=messageverificationcerts.paypal.com");
    assertThat(fetch(header("PAYPAL-CERT-URL", Twist.OVERSIZED_CERTIFICATE)).body().length)
        .isGreaterThan(1 << 20);
    assertThat(header("PAYPAL-TRANSMISSION-TIME", Twist.FUTURE))
        .isGreaterThan(header("PAYPAL-TRANSMISSION-TIME", Twist.LATE));
    assertThat(header("PAYPAL-TRANSMISSION-TIME", Twist.LATE))
        .isGreaterThan(header("PAYPAL-TRANSMISSION-TIME", Twist.STALE));
    assertThat(verifies(sandbox.paypal().signedPaymentNotification("M1", Twist.LATE))).isTrue();
  }

  @Test
  void textOfOnesOwn_isSignedByteByByte() {
    String odd = "{ \"id\" : \"WH-1\",\r\n\"n\":1.0,\"n\":\"\\u4ea4子\" }";
    OutboundMessage message = sandbox.paypal().signedText(odd);
    assertThat(new String(message.body(), StandardCharsets.UTF_8)).isEqualTo(odd);
    assertThat(verifies(message)).isTrue();
    assertThat(verifies(sandbox.paypal().signedText(odd, Twist.ALTER_BYTE))).isFalse();
  }

  @Test
  void refundEventsAndFreeOnes_areSignedToo() throws Exception {
    String order = paid("M1");
    String capture =
        app.get("/v2/checkout/orders/" + order).payment("captures").path("id").asString();
    app.post("/v2/payments/captures/" + capture + "/refund", Json.object().put("invoice_id", "R1"));
    assertThat(verifies(sandbox.paypal().signedRefundNotification("R1"))).isTrue();
    assertThat(verifies(sandbox.paypal().signedApprovalNotification("M1"))).isTrue();
    OutboundMessage free =
        sandbox.paypal().signedNotification("CUSTOMER.DISPUTE.CREATED", "dispute", "{\"a\":1}");
    assertThat(verifies(free)).isTrue();
    assertThat(new String(free.body(), StandardCharsets.UTF_8)).contains("\"resource\":{\"a\":1}");
  }

  @Test
  void controlApi_givesSignedMessages() throws Exception {
    paid("M1");
    HttpResponse<String> reply =
        http.send(
            HttpRequest.newBuilder(
                    sandbox.address().resolve("/_sandbox/api/paypal/orders/M1/notification"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"twists\":[\"BAD_SIGNATURE\"]}"))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    ObjectNode json = Json.parseObject(reply.body().getBytes(StandardCharsets.UTF_8));
    assertThat(json).isNotNull();
    Map<String, String> headers = new java.util.LinkedHashMap<>();
    json.path("headers")
        .properties()
        .forEach(entry -> headers.put(entry.getKey(), entry.getValue().asString()));
    assertThat(
            verifies(
                OutboundMessage.of(
                    headers, json.path("body").asString().getBytes(StandardCharsets.UTF_8))))
        .isFalse();
  }

  private String header(String name, Twist twist) {
    return sandbox.paypal().signedPaymentNotification("M1", twist).headers().get(name);
  }

  private X509Certificate leaf(Twist twist) throws Exception {
    return chain(fetch(header("PAYPAL-CERT-URL", twist)).body()).get(0);
  }

  private HttpResponse<byte[]> fetch(String url) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private static List<X509Certificate> chain(byte[] pem) throws Exception {
    List<X509Certificate> chain = new ArrayList<>();
    for (var certificate :
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(pem))) {
      chain.add((X509Certificate) certificate);
    }
    return chain;
  }

  /** A reader of the sheet's section 5.3, with nothing but the JDK. */
  private boolean verifies(OutboundMessage message) {
    try {
      Map<String, String> headers = message.headers();
      HttpResponse<byte[]> fetched = fetch(headers.get("PAYPAL-CERT-URL"));
      if (fetched.statusCode() != 200) {
        return false;
      }
      List<X509Certificate> chain = chain(fetched.body());
      X509Certificate root =
          chain(sandbox.paypal().credentials().webhookRootPem().getBytes(StandardCharsets.US_ASCII))
              .get(0);
      CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(chain);
      PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(root, null)));
      parameters.setRevocationEnabled(false);
      CertPathValidator.getInstance("PKIX").validate(path, parameters);
      CRC32 crc = new CRC32();
      crc.update(message.body());
      String text =
          headers.get("PAYPAL-TRANSMISSION-ID")
              + "|"
              + headers.get("PAYPAL-TRANSMISSION-TIME")
              + "|"
              + sandbox.paypal().credentials().webhookId()
              + "|"
              + crc.getValue();
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initVerify(chain.get(0).getPublicKey());
      signature.update(text.getBytes(StandardCharsets.US_ASCII));
      return signature.verify(Base64.getDecoder().decode(headers.get("PAYPAL-TRANSMISSION-SIG")));
    } catch (Exception refused) {
      return false;
    }
  }

  /** Asks the platform itself, the event spliced in as it is. */
  private String asked(OutboundMessage message) throws Exception {
    Map<String, String> headers = message.headers();
    ObjectNode question =
        Json.object()
            .put("auth_algo", headers.get("PAYPAL-AUTH-ALGO"))
            .put("cert_url", headers.get("PAYPAL-CERT-URL"))
            .put("transmission_id", headers.get("PAYPAL-TRANSMISSION-ID"))
            .put("transmission_sig", headers.get("PAYPAL-TRANSMISSION-SIG"))
            .put("transmission_time", headers.get("PAYPAL-TRANSMISSION-TIME"))
            .put("webhook_id", sandbox.paypal().credentials().webhookId());
    String text = new String(Json.bytes(question), StandardCharsets.UTF_8);
    String spliced =
        text.substring(0, text.length() - 1)
            + ",\"webhook_event\":"
            + new String(message.body(), StandardCharsets.UTF_8)
            + "}";
    return app.send(
            HttpRequest.newBuilder(
                    sandbox.address().resolve("/v1/notifications/verify-webhook-signature"))
                .header("Authorization", "Bearer " + app.token())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(spliced)))
        .json()
        .path("verification_status")
        .asString();
  }
}
