package io.jiaozi.alipay;

import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.SubMerchant;
import io.jiaozi.error.Problem;
import io.jiaozi.money.Money;
import io.jiaozi.payment.CaptureRequest;
import io.jiaozi.payment.ChannelExtras;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.Scene;
import io.jiaozi.payment.VoidRequest;
import io.jiaozi.refund.RefundReference;
import io.jiaozi.refund.RefundRequest;
import io.jiaozi.tck.ContractContext;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused before anything is sent. */
class RequestChecksTest {

  private final ContractContext context = new ContractContext();
  private final AlipayAdapter adapter =
      TestAccount.open(URI.create("https://openapi.alipay.com"), context);

  @AfterEach
  void close() {
    context.close();
  }

  private static List<String> fields(List<Problem> problems) {
    return problems.stream().map(Problem::field).toList();
  }

  private List<String> fields(PaymentRequest request) {
    return fields(adapter.check(request));
  }

  private static PaymentRequest numbered(String number) {
    return PaymentRequest.builder(
            number, Money.of("CNY", "88.00"), Scene.qrCode(), ContractContext.NOW)
        .description("x")
        .build();
  }

  @Test
  void payment_ordinary_isTakenInEveryScene() {
    for (Scene scene :
        List.of(
            Scene.qrCode(),
            TestAccount.till(),
            Scene.webPage(TestAccount.BACK),
            Scene.mobileWeb(TestAccount.BACK, "203.0.113.7"),
            Scene.app(),
            Scene.inAppPage("2088722003899169"))) {
      assertThat(fields(TestAccount.payment(scene).build())).isEmpty();
    }
    assertThat(fields(numbered("a"))).isEmpty();
    assertThat(fields(numbered("A_1".repeat(21)))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a-b", "a.b", "a|b", "饺", "a b"})
  void payment_oddNumber_isRefused(String number) {
    assertThat(fields(numbered(number))).containsExactly("orderNumber");
  }

  @Test
  void payment_tooLongNumber_isRefused() {
    assertThat(fields(numbered("a".repeat(65)))).containsExactly("orderNumber");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", "a=b", "a&b", " ", "emoji 😀"})
  void payment_oddDescription_isRefused(String description) {
    assertThat(fields(TestAccount.payment(Scene.qrCode()).description(description).build()))
        .containsExactly("description");
  }

  @Test
  void payment_longDescription_isRefused() {
    assertThat(fields(TestAccount.payment(Scene.qrCode()).description("饺".repeat(256)).build()))
        .isEmpty();
    assertThat(fields(TestAccount.payment(Scene.qrCode()).description("饺".repeat(257)).build()))
        .containsExactly("description");
  }

  @Test
  void payment_tooMuch_isRefused() {
    PaymentRequest most =
        PaymentRequest.builder(
                "1", Money.of("CNY", "100000000.00"), Scene.qrCode(), ContractContext.NOW)
            .description("x")
            .build();
    PaymentRequest more =
        PaymentRequest.builder(
                "1", Money.of("CNY", "100000000.01"), Scene.qrCode(), ContractContext.NOW)
            .description("x")
            .build();

    assertThat(fields(most)).isEmpty();
    assertThat(fields(more)).containsExactly("amount");
  }

  @ParameterizedTest
  @CsvSource({"59, true", "60, false", "1296000, false", "1296001, true"})
  void payment_expiry_isBetweenAMinuteAndFifteenDays(long seconds, boolean wrong) {
    PaymentRequest request =
        TestAccount.payment(Scene.qrCode())
            .payBefore(ContractContext.NOW.plus(Duration.ofSeconds(seconds)))
            .build();

    assertThat(fields(request).contains("payBefore")).isEqualTo(wrong);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "28123", "28123456789012345x", "fp3456789012345678", "２８１２３４５６７８９０１２３４"})
  void payment_codeThatIsNone_isRefused(String code) {
    assertThat(fields(TestAccount.payment(Scene.buyerCode(code, "S1")).build()))
        .containsExactly("scene.code");
  }

  @Test
  void payment_storeAndTerminal() {
    assertThat(
            fields(
                TestAccount.payment(new Scene.BuyerCode("281234567890123456", "S/1", "T 1", null))
                    .build()))
        .containsExactly("scene.storeId", "scene.terminalId");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://shop.example/b?sign=1",
        "https://shop.example/b?a=1&out_trade_no=2",
        "https://shop.example/b?app_id"
      })
  void payment_returnUrlWithAlipaysNames_isRefused(String url) {
    assertThat(fields(TestAccount.payment(Scene.webPage(URI.create(url))).build()))
        .containsExactly("scene.returnUrl");
  }

  @Test
  void payment_longUrls_areRefused() {
    URI longOne = URI.create("https://shop.example/" + "a".repeat(240));

    assertThat(
            fields(
                TestAccount.payment(new Scene.MobileWeb(longOne, longOne, "203.0.113.7")).build()))
        .containsExactly("scene.returnUrl", "scene.cancelUrl");
  }

  @Test
  void payment_anotherApp_isRefused() {
    assertThat(fields(TestAccount.payment(new Scene.App("2021000000000009")).build()))
        .containsExactly("scene.clientAppId");
    assertThat(fields(TestAccount.payment(new Scene.App(TestAccount.APP_ID)).build())).isEmpty();
    assertThat(fields(TestAccount.payment(new Scene.InAppPage("a b", "wx1")).build()))
        .containsExactly("scene.payerId", "scene.clientAppId");
  }

  @Test
  void payment_notificationUrlInside_isRefused() {
    assertThat(
            fields(
                TestAccount.payment(Scene.qrCode())
                    .notificationUrl(URI.create("https://172.20.1.1/n"))
                    .build()))
        .containsExactly("notificationUrl");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "out_trade_no", "total_amount", "subject", "seller_id", "time_expire", "timeout_express",
        "notify_url", "return_url", "auth_code", "auth_no", "amount", "out_order_no",
        "payee_user_id", "trans_currency"
      })
  void extras_whatTheSdkSets_isRefused(String path) {
    assertThat(
            fields(
                TestAccount.payment(Scene.qrCode())
                    .channelExtras(ChannelExtras.of(path, "1"))
                    .build()))
        .containsExactly("channelExtras." + path);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "goods_detail|x",
        "goods_detail|\"x\"",
        "goods_detail|[],\"total_amount\":1",
        "goods_detail|[{\"price\":1.5}]",
        "extend_params|[[]]",
        "extend_params|{\"a\":null}",
        "extend_params|😀",
        "operator_id|12345678901234567890123456789",
        "body| "
      })
  void extras_valueOfTheWrongForm_isRefused(String path, String value) {
    assertThat(
            fields(
                TestAccount.payment(Scene.qrCode())
                    .channelExtras(ChannelExtras.of(path, value == null ? " " : value))
                    .build()))
        .containsExactly("channelExtras." + path);
  }

  @Test
  void extras_wholeAndPart_orNoPath_areRefused() {
    assertThat(
            fields(
                TestAccount.payment(Scene.qrCode())
                    .channelExtras(
                        ChannelExtras.of("extend_params", "{}")
                            .with("extend_params.hb_fq_num", "3"))
                    .build()))
        .containsExactly("channelExtras.extend_params");
    assertThat(
            fields(
                TestAccount.payment(Scene.qrCode())
                    .channelExtras(ChannelExtras.of("a\"b", "1"))
                    .build()))
        .containsExactly("channelExtras");
  }

  @Test
  void refund_checks() {
    assertThat(adapter.check(TestAccount.refund().build())).isEmpty();
    RefundRequest wrong =
        RefundRequest.builder(
                new PaymentReference("1", "u1.20261124120000"),
                "R.1",
                Money.of("CNY", "100000000.01"),
                ContractContext.NOW)
            .reason("😀")
            .notificationUrl(TestAccount.NOTIFY)
            .channelExtras(ChannelExtras.of("refund_amount", "1"))
            .build();
    assertThat(fields(adapter.check(wrong)))
        .containsExactly(
            "payment",
            "refundNumber",
            "amount",
            "reason",
            "notificationUrl",
            "channelExtras.refund_amount");
    assertThat(
            adapter
                .check(
                    RefundRequest.builder(
                            Locator.hold("1", null),
                            "R1",
                            Money.of("CNY", "1.00"),
                            ContractContext.NOW)
                        .build())
                .get(0)
                .sentence())
        .isEqualTo(
            "is a hold, of which nothing was paid. Refund one of its captures, or void the hold.");
  }

  @Test
  void holds_checks() {
    assertThat(
            fields(
                adapter.check(
                    CaptureRequest.builder(
                            new PaymentReference("1", "p1.o.5"),
                            "C-1",
                            Money.of("CNY", "100000000.01"),
                            ContractContext.NOW)
                        .channelExtras(ChannelExtras.of("subject", "a/b").with("auth_no", "1"))
                        .build())))
        .containsExactly(
            "authorization",
            "captureNumber",
            "amount",
            "channelExtras.auth_no",
            "channelExtras.subject");
    assertThat(
            fields(
                adapter.check(
                    new VoidRequest(PaymentReference.ofNumber("a-b"), "V-1", ContractContext.NOW))))
        .containsExactly("authorization", "voidNumber");
  }

  @ParameterizedTest
  @CsvSource({
    "a1.t, true",
    "a1.b, true",
    "a1.h, true",
    "a1.h.20261124, true",
    "a1, false",
    "a1.x, false",
    "a1.h., false",
    "a1.h./, false",
    "u1.20261124120000, false",
    "p1.o.5O190127TN, false"
  })
  void references_ofOtherAdapters_areRefused(String locator, boolean ours) {
    assertThat(adapter.check(new PaymentReference("20261124A001", locator)).isEmpty())
        .isEqualTo(ours);
  }

  @Test
  void references_ofRefunds_needTheirPayment() {
    assertThat(adapter.check(RefundReference.of(TestAccount.ORDER, "R1"))).isEmpty();
    assertThat(fields(adapter.check(new RefundReference(null, "R1", null))))
        .containsExactly("reference");
    assertThat(fields(adapter.check(new RefundReference(TestAccount.ORDER, "R1", "x"))))
        .containsExactly("reference");
  }

  @Test
  void subMerchant_checks() {
    assertThat(adapter.check(TestAccount.SUB)).isEmpty();
    assertThat(fields(adapter.check(new SubMerchant("shop", Map.of("token", "x")))))
        .containsExactly(
            "subMerchant.id", "subMerchant.details.app-auth-token", "subMerchant.details");
  }
}
