package io.jiaozi.unionpay;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestChecksTest {

  private static final URI PUBLIC = URI.create("https://gateway.test.95516.com");

  private final ContractContext context = new ContractContext();
  private final UnionpayAdapter adapter = TestAccount.open(PUBLIC, context);

  @AfterEach
  void close() {
    context.close();
  }

  private static PaymentRequest.Builder number(String number) {
    return PaymentRequest.builder(
        number, Money.of("CNY", "88.00"), Scene.webPage(TestAccount.RETURN), ContractContext.NOW);
  }

  private static PaymentRequest.Builder page() {
    return TestAccount.payment(Scene.webPage(TestAccount.RETURN));
  }

  @Test
  void requestsInOrder_haveNoProblem() {
    assertThat(adapter.check(page().build())).isEmpty();
    assertThat(adapter.check(TestAccount.refund().build())).isEmpty();
    assertThat(adapter.check(TestAccount.capture("88.00").build())).isEmpty();
    assertThat(adapter.check(TestAccount.voiding())).isEmpty();
    assertThat(adapter.check(TestAccount.ORDER)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1234567",
        "20261124-001",
        "2026_1124",
        "20261124A00120261124A00120261124A00120261",
        "订单20261124"
      })
  void orderNumber_ofAnotherShape_isAProblem(String number) {
    assertThat(adapter.check(number(number).build()))
        .contains(
            new Problem(
                "orderNumber",
                "must be 8 to 40 letters and digits at UnionPay. Use 8 to 32, which every channel takes and UnionPay's"
                    + " statements show whole."));
  }

  @ParameterizedTest
  @ValueSource(longs = {301, 86_400})
  void placedAt_tooOld_isAProblem(long seconds) {
    context.forward(Duration.ofSeconds(seconds));
    List<Problem> problems =
        adapter.check(page().payBefore(ContractContext.NOW.plus(Duration.ofDays(3))).build());

    assertThat(problems).hasSize(1);
    assertThat(problems.get(0).field()).isEqualTo("placedAt");
    assertThat(problems.get(0).sentence())
        .startsWith(
            "is 2026-11-24T12:00:00Z, " + (seconds == 301 ? "5" : "1440") + " minutes before")
        .endsWith(
            "Query the payment to learn how it ended; a new attempt needs a new number and a new placedAt.");
  }

  @Test
  void placedAt_withinTheTolerance_isTaken() {
    context.forward(Duration.ofMinutes(5));

    assertThat(adapter.check(page().build())).isEmpty();
  }

  @Test
  void placedAt_ahead_isAProblem() {
    context.forward(Duration.ofSeconds(-301));

    assertThat(adapter.check(page().build()).get(0).sentence())
        .contains("5 minutes ahead of this machine's clock")
        .endsWith(
            "Check the clocks of both machines; placedAt is the time when the attempt began.");
  }

  @Test
  void placedAt_ofWhatFollows_isCheckedToo() {
    context.forward(Duration.ofMinutes(6));

    assertThat(adapter.check(TestAccount.refund().build()))
        .extracting(Problem::field)
        .containsExactly("placedAt");
    assertThat(adapter.check(TestAccount.capture("1.00").build()))
        .extracting(Problem::field)
        .containsExactly("placedAt");
    assertThat(adapter.check(TestAccount.voiding()))
        .extracting(Problem::field)
        .containsExactly("placedAt");
  }

  @Test
  void placedAt_toleranceIsASetting() {
    var values = TestAccount.values();
    values.put(Settings.PLACE_TOLERANCE, "30s");
    UnionpayAdapter strict = TestAccount.open(PUBLIC, context, values);
    context.forward(Duration.ofSeconds(31));

    assertThat(strict.check(page().build())).extracting(Problem::field).containsExactly("placedAt");
  }

  @Test
  void amount_moreThanTwelveDigits_isAProblem() {
    PaymentRequest request =
        PaymentRequest.builder(
                "20261124A001",
                Money.ofMinor("CNY", 1_000_000_000_000L),
                Scene.qrCode(),
                ContractContext.NOW)
            .build();

    assertThat(adapter.check(request))
        .containsExactly(
            new Problem("amount", "is more than CNY 9999999999.99, the most UnionPay can write."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a&b", "a=b", "{a", "a}", "[a]"})
  void description_thatBreaksTheMessage_isAProblemWhereItIsSent(String text) {
    assertThat(adapter.check(page().description(text).build()))
        .containsExactly(
            new Problem(
                "description",
                "holds one of & = { } [ ], which break UnionPay's messages. Remove it."));
    assertThat(adapter.check(TestAccount.payment(Scene.qrCode()).description(text).build()))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "abc", "123456789012345678901", "1 2"})
  void buyerCode_ofAnotherShape_isAProblem(String code) {
    assertThat(adapter.check(TestAccount.payment(Scene.buyerCode(code, "s1")).build()))
        .containsExactly(
            new Problem(
                "scene.code",
                "is no code of UnionPay: one is 1 to 20 digits. Ask the buyer for the payment code and scan again."));
  }

  @Test
  void terminalId_ofAnotherShape_isAProblem() {
    Scene scene = new Scene.BuyerCode("62000000012345678", "s1", "till 7", null);

    assertThat(adapter.check(TestAccount.payment(scene).build()))
        .extracting(Problem::field)
        .containsExactly("scene.terminalId");
  }

  @Test
  void inAppPage_isNotOffered() {
    assertThat(adapter.check(TestAccount.payment(Scene.inAppPage("o1")).build()))
        .extracting(Problem::field)
        .containsExactly("scene");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://127.0.0.1/n", "https://10.0.0.7/n", "https://192.168.1.1/n"})
  void notificationUrl_nobodyCanReach_isAProblem(String url) {
    assertThat(adapter.check(page().notificationUrl(URI.create(url)).build()))
        .containsExactly(
            new Problem(
                "notificationUrl",
                "leads to this machine or a private network, where UnionPay cannot reach it. Give a public address."));
  }

  @ParameterizedTest
  @CsvSource({
    "merId, 1",
    "txnAmt, 1",
    "orderId, 12345678",
    "signature, x",
    "reqReserved, x",
    "backUrl, https://evil.example/",
    "payTimeout, 20261124201500",
    "frontUrl, https://evil.example/",
    "version, 5.0.0"
  })
  void extras_ofOurs_areRefused(String name, String value) {
    assertThat(adapter.check(page().channelExtras(ChannelExtras.of(name, value)).build()))
        .containsExactly(
            new Problem(
                "channelExtras." + name,
                "is set by the SDK from the request or the account, so it cannot be given again. Remove it."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"accNo", "customerInfo", "cvn2", "pin", "encryptedInfo"})
  void extras_withCardData_areRefused(String name) {
    assertThat(
            adapter.check(page().channelExtras(ChannelExtras.of(name, "6221558812340000")).build()))
        .containsExactly(
            new Problem(
                "channelExtras." + name,
                "carries card data, which this API never does. Let the buyer type them on UnionPay's page."));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{a", "a]", "", " a", "a "})
  void extras_thatBreakTheMessage_areRefused(String value) {
    assertThat(adapter.check(page().channelExtras(ChannelExtras.of("reserved", value)).build()))
        .extracting(Problem::field)
        .containsExactly("channelExtras.reserved");
  }

  @Test
  void extras_withAStrangeName_areRefused() {
    assertThat(adapter.check(page().channelExtras(ChannelExtras.of("a.b", "1")).build()))
        .extracting(Problem::field)
        .containsExactly("channelExtras");
  }

  @Test
  void everyProblem_isToldAtOnce() {
    context.forward(Duration.ofHours(1));
    PaymentRequest request =
        number("1")
            .description("a&b")
            .notificationUrl(URI.create("https://10.1.1.1/"))
            .channelExtras(ChannelExtras.of("merId", "1").with("accNo", "2"))
            .build();

    assertThat(adapter.check(request))
        .extracting(Problem::field)
        .containsExactly(
            "orderNumber",
            "placedAt",
            "notificationUrl",
            "channelExtras.merId",
            "channelExtras.accNo",
            "description");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "20261124A001",
        "20261124A001~p1.o.5O190127TN364715T",
        "20261124A001~u1.",
        "20261124A001~u1.20261324200000",
        "20261124A001~u1.2026112420000",
        "20261124A001~u2.20261124200000",
        "2026-1124~u1.20261124200000"
      })
  void reference_notOfUnionpay_isAProblem(String encoded) {
    PaymentReference foreign = PaymentReference.parse(encoded);

    assertThat(adapter.check(foreign)).extracting(Problem::field).containsExactly("reference");
    assertThat(
            adapter.check(
                RefundRequest.builder(
                        foreign, "R20261124A001", Money.of("CNY", "1.00"), ContractContext.NOW)
                    .build()))
        .extracting(Problem::field)
        .containsExactly("payment");
    assertThat(
            adapter.check(
                CaptureRequest.builder(
                        foreign, "C20261124A001", Money.of("CNY", "1.00"), ContractContext.NOW)
                    .build()))
        .extracting(Problem::field)
        .containsExactly("authorization");
    assertThat(adapter.check(new VoidRequest(foreign, "X20261124A001", ContractContext.NOW)))
        .extracting(Problem::field)
        .containsExactly("authorization");
  }

  @Test
  void refundReference_withoutItsTime_isAProblem() {
    assertThat(adapter.check(RefundReference.of(TestAccount.ORDER, "R20261124A001")))
        .extracting(Problem::field)
        .containsExactly("reference");
  }

  @Test
  void references_comeFromNumberAndTimeAlone() {
    assertThat(adapter.reference(page().build())).isEqualTo(TestAccount.ORDER);
    assertThat(adapter.reference(TestAccount.capture("1.00").build()).encode())
        .isEqualTo("C20261124A001~u1.20261124200000");
  }
}
