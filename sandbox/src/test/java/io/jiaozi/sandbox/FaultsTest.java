package io.jiaozi.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jiaozi.sandbox.channel.Json;
import io.jiaozi.sandbox.wechat.Eventually;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a plain java.net.http.HttpClient sees of each fault, and what the channel made of it. */
class FaultsTest {
  private static final String PATH = "/v3/pay/transactions/native";

  private Sandbox sandbox;
  private Merchant merchant;

  @BeforeEach
  void start() {
    sandbox = Sandbox.start();
    merchant = new Merchant(sandbox);
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  private boolean isCommitted(String number) {
    return sandbox.wechat().orders().stream().anyMatch(order -> order.outTradeNo().equals(number));
  }

  private void assertSeenOnce(String number, Fault fault) {
    assertThat(sandbox.requests().count("pay", number)).isEqualTo(1);
    assertThat(sandbox.requests().all().get(0).fault()).isEqualTo(fault);
  }

  @Test
  void connectRefused_nothingIsSent() {
    Merchant lost = new Merchant(sandbox, sandbox.faults().deadEnd(Fault.CONNECT_REFUSED));

    assertThatThrownBy(() -> lost.pay("FAULT0001")).isInstanceOf(ConnectException.class);
    assertThat(sandbox.requests().total()).isZero();
  }

  @Test
  void dnsFailure_nothingIsSent() {
    URI address = sandbox.faults().deadEnd(Fault.DNS_FAILURE);
    Merchant lost = new Merchant(sandbox, address);

    assertThat(address.getHost()).endsWith(".invalid");
    assertThatThrownBy(() -> lost.pay("FAULT0001")).isInstanceOf(ConnectException.class);
    assertThat(sandbox.requests().total()).isZero();
  }

  @Test
  void tlsHandshakeFailure_nothingIsSent() {
    Merchant lost = new Merchant(sandbox, sandbox.faults().deadEnd(Fault.TLS_HANDSHAKE_FAILURE));

    // Which of the two a client sees first is the network's choice: bytes that are no TLS (an
    // SSLException) or the end.
    assertThatThrownBy(() -> lost.pay("FAULT0001")).isInstanceOf(IOException.class);
    assertThat(sandbox.requests().total()).isZero();
  }

  @Test
  void resetBeforeRead_isCountedButNotSeen() {
    Merchant lost = new Merchant(sandbox, sandbox.faults().deadEnd(Fault.RESET_BEFORE_READ));

    assertThatThrownBy(() -> lost.pay("FAULT0001")).isInstanceOf(IOException.class);
    assertThat(sandbox.faults().connectionsReset()).isPositive(); // this client connects again
    assertThat(sandbox.requests().total()).isZero();
  }

  @Test
  void resetBeforeRead_countsEveryConnection() {
    URI address = sandbox.faults().deadEnd(Fault.RESET_BEFORE_READ);

    for (int i = 1; i <= 3; i++) {
      assertThatThrownBy(() -> firstByte(address.getPort(), "FAULT0001"))
          .isInstanceOf(SocketException.class);
      assertThat(sandbox.faults().connectionsReset()).isEqualTo(i);
    }
  }

  /** Only a bare socket tells a reset from a close for certain. */
  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"RESET_AFTER_READ", "RESET_AFTER_COMMIT"})
  void reset_isARealReset(Fault fault) {
    sandbox.faults().arm(fault, "pay");

    assertThatThrownBy(() -> firstByte(sandbox.address().getPort(), "FAULT0001"))
        .isInstanceOf(SocketException.class)
        .hasMessageContaining("reset");
    assertSeenOnce("FAULT0001", fault);
  }

  @Test
  void closeAfterCommit_isARealClose() throws Exception {
    sandbox.faults().arm(Fault.CLOSE_AFTER_COMMIT, "pay");

    assertThat(firstByte(sandbox.address().getPort(), "FAULT0001")).isEqualTo(-1);
  }

  private int firstByte(int port, String number) throws IOException {
    byte[] body = Json.bytes(merchant.order(number));
    String head =
        "POST "
            + PATH
            + " HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: test\r\nAccept: application/json\r\n"
            + "Content-Type: application/json\r\nContent-Length: "
            + body.length
            + "\r\nAuthorization: "
            + merchant.authorization("POST", PATH, body)
            + "\r\n\r\n";
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(body);
      return socket.getInputStream().read();
    }
  }

  @Test
  void resetAfterRead_isSeenOnceAndNotCommitted() {
    sandbox.faults().arm(Fault.RESET_AFTER_READ, "pay");

    assertThatThrownBy(() -> merchant.pay("FAULT0001")).isInstanceOf(IOException.class);
    assertSeenOnce("FAULT0001", Fault.RESET_AFTER_READ);
    assertThat(isCommitted("FAULT0001")).isFalse();
  }

  @Test
  void resetAfterCommit_isSeenOnceAndCommitted() {
    sandbox.faults().arm(Fault.RESET_AFTER_COMMIT, "pay");

    assertThatThrownBy(() -> merchant.pay("FAULT0001")).isInstanceOf(IOException.class);
    assertSeenOnce("FAULT0001", Fault.RESET_AFTER_COMMIT);
    assertThat(isCommitted("FAULT0001")).isTrue();
  }

  @Test
  void closeAfterCommit_endsWithoutAByte() {
    sandbox.faults().arm(Fault.CLOSE_AFTER_COMMIT, "pay");

    assertThatThrownBy(() -> merchant.pay("FAULT0001"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("header parser received no bytes");
    assertSeenOnce("FAULT0001", Fault.CLOSE_AFTER_COMMIT);
    assertThat(isCommitted("FAULT0001")).isTrue();
  }

  @Test
  void silenceAfterCommit_timesOutAndEndsWhenReleased() throws Exception {
    sandbox.faults().arm(Fault.SILENCE_AFTER_COMMIT, "pay");
    byte[] body = Json.bytes(merchant.order("FAULT0001"));

    assertThatThrownBy(
            () ->
                Merchant.send(
                    merchant.signed("POST", PATH, body).timeout(Duration.ofMillis(300)).build()))
        .isInstanceOf(HttpTimeoutException.class);
    assertSeenOnce("FAULT0001", Fault.SILENCE_AFTER_COMMIT);
    assertThat(isCommitted("FAULT0001")).isTrue();

    sandbox.faults().release();
    assertThat(merchant.query("FAULT0001").statusCode()).isEqualTo(200);
  }

  @Test
  void silenceAfterCommit_endsWhenTheSandboxCloses() throws Exception {
    sandbox.faults().arm(Fault.SILENCE_AFTER_COMMIT, "pay");
    byte[] body = Json.bytes(merchant.order("FAULT0001"));
    assertThatThrownBy(
            () ->
                Merchant.send(
                    merchant.signed("POST", PATH, body).timeout(Duration.ofMillis(300)).build()))
        .isInstanceOf(HttpTimeoutException.class);

    long before = System.nanoTime();
    sandbox.close();

    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void truncatedReply_endsBeforeItsLength() {
    sandbox.faults().arm(Fault.TRUNCATED_REPLY, "pay");

    assertThatThrownBy(() -> merchant.pay("FAULT0001"))
        .isInstanceOf(IOException.class)
        .hasMessageMatching("(?s).*(fixed content-length|EOF).*");
    assertSeenOnce("FAULT0001", Fault.TRUNCATED_REPLY);
    assertThat(isCommitted("FAULT0001")).isTrue();
  }

  @Test
  void malformedChunk_cannotBeRead() {
    sandbox.faults().arm(Fault.MALFORMED_CHUNK, "pay");

    assertThatThrownBy(() -> merchant.pay("FAULT0001")).isInstanceOf(IOException.class);
    assertSeenOnce("FAULT0001", Fault.MALFORMED_CHUNK);
    assertThat(isCommitted("FAULT0001")).isTrue();
  }

  @Test
  void garbage_isNotHttp() {
    sandbox.faults().arm(Fault.GARBAGE, "pay");

    assertThatThrownBy(() -> merchant.pay("FAULT0001")).isInstanceOf(IOException.class);
    assertSeenOnce("FAULT0001", Fault.GARBAGE);
    assertThat(isCommitted("FAULT0001")).isTrue();
  }

  @Test
  void html200_isCommittedAndUnsigned() throws Exception {
    sandbox.faults().arm(Fault.HTML_200, "pay");

    HttpResponse<byte[]> reply = merchant.pay("FAULT0001");

    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(new String(reply.body(), StandardCharsets.UTF_8)).startsWith("<!DOCTYPE html>");
    assertThat(reply.headers().firstValue("Wechatpay-Signature")).isEmpty();
    assertThat(isCommitted("FAULT0001")).isTrue();
  }

  @Test
  void html502_isNotCommitted() throws Exception {
    sandbox.faults().arm(Fault.HTML_502, "pay");

    assertThat(merchant.pay("FAULT0001").statusCode()).isEqualTo(502);
    assertThat(isCommitted("FAULT0001")).isFalse();
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"STATUS_503_RETRY_AFTER_0", "STATUS_408", "STATUS_429", "STATUS_500"})
  void status_isNotCommittedUnlessAsked(Fault fault) throws Exception {
    int status = Integer.parseInt(fault.name().replaceAll("STATUS_([0-9]{3}).*", "$1"));
    sandbox.faults().arm(fault, "pay");
    sandbox.faults().arm(FaultPlan.of(fault).on("wechat.pay").committed());

    HttpResponse<byte[]> before = merchant.pay("FAULT0001");
    HttpResponse<byte[]> after = merchant.pay("FAULT0002");

    assertThat(before.statusCode()).isEqualTo(status);
    assertThat(before.headers().firstValue("Retry-After")).hasValue("0");
    assertThat(isCommitted("FAULT0001")).isFalse();
    assertThat(after.statusCode()).isEqualTo(status);
    assertThat(isCommitted("FAULT0002")).isTrue();
    assertThat(sandbox.requests().countPath(PATH)).isEqualTo(2);
  }

  @Test
  void badSignature_hasRightBodyAndDoesNotVerify() throws Exception {
    sandbox.faults().arm(Fault.BAD_SIGNATURE, "pay");

    HttpResponse<byte[]> reply = merchant.pay("FAULT0001");

    assertThat(Merchant.json(reply).has("code_url")).isTrue();
    assertThat(verifies(reply)).isFalse();
  }

  @Test
  void missingSignature_hasRightBody() throws Exception {
    sandbox.faults().arm(Fault.MISSING_SIGNATURE, "pay");

    HttpResponse<byte[]> reply = merchant.pay("FAULT0001");

    assertThat(Merchant.json(reply).has("code_url")).isTrue();
    assertThat(reply.headers().map().keySet())
        .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("wechatpay-"));
  }

  @Test
  void signtest_isAProbe() throws Exception {
    sandbox.faults().arm(Fault.SIGNTEST, "pay");

    assertThat(merchant.pay("FAULT0001").headers().firstValue("Wechatpay-Signature").orElseThrow())
        .startsWith("WECHATPAY/SIGNTEST/");
  }

  @Test
  void staleSignature_verifiesButIsOld() throws Exception {
    sandbox.faults().arm(Fault.STALE_SIGNATURE, "pay");

    HttpResponse<byte[]> reply = merchant.pay("FAULT0001");

    long age =
        sandbox.clock().instant().getEpochSecond()
            - Long.parseLong(reply.headers().firstValue("Wechatpay-Timestamp").orElseThrow());
    assertThat(verifies(reply)).isTrue();
    assertThat(age).isBetween(600L, 660L);
  }

  @Test
  void unknownKey_hasASerialThatNobodyKnows() throws Exception {
    sandbox.faults().arm(Fault.UNKNOWN_KEY, "pay");

    HttpResponse<byte[]> reply = merchant.pay("FAULT0001");

    assertThat(reply.headers().firstValue("Wechatpay-Serial").orElseThrow())
        .isNotEqualTo(sandbox.wechat().credentials().platformSerial());
    assertThat(verifies(reply)).isFalse();
  }

  @Test
  void delay_keepsTheRightAnswerBack() throws Exception {
    sandbox.faults().arm(FaultPlan.of(Fault.DELAY).on("pay").delayed(Duration.ofMillis(300)));

    long before = System.nanoTime();
    HttpResponse<byte[]> reply = merchant.pay("FAULT0001");

    assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(Duration.ofMillis(290));
    assertThat(verifies(reply)).isTrue();
  }

  /** What the channel does after its answer is done also when the answer is lost. */
  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"RESET_AFTER_COMMIT", "CLOSE_AFTER_COMMIT", "HTML_200", "GARBAGE"})
  void refund_whoseAnswerIsLost_endsAllTheSame(Fault fault) throws Exception {
    merchant.paid("FAULT0001");
    sandbox.faults().arm(fault, "refund");

    try {
      merchant.refund(merchant.refund("FAULT0001", "R1", 800));
    } catch (IOException lost) {
      assertThat(fault).isNotEqualTo(Fault.HTML_200);
    }

    assertThat(sandbox.requests().count("refund", "R1")).isEqualTo(1);
    Eventually.holds(() -> sandbox.wechat().refund("R1").status().equals("SUCCESS"));
  }

  @Test
  void plan_strikesOnlyItsTargetAndOnlySoOften() throws Exception {
    sandbox.faults().arm(FaultPlan.of(Fault.STATUS_500).on("/v3/pay").after(1).times(2));

    assertThat(merchant.pay("FAULT0001").statusCode()).isEqualTo(200);
    assertThat(merchant.get("/v3/certificates").statusCode()).isEqualTo(200);
    assertThat(merchant.pay("FAULT0002").statusCode()).isEqualTo(500);
    assertThat(merchant.query("FAULT0001").statusCode()).isEqualTo(500);
    assertThat(merchant.query("FAULT0001").statusCode()).isEqualTo(200);
    assertThat(sandbox.faults().armed()).isEmpty();
  }

  @Test
  void arm_address_saysWhatToDoInstead() {
    assertThatThrownBy(() -> sandbox.faults().arm(Fault.DNS_FAILURE, "pay"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "DNS_FAILURE happens before the sandbox sees a request, so it cannot be armed. Call the"
                + " address that faults().deadEnd(DNS_FAILURE) gives instead of the sandbox's own.");
  }

  @Test
  void deadEnd_ofAFaultWithoutAddress_saysWhatToDoInstead() {
    assertThatThrownBy(() -> sandbox.faults().deadEnd(Fault.GARBAGE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("GARBAGE has no address of its own: arm it with faults().arm(...).");
  }

  @Test
  void close_afterManyFaults_leavesNoThread() throws Exception {
    sandbox.faults().arm(Fault.SILENCE_AFTER_COMMIT, "pay");
    byte[] body = Json.bytes(merchant.order("FAULT0001"));
    assertThatThrownBy(
            () ->
                Merchant.send(
                    merchant.signed("POST", PATH, body).timeout(Duration.ofMillis(200)).build()))
        .isInstanceOf(HttpTimeoutException.class);
    sandbox.faults().deadEnd(Fault.RESET_BEFORE_READ);

    sandbox.close();

    Eventually.holds(
        () ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().startsWith("jiaozi-sandbox")));
  }

  /** With the platform certificate, by the rule of the sheet. */
  private boolean verifies(HttpResponse<byte[]> reply) throws GeneralSecurityException {
    X509Certificate certificate =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(
                    new ByteArrayInputStream(
                        Merchant.der(merchant.setting("platform-certificates"))));
    return verifies(reply, certificate.getPublicKey());
  }

  static boolean verifies(HttpResponse<byte[]> reply, PublicKey key)
      throws GeneralSecurityException {
    String head =
        reply.headers().firstValue("Wechatpay-Timestamp").orElseThrow()
            + "\n"
            + reply.headers().firstValue("Wechatpay-Nonce").orElseThrow()
            + "\n";
    Signature verifier = Signature.getInstance("SHA256withRSA");
    verifier.initVerify(key);
    verifier.update(head.getBytes(StandardCharsets.UTF_8));
    verifier.update(reply.body());
    verifier.update((byte) '\n');
    return verifier.verify(
        Base64.getDecoder()
            .decode(reply.headers().firstValue("Wechatpay-Signature").orElseThrow()));
  }

  static PublicKey publicKey(String pem) throws GeneralSecurityException {
    return KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(Merchant.der(pem)));
  }
}
