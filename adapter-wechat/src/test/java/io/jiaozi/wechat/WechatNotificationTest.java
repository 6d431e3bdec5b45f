package io.jiaozi.wechat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.ThreadMXBean;
import io.jiaozi.Operation;
import io.jiaozi.error.OpenOutcome.Cause;
import io.jiaozi.error.UntrustedReason;
import io.jiaozi.money.Money;
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.notification.Notification;
import io.jiaozi.notification.NotificationReply;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.refund.RefundState;
import io.jiaozi.spi.CallContext;
import io.jiaozi.spi.ChannelAdapter.Ownership;
import io.jiaozi.spi.ChannelFailure.OutcomeUnknown;
import io.jiaozi.spi.ChannelFailure.Untrusted;
import io.jiaozi.tck.ContractContext;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WechatNotificationTest {

  private static final URI NOWHERE = URI.create("http://127.0.0.1:9");
  private static final CallContext CALL = TestAccount.call(Operation.NOTIFICATION);

  private final ContractContext context = new ContractContext();
  private final WechatAdapter adapter = TestAccount.open(NOWHERE, context);

  @AfterEach
  void close() {
    context.close();
  }

  private Notification read(InboundRequest request) {
    return adapter.readNotification(request, CALL);
  }

  private UntrustedReason reason(InboundRequest request) {
    return catchThrowableOfType(Untrusted.class, () -> read(request)).reason();
  }

  @Test
  void notification_paid_isThePayment() {
    Notification notification = read(new Notices().request());

    assertThat(notification).isInstanceOf(Notification.PaymentChanged.class);
    Notification.PaymentChanged changed = (Notification.PaymentChanged) notification;
    assertThat(changed.factKey()).isEqualTo("pay/20261124A001/SUCCESS");
    assertThat(changed.deliveryId()).isEqualTo("EV-2018022511223320873");
    assertThat(changed.payment().state()).isEqualTo(PaymentState.PAID);
    assertThat(changed.payment().amount()).isEqualTo(Money.of("CNY", "88.00"));
    assertThat(changed.payment().reference()).isEqualTo(TestAccount.ORDER);
    assertThat(changed.payment().raw().text()).isEqualTo(Notices.PAID);
  }

  @ParameterizedTest
  @CsvSource({
    "REFUND.SUCCESS, SUCCESS, SUCCEEDED",
    "REFUND.ABNORMAL, ABNORMAL, NEEDS_ATTENTION",
    "REFUND.CLOSED, CLOSED, FAILED"
  })
  void notification_refund_isTheRefund(String event, String theirs, RefundState ours) {
    Notification notification =
        read(
            new Notices()
                .event(event, Notices.REFUNDED.replace("\"SUCCESS\"", "\"" + theirs + "\""))
                .associatedData("refund")
                .request());

    assertThat(notification).isInstanceOf(Notification.RefundChanged.class);
    Notification.RefundChanged changed = (Notification.RefundChanged) notification;
    assertThat(changed.factKey()).isEqualTo("refund/R20261124A001/" + theirs);
    assertThat(changed.refund().state()).isEqualTo(ours);
    assertThat(changed.refund().amount()).isEqualTo(Money.of("CNY", "8.00"));
    assertThat(changed.refund().reference().payment()).isEqualTo(TestAccount.ORDER);
  }

  @Test
  void notification_deliveredAgainWithAnotherIdAndSignature_isTheSameFact() {
    String first = read(new Notices().request()).factKey();
    String second =
        read(new Notices().id("EV-2").signedAt(ContractContext.NOW.minusSeconds(60)).request())
            .factKey();

    assertThat(second).isEqualTo(first);
  }

  @Test
  void notification_lowerCaseHeaders_areFound() {
    String body = new Notices().body();
    Map<String, String> lower = new TreeMap<>();
    new Notices()
        .headers(body)
        .forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));

    assertThat(read(Notices.request(lower, body))).isInstanceOf(Notification.PaymentChanged.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-"})
  void notification_emptyOrAbsentAssociatedData_isOpened(String data) {
    InboundRequest request = new Notices().associatedData(data.equals("-") ? null : data).request();

    assertThat(read(request)).isInstanceOf(Notification.PaymentChanged.class);
  }

  @Test
  void notification_encryptedWithThePreviousKey_isOpened() {
    String previous = "c4n4ryffffffffffffffffffffffffff";
    Map<String, String> values = TestAccount.values();
    values.put(Settings.PREVIOUS_API_V3_KEY, previous);
    var rotating =
        new WechatAdapterProvider().open(TestAccount.settings(values, Map.of()), context);

    assertThat(rotating.readNotification(new Notices().encryptedWith(previous).request(), CALL))
        .isInstanceOf(Notification.PaymentChanged.class);
  }

  @Test
  void notification_encryptedWithAnotherKey_isToBeDeliveredAgain() {
    OutcomeUnknown unknown =
        catchThrowableOfType(
            OutcomeUnknown.class,
            () -> read(new Notices().encryptedWith("c4n4ryffffffffffffffffffffffffff").request()));

    assertThat(unknown.reason()).isEqualTo(Cause.UNREADABLE_REPLY);
    assertThat(unknown)
        .hasMessage(
            "sent a genuine message that \"api-v3-key\" does not open: compare it with the merchant console, and after a"
                + " change keep the old one in \"previous-api-v3-key\" for a day");
  }

  @ParameterizedTest
  @CsvSource({
    "TRANSACTION.SUCCESS, combine_out_trade_no",
    "TRANSACTION.SUCCESS, receiver",
    "TRANSACTION.SUCCESS, contract_id",
    "MCHTRANSFER.BILL.FINISHED, out_bill_no",
    "PROFITSHARING, receiver",
    "COUPON.USE, coupon_id"
  })
  void notification_otherKinds_areUnmapped(String event, String field) {
    Notification notification =
        read(new Notices().event(event, "{\"" + field + "\":{},\"amount\":1}").request());

    assertThat(notification).isInstanceOf(Notification.Unmapped.class);
    Notification.Unmapped unmapped = (Notification.Unmapped) notification;
    assertThat(unmapped.channelType()).isEqualTo(event);
    assertThat(unmapped.factKey()).isEqualTo("event/" + event + "/EV-2018022511223320873");
  }

  @Test
  void notification_unmappedWithoutId_isNamedByItsContent() {
    String one = read(new Notices().id(null).event("A.B", "{\"a\":1}").request()).factKey();
    String same = read(new Notices().id(null).event("A.B", "{\"a\":1}").request()).factKey();
    String other = read(new Notices().id(null).event("A.B", "{\"a\":2}").request()).factKey();

    assertThat(one).isEqualTo(same).isNotEqualTo(other).hasSizeLessThanOrEqualTo(200);
  }

  @Test
  void notification_combinedOrder_isUnmappedWhereItsMerchantAndAppAreOurs() {
    String combined =
        "{\"combine_appid\":\"wxd678efh567hg6787\",\"combine_mchid\":\"1900007291\",\"combine_out_trade_no\":\"C1\","
            + "\"sub_orders\":[{\"mchid\":\"1900000109\",\"out_trade_no\":\"A1\",\"trade_state\":\"SUCCESS\","
            + "\"amount\":{\"total_amount\":10,\"currency\":\"CNY\"}}]}";

    Notification notification =
        read(new Notices().event("TRANSACTION.SUCCESS", combined).request());

    assertThat(notification).isInstanceOf(Notification.Unmapped.class);
    assertThat(((Notification.Unmapped) notification).content().text()).isEqualTo(combined);
    assertThat(
            reason(
                new Notices()
                    .event("TRANSACTION.SUCCESS", combined.replace("1900007291", "1900007292"))
                    .request()))
        .isEqualTo(UntrustedReason.FOREIGN);
    assertThat(
            reason(
                new Notices()
                    .event(
                        "TRANSACTION.SUCCESS",
                        combined.replace("wxd678efh567hg6787", "wx0000000000000002"))
                    .request()))
        .isEqualTo(UntrustedReason.FOREIGN);
  }

  @Test
  void notification_anotherAppOfTheSameMerchant_isReadWhereConfigured() {
    WechatAdapter several =
        TestAccount.open(Map.of(Settings.MORE_APP_IDS, TestAccount.OTHER_APPID), NOWHERE, context);
    InboundRequest request =
        new Notices()
            .event(
                "TRANSACTION.SUCCESS",
                Notices.PAID.replace(TestAccount.APPID, TestAccount.OTHER_APPID))
            .request();

    assertThat(several.readNotification(request, CALL))
        .isInstanceOf(Notification.PaymentChanged.class);
    assertThat(reason(request)).isEqualTo(UntrustedReason.FOREIGN);
  }

  @ParameterizedTest
  @CsvSource({
    "SUCCESS, PAID",
    "REFUND, REFUND_STARTED",
    "NOTPAY, AWAITING_CUSTOMER",
    "USERPAYING, PROCESSING",
    "ACCEPT, PROCESSING",
    "CLOSED, CLOSED",
    "REVOKED, REVERSED",
    "PAYERROR, DECLINED",
    "SOMETHING_NEW, UNKNOWN"
  })
  void notification_everyState_isMapped(String theirs, PaymentState ours) {
    Notification notification =
        read(
            new Notices()
                .event(
                    "TRANSACTION.SUCCESS",
                    Notices.PAID.replace("\"SUCCESS\"", "\"" + theirs + "\""))
                .request());

    assertThat(((Notification.PaymentChanged) notification).payment().state()).isEqualTo(ours);
    assertThat(notification.factKey()).isEqualTo("pay/20261124A001/" + theirs);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TRANSACTION.FAIL",
        "PROFITSHARING_RETURN",
        "PROFITSHARING.SUCCESS",
        "PROFITSHARING.RETURN",
        "MCHTRANSFER.BATCH.FINISHED",
        "MCHTRANSFER.BATCH.CLOSED",
        "MCHTRANSFER.AUTHORIZATION.CONFIRMED",
        "COMPLAINT.CREATE",
        "COMPLAINT.STATE_CHANGE",
        "ENTRUST.SIGN",
        "ENTRUST.TERMINATE",
        "PAPAY.SIGN",
        "PAYSCORE.USER_PAID",
        "FAPIAO.ISSUED"
      })
  void notification_eventThatIsNotOurs_isUnmappedAndHandedOver(String event) {
    Notification notification =
        read(new Notices().event(event, "{\"mchid\":\"1900007291\",\"x\":[1]}").request());

    assertThat(notification).isInstanceOf(Notification.Unmapped.class);
    assertThat(((Notification.Unmapped) notification).content().text())
        .isEqualTo("{\"mchid\":\"1900007291\",\"x\":[1]}");
  }

  @Test
  void notification_bodyChangedByOneByte_isUntrusted() {
    String body = new Notices().body();
    Map<String, String> headers = new Notices().headers(body);

    assertThat(reason(Notices.request(headers, body.replace("EV-2018", "EV-2019"))))
        .isEqualTo(UntrustedReason.BAD_SIGNATURE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "WECHATPAY/SIGNTEST/wuJuKdCCq3z",
        "WECHATPAY/SIGNTEST/mfI1CPqvBrgcXfgXMFjdNIhBf27ACE2Y",
        "AAAA",
        "not base64!",
        "===="
      })
  void notification_signatureIsNoSignature_isUntrusted(String signature) {
    String body = new Notices().body();
    Map<String, String> headers = new Notices().headers(body);
    headers.put("Wechatpay-Signature", signature);

    assertThat(reason(Notices.request(headers, body))).isEqualTo(UntrustedReason.BAD_SIGNATURE);
  }

  @Test
  void notification_signedByStranger_isUntrusted() {
    String body = new Notices().body();
    Map<String, String> headers =
        FakeWechat.signature(
            TestKeys.STRANGER, FakeWechat.PUBLIC_KEY_ID, ContractContext.NOW, body);

    assertThat(reason(Notices.request(headers, body))).isEqualTo(UntrustedReason.BAD_SIGNATURE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Wechatpay-Timestamp",
        "Wechatpay-Nonce",
        "Wechatpay-Signature",
        "Wechatpay-Serial"
      })
  void notification_headerMissingEmptyOrTwice_isUntrusted(String name) {
    String body = new Notices().body();
    Map<String, String> headers = new Notices().headers(body);
    Map<String, String> missing = new LinkedHashMap<>(headers);
    missing.remove(name);
    Map<String, String> empty = new LinkedHashMap<>(headers);
    empty.put(name, "");
    Map<String, List<String>> twice = new LinkedHashMap<>();
    headers.forEach((header, value) -> twice.put(header, List.of(value)));
    twice.put(name, List.of(headers.get(name), headers.get(name)));

    assertThat(reason(Notices.request(missing, body))).isEqualTo(UntrustedReason.MISSING_SIGNATURE);
    assertThat(reason(Notices.request(empty, body))).isEqualTo(UntrustedReason.MISSING_SIGNATURE);
    assertThat(
            reason(
                new InboundRequest("POST", "/", "", twice, body.getBytes(StandardCharsets.UTF_8))))
        .isEqualTo(UntrustedReason.MISSING_SIGNATURE);
  }

  @ParameterizedTest
  @CsvSource({"-300", "-301", "-86400", "300", "301"})
  void notification_tooOldOrFromTheFuture_isStale(int seconds) {
    assertThat(reason(new Notices().signedAt(ContractContext.NOW.plusSeconds(seconds)).request()))
        .isEqualTo(UntrustedReason.STALE);
  }

  @ParameterizedTest
  @CsvSource({"-299", "299"})
  void notification_insideTheWindow_isRead(int seconds) {
    assertThat(read(new Notices().signedAt(ContractContext.NOW.plusSeconds(seconds)).request()))
        .isInstanceOf(Notification.PaymentChanged.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "abc", "1e9", "99999999999999999999", " 1795521600"})
  void notification_timestampIsNoTime_isMalformed(String timestamp) {
    String body = new Notices().body();
    Map<String, String> headers = new Notices().headers(body);
    headers.put("Wechatpay-Timestamp", timestamp);

    assertThat(reason(Notices.request(headers, body))).isEqualTo(UntrustedReason.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PUB_KEY_ID_0100000000000000000000000000000002",
        "5157F09EFDC096DE15EBE81A47057A72",
        "x"
      })
  void notification_unknownSerial_isRefusedWithoutTryingAnotherKey(String serial) {
    String body = new Notices().body();
    Map<String, String> headers = new Notices().headers(body);
    headers.put("Wechatpay-Serial", serial);

    assertThat(reason(Notices.request(headers, body))).isEqualTo(UntrustedReason.UNKNOWN_KEY);
  }

  @Test
  void notification_namesAnotherKindOfSignature_isUntrusted() {
    String body = new Notices().body();
    Map<String, String> headers = new Notices().headers(body);
    headers.put("Wechatpay-Signature-Type", "WECHATPAY2-SM2-WITH-SM3");

    assertThat(reason(Notices.request(headers, body))).isEqualTo(UntrustedReason.BAD_SIGNATURE);
  }

  @ParameterizedTest
  @CsvSource({"1900007291, 1900007292", "wxd678efh567hg6787, wx0000000000000000"})
  void notification_forAnotherMerchantOrApp_isForeign(String from, String to) {
    assertThat(
            reason(
                new Notices()
                    .event("TRANSACTION.SUCCESS", Notices.PAID.replace(from, to))
                    .request()))
        .isEqualTo(UntrustedReason.FOREIGN);
  }

  @Test
  void notification_refundOfAnotherMerchant_isForeign() {
    assertThat(
            reason(
                new Notices()
                    .event("REFUND.SUCCESS", Notices.REFUNDED.replace("1900007291", "1900007292"))
                    .request()))
        .isEqualTo(UntrustedReason.FOREIGN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"mchid\":\"1900007291\",",
        "\"appid\":\"wxd678efh567hg6787\",",
        "\"total\":8800,",
        "\"out_trade_no\":\"20261124A001\","
      })
  void notification_paidWithoutProofOfWhatAndWhose_isMalformed(String left) {
    assertThat(
            reason(
                new Notices()
                    .event("TRANSACTION.SUCCESS", Notices.PAID.replace(left, ""))
                    .request()))
        .isEqualTo(UntrustedReason.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"AEAD_SM4_GCM", "AES", ""})
  void notification_anotherCipher_isMalformed(String algorithm) {
    assertThat(reason(new Notices().algorithm(algorithm).request()))
        .isEqualTo(UntrustedReason.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "{}",
        "{\"event_type\":\"A\",\"event_type\":\"B\"}",
        "{\"event_type\":\"TRANSACTION.SUCCESS\",\"resource\":{}}",
        "{\"event_type\":\"TRANSACTION.SUCCESS\"} x"
      })
  void notification_genuineButNotOfTheProtocol_isMalformed(String body) {
    assertThat(reason(Notices.request(new Notices().headers(body), body)))
        .isEqualTo(UntrustedReason.MALFORMED);
  }

  @Test
  void notification_allocatesUnder20KilobytesOnceWarm() {
    InboundRequest request = new Notices().request();
    for (int i = 0; i < 2_000; i++) {
      read(request);
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < 1_000; i++) {
      read(request);
    }
    long each = (threads.getCurrentThreadAllocatedBytes() - before) / 1_000;

    // A tree of the message, or a String of it, would show here.
    assertThat(each).isLessThan(20 * 1024);
  }

  @Test
  void ownership_isToldByThePublicKeyOnly() {
    assertThat(adapter.ownership(Notices.request(Map.of(), ""))).isEqualTo(Ownership.CANNOT_TELL);
    assertThat(adapter.ownership(Notices.request(Map.of("wechatpay-serial", "5157F09E"), "")))
        .isEqualTo(Ownership.CANNOT_TELL);
    assertThat(
            adapter.ownership(
                Notices.request(Map.of("Wechatpay-Serial", FakeWechat.PUBLIC_KEY_ID), "")))
        .isEqualTo(Ownership.MINE);
    assertThat(
            adapter.ownership(Notices.request(Map.of("Wechatpay-Serial", "PUB_KEY_ID_0999"), "")))
        .isEqualTo(Ownership.NOT_MINE);
  }

  @Test
  void reply_isWhatTheChannelWants() {
    assertThat(adapter.reply(NotificationReply.Kind.ACCEPTED))
        .isEqualTo(new NotificationReply(204, "", ""));
    assertThat(adapter.reply(NotificationReply.Kind.UNTRUSTED))
        .isEqualTo(
            new NotificationReply(
                401,
                "application/json",
                "{\"code\":\"FAIL\",\"message\":\"The message could not be verified.\"}"));
    assertThat(adapter.reply(NotificationReply.Kind.TRY_AGAIN))
        .isEqualTo(
            new NotificationReply(
                500,
                "application/json",
                "{\"code\":\"FAIL\",\"message\":\"Not handled yet, deliver again.\"}"));
  }
}
