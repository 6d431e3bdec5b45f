package io.jiaozi.sandbox.alipay;

import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.sandbox.Fault;
import io.jiaozi.sandbox.Sandbox;
import io.jiaozi.sandbox.channel.Json;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** The REST form of the same calls. */
class RestTest {
  private static final String TRADE = "/v3/alipay/trade/";

  private static Sandbox sandbox;
  private static Shop shop;

  @BeforeAll
  static void start() {
    sandbox = Sandbox.start();
    shop = Shop.keyMode(sandbox);
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  @AfterEach
  void reset() {
    sandbox.alipay().buyerCode(AlipaySandbox.BuyerCode.PAYS);
    sandbox.faults().clear();
  }

  private static HttpResponse<byte[]> post(Shop who, String path, ObjectNode body)
      throws Exception {
    return Shop.send(
        who.rest("POST", path, new String(Json.bytes(body), StandardCharsets.UTF_8)).build());
  }

  private static ObjectNode json(HttpResponse<byte[]> response) {
    ObjectNode json = Json.parseObject(response.body());
    assertThat(json).isNotNull();
    return json;
  }

  private static String text(HttpResponse<byte[]> response, String field) {
    return json(response).path(field).asString("");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void trade_fromCodeToRefund(boolean certificates) throws Exception {
    Shop who = certificates ? Shop.certificateMode(sandbox) : shop;
    String number = Shop.number();

    HttpResponse<byte[]> paid = post(who, TRADE + "pay", Shop.codeOrder(number));
    HttpResponse<byte[]> query = post(who, TRADE + "query", Shop.named(number));
    HttpResponse<byte[]> refund =
        post(who, TRADE + "refund", Shop.refundOf(number, "R" + number, "8.00"));
    HttpResponse<byte[]> refunded =
        post(
            who,
            TRADE + "fastpay/refund/query",
            Shop.named(number).put("out_request_no", "R" + number));

    assertThat(paid.statusCode()).isEqualTo(200);
    assertThat(json(paid).has("code")).isFalse();
    assertThat(json(paid).has("gmt_payment")).isTrue();
    assertThat(text(query, "trade_status")).isEqualTo("TRADE_SUCCESS");
    assertThat(text(refund, "fund_change")).isEqualTo("Y");
    assertThat(text(refunded, "refund_status")).isEqualTo("REFUND_SUCCESS");
    assertThat(who.verifiesRest(paid)).isTrue();
    assertThat(paid.headers().firstValue("alipay-sn").orElse("key mode"))
        .isEqualTo(certificates ? who.app.alipayCertSn() : "key mode");
    assertThat(paid.headers().firstValue("alipay-trace-id")).isPresent();
  }

  @Test
  void precreateCloseCancel() throws Exception {
    String number = Shop.number();

    HttpResponse<byte[]> code = post(shop, TRADE + "precreate", Shop.order(number));
    sandbox.alipay().arrive(number);
    HttpResponse<byte[]> closed = post(shop, TRADE + "close", Shop.named(number));
    HttpResponse<byte[]> cancelled = post(shop, TRADE + "cancel", Shop.named(shop.paid()));

    assertThat(text(code, "qr_code")).startsWith("https://qr.alipay.com/");
    assertThat(closed.statusCode()).isEqualTo(200);
    assertThat(sandbox.alipay().order(number).status()).isEqualTo("TRADE_CLOSED");
    assertThat(text(cancelled, "action")).isEqualTo("refund");
    assertThat(sandbox.requests().count("pay", number)).isEqualTo(1);
    assertThat(sandbox.requests().count("close", number)).isEqualTo(1);
  }

  @Test
  void bothForms_shareTheirBooks() throws Exception {
    String number = shop.paid();

    assertThat(text(post(shop, TRADE + "query", Shop.named(number)), "trade_status"))
        .isEqualTo("TRADE_SUCCESS");
  }

  @Test
  void notifyUrl_isAFieldOfTheBody() throws Exception {
    String number = Shop.number();
    post(
        shop,
        TRADE + "precreate",
        Shop.order(number).put("notify_url", "https://shop.example/notify"));

    assertThat(sandbox.alipay().order(number).notifyUrl())
        .hasToString("https://shop.example/notify");
  }

  @Test
  void pending_isASuccessWithoutATime() throws Exception {
    sandbox.alipay().buyerCode(AlipaySandbox.BuyerCode.TYPES_PASSWORD);

    HttpResponse<byte[]> pending = post(shop, TRADE + "pay", Shop.codeOrder(Shop.number()));

    assertThat(pending.statusCode()).isEqualTo(200);
    assertThat(json(pending).has("gmt_payment")).isFalse();
  }

  @Test
  void refusal_ofTheBusiness_hasStatus400AndASignature() throws Exception {
    HttpResponse<byte[]> response = post(shop, TRADE + "query", Shop.named("NOSUCH"));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(text(response, "code")).isEqualTo("ACQ.TRADE_NOT_EXIST");
    assertThat(text(response, "message")).isNotEmpty();
    assertThat(json(response).path("links").size()).isEqualTo(1);
    assertThat(shop.verifiesRest(response)).isTrue();
  }

  @Test
  void signature_thatDoesNotMatch_isRefused() throws Exception {
    HttpRequest request =
        shop.rest("POST", TRADE + "query", "{\"out_trade_no\":\"A1\"}")
            .POST(HttpRequest.BodyPublishers.ofString("{\"out_trade_no\":\"A2\"}"))
            .build();

    HttpResponse<byte[]> response = Shop.send(request);

    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(text(response, "code")).isEqualTo("invalid-signature");
  }

  @Test
  void application_thatIsUnknown_isRefusedWithoutSignature() throws Exception {
    HttpResponse<byte[]> response =
        Shop.send(
            shop.rest("POST", TRADE + "query", "{}")
                .setHeader("Authorization", "ALIPAY-SHA256withRSA app_id=1,sign=x")
                .build());

    assertThat(text(response, "code")).isEqualTo("invalid-app-id");
    assertThat(response.headers().firstValue("alipay-signature")).isEmpty();
  }

  @Test
  void path_thatDoesNotExist_isRefused() throws Exception {
    assertThat(text(post(shop, TRADE + "page/pay", Json.object()), "code"))
        .isEqualTo("invalid-method");
  }

  @Test
  void authToken_isPartOfTheSignedText() throws Exception {
    String token = shop.app.appAuthToken();
    HttpResponse<byte[]> response =
        Shop.send(
            shop.rest(
                    "GET",
                    "/v3/alipay/open/auth/token/app/query?app_auth_token=" + token,
                    "",
                    token)
                .build());

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(text(response, "user_id")).isEqualTo(shop.app.subMerchantId());
  }

  @Test
  void encrypted_bodyIsCiphertextBothWays() throws Exception {
    String number = shop.paid();
    String body =
        Base64.getEncoder()
            .encodeToString(cipher(Cipher.ENCRYPT_MODE).doFinal(Json.bytes(Shop.named(number))));

    HttpResponse<byte[]> response =
        Shop.send(
            shop.rest("POST", TRADE + "query", body)
                .setHeader("Content-Type", "text/plain")
                .header("alipay-encrypt-type", "AES")
                .build());

    assertThat(shop.verifiesRest(response)).isTrue();
    assertThat(response.headers().firstValue("alipay-encrypt-type")).hasValue("AES");
    ObjectNode plain =
        Json.parseObject(
            cipher(Cipher.DECRYPT_MODE).doFinal(Base64.getDecoder().decode(response.body())));
    assertThat(plain).isNotNull();
    assertThat(plain.path("trade_status").asString()).isEqualTo("TRADE_SUCCESS");
  }

  private static Cipher cipher(int mode) throws Exception {
    Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
    cipher.init(
        mode,
        new SecretKeySpec(Base64.getDecoder().decode(shop.app.contentKey()), "AES"),
        new IvParameterSpec(new byte[16]));
    return cipher;
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"BAD_SIGNATURE", "MISSING_SIGNATURE", "UNKNOWN_KEY"})
  void fault_ofTheSignature_isCommittedAndDoesNotVerify(Fault fault) throws Exception {
    String number = Shop.number();
    sandbox.faults().arm(fault, "pay");

    HttpResponse<byte[]> response = post(shop, TRADE + "pay", Shop.codeOrder(number));

    assertThat(shop.verifiesRest(response)).isFalse();
    assertThat(shop.state(number)).isEqualTo("TRADE_SUCCESS");
  }

  @Test
  void fault_stale_isSignedTenMinutesAgo() throws Exception {
    sandbox.faults().arm(Fault.STALE_SIGNATURE, "query");

    HttpResponse<byte[]> response = post(shop, TRADE + "query", Shop.named(shop.paid()));

    assertThat(shop.verifiesRest(response)).isTrue();
    assertThat(Long.parseLong(response.headers().firstValue("alipay-timestamp").orElseThrow()))
        .isLessThan(sandbox.clock().instant().toEpochMilli() - 500_000);
  }
}
