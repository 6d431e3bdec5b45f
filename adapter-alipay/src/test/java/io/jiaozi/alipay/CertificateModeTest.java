package io.jiaozi.alipay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import io.jiaozi.Operation;
import io.jiaozi.error.OpenOutcome.Cause;
import io.jiaozi.error.UntrustedReason;
import io.jiaozi.notification.Notification;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.payment.Scene;
import io.jiaozi.spi.ChannelFailure.OutcomeUnknown;
import io.jiaozi.spi.ChannelFailure.Untrusted;
import io.jiaozi.tck.ContractContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Certificate mode: names along with every request, and certificates that are exchanged. */
class CertificateModeTest {

  private static final String SN = CertificateSns.of(TestKeys.ALIPAY_CERTIFICATE);
  private static final String NEXT_SN = CertificateSns.of(TestKeys.NEXT_CERTIFICATE);
  private static final String PAID =
      "{\"code\":\"10000\",\"msg\":\"Success\","
          + TestAccount.trade("TRADE_SUCCESS", ",\"send_pay_date\":\"2026-11-24 20:00:03\"")
          + "}";

  private final FakeAlipay server = new FakeAlipay();
  private final ContractContext context = new ContractContext();
  private final AlipayAdapter adapter =
      TestAccount.open(server.address(), context, TestAccount.certificateValues());

  @AfterEach
  void close() {
    context.close();
    server.close();
  }

  private PaymentState state() {
    return adapter.query(TestAccount.ORDER, TestAccount.call(Operation.QUERY)).state();
  }

  private OutcomeUnknown unknown() {
    return catchThrowableOfType(OutcomeUnknown.class, this::state);
  }

  private FakeAlipay paidBy(KeyPair key, String sn) {
    return server.signed(PAID, key, sn);
  }

  /** What Alipay answers when it is asked for a certificate; signed by nobody we know. */
  private void handsOut(X509Certificate... chain) {
    String content =
        Base64.getEncoder().encodeToString(TestKeys.pem(chain).getBytes(StandardCharsets.US_ASCII));
    server.signed(
        "{\"code\":\"10000\",\"msg\":\"Success\",\"alipay_cert_content\":\"" + content + "\"}",
        TestKeys.ALIPAY_NEXT,
        NEXT_SN);
  }

  @Test
  void request_namesTheCertificatesSigned() {
    paidBy(TestKeys.ALIPAY, SN);

    assertThat(state()).isEqualTo(PaymentState.PAID);
    assertThat(server.last().parameters())
        .containsEntry("app_cert_sn", CertificateSns.of(TestKeys.APP_CERTIFICATE))
        .containsEntry(
            "alipay_root_cert_sn",
            CertificateSns.of(TestKeys.ROOT_CERTIFICATE)
                + "_"
                + CertificateSns.of(TestKeys.OTHER_ROOT_CERTIFICATE));
    assertThat(server.last().isSigned()).isTrue();
  }

  @Test
  void reply_withoutName_isVerifiedByTheCertificateWeHave() {
    paidBy(TestKeys.ALIPAY, null);

    assertThat(state()).isEqualTo(PaymentState.PAID);
    assertThat(context.keyFetches()).isZero();
  }

  @Test
  void reply_namesANewCertificate_itIsGotProvedAndKept() {
    paidBy(TestKeys.ALIPAY_NEXT, NEXT_SN);
    handsOut(TestKeys.NEXT_CERTIFICATE);
    paidBy(TestKeys.ALIPAY_NEXT, NEXT_SN);

    assertThat(state()).isEqualTo(PaymentState.PAID);
    assertThat(server.last().method()).isEqualTo("alipay.open.app.alipaycert.download");
    assertThat(server.last().biz()).isEqualTo("{\"alipay_cert_sn\":\"" + NEXT_SN + "\"}");
    assertThat(server.last().isSigned()).isTrue();
    assertThat(context.keyFetches()).isEqualTo(1);
    assertThat(state()).isEqualTo(PaymentState.PAID);
    assertThat(server.asked()).hasSize(3);
    // Notifications signed by it are believed from now on, and those by the old one still are.
    assertThat(read(Notices.paid().signedBy(TestKeys.ALIPAY_NEXT)))
        .isInstanceOf(Notification.PaymentChanged.class);
    assertThat(read(Notices.paid())).isInstanceOf(Notification.PaymentChanged.class);
  }

  private Notification read(Notices notice) {
    return adapter.readNotification(notice.request(), TestAccount.call(Operation.NOTIFICATION));
  }

  private void refusesNext(X509Certificate handedOut, String end) {
    paidBy(TestKeys.ALIPAY_NEXT, NEXT_SN);
    handsOut(handedOut);

    OutcomeUnknown unknown = unknown();

    assertThat(unknown.reason()).isEqualTo(Cause.UNTRUSTED_REPLY);
    assertThat(unknown.getMessage())
        .isEqualTo(
            "answered with a message that is signed with certificate "
                + NEXT_SN
                + ", and what was got under that name "
                + end);
  }

  @Test
  void newCertificate_ofAnotherRoot_isNotBelieved() {
    // A root that is not among the configured ones.
    KeyPair stranger = TestKeys.STRANGER;
    refusesNext(
        TestKeys.leaf(
            TestKeys.ALIPAY_NAME,
            TestKeys.ALIPAY_NEXT,
            stranger,
            23,
            TestKeys.FROM,
            TestKeys.UNTIL),
        "does not lead to the configured roots");
  }

  @Test
  void newCertificate_expired_isNotBelieved() {
    refusesNext(
        TestKeys.leaf(
            TestKeys.ALIPAY_NAME,
            TestKeys.ALIPAY_NEXT,
            TestKeys.ROOT,
            23,
            TestKeys.FROM,
            Instant.parse("2026-11-01T00:00:00Z")),
        "does not lead to the configured roots");
  }

  @Test
  void newCertificate_underAnotherName_isNotBelieved() {
    refusesNext(
        TestKeys.leaf(
            TestKeys.ALIPAY_NAME,
            TestKeys.ALIPAY_NEXT,
            TestKeys.ROOT,
            24,
            TestKeys.FROM,
            TestKeys.UNTIL),
        "is another certificate");
  }

  @Test
  void newCertificate_thatIsTheAppsOwn_isNotBelieved() {
    refusesNext(
        TestKeys.leaf(
            TestKeys.ALIPAY_NAME, TestKeys.APP, TestKeys.ROOT, 23, TestKeys.FROM, TestKeys.UNTIL),
        "is the app's own certificate");
  }

  /** Apps of all merchants hold certificates under the same roots. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "CN=2088000000000009-2021000122682882,OU=Alipay,O=Other,C=CN",
        "CN=支付宝(中国)网络技术有限公司-2088000000000009,OU=Alipay,O=Other,C=CN",
        "CN=Alipay,OU=Alipay,O=Shop,C=CN"
      })
  void newCertificate_ofSomebodyElseUnderTheSameRoots_isNotBelieved(String name) {
    X509Certificate theirs =
        TestKeys.leaf(name, TestKeys.ALIPAY_NEXT, TestKeys.ROOT, 23, TestKeys.FROM, TestKeys.UNTIL);

    refusesNext(theirs, "is not Alipay's certificate for this merchant");
  }

  @Test
  void newCertificate_keyDoesNotFitTheReply_isNotBelieved() {
    server.signed(PAID, TestKeys.STRANGER, NEXT_SN);
    handsOut(TestKeys.NEXT_CERTIFICATE);

    assertThat(unknown().reason()).isEqualTo(Cause.UNTRUSTED_REPLY);
  }

  @Test
  void newCertificate_notHandedOut_isSaid() {
    paidBy(TestKeys.ALIPAY_NEXT, NEXT_SN);
    server.failure("40004", "CERT_NOT_FOUND");

    assertThat(unknown().getMessage())
        .isEqualTo(
            "answered with a message that is signed with certificate "
                + NEXT_SN
                + ", which Alipay does not hand out when asked");
  }

  @Test
  void newCertificate_inVain_isNotAskedForAgainWithinAMinute() {
    paidBy(TestKeys.ALIPAY_NEXT, NEXT_SN);
    server.raw(502, "x");
    paidBy(TestKeys.ALIPAY_NEXT, NEXT_SN);

    assertThat(unknown().reason()).isEqualTo(Cause.SERVER_ERROR);
    assertThat(unknown().getMessage())
        .endsWith("which is not known and was asked for in vain less than a minute ago");
    assertThat(context.keyFetches()).isEqualTo(1);

    context.forward(Duration.ofSeconds(61));
    paidBy(TestKeys.ALIPAY_NEXT, NEXT_SN);
    handsOut(TestKeys.NEXT_CERTIFICATE);
    assertThat(state()).isEqualTo(PaymentState.PAID);
  }

  @Test
  void newCertificates_manyNames_areBounded() {
    for (int i = 0; i < 10; i++) {
      paidBy(TestKeys.ALIPAY_NEXT, "0000000000000000000000000000000" + i);
      if (i < 6) {
        server.failure("40004", "CERT_NOT_FOUND");
      }
      assertThat(unknown().reason()).isEqualTo(Cause.UNTRUSTED_REPLY);
    }

    assertThat(context.keyFetches()).isEqualTo(6);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "../../etc", "687B59193F3F462DD5336E5ABF83C5D8"})
  void newCertificate_nameThatIsNone_isNotAskedFor(String name) {
    paidBy(TestKeys.ALIPAY_NEXT, name);

    assertThat(unknown().reason()).isEqualTo(Cause.UNTRUSTED_REPLY);
    assertThat(context.keyFetches()).isZero();
  }

  @Test
  void newCertificate_manyCallsAtOnce_isGotOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    server.then(this::answerEither);
    for (int i = 0; i < 20; i++) {
      server.then(this::answerEither);
    }
    try {
      List<Future<PaymentState>> states = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        states.add(threads.submit(this::state));
      }
      for (Future<PaymentState> each : states) {
        assertThat(each.get(20, TimeUnit.SECONDS)).isEqualTo(PaymentState.PAID);
      }
    } finally {
      threads.shutdownNow();
    }

    assertThat(context.keyFetches()).isEqualTo(1);
  }

  private void answerEither(FakeAlipay.Asked asked, HttpExchange exchange) throws IOException {
    boolean download = asked.method().equals("alipay.open.app.alipaycert.download");
    String content =
        Base64.getEncoder()
            .encodeToString(
                TestKeys.pem(TestKeys.NEXT_CERTIFICATE).getBytes(StandardCharsets.US_ASCII));
    String node =
        download
            ? "{\"code\":\"10000\",\"msg\":\"Success\",\"alipay_cert_content\":\"" + content + "\"}"
            : PAID;
    FakeAlipay.reply(
        exchange,
        200,
        "application/json",
        FakeAlipay.envelope(
            asked.method(),
            node,
            TestKeys.sign(TestKeys.ALIPAY_NEXT, node.getBytes(StandardCharsets.UTF_8)),
            NEXT_SN));
  }

  /** Anybody can send one, so it must not make us call anybody. */
  @Test
  void notification_namesANewCertificate_isRefusedWithoutAskingAnybody() {
    Notices notice =
        Notices.paid().signedBy(TestKeys.ALIPAY_NEXT).unsigned("alipay_cert_sn", NEXT_SN);

    Untrusted refused = catchThrowableOfType(Untrusted.class, () -> read(notice));

    assertThat(refused.reason()).isEqualTo(UntrustedReason.UNKNOWN_KEY);
    assertThat(refused.getMessage())
        .isEqualTo(
            "names a certificate (alipay_cert_sn) that is not known, and none that is known made its signature; if Alipay changed"
                + " its certificate, the reply to the next call brings the new one");
    assertThat(server.asked()).isEmpty();
  }

  @Test
  void notification_namesOurCertificate_isReadSignedOrNot() {
    assertThat(read(Notices.paid().with("alipay_cert_sn", SN)))
        .isInstanceOf(Notification.PaymentChanged.class);
    assertThat(read(Notices.paid().unsigned("alipay_cert_sn", SN)))
        .isInstanceOf(Notification.PaymentChanged.class);
  }

  @Test
  void afterTheCertificateEnded_nothingSignedWithItIsBelieved() {
    context.forward(Duration.ofDays(800));
    paidBy(TestKeys.ALIPAY, SN);

    assertThat(unknown().getMessage())
        .isEqualTo(
            "answered 200 with a message that is signed with a certificate that is outside its dates");
    assertThat(catchThrowableOfType(Untrusted.class, () -> read(Notices.paid())).reason())
        .isEqualTo(UntrustedReason.BAD_CERTIFICATE);
  }

  @Test
  void form_namesTheCertificatesToo() {
    assertThat(
            adapter
                .pay(
                    TestAccount.payment(Scene.webPage(TestAccount.BACK)).build(),
                    TestAccount.call(Operation.PAY))
                .payment()
                .state())
        .isEqualTo(PaymentState.AWAITING_CUSTOMER);
    assertThat(server.asked()).isEmpty();
  }
}
