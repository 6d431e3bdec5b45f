package io.jiaozi.interop.alipay.v3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.alipay.v3.util.AlipayConfigUtil;
import com.alipay.v3.util.AntCertificationUtil;
import io.jiaozi.interop.Exchange;
import io.jiaozi.interop.HttpMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The REST SDK's own code finds our adapter's escape hatch properly signed, named and sealed. */
class OfficialCodeVerifiesOurMessagesTest {
  private static final Path OURS = Exchange.read("exchange", "alipay");
  private static final String SCHEME = "ALIPAY-SHA256withRSA ";

  private static HttpMessage message(String name) throws IOException {
    return Exchange.messages(OURS).get(name);
  }

  private static Map<String, String> facts() throws IOException {
    return Exchange.facts(OURS);
  }

  private static String read(String name) throws IOException {
    return Files.readString(OURS.resolve(name));
  }

  /** What stands in the header before the signature. */
  private static String items(HttpMessage message) {
    String header = message.header("Authorization");
    assertTrue(header.startsWith(SCHEME), header);
    return header.substring(SCHEME.length(), header.indexOf(",sign="));
  }

  @ParameterizedTest
  @ValueSource(strings = {"rest-post", "certified-rest-post", "sealed-rest-post"})
  void channelCall_isSignedAsTheSdkSigns(String name) throws Exception {
    HttpMessage message = message(name);
    String items = items(message);
    String header = message.header("Authorization");
    String sign = header.substring(header.indexOf(",sign=") + ",sign=".length());
    String text =
        items + "\n" + message.method() + "\n" + message.target() + "\n" + message.text() + "\n";
    String key = read("app_public_key.pem").replaceAll("-----[A-Z ]+-----|\\s", "");

    assertTrue(new AlipayConfigUtil().generateVerify(text, sign, key));
    assertFalse(new AlipayConfigUtil().generateVerify(text + " ", sign, key));
    assertTrue(items.startsWith("app_id=" + facts().get("appId") + ","), items);
    assertEquals("/v3/alipay/trade/query", message.target());
  }

  @Test
  void certificates_areNamedAsTheSdkNamesThem() throws Exception {
    HttpMessage message = message("certified-rest-post");

    assertTrue(
        items(message)
            .startsWith(
                "app_id="
                    + facts().get("appId")
                    + ",app_cert_sn="
                    + AntCertificationUtil.getCertSN(read("app_certificate.crt"))
                    + ","),
        items(message));
    assertEquals(
        AntCertificationUtil.getRootCertSN(read("alipay_root_certificates.crt")),
        message.header("alipay-root-cert-sn"));
  }

  @Test
  void content_isSealedAsTheSdkSealsIt() throws Exception {
    HttpMessage message = message("sealed-rest-post");
    AlipayConfigUtil sdk = new AlipayConfigUtil();
    sdk.setEncryptKey(facts().get("contentKey"));

    assertEquals(message("rest-post").text(), sdk.decrypt(message.text()));
    assertEquals("AES", message.header("alipay-encrypt-type"));
    assertTrue(
        message.header("Content-Type").startsWith("text/plain"), message.header("Content-Type"));
  }
}
