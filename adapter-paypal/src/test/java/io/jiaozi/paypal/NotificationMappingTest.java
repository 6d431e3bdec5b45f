package io.jiaozi.paypal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jiaozi.Operation;
import io.jiaozi.error.UntrustedReason;
import io.jiaozi.money.Money;
import io.jiaozi.notification.Notification;
import io.jiaozi.notification.NotificationReply;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.refund.RefundState;
import io.jiaozi.spi.CallContext;
import io.jiaozi.spi.ChannelAdapter.Ownership;
import io.jiaozi.spi.ChannelFailure.Untrusted;
import io.jiaozi.tck.ContractContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NotificationMappingTest {

  private static final CallContext CALL = TestAccount.call(Operation.NOTIFICATION);

  private final ContractContext context = new ContractContext();
  private final FakePaypal paypal = new FakePaypal();
  private final PaypalAdapter adapter = TestAccount.open(paypal.address(), context);

  @BeforeEach
  void serveTheCertificate() {
    String pem = TestKeys.pem(TestKeys.LEAF, TestKeys.BETWEEN);
    paypal.certificate(Events.CERT, exchange -> FakePaypal.reply(exchange, 200, "text/plain", pem));
  }

  @AfterEach
  void close() {
    context.close();
    paypal.close();
  }

  private Notification read(String type, String resourceType, String resource) {
    return adapter.readNotification(
        new Events(paypal).event(type, resourceType, resource).request(), CALL);
  }

  private Payment payment(String type, String resourceType, String resource) {
    Notification notification = read(type, resourceType, resource);
    assertThat(notification).isInstanceOf(Notification.PaymentChanged.class);
    return ((Notification.PaymentChanged) notification).payment();
  }

  private Notification.RefundChanged refund(String type, String resource) {
    Notification notification = read(type, "refund", resource);
    assertThat(notification).isInstanceOf(Notification.RefundChanged.class);
    return (Notification.RefundChanged) notification;
  }

  private void unmapped(String type, String resourceType, String resource) {
    Notification notification = read(type, resourceType, resource);
    assertThat(notification).isInstanceOf(Notification.Unmapped.class);
    assertThat(((Notification.Unmapped) notification).channelType()).isEqualTo(type);
    assertThat(notification.factKey())
        .isEqualTo("event/" + type + "/WH-58D329510W468432D-8HN650336L201105X");
    assertThat(((Notification.Unmapped) notification).content().text()).contains(resource);
  }

  @ParameterizedTest
  @CsvSource({
    "PAYMENT.CAPTURE.COMPLETED, COMPLETED, PAID",
    "PAYMENT.CAPTURE.PENDING, PENDING, PROCESSING",
    "PAYMENT.CAPTURE.DECLINED, DECLINED, DECLINED",
    "PAYMENT.CAPTURE.DENIED, DECLINED, DECLINED",
    "PAYMENT.CAPTURE.COMPLETED, PARTIALLY_REFUNDED, REFUND_STARTED"
  })
  void captures(String type, String theirs, PaymentState ours) {
    Notification notification = read(type, "capture", TestAccount.capture(theirs));

    Payment payment = ((Notification.PaymentChanged) notification).payment();
    assertThat(payment.state()).isEqualTo(ours);
    assertThat(payment.reference()).isEqualTo(TestAccount.CAPTURE);
    assertThat(payment.amount()).isEqualTo(Money.of("USD", "88.00"));
    assertThat(notification.factKey())
        .isEqualTo("capture/" + TestAccount.CAPTURE_ID + "/" + theirs);
    assertThat(notification.deliveryId()).isEqualTo("WH-58D329510W468432D-8HN650336L201105X");
  }

  @Test
  void captureOfAHold_isAPaymentOfItsOwn() {
    Payment payment =
        payment("PAYMENT.CAPTURE.COMPLETED", "capture", TestAccount.captureOfHold("COMPLETED"));

    assertThat(payment.reference())
        .isEqualTo(
            new PaymentReference(TestAccount.CAPTURE_NUMBER, "p1.c." + TestAccount.CAPTURE_ID));
    assertThat(payment.amount()).isEqualTo(Money.of("USD", "80.00"));
  }

  @Test
  void captureOfAHoldMadeElsewhere_isUnmapped() {
    unmapped(
        "PAYMENT.CAPTURE.COMPLETED",
        "capture",
        TestAccount.capture(
            TestAccount.CAPTURE_ID,
            "COMPLETED",
            TestAccount.NUMBER,
            "80.00",
            ",\"authorization_id\":\"" + TestAccount.AUTHORIZATION_ID + "\""));
  }

  @Test
  void captureThatContradictsItsEvent_isUnmapped() {
    unmapped("PAYMENT.CAPTURE.DENIED", "capture", TestAccount.capture("COMPLETED"));
  }

  @ParameterizedTest
  @CsvSource({
    "custom_id, other_id",
    "custom_id\":\"20261124A001, custom_id\":\"has blanks",
    "invoice_id\":\"JZ-20261124A001, invoice_id\":\"SHOP2-20261124A001"
  })
  void paymentsOfOtherSystems_areUnmapped(String from, String to) {
    unmapped(
        "PAYMENT.CAPTURE.COMPLETED", "capture", TestAccount.capture("COMPLETED").replace(from, to));
  }

  @Test
  void orderApproved_isApproved_andANewApprovalIsANewFact() {
    Notification first =
        read("CHECKOUT.ORDER.APPROVED", "checkout-order", TestAccount.order("APPROVED"));
    Notification again =
        read("CHECKOUT.ORDER.APPROVED", "checkout-order", TestAccount.order("APPROVED"));
    Notification second =
        read(
            "CHECKOUT.ORDER.APPROVED",
            "checkout-order",
            TestAccount.order("APPROVED").replace("11:59:30Z", "12:05:00Z"));

    Payment payment = ((Notification.PaymentChanged) first).payment();
    assertThat(payment.state()).isEqualTo(PaymentState.APPROVED);
    assertThat(payment.reference()).isEqualTo(TestAccount.ORDER);
    assertThat(first.factKey())
        .isEqualTo("order/" + TestAccount.ORDER_ID + "/APPROVED/2026-11-24T11:59:30Z");
    assertThat(again.factKey()).isEqualTo(first.factKey());
    assertThat(second.factKey()).isNotEqualTo(first.factKey());
    Notification timeless =
        read(
            "CHECKOUT.ORDER.APPROVED",
            "checkout-order",
            TestAccount.order("APPROVED").replace(",\"update_time\":\"2026-11-24T11:59:30Z\"", ""));
    assertThat(timeless.factKey())
        .isEqualTo(
            "order/" + TestAccount.ORDER_ID + "/APPROVED/WH-58D329510W468432D-8HN650336L201105X");
  }

  @Test
  void orderCompletedAndCaptureCompleted_areOneFact() {
    Notification order =
        read("CHECKOUT.ORDER.COMPLETED", "checkout-order", TestAccount.completed("COMPLETED"));
    Notification capture =
        read("PAYMENT.CAPTURE.COMPLETED", "capture", TestAccount.capture("COMPLETED"));

    assertThat(order.factKey()).isEqualTo(capture.factKey());
    assertThat(((Notification.PaymentChanged) order).payment().reference())
        .isEqualTo(((Notification.PaymentChanged) capture).payment().reference());
    assertThat(((Notification.PaymentChanged) order).payment().state())
        .isEqualTo(PaymentState.PAID);
  }

  @Test
  void orderCompletedWithADeclinedCapture_isDeclined() {
    assertThat(
            payment("CHECKOUT.ORDER.COMPLETED", "checkout-order", TestAccount.completed("DECLINED"))
                .state())
        .isEqualTo(PaymentState.DECLINED);
  }

  @Test
  void orderCompletedWithoutItsPayment_isUnmapped() {
    unmapped("CHECKOUT.ORDER.COMPLETED", "checkout-order", TestAccount.order("COMPLETED"));
  }

  @Test
  void orderDeclined_isDeclined() {
    assertThat(
            payment("CHECKOUT.ORDER.DECLINED", "checkout-order", TestAccount.order("APPROVED"))
                .state())
        .isEqualTo(PaymentState.DECLINED);
  }

  @Test
  void approvalReversed_isClosed() {
    Notification notification =
        read(
            "CHECKOUT.PAYMENT-APPROVAL.REVERSED",
            "checkout-order",
            "{\"order_id\":\""
                + TestAccount.ORDER_ID
                + "\",\"purchase_units\":["
                + TestAccount.unit("88.00", "")
                + "]}");

    assertThat(((Notification.PaymentChanged) notification).payment().state())
        .isEqualTo(PaymentState.CLOSED);
    assertThat(notification.factKey())
        .isEqualTo("order/" + TestAccount.ORDER_ID + "/APPROVAL-REVERSED");
  }

  @ParameterizedTest
  @CsvSource({
    "PAYMENT.AUTHORIZATION.CREATED, CREATED, AUTHORIZED",
    "PAYMENT.AUTHORIZATION.VOIDED, VOIDED, VOIDED"
  })
  void authorizations(String type, String theirs, PaymentState ours) {
    Payment payment = payment(type, "authorization", TestAccount.authorization(theirs, "88.00"));

    assertThat(payment.state()).isEqualTo(ours);
    assertThat(payment.reference()).isEqualTo(TestAccount.HOLD);
  }

  @Test
  void captureReversed_isReversed() {
    String resource =
        TestAccount.refund("COMPLETED", "88.00")
            .replace("JZ-" + TestAccount.REFUND_NUMBER, "JZ-" + TestAccount.NUMBER);

    Notification notification = read("PAYMENT.CAPTURE.REVERSED", "refund", resource);

    Payment payment = ((Notification.PaymentChanged) notification).payment();
    assertThat(payment.state()).isEqualTo(PaymentState.REVERSED);
    assertThat(payment.reference()).isEqualTo(TestAccount.CAPTURE);
    assertThat(notification.factKey()).isEqualTo("capture/" + TestAccount.CAPTURE_ID + "/REVERSED");
  }

  @ParameterizedTest
  @CsvSource({
    "PAYMENT.CAPTURE.REFUNDED, COMPLETED, SUCCEEDED",
    "PAYMENT.REFUND.PENDING, PENDING, PROCESSING",
    "PAYMENT.REFUND.FAILED, FAILED, FAILED"
  })
  void refunds(String type, String theirs, RefundState ours) {
    Notification.RefundChanged changed = refund(type, TestAccount.refund(theirs, "8.00"));

    assertThat(changed.refund().state()).isEqualTo(ours);
    assertThat(changed.refund().amount()).isEqualTo(Money.of("USD", "8.00"));
    assertThat(changed.refund().totalRefunded()).isEqualTo(Money.of("USD", "18.00"));
    assertThat(changed.refund().reference().number()).isEqualTo(TestAccount.REFUND_NUMBER);
    assertThat(changed.refund().reference().payment()).isEqualTo(TestAccount.CAPTURE);
    assertThat(changed.refund().reference().locator()).isEqualTo("p1.r." + TestAccount.REFUND_ID);
    assertThat(changed.factKey()).isEqualTo("refund/" + TestAccount.REFUND_ID + "/" + theirs);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"invoice_id\":\"JZ-20261124A001\",", ""})
  void refundMadeInPaypalsPages_hasNoNumberOfOurs(String invoiceId) {
    Notification.RefundChanged changed =
        refund(
            "PAYMENT.CAPTURE.REFUNDED",
            TestAccount.refund("COMPLETED", "8.00")
                .replace("\"invoice_id\":\"JZ-R20261124A001\",", invoiceId));

    assertThat(changed.refund().reference().number()).isNull();
    assertThat(changed.refund().reference().payment()).isEqualTo(TestAccount.CAPTURE);
  }

  @Test
  void refundOfAnotherSystem_isUnmapped() {
    unmapped(
        "PAYMENT.CAPTURE.REFUNDED",
        "refund",
        TestAccount.refund("COMPLETED", "8.00").replace("JZ-R", "OTHER-R"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CUSTOMER.DISPUTE.CREATED",
        "PAYMENT.PAYOUTSBATCH.SUCCESS",
        "BILLING.SUBSCRIPTION.CREATED",
        "PAYMENT.SALE.COMPLETED",
        "VAULT.PAYMENT-TOKEN.CREATED",
        "SOMETHING.QUITE.NEW"
      })
  void otherEvents_areUnmapped_notDropped(String type) {
    unmapped(
        type,
        "other",
        "{\"id\":7,\"status\":{\"x\":1},\"amount\":\"12\",\"links\":{},\"purchase_units\":\"none\"}");
  }

  @Test
  void eventWithoutAnId_isNamedByItsContent() {
    Notification notification =
        adapter.readNotification(
            new Events(paypal).body("{\"event_type\":\"X.Y\",\"resource\":null}").request(), CALL);

    assertThat(notification.factKey()).matches("event/X\\.Y/[0-9a-f]{64}");
    assertThat(notification.deliveryId()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"CHECKOUT.ORDER.APPROVED, checkout-order", "PAYMENT.CAPTURE.COMPLETED, capture"})
  void paymentToAnotherMerchant_isForeign(String type, String resourceType) {
    String resource =
        resourceType.equals("capture")
            ? TestAccount.capture("COMPLETED")
                .replace(
                    "\"final_capture\"", "\"payee\":{\"merchant_id\":\"9XX\"},\"final_capture\"")
            : TestAccount.order("APPROVED").replace(TestAccount.MERCHANT_ID, "9XX");

    Untrusted untrusted =
        catchThrowableOfType(Untrusted.class, () -> read(type, resourceType, resource));

    assertThat(untrusted.reason()).isEqualTo(UntrustedReason.FOREIGN);
  }

  @Test
  void partnersView_takesItsSellersPaymentsOnly() {
    String resource = TestAccount.order("APPROVED").replace(TestAccount.MERCHANT_ID, "SELLER1");
    Events event = new Events(paypal).event("CHECKOUT.ORDER.APPROVED", "checkout-order", resource);

    Notification taken =
        adapter.readNotification(
            event.request(), TestAccount.callFor(Operation.NOTIFICATION, "SELLER1"));
    Untrusted refused =
        catchThrowableOfType(
            Untrusted.class,
            () ->
                adapter.readNotification(
                    event.request(), TestAccount.callFor(Operation.NOTIFICATION, "SELLER2")));

    assertThat(((Notification.PaymentChanged) taken).payment().subMerchantId())
        .isEqualTo("SELLER1");
    assertThat(refused.reason()).isEqualTo(UntrustedReason.FOREIGN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"value\":\"88.001", "value\":\"-88.00", "value\":\"1e2", "value\":88.00"})
  void ourPaymentWithoutAnExactAmount_isNotBelieved(String amount) {
    String resource =
        TestAccount.capture("COMPLETED")
            .replace(
                amount.endsWith("88.00") && !amount.contains("\":\"")
                    ? "value\":\"88.00\""
                    : "value\":\"88.00",
                amount);

    Untrusted untrusted =
        catchThrowableOfType(
            Untrusted.class, () -> read("PAYMENT.CAPTURE.COMPLETED", "capture", resource));

    assertThat(untrusted.reason()).isEqualTo(UntrustedReason.MALFORMED);
  }

  @Test
  void replies_areWhatPaypalWants() {
    assertThat(adapter.reply(NotificationReply.Kind.ACCEPTED))
        .isEqualTo(new NotificationReply(200, "", ""));
    assertThat(adapter.reply(NotificationReply.Kind.UNTRUSTED).status()).isEqualTo(400);
    assertThat(adapter.reply(NotificationReply.Kind.TRY_AGAIN).status()).isEqualTo(500);
    assertThat(adapter.ownership(new Events(paypal).request())).isEqualTo(Ownership.CANNOT_TELL);
  }
}
