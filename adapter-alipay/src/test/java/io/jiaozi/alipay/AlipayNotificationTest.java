package io.jiaozi.alipay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.ThreadMXBean;
import io.jiaozi.Operation;
import io.jiaozi.SubMerchant;
import io.jiaozi.error.UntrustedReason;
import io.jiaozi.money.Money;
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.notification.Notification;
import io.jiaozi.notification.NotificationReply;
import io.jiaozi.payment.Hold;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.refund.RefundState;
import io.jiaozi.spi.CallContext;
import io.jiaozi.spi.ChannelAdapter.Ownership;
import io.jiaozi.spi.ChannelFailure.Untrusted;
import io.jiaozi.tck.ContractContext;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlipayNotificationTest {

  private static final URI NOWHERE = URI.create("http://127.0.0.1:9");
  private static final CallContext CALL = TestAccount.call(Operation.NOTIFICATION);

  private final ContractContext context = new ContractContext();
  private final AlipayAdapter adapter = TestAccount.open(NOWHERE, context);

  @AfterEach
  void close() {
    context.close();
  }

  private Notification read(InboundRequest request) {
    return adapter.readNotification(request, CALL);
  }

  private Untrusted refused(InboundRequest request) {
    return catchThrowableOfType(Untrusted.class, () -> read(request));
  }

  private UntrustedReason reason(Notices notice) {
    return refused(notice.request()).reason();
  }

  @Test
  void notification_paid_isThePayment() {
    Notices notice = Notices.paid();
    Notification read = read(notice.request());

    assertThat(read).isInstanceOf(Notification.PaymentChanged.class);
    Notification.PaymentChanged changed = (Notification.PaymentChanged) read;
    assertThat(changed.factKey()).isEqualTo("pay/2026112422001499160501586202/TRADE_SUCCESS");
    assertThat(changed.deliveryId()).isEqualTo("2026112401222200003099160501632046");
    assertThat(changed.payment().state()).isEqualTo(PaymentState.PAID);
    assertThat(changed.payment().amount()).isEqualTo(Money.of("CNY", "88.00"));
    assertThat(changed.payment().reference()).isEqualTo(TestAccount.ORDER);
    assertThat(changed.payment().paidAt()).isEqualTo("2026-11-24T12:00:03Z");
    assertThat(changed.payment().subMerchantId()).isNull();
    assertThat(changed.payment().raw().text()).isEqualTo(notice.body());
    assertThat(changed.toString()).doesNotContain("2088722003899169");
  }

  @ParameterizedTest
  @CsvSource({
    "WAIT_BUYER_PAY, false, AWAITING_CUSTOMER",
    "TRADE_SUCCESS, true, PAID",
    "TRADE_FINISHED, true, PAID",
    "TRADE_CLOSED, false, CLOSED",
    "TRADE_CLOSED, true, REFUNDED",
    "TRADE_ODD, true, UNKNOWN"
  })
  void notification_state_isTranslated(String status, boolean paid, PaymentState state) {
    Notices notice = Notices.paid().with("trade_status", status);
    if (!paid) {
      notice.with("gmt_payment", null);
    }

    Notification.PaymentChanged changed = (Notification.PaymentChanged) read(notice.request());

    assertThat(changed.payment().state()).isEqualTo(state);
  }

  @Test
  void notification_closedWithAnEmptyTimeOfPayment_wasNeverPaid() {
    Notification.PaymentChanged changed =
        (Notification.PaymentChanged)
            read(
                Notices.paid()
                    .with("trade_status", "TRADE_CLOSED")
                    .with("gmt_payment", "")
                    .request());

    assertThat(changed.payment().state()).isEqualTo(PaymentState.CLOSED);
  }

  @ParameterizedTest
  @CsvSource({
    "TRADE_SUCCESS, 8.00, REFUND_STARTED",
    "TRADE_CLOSED, 88.00, REFUNDED",
    "TRADE_FINISHED, 8.00, REFUND_STARTED"
  })
  void notification_withRefundFee_isARefund(String status, String total, PaymentState state) {
    Notification read = read(Notices.refunded(status, total).request());

    assertThat(read).isInstanceOf(Notification.RefundChanged.class);
    Notification.RefundChanged changed = (Notification.RefundChanged) read;
    assertThat(changed.factKey())
        .isEqualTo("refund/2026112422001499160501586202/" + status + "/R20261124A001/" + total);
    assertThat(changed.refund().state()).isEqualTo(RefundState.SUCCEEDED);
    assertThat(changed.refund().amount()).isNull();
    assertThat(changed.refund().totalRefunded()).isEqualTo(Money.of("CNY", total));
    assertThat(changed.refund().reference().number()).isEqualTo("R20261124A001");
    assertThat(changed.refund().reference().payment()).isEqualTo(TestAccount.ORDER);
    assertThat(changed.refund().refundedAt()).isEqualTo("2026-11-24T12:10:00Z");
    assertThat(changed.payment().state()).isEqualTo(state);
    assertThat(changed.payment().refunded()).isEqualTo(Money.of("CNY", total));
  }

  @Test
  void notification_refundOfNothing_isThePayment() {
    assertThat(read(Notices.refunded("TRADE_SUCCESS", "0.00").request()))
        .isInstanceOf(Notification.PaymentChanged.class);
  }

  @Test
  void notification_refundWithoutNumber_goesByTheOrders() {
    Notification.RefundChanged changed =
        (Notification.RefundChanged)
            read(Notices.refunded("TRADE_CLOSED", "88.00").with("out_biz_no", null).request());

    assertThat(changed.refund().reference().number()).isEqualTo("20261124A001");
  }

  @Test
  void notification_twoRefunds_areTwoFactsAndADeliveryAgainIsNone() {
    String one = read(Notices.refunded("TRADE_SUCCESS", "8.00").request()).factKey();
    String again =
        read(Notices.refunded("TRADE_SUCCESS", "8.00")
                .with("notify_time", "2026-11-25 01:00:00")
                .request())
            .factKey();
    String other =
        read(Notices.refunded("TRADE_SUCCESS", "18.00")
                .with("out_biz_no", "R20261124A002")
                .request())
            .factKey();

    assertThat(again).isEqualTo(one);
    assertThat(other).isNotEqualTo(one);
  }

  @ParameterizedTest
  @CsvSource({
    "fund_auth_freeze, SUCCESS, 88.00, 0.00, 88.00, AUTHORIZED",
    "fund_auth_freeze, INIT, 0.00, 0.00, 0.00, AWAITING_CUSTOMER",
    "fund_auth_freeze, CLOSED, 0.00, 0.00, 0.00, CLOSED",
    "fund_auth_freeze.init, INIT, 0.00, 0.00, 0.00, AWAITING_CUSTOMER",
    "fund_auth_freeze.closed, CLOSED, 0.00, 0.00, 0.00, CLOSED",
    "fund_auth_unfreeze, SUCCESS, 88.00, 0.00, 40.00, AUTHORIZED",
    "fund_auth_unfreeze, SUCCESS, 88.00, 0.00, 0.00, VOIDED",
    "fund_auth_unfreeze, SUCCESS, 88.00, 40.00, 0.00, CAPTURED",
    "fund_auth_operation_cancel, SUCCESS, 88.00, 0.00, 0.00, VOIDED",
    "fund_auth_operation_cancel, CLOSED, 0.00, 0.00, 0.00, CLOSED",
    "fund_auth_freeze, ODD, 88.00, 0.00, 88.00, UNKNOWN"
  })
  void notification_hold_isTranslated(
      String type, String status, String frozen, String paid, String rest, PaymentState state) {
    Notification read =
        read(
            Notices.hold(type)
                .with("status", status)
                .with("total_freeze_amount", frozen)
                .with("total_pay_amount", paid)
                .with("rest_amount", rest)
                .request());

    assertThat(read).isInstanceOf(Notification.PaymentChanged.class);
    Notification.PaymentChanged changed = (Notification.PaymentChanged) read;
    assertThat(changed.payment().state()).isEqualTo(state);
    assertThat(changed.payment().reference().encode())
        .isEqualTo("20261124A001~a1.h.2026112410002001960200000001");
    assertThat(changed.payment().hold())
        .isEqualTo(state == PaymentState.AUTHORIZED ? new Hold(Money.of("CNY", rest), null) : null);
    assertThat(changed.factKey())
        .isEqualTo("auth/2026112410002001960200000001/" + type + "/20261124678435411502/" + status);
  }

  @ParameterizedTest
  @ValueSource(strings = {"dut_user_sign", "dut_user_unsign", "something_new"})
  void notification_otherKinds_areUnmapped(String type) {
    Notification read = read(Notices.paid().with("notify_type", type).request());

    assertThat(read).isInstanceOf(Notification.Unmapped.class);
    assertThat(((Notification.Unmapped) read).channelType()).isEqualTo(type);
    assertThat(read.factKey()).isEqualTo("event/" + type + "/2026112401222200003099160501632046");
  }

  /** Messages to the application gateway: both rules are documented. */
  @ParameterizedTest
  @CsvSource({
    "true, msg_method",
    "false, msg_method",
    "true, servicemarket",
    "false, servicemarket"
  })
  void notification_forTheApplicationGateway_isVerifiedByEitherRule(
      boolean keepSignType, String kind) {
    Notices notice =
        kind.equals("msg_method")
            ? Notices.paid()
                .with("msg_method", "alipay.fund.trans.order.changed")
                .with("biz_content", "{\"a\":1}")
            : Notices.paid().with("notify_type", "servicemarket_order_notify");
    notice.leavingOut(keepSignType ? Set.of("sign") : Set.of("sign", "sign_type"));

    assertThat(read(notice.request())).isInstanceOf(Notification.Unmapped.class);
  }

  @Test
  void notification_trade_isNotVerifiedByTheOtherRule() {
    assertThat(reason(Notices.paid().leavingOut(Set.of("sign"))))
        .isEqualTo(UntrustedReason.BAD_SIGNATURE);
  }

  @Test
  void notification_unmappedWithoutId_isNamedByItsContent() {
    Notices one = Notices.paid().with("notify_type", "a_b").with("notify_id", null);
    Notices other =
        Notices.paid().with("notify_type", "a_b").with("notify_id", null).with("version", "1.1");

    assertThat(read(one.request()).factKey())
        .isEqualTo(read(one.request()).factKey())
        .isNotEqualTo(read(other.request()).factKey())
        .hasSizeLessThanOrEqualTo(200);
  }

  @Test
  void notification_certificateNameUnsigned_isRead() {
    assertThat(
            read(
                Notices.paid()
                    .unsigned("alipay_cert_sn", "687b59193f3f462dd5336e5abf83c5d8")
                    .request()))
        .isInstanceOf(Notification.PaymentChanged.class);
  }

  @Test
  void notification_certificateNameSigned_isRead() {
    assertThat(
            read(
                Notices.paid()
                    .with("alipay_cert_sn", "687b59193f3f462dd5336e5abf83c5d8")
                    .request()))
        .isInstanceOf(Notification.PaymentChanged.class);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void notification_emptyField_isReadWhetherItIsSignedOrNot(boolean signed) {
    Notices notice = Notices.paid().with("body", "");
    if (signed) {
      notice.emptiesSigned();
    }

    assertThat(read(notice.request())).isInstanceOf(Notification.PaymentChanged.class);
  }

  @ParameterizedTest
  @CsvSource({"GBK, gbk", "GBK, GBK", "GB2312, gb2312", "UTF-8, UTF-8"})
  void notification_charset_isTheDeclaredOne(String charset, String declared) {
    assertThat(read(Notices.paid().in(Charset.forName(charset), declared).request()))
        .isInstanceOf(Notification.PaymentChanged.class);
  }

  @Test
  void notification_charsetNobodyUses_isMalformed() {
    assertThat(reason(Notices.paid().in(StandardCharsets.UTF_8, "utf-16")))
        .isEqualTo(UntrustedReason.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"饺子 + 100% & a=b", "😀", "&quot;<b>'", "%2B+%25"})
  void notification_oddTexts_areVerifiedAsTheyAre(String subject) {
    assertThat(read(Notices.paid().with("subject", subject).request()))
        .isInstanceOf(Notification.PaymentChanged.class);
  }

  @Test
  void notification_reorderedOrEscapedOtherwise_isTheSameFact() {
    String body = Notices.paid().body();
    int cut = body.indexOf("&notify_id");
    String reordered = body.substring(cut + 1) + "&" + body.substring(0, cut);
    String lower = body.replace("%2B", "%2b").replace("+", "%20");

    assertThat(read(Notices.request(reordered)).factKey())
        .isEqualTo(read(Notices.request(body)).factKey());
    assertThat(read(Notices.request(lower)).factKey())
        .isEqualTo(read(Notices.request(body)).factKey());
  }

  @ParameterizedTest
  @CsvSource({
    "total_amount=88.00, total_amount=88.01",
    "out_trade_no=20261124A001, out_trade_no=20261124A002",
    "TRADE_SUCCESS, TRADE_FINISHED",
    "subject=a%2Bb, subject=a+b",
    "&version=1.0, ''",
    "version=1.0, version=1.0&extra=1"
  })
  void notification_altered_isUntrusted(String from, String to) {
    String body = Notices.paid().body();
    assertThat(body).contains(from);

    assertThat(refused(Notices.request(body.replace(from, to))).reason())
        .isEqualTo(UntrustedReason.BAD_SIGNATURE);
  }

  @Test
  void notification_signatureOfAnotherMessage_isUntrusted() {
    String other = FakeAlipay.form(Notices.refunded("TRADE_SUCCESS", "8.00").body()).get("sign");

    assertThat(reason(Notices.paid().unsigned("sign", other)))
        .isEqualTo(UntrustedReason.BAD_SIGNATURE);
  }

  @Test
  void notification_signedByStrangerOrWithSha1_isUntrusted() {
    assertThat(reason(Notices.paid().signedBy(TestKeys.STRANGER)))
        .isEqualTo(UntrustedReason.BAD_SIGNATURE);
    assertThat(reason(Notices.paid().signedWith("SHA1withRSA")))
        .isEqualTo(UntrustedReason.BAD_SIGNATURE);
    assertThat(reason(Notices.paid().signedBy(TestKeys.APP)))
        .isEqualTo(UntrustedReason.BAD_SIGNATURE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"AAAA", "not base64!", "====", "AAAA AAAA", "-_-_"})
  void notification_signatureIsNoSignature_isUntrusted(String signature) {
    assertThat(reason(Notices.paid().unsigned("sign", signature)))
        .isEqualTo(UntrustedReason.BAD_SIGNATURE);
  }

  @Test
  void notification_unsigned_isUntrusted() {
    assertThat(reason(Notices.paid().unsigned("sign", "")))
        .isEqualTo(UntrustedReason.MISSING_SIGNATURE);
    assertThat(
            refused(Notices.request(Notices.paid().body().replaceAll("&sign=[^&]*", ""))).reason())
        .isEqualTo(UntrustedReason.MISSING_SIGNATURE);
    assertThat(reason(Notices.paid().with("sign_type", null)))
        .isEqualTo(UntrustedReason.MISSING_SIGNATURE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "SM2", "MD5", "rsa2", "none"})
  void notification_namesAnotherAlgorithm_isUntrusted(String type) {
    Untrusted refused = refused(Notices.paid().with("sign_type", type).request());

    assertThat(refused.reason()).isEqualTo(UntrustedReason.BAD_SIGNATURE);
    assertThat(refused.getMessage())
        .isEqualTo(
            "names a kind of signature (sign_type) other than RSA2; set the app's signature method to RSA2 in the console");
  }

  /** Genuine signatures of messages for somebody else: Alipay signs for all with one key. */
  @ParameterizedTest
  @CsvSource({
    "app_id, 2021000122682883",
    "auth_app_id, 2021000122682883",
    "seller_id, 2088000000000009"
  })
  void notification_forAnother_isForeign(String field, String value) {
    assertThat(reason(Notices.paid().with(field, value))).isEqualTo(UntrustedReason.FOREIGN);
  }

  @Test
  void notification_holdOfAnotherSeller_isForeign() {
    assertThat(reason(Notices.hold("fund_auth_freeze").with("payee_user_id", "2088000000000009")))
        .isEqualTo(UntrustedReason.FOREIGN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"app_id", "out_trade_no", "trade_no", "total_amount", "seller_id"})
  void notification_paidWithoutProofOfWhatAndWhose_isMalformed(String field) {
    assertThat(reason(Notices.paid().with(field, null))).isEqualTo(UntrustedReason.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e9", "+88.00", "88.005", "٨٨", "88,00", "-1.00", "0x1", "0.00", ""})
  void notification_amountThatIsNone_isMalformed(String amount) {
    assertThat(reason(Notices.paid().with("total_amount", amount)))
        .isEqualTo(UntrustedReason.MALFORMED);
  }

  @Test
  void notification_absurdAmount_isRefusedAtOnce() {
    assertThat(reason(Notices.paid().with("total_amount", "9".repeat(300))))
        .isEqualTo(UntrustedReason.MALFORMED);
    assertThat(reason(Notices.refunded("TRADE_SUCCESS", "1e100000000")))
        .isEqualTo(UntrustedReason.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "=1",
        "a",
        "a=%",
        "a=%2",
        "a=%zz",
        "a=1&",
        "&a=1",
        "a=1&&b=2",
        "a=1&a=2",
        "a=b c",
        "a=\u00e9",
        "sign=1&sign=2"
      })
  void notification_noForm_isMalformed(String body) {
    assertThat(refused(Notices.request(body)).reason()).isEqualTo(UntrustedReason.MALFORMED);
  }

  @Test
  void notification_fieldTwice_isMalformedWhereverItStands() {
    String body = Notices.paid().body();

    assertThat(refused(Notices.request(body + "&total_amount=88.00")).reason())
        .isEqualTo(UntrustedReason.MALFORMED);
    assertThat(refused(Notices.request("trade_status=TRADE_CLOSED&" + body)).reason())
        .isEqualTo(UntrustedReason.MALFORMED);
  }

  @Test
  void notification_tooManyFields_isMalformed() {
    StringBuilder body = new StringBuilder("a0=1");
    for (int i = 1; i <= 500; i++) {
      body.append("&a").append(i).append("=1");
    }

    assertThat(refused(Notices.request(body.toString())).reason())
        .isEqualTo(UntrustedReason.MALFORMED);
  }

  @Test
  void notification_readTwice_isTheSame() {
    InboundRequest request = Notices.paid().request();

    assertThat(read(request).factKey()).isEqualTo(read(request).factKey());
  }

  private static final CallContext ACTING = TestAccount.acting(Operation.NOTIFICATION);

  private static Notices ofSub() {
    return Notices.paid()
        .with("auth_app_id", "2021009999999999")
        .with("seller_id", TestAccount.SUB.id());
  }

  @Test
  void notification_ofAMerchantActedFor_isReadThroughItsView() {
    Notification.PaymentChanged changed =
        (Notification.PaymentChanged) adapter.readNotification(ofSub().request(), ACTING);

    assertThat(changed.payment().subMerchantId()).isEqualTo("2088000000000001");
    assertThat(refused(ofSub().request()).reason()).isEqualTo(UntrustedReason.FOREIGN);
    assertThat(
            catchThrowableOfType(
                    Untrusted.class,
                    () -> adapter.readNotification(Notices.paid().request(), ACTING))
                .reason())
        .isEqualTo(UntrustedReason.FOREIGN);
  }

  @ParameterizedTest
  @CsvSource({"2021009999999999, true", "2021009999999998, false"})
  void notification_ofAMerchantActedFor_appIsComparedWhereItIsKnown(String app, boolean ours) {
    SubMerchant known =
        new SubMerchant(TestAccount.SUB.id(), Map.of("app-auth-token", "t", "auth-app-id", app));
    CallContext view = new CallContext(Operation.NOTIFICATION, Duration.ofSeconds(1), 1, known);

    Untrusted refused =
        catchThrowableOfType(
            Untrusted.class, () -> adapter.readNotification(ofSub().request(), view));

    assertThat(refused == null).isEqualTo(ours);
  }

  @Test
  void notification_ofAMerchantActedFor_mustTellWhose() {
    Notices silent =
        Notices.hold("fund_auth_freeze")
            .with("auth_app_id", "2021009999999999")
            .with("payee_user_id", null);

    assertThat(
            catchThrowableOfType(
                    Untrusted.class, () -> adapter.readNotification(silent.request(), ACTING))
                .reason())
        .isEqualTo(UntrustedReason.FOREIGN);
  }

  @Test
  void ownership_isToldByTheApp() {
    assertThat(adapter.ownership(Notices.paid().request())).isEqualTo(Ownership.MINE);
    assertThat(adapter.ownership(Notices.paid().with("app_id", "2021000122682883").request()))
        .isEqualTo(Ownership.NOT_MINE);
    assertThat(adapter.ownership(Notices.paid().with("app_id", null).request()))
        .isEqualTo(Ownership.CANNOT_TELL);
    assertThat(adapter.ownership(Notices.request("{}"))).isEqualTo(Ownership.CANNOT_TELL);
  }

  @Test
  void replies_areExactlyTheChannels() {
    assertThat(adapter.reply(NotificationReply.Kind.ACCEPTED))
        .isEqualTo(new NotificationReply(200, "text/plain", "success"));
    assertThat(adapter.reply(NotificationReply.Kind.UNTRUSTED))
        .isEqualTo(new NotificationReply(200, "text/plain", "fail"));
    assertThat(adapter.reply(NotificationReply.Kind.TRY_AGAIN))
        .isEqualTo(new NotificationReply(200, "text/plain", "fail"));
  }

  /** One pass over the bytes, keys parsed once, no regular expression: 25 fields in little. */
  @Test
  void notification_read_allocatesLittle() {
    Notices notice = Notices.paid();
    InboundRequest request = notice.request();
    assertThat(FakeAlipay.form(notice.body())).hasSize(25);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long self = Thread.currentThread().getId();
    for (int i = 0; i < 3000; i++) {
      read(request);
    }

    long before = threads.getThreadAllocatedBytes(self);
    for (int i = 0; i < 500; i++) {
      read(request);
    }
    long each = (threads.getThreadAllocatedBytes(self) - before) / 500;

    assertThat(each).as("bytes allocated per notification read").isBetween(1L, 14_000L);
  }
}
