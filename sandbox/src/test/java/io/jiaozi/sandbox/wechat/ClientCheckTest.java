package io.jiaozi.sandbox.wechat;

import static io.jiaozi.sandbox.Merchant.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jiaozi.sandbox.Merchant;
import io.jiaozi.sandbox.Sandbox;
import io.jiaozi.sandbox.channel.Json;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** What the buyer's device is handed, and what WeChat there does with it. */
class ClientCheckTest {
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

  private static String signed(String... lines) {
    try {
      Signature signer = Signature.getInstance("SHA256withRSA");
      signer.initSign(sandbox.wechat().credentials().merchantPrivateKey());
      signer.update((String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(signer.sign());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static Map<String, String> page(String number) throws Exception {
    ObjectNode order = merchant.order(number);
    order.set("payer", Json.object().put("openid", "oBuyer"));
    String id =
        json(merchant.post("/v3/pay/transactions/jsapi", order)).path("prepay_id").asString();
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("appId", merchant.setting("app-id"));
    parameters.put("timeStamp", "1554208460");
    parameters.put("nonceStr", "593BEC0C930BF1AFEB40B4A08C8FB242");
    parameters.put("package", "prepay_id=" + id);
    parameters.put("signType", "RSA");
    parameters.put(
        "paySign",
        signed(
            merchant.setting("app-id"),
            "1554208460",
            "593BEC0C930BF1AFEB40B4A08C8FB242",
            "prepay_id=" + id));
    return parameters;
  }

  private static Map<String, String> app(String number) throws Exception {
    String id =
        json(merchant.post("/v3/pay/transactions/app", merchant.order(number)))
            .path("prepay_id")
            .asString();
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("appId", merchant.setting("app-id"));
    parameters.put("partnerId", merchant.setting("merchant-id"));
    parameters.put("prepayId", id);
    parameters.put("packageValue", "Sign=WXPay");
    parameters.put("nonceStr", "593BEC0C930BF1AFEB40B4A08C8FB242");
    parameters.put("timeStamp", "1554208460");
    parameters.put(
        "sign",
        signed(merchant.setting("app-id"), "1554208460", "593BEC0C930BF1AFEB40B4A08C8FB242", id));
    return parameters;
  }

  @Test
  void page_opensTheCashier() throws Exception {
    Map<String, String> parameters = page("CLIENT0001");

    assertThat(sandbox.wechat().openCashier(parameters))
        .isEqualTo(sandbox.wechat().cashier(sandbox.wechat().order("CLIENT0001").code()));
    parameters.remove("appId"); // a mini program signs it and does not pass it on
    assertThat(sandbox.wechat().openCashier(parameters).getPath()).contains("/cashier/");
  }

  @Test
  void app_opensTheCashier() throws Exception {
    assertThat(sandbox.wechat().openCashier(app("CLIENT0002")).getPath()).contains("/cashier/");
  }

  @ParameterizedTest
  @CsvSource({
    "paySign, AAAA, The signature does not fit.",
    "signType, MD5, signType must be RSA.",
    "timeStamp, now, timeStamp must be seconds since 1970 as text. The signature does not fit.",
    "appId, wx0000000000000000, appId is not an app of the order. The signature does not fit.",
    "package, wx1, package must be prepay_id= and the id. No order of this sandbox has this prepay_id."
  })
  void page_withSomethingWrong_isExplained(String name, String value, String why) throws Exception {
    Map<String, String> parameters = page("CLIENT0003");
    parameters.put(name, value);

    assertThatThrownBy(() -> sandbox.wechat().openCashier(parameters))
        .hasMessage("WeChat would not open the cashier: " + why);
  }

  @ParameterizedTest
  @CsvSource({
    "packageValue, Sign=Other, packageValue must be Sign=WXPay.",
    "partnerId, 1900000001, partnerId must be the merchant number used when ordering."
  })
  void app_withSomethingWrong_isExplained(String name, String value, String why) throws Exception {
    Map<String, String> parameters = app("CLIENT0004");
    parameters.put(name, value);

    assertThatThrownBy(() -> sandbox.wechat().openCashier(parameters))
        .hasMessage("WeChat would not open the cashier: " + why);
  }

  /** Signed with the prefix that belongs to pages: the classic mistake. */
  @Test
  void app_signedLikeAPage_isRefused() throws Exception {
    Map<String, String> parameters = app("CLIENT0005");
    parameters.put(
        "sign",
        signed(
            merchant.setting("app-id"),
            "1554208460",
            "593BEC0C930BF1AFEB40B4A08C8FB242",
            "prepay_id=" + parameters.get("prepayId")));

    assertThatThrownBy(() -> sandbox.wechat().openCashier(parameters))
        .hasMessage("WeChat would not open the cashier: The signature does not fit.");
  }

  @Test
  void olderPrepayId_isReplaced() throws Exception {
    Map<String, String> older = page("CLIENT0006");
    page("CLIENT0006");

    assertThatThrownBy(() -> sandbox.wechat().openCashier(older))
        .hasMessageContaining("A newer prepay_id has replaced this one.");
  }
}
