package io.jiaozi.wechat;

import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.error.Problem;
import io.jiaozi.money.Money;
import io.jiaozi.payment.ChannelExtras;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.Scene;
import io.jiaozi.refund.RefundRequest;
import io.jiaozi.spi.AccountSettings;
import io.jiaozi.tck.ContractContext;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestChecksTest {

  private final ContractContext context = new ContractContext();
  private final WechatAdapter adapter =
      (WechatAdapter)
          new WechatAdapterProvider()
              .open(TestAccount.settings(TestAccount.values(), Map.of()), context);

  @AfterEach
  void close() {
    context.close();
  }

  private static PaymentRequest number(String number) {
    return PaymentRequest.builder(
            number, Money.of("CNY", "1.00"), Scene.qrCode(), ContractContext.NOW)
        .description("x")
        .build();
  }

  @Test
  void payment_inOrder_hasNoProblem() {
    assertThat(adapter.check(TestAccount.payment().build())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"123456", "A|b*_-12", "12345678901234567890123456789012"})
  void orderNumber_ofTheGrammar_isTaken(String number) {
    assertThat(adapter.check(number(number))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"12345", "123456789012345678901234567890123", "12345@", "12345.", "饺子饺子饺子"})
  void orderNumber_outsideTheGrammar_isAProblem(String number) {
    assertThat(adapter.check(number(number)))
        .containsExactly(
            new Problem(
                "orderNumber",
                "must be 6 to 32 of 0-9 A-Z a-z _ - | * at WeChat Pay. Use 8 to 32 letters and digits, which every"
                    + " channel takes."));
  }

  @Test
  void payment_severalProblems_areToldAtOnce() {
    PaymentRequest request =
        PaymentRequest.builder(
                "1",
                Money.of("CNY", "100000000.01"),
                Scene.webPage(URI.create("https://a.example")),
                ContractContext.NOW)
            .payBefore(ContractContext.NOW.plus(Duration.ofDays(91)))
            .notificationUrl(URI.create("https://192.168.1.7/notify"))
            .build();

    assertThat(adapter.check(request))
        .extracting(Problem::field)
        .containsExactly(
            "orderNumber", "amount", "description", "payBefore", "notificationUrl", "scene");
  }

  @Test
  void amount_theMost_isTaken() {
    PaymentRequest request =
        PaymentRequest.builder(
                "20261124A001",
                Money.of("CNY", "100000000.00"),
                Scene.qrCode(),
                ContractContext.NOW)
            .description("x")
            .build();

    assertThat(adapter.check(request)).isEmpty();
  }

  @Test
  void description_limits_areToldInCharacters() {
    assertThat(adapter.check(TestAccount.payment().description("饺".repeat(127)).build())).isEmpty();
    assertThat(adapter.check(TestAccount.payment().description("饺".repeat(128)).build()))
        .containsExactly(
            new Problem(
                "description", "has 128 characters; WeChat Pay takes at most 127. Shorten it."));
    assertThat(adapter.check(TestAccount.payment().description(" ").build()))
        .containsExactly(new Problem("description", "is blank."));
    assertThat(adapter.check(TestAccount.payment().description("🥟").build()))
        .containsExactly(
            new Problem(
                "description",
                "holds an emoji or another 4-byte character, which WeChat Pay refuses or damages. Remove it."));
  }

  @ParameterizedTest
  @CsvSource({"60, true", "59, false", "7776000, true", "7776001, false"})
  void payBefore_fromOneMinuteTo90Days_isTaken(long seconds, boolean taken) {
    Instant payBefore = ContractContext.NOW.plusSeconds(seconds);

    assertThat(adapter.check(TestAccount.payment().payBefore(payBefore).build()).isEmpty())
        .isEqualTo(taken);
  }

  @Test
  void notificationUrl_nowhere_isAProblem() {
    AccountSettings withoutUrl =
        new AccountSettings("shop", "wechat", null, TestAccount.values(), Map.of(), Map.of());
    var bare = new WechatAdapterProvider().open(withoutUrl, context);

    assertThat(bare.check(TestAccount.payment().build()))
        .containsExactly(
            new Problem(
                "notificationUrl",
                "is missing, and the account has none either; WeChat Pay demands one. Set \"notification-url\" of the"
                    + " account, or give one with the request."));
    assertThat(bare.check(TestAccount.refund().build())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://localhost/n",
        "https://127.0.0.1/n",
        "https://10.1.2.3/n",
        "https://172.16.0.1/n",
        "https://192.168.0.1/n",
        "https://169.254.1.1/n"
      })
  void notificationUrl_outOfReach_isAProblem(URI url) {
    assertThat(adapter.check(TestAccount.payment().notificationUrl(url).build()))
        .containsExactly(
            new Problem(
                "notificationUrl",
                "leads to this machine or a private network, where WeChat Pay cannot reach it. Give a public address."));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "appid",
        "mchid",
        "sub_mchid",
        "amount",
        "amount.total",
        "amount.currency",
        "out_trade_no",
        "notify_url",
        "time_expire",
        "payer.openid",
        "description"
      })
  void extras_whatTheSdkSets_isAProblem(String path) {
    assertThat(
            adapter.check(TestAccount.payment().channelExtras(ChannelExtras.of(path, "x")).build()))
        .containsExactly(
            new Problem(
                "channelExtras." + path,
                "is set by the SDK from the request or the account, so it cannot be given again. Remove it."));
  }

  @ParameterizedTest
  @CsvSource({
    "support_fapiao, yes, must be true or false.",
    "detail.cost_price, 1.5, must be a whole number.",
    "detail.cost_price, '1,\"x\":2', must be a whole number.",
    "limit_pay, no_credit, 'must be a JSON object or list, as WeChat Pay''s documents show it.'",
    "limit_pay, '[[1]]', 'must be a JSON object or list, as WeChat Pay''s documents show it.'",
    "detail, '{\"a\":null}', 'must be a JSON object or list, as WeChat Pay''s documents show it.'",
    "goods_tag, 123456789012345678901234567890123, has 33 characters; WeChat Pay takes at most 32. Shorten it."
  })
  void extras_valueOfTheWrongForm_isAProblem(String path, String value, String sentence) {
    assertThat(
            adapter.check(
                TestAccount.payment().channelExtras(ChannelExtras.of(path, value)).build()))
        .containsExactly(new Problem("channelExtras." + path, sentence));
  }

  @Test
  void extras_wholeAndPart_isAProblem() {
    assertThat(
            adapter.check(
                TestAccount.payment()
                    .channelExtras(
                        ChannelExtras.of("scene_info", "{\"device_id\":\"1\"}")
                            .with("scene_info.device_id", "2"))
                    .build()))
        .containsExactly(
            new Problem(
                "channelExtras.scene_info",
                "is given as a whole and in parts. Give one or the other."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a..b", "A", "a.", "a b", "a\"b"})
  void extras_pathThatIsNone_isAProblem(String path) {
    assertThat(
            adapter.check(TestAccount.payment().channelExtras(ChannelExtras.of(path, "x")).build()))
        .containsExactly(
            new Problem(
                "channelExtras",
                "holds a path that is not one. Write it as WeChat Pay's documents do, such as scene_info.device_id."));
  }

  @Test
  void refund_inOrder_hasNoProblem() {
    assertThat(adapter.check(TestAccount.refund().build())).isEmpty();
  }

  @Test
  void refund_severalProblems_areToldAtOnce() {
    RefundRequest request =
        RefundRequest.builder(
                PaymentReference.parse("20261124A001~p1.o.1"),
                "R 1",
                Money.of("CNY", "100000000.01"),
                ContractContext.NOW)
            .reason("x".repeat(81))
            .notificationUrl(URI.create("https://127.0.0.1/n"))
            .channelExtras(ChannelExtras.of("amount.refund", "1"))
            .build();

    assertThat(adapter.check(request))
        .extracting(Problem::field)
        .isEqualTo(
            List.of(
                "payment",
                "refundNumber",
                "amount",
                "reason",
                "notificationUrl",
                "channelExtras.amount.refund"));
  }
}
