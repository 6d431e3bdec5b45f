package io.jiaozi.sandbox.unionpay;

import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.sandbox.Sandbox;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may ask, and what a request may say. */
class UnionpayRulesTest {
  private static Sandbox sandbox;
  private static UnionpayMerchant merchant;

  @BeforeAll
  static void start() {
    sandbox = Sandbox.start();
    merchant = new UnionpayMerchant(sandbox);
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  private static String refusal(Map<String, String> answer) {
    return answer.get("respCode") + " " + answer.get("respMsg");
  }

  private static Map<String, String> sent(Map<String, String> fields) throws Exception {
    HttpResponse<byte[]> reply = merchant.send("backTransReq.do", fields);
    assertThat(reply.statusCode()).isEqualTo(200);
    return UnionpayMerchant.parse(reply.body(), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "version|5.0.0|10 [9100003]Invalid field[version]",
        "version||13 报文交易要素缺失version[6151084]",
        "encoding|UTF-16|10 [9100003]Invalid field[encoding]",
        "signMethod|99|10 [9100003]Invalid field[signMethod]",
        "accessType|1|10 [9100003]Invalid field[accessType]",
        "orderId|SHORT01|10 [9100003]Invalid field[orderId]",
        "orderId|WITH-DASH01|10 [9100003]Invalid field[orderId]",
        "orderId||13 报文交易要素缺失orderId[6151084]",
        "txnTime|20260230120000|10 [9100003]Invalid field[txnTime]",
        "txnTime|2026-02-20|10 [9100003]Invalid field[txnTime]",
        "txnAmt|0|10 [9100003]Invalid field[txnAmt]",
        "txnAmt|88.00|10 [9100003]Invalid field[txnAmt]",
        "txnAmt|-1|10 [9100003]Invalid field[txnAmt]",
        "txnAmt|1234567890123|10 [9100003]Invalid field[txnAmt]",
        "currencyCode|840|10 [9100003]Invalid field[currencyCode]",
        "currencyCode||13 报文交易要素缺失currencyCode[6151084]",
        "backUrl||13 报文交易要素缺失backUrl[6151084]",
        "backUrl|ftp://shop.example/|10 [9100003]Invalid field[backUrl]",
        "backUrl|http://192.168.1.2/|10 [9100003]Invalid field[backUrl]",
        "backUrl|http://shop.example/#x|10 [9100003]Invalid field[backUrl]",
        "payTimeout|tomorrow|10 [9100003]Invalid field[payTimeout]",
        "qrNo|ABC|10 [9100003]Invalid field[qrNo]",
        "qrNo||13 报文交易要素缺失qrNo[6151084]",
        "termId|123|10 [9100003]Invalid field[termId]",
        "channelType||13 报文交易要素缺失channelType[6151084]",
        "txnSubType|99|43 无此业务权限[8800043]"
      })
  void field_thatBreaksARule_isNamed(String name, String value, String refusal) throws Exception {
    Map<String, String> order = merchant.scannedCode("RULES00001");
    if (value == null) {
      order.remove(name);
    } else {
      order.put(name, value);
    }

    assertThat(refusal(sent(merchant.signed(order)))).isEqualTo(refusal);
    assertThat(sandbox.unionpay().orders()).noneMatch(o -> o.orderId().equals("RULES00001"));
  }

  @ParameterizedTest
  @CsvSource({"-660,false", "-540,true", "540,true", "660,false"})
  void txnTime_mustBeNow(long seconds, boolean accepted) throws Exception {
    Map<String, String> order = merchant.scannedCode("FRESH" + Math.abs(seconds) + accepted);
    order.put("orderId", "FRESH0" + (seconds < 0 ? "A" : "B") + Math.abs(seconds));
    order.put(
        "txnTime",
        UnionpayMerchant.time(sandbox.clock().instant().plus(Duration.ofSeconds(seconds))));

    assertThat(refusal(merchant.back(order)))
        .isEqualTo(accepted ? "00 成功[0000000]" : "10 [9100003]Invalid field[txnTime]");
  }

  @Test
  void field_withoutValue_isRefused() throws Exception {
    Map<String, String> order = merchant.signed(merchant.scannedCode("RULES00002"));
    order.put("orderDesc", "");

    assertThat(refusal(sent(order))).isEqualTo("10 [9100003]Invalid field[orderDesc]");
  }

  @ParameterizedTest
  @CsvSource({"txnAmt,1", "orderId,OTHER00001", "certId,68759663125", "encoding,utf-8"})
  void field_changedAfterSigning_isAWrongSignature(String name, String value) throws Exception {
    Map<String, String> order = merchant.signed(merchant.scannedCode("SIGNED0001"));
    order.put(name, value);

    assertThat(refusal(sent(order))).isEqualTo("11 Signature verification failed[9100004]");
  }

  @Test
  void field_addedAfterSigning_isAWrongSignature() throws Exception {
    Map<String, String> order = merchant.signed(merchant.scannedCode("SIGNED0002"));
    order.put("orderDesc", "x");

    assertThat(refusal(sent(order))).startsWith("11 ");
  }

  @Test
  void signature_missingOrNone_isRefused() throws Exception {
    Map<String, String> order = merchant.signed(merchant.scannedCode("SIGNED0003"));
    order.remove("signature");
    assertThat(refusal(sent(order))).isEqualTo("13 报文交易要素缺失signature[6151084]");

    order.put("signature", "not Base64!");
    assertThat(refusal(sent(order))).startsWith("11 ");
  }

  @Test
  void certId_missing_isAWrongSignature() throws Exception {
    Map<String, String> order = new TreeMap<>(merchant.scannedCode("SIGNED0004"));
    order.put("certId", "");
    Map<String, String> signed = merchant.signed(order);
    signed.remove("certId");

    assertThat(refusal(sent(signed))).startsWith("11 ");
  }

  @ParameterizedTest
  @CsvSource({"11", "12", "21"})
  void method_ofAnotherMerchant_isAWrongSignature(String method) throws Exception {
    Map<String, String> order = merchant.scannedCode("SIGNED0005");
    order.put("signMethod", method);

    assertThat(refusal(sent(merchant.signed(order)))).startsWith("11 ");
  }

  @Test
  void certificate_forAMerchantOfSecrets_isAWrongSignature() throws Exception {
    Map<String, String> order = merchant.scannedCode("SIGNED0006");
    order.put("merId", new UnionpayMerchant(sandbox, "unionpay-sm3").setting("merchant-id"));

    assertThat(refusal(sent(merchant.signed(order)))).startsWith("11 ");
  }

  @Test
  void merchant_unknown_isRefused() throws Exception {
    Map<String, String> order = merchant.scannedCode("SIGNED0007");
    order.put("merId", "777290000000000");

    assertThat(refusal(sent(merchant.signed(order)))).isEqualTo("31 商户状态不正确[8800031]");
    Map<String, String> forged = merchant.signed(order);
    forged.put("txnAmt", "1");
    assertThat(refusal(sent(forged))).startsWith("11 ");
  }

  @Test
  void refusal_repeatsTheRequestAndIsSigned() throws Exception {
    Map<String, String> order = merchant.scannedCode("SIGNED0008");
    order.put("txnAmt", "0");

    assertThat(merchant.back(order))
        .containsEntry("respCode", "10")
        .containsEntry("orderId", "SIGNED0008")
        .containsEntry("txnType", "01")
        .containsEntry("merId", merchant.setting("merchant-id"));
  }

  @Test
  void page_refused_isAPage() throws Exception {
    Map<String, String> order = merchant.signed(merchant.purchase("SIGNED0009"));
    order.put("txnAmt", "1");

    HttpResponse<byte[]> reply = merchant.send("frontTransReq.do", order);

    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(new String(reply.body(), StandardCharsets.UTF_8))
        .contains("11 Signature verification failed[9100004]", "<!DOCTYPE html>");
  }

  /** Sheet 7.2: the digests of the secret 88888888, and of a text with it. */
  @ParameterizedTest
  @CsvSource({
    "11,d3920bec487eb6ea0364000ac75667d9c32dc3d73a808187bdd324b6e9e7a64a",
    "12,f0ff1bb8bb7f5e93798d8ea6357eed560f3c7e66076083b69ce97d7f63d95571"
  })
  void secret_signsAsThePublishedVectors(String method, String signature) {
    String text =
        "accessType=0&backUrl=http://localhost:8080/back?a=b&c=d&bizType=000201&channelType=07"
            + "&currencyCode=156&encoding=UTF-8&frontUrl=http://localhost:8080/front"
            + "&merId=777290058110048&orderId=20240101120000001&payTimeout=20240101121500"
            + "&riskRateInfo={commodityName=测试商品}&signMethod="
            + method
            + "&txnAmt=1000&txnSubType=01&txnTime=20240101120000&txnType=01&version=5.1.0";

    assertThat(Signatures.keyed(method, text, StandardCharsets.UTF_8, "88888888"))
        .isEqualTo(signature);
  }
}
