package io.jiaozi.interop.alipay.v3;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.alipay.v3.ApiException;
import com.alipay.v3.util.AlipayConfigUtil;
import com.alipay.v3.util.AntCertificationUtil;
import io.jiaozi.interop.Exchange;
import io.jiaozi.interop.HttpMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Answers of the REST form, signed and sealed by the SDK's own code, for our adapter to believe.
 */
class OfficialCodeWritesMessagesTest {
  private static final Instant NOW = Instant.now();
  private static final String NONCE = "5fb1d32c5b7c4b02a0e4f4f6a2f3c1de";

  private static Map<String, String> merchant;
  private static Path ours;
  private static Path folder;
  private static String sn;
  private static AlipayConfigUtil alipay;

  @BeforeAll
  static void begin() throws Exception {
    ours = Exchange.read("exchange", "alipay");
    merchant = Exchange.facts(ours);
    folder = Exchange.write("alipay");
    String certificate = Files.readString(ours.resolve("alipay_certificate.crt"));
    sn = AntCertificationUtil.getCertSN(certificate);
    alipay = new AlipayConfigUtil();
    alipay.setPrivateKey(
        Files.readString(ours.resolve("alipay_private_key.pem"))
            .replaceAll("-----[A-Z ]+-----|\\s", ""));
    alipay.setAlipayPublicKey(AntCertificationUtil.getCertPublicKey(certificate));
    alipay.setEncryptKey(merchant.get("contentKey"));
    Exchange.writeFacts(folder, Map.of("run", merchant.get("run"), "signedAt", NOW.toString()));
  }

  private static String query() {
    return "{\"out_trade_no\":\""
        + merchant.get("order")
        + "\",\"trade_status\":\"TRADE_SUCCESS\",\"total_amount\":\"88.00\",\"store_name\":\"饺子\"}";
  }

  private static void write(String name, String signed, String body, String contentType)
      throws ApiException, IOException {
    String time = String.valueOf(NOW.toEpochMilli());
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", contentType);
    headers.put("alipay-sn", sn);
    headers.put("alipay-timestamp", time);
    headers.put("alipay-nonce", NONCE);
    String sign = alipay.generateSign(time + "\n" + NONCE + "\n" + signed + "\n");
    headers.put("alipay-signature", sign);
    boolean genuine = signed.equals(body);
    if (genuine) {
      assertTrue(alipay.verify(body, sign, sn, time, NONCE));
    } else {
      assertFalse(alipay.verify(body, sign, sn, time, NONCE));
    }
    new HttpMessage(
            "POST", "/v3/alipay/trade/query", headers, body.getBytes(StandardCharsets.UTF_8))
        .write(folder.resolve(name + ".http"));
  }

  @Test
  void genuine() throws Exception {
    write("reply-rest", query(), query(), "application/json;charset=utf-8");
  }

  @Test
  void sealed() throws Exception {
    String body = alipay.encrypt(query(), new LinkedHashMap<>());
    write("reply-rest-sealed", body, body, "text/plain;charset=utf-8");
  }

  @Test
  void forged() throws Exception {
    write(
        "reply-rest-forged",
        query(),
        query().replace("88.00", "88.01"),
        "application/json;charset=utf-8");
  }
}
