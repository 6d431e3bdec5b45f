package io.jiaozi.wechat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jiaozi.GatewayConfig;
import io.jiaozi.MerchantAccount;
import io.jiaozi.PaymentGateway;
import io.jiaozi.TimeSource;
import io.jiaozi.error.InvalidRequestException;
import io.jiaozi.error.NotSentException;
import io.jiaozi.error.OutcomeUnknownException;
import io.jiaozi.error.UntrustedMessageException;
import io.jiaozi.money.Money;
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.payment.Decline;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.payment.Scene;
import io.jiaozi.tck.ContractContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a merchant sees, from configuration to answer. */
class ThroughTheGatewayTest {

  private final FakeWechat server = new FakeWechat();
  private final StandingTime time = new StandingTime();
  private PaymentGateway gateway;

  /** Stands still; waiting moves it. */
  private static final class StandingTime implements TimeSource {
    private final AtomicLong passed = new AtomicLong();

    @Override
    public Instant now() {
      return ContractContext.NOW.plusNanos(passed.get());
    }

    @Override
    public long nanos() {
      return passed.get();
    }

    @Override
    public void sleep(Duration duration) {
      passed.addAndGet(duration.toNanos());
    }
  }

  @AfterEach
  void close() {
    if (gateway != null) {
      gateway.close();
    }
    server.close();
  }

  private MerchantAccount account(UnaryOperator<WechatConfig.Builder> change) {
    WechatConfig.Builder config =
        WechatConfig.builder(TestAccount.MCHID, TestAccount.APPID)
            .apiV3Key(TestAccount.API_V3_KEY)
            .privateKey(TestKeys.pem(TestKeys.MERCHANT.getPrivate()))
            .certificateSerial(TestAccount.SERIAL)
            .notificationUrl(TestAccount.NOTIFY)
            .baseUrl(server.address());
    gateway =
        PaymentGateway.open(
            GatewayConfig.builder()
                .time(time)
                .account("wechat", change.apply(config).build())
                .build());
    return gateway.account("wechat");
  }

  private MerchantAccount withPublicKey() {
    return account(
        config ->
            config.publicKey(
                FakeWechat.PUBLIC_KEY_ID, TestKeys.pem(TestKeys.PLATFORM.getPublic())));
  }

  private static PaymentRequest request(Scene scene) {
    return PaymentRequest.builder(
            TestAccount.ORDER.number(), Money.of("CNY", "88.00"), scene, ContractContext.NOW)
        .description("dumplings")
        .build();
  }

  private InboundRequest forged(String serial) {
    String body = new Notices().body();
    return Notices.request(FakeWechat.signature(TestKeys.STRANGER, serial, time.now(), body), body);
  }

  @Test
  void served_app_isAllowedByTheDetailsOfTheMerchantServed() {
    MerchantAccount account = withPublicKey();
    server.signed(200, "{\"prepay_id\":\"wx20\"}");

    PaymentResult result =
        account
            .actingFor(TestAccount.SUB_WITH_APP)
            .pay(request(new Scene.App(TestAccount.SUB_APPID)));

    assertThat(result.payment().subMerchantId()).isEqualTo(TestAccount.SUB_MCHID);
    assertThat(
            catchThrowableOfType(
                InvalidRequestException.class,
                () -> account.pay(request(new Scene.App(TestAccount.SUB_APPID)))))
        .hasMessageContaining("scene.clientAppId");
    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void till_paidAtOnce_isPaid() {
    server.signed(200, TestAccount.order("SUCCESS"));

    PaymentResult result =
        withPublicKey().pay(request(Scene.buyerCode("130061098828009406", "S1")));

    assertThat(result).isInstanceOf(PaymentResult.Paid.class);
    assertThat(server.asked()).hasSize(1);
  }

  private List<String> asked() {
    return server.asked().stream()
        .map(asked -> asked.method() + " " + asked.target().replaceAll("[?].*", ""))
        .toList();
  }

  private static final String PAY = "POST /v3/pay/transactions/codepay";
  private static final String ASK = "GET /v3/pay/transactions/out-trade-no/20261124A001";
  private static final String UNDO = "POST /v3/pay/transactions/out-trade-no/20261124A001/reverse";

  @Test
  void till_buyerTypesThePassword_isAskedEveryFiveSecondsUntilPaid() {
    server
        .signed(202, "{\"code\":\"USERPAYING\"}")
        .signed(200, TestAccount.order("USERPAYING"))
        .signed(200, TestAccount.order("USERPAYING"))
        .signed(200, TestAccount.order("SUCCESS"));

    PaymentResult result =
        withPublicKey().pay(request(Scene.buyerCode("130061098828009406", "S1")));

    assertThat(result).isInstanceOf(PaymentResult.Paid.class);
    assertThat(asked()).containsExactly(PAY, ASK, ASK, ASK);
    // A little jitter comes on top.
    assertThat(Duration.between(ContractContext.NOW, time.now()))
        .isBetween(Duration.ofSeconds(15), Duration.ofSeconds(17));
  }

  @Test
  void till_buyerNeverTypes_isUndoneAfterHalfAMinute() {
    server.signed(202, "{\"code\":\"USERPAYING\"}");
    for (int i = 0; i < 6; i++) {
      server.signed(200, TestAccount.order("USERPAYING"));
    }
    server.signed(200, "{\"mchid\":\"1900007291\",\"out_trade_no\":\"20261124A001\"}");

    PaymentResult result =
        withPublicKey().pay(request(Scene.buyerCode("130061098828009406", "S1")));

    assertThat(result).isInstanceOf(PaymentResult.Declined.class);
    assertThat(((PaymentResult.Declined) result).decline().reason())
        .isEqualTo(Decline.Reason.TIMED_OUT);
    assertThat(asked()).containsExactly(PAY, ASK, ASK, ASK, ASK, ASK, ASK, UNDO);
    assertThat(Duration.between(ContractContext.NOW, time.now()))
        .isBetween(Duration.ofSeconds(30), Duration.ofSeconds(35));
  }

  @Test
  void till_noTrustworthyAnswer_isAskedAboutAndNotPaidTwice() {
    server
        .error(500, "SYSTEM_ERROR")
        .error(404, "ORDER_NOT_EXIST")
        .signed(200, TestAccount.order("SUCCESS"));

    PaymentResult result =
        withPublicKey().pay(request(Scene.buyerCode("130061098828009406", "S1")));

    assertThat(result).isInstanceOf(PaymentResult.Paid.class);
    assertThat(asked()).containsExactly(PAY, ASK, ASK);
  }

  @Test
  void till_reverse_isReversed() {
    server.signed(200, "{\"mchid\":\"1900007291\",\"out_trade_no\":\"20261124A001\"}");

    assertThat(withPublicKey().reverse(TestAccount.ORDER).state()).isEqualTo(PaymentState.REVERSED);
  }

  @Test
  void download_openingAsksNobodyAndTheFirstCallFetches() {
    MerchantAccount account = account(config -> config);
    assertThat(server.asked()).isEmpty();
    server
        .signedBy(
            TestKeys.PLATFORM,
            PlatformList.OLD,
            time.now(),
            200,
            new PlatformList().with(TestKeys.PLATFORM, PlatformList.OLD).body())
        .signedBy(
            TestKeys.PLATFORM, PlatformList.OLD, time.now(), 200, TestAccount.order("SUCCESS"));

    assertThat(account.query(TestAccount.ORDER).state()).isEqualTo(PaymentState.PAID);
    assertThat(server.asked()).hasSize(2);
  }

  @Test
  void download_keyServerDown_nothingIsSentAndForgeriesAddNothing() {
    MerchantAccount account = account(config -> config);
    for (int i = 0; i < 20; i++) {
      server.error(503, "SERVICE_UNAVAILABLE");
    }

    NotSentException notSent =
        catchThrowableOfType(NotSentException.class, () -> account.pay(request(Scene.qrCode())));

    assertThat(notSent).hasMessageContaining("no platform certificate is at hand");
    assertThat(server.asked())
        .extracting(FakeWechat.Asked::target)
        .containsOnly("/v3/certificates");
    int asked = server.asked().size();
    for (int i = 0; i < 50; i++) {
      assertThat(
              catchThrowableOfType(
                  OutcomeUnknownException.class,
                  () -> account.readNotification(forged(PlatformList.NEW))))
          .isNotNull();
    }
    assertThat(server.asked()).hasSize(asked);
  }

  /** Somebody sends forgeries while certificates cannot be had; then they can again. */
  @Test
  void download_failedForForgeries_doesNotKeepPaymentsBack() {
    MerchantAccount account = account(config -> config);
    for (int minute = 0; minute < 3; minute++) {
      server.error(503, "SERVICE_UNAVAILABLE");
      assertThat(
              catchThrowableOfType(
                  OutcomeUnknownException.class,
                  () -> account.readNotification(forged(PlatformList.NEW))))
          .isNotNull();
      time.sleep(minute < 2 ? Duration.ofMinutes(1) : Duration.ZERO);
    }
    int asked = server.asked().size();
    server
        .signedBy(
            TestKeys.PLATFORM,
            PlatformList.OLD,
            time.now(),
            200,
            new PlatformList().with(TestKeys.PLATFORM, PlatformList.OLD).body())
        .signedBy(
            TestKeys.PLATFORM, PlatformList.OLD, time.now(), 200, TestAccount.order("SUCCESS"));

    assertThat(account.query(TestAccount.ORDER).state()).isEqualTo(PaymentState.PAID);
    assertThat(server.asked()).hasSize(asked + 2);
  }

  @Test
  void publicKey_forgedNotifications_causeNoRequestAtAll() {
    MerchantAccount account = withPublicKey();

    for (String serial :
        new String[] {PlatformList.NEW, FakeWechat.PUBLIC_KEY_ID, "PUB_KEY_ID_0999", "x"}) {
      assertThat(
              catchThrowableOfType(
                  UntrustedMessageException.class, () -> account.readNotification(forged(serial))))
          .isNotNull();
    }
    assertThat(server.asked()).isEmpty();
  }
}
