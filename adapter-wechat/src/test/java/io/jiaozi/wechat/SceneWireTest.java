package io.jiaozi.wechat;

import static io.jiaozi.wechat.WechatPayWireTest.unknown;
import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.Operation;
import io.jiaozi.error.OpenOutcome.Cause;
import io.jiaozi.error.Problem;
import io.jiaozi.money.Money;
import io.jiaozi.payment.ChannelExtras;
import io.jiaozi.payment.NextAction;
import io.jiaozi.payment.NextAction.InvokeClient;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.payment.Scene;
import io.jiaozi.spi.Signer;
import io.jiaozi.spi.SigningAlgorithm;
import io.jiaozi.support.crypto.RsaSigner;
import io.jiaozi.tck.ContractContext;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages and mini programs, apps, and phone browsers, over the wire. */
class SceneWireTest {

  private static final String PREPAY_ID = "wx201410272009395522657a690389285100";
  private static final String PREPAID = "{\"prepay_id\":\"" + PREPAY_ID + "\"}";
  private static final String H5_URL =
      "https://wx.tenpay.com/cgi-bin/mmpayweb-bin/checkmweb?prepay_id=wx20&package=3903240110";
  private static final String OPENID = "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o";
  private static final URI BACK = URI.create("https://shop.example/back?order=7&a=%E9%A5%BA");

  private final FakeWechat server = new FakeWechat();
  private final ContractContext context = new ContractContext();
  private final WechatAdapter adapter =
      TestAccount.open(
          Map.of(Settings.MORE_APP_IDS, TestAccount.OTHER_APPID), server.address(), context);

  @AfterEach
  void close() {
    context.close();
    server.close();
  }

  private static PaymentRequest.Builder request(Scene scene) {
    return PaymentRequest.builder(
            TestAccount.ORDER.number(), Money.of("CNY", "88.00"), scene, ContractContext.NOW)
        .description("dumplings");
  }

  private NextAction pay(Scene scene) {
    return pay(request(scene).build());
  }

  private NextAction pay(PaymentRequest request) {
    assertThat(adapter.check(request)).isEmpty();
    PaymentResult result = adapter.pay(request, TestAccount.call(Operation.PAY));
    assertThat(result).isInstanceOf(PaymentResult.AwaitingCustomer.class);
    assertThat(result.payment().state()).isEqualTo(PaymentState.AWAITING_CUSTOMER);
    assertThat(result.payment().reference()).isEqualTo(TestAccount.ORDER);
    assertThat(result.payment().amount()).isEqualTo(Money.of("CNY", "88.00"));
    return ((PaymentResult.AwaitingCustomer) result).next();
  }

  private static boolean signed(String appid, InvokeClient invoke, String last, String field) {
    Map<String, String> parameters = invoke.parameters();
    String text =
        appid
            + "\n"
            + parameters.get("timeStamp")
            + "\n"
            + parameters.get("nonceStr")
            + "\n"
            + last
            + "\n";
    return TestKeys.verifies(
        TestKeys.MERCHANT,
        text.getBytes(StandardCharsets.UTF_8),
        Base64.getDecoder().decode(parameters.get(field)));
  }

  // ---- a page inside WeChat, or a mini program

  @Test
  void payInAppPage_request_namesTheBuyerInTheirApp() {
    server.signed(200, PREPAID);

    pay(new Scene.InAppPage(OPENID, TestAccount.OTHER_APPID));

    FakeWechat.Asked asked = server.asked().get(0);
    assertThat(asked.method()).isEqualTo("POST");
    assertThat(asked.target()).isEqualTo("/v3/pay/transactions/jsapi");
    assertThat(asked.body())
        .isEqualTo(
            "{\"appid\":\"wx0000000000000001\",\"mchid\":\"1900007291\",\"description\":\"dumplings\","
                + "\"out_trade_no\":\"20261124A001\",\"notify_url\":\"https://shop.example/notify/wechat\","
                + "\"amount\":{\"total\":8800,\"currency\":\"CNY\"},\"payer\":{\"openid\":\""
                + OPENID
                + "\"}}");
  }

  @Test
  void payInAppPage_answer_isSignedForThePage() {
    server.signed(200, PREPAID);

    InvokeClient invoke = (InvokeClient) pay(Scene.inAppPage(OPENID));

    assertThat(invoke.client()).isEqualTo("JSAPI");
    assertThat(invoke.parameters().keySet())
        .containsExactly("appId", "timeStamp", "nonceStr", "package", "signType", "paySign");
    assertThat(invoke.parameters())
        .containsEntry("appId", TestAccount.APPID)
        .containsEntry("timeStamp", "1795521600")
        .containsEntry("package", "prepay_id=" + PREPAY_ID)
        .containsEntry("signType", "RSA");
    assertThat(signed(TestAccount.APPID, invoke, "prepay_id=" + PREPAY_ID, "paySign")).isTrue();
    assertThat(invoke.validUntil()).isEqualTo(ContractContext.NOW.plus(Duration.ofHours(2)));
  }

  @Test
  void payInAppPage_orderEndsBeforeThePrepayId_tellsTheEarlier() {
    server.signed(200, PREPAID);

    NextAction next =
        pay(
            request(Scene.inAppPage(OPENID))
                .payBefore(ContractContext.NOW.plusSeconds(900))
                .build());

    assertThat(next.validUntil()).isEqualTo(ContractContext.NOW.plusSeconds(900));
  }

  @Test
  void payInAppPage_identityOfTheBuyer_isEncryptedForTheNamedKey() {
    server.signed(200, PREPAID);

    pay(
        request(Scene.inAppPage(OPENID))
            .channelExtras(
                ChannelExtras.of("payer.identity.type", "IDCARD")
                    .with("payer.identity.number", "c4n4ry0020261124")
                    .with("payer.identity.name", "饺子"))
            .build());

    FakeWechat.Asked asked = server.asked().get(0);
    assertThat(asked.header("Wechatpay-Serial")).isEqualTo(FakeWechat.PUBLIC_KEY_ID);
    assertThat(asked.body())
        .contains("\"type\":\"IDCARD\"")
        .doesNotContain("c4n4ry")
        .doesNotContain("饺");
    assertThat(TestKeys.opened(TestKeys.PLATFORM, field(asked.body(), "number")))
        .isEqualTo("c4n4ry0020261124");
    assertThat(TestKeys.opened(TestKeys.PLATFORM, field(asked.body(), "name"))).isEqualTo("饺子");
  }

  private static String field(String json, String name) {
    int start = json.indexOf("\"" + name + "\":\"") + name.length() + 4;
    return json.substring(start, json.indexOf('"', start));
  }

  @Test
  void payInAppPage_identityAsAWhole_isAProblem() {
    assertThat(
            adapter.check(
                request(Scene.inAppPage(OPENID))
                    .channelExtras(ChannelExtras.of("payer.identity", "{\"name\":\"x\"}"))
                    .build()))
        .containsExactly(
            new Problem(
                "channelExtras.payer.identity",
                "holds what WeChat Pay wants encrypted. Give its fields one by one."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"not an openid", "o饺子"})
  void payInAppPage_payerIsNoOpenid_isAProblem(String payer) {
    assertThat(adapter.check(request(Scene.inAppPage(payer)).build()))
        .containsExactly(
            new Problem(
                "scene.payerId",
                "is not an openid: 1 to 128 of 0-9 A-Z a-z _ -. Give the openid that WeChat told for this buyer and app."));
  }

  @Test
  void clientAppId_thatIsNoneOfTheAccounts_isAProblem() {
    Problem problem =
        new Problem(
            "scene.clientAppId",
            "is none of the account's app ids. Leave it out, or bind it to the merchant and add it to \"more-app-ids\".");

    assertThat(adapter.check(request(new Scene.InAppPage(OPENID, "wx0000000000000007")).build()))
        .containsExactly(problem);
    assertThat(adapter.check(request(new Scene.App("wx0000000000000007")).build()))
        .containsExactly(problem);
  }

  // ---- an app

  @Test
  void payApp_answer_isSignedOverTheBareId() {
    server.signed(200, PREPAID);

    InvokeClient invoke = (InvokeClient) pay(new Scene.App(TestAccount.OTHER_APPID));

    assertThat(server.asked().get(0).target()).isEqualTo("/v3/pay/transactions/app");
    assertThat(server.asked().get(0).body())
        .startsWith("{\"appid\":\"wx0000000000000001\",\"mchid\":\"1900007291\"")
        .doesNotContain("payer");
    assertThat(invoke.client()).isEqualTo("APP");
    assertThat(invoke.parameters().keySet())
        .containsExactly(
            "appId", "timeStamp", "nonceStr", "partnerId", "prepayId", "packageValue", "sign");
    assertThat(invoke.parameters())
        .containsEntry("appId", TestAccount.OTHER_APPID)
        .containsEntry("partnerId", TestAccount.MCHID)
        .containsEntry("prepayId", PREPAY_ID)
        .containsEntry("packageValue", "Sign=WXPay");
    assertThat(signed(TestAccount.OTHER_APPID, invoke, PREPAY_ID, "sign")).isTrue();
    assertThat(invoke.validUntil()).isEqualTo(ContractContext.NOW.plus(Duration.ofHours(2)));
  }

  @Test
  void payApp_withoutClientAppId_usesTheAccountsOwn() {
    server.signed(200, PREPAID);

    InvokeClient invoke = (InvokeClient) pay(Scene.app());

    assertThat(invoke.parameters()).containsEntry("appId", TestAccount.APPID);
    assertThat(signed(TestAccount.APPID, invoke, PREPAY_ID, "sign")).isTrue();
  }

  @Test
  void payApp_everyAnswer_hasANonceOfItsOwn() {
    server.signed(200, PREPAID).signed(200, PREPAID);

    InvokeClient first = (InvokeClient) pay(Scene.app());
    InvokeClient second = (InvokeClient) pay(Scene.app());

    assertThat(second.parameters().get("nonceStr"))
        .isNotEqualTo(first.parameters().get("nonceStr"));
  }

  @Test
  void payApp_keyServiceDownAfterTheOrder_isUnknownAndSaysWhat() {
    Signer once =
        new Signer() {
          private final Signer inside = RsaSigner.of(TestKeys.MERCHANT.getPrivate());
          private final AtomicInteger asked = new AtomicInteger();

          @Override
          public boolean supports(SigningAlgorithm algorithm) {
            return true;
          }

          @Override
          public byte[] sign(SigningAlgorithm algorithm, byte[] message) {
            if (asked.incrementAndGet() > 1) {
              throw new IllegalStateException("Session lost.");
            }
            return inside.sign(algorithm, message);
          }
        };
    WechatAdapter external =
        TestAccount.open(server.address(), context, Map.of(Settings.PRIVATE_KEY, once));
    server.signed(200, PREPAID);

    assertThat(
            unknown(
                () -> external.pay(request(Scene.app()).build(), TestAccount.call(Operation.PAY))))
        .hasMessage(
            "took the order, but the key in \"private-key\" could not sign what the buyer's device needs; check the"
                + " service or device that holds it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"prepay_id\":\"\"}", "{\"prepay_id\":null}"})
  void payApp_signedReplyWithoutPrepayId_isUnknown(String reply) {
    server.signed(200, reply);

    assertThat(unknown(() -> pay(Scene.app()))).hasMessage("answered 200 without a prepay_id");
  }

  // ---- a phone's browser

  @Test
  void payMobileWeb_request_tellsTheBuyersAddressAndAWebShop() {
    server.signed(200, "{\"h5_url\":\"" + H5_URL + "\"}");

    pay(Scene.mobileWeb(BACK, "2001:db8::7"));

    FakeWechat.Asked asked = server.asked().get(0);
    assertThat(asked.target()).isEqualTo("/v3/pay/transactions/h5");
    assertThat(asked.body())
        .endsWith(
            "\"amount\":{\"total\":8800,\"currency\":\"CNY\"},"
                + "\"scene_info\":{\"payer_client_ip\":\"2001:db8::7\",\"h5_info\":{\"type\":\"Wap\"}}}");
  }

  @Test
  void payMobileWeb_answer_leadsThereAndBackForFiveMinutes() {
    server.signed(200, "{\"h5_url\":\"" + H5_URL + "\"}");

    NextAction next = pay(Scene.mobileWeb(BACK, "203.0.113.7"));

    assertThat(next)
        .isEqualTo(
            new NextAction.Redirect(
                URI.create(
                    H5_URL
                        + "&redirect_url=https%3A%2F%2Fshop.example%2Fback%3Forder%3D7%26a%3D%25E9%25A5%25BA"),
                ContractContext.NOW.plus(Duration.ofMinutes(5))));
  }

  @Test
  void payMobileWeb_kindOfShopGiven_isSentInsteadOfWap() {
    server.signed(200, "{\"h5_url\":\"" + H5_URL + "\"}");

    pay(
        request(Scene.mobileWeb(BACK, "203.0.113.7"))
            .channelExtras(
                ChannelExtras.of("scene_info.h5_info.type", "iOS")
                    .with("scene_info.h5_info.app_name", "Dumplings"))
            .build());

    assertThat(server.asked().get(0).body())
        .endsWith("\"h5_info\":{\"type\":\"iOS\",\"app_name\":\"Dumplings\"}}}");
  }

  @Test
  void payMobileWeb_aboutTheShopAsAWhole_isSentAsGiven() {
    server.signed(200, "{\"h5_url\":\"" + H5_URL + "\"}");

    pay(
        request(Scene.mobileWeb(BACK, "203.0.113.7"))
            .channelExtras(ChannelExtras.of("scene_info.h5_info", "{\"type\":\"Android\"}"))
            .build());

    assertThat(server.asked().get(0).body()).endsWith("\"h5_info\":{\"type\":\"Android\"}}}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"unknown", "203.0.113", "a.example", "203.0.113.7, 198.51.100.1", "::g"})
  void payMobileWeb_addressThatIsNone_isAProblemThatHidesIt(String ip) {
    assertThat(adapter.check(request(Scene.mobileWeb(BACK, ip)).build()))
        .containsExactly(
            new Problem(
                "scene.buyerIp",
                "is not an IP address. Give the buyer's IPv4 or IPv6 address as your web server sees it."));
  }

  @ParameterizedTest
  @CsvSource({
    "scene_info.payer_client_ip, 203.0.113.7, 'is set by the SDK from the request or the account, so it cannot be given again. Remove it.'",
    "scene_info, '{\"device_id\":\"7\"}', 'is set by the SDK from the request or the account, so it cannot be given again. Remove it.'",
    "scene_info.h5_info.type, WAP, 'must be one of iOS, Android, Wap.'"
  })
  void payMobileWeb_extrasThatDoNotFit_areAProblem(String path, String value, String sentence) {
    assertThat(
            adapter.check(
                request(Scene.mobileWeb(BACK, "203.0.113.7"))
                    .channelExtras(ChannelExtras.of(path, value))
                    .build()))
        .containsExactly(new Problem("channelExtras." + path, sentence));
  }

  @ParameterizedTest
  @CsvSource({
    "{}, answered 200 without an address to send the buyer to",
    "'{\"h5_url\":\"javascript:alert(1)\"}', answered 200 with an address to send the buyer to that is not https",
    "'{\"h5_url\":\"http://pay.example/\"}', answered 200 with an address to send the buyer to that is not https",
    "'{\"h5_url\":\"not a url\"}', answered 200 with an address to send the buyer to that is none"
  })
  void payMobileWeb_signedReplyWithoutGoodAddress_isUnknown(String reply, String message) {
    server.signed(200, reply);

    var unknown = unknown(() -> pay(Scene.mobileWeb(BACK, "203.0.113.7")));

    assertThat(unknown.reason()).isEqualTo(Cause.UNREADABLE_REPLY);
    assertThat(unknown).hasMessage(message);
  }
}
