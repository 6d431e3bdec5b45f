package io.jiaozi.sandbox.wechat;

import static io.jiaozi.sandbox.Merchant.json;
import static io.jiaozi.sandbox.Merchant.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.sandbox.Merchant;
import io.jiaozi.sandbox.Sandbox;
import io.jiaozi.sandbox.channel.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import javax.crypto.Cipher;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Encrypted fields: real-name payment, and refunds that go to a bank account. */
class SensitiveFieldsTest {
  private static Sandbox sandbox;
  private static Merchant merchant;

  @BeforeAll
  static void start() {
    sandbox = Sandbox.start();
    merchant = new Merchant(sandbox);
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  private static String sealed(PublicKey key, String text) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPWithSHA-1AndMGF1Padding");
    cipher.init(Cipher.ENCRYPT_MODE, key);
    return Base64.getEncoder()
        .encodeToString(cipher.doFinal(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static PublicKey publicKey() {
    return sandbox.wechat().credentials().publicKey();
  }

  private static PublicKey ofCertificate(String pem) throws GeneralSecurityException {
    return CertificateFactory.getInstance("X.509")
        .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)))
        .getPublicKey();
  }

  private static HttpResponse<byte[]> post(String target, String serial, ObjectNode body)
      throws IOException, InterruptedException {
    return Merchant.send(
        merchant
            .signed("POST", target, Json.bytes(body))
            .setHeader("Wechatpay-Serial", serial)
            .build());
  }

  private static ObjectNode realName(String number, String name, String identity) {
    ObjectNode payer = Json.object().put("openid", "oBuyer");
    payer.set(
        "identity", Json.object().put("type", "IDCARD").put("number", identity).put("name", name));
    ObjectNode order = merchant.order(number);
    order.set("payer", payer);
    return order;
  }

  @Test
  void realName_encryptedForEitherKey_isAccepted() throws Exception {
    WechatCredentials ids = sandbox.wechat().credentials();
    PublicKey certified = ofCertificate(ids.platformCertificatePems().get(0));

    assertThat(
            post(
                    "/v3/pay/transactions/jsapi",
                    ids.publicKeyId(),
                    realName("SENSE0001", sealed(publicKey(), "张三"), sealed(publicKey(), "1")))
                .statusCode())
        .isEqualTo(200);
    assertThat(
            post(
                    "/v3/pay/transactions/jsapi",
                    ids.platformSerial(),
                    realName("SENSE0002", sealed(certified, "张三"), sealed(certified, "1")))
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void realName_again_encryptedAnew_isTheSameOrder() throws Exception {
    String id = sandbox.wechat().credentials().publicKeyId();
    for (int i = 0; i < 2; i++) {
      assertThat(
              post(
                      "/v3/pay/transactions/jsapi",
                      id,
                      realName("SENSE0010", sealed(publicKey(), "张三"), sealed(publicKey(), "1")))
                  .statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void realName_inClearOrForAnotherKey_isParamError() throws Exception {
    WechatCredentials ids = sandbox.wechat().credentials();
    PublicKey own = ofCertificate(ids.merchantCertificatePem());

    HttpResponse<byte[]> clear =
        post(
            "/v3/pay/transactions/jsapi",
            ids.publicKeyId(),
            realName("SENSE0003", "张三", sealed(publicKey(), "1")));
    HttpResponse<byte[]> merchants =
        post(
            "/v3/pay/transactions/jsapi",
            ids.publicKeyId(),
            realName("SENSE0004", sealed(own, "张三"), sealed(own, "1")));

    assertThat(refusal(clear)).isEqualTo("400 PARAM_ERROR");
    assertThat(json(clear).path("detail").path("field").asString())
        .isEqualTo("/payer/identity/name");
    assertThat(new String(clear.body(), StandardCharsets.UTF_8)).doesNotContain("张三");
    assertThat(refusal(merchants)).isEqualTo("400 PARAM_ERROR");
  }

  @Test
  void realName_withoutSerial_isParamError() throws Exception {
    ObjectNode order = realName("SENSE0005", sealed(publicKey(), "张三"), sealed(publicKey(), "1"));

    HttpResponse<byte[]> reply = merchant.post("/v3/pay/transactions/jsapi", order);

    assertThat(refusal(reply)).isEqualTo("400 PARAM_ERROR");
    assertThat(json(reply).path("detail").path("field").asString()).isEqualTo("Wechatpay-Serial");
  }

  private static String abnormal(String number) throws IOException, InterruptedException {
    merchant.paid(number);
    String id =
        json(merchant.refund(merchant.refund(number, "R-" + number, 800)))
            .path("refund_id")
            .asString();
    Eventually.holds(() -> !sandbox.wechat().refund("R-" + number).status().equals("PROCESSING"));
    return id;
  }

  private static ObjectNode toUser(String number) throws GeneralSecurityException {
    return Json.object()
        .put("out_refund_no", "R-" + number)
        .put("type", "USER_BANK_CARD")
        .put("bank_type", "CMB_DEBIT")
        .put("bank_account", sealed(publicKey(), "6225000000000000"))
        .put("real_name", sealed(publicKey(), "张三"));
  }

  private static HttpResponse<byte[]> apply(String refundId, ObjectNode body)
      throws IOException, InterruptedException {
    return post(
        "/v3/refund/domestic/refunds/" + refundId + "/apply-abnormal-refund",
        sandbox.wechat().credentials().publicKeyId(),
        body);
  }

  @Test
  void abnormalRefund_sentToABankAccount_succeeds() throws Exception {
    sandbox.wechat().refundsEndAs("ABNORMAL");
    String id;
    try {
      id = abnormal("SENSE0006");
    } finally {
      sandbox.wechat().refundsEndAs("SUCCESS");
    }

    ObjectNode accepted = json(apply(id, toUser("SENSE0006")));

    assertThat(accepted.path("status").asString()).isEqualTo("PROCESSING");
    assertThat(accepted.path("channel").asString()).isEqualTo("OTHER_BANKCARD");
    Eventually.holds(() -> sandbox.wechat().refund("R-SENSE0006").status().equals("SUCCESS"));
    assertThat(json(apply(id, toUser("SENSE0006"))).path("status").asString()).isEqualTo("SUCCESS");
  }

  @Test
  void abnormalRefund_thatIsNotAbnormalOrNotThere_isRefused() throws Exception {
    String id = abnormal("SENSE0007");

    assertThat(refusal(apply(id, toUser("SENSE0007")))).isEqualTo("400 INVALID_REQUEST");
    assertThat(refusal(apply("503", toUser("SENSE0007")))).isEqualTo("404 RESOURCE_NOT_EXISTS");
    assertThat(refusal(apply(id, toUser("SENSE0008")))).isEqualTo("400 INVALID_REQUEST");
  }

  @Test
  void abnormalRefund_toTheUser_needsTheAccount() throws Exception {
    String id = abnormal("SENSE0009");
    ObjectNode without = toUser("SENSE0009");
    without.remove("bank_account");

    assertThat(refusal(apply(id, without))).isEqualTo("400 PARAM_ERROR");
    assertThat(refusal(apply(id, toUser("SENSE0009").put("bank_type", "MOON_DEBIT"))))
        .isEqualTo("400 PARAM_ERROR");
    assertThat(refusal(apply(id, toUser("SENSE0009").put("type", "CASH"))))
        .isEqualTo("400 PARAM_ERROR");
  }
}
