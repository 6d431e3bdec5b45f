package io.jiaozi.sandbox.alipay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.jiaozi.sandbox.Sandbox;
import io.jiaozi.sandbox.channel.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a merchant's program in any language finds in the exported folder. */
class AlipayExportTest {
  @TempDir static Path folder;
  private static Sandbox sandbox;

  @BeforeAll
  static void start() {
    sandbox = Sandbox.builder().export(folder.resolve("out")).start();
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  private static JsonNode alipay() throws IOException {
    ObjectNode credentials =
        Json.parseObject(Files.readAllBytes(folder.resolve("out/credentials.json")));
    assertThat(credentials).isNotNull();
    return credentials.path("channels").path("alipay");
  }

  private static JsonNode account(String name) throws IOException {
    return alipay().path("accounts").path(name);
  }

  private static Path file(String account, String name) throws IOException {
    String relative = account(account).path(name).asString();
    assertThat(Path.of(relative).isAbsolute()).isFalse();
    return folder.resolve("out").resolve(relative);
  }

  private static String text(String account, String name) throws IOException {
    return Files.readString(file(account, name));
  }

  @Test
  void settings_nameBothAccounts() {
    assertThat(sandbox.settings().keySet())
        .filteredOn(name -> name.startsWith("jiaozi.accounts.alipay"))
        .containsExactlyInAnyOrder(
            "jiaozi.accounts.alipay.channel",
            "jiaozi.accounts.alipay.base-url",
            "jiaozi.accounts.alipay.app-id",
            "jiaozi.accounts.alipay.private-key",
            "jiaozi.accounts.alipay.seller-id",
            "jiaozi.accounts.alipay.alipay-public-key",
            "jiaozi.accounts.alipay.notification-url",
            "jiaozi.accounts.alipay-cert.channel",
            "jiaozi.accounts.alipay-cert.base-url",
            "jiaozi.accounts.alipay-cert.app-id",
            "jiaozi.accounts.alipay-cert.private-key",
            "jiaozi.accounts.alipay-cert.seller-id",
            "jiaozi.accounts.alipay-cert.app-certificate",
            "jiaozi.accounts.alipay-cert.alipay-certificate",
            "jiaozi.accounts.alipay-cert.alipay-root-certificate",
            "jiaozi.accounts.alipay-cert.notification-url");
  }

  @Test
  void settings_inlineAndExported_haveTheSameNames() {
    try (Sandbox inline = Sandbox.start()) {
      assertThat(inline.settings().keySet()).isEqualTo(sandbox.settings().keySet());
      assertThat(inline.settings().get("jiaozi.accounts.alipay-cert.alipay-root-certificate"))
          .startsWith("-----BEGIN CERTIFICATE-----");
      assertThat(inline.settings()).containsKey("jiaozi.accounts.alipay.app-id");
      assertThat(inline.settings().get("jiaozi.accounts.moon.app-id")).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"private-key", "app-certificate", "alipay-certificate", "alipay-root-certificate"})
  void settings_nameAbsoluteFilesThatExist(String name) {
    Map<String, String> settings = sandbox.settings();

    assertThat(Path.of(settings.get("jiaozi.accounts.alipay-cert." + name))).isAbsolute().exists();
  }

  @Test
  void credentials_haveTheFormsOfTheChannel() throws Exception {
    assertThat(alipay().path("gatewayUrl").asString()).isEqualTo(sandbox.address() + "/gateway.do");
    for (String name : List.of("alipay", "alipay-cert")) {
      JsonNode account = account(name);
      assertThat(account.path("appId").asString()).matches("9021[0-9]{12}");
      assertThat(account.path("sellerId").asString()).matches("2088[0-9]{12}");
      assertThat(account.path("contentKey").asString()).matches("[0-9A-Za-z+/]{22}==");
      assertThat(account.path("appAuthToken").asString()).hasSize(40);
      assertThat(text(name, "appPrivateKeyFile")).startsWith("-----BEGIN PRIVATE KEY-----");
      assertThat(text(name, "appPrivateKeyPkcs1File"))
          .startsWith("-----BEGIN RSA PRIVATE KEY-----");
      assertThat(text(name, "appPrivateKeyBase64File")).matches("[0-9A-Za-z+/=]+");
    }
    assertThat(text("alipay", "alipayPublicKeyBase64File")).matches("[0-9A-Za-z+/=]+");
  }

  /** As in the real bundle: SM2, RSA, ECDSA, RSA; the JDK cannot read the first one. */
  @Test
  void rootBundle_isOfThreeKinds_andItsSerialCountsTheRsaOnes() throws Exception {
    List<String> blocks = blocks(text("alipay-cert", "alipayRootCertificateFile"));
    List<String> serials = new ArrayList<>();
    List<String> kinds = new ArrayList<>();
    for (String block : blocks) {
      try {
        X509Certificate root = certificate(block);
        kinds.add(root.getPublicKey().getAlgorithm());
        if (root.getSigAlgOID().startsWith("1.2.840.113549.1.1")) {
          serials.add(serial(root));
        }
      } catch (CertificateException unreadable) {
        kinds.add("unreadable");
      }
    }

    assertThat(kinds).containsExactly("unreadable", "RSA", "EC", "RSA");
    assertThat(account("alipay-cert").path("alipayRootCertSn").asString())
        .isEqualTo(String.join("_", serials));
  }

  @Test
  void leaves_haveTheirSerialsAndChainToTheFirstRsaRoot() throws Exception {
    X509Certificate root =
        certificate(blocks(text("alipay-cert", "alipayRootCertificateFile")).get(1));
    for (String kind : List.of("app", "alipay")) {
      List<String> chain = blocks(text("alipay-cert", kind + "CertificateFile"));
      X509Certificate leaf = certificate(chain.get(0));
      X509Certificate intermediate = certificate(chain.get(1));

      assertThat(account("alipay-cert").path(kind + "CertSn").asString()).isEqualTo(serial(leaf));
      leaf.verify(intermediate.getPublicKey());
      intermediate.verify(root.getPublicKey());
      leaf.checkValidity();
    }
  }

  /** An independent reader for the certificate the JDK does not know. */
  @Test
  void sm2Root_isReadByOpenssl() throws Exception {
    Path pem = folder.resolve("sm2.pem");
    Files.writeString(pem, blocks(text("alipay-cert", "alipayRootCertificateFile")).get(0));
    assumeThat(isInstalled()).isTrue();

    Process process =
        new ProcessBuilder("openssl", "x509", "-in", pem.toString(), "-noout", "-text")
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();

    assertThat(process.exitValue()).as(output).isZero();
    assertThat(output).containsIgnoringCase("SM2");
  }

  private static boolean isInstalled() throws InterruptedException {
    try {
      Process process = new ProcessBuilder("openssl", "version").redirectErrorStream(true).start();
      process.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
      return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException notThere) {
      return false;
    }
  }

  private static List<String> blocks(String bundle) {
    List<String> blocks = new ArrayList<>();
    String end = "-----END CERTIFICATE-----\n";
    for (int from = 0; from < bundle.length(); ) {
      int to = bundle.indexOf(end, from) + end.length();
      blocks.add(bundle.substring(from, to));
      from = to;
    }
    return blocks;
  }

  private static X509Certificate certificate(String pem) throws CertificateException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
  }

  private static String serial(X509Certificate certificate) throws Exception {
    String text = certificate.getIssuerX500Principal().getName() + certificate.getSerialNumber();
    byte[] digest = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
    return String.format("%032x", new BigInteger(1, digest));
  }
}
