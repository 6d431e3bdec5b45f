package io.jiaozi.interop.wechat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.wechat.pay.java.core.auth.WechatPay2Credential;
import com.wechat.pay.java.core.cipher.RSAPrivacyDecryptor;
import com.wechat.pay.java.core.cipher.RSAVerifier;
import com.wechat.pay.java.core.util.PemUtil;
import io.jiaozi.interop.Exchange;
import io.jiaozi.interop.HttpMessage;
import io.jiaozi.interop.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The official SDK's own signing and verifying code, over what our adapter put on the wire. */
class OfficialCodeVerifiesOurMessagesTest {
  private static final OurMessages OURS = new OurMessages();

  static Stream<String> requests() throws IOException {
    return OURS.requests().keySet().stream();
  }

  @Test
  void exchange_holdsEveryKindOfCall() throws Exception {
    assertTrue(
        OURS.requests()
            .keySet()
            .containsAll(
                List.of(
                    "pay-QR_CODE",
                    "pay-IN_APP_PAGE",
                    "pay-APP",
                    "pay-MOBILE_WEB",
                    "pay-BUYER_CODE",
                    "query",
                    "close",
                    "reverse",
                    "refund",
                    "query-refund",
                    "partner-pay",
                    "partner-query",
                    "partner-close",
                    "partner-reverse",
                    "partner-pay-BUYER_CODE",
                    "partner-refund",
                    "partner-query-refund",
                    "certificates",
                    "sealed-name",
                    "channel-call-get",
                    "channel-call-post")),
        OURS.requests().keySet().toString());
  }

  @ParameterizedTest
  @MethodSource("requests")
  void request_isVerified(String name) throws Exception {
    HttpMessage request = OURS.requests().get(name);
    Map<String, String> items = OurMessages.items(request);

    assertEquals(
        Set.of("mchid", "nonce_str", "signature", "timestamp", "serial_no"), items.keySet());
    assertEquals(OURS.fact("mchid"), items.get("mchid"));
    assertEquals(OURS.fact("merchantSerial"), items.get("serial_no"));
    assertTrue(
        request
            .header("Authorization")
            .startsWith(new WechatPay2Credential("x", OURS.officialSigner()).getSchema() + " "));
    assertTrue(OURS.officiallyVerified(OURS.officialText(request), items.get("signature")));
  }

  /** PKCS#1 v1.5 has one signature for each text and key. */
  @ParameterizedTest
  @MethodSource("requests")
  void request_isSignedAsTheOfficialSignerSigns(String name) throws Exception {
    HttpMessage request = OURS.requests().get(name);

    assertEquals(
        OURS.officialSigner().sign(OURS.officialText(request)).getSign(),
        OurMessages.items(request).get("signature"));
  }

  /** The judge can say no: the same signature under another body or another target is nothing. */
  @Test
  void request_changed_isNotVerified() throws Exception {
    HttpMessage request = OURS.requests().get("refund");
    String signature = OurMessages.items(request).get("signature");
    byte[] body = request.text().replace("800", "801").getBytes(StandardCharsets.UTF_8);

    assertFalse(
        OURS.officiallyVerified(
            OURS.officialText(
                new HttpMessage(request.method(), request.target(), request.headers(), body)),
            signature));
    assertFalse(
        OURS.officiallyVerified(
            OURS.officialText(
                new HttpMessage(
                    request.method(), request.target() + "/1", request.headers(), request.body())),
            signature));
  }

  /** What our adapter encrypted for the platform, the official decryptor opens. */
  @Test
  void sealedFields_areOpenedByTheOfficialDecryptor() throws Exception {
    HttpMessage request = OURS.requests().get("sealed-name");
    RSAPrivacyDecryptor platform =
        new RSAPrivacyDecryptor(
            PemUtil.loadPrivateKeyFromPath(
                OURS.folder().resolve("platform_private_key.pem").toString()));
    Json identity = Json.parse(request.text()).at("payer").at("identity");

    assertEquals("张三", platform.decrypt(identity.at("name").text()));
    assertEquals("11010119900307000X", platform.decrypt(identity.at("number").text()));
    assertEquals("IDCARD", identity.at("type").text());
    assertTrue(request.header("Wechatpay-Serial").startsWith("PUB_KEY_ID_"));
  }

  /** What the official services' {@code prepayWithRequestPayment} would have made of our values. */
  @ParameterizedTest
  @ValueSource(strings = {"client-jsapi", "client-app"})
  void clientParameters_areWhatTheOfficialExtensionMakes(String name) throws Exception {
    Map<String, String> ours = Exchange.facts(OURS.folder().resolve(name));
    boolean app = name.equals("client-app");
    String last = app ? ours.get("prepayId") : ours.get("package");

    assertEquals(
        app
            ? Set.of(
                "appId", "partnerId", "prepayId", "packageValue", "nonceStr", "timeStamp", "sign")
            : Set.of("appId", "timeStamp", "nonceStr", "package", "signType", "paySign"),
        ours.keySet());
    assertEquals(
        OURS.officialSigner()
            .sign(
                ours.get("appId")
                    + "\n"
                    + ours.get("timeStamp")
                    + "\n"
                    + ours.get("nonceStr")
                    + "\n"
                    + last
                    + "\n")
            .getSign(),
        ours.get(app ? "sign" : "paySign"));
  }

  /** For the published inputs our adapter builds the very text that WeChat Pay signed. */
  @ParameterizedTest
  @ValueSource(strings = {"a", "b", "c"})
  void vector_isTheTextThatWasSigned(String name) throws Exception {
    String text = Files.readString(OURS.folder().resolve("vector-" + name + ".text"));
    RSAVerifier published =
        new RSAVerifier(PemUtil.loadPublicKeyFromString(resource("p1.public-key.txt")), "P1");

    assertTrue(published.verify("P1", text, resource(name + ".signature.txt")));
    assertFalse(published.verify("P1", text + "\n", resource(name + ".signature.txt")));
  }

  private static String resource(String name) throws IOException {
    try (InputStream in =
        OfficialCodeVerifiesOurMessagesTest.class.getResourceAsStream("/vectors/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }
}
