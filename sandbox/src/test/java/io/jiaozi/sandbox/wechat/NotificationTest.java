package io.jiaozi.sandbox.wechat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.jiaozi.sandbox.Merchant;
import io.jiaozi.sandbox.Sandbox;
import io.jiaozi.sandbox.channel.Delivery;
import io.jiaozi.sandbox.channel.Json;
import io.jiaozi.sandbox.channel.OutboundMessage;
import io.jiaozi.sandbox.channel.Outbox;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.node.ObjectNode;

class NotificationTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final Queue<Integer> answers = new ConcurrentLinkedQueue<>();
  private HttpServer shop;
  private Sandbox sandbox;
  private Merchant merchant;

  record Received(Map<String, String> headers, String body) {
    ObjectNode json() {
      ObjectNode json = Json.parseObject(body.getBytes(StandardCharsets.UTF_8));
      assertThat(json).isNotNull();
      return json;
    }
  }

  @BeforeEach
  void start() throws IOException {
    shop = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    shop.createContext(
        "/notify",
        exchange -> {
          Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
          exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          received.add(new Received(headers, body));
          Integer answer = answers.poll();
          exchange.sendResponseHeaders(answer == null ? 204 : answer, -1);
          exchange.close();
        });
    shop.start();
    sandbox = Sandbox.start();
    merchant = new Merchant(sandbox);
  }

  @AfterEach
  void stop() {
    sandbox.close();
    shop.stop(0);
  }

  private void payFor(String number) throws Exception {
    merchant.pay(merchant.order(number).put("notify_url", notifyUrl()));
    sandbox.wechat().pay(number);
  }

  @Test
  void mishap_dropped_neverArrives() throws Exception {
    sandbox.nextNotification(Outbox.Mishap.DROPPED);
    payFor("MISHAP0001");

    assertThat(sandbox.awaitDeliveries("MISHAP0001", 1, PATIENCE))
        .extracting(Delivery::outcome)
        .containsExactly(Delivery.Outcome.DROPPED);
    payFor("MISHAP0002"); // only the next one
    assertThat(sandbox.awaitDeliveries("MISHAP0002", 1, PATIENCE))
        .extracting(Delivery::outcome)
        .containsExactly(Delivery.Outcome.ACKNOWLEDGED);
    assertThat(received).hasSize(1);
  }

  @Test
  void mishap_duplicated_arrivesTwice() throws Exception {
    sandbox.nextNotification(Outbox.Mishap.DUPLICATED);
    payFor("MISHAP0003");

    assertThat(sandbox.awaitDeliveries("MISHAP0003", 2, PATIENCE)).hasSize(2);
    assertThat(received).hasSize(2);
  }

  @Test
  void mishap_delayed_arrivesWhenItsTimeHasCome() throws Exception {
    sandbox.nextNotification(Outbox.Mishap.DELAYED);
    payFor("MISHAP0004");
    assertThat(received).isEmpty();

    sandbox.clock().advance(Duration.ofSeconds(10));

    assertThat(sandbox.awaitDeliveries("MISHAP0004", 1, PATIENCE)).hasSize(1);
    assertThat(received).hasSize(1);
  }

  private String notifyUrl() {
    return "http://127.0.0.1:" + shop.getAddress().getPort() + "/notify";
  }

  private void paid(String number) throws Exception {
    merchant.pay(merchant.order(number).put("notify_url", notifyUrl()).put("attach", "桌 7"));
    sandbox.wechat().pay(number);
  }

  private Delivery delivered(String number, int count) throws InterruptedException {
    List<Delivery> deliveries = sandbox.awaitDeliveries(number, count, PATIENCE);
    assertThat(deliveries).hasSize(count);
    return deliveries.get(count - 1);
  }

  @Test
  void payment_isSignedEncryptedAndDeliveredOnce() throws Exception {
    paid("NOTIFY0001");

    Delivery delivery = delivered("NOTIFY0001", 1);
    assertThat(delivery.outcome()).isEqualTo(Delivery.Outcome.ACKNOWLEDGED);
    assertThat(delivery.status()).isEqualTo(204);
    Received message = received.get(0);
    assertThat(verifies(message.headers(), message.body())).isTrue();
    ObjectNode envelope = message.json();
    assertThat(envelope.path("event_type").asString()).isEqualTo("TRANSACTION.SUCCESS");
    assertThat(envelope.path("resource_type").asString()).isEqualTo("encrypt-resource");
    assertThat(envelope.path("id").asString()).hasSize(36);
    assertThat(envelope.path("resource").path("original_type").asString()).isEqualTo("transaction");
    ObjectNode order = decrypted(envelope);
    assertThat(order.path("out_trade_no").asString()).isEqualTo("NOTIFY0001");
    assertThat(order.path("trade_state").asString()).isEqualTo("SUCCESS");
    assertThat(order.path("attach").asString()).isEqualTo("桌 7");
    assertThat(order.path("amount").path("total").asLong()).isEqualTo(8800);
  }

  @ParameterizedTest
  @EnumSource(
      value = Refund.Status.class,
      names = {"SUCCESS", "ABNORMAL", "CLOSED"})
  void refund_end_isNotifiedToItsOwnAddress(Refund.Status end) throws Exception {
    merchant.paid("NOTIFY0002");
    sandbox.wechat().refundsEndAs(end.name());

    merchant.refund(merchant.refund("NOTIFY0002", "N-R1", 800).put("notify_url", notifyUrl()));

    assertThat(delivered("N-R1", 1).kind()).isEqualTo("REFUND." + end);
    ObjectNode refund = decrypted(received.get(0).json());
    assertThat(refund.path("refund_status").asString()).isEqualTo(end.name());
    assertThat(refund.path("out_refund_no").asString()).isEqualTo("N-R1");
    assertThat(refund.path("amount").path("refund").asLong()).isEqualTo(800);
    assertThat(refund.has("success_time")).isEqualTo(end == Refund.Status.SUCCESS);
  }

  /** The merchant refuses the probe, and the real notification follows. */
  @Test
  void probe_comesByItself_andTheRealOneAfterIt() throws Exception {
    sandbox.wechat().probeNotifications(2);
    paid("NOTIFY0101");
    delivered("NOTIFY0101", 1);
    answers.add(401);
    paid("NOTIFY0102");

    assertThat(delivered("NOTIFY0102", 2).outcome()).isEqualTo(Delivery.Outcome.ACKNOWLEDGED);
    assertThat(received.get(1).headers().get("Wechatpay-Signature"))
        .startsWith("WECHATPAY/SIGNTEST/");
    assertThat(verifies(received.get(2).headers(), received.get(2).body())).isTrue();
    assertThat(received.get(2).json().path("id")).isEqualTo(received.get(1).json().path("id"));
  }

  @Test
  void refund_withoutAddress_isNotNotified() throws Exception {
    merchant.paid("NOTIFY0003");
    merchant.refund(merchant.refund("NOTIFY0003", "N-R2", 800));

    Eventually.holds(() -> sandbox.wechat().refund("N-R2").status().equals("SUCCESS"));
    assertThat(sandbox.wechat().notifications()).noneMatch(d -> d.subject().equals("N-R2"));
  }

  @Test
  void notAcknowledged_isDeliveredAgainUnderTheSameIdWithANewSignature() throws Exception {
    answers.addAll(List.of(500, 401));
    paid("NOTIFY0004");

    Delivery last = delivered("NOTIFY0004", 3);
    assertThat(last.attempt()).isEqualTo(3);
    assertThat(last.outcome()).isEqualTo(Delivery.Outcome.ACKNOWLEDGED);
    assertThat(received)
        .extracting(m -> m.json().path("id").asString())
        .containsOnly(received.get(0).json().path("id").asString());
    assertThat(received)
        .extracting(m -> m.headers().get("Wechatpay-Signature"))
        .doesNotHaveDuplicates();
  }

  @Test
  void neverAcknowledged_endsAfterFifteenDeliveries() throws Exception {
    sandbox.notificationSpeed(0);
    for (int i = 0; i < 40; i++) {
      answers.add(500);
    }
    paid("NOTIFY0005");
    Eventually.holds(
        () -> {
          sandbox.clock().advance(Duration.ofHours(6)); // the longest gap
          return sandbox.wechat().notifications().size() >= 15;
        });
    sandbox.clock().advance(Duration.ofDays(10));
    sandbox.wechat().notifyPayment("NOTIFY0005"); // a new fact, to know that nothing is on its way
    assertThat(sandbox.awaitDeliveries("NOTIFY0005", 16, PATIENCE))
        .extracting(Delivery::attempt)
        .endsWith(15, 1);
  }

  @Test
  void address_notOnThisMachine_isRefusedAndRecorded() throws Exception {
    merchant.paid("NOTIFY0006");

    Delivery delivery = delivered("NOTIFY0006", 1);
    assertThat(delivery.outcome()).isEqualTo(Delivery.Outcome.FOREIGN_ADDRESS);
    assertThat(delivery.target().getHost()).isEqualTo("shop.example");
  }

  @Test
  void nobodyThere_isRecordedAndTriedAgain() throws Exception {
    shop.stop(0);
    paid("NOTIFY0007");

    assertThat(delivered("NOTIFY0007", 2).outcome()).isEqualTo(Delivery.Outcome.NO_ANSWER);
  }

  @Test
  void duplicate_arrivesTwice() throws Exception {
    sandbox.wechat().twistNextNotification(Twist.DUPLICATE);
    paid("NOTIFY0008");

    delivered("NOTIFY0008", 2);
    assertThat(received.get(0).body()).isEqualTo(received.get(1).body());
  }

  @Test
  void reorder_arrivesAfterTheNextOne() throws Exception {
    sandbox.wechat().twistNextNotification(Twist.REORDER);
    paid("NOTIFY0009");
    Eventually.holds(() -> sandbox.heldNotifications() == 1);
    paid("NOTIFY0010");

    delivered("NOTIFY0009", 1);
    assertThat(received)
        .extracting(m -> decrypted(m.json()).path("out_trade_no").asString())
        .containsExactly("NOTIFY0010", "NOTIFY0009");
  }

  @Test
  void publicKey_signsWhenTheOrderNamedIt() throws Exception {
    byte[] body = Json.bytes(merchant.order("NOTIFY0011").put("notify_url", notifyUrl()));
    HttpRequest request =
        merchant
            .signed("POST", "/v3/pay/transactions/native", body)
            .setHeader("Wechatpay-Serial", merchant.setting("public-key-id"))
            .build();
    Merchant.send(request);
    sandbox.wechat().pay("NOTIFY0011");

    delivered("NOTIFY0011", 1);
    Received message = received.get(0);
    assertThat(message.headers().get("Wechatpay-Serial"))
        .isEqualTo(merchant.setting("public-key-id"));
    assertThat(verifies(message.headers(), message.body())).isTrue();
  }

  @Test
  void headers_lowerCase_whenTwisted() throws Exception {
    merchant.paid("NOTIFY0012");

    OutboundMessage message =
        sandbox.wechat().signedPaymentNotification("NOTIFY0012", Twist.LOWER_CASE_HEADERS);

    assertThat(message.headers().keySet())
        .allMatch(name -> name.equals(name.toLowerCase(Locale.ROOT)))
        .contains("wechatpay-signature");
  }

  static Stream<Twist> untrustworthy() {
    return Stream.of(
        Twist.ALTER_BYTE,
        Twist.SIGNTEST,
        Twist.BAD_SIGNATURE,
        Twist.UNKNOWN_KEY,
        Twist.MISSING_SIGNATURE);
  }

  @ParameterizedTest
  @org.junit.jupiter.params.provider.MethodSource("untrustworthy")
  void twist_thatSpoilsTrust_doesNotVerify(Twist twist) throws Exception {
    merchant.paid("NOTIFY0013");

    OutboundMessage message = sandbox.wechat().signedPaymentNotification("NOTIFY0013", twist);

    assertThat(verifies(message)).isFalse();
    assertThat(Json.parseObject(message.body())).isNotNull();
  }

  @Test
  void twist_stale_verifiesButIsOld() throws Exception {
    merchant.paid("NOTIFY0014");

    OutboundMessage message = sandbox.wechat().signedPaymentNotification("NOTIFY0014", Twist.STALE);

    assertThat(verifies(message)).isTrue();
    assertThat(Long.parseLong(message.headers().get("Wechatpay-Timestamp")))
        .isLessThan(sandbox.clock().instant().getEpochSecond() - 300);
  }

  @Test
  void twist_future_verifiesButIsAhead() throws Exception {
    merchant.paid("NOTIFY0026");

    OutboundMessage message =
        sandbox.wechat().signedPaymentNotification("NOTIFY0026", Twist.FUTURE);

    assertThat(verifies(message)).isTrue();
    assertThat(Long.parseLong(message.headers().get("Wechatpay-Timestamp")))
        .isGreaterThan(sandbox.clock().instant().getEpochSecond() + 300);
  }

  @Test
  void twist_expiredCertificate_namesACertificateThatIsOver() throws Exception {
    merchant.paid("NOTIFY0027");

    OutboundMessage message =
        sandbox.wechat().signedPaymentNotification("NOTIFY0027", Twist.EXPIRED_CERTIFICATE);

    X509Certificate expired =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(
                    new ByteArrayInputStream(
                        sandbox
                            .wechat()
                            .credentials()
                            .expiredPlatformCertificatePem()
                            .getBytes(StandardCharsets.US_ASCII)));
    assertThat(expired.getNotAfter().toInstant()).isBefore(sandbox.clock().instant());
    assertThat(message.headers().get("Wechatpay-Serial"))
        .isEqualTo(String.format("%X", expired.getSerialNumber()));
  }

  @Test
  void twist_leanEnvelope_stillOpens() throws Exception {
    merchant.paid("NOTIFY0015");

    OutboundMessage message =
        sandbox
            .wechat()
            .signedPaymentNotification(
                "NOTIFY0015", Twist.EMPTY_ASSOCIATED_DATA, Twist.NO_ORIGINAL_TYPE);

    ObjectNode envelope = Json.parseObject(message.body());
    assertThat(envelope).isNotNull();
    assertThat(envelope.path("resource").path("associated_data").asString()).isEmpty();
    assertThat(envelope.path("resource").has("original_type")).isFalse();
    assertThat(decrypted(envelope).path("out_trade_no").asString()).isEqualTo("NOTIFY0015");
  }

  @Test
  void signedNotification_carriesAnyContent() throws Exception {
    OutboundMessage message =
        sandbox
            .wechat()
            .signedNotification("PAYSCORE.USER_PAID", "payscore", "{\"a\":1}", Twist.PUBLIC_KEY);

    ObjectNode envelope = Json.parseObject(message.body());
    assertThat(envelope).isNotNull();
    assertThat(verifies(message)).isTrue();
    assertThat(decrypted(envelope).path("a").asInt()).isEqualTo(1);
  }

  @Test
  void signedPaymentNotification_ofAnUnpaidOrder_says_why() throws Exception {
    merchant.pay("NOTIFY0016");

    assertThatThrownBy(() -> sandbox.wechat().signedPaymentNotification("NOTIFY0016"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Order NOTIFY0016 is not paid: there is nothing to notify.");
  }

  private boolean verifies(OutboundMessage message) throws Exception {
    return verifies(message.headers(), new String(message.body(), StandardCharsets.UTF_8));
  }

  /** The receiver's side by the sheet: key by serial, text of three lines. */
  private boolean verifies(Map<String, String> headers, String body) throws Exception {
    String serial = headers.get("Wechatpay-Serial");
    PublicKey key = serial == null ? null : key(serial);
    if (key == null) {
      return false;
    }
    String signed =
        headers.get("Wechatpay-Timestamp")
            + "\n"
            + headers.get("Wechatpay-Nonce")
            + "\n"
            + body
            + "\n";
    Signature verifier = Signature.getInstance("SHA256withRSA");
    verifier.initVerify(key);
    verifier.update(signed.getBytes(StandardCharsets.UTF_8));
    String signature = headers.get("Wechatpay-Signature");
    return signature.matches("[0-9A-Za-z+/]{342}==")
        && verifier.verify(Base64.getDecoder().decode(signature));
  }

  private PublicKey key(String serial) throws Exception {
    if (serial.equals(merchant.setting("public-key-id"))) {
      return KeyFactory.getInstance("RSA")
          .generatePublic(new X509EncodedKeySpec(Merchant.der(merchant.setting("public-key"))));
    }
    var certificate =
        (java.security.cert.X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(
                    new java.io.ByteArrayInputStream(
                        Merchant.der(merchant.setting("platform-certificates"))));
    return serial.equals(certificate.getSerialNumber().toString(16).toUpperCase(Locale.ROOT))
        ? certificate.getPublicKey()
        : null;
  }

  private ObjectNode decrypted(ObjectNode envelope) {
    try {
      var resource = envelope.path("resource");
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          Cipher.DECRYPT_MODE,
          new SecretKeySpec(merchant.setting("api-v3-key").getBytes(StandardCharsets.UTF_8), "AES"),
          new GCMParameterSpec(
              128, resource.path("nonce").asString().getBytes(StandardCharsets.UTF_8)));
      cipher.updateAAD(
          resource.path("associated_data").asString().getBytes(StandardCharsets.UTF_8));
      ObjectNode json =
          Json.parseObject(
              cipher.doFinal(Base64.getDecoder().decode(resource.path("ciphertext").asString())));
      assertThat(json).isNotNull();
      return json;
    } catch (java.security.GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
