package io.jiaozi.interop.unionpay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.egzosn.pay.common.bean.PayOrder;
import io.jiaozi.interop.Exchange;
import io.jiaozi.interop.HttpMessage;
import io.jiaozi.interop.Json;
import io.jiaozi.interop.LoopbackServer;
import io.jiaozi.interop.LoopbackServer.Answer;
import io.jiaozi.interop.SandboxProcess;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The client believes what the sandbox signs and not what was spoilt, with one exception that it is
 * known for: it does not ask whose certificate it is. What it believes there is written down for
 * the verdict, which must refuse it.
 */
class ForeignClientReadsSandboxNotificationsTest {
  private static final String NUMBER = "JUDGENOTE1";

  private static TimeZone before;
  private static SandboxProcess sandbox;
  private static LoopbackServer shop;
  private static ForeignMerchant merchant;

  @BeforeAll
  static void start() {
    before = TimeZone.getDefault();
    TimeZone.setDefault(TimeZone.getTimeZone("Asia/Shanghai"));
    sandbox = SandboxProcess.start();
    shop =
        new LoopbackServer(any -> new Answer(200, Map.of(), "ok".getBytes(StandardCharsets.UTF_8)));
    merchant =
        ForeignMerchant.at(sandbox, shop.address() + "/notify", "https://shop.example/return");
    merchant.getQrPay(new PayOrder("两盒饺子", "两盒饺子", new BigDecimal("88.00"), NUMBER));
    sandbox.post("unionpay/orders/" + NUMBER + "/pay", "");
  }

  @AfterAll
  static void stop() {
    shop.close();
    sandbox.close();
    TimeZone.setDefault(before);
  }

  private static HttpMessage notification(String... twists) {
    return sandbox.notification("unionpay/orders/" + NUMBER + "/notification", twists);
  }

  @Test
  void payment_asDelivered_isBelieved() throws Exception {
    HttpMessage delivered = shop.take(Duration.ofSeconds(30));

    assertTrue(merchant.believes(delivered));
    assertEquals(NUMBER, ForeignMerchant.fields(delivered).get("orderId"));
    assertEquals("00", ForeignMerchant.fields(delivered).get("respCode"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"SHUFFLED", "BARE_LINE_FEEDS", "PRODUCTION_NAME", "TEST_NAME"})
  void notification_inAnotherLegalForm_isBelieved(String twist) {
    assertTrue(merchant.believes(notification(twist)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ALTER_BYTE",
        "ADDED_FIELD",
        "BAD_SIGNATURE",
        "MISSING_SIGNATURE",
        "WRONG_KEY",
        "RAW_DIGEST",
        "UPPER_CASE_DIGEST",
        "SHA1_DIGEST"
      })
  void notification_twisted_isRefused(String twist) {
    assertFalse(merchant.believes(notification(twist)));
  }

  /** Of a certificate it does not accept, the client has no key, and falls over that. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "MISSING_CERTIFICATE",
        "EXPIRED_CERTIFICATE",
        "FUTURE_CERTIFICATE",
        "OTHER_AUTHORITY",
        "SAME_NAMED_AUTHORITY",
        "SELF_SIGNED",
        "ISSUED_BY_MERCHANT"
      })
  void notification_underACertificateOfNobody_isRefused(String twist) {
    HttpMessage message = notification(twist);

    assertThrows(RuntimeException.class, () -> merchant.believes(message));
  }

  /** Chain and signature are right, the identity is not: the client does not look at it. */
  @Test
  void notification_ofAnImpostor_isBelieved_andWrittenDown() throws Exception {
    Path folder = Exchange.write("unionpay");
    notification().write(folder.resolve("genuine-payment.http"));
    for (String twist :
        List.of(
            "MERCHANT_CERTIFICATE",
            "WRONG_COMPANY",
            "COMPANY_IN_ANOTHER_PART",
            "COMPANY_WITH_MORE",
            "COMPANY_IN_UNIT",
            "COMPANY_IN_A_NAME_WITHIN",
            "TWO_COMMON_NAMES",
            "TWO_CERTIFICATES")) {
      HttpMessage forged = notification(twist);

      assertTrue(merchant.believes(forged), twist);
      forged.write(folder.resolve("forged-" + twist + ".http"));
    }
    Json credentials = sandbox.credentials("unionpay");
    for (String file :
        List.of("signingCertificateFile", "middleCertificateFile", "rootCertificateFile")) {
      Files.copy(sandbox.file(credentials.at(file)), folder.resolve(file));
    }
    Map<String, String> facts = new TreeMap<>();
    facts.put("merId", credentials.at("merId").text());
    facts.put("password", credentials.at("signingCertificatePassword").text());
    facts.put("number", NUMBER);
    facts.put("signedAt", Instant.now().toString());
    Exchange.writeFacts(folder, facts);
  }
}
