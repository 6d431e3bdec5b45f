package io.jiaozi.alipay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jiaozi.Operation;
import io.jiaozi.error.OpenOutcome.Cause;
import io.jiaozi.error.RejectedReason;
import io.jiaozi.money.Money;
import io.jiaozi.payment.CaptureRequest;
import io.jiaozi.payment.ChannelExtras;
import io.jiaozi.payment.Decline;
import io.jiaozi.payment.Hold;
import io.jiaozi.payment.NextAction;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.payment.Scene;
import io.jiaozi.payment.VoidRequest;
import io.jiaozi.spi.ChannelFailure.NotSent;
import io.jiaozi.spi.ChannelFailure.OutcomeUnknown;
import io.jiaozi.spi.ChannelFailure.Rejected;
import io.jiaozi.tck.ContractContext;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AlipayHoldWireTest {

  private static final String AUTH_NO = "2026112410002001960200000001";
  private static final String NUMBERS =
      "\"out_order_no\":\"20261124A001\",\"out_request_no\":\"20261124A001\",\"auth_no\":\""
          + AUTH_NO
          + "\"";
  private static final PaymentReference HOLD = Locator.hold("20261124A001", AUTH_NO);
  private static final PaymentReference HOLD_UNSEEN = Locator.hold("20261124A001", null);

  private final FakeAlipay server = new FakeAlipay();
  private final ContractContext context = new ContractContext();
  private final AlipayAdapter adapter = TestAccount.open(server.address(), context);

  @AfterEach
  void close() {
    context.close();
    server.close();
  }

  private PaymentResult authorize(Scene scene) {
    return adapter.authorize(
        TestAccount.payment(scene).build(), TestAccount.call(Operation.AUTHORIZE));
  }

  /** A hold as the channel tells it when asked. */
  private static String detail(String status, String frozen, String paid, String rest) {
    return NUMBERS
        + ",\"operation_id\":\"20261124000000000001\",\"operation_type\":\"FREEZE\",\"status\":\"SUCCESS\",\"amount\":\"88.00\",\"order_status\":\""
        + status
        + "\",\"total_freeze_amount\":\""
        + frozen
        + "\",\"total_pay_amount\":\""
        + paid
        + "\",\"rest_amount\":\""
        + rest
        + "\",\"payer_user_id\":\"2088722003899169\"";
  }

  private static final String HELD = detail("AUTHORIZED", "88.00", "0.00", "88.00");

  @Test
  void authorize_qrCode_showsACode() {
    server.success(
        "\"out_order_no\":\"20261124A001\",\"out_request_no\":\"20261124A001\",\"code_type\":\"qrCode\",\"code_value\":\"https:\\/\\/qr.alipay.com\\/fkx03\"");
    PaymentRequest request =
        TestAccount.payment(Scene.qrCode())
            .channelExtras(ChannelExtras.of("extra_param", "{\"category\":\"HOTEL\"}"))
            .build();

    assertThat(adapter.check(request)).isEmpty();
    PaymentResult.AwaitingCustomer waiting =
        (PaymentResult.AwaitingCustomer)
            adapter.authorize(request, TestAccount.call(Operation.AUTHORIZE));

    assertThat(waiting.next())
        .isEqualTo(
            new NextAction.ShowQrCode(
                "https://qr.alipay.com/fkx03", ContractContext.NOW.plusSeconds(1800)));
    assertThat(waiting.payment().reference()).isEqualTo(HOLD_UNSEEN);
    assertThat(server.last().method()).isEqualTo("alipay.fund.auth.order.voucher.create");
    assertThat(server.last().biz())
        .isEqualTo(
            "{\"out_order_no\":\"20261124A001\",\"out_request_no\":\"20261124A001\",\"order_title\":\"Two boxes of dumplings,"
                + " 饺子\",\"amount\":\"88.00\",\"product_code\":\"PRE_AUTH\",\"pay_timeout\":\"30m\","
                + "\"payee_user_id\":\"2088721003899159\",\"extra_param\":\"{\\\"category\\\":\\\"HOTEL\\\"}\"}");
    assertThat(server.last().parameters())
        .containsEntry("notify_url", "https://shop.example/notify/alipay");
  }

  @Test
  void authorize_app_isASignedTextMadeHere() {
    NextAction.InvokeClient next =
        (NextAction.InvokeClient) ((PaymentResult.AwaitingCustomer) authorize(Scene.app())).next();

    SortedMap<String, String> order = FakeAlipay.form(next.parameters().get("orderString"));
    assertThat(order).containsEntry("method", "alipay.fund.auth.order.app.freeze");
    assertThat(order.get("biz_content")).contains("\"product_code\":\"PREAUTH_PAY\"");
    assertThat(new FakeAlipay.Asked("", "", Map.of(), "", order).isSigned()).isTrue();
    assertThat(server.asked()).isEmpty();
  }

  @Test
  void authorize_buyerCode_holds() {
    server.success(NUMBERS + ",\"amount\":\"88.00\",\"status\":\"SUCCESS\"");

    PaymentResult result = authorize(TestAccount.till());

    assertThat(result).isInstanceOf(PaymentResult.Authorized.class);
    assertThat(result.payment().hold()).isEqualTo(new Hold(Money.of("CNY", "88.00"), null));
    assertThat(result.payment().reference()).isEqualTo(HOLD);
    assertThat(HOLD.encode()).isEqualTo("20261124A001~a1.h." + AUTH_NO);
    assertThat(server.last().method()).isEqualTo("alipay.fund.auth.order.freeze");
    assertThat(server.last().biz())
        .contains("\"auth_code\":\"281234567890123456\",\"auth_code_type\":\"bar_code\"")
        .doesNotContain("\"scene\"");
  }

  @ParameterizedTest
  @CsvSource({"INIT, PROCESSING", "CLOSED, DECLINED"})
  void authorize_buyerCode_otherStates(String status, PaymentResult.Kind kind) {
    server.success(NUMBERS + ",\"amount\":\"88.00\",\"status\":\"" + status + "\"");

    assertThat(authorize(TestAccount.till()).kind()).isEqualTo(kind);
  }

  @Test
  void authorize_buyerCode_unknownState_isUnknown() {
    server.success(NUMBERS + ",\"amount\":\"88.00\",\"status\":\"ODD\"");

    assertThat(
            catchThrowableOfType(OutcomeUnknown.class, () -> authorize(TestAccount.till()))
                .reason())
        .isEqualTo(Cause.UNKNOWN_CODE);
  }

  @Test
  void authorize_buyerCode_otherAmount_isNotBelieved() {
    server.success(NUMBERS + ",\"amount\":\"88.01\",\"status\":\"SUCCESS\"");

    assertThat(
            catchThrowableOfType(OutcomeUnknown.class, () -> authorize(TestAccount.till()))
                .reason())
        .isEqualTo(Cause.MISMATCHED_REPLY);
  }

  @ParameterizedTest
  @CsvSource({
    "MONEY_NOT_ENOUGH, FUNDS",
    "PAYMENT_AUTH_CODE_INVALID, CODE_INVALID",
    "PAYER_PAYEE_EQUAL, BUYER_ACCOUNT"
  })
  void authorize_buyersMatters_areDeclines(String code, Decline.Reason reason) {
    server.failure("40004", code);

    PaymentResult.Declined declined = (PaymentResult.Declined) authorize(TestAccount.till());

    assertThat(declined.decline().reason()).isEqualTo(reason);
    assertThat(declined.payment().reference()).isEqualTo(HOLD_UNSEEN);
  }

  @ParameterizedTest
  @CsvSource({
    "UNIQUE_VIOLATION, NUMBER_REUSED",
    "ORDER_ALREADY_CLOSED, WRONG_STATE",
    "ORDER_ALREADY_FINISH, WRONG_STATE",
    "ILLEGAL_ARGUMENT, INVALID",
    "PAYEE_NOT_EXIST, NOT_PERMITTED"
  })
  void authorize_refused(String code, RejectedReason reason) {
    server.failure("40004", code);

    assertThat(catchThrowableOfType(Rejected.class, () -> authorize(Scene.qrCode())).reason())
        .isEqualTo(reason);
  }

  @Test
  void authorize_heldAlready_isAdoptedIfTheAmountFits() {
    server.failure("40004", "FREEZE_ALREADY_SUCCESS").success(HELD);
    server
        .failure("40004", "FREEZE_ALREADY_SUCCESS")
        .success(
            detail("AUTHORIZED", "88.00", "0.00", "88.00")
                .replace("\"amount\":\"88.00\"", "\"amount\":\"99.00\""));

    assertThat(authorize(TestAccount.till())).isInstanceOf(PaymentResult.Authorized.class);
    assertThat(catchThrowableOfType(Rejected.class, () -> authorize(TestAccount.till())).reason())
        .isEqualTo(RejectedReason.NUMBER_REUSED);
  }

  @ParameterizedTest
  @CsvSource({
    "INIT, 0.00, 0.00, 0.00, AWAITING_CUSTOMER",
    "AUTHORIZED, 88.00, 0.00, 88.00, AUTHORIZED",
    "AUTHORIZED, 88.00, 40.00, 48.00, AUTHORIZED",
    "FINISH, 88.00, 88.00, 0.00, CAPTURED",
    "FINISH, 88.00, 0.00, 0.00, VOIDED",
    "CLOSED, 88.00, 0.00, 0.00, VOIDED",
    "CLOSED, 88.00, 40.00, 0.00, CAPTURED",
    "CLOSED, 0.00, 0.00, 0.00, CLOSED",
    "ODD, 88.00, 0.00, 88.00, UNKNOWN"
  })
  void query_hold_isTranslated(
      String status, String frozen, String paid, String rest, PaymentState state) {
    server.success(detail(status, frozen, paid, rest));

    Payment payment = adapter.query(HOLD_UNSEEN, TestAccount.call(Operation.QUERY));

    assertThat(payment.state()).isEqualTo(state);
    assertThat(payment.reference()).isEqualTo(HOLD);
    assertThat(payment.hold())
        .isEqualTo(state == PaymentState.AUTHORIZED ? new Hold(Money.of("CNY", rest), null) : null);
    assertThat(server.last().biz())
        .isEqualTo(
            "{\"out_order_no\":\"20261124A001\",\"out_request_no\":\"20261124A001\",\"operation_type\":\"FREEZE\"}");
    assertThat(server.asked()).hasSize(1);
  }

  /** After a crash the shop has the number alone. */
  @Test
  void query_numberAlone_findsTheHold() {
    server.failure("40004", "ACQ.TRADE_NOT_EXIST").success(HELD);

    Payment payment = adapter.query(TestAccount.ORDER, TestAccount.call(Operation.QUERY));

    assertThat(payment.state()).isEqualTo(PaymentState.AUTHORIZED);
    assertThat(payment.reference()).isEqualTo(HOLD);
  }

  @Test
  void query_holdAtTheTill_isProcessingWhileTheBuyerTypes() {
    server.failure("40004", "ACQ.TRADE_NOT_EXIST").success(detail("INIT", "0.00", "0.00", "0.00"));

    assertThat(
            adapter.query(Locator.till("20261124A001"), TestAccount.call(Operation.QUERY)).state())
        .isEqualTo(PaymentState.PROCESSING);
  }

  @Test
  void query_heldWithoutWhatIsLeft_isNotBelieved() {
    server.success(HELD.replace(",\"rest_amount\":\"88.00\"", ""));

    assertThat(
            catchThrowableOfType(
                    OutcomeUnknown.class,
                    () -> adapter.query(HOLD, TestAccount.call(Operation.QUERY)))
                .reason())
        .isEqualTo(Cause.MISMATCHED_REPLY);
  }

  private PaymentResult capture(CaptureRequest request) {
    assertThat(adapter.check(request)).isEmpty();
    return adapter.capture(request, TestAccount.call(Operation.CAPTURE));
  }

  private static CaptureRequest.Builder capture(PaymentReference authorization) {
    return CaptureRequest.builder(
        authorization, "C20261124A001", Money.of("CNY", "40.00"), ContractContext.NOW);
  }

  private static final String CAPTURED =
      "\"out_trade_no\":\"C20261124A001\",\"trade_no\":\"2026112422001499160501586203\",\"total_amount\":\"40.00\","
          + "\"gmt_payment\":\"2026-11-24 21:00:00\"";

  @Test
  void capture_isAPaymentOfItsOwn() {
    server.success(CAPTURED);

    PaymentResult result = capture(capture(HOLD).moreToFollow().build());

    assertThat(result).isInstanceOf(PaymentResult.Paid.class);
    assertThat(result.payment().reference().encode()).isEqualTo("C20261124A001~a1.t");
    assertThat(adapter.reference(capture(HOLD).build())).isEqualTo(result.payment().reference());
    assertThat(server.last().method()).isEqualTo("alipay.trade.pay");
    assertThat(server.last().biz())
        .isEqualTo(
            "{\"out_trade_no\":\"C20261124A001\",\"total_amount\":\"40.00\",\"subject\":\"Capture of 20261124A001\","
                + "\"product_code\":\"PREAUTH_PAY\",\"auth_no\":\""
                + AUTH_NO
                + "\",\"auth_confirm_mode\":\"NOT_COMPLETE\",\"seller_id\":\"2088721003899159\"}");
    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void capture_last_completesTheHold() {
    server.success(CAPTURED);

    capture(capture(HOLD).channelExtras(ChannelExtras.of("subject", "Room 12")).build());

    assertThat(server.last().biz())
        .contains("\"auth_confirm_mode\":\"COMPLETE\"")
        .contains("\"subject\":\"Room 12\"");
  }

  @Test
  void capture_byNumberAlone_asksForTheHoldFirst() {
    server.success(HELD).success(CAPTURED);

    assertThat(capture(capture(PaymentReference.ofNumber("20261124A001")).build()))
        .isInstanceOf(PaymentResult.Paid.class);
    assertThat(server.last().biz()).contains("\"auth_no\":\"" + AUTH_NO + "\"");
  }

  @Test
  void capture_holdNotThere_isRefusedBeforeAnythingIsSent() {
    server.failure("40004", "AUTH_ORDER_NOT_EXIST").success(detail("INIT", "0.00", "0.00", "0.00"));

    assertThat(
            catchThrowableOfType(Rejected.class, () -> capture(capture(HOLD_UNSEEN).build()))
                .reason())
        .isEqualTo(RejectedReason.NOT_FOUND);
    assertThat(
            catchThrowableOfType(Rejected.class, () -> capture(capture(HOLD_UNSEEN).build()))
                .reason())
        .isEqualTo(RejectedReason.WRONG_STATE);
  }

  @Test
  void capture_questionFails_nothingWasSent() {
    server.raw(502, "x");

    assertThat(
            catchThrowableOfType(NotSent.class, () -> capture(capture(HOLD_UNSEEN).build()))
                .getMessage())
        .isEqualTo(
            "was not asked to have the hold captured, because asking how it stands failed: it answered 502 instead of the"
                + " gateway's 200");
  }

  @Test
  void capture_pending_isProcessing() {
    server.signed("{\"code\":\"10003\",\"msg\":\"x\",\"out_trade_no\":\"C20261124A001\"}");

    assertThat(capture(capture(HOLD).build())).isInstanceOf(PaymentResult.Processing.class);
  }

  @Test
  void capture_paidAlready_isAdopted() {
    server
        .failure("40004", "ACQ.TRADE_HAS_SUCCESS")
        .success(
            CAPTURED
                + ",\"trade_status\":\"TRADE_SUCCESS\",\"send_pay_date\":\"2026-11-24 21:00:00\"");

    assertThat(capture(capture(HOLD).build())).isInstanceOf(PaymentResult.Paid.class);
  }

  @ParameterizedTest
  @CsvSource({
    "ACQ.AUTH_AMOUNT_NOT_ENOUGH, AMOUNT_EXCEEDED",
    "ACQ.REQUEST_AMOUNT_EXCEED, AMOUNT_EXCEEDED",
    "ACQ.AUTH_ORDER_HAS_FINISHED, WRONG_STATE",
    "ACQ.AUTH_NO_ERROR, NOT_FOUND",
    "ACQ.CONTEXT_INCONSISTENT, NUMBER_REUSED"
  })
  void capture_refused(String code, RejectedReason reason) {
    server.failure("40004", code);

    assertThat(catchThrowableOfType(Rejected.class, () -> capture(capture(HOLD).build())).reason())
        .isEqualTo(reason);
  }

  private Payment release(PaymentReference authorization) {
    VoidRequest request = new VoidRequest(authorization, "V20261124A001", ContractContext.NOW);
    assertThat(adapter.check(request)).isEmpty();
    return adapter.voidAuthorization(request, TestAccount.call(Operation.VOID));
  }

  @ParameterizedTest
  @CsvSource({"0.00, 88.00, VOIDED", "40.00, 48.00, CAPTURED"})
  void void_releasesWhatIsLeft(String paid, String rest, PaymentState state) {
    server
        .success(detail("AUTHORIZED", "88.00", paid, rest))
        .success(
            "\"out_order_no\":\"20261124A001\",\"out_request_no\":\"V20261124A001\",\"amount\":\""
                + rest
                + "\",\"status\":\"SUCCESS\"");

    Payment payment = release(HOLD);

    assertThat(payment.state()).isEqualTo(state);
    assertThat(payment.hold()).isNull();
    assertThat(server.last().method()).isEqualTo("alipay.fund.auth.order.unfreeze");
    assertThat(server.last().biz())
        .isEqualTo(
            "{\"auth_no\":\""
                + AUTH_NO
                + "\",\"out_request_no\":\"V20261124A001\",\"amount\":\""
                + rest
                + "\",\"remark\":\"Void of 20261124A001\"}");
  }

  @Test
  void void_again_findsItDone() {
    server.success(detail("CLOSED", "88.00", "0.00", "0.00"));

    assertThat(release(HOLD).state()).isEqualTo(PaymentState.VOIDED);
    assertThat(server.asked()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({"close, CLOSED", "unfreeze, VOIDED", "'', NOT_FOUND"})
  void void_buyerHasNotAgreed_withdrawsIt(String action, PaymentState state) {
    server
        .success(detail("INIT", "0.00", "0.00", "0.00"))
        .success(NUMBERS + (action.isEmpty() ? "" : ",\"action\":\"" + action + "\""));

    assertThat(release(HOLD_UNSEEN).state()).isEqualTo(state);
    assertThat(server.last().method()).isEqualTo("alipay.fund.auth.operation.cancel");
  }

  @Test
  void void_neverSeen_isNotFound() {
    server.failure("40004", "AUTH_ORDER_NOT_EXIST").failure("40004", "AUTH_ORDER_NOT_EXIST");

    assertThat(release(HOLD_UNSEEN).state()).isEqualTo(PaymentState.NOT_FOUND);
  }

  @Test
  void void_doneMeanwhile_tellsSo() {
    server
        .success(HELD)
        .failure("40004", "ORDER_ALREADY_CLOSED")
        .success(detail("CLOSED", "88.00", "0.00", "0.00"));

    assertThat(release(HOLD).state()).isEqualTo(PaymentState.VOIDED);
  }

  @Test
  void void_numberUsedWithAnotherAmount_isRefused() {
    server.success(HELD).failure("40004", "UNIQUE_VIOLATION").success(HELD);

    assertThat(catchThrowableOfType(Rejected.class, () -> release(HOLD)).reason())
        .isEqualTo(RejectedReason.NUMBER_REUSED);
  }

  @Test
  void void_notFinished_isStillPending() {
    server
        .success(HELD)
        .success(
            NUMBERS.replace("\"out_request_no\":\"20261124A001\",", "") + ",\"status\":\"INIT\"");

    assertThat(catchThrowableOfType(OutcomeUnknown.class, () -> release(HOLD)).reason())
        .isEqualTo(Cause.STILL_PENDING);
  }

  @Test
  void authorize_timeout_isTheSameOnEveryRepeat() {
    server.success("\"code_value\":\"x\"").success("\"code_value\":\"x\"");

    authorize(Scene.qrCode());
    context.forward(Duration.ofMinutes(7));
    authorize(Scene.qrCode());

    assertThat(server.asked().get(1).biz()).isEqualTo(server.asked().get(0).biz());
  }
}
