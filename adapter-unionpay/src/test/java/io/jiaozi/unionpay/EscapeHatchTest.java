package io.jiaozi.unionpay;

import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.ChannelCall;
import io.jiaozi.Operation;
import io.jiaozi.error.OpenOutcome.Cause;
import io.jiaozi.error.Problem;
import io.jiaozi.payment.RawReply;
import io.jiaozi.tck.ContractContext;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import javax.crypto.Cipher;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EscapeHatchTest {

  private static final String BACK = "/gateway/api/backTransReq.do";
  private static final String CARD = "6216261000000000018";
  private static final String OPENING =
      "txnType=79&txnSubType=00&bizType=000902&channelType=07&orderId=20261124A009&txnTime=20261124200000&accType=01"
          + "&accNo="
          + CARD
          + "&customerInfo.phoneNo=13552535506&customerInfo.cvn2=123&customerInfo.expired=1711&customerInfo.smsCode=111111"
          + "&customerInfo.customerNm=%E5%85%A8%E6%B8%A0%E9%81%93";

  private final FakeUnionpay server = new FakeUnionpay();
  private final ContractContext context = new ContractContext();

  @AfterEach
  void close() {
    context.close();
    server.close();
  }

  private UnionpayAdapter plain() {
    return TestAccount.open(server.address(), context);
  }

  private UnionpayAdapter encrypting() {
    Map<String, String> values = TestAccount.values();
    values.put(Settings.ENCRYPTION_CERTIFICATE, TestCa.pem(TestCa.ENCRYPTION));
    return TestAccount.open(server.address(), context, values);
  }

  private RawReply call(UnionpayAdapter adapter, String target, String body) {
    return adapter.call(ChannelCall.post(target, body), TestAccount.call(Operation.CHANNEL_CALL));
  }

  private static String open(KeyPair key, String base64) {
    return new String(openBytes(key, base64), StandardCharsets.UTF_8);
  }

  private static byte[] openBytes(KeyPair key, String base64) {
    try {
      Cipher cipher = Cipher.getInstance("RSA/ECB/PKCS1Padding");
      cipher.init(Cipher.DECRYPT_MODE, key.getPrivate());
      return cipher.doFinal(Base64.getDecoder().decode(base64));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static String customerInfo(FakeUnionpay.Asked asked) {
    return new String(
        Base64.getDecoder().decode(asked.field("customerInfo")), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        BACK,
        "/gateway/api/queryTrans.do",
        "/gateway/api/batchTrans.do",
        "/gateway/api/order.do",
        "/jiaofei/api/backTransReq.do"
      })
  void call_isSignedAndVerified(String target) {
    server.says(Wire.message().with("respCode", "34").with("extra", "1"));

    RawReply reply = call(plain(), target, "txnType=73&reserved=%7Ba%3D1%26b%3D2%7D&x=a+b");

    FakeUnionpay.Asked asked = server.asked(0);
    assertThat(asked.target()).isEqualTo(target);
    assertThat(asked.fields())
        .containsEntry("version", "5.1.0")
        .containsEntry("merId", TestAccount.MERID)
        .containsEntry("accessType", "0")
        .containsEntry("certId", TestAccount.CERT_ID)
        .containsEntry("txnType", "73")
        .containsEntry("reserved", "{a=1&b=2}")
        .containsEntry("x", "a b");
    assertThat(Wire.isSignedByMerchant(asked.fields())).isTrue();
    assertThat(reply.text()).contains("respCode=34", "extra=1").doesNotContain("signature");
    assertThat(reply.httpStatus()).isEqualTo(200);
  }

  @Test
  void call_mayChooseItsWayOfAccess() {
    server.code("00");

    call(plain(), BACK, "txnType=01&accessType=2&subMerId=12345");

    assertThat(server.asked(0).fields())
        .containsEntry("accessType", "2")
        .containsEntry("subMerId", "12345");
  }

  @Test
  void call_forgedReply_isUnknown() {
    server.says(Wire.message().signedBy(TestCa.MERCHANT_KEY, TestCa.MERCHANT));
    UnionpayAdapter adapter = plain();

    assertThat(Outcomes.unknown(() -> call(adapter, BACK, "txnType=73")).reason())
        .isEqualTo(Cause.UNTRUSTED_REPLY);
  }

  @Test
  void cardholdersData_withoutEncryption_areBase64() {
    server.code("00");

    call(plain(), BACK, OPENING);

    assertThat(server.asked(0).field("accNo")).isEqualTo(CARD);
    assertThat(server.asked(0).fields()).doesNotContainKey("encryptCertId");
    assertThat(customerInfo(server.asked(0)))
        .isEqualTo("{phoneNo=13552535506&cvn2=123&expired=1711&smsCode=111111&customerNm=全渠道}");
  }

  @Test
  void cardholdersData_withEncryption_areEncryptedForUnionpay() {
    server.raw(500, "").code("00");

    call(encrypting(), BACK, OPENING + "&customerInfo.pin=111111");

    FakeUnionpay.Asked asked = server.asked(1);
    assertThat(open(TestCa.ENCRYPTION_KEY, asked.field("accNo"))).isEqualTo(CARD);
    assertThat(asked.field("encryptCertId"))
        .isEqualTo(TestCa.ENCRYPTION.getSerialNumber().toString());
    String info = customerInfo(asked);
    assertThat(info).startsWith("{smsCode=111111&customerNm=全渠道&pin=").endsWith("}");
    String pin = info.substring(info.indexOf("&pin=") + 5, info.indexOf("&encryptedInfo="));
    assertThat(HexFormat.of().formatHex(openBytes(TestCa.ENCRYPTION_KEY, pin)))
        .isEqualTo("06110111fffffffe");
    String block =
        info.substring(
            info.indexOf("encryptedInfo=") + "encryptedInfo=".length(), info.length() - 1);
    assertThat(open(TestCa.ENCRYPTION_KEY, block))
        .isEqualTo("phoneNo=13552535506&cvn2=123&expired=1711");
    assertThat(Wire.isSignedByMerchant(asked.fields())).isTrue();
  }

  @Test
  void nothingSensitive_asksForNoCertificate() {
    server.code("00");

    call(encrypting(), BACK, "txnType=73");

    assertThat(server.asked()).hasSize(1);
    assertThat(server.asked(0).fields()).doesNotContainKey("encryptCertId");
  }

  @Test
  void encryptionCertificate_isAskedForOnceADay_andReplaced() {
    KeyPair newKey = TestCa.STRANGER_KEY;
    X509Certificate newer = TestCa.leaf("041@Z3@00040000:SIGN@2", newKey);
    UnionpayAdapter adapter = encrypting();
    server
        .says(
            Wire.message()
                .with("txnType", "95")
                .with("certType", "01")
                .with("encryptPubKeyCert", TestCa.pem(newer)))
        .code("00")
        .code("00");

    call(adapter, BACK, OPENING);
    context.forward(Duration.ofHours(23));
    call(adapter, BACK, OPENING);

    FakeUnionpay.Asked question = server.asked(0);
    assertThat(question.target()).isEqualTo(BACK);
    assertThat(question.kind()).isEqualTo("95/00/000000/07");
    assertThat(question.field("certType")).isEqualTo("01");
    assertThat(question.field("orderId")).matches("K[0-9A-F]{24}");
    assertThat(question.field("txnTime")).isEqualTo(TestAccount.NOW);
    assertThat(server.asked()).hasSize(3);
    assertThat(open(newKey, server.asked(1).field("accNo"))).isEqualTo(CARD);
    assertThat(server.asked(2).field("encryptCertId"))
        .isEqualTo(newer.getSerialNumber().toString());
    context.forward(Duration.ofHours(2));
    server.code("05").code("00");
    call(adapter, BACK, OPENING);
    assertThat(server.asked(3).kind()).isEqualTo("95/00/000000/07");
    assertThat(open(newKey, server.asked(4).field("accNo"))).isEqualTo(CARD);
  }

  @Test
  void encryptionCertificate_forged_isNotTaken() {
    server
        .says(
            Wire.message()
                .with("encryptPubKeyCert", TestCa.pem(TestCa.leaf("evil", TestCa.STRANGER_KEY)))
                .signedBy(TestCa.MERCHANT_KEY, TestCa.MERCHANT))
        .code("00");

    call(encrypting(), BACK, OPENING);

    assertThat(open(TestCa.ENCRYPTION_KEY, server.asked(1).field("accNo"))).isEqualTo(CARD);
  }

  @Test
  void encryptionCertificate_unreadable_isNotTaken() {
    server.says(Wire.message().with("encryptPubKeyCert", "nonsense")).code("00");

    call(encrypting(), BACK, OPENING);

    assertThat(open(TestCa.ENCRYPTION_KEY, server.asked(1).field("accNo"))).isEqualTo(CARD);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "version=5.0.0   | body.version   | is 5.0, whose signatures rest on SHA-1. This adapter speaks 5.1.0 only; remove the field.",
        "merId=1         | body.merId     | is set by the SDK and cannot be given. Remove it.",
        "signature=x     | body.signature | is set by the SDK and cannot be given. Remove it.",
        "a-b=1           | body           | holds a field whose name is none of UnionPay's.",
        "a=%7Bx          | body.a         | holds a bracket without its other half, which breaks UnionPay's messages. Close it, or use Base64.",
        "a=+x            | body.a         | begins or ends with a blank, which UnionPay drops. Remove it.",
        "a=              | body.a         | is blank.",
        "customerInfo.shoeSize=1  | body  | holds a customerInfo field that is none of [certifId, certifTp, customerNm, cvn2, expired, phoneNo, pin, smsCode].",
        "customerInfo.phoneNo=1%3D2 | body.customerInfo.phoneNo | holds one of & = { } [ ], which break UnionPay's messages. Remove it.",
        "customerInfo.phoneNo=    | body.customerInfo.phoneNo | is blank.",
        "customerInfo.pin=111111  | body.customerInfo.pin | is never sent in clear. Set \"encryption-certificate\" of the account."
      })
  void body_thatCannotBeSent_isAProblem(String body, String field, String sentence) {
    assertThat(plain().check(ChannelCall.post(BACK, body)))
        .containsExactly(new Problem(field, sentence));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "customerInfo.pin=111111",
        "customerInfo.pin=111&accNo=6216261000000000018",
        "customerInfo.pin=111111&accNo=6216-2610"
      })
  void pin_withoutItsCard_isAProblem(String body) {
    assertThat(encrypting().check(ChannelCall.post(BACK, body)))
        .containsExactly(
            new Problem(
                "body.customerInfo.pin",
                "needs 4 to 12 digits, and accNo beside it with 11 to 19."));
  }

  @Test
  void body_thatIsNoForm_isAProblem() {
    assertThat(plain().check(ChannelCall.post(BACK, "{\"a\":1}")))
        .extracting(Problem::field)
        .containsExactly("body");
  }

  @Test
  void call_ofAnotherShape_hasAllItsProblems() {
    ChannelCall call =
        new ChannelCall(
            "GET",
            "/gateway/api/frontTransReq.do",
            Map.of("a", "1"),
            Map.of("X-A", "1"),
            "txnType=73",
            true);

    assertThat(plain().check(call))
        .extracting(Problem::field)
        .containsExactly("verb", "target", "query", "headers");
  }

  @Test
  void call_inOrder_hasNoProblem() {
    assertThat(plain().check(ChannelCall.post(BACK, OPENING))).isEmpty();
    assertThat(encrypting().check(ChannelCall.post(BACK, OPENING + "&customerInfo.pin=123456")))
        .isEmpty();
  }
}
