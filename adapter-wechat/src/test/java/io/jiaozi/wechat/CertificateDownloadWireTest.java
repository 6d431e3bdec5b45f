package io.jiaozi.wechat;

import static io.jiaozi.wechat.WechatPayWireTest.rejected;
import static io.jiaozi.wechat.WechatPayWireTest.unknown;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jiaozi.Operation;
import io.jiaozi.error.OpenOutcome.Cause;
import io.jiaozi.error.RejectedReason;
import io.jiaozi.error.UntrustedReason;
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.notification.Notification;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.spi.CallContext;
import io.jiaozi.spi.ChannelFailure.NotSent;
import io.jiaozi.spi.ChannelFailure.OutcomeUnknown;
import io.jiaozi.spi.ChannelFailure.Untrusted;
import io.jiaozi.tck.ContractContext;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Platform certificates fetched, verified, exchanged, and never at a stranger's bidding. */
class CertificateDownloadWireTest {

  private static final KeyPair NEXT = TestKeys.STRANGER;
  private static final CallContext READ = TestAccount.call(Operation.NOTIFICATION);
  private static final String LIST = "/v3/certificates";
  private static final String ORDER =
      "/v3/pay/transactions/out-trade-no/20261124A001?mchid=1900007291";

  private final FakeWechat server = new FakeWechat();
  private final ContractContext context = new ContractContext();
  private final WechatAdapter adapter =
      TestAccount.open(
          Map.of(Settings.PUBLIC_KEY, "", Settings.PUBLIC_KEY_ID, ""), server.address(), context);

  @AfterEach
  void close() {
    context.close();
    server.close();
  }

  private static PlatformList list() {
    return new PlatformList().with(TestKeys.PLATFORM, PlatformList.OLD);
  }

  private FakeWechat certificates(PlatformList list) {
    return certificates(list, TestKeys.PLATFORM, PlatformList.OLD);
  }

  private FakeWechat certificates(PlatformList list, KeyPair key, String serial) {
    return server.signedBy(key, serial, now(), 200, list.body());
  }

  private FakeWechat order() {
    return server.signedBy(
        TestKeys.PLATFORM, PlatformList.OLD, now(), 200, TestAccount.order("SUCCESS"));
  }

  private Instant now() {
    return context.clock().instant();
  }

  private Payment query() {
    return adapter.query(TestAccount.ORDER, TestAccount.call(Operation.QUERY));
  }

  private List<String> targets() {
    return server.asked().stream().map(FakeWechat.Asked::target).toList();
  }

  private InboundRequest notice(KeyPair key, String serial) {
    String body = new Notices().body();
    return Notices.request(FakeWechat.signature(key, serial, now(), body), body);
  }

  private UntrustedReason refusal(InboundRequest request) {
    return catchThrowableOfType(Untrusted.class, () -> adapter.readNotification(request, READ))
        .reason();
  }

  @Test
  void opening_asksNobody() {
    assertThat(server.asked()).isEmpty();
    assertThat(context.keyFetches() + context.accessFetches()).isZero();
  }

  @Test
  void firstCall_fetchesBeforeItIsSentAndNamesWhatItFetched() {
    certificates(list());
    order();

    assertThat(query().state()).isEqualTo(PaymentState.PAID);

    assertThat(targets()).containsExactly(LIST, ORDER);
    assertThat(server.asked().get(0).header("Wechatpay-Serial")).isNull();
    assertThat(server.asked().get(0).header("Authorization"))
        .startsWith("WECHATPAY2-SHA256-RSA2048 mchid=\"1900007291\"");
    assertThat(server.asked().get(1).header("Wechatpay-Serial")).isEqualTo(PlatformList.OLD);
    assertThat(context.accessFetches()).as("through the breaker of our own calls").isEqualTo(1);
    assertThat(context.keyFetches()).as("and not through that of messages").isZero();
  }

  @Test
  void furtherCalls_fetchNothing() {
    certificates(list());
    order();
    order();

    query();
    query();

    assertThat(targets()).containsExactly(LIST, ORDER, ORDER);
  }

  private static <T> List<T> together(int callers, Callable<T> call) throws Exception {
    CountDownLatch start = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(callers);
    try {
      List<Future<T>> running = new ArrayList<>();
      for (int i = 0; i < callers; i++) {
        running.add(
            threads.submit(
                () -> {
                  start.await();
                  return call.call();
                }));
      }
      start.countDown();
      List<T> results = new ArrayList<>();
      for (Future<T> one : running) {
        results.add(one.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }

  /** Those who waited for another's fetch are told what it was told. */
  @Test
  void manyFirstCalls_merchantHasNoCertificates_areAllRejected() throws Exception {
    int callers = 8;
    for (int i = 0; i < callers; i++) {
      server.error(404, "RESOURCE_NOT_EXISTS");
    }

    assertThat(together(callers, () -> rejected(this::query).reason()))
        .hasSize(callers)
        .containsOnly(RejectedReason.BAD_CREDENTIALS);
  }

  @Test
  void manyFirstCalls_fetchOnce() throws Exception {
    server.then(
        exchange -> {
          FakeWechat.signature(TestKeys.PLATFORM, PlatformList.OLD, now(), list().body())
              .forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
          FakeWechat.reply(exchange, 200, "application/json", list().body());
        });
    int callers = 8;
    for (int i = 0; i < callers; i++) {
      order();
    }
    assertThat(together(callers, () -> query().state())).containsOnly(PaymentState.PAID);
    assertThat(targets()).filteredOn(LIST::equals).hasSize(1);
  }

  @Test
  void firstNotification_fetchesAndIsRead() {
    certificates(list());

    assertThat(adapter.readNotification(notice(TestKeys.PLATFORM, PlatformList.OLD), READ))
        .isInstanceOf(Notification.PaymentChanged.class);
    assertThat(targets()).containsExactly(LIST);
    assertThat(context.keyFetches()).as("through the breaker of messages").isEqualTo(1);
    assertThat(context.accessFetches()).as("and not through that of our own calls").isZero();
  }

  @Test
  void forgedNotifications_causeOneFetchAMinuteHoweverManyCome() {
    certificates(list());
    certificates(list());
    for (int i = 10; i < 60; i++) {
      assertThat(refusal(notice(NEXT, "7157F09EFDC096DE15EBE81A47057A7232F1B8" + i)))
          .isEqualTo(UntrustedReason.UNKNOWN_KEY);
    }
    assertThat(targets()).containsExactly(LIST);

    context.forward(Duration.ofSeconds(59));
    assertThat(refusal(notice(NEXT, PlatformList.NEW))).isEqualTo(UntrustedReason.UNKNOWN_KEY);
    assertThat(targets()).hasSize(1);

    context.forward(Duration.ofSeconds(1));
    assertThat(refusal(notice(NEXT, PlatformList.NEW))).isEqualTo(UntrustedReason.UNKNOWN_KEY);
    assertThat(targets()).containsExactly(LIST, LIST);
  }

  @Test
  void forgedNotification_withAKnownSerial_causesNone() {
    certificates(list());
    order();
    query();

    assertThat(refusal(notice(NEXT, PlatformList.OLD))).isEqualTo(UntrustedReason.BAD_SIGNATURE);

    assertThat(targets()).containsExactly(LIST, ORDER);
  }

  @Test
  void forgedNotification_namingAPublicKey_causesNone() {
    assertThat(refusal(notice(NEXT, FakeWechat.PUBLIC_KEY_ID)))
        .isEqualTo(UntrustedReason.UNKNOWN_KEY);
    assertThat(refusal(notice(NEXT, "not hexadecimal"))).isEqualTo(UntrustedReason.UNKNOWN_KEY);

    assertThat(server.asked()).isEmpty();
  }

  @Test
  void forgedNotification_whereKeysAreConfigured_causesNone() {
    WechatAdapter publicKey = TestAccount.open(server.address(), context);
    String certificate =
        TestKeys.pem(
            TestKeys.certificate(
                TestKeys.PLATFORM,
                PlatformList.OLD,
                ContractContext.NOW.minusSeconds(60),
                ContractContext.NOW.plusSeconds(60)));
    WechatAdapter fixed =
        TestAccount.open(
            Map.of(
                Settings.PUBLIC_KEY,
                "",
                Settings.PUBLIC_KEY_ID,
                "",
                Settings.PLATFORM_CERTIFICATES,
                certificate),
            server.address(),
            context);

    for (WechatAdapter configured : List.of(publicKey, fixed)) {
      assertThat(
              catchThrowableOfType(
                      Untrusted.class,
                      () -> configured.readNotification(notice(NEXT, PlatformList.NEW), READ))
                  .reason())
          .isEqualTo(UntrustedReason.UNKNOWN_KEY);
    }
    assertThat(server.asked()).isEmpty();
    assertThat(context.keyFetches()).isZero();
  }

  @Test
  void replyNamingAnUnknownCertificate_rightAfterAFetch_isNotLookedForAgain() {
    certificates(list());
    server.signedBy(NEXT, PlatformList.NEW, now(), 200, TestAccount.order("SUCCESS"));

    assertThat(unknown(this::query).reason()).isEqualTo(Cause.UNTRUSTED_REPLY);

    assertThat(targets()).containsExactly(LIST, ORDER);
  }

  @Test
  void rotation_notificationNamesANewCertificate_isFetchedAndBelieved() {
    certificates(list());
    order();
    query();
    context.forward(Duration.ofMinutes(2));
    certificates(list().with(NEXT, PlatformList.NEW), NEXT, PlatformList.NEW);

    assertThat(adapter.readNotification(notice(NEXT, PlatformList.NEW), READ))
        .isInstanceOf(Notification.PaymentChanged.class);
    assertThat(adapter.readNotification(notice(TestKeys.PLATFORM, PlatformList.OLD), READ))
        .as("the old one goes on while both are listed")
        .isInstanceOf(Notification.PaymentChanged.class);
    assertThat(targets()).containsExactly(LIST, ORDER, LIST);
  }

  @Test
  void rotation_replyNamesANewCertificate_isVerifiedWithinTheSameCall() {
    certificates(list());
    order();
    query();
    context.forward(Duration.ofMinutes(2));
    server.signedBy(NEXT, PlatformList.NEW, now(), 200, TestAccount.order("SUCCESS"));
    certificates(list().with(NEXT, PlatformList.NEW), NEXT, PlatformList.NEW);

    assertThat(query().state()).isEqualTo(PaymentState.PAID);
    assertThat(targets()).containsExactly(LIST, ORDER, ORDER, LIST);
  }

  @Test
  void sixHoursLater_theNextCallFetchesAnew() {
    certificates(list());
    order();
    query();
    context.forward(Duration.ofHours(6));
    certificates(list());
    order();

    query();

    assertThat(targets()).containsExactly(LIST, ORDER, LIST, ORDER);
  }

  @Test
  void sixHoursLater_fetchingFails_oldKeysGoOnAndNobodyAsksAgainForAMinute() {
    certificates(list());
    order();
    query();
    context.forward(Duration.ofHours(7));
    server.error(500, "SYSTEM_ERROR");
    order();
    order();

    assertThat(query().state()).isEqualTo(PaymentState.PAID);
    assertThat(query().state()).isEqualTo(PaymentState.PAID);

    assertThat(targets()).containsExactly(LIST, ORDER, LIST, ORDER, ORDER);
  }

  @ParameterizedTest
  @CsvSource({
    "500, SYSTEM_ERROR, reports an error of its own system",
    "503, SERVICE_UNAVAILABLE, says that it is not available now",
    // Of the order, which was not sent, these say nothing: they must not look like its refusal.
    "429, RATELIMIT_EXCEED, takes no more calls of this kind for now",
    "400, PARAM_ERROR, finds a field of the request malformed",
    "404, ORDER_NOT_EXIST, does not know the order",
    "400, SOMETHING_NEW, answered with a code that has no known meaning"
  })
  void firstCall_fetchingFails_nothingElseIsSent(int status, String code, String what) {
    server.error(status, code);

    NotSent notSent = catchThrowableOfType(NotSent.class, this::query);

    assertThat(notSent)
        .hasMessageStartingWith(
            "was not asked: no platform certificate is at hand to verify an answer with, and fetching one failed: it "
                + what)
        .hasMessageEndingWith(
            " (status "
                + status
                + ", code "
                + code
                + "). If the merchant console shows a WeChat Pay public key, set \"public-key\" and \"public-key-id\""
                + " instead");
    assertThat(targets()).containsExactly(LIST);
  }

  @ParameterizedTest
  @CsvSource({
    "401, SIGN_ERROR, BAD_CREDENTIALS",
    "400, MCH_NOT_EXISTS, BAD_CREDENTIALS",
    "403, NO_AUTH, NOT_PERMITTED"
  })
  void firstCall_theAccountItselfIsRefused_isRejectedAndSaysWhatToDo(
      int status, String code, RejectedReason reason) {
    server.error(status, code);

    var refused = rejected(this::query);

    assertThat(refused.reason()).isEqualTo(reason);
    assertThat(refused.channelCode()).isEqualTo(code);
    assertThat(refused.remedy()).isNotBlank();
    assertThat(targets()).containsExactly(LIST);
  }

  @Test
  void firstCall_fetchingFailed_theNextTriesAgain() {
    server.error(500, "SYSTEM_ERROR");
    certificates(list());
    order();

    assertThat(catchThrowableOfType(NotSent.class, this::query)).isNotNull();
    assertThat(query().state()).isEqualTo(PaymentState.PAID);
  }

  @Test
  void firstCall_merchantHasNoCertificates_saysToConfigureThePublicKey() {
    server.error(404, "RESOURCE_NOT_EXISTS");

    var refused = rejected(this::query);

    assertThat(refused.reason()).isEqualTo(RejectedReason.BAD_CREDENTIALS);
    assertThat(refused)
        .hasMessage(
            "has no platform certificates for this merchant, for it signs with the WeChat Pay public key instead");
    assertThat(refused.remedy()).isEqualTo("Set \"public-key\" and \"public-key-id\".");
    assertThat(targets()).containsExactly(LIST);
  }

  @Test
  void firstNotification_fetchingFails_isToBeDeliveredAgain() {
    server.error(404, "RESOURCE_NOT_EXISTS");
    InboundRequest genuine = notice(TestKeys.PLATFORM, PlatformList.OLD);

    OutcomeUnknown unknown = unknown(() -> adapter.readNotification(genuine, READ));
    OutcomeUnknown again = unknown(() -> adapter.readNotification(genuine, READ));

    assertThat(unknown.reason()).isEqualTo(Cause.UNTRUSTED_REPLY);
    assertThat(again.reason()).isEqualTo(Cause.UNTRUSTED_REPLY);
    assertThat(targets()).as("once a minute").containsExactly(LIST);
  }

  @Test
  void replyToASentCall_whoseKeyCannotBeFetched_isUnknownAndNeverRejected() {
    certificates(list());
    order();
    query();
    context.forward(Duration.ofMinutes(2));
    server.signedBy(NEXT, PlatformList.NEW, now(), 200, TestAccount.order("SUCCESS"));
    server.error(404, "RESOURCE_NOT_EXISTS");

    assertThat(unknown(this::query))
        .hasMessageStartingWith("cannot be verified: it names a certificate that is not at hand");
  }

  // ---- what is believed of a list

  private NotSent refused() {
    return catchThrowableOfType(NotSent.class, this::query);
  }

  @Test
  void list_signedByNoneOfItsCertificates_isNotBelieved() {
    certificates(list(), NEXT, PlatformList.NEW);

    assertThat(refused()).hasMessageContaining("names a key (Wechatpay-Serial)");
  }

  @Test
  void list_signatureDoesNotFit_isNotBelieved() {
    certificates(list(), NEXT, PlatformList.OLD);

    assertThat(refused()).hasMessageContaining("carries a signature that does not fit its bytes");
  }

  @Test
  void list_unsigned_isNotBelieved() {
    server.unsigned(200, "application/json", list().body());

    assertThat(refused()).hasMessageContaining("does not carry the header Wechatpay-Timestamp");
  }

  @Test
  void list_old_isNotBelieved() {
    server.signedBy(
        TestKeys.PLATFORM,
        PlatformList.OLD,
        now().minus(Duration.ofMinutes(5)),
        200,
        list().body());

    assertThat(refused()).hasMessageContaining("was signed 5 minutes ago or more");
  }

  @Test
  void list_encryptedWithAnotherKey_isNotBelieved() {
    certificates(
        new PlatformList()
            .encryptedWith("c4n4ryffffffffffffffffffffffffff")
            .with(NEXT, PlatformList.NEW),
        NEXT,
        PlatformList.NEW);

    assertThat(refused()).hasMessageContaining("\"api-v3-key\" does not open");
  }

  @Test
  void list_underAnotherSerial_isNotBelieved() {
    certificates(
        new PlatformList()
            .with(
                TestKeys.certificate(
                    TestKeys.PLATFORM,
                    PlatformList.NEW,
                    now().minusSeconds(60),
                    now().plusSeconds(3600)),
                PlatformList.OLD));

    assertThat(refused()).hasMessageContaining("under another serial number than its own");
  }

  @Test
  void list_certificateThatIsOver_isLeftOut() {
    certificates(
        new PlatformList()
            .with(
                TestKeys.certificate(
                    NEXT, PlatformList.NEW, now().minusSeconds(3600), now().minusSeconds(60)),
                PlatformList.NEW));

    assertThat(refused()).hasMessageContaining("listed only platform certificates that are over");
  }

  @Test
  void list_ofAnotherCipherOrContent_isNotBelieved() {
    certificates(new PlatformList().listed(PlatformList.OLD, "x", "AEAD_SM4_GCM"));
    assertThat(refused()).hasMessageContaining("not encrypted with AEAD_AES_256_GCM");

    certificates(new PlatformList().listed(PlatformList.OLD, "c4n4ry", "AEAD_AES_256_GCM"));
    assertThat(refused())
        .hasMessageContaining("no usable platform certificate")
        .hasMessageNotContaining("c4n4ry");
  }

  @Test
  void list_emptyOrNoList_isNotBelieved() {
    certificates(new PlatformList());
    assertThat(refused()).hasMessageContaining("listed no platform certificates");

    server.signedBy(TestKeys.PLATFORM, PlatformList.OLD, now(), 200, "<html>");
    assertThat(refused()).hasMessageContaining("something that is not what its documents promise");
  }

  // ---- both kinds while a merchant is moved

  private WechatAdapter both() {
    return TestAccount.open(
        Map.of(Settings.PLATFORM_CERTIFICATES, Settings.DOWNLOAD), server.address(), context);
  }

  @Test
  void changeOver_publicKeySigns_nothingIsFetched() {
    server.signed(200, TestAccount.order("SUCCESS"));

    Payment payment = both().query(TestAccount.ORDER, TestAccount.call(Operation.QUERY));

    assertThat(payment.state()).isEqualTo(PaymentState.PAID);
    assertThat(targets()).containsExactly(ORDER);
    assertThat(server.asked().get(0).header("Wechatpay-Serial"))
        .isEqualTo(FakeWechat.PUBLIC_KEY_ID);
  }

  @Test
  void changeOver_bothKindsArrive_bothAreRead() {
    WechatAdapter both = both();
    // The list itself is signed with the public key by then.
    server.signed(200, new PlatformList().with(NEXT, PlatformList.OLD).body());

    assertThat(both.readNotification(notice(NEXT, PlatformList.OLD), READ))
        .isInstanceOf(Notification.PaymentChanged.class);
    assertThat(both.readNotification(new Notices().request(), READ))
        .isInstanceOf(Notification.PaymentChanged.class);
    assertThat(targets()).containsExactly(LIST);
    assertThat(server.asked().get(0).header("Wechatpay-Serial"))
        .isEqualTo(FakeWechat.PUBLIC_KEY_ID);
  }

  @Test
  void changeOver_certificatesGoneAtLast_publicKeyGoesOn() {
    WechatAdapter both = both();
    server.error(404, "RESOURCE_NOT_EXISTS");

    assertThat(unknown(() -> both.readNotification(notice(NEXT, PlatformList.OLD), READ)).reason())
        .isEqualTo(Cause.UNTRUSTED_REPLY);
    assertThat(both.readNotification(new Notices().request(), READ))
        .isInstanceOf(Notification.PaymentChanged.class);
  }
}
