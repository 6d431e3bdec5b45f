package io.jiaozi.unionpay;

import static io.jiaozi.unionpay.Outcomes.untrusted;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.jiaozi.Operation;
import io.jiaozi.error.UntrustedReason;
import io.jiaozi.money.Money;
import io.jiaozi.notification.CustomerReturn;
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.notification.Notification;
import io.jiaozi.notification.NotificationReply;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.refund.RefundReference;
import io.jiaozi.refund.RefundState;
import io.jiaozi.spi.ChannelAdapter.Ownership;
import io.jiaozi.spi.ChannelFailure.Untrusted;
import io.jiaozi.tck.ContractContext;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Notifications, and the browser's copy of them. */
class UnionpayNotificationTest {

  private static final URI NOWHERE = URI.create("http://127.0.0.1:9");

  private final ContractContext context = new ContractContext();
  private final UnionpayAdapter adapter = TestAccount.open(NOWHERE, context);

  @AfterEach
  void close() {
    context.close();
  }

  private Notification read(InboundRequest request) {
    return adapter.readNotification(request, TestAccount.call(Operation.NOTIFICATION));
  }

  private Notification read(Wire message) {
    return read(message.notification());
  }

  private Payment payment(Wire message) {
    return ((Notification.PaymentChanged) read(message)).payment();
  }

  private UntrustedReason reason(Wire message) {
    return untrusted(() -> read(message)).reason();
  }

  private static Wire following(String txnType, String number) {
    return TestAccount.following(txnType, number, "00")
        .with("origRespCode", null)
        .with("origRespMsg", null);
  }

  @Test
  void notification_paid_isThePayment() {
    Notification notification = read(TestAccount.notice());

    assertThat(notification).isInstanceOf(Notification.PaymentChanged.class);
    assertThat(notification.factKey()).isEqualTo("txn/01/" + TestAccount.QUERY_ID + "/00");
    assertThat(notification.deliveryId()).isEqualTo(TestAccount.QUERY_ID);
    Payment payment = ((Notification.PaymentChanged) notification).payment();
    assertThat(payment.state()).isEqualTo(PaymentState.PAID);
    assertThat(payment.amount()).isEqualTo(Money.of("CNY", "88.00"));
    assertThat(payment.reference()).isEqualTo(TestAccount.ORDER);
    assertThat(payment.paidAt()).isEqualTo(Instant.parse("2026-11-24T12:01:30Z"));
  }

  @ParameterizedTest
  @CsvSource({
    "01, 01, A6, PAID",
    "02, 01, 00, AUTHORIZED",
    "03, 00, 00, PAID",
    "03, 00, 62, DECLINED",
    "01, 06, 00, PAID",
    "01, 06, 64, DECLINED",
    "01, 06, 05, PROCESSING",
    "01, 01, 64, AWAITING_CUSTOMER",
    "01, 01, ZZ, UNKNOWN"
  })
  void notification_ofAPayment(String type, String subType, String code, PaymentState state) {
    Wire message =
        TestAccount.notice()
            .with("txnType", type)
            .with("txnSubType", subType)
            .with("respCode", code);

    assertThat(payment(message).state()).isEqualTo(state);
    assertThat(payment(message).reference()).isEqualTo(TestAccount.ORDER);
  }

  @ParameterizedTest
  @CsvSource({"31, REVERSED", "32, VOIDED", "33, REVERSED"})
  void notification_ofWhatFollows_changesTheOriginal(String type, PaymentState state) {
    Payment payment = payment(following(type, "X20261124A001"));

    assertThat(payment.state()).isEqualTo(state);
    assertThat(payment.reference()).isEqualTo(TestAccount.ORDER);
    assertThat(payment.amount()).isEqualTo(Money.of("CNY", "88.00"));
  }

  @Test
  void notification_ofAReversal_changesThePaymentItself() {
    assertThat(payment(TestAccount.notice().with("txnType", "99")).state())
        .isEqualTo(PaymentState.REVERSED);
  }

  @Test
  void notification_ofARefund_leadsBackToThePayment() {
    Notification notification = read(following("04", "R20261124A001").with("txnAmt", "800"));

    Notification.RefundChanged changed = (Notification.RefundChanged) notification;
    assertThat(changed.factKey()).isEqualTo("txn/04/612611242001001234568/00");
    assertThat(changed.refund().state()).isEqualTo(RefundState.SUCCEEDED);
    assertThat(changed.refund().amount()).isEqualTo(Money.of("CNY", "8.00"));
    assertThat(changed.refund().reference())
        .isEqualTo(
            new RefundReference(TestAccount.ORDER, "R20261124A001", "u1." + TestAccount.NOW));
  }

  @ParameterizedTest
  @CsvSource({"62, FAILED", "05, PROCESSING", "ZZ, UNKNOWN"})
  void notification_ofARefund_states(String code, RefundState state) {
    Notification notification =
        read(following("04", "R20261124A001").with("respCode", code).with("queryId", null));

    assertThat(((Notification.RefundChanged) notification).refund().state()).isEqualTo(state);
    assertThat(notification.factKey())
        .isEqualTo("txn/04/R20261124A001." + TestAccount.NOW + "/" + code);
  }

  @Test
  void notification_ofARefundMadeElsewhere_hasNoPayment() {
    Notification notification =
        read(following("04", "R20261124A001").with("reqReserved", "from the portal"));

    assertThat(((Notification.RefundChanged) notification).refund().reference().payment()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"12, 00", "79, 00", "31, 62", "32, 05", "99, 05", "'', 00"})
  void notification_ofSomethingElse_isUnmapped(String type, String code) {
    Notification notification =
        read(
            following("31", "X20261124A001")
                .with("txnType", type.isEmpty() ? "7Z" : type)
                .with("respCode", code));

    assertThat(notification).isInstanceOf(Notification.Unmapped.class);
    assertThat(notification.factKey()).startsWith("txn/").hasSizeLessThan(200);
  }

  @Test
  void notification_ofAVoidMadeElsewhere_isUnmapped() {
    assertThat(read(following("31", "X20261124A001").with("reqReserved", null)))
        .isInstanceOf(Notification.Unmapped.class);
  }

  @Test
  void notification_deliveredAgain_isTheSameFact() {
    assertThat(read(TestAccount.notice()).factKey())
        .isEqualTo(read(TestAccount.notice()).factKey());
  }

  @Test
  void notification_emptyFields_areNotSigned() {
    String form = TestAccount.notice().form() + "&acqInsCode=&reserved=";

    assertThat(read(Wire.post(form))).isInstanceOf(Notification.PaymentChanged.class);
  }

  @Test
  void notification_queryOfTheUrl_isNoPartOfIt() {
    InboundRequest request =
        new InboundRequest(
            "POST",
            "/notify",
            "shop=7&respCode=00",
            Map.of(),
            TestAccount.notice().form().getBytes(StandardCharsets.UTF_8));

    assertThat(read(request)).isInstanceOf(Notification.PaymentChanged.class);
  }

  @Test
  void notification_bracketsInAValue_areRead() {
    Payment payment = payment(TestAccount.notice().with("reserved", "{a={b=1&c=2}&d=3}&x=y"));

    assertThat(payment.state()).isEqualTo(PaymentState.PAID);
  }

  @Test
  void notification_cardData_areMaskedBeforeAnybodySeesThem() {
    String text =
        payment(
                TestAccount.notice()
                    .with("accNo", "6221558812340000")
                    .with("payCardNo", "6216261000000000018")
                    .with("customerInfo", "c4n4ryCustomer")
                    .with("reserved", "{x=1&accNo=6221558812340000&y={phoneNo=13552535506}}")
                    .with("list", "[{accNo=6221558812340000&z=1}&pin=6216261000000000018]"))
            .raw()
            .text();

    assertThat(text)
        .contains("accNo=***", "payCardNo=***", "customerInfo=***")
        .contains("reserved={x=1&accNo=***&y={phoneNo=***}}")
        .contains("list=[{accNo=***&z=1}&pin=***]")
        .contains("orderId=20261124A001", "respCode=00", "respMsg=成功[0000000]")
        .doesNotContain("622155", "621626", "c4n4ry", "13552535506", "signature", "CERTIFICATE");
  }

  @ParameterizedTest
  @ValueSource(strings = {"signature", "signPubKeyCert"})
  void notification_withoutProof_isUntrusted(String field) {
    String form =
        Arrays.stream(TestAccount.notice().form().split("&", -1))
            .filter(part -> !part.startsWith(field + "="))
            .collect(Collectors.joining("&"));

    assertThat(untrusted(() -> read(Wire.post(form))).reason())
        .isEqualTo(UntrustedReason.MISSING_SIGNATURE);
  }

  @Test
  void notification_everyByteChanged_isUntrusted() {
    byte[] genuine = TestAccount.notice().form().getBytes(StandardCharsets.UTF_8);
    int accepted = 0;
    for (int i = 0; i < genuine.length; i++) {
      byte[] altered = genuine.clone();
      altered[i] = (byte) (altered[i] == '7' ? '8' : '7');
      InboundRequest request = new InboundRequest("POST", "/", "", Map.of(), altered);
      try {
        read(request);
        accepted++;
      } catch (Untrusted refused) {
        // As it should be.
      }
    }

    assertThat(accepted).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"txnAmt", "orderId", "respCode", "merId", "txnTime", "txnType"})
  void notification_fieldAddedTwice_isUntrusted(String field) {
    String form = TestAccount.notice().form() + "&" + field + "=1";

    assertThat(untrusted(() -> read(Wire.post(form))).reason())
        .isEqualTo(UntrustedReason.MALFORMED);
  }

  @Test
  void notification_fieldAdded_isUntrusted() {
    assertThat(untrusted(() -> read(Wire.post(TestAccount.notice().form() + "&zz=1"))).reason())
        .isEqualTo(UntrustedReason.BAD_SIGNATURE);
  }

  @Test
  void notification_signedByAnyMerchant_isUntrusted() {
    Wire forged = TestAccount.notice().signedBy(TestCa.MERCHANT_KEY, TestCa.MERCHANT);

    assertThat(untrusted(() -> read(forged)))
        .hasMessage(
            "is signed with a certificate that is not UnionPay's (environment test): any merchant of the same authority can"
                + " have such a one");
  }

  @Test
  void notification_unionpaysCertificateAndAnotherKey_isUntrusted() {
    assertThat(reason(TestAccount.notice().signedBy(TestCa.STRANGER_KEY, TestCa.SIGNER)))
        .isEqualTo(UntrustedReason.BAD_SIGNATURE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "中国银联股份有限公司",
        "041@中国银联股份有限公司",
        "041@中国银联股份有限公司@8310000000083040@00000001",
        "041@x@中国银联股份有限公司 @1",
        "041@x@ 中国银联股份有限公司@1",
        "041@x@evil@中国银联股份有限公司",
        "@@@",
        "041@Z@777290058110048:SIGN@00000001"
      })
  void notification_signedUnderACraftedName_isUntrusted(String name) {
    X509Certificate crafted = TestCa.leaf(name, TestCa.STRANGER_KEY);

    assertThat(reason(TestAccount.notice().signedBy(TestCa.STRANGER_KEY, crafted)))
        .isEqualTo(UntrustedReason.BAD_CERTIFICATE);
  }

  @Test
  void notification_signedUnderTheCompanysNameByAnotherAuthority_isUntrusted() {
    X509Certificate own = new TestCa.Spec(TestCa.COMPANY, TestCa.STRANGER_KEY).selfSigned();
    X509Certificate other =
        new TestCa.Spec(TestCa.COMPANY, TestCa.SIGNER_KEY)
            .issuedBy("Jiaozi middle", TestCa.STRANGER_KEY);

    assertThat(reason(TestAccount.notice().signedBy(TestCa.STRANGER_KEY, own)))
        .isEqualTo(UntrustedReason.BAD_CERTIFICATE);
    assertThat(untrusted(() -> read(TestAccount.notice().signedBy(TestCa.SIGNER_KEY, other))))
        .hasMessage(
            "is signed with a certificate that does not lead to \"root-certificate\" through \"middle-certificate\"; if"
                + " UnionPay changed its authority, add the new certificates there");
  }

  @Test
  void notification_signedByAMerchantsOwnAuthority_isUntrusted() {
    // A merchant's certificate is no authority, whatever it signs.
    X509Certificate below =
        new TestCa.Spec(TestCa.COMPANY, TestCa.STRANGER_KEY)
            .issuedBy(TestCa.MERCHANT_NAME, TestCa.MERCHANT_KEY);

    assertThat(reason(TestAccount.notice().signedBy(TestCa.STRANGER_KEY, below)))
        .isEqualTo(UntrustedReason.BAD_CERTIFICATE);
  }

  @Test
  void notification_certificateOutsideItsDates_isUntrusted() {
    TestCa.Spec spec = new TestCa.Spec(TestCa.COMPANY, TestCa.SIGNER_KEY);
    X509Certificate over =
        spec.valid(TestCa.FROM, ContractContext.NOW.minusSeconds(1))
            .issuedBy("Jiaozi middle", TestCa.MIDDLE_KEY);
    X509Certificate early =
        spec.valid(ContractContext.NOW.plusSeconds(1), TestCa.UNTIL)
            .issuedBy("Jiaozi middle", TestCa.MIDDLE_KEY);

    assertThat(untrusted(() -> read(TestAccount.notice().signedBy(TestCa.SIGNER_KEY, over))))
        .hasMessage(
            "is signed with a certificate that has expired, or this machine's clock is wrong");
    assertThat(untrusted(() -> read(TestAccount.notice().signedBy(TestCa.SIGNER_KEY, early))))
        .hasMessage(
            "is signed with a certificate that is not valid yet, or this machine's clock is wrong");
  }

  @Test
  void notification_certificateSeenBefore_expiresAllTheSame() {
    assertThat(read(TestAccount.notice())).isNotNull();
    context.forward(Duration.ofDays(40));

    assertThat(reason(TestAccount.notice())).isEqualTo(UntrustedReason.BAD_CERTIFICATE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no certificate",
        "-----BEGIN CERTIFICATE-----\r\nAAAA\r\n-----END CERTIFICATE-----",
        "-----BEGIN CERTIFICATE-----",
        "/etc/passwd"
      })
  void notification_certificateThatIsNone_isUntrusted(String text) {
    assertThat(reason(TestAccount.notice().with("signPubKeyCert", text)))
        .isEqualTo(UntrustedReason.BAD_CERTIFICATE);
  }

  @Test
  void notification_olderTestSigner_isBelievedInEnvironmentTestOnly() {
    X509Certificate old = TestCa.leaf(TestCa.OLD_TEST_SIGNER, TestCa.SIGNER_KEY);
    Map<String, String> values = TestAccount.values();
    values.put(Settings.ENVIRONMENT, "production");
    UnionpayAdapter production = TestAccount.open(NOWHERE, context, values);
    InboundRequest request = TestAccount.notice().signedBy(TestCa.SIGNER_KEY, old).notification();

    assertThat(read(request)).isInstanceOf(Notification.PaymentChanged.class);
    assertThatThrownBy(
            () -> production.readNotification(request, TestAccount.call(Operation.NOTIFICATION)))
        .isInstanceOf(Untrusted.class)
        .hasMessageStartingWith(
            "is signed with a certificate that is not UnionPay's: any merchant");
    assertThat(
            production.readNotification(
                TestAccount.notice().notification(), TestAccount.call(Operation.NOTIFICATION)))
        .isInstanceOf(Notification.PaymentChanged.class);
  }

  @ParameterizedTest
  @CsvSource({
    "version, 5.0.0, BAD_SIGNATURE",
    "version, 5.0.1, BAD_SIGNATURE",
    "version, 6.0.0, BAD_SIGNATURE",
    "version, , BAD_SIGNATURE",
    "signMethod, 11, BAD_SIGNATURE",
    "signMethod, 12, BAD_SIGNATURE",
    "signMethod, , BAD_SIGNATURE",
    "encoding, GBK, MALFORMED",
    "encoding, , MALFORMED",
    "merId, 777290058110097, FOREIGN",
    "merId, , FOREIGN",
    "txnAmt, , MALFORMED",
    "currencyCode, 840, MALFORMED",
    "currencyCode, , MALFORMED",
    "orderId, , MALFORMED",
    "txnTime, 20261399999999, MALFORMED",
    "txnType, , MALFORMED"
  })
  void notification_genuineAndNotWhatItShouldBe(
      String field, String value, UntrustedReason reason) {
    assertThat(reason(TestAccount.notice().with(field, value))).isEqualTo(reason);
  }

  @Test
  void notification_ofTheOldVersion_isToldWhy() {
    assertThat(untrusted(() -> read(TestAccount.notice().with("version", "5.0.0"))))
        .hasMessage(
            "is of version 5.0, whose signatures rest on SHA-1 and are not believed; this adapter speaks 5.1.0 only");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a",
        "&",
        "=1",
        "a=%",
        "a=%4",
        "a=%zz",
        "a b=1",
        "a=1&&b=2",
        "{\"a\":1}",
        "<xml/>",
        "ä=1"
      })
  void notification_noForm_isMalformed(String body) {
    assertThat(untrusted(() -> read(Wire.post(body))).reason())
        .isIn(UntrustedReason.MALFORMED, UntrustedReason.MISSING_SIGNATURE);
  }

  @Test
  void notification_get_isMalformed() {
    InboundRequest get = new InboundRequest("GET", "/", "", Map.of(), new byte[0]);

    assertThat(untrusted(() -> read(get)).reason()).isEqualTo(UntrustedReason.MALFORMED);
  }

  @Test
  void ownership_isToldByTheMerchantNumber() {
    assertThat(adapter.ownership(TestAccount.notice().notification())).isEqualTo(Ownership.MINE);
    assertThat(adapter.ownership(Wire.post("merId=777290058110048"))).isEqualTo(Ownership.MINE);
    assertThat(adapter.ownership(Wire.post("a=1&merId=777290058110097&b=2")))
        .isEqualTo(Ownership.NOT_MINE);
    for (String body :
        List.of("", "amerId=777290058110048", "merId=1", "merId=777290058110048&merId=1")) {
      assertThat(adapter.ownership(Wire.post(body))).isEqualTo(Ownership.CANNOT_TELL);
    }
  }

  @Test
  void reply_isWhatTheChannelWants() {
    String text = "text/plain;charset=UTF-8";
    assertThat(adapter.reply(NotificationReply.Kind.ACCEPTED))
        .isEqualTo(new NotificationReply(200, text, "ok"));
    assertThat(adapter.reply(NotificationReply.Kind.UNTRUSTED))
        .isEqualTo(new NotificationReply(400, text, "The message could not be verified."));
    assertThat(adapter.reply(NotificationReply.Kind.TRY_AGAIN))
        .isEqualTo(new NotificationReply(500, text, "Not handled yet, deliver again."));
  }

  @Test
  void return_signedForm_leadsToThePayment() {
    assertThat(adapter.readReturn(TestAccount.notice().notification()))
        .isEqualTo(new CustomerReturn(TestAccount.ORDER, true));
  }

  @Test
  void return_signedFailure_leadsToThePaymentToo() {
    assertThat(adapter.readReturn(TestAccount.notice().with("respCode", "64").notification()))
        .isEqualTo(new CustomerReturn(TestAccount.ORDER, true));
  }

  @Test
  void return_ofAnotherKindOfVisit_tellsNothing() {
    InboundRequest get = new InboundRequest("GET", "/return", "a=1", Map.of(), new byte[0]);

    for (InboundRequest request : List.of(get, Wire.post(""), Wire.post("a=1"), Wire.post("{}"))) {
      assertThat(adapter.readReturn(request)).isEqualTo(new CustomerReturn(null, false));
    }
  }

  @Test
  void return_forged_isUntrusted() {
    Wire forged = TestAccount.notice().signedBy(TestCa.MERCHANT_KEY, TestCa.MERCHANT);

    assertThat(untrusted(() -> adapter.readReturn(forged.notification())).reason())
        .isEqualTo(UntrustedReason.BAD_CERTIFICATE);
    assertThat(
            untrusted(
                    () ->
                        adapter.readReturn(
                            TestAccount.notice().with("merId", "777290058110097").notification()))
                .reason())
        .isEqualTo(UntrustedReason.FOREIGN);
  }

  @Test
  void notification_referenceFindsThePaymentAgain() {
    String stored = payment(TestAccount.notice()).reference().encode();

    assertThat(adapter.check(PaymentReference.parse(stored))).isEmpty();
  }

  @Test
  void notification_allocatesLittleOnceWarm() {
    InboundRequest request = TestAccount.notice().notification();
    for (int i = 0; i < 2_000; i++) {
      read(request);
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 1_000; i++) {
      read(request);
    }
    long each = (threads.getCurrentThreadAllocatedBytes() - before) / 1_000;

    // Parsing the certificate again, or one more copy of the message, would show here.
    assertThat(each).isLessThan(20_000);
  }
}
