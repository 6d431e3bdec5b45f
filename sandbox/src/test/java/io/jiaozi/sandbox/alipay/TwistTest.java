package io.jiaozi.sandbox.alipay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jiaozi.sandbox.Sandbox;
import io.jiaozi.sandbox.channel.Json;
import io.jiaozi.sandbox.channel.OutboundMessage;
import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages that are odd on purpose: which of them verify, and by which rule. */
class TwistTest {
  private static final String PRECREATE = "alipay.trade.precreate";

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

  private static String paidQrCode() throws Exception {
    String number = Shop.number();
    shop.call(PRECREATE, Shop.order(number).put("body", "加醋"));
    sandbox.alipay().pay(number);
    return number;
  }

  @ParameterizedTest
  @EnumSource(
      value = Twist.class,
      names = {
        "ALTER_BYTE",
        "BAD_SIGNATURE",
        "UNKNOWN_KEY",
        "MISSING_SIGNATURE",
        "SHA1",
        "SHA1_AS_RSA2",
        "SIGN_TYPE_SIGNED",
        "UNSIGNED_FIELD",
        "EMPTY_FIELD_SIGNED"
      })
  void twist_thatSpoilsTheSignature_doesNotVerify(Twist twist) throws Exception {
    assertThat(shop.verifiesForm(fields(message(twist)))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "FOREIGN_APP,app_id",
    "FOREIGN_SELLER,seller_id",
    "FOREIGN_AUTH_APP,auth_app_id",
    "OTHER_AMOUNT,total_amount",
    "UNKNOWN_TYPE,notify_type",
    "UNKNOWN_STATUS,trade_status",
    "AWKWARD_TEXT,subject"
  })
  void twist_ofTheContent_isGenuinelySigned(Twist twist, String field) throws Exception {
    String number = paidQrCode();
    Map<String, String> plain = fields(sandbox.alipay().signedPaymentNotification(number));
    Map<String, String> twisted = fields(sandbox.alipay().signedPaymentNotification(number, twist));

    assertThat(shop.verifiesForm(twisted)).isTrue();
    assertThat(twisted.get(field)).isNotNull().isNotEqualTo(plain.get(field));
  }

  @ParameterizedTest
  @EnumSource(
      value = Twist.class,
      names = {"EXTRA_FIELD", "EMPTY_FIELD", "OLD", "FUTURE", "NO_SIGN_TYPE", "SIGN_TYPE_RSA"})
  void twist_thatLeavesTheSignatureGood(Twist twist) throws Exception {
    assertThat(shop.verifiesForm(fields(message(twist)))).isTrue();
  }

  @Test
  void twist_signTypeSigned_verifiesByTheOtherRule() throws Exception {
    Map<String, String> fields = fields(message(Twist.SIGN_TYPE_SIGNED));

    assertThat(
            shop.verifies(
                Shop.text(fields, "sign").getBytes(StandardCharsets.UTF_8), fields.get("sign")))
        .isTrue();
  }

  @Test
  void twist_duplicateField_isTwiceInTheForm() throws Exception {
    assertThat(new String(message(Twist.DUPLICATE_FIELD).body(), StandardCharsets.US_ASCII))
        .contains("&total_amount=88.00&")
        .endsWith("&total_amount=0.01");
  }

  @Test
  void twist_gbk_isEncodedAndSignedInGbk() throws Exception {
    Charset gbk = Charset.forName("GBK");
    OutboundMessage message = message(Twist.GBK);
    Map<String, String> fields = new LinkedHashMap<>();
    for (String part : new String(message.body(), StandardCharsets.US_ASCII).split("&", -1)) {
      String[] pair = part.split("=", 2);
      fields.put(URLDecoder.decode(pair[0], gbk), URLDecoder.decode(pair[1], gbk));
    }

    assertThat(message.headers().get("Content-Type")).endsWith("charset=gbk");
    assertThat(fields).containsEntry("subject", "两盒饺子").containsEntry("charset", "GBK");
    assertThat(
            shop.verifies(Shop.text(fields, "sign", "sign_type").getBytes(gbk), fields.get("sign")))
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource({"CERT_SN_UNSIGNED,false,true", "CERT_SN_SIGNED,true,false"})
  void twist_certificateSerial_inOrOutsideTheSignedText(Twist twist, boolean asIs, boolean without)
      throws Exception {
    Shop certificates = Shop.certificateMode(sandbox);
    Map<String, String> fields =
        fields(
            sandbox
                .alipay()
                .signedPaymentNotification(
                    certificates.app.sellerId() + ":" + certificates.paid(), twist));

    assertThat(fields).containsEntry("alipay_cert_sn", certificates.app.alipayCertSn());
    assertThat(certificates.verifiesForm(fields)).isEqualTo(asIs);
    fields.remove("alipay_cert_sn");
    assertThat(certificates.verifiesForm(fields)).isEqualTo(without);
  }

  @ParameterizedTest
  @EnumSource(
      value = Twist.class,
      names = {
        "SELF_SIGNED_CERTIFICATE",
        "EXPIRED_CERTIFICATE",
        "OTHER_AUTHORITY_CERTIFICATE",
        "CERT_SN_UNKNOWN"
      })
  void twist_certificateOfAForger_isGivenOutOrNot(Twist twist) throws Exception {
    Shop certificates = Shop.certificateMode(sandbox);
    Map<String, String> fields =
        fields(sandbox.alipay().signedPaymentNotification(certificates.paid(), twist));

    Result download =
        certificates.call(
            "alipay.open.app.alipaycert.download",
            Json.object().put("alipay_cert_sn", fields.get("alipay_cert_sn")));

    assertThat(certificates.verifiesForm(fields)).isFalse();
    assertThat(download.isSuccess()).isEqualTo(twist != Twist.CERT_SN_UNKNOWN);
  }

  @Test
  void signedNotification_ofAnything() {
    OutboundMessage message =
        sandbox
            .alipay()
            .signedNotification(Map.of("notify_type", "dut_user_sign", "agreement_no", "A7"));

    Map<String, String> fields = fields(message);
    assertThat(shop.verifiesForm(fields)).isTrue();
    assertThat(fields)
        .containsOnlyKeys("notify_type", "agreement_no", "charset", "sign_type", "sign");
  }

  @Test
  void signedNotification_ofWhatHasNotHappened_saysWhy() throws Exception {
    String number = Shop.number();
    shop.call(PRECREATE, Shop.order(number));

    assertThatThrownBy(() -> sandbox.alipay().signedPaymentNotification(number))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("Order " + number + " is not paid: there is nothing to notify.");
  }

  @Test
  void signedReturn_canBeTwisted() throws Exception {
    String number = Shop.number();
    Map<String, String> parameters =
        shop.parameters("alipay.trade.page.pay", Shop.pageOrder(number));
    parameters.put("return_url", "https://shop.example/back");
    Shop.send(shop.gateway(shop.signed(parameters)));
    sandbox.alipay().pay(number);

    assertThat(shop.verifiesForm(Shop.parse(sandbox.alipay().signedReturn(number).getRawQuery())))
        .isTrue();
    assertThat(
            shop.verifiesForm(
                Shop.parse(sandbox.alipay().signedReturn(number, Twist.ALTER_BYTE).getRawQuery())))
        .isFalse();
  }

  private static OutboundMessage message(Twist twist) throws Exception {
    return sandbox.alipay().signedPaymentNotification(paidQrCode(), twist);
  }

  private static Map<String, String> fields(OutboundMessage message) {
    return Shop.parse(new String(message.body(), StandardCharsets.US_ASCII));
  }
}
