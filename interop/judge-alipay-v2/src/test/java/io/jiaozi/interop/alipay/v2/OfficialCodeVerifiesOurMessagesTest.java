package io.jiaozi.interop.alipay.v2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.alipay.api.AlipayApiException;
import com.alipay.api.internal.util.AlipayEncrypt;
import com.alipay.api.internal.util.AlipaySignature;
import com.alipay.api.internal.util.AntCertificationUtil;
import io.jiaozi.interop.Exchange;
import io.jiaozi.interop.HttpMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The SDK's own code finds our adapter's requests properly signed, byte for byte its own way. */
class OfficialCodeVerifiesOurMessagesTest {
  private static final Path OURS = Exchange.read("exchange", "alipay");

  private static Map<String, String> parameters(String name) throws IOException {
    HttpMessage message = Exchange.messages(OURS).get(name);
    int question = message.target().indexOf('?');
    Map<String, String> all = new LinkedHashMap<>();
    if (question >= 0) {
      all.putAll(OfficialSdkDrivesSandboxTest.form(message.target().substring(question + 1)));
    }
    if (message.body().length > 0) {
      all.putAll(OfficialSdkDrivesSandboxTest.form(message.text()));
    }
    return all;
  }

  static String bare(String pemFile) throws IOException {
    return Files.readString(OURS.resolve(pemFile)).replaceAll("-----[A-Z ]+-----|\\s", "");
  }

  /** The helper that leaves {@code sign_type} in: requests are signed so. It changes its map. */
  private static boolean verifies(Map<String, String> parameters)
      throws AlipayApiException, IOException {
    return AlipaySignature.rsaCheckV2(
        new LinkedHashMap<>(parameters), bare("app_public_key.pem"), "utf-8", "RSA2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "query",
        "close",
        "reverse",
        "refund",
        "query-refund",
        "pay-qr-code",
        "pay-buyer-code",
        "form-page",
        "form-mobile-page",
        "link-page",
        "app",
        "certified-query",
        "certified-form-page"
      })
  void request_isSignedAsTheSdkSigns(String name) throws Exception {
    Map<String, String> parameters = parameters(name);
    Map<String, String> unsigned = new LinkedHashMap<>(parameters);
    unsigned.remove("sign");

    assertTrue(verifies(parameters));
    assertEquals(
        AlipaySignature.rsa256Sign(
            AlipaySignature.getSignContent(unsigned), bare("app_private_key.pem"), "utf-8"),
        parameters.get("sign"));
    assertEquals(Exchange.facts(OURS).get("appId"), parameters.get("app_id"));
    assertTrue(parameters.get("biz_content").contains(Exchange.facts(OURS).get("order")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"certified-query", "certified-form-page"})
  void certificates_areNamedAsTheSdkNamesThem(String name) throws Exception {
    Map<String, String> parameters = parameters(name);

    assertEquals(
        AlipaySignature.getCertSN(OURS.resolve("app_certificate.crt").toString()),
        parameters.get("app_cert_sn"));
    assertEquals(
        AntCertificationUtil.getRootCertSN(
            Files.readString(OURS.resolve("alipay_root_certificates.crt")), "RSA2"),
        parameters.get("alipay_root_cert_sn"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sealed-pay-qr-code", "sealed-form-page"})
  void content_isSealedAsTheSdkSealsIt_thenSigned(String name) throws Exception {
    Map<String, String> parameters = parameters(name);
    String key = Exchange.facts(OURS).get("contentKey");
    String sealed = parameters.get("biz_content");

    assertTrue(verifies(parameters));
    assertEquals("AES", parameters.get("encrypt_type"));
    String content = AlipayEncrypt.decryptContent(sealed, "AES", key, "utf-8");
    assertTrue(content.contains("\"" + Exchange.facts(OURS).get("order") + "\""), content);
    assertEquals(AlipayEncrypt.encryptContent(content, "AES", key, "utf-8"), sealed);
  }

  @Test
  void changedRequest_isNot() throws Exception {
    Map<String, String> parameters = parameters("refund");
    parameters.put("biz_content", parameters.get("biz_content").replace("8.00", "9.00"));

    assertFalse(verifies(parameters));
  }
}
