package io.jiaozi.wechat;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jiaozi.Operation;
import io.jiaozi.error.OpenOutcome.Cause;
import io.jiaozi.error.RejectedReason;
import io.jiaozi.payment.ChannelExtras;
import io.jiaozi.payment.NextAction.ShowQrCode;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.spi.ChannelFailure.NotSent;
import io.jiaozi.spi.ChannelFailure.OutcomeUnknown;
import io.jiaozi.spi.ChannelFailure.Rejected;
import io.jiaozi.spi.Signer;
import io.jiaozi.spi.SigningAlgorithm;
import io.jiaozi.support.crypto.RsaSigner;
import io.jiaozi.tck.ContractContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WechatPayWireTest {

  private static final String CODE = "{\"code_url\":\"weixin://wxpay/bizpayurl?pr=JyC91EIz1\"}";

  private final FakeWechat server = new FakeWechat();
  private final ContractContext context = new ContractContext();
  private final WechatAdapter adapter = TestAccount.open(server.address(), context);

  @AfterEach
  void close() {
    context.close();
    server.close();
  }

  private PaymentResult pay() {
    return adapter.pay(
        TestAccount.payment().payBefore(ContractContext.NOW.plusSeconds(1800)).build(),
        TestAccount.call(Operation.PAY));
  }

  @Test
  void pay_qrCode_asksForTheCodeToShow() {
    server.signed(200, CODE);

    PaymentResult result = pay();

    assertThat(result).isInstanceOf(PaymentResult.AwaitingCustomer.class);
    PaymentResult.AwaitingCustomer waiting = (PaymentResult.AwaitingCustomer) result;
    assertThat(waiting.next())
        .isEqualTo(
            new ShowQrCode(
                "weixin://wxpay/bizpayurl?pr=JyC91EIz1", ContractContext.NOW.plusSeconds(1800)));
    assertThat(waiting.payment().state()).isEqualTo(PaymentState.AWAITING_CUSTOMER);
    assertThat(waiting.payment().reference()).isEqualTo(TestAccount.ORDER);
    assertThat(waiting.payment().raw().channelRequestId()).isEqualTo("08F9-268512771");
  }

  @Test
  void pay_request_isExactlyWhatTheProtocolSays() {
    server.signed(200, CODE);

    adapter.pay(
        TestAccount.payment()
            .payBefore(ContractContext.NOW.plusSeconds(1800))
            .channelExtras(
                ChannelExtras.of("attach", "0001")
                    .with("support_fapiao", "true")
                    .with("limit_pay", "[\"no_credit\"]")
                    .with("detail.cost_price", "100")
                    .with("scene_info.device_id", "7"))
            .build(),
        TestAccount.call(Operation.PAY));

    FakeWechat.Asked asked = server.asked().get(0);
    assertThat(asked.method()).isEqualTo("POST");
    assertThat(asked.target()).isEqualTo("/v3/pay/transactions/native");
    assertThat(asked.body())
        .isEqualTo(
            "{\"appid\":\"wxd678efh567hg6787\",\"mchid\":\"1900007291\",\"description\":\"Two boxes of dumplings,"
                + " 饺子\",\"out_trade_no\":\"20261124A001\",\"time_expire\":\"2026-11-24T20:30:00+08:00\","
                + "\"notify_url\":\"https://shop.example/notify/wechat\",\"amount\":{\"total\":8800,\"currency\":\"CNY\"},"
                + "\"attach\":\"0001\",\"support_fapiao\":true,\"limit_pay\":[\"no_credit\"],"
                + "\"detail\":{\"cost_price\":100},\"scene_info\":{\"device_id\":\"7\"}}");
    assertThat(asked.header("Accept")).isEqualTo("application/json");
    assertThat(asked.header("Content-Type")).isEqualTo("application/json");
    assertThat(asked.header("User-Agent")).startsWith("jiaozi/");
    assertThat(asked.header("Wechatpay-Serial")).isEqualTo(FakeWechat.PUBLIC_KEY_ID);
    String authorization = asked.header("Authorization");
    assertThat(authorization)
        .startsWith(
            "WECHATPAY2-SHA256-RSA2048 mchid=\"1900007291\",nonce_str=\"01010101010101010101010101010101\",signature=\"")
        .endsWith(
            "\",timestamp=\"1795521600\",serial_no=\"408B07E79B8269FEC3D5D3E6AB8ED163A6A380DB\"");
    assertThat(signatureFits(asked)).isTrue();
  }

  private static boolean signatureFits(FakeWechat.Asked asked) {
    return TestKeys.verifies(
        TestKeys.MERCHANT,
        FakeWechat.signedText(asked),
        Base64.getDecoder().decode(FakeWechat.item(asked.header("Authorization"), "signature")));
  }

  @Test
  void pay_again_isSignedAnew() {
    server.signed(200, CODE).signed(200, CODE);

    pay();
    context.forward(Duration.ofSeconds(2));
    pay();

    String first = server.asked().get(0).header("Authorization");
    String second = server.asked().get(1).header("Authorization");
    assertThat(FakeWechat.item(second, "nonce_str"))
        .isNotEqualTo(FakeWechat.item(first, "nonce_str"));
    assertThat(FakeWechat.item(second, "timestamp")).isEqualTo("1795521602");
    assertThat(server.asked().get(1).body()).isEqualTo(server.asked().get(0).body());
    assertThat(signatureFits(server.asked().get(1))).isTrue();
  }

  @Test
  void pay_keyOutsideTheProcess_isAskedOnce() {
    AtomicInteger signatures = new AtomicInteger();
    Signer inside = RsaSigner.of(TestKeys.MERCHANT.getPrivate());
    Signer counting =
        new Signer() {
          @Override
          public boolean supports(SigningAlgorithm algorithm) {
            return inside.supports(algorithm);
          }

          @Override
          public byte[] sign(SigningAlgorithm algorithm, byte[] message) {
            signatures.incrementAndGet();
            return inside.sign(algorithm, message);
          }
        };
    WechatAdapter external =
        TestAccount.open(server.address(), context, Map.of(Settings.PRIVATE_KEY, counting));
    assertThat(signatures).hasValue(0);
    server.signed(200, CODE);

    external.pay(TestAccount.payment().build(), TestAccount.call(Operation.PAY));

    assertThat(signatures).hasValue(1);
    assertThat(signatureFits(server.asked().get(0))).isTrue();
  }

  @Test
  void pay_keyServiceDown_isNotSent() {
    Signer broken =
        new Signer() {
          @Override
          public boolean supports(SigningAlgorithm algorithm) {
            return true;
          }

          @Override
          public byte[] sign(SigningAlgorithm algorithm, byte[] message) {
            throw new IllegalStateException("Session lost.");
          }
        };
    WechatAdapter external =
        TestAccount.open(server.address(), context, Map.of(Settings.PRIVATE_KEY, broken));

    assertThatThrownBy(
            () -> external.pay(TestAccount.payment().build(), TestAccount.call(Operation.PAY)))
        .isInstanceOf(NotSent.class)
        .hasMessage(
            "was not asked: the key in \"private-key\" could not sign now; check the service or device that holds it");
    assertThat(server.asked()).isEmpty();
  }

  @Test
  void pay_replySignedByStranger_isUnknown() {
    server.then(
        exchange -> {
          FakeWechat.signature(
                  TestKeys.STRANGER, FakeWechat.PUBLIC_KEY_ID, ContractContext.NOW, CODE)
              .forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
          FakeWechat.reply(exchange, 200, "application/json", CODE);
        });

    OutcomeUnknown unknown = unknown(this::pay);

    assertThat(unknown.reason()).isEqualTo(Cause.UNTRUSTED_REPLY);
    assertThat(unknown)
        .hasMessage(
            "answered 200 with a message that carries a signature that does not fit its bytes: it was altered on the way,"
                + " or WeChat Pay did not sign it");
    assertThat(unknown.httpStatus()).isEqualTo(200);
  }

  @Test
  void pay_probeSignature_isUnknown() {
    server.then(
        exchange -> {
          FakeWechat.signature(
                  TestKeys.PLATFORM, FakeWechat.PUBLIC_KEY_ID, ContractContext.NOW, CODE)
              .forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
          exchange
              .getResponseHeaders()
              .set("Wechatpay-Signature", "WECHATPAY/SIGNTEST/8bZ7wAd1TvK3gxk5oQ");
          FakeWechat.reply(exchange, 200, "application/json", CODE);
        });

    assertThat(unknown(this::pay).reason()).isEqualTo(Cause.UNTRUSTED_REPLY);
  }

  @Test
  void pay_unsignedReply_isUnknown() {
    server.unsigned(200, "application/json", CODE);

    OutcomeUnknown unknown = unknown(this::pay);

    assertThat(unknown.reason()).isEqualTo(Cause.UNTRUSTED_REPLY);
    assertThat(unknown)
        .hasMessage(
            "answered 200 with a message that does not carry the header Wechatpay-Timestamp exactly once, so nothing proves"
                + " who sent it");
  }

  @Test
  void pay_signedReplyThatIsNoJson_isUnknown() {
    server.signed(200, "<html>ok</html>");

    assertThat(unknown(this::pay).reason()).isEqualTo(Cause.UNREADABLE_REPLY);
  }

  @Test
  void pay_signedReplyWithoutCode_isUnknown() {
    server.signed(200, "{}");

    assertThat(unknown(this::pay)).hasMessage("answered 200 without a QR code");
  }

  @Test
  void pay_accepted202_isStillPending() {
    server.signed(202, "{}");

    assertThat(unknown(this::pay).reason()).isEqualTo(Cause.STILL_PENDING);
  }

  @ParameterizedTest
  @CsvSource({
    "400, PARAM_ERROR, INVALID",
    "400, INVALID_REQUEST, INVALID",
    "400, APPID_MCHID_NOT_MATCH, BAD_CREDENTIALS",
    "400, MCH_NOT_EXISTS, BAD_CREDENTIALS",
    "400, ORDER_CLOSED, ORDER_CLOSED",
    "401, SIGN_ERROR, BAD_CREDENTIALS",
    "403, NO_AUTH, NOT_PERMITTED",
    "403, RULELIMIT, NOT_PERMITTED",
    "403, RULE_LIMIT, NOT_PERMITTED",
    "403, TRADE_ERROR, OTHER",
    "403, ACCOUNT_ERROR, OTHER",
    "429, FREQUENCY_LIMITED, TOO_MANY_REQUESTS",
    "429, SOMETHING_NEW, TOO_MANY_REQUESTS",
    "500, OPENID_MISMATCH, INVALID"
  })
  void pay_refusal_isRejectedWithItsReason(int status, String code, RejectedReason reason) {
    server.error(status, code);

    Rejected rejected = rejected(this::pay);

    assertThat(rejected.reason()).isEqualTo(reason);
    assertThat(rejected.channelCode()).isEqualTo(code);
    assertThat(rejected.httpStatus()).isEqualTo(status);
    assertThat(rejected.channelRequestId()).isEqualTo("08F9-268512771");
    assertThat(rejected.remedy()).isNotBlank().endsWith(".");
    assertThat(rejected.getMessage() + rejected.remedy()).doesNotContain("c4n4ry");
  }

  @ParameterizedTest
  @CsvSource({
    "500, SYSTEM_ERROR, SERVER_ERROR",
    "500, SYSTEMERROR, SERVER_ERROR",
    "500, PARAM_ERROR, SERVER_ERROR",
    "503, SERVICE_UNAVAILABLE, SERVER_ERROR",
    "500, BANK_ERROR, SERVER_ERROR",
    "400, SOMETHING_NEW, UNKNOWN_CODE"
  })
  void pay_errorThatSettlesNothing_isUnknown(int status, String code, Cause cause) {
    server.error(status, code);

    OutcomeUnknown unknown = unknown(this::pay);

    assertThat(unknown.reason()).isEqualTo(cause);
    assertThat(unknown.channelCode()).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource({"502", "504", "404", "400", "302"})
  void pay_pageInsteadOfErrorDocument_isUnknown(int status) {
    server.unsigned(status, "text/html", "<html>nginx</html>");

    OutcomeUnknown unknown = unknown(this::pay);

    assertThat(unknown.reason()).isEqualTo(Cause.SERVER_ERROR);
    assertThat(unknown).hasMessage("answered " + status + " without an error document");
  }

  @Test
  void pay_emptyErrorReply_isUnknown() {
    server.unsigned(500, "application/json", "");

    assertThat(unknown(this::pay).reason()).isEqualTo(Cause.SERVER_ERROR);
  }

  @Test
  void pay_retryAfter_isPassedOn() {
    server.then(
        exchange -> {
          exchange.getResponseHeaders().set("Retry-After", "7");
          FakeWechat.reply(exchange, 429, "text/plain", "slow down");
        });

    Rejected rejected = rejected(this::pay);

    assertThat(rejected.retryAfter()).isEqualTo(Duration.ofSeconds(7));
    assertThat(rejected.channelCode()).isEqualTo("429");
  }

  @Test
  void pay_noAnswer_isUnknown() {
    server.silence();

    OutcomeUnknown unknown =
        unknown(
            () ->
                adapter.pay(
                    TestAccount.payment().build(),
                    TestAccount.within(Operation.PAY, Duration.ofMillis(300))));

    assertThat(unknown.reason()).isEqualTo(Cause.NO_REPLY);
    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void pay_connectionClosedAfterSending_isUnknownAndSentOnce() {
    server.then(exchange -> exchange.close());

    assertThat(unknown(this::pay).reason()).isEqualTo(Cause.NO_REPLY);
    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void pay_connectionRefused_isNotSent() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    WechatAdapter nowhere = TestAccount.open(URI.create("http://127.0.0.1:" + port), context);

    assertThatThrownBy(
            () -> nowhere.pay(TestAccount.payment().build(), TestAccount.call(Operation.PAY)))
        .isInstanceOf(NotSent.class);
  }

  @ParameterizedTest
  @CsvSource({
    "268435461, INVALID",
    "268435464, INVALID",
    "270924358, INVALID",
    "268501013, INVALID",
    "268447840, TOO_MANY_REQUESTS",
    "268443699, BAD_CREDENTIALS",
    "268445527, BAD_CREDENTIALS",
    "268449641, WRONG_STATE",
    "268447914, INVALID",
    "7, INVALID"
  })
  void pay_invalidRequest_isToldApartByTheRequestId(String subCode, RejectedReason reason) {
    invalidRequest(subCode);

    Rejected rejected = rejected(this::pay);

    assertThat(rejected.reason()).isEqualTo(reason);
    assertThat(rejected.channelCode()).isEqualTo("INVALID_REQUEST");
  }

  private void invalidRequest(String subCode) {
    server.then(
        exchange -> {
          byte[] body = "{\"code\":\"INVALID_REQUEST\",\"message\":\"x\"}".getBytes(UTF_8);
          exchange.getResponseHeaders().set("Request-ID", "08F9-" + subCode);
          exchange.sendResponseHeaders(400, body.length);
          exchange.getResponseBody().write(body);
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"268449538", "268498689"})
  void pay_invalidRequestBecausePaid_isPaidOnceTheQueryProvesIt(String subCode) {
    invalidRequest(subCode);
    server.signed(200, TestAccount.order("SUCCESS"));

    assertThat(pay()).isInstanceOf(PaymentResult.Paid.class);
  }

  @Test
  void pay_invalidRequestBecauseOtherContents_isNumberReused() {
    invalidRequest("268498688");
    server.signed(200, TestAccount.order("NOTPAY"));

    assertThat(rejected(this::pay).reason()).isEqualTo(RejectedReason.NUMBER_REUSED);
  }

  @Test
  void pay_mainAddressRefuses_theNextAttemptGoesToTheSecond() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    WechatAdapter two =
        TestAccount.open(
            Map.of(Settings.BASE_URL, "http://127.0.0.1:" + port + "," + server.address()),
            server.address(),
            context);
    server.signed(200, CODE);

    assertThatThrownBy(
            () -> two.pay(TestAccount.payment().build(), TestAccount.call(Operation.PAY)))
        .isInstanceOf(NotSent.class);
    assertThat(two.pay(TestAccount.payment().build(), TestAccount.call(Operation.PAY)))
        .isInstanceOf(PaymentResult.AwaitingCustomer.class);
    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void pay_mainAddressAnswersWithAnError_theSecondIsNotTried() {
    try (FakeWechat second = new FakeWechat()) {
      WechatAdapter two =
          TestAccount.open(
              Map.of(Settings.BASE_URL, server.address() + "," + second.address()),
              server.address(),
              context);
      server.error(503, "SERVICE_UNAVAILABLE").silence();

      unknown(() -> two.pay(TestAccount.payment().build(), TestAccount.call(Operation.PAY)));
      unknown(
          () ->
              two.pay(
                  TestAccount.payment().build(),
                  TestAccount.within(Operation.PAY, Duration.ofMillis(300))));

      assertThat(server.asked()).hasSize(2);
      assertThat(second.asked()).isEmpty();
    }
  }

  @Test
  void pay_paidAlready_isPaidOnceTheQueryProvesIt() {
    server.error(400, "ORDERPAID").signed(200, TestAccount.order("SUCCESS"));

    PaymentResult result = pay();

    assertThat(result).isInstanceOf(PaymentResult.Paid.class);
    assertThat(result.payment().channelPaymentId()).isEqualTo("4200001234202611240000000001");
    assertThat(server.asked()).hasSize(2);
  }

  @Test
  void pay_paidAlreadyWithAnotherAmount_isNumberReused() {
    server
        .error(400, "ORDER_PAID")
        .signed(200, TestAccount.order("SUCCESS").replace("8800", "9900"));

    assertThat(rejected(this::pay).reason()).isEqualTo(RejectedReason.NUMBER_REUSED);
  }

  @Test
  void pay_numberUsedByAnUnpaidOrder_isNumberReused() {
    server.error(403, "OUT_TRADE_NO_USED").signed(200, TestAccount.order("NOTPAY"));

    Rejected rejected = rejected(this::pay);

    assertThat(rejected.reason()).isEqualTo(RejectedReason.NUMBER_REUSED);
    assertThat(rejected)
        .hasMessage("has another order under this number, which is AWAITING_CUSTOMER");
  }

  @Test
  void pay_paidAndRefundedSince_isAlreadyPaid() {
    server.error(400, "ORDER_PAID").signed(200, TestAccount.order("REFUND"));

    assertThat(rejected(this::pay).reason()).isEqualTo(RejectedReason.ALREADY_PAID);
  }

  @Test
  void pay_saidToBePaidButTheQueryDiffers_isUnknown() {
    server.error(400, "ORDER_PAID").signed(200, TestAccount.order("NOTPAY"));

    assertThat(unknown(this::pay).reason()).isEqualTo(Cause.STILL_PENDING);
  }

  @Test
  void pay_saidToBePaidButTheQueryFails_isUnknown() {
    server.error(400, "ORDER_PAID").unsigned(502, "text/html", "<html>");

    assertThat(unknown(this::pay))
        .hasMessage(
            "says ORDER_PAID without proof, and asking how the order stands failed: it answered 502 without an error"
                + " document");
  }

  static OutcomeUnknown unknown(ThrowingCallable call) {
    return failure(call, OutcomeUnknown.class);
  }

  static Rejected rejected(ThrowingCallable call) {
    return failure(call, Rejected.class);
  }

  private static <T extends ChannelFailure> T failure(ThrowingCallable call, Class<T> kind) {
    return kind.cast(catchThrowableOfType(kind, call));
  }
}
