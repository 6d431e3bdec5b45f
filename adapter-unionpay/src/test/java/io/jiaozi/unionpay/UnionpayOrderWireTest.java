package io.jiaozi.unionpay;

import static io.jiaozi.unionpay.Outcomes.notSent;
import static io.jiaozi.unionpay.Outcomes.rejected;
import static io.jiaozi.unionpay.Outcomes.unknown;
import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.Operation;
import io.jiaozi.error.OpenOutcome.Cause;
import io.jiaozi.error.RejectedReason;
import io.jiaozi.money.Money;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.spi.ChannelFailure.OutcomeUnknown;
import io.jiaozi.tck.ContractContext;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Query and reverse. */
class UnionpayOrderWireTest {

  private final FakeUnionpay server = new FakeUnionpay();
  private final ContractContext context = new ContractContext();
  private final UnionpayAdapter adapter = TestAccount.open(server.address(), context);

  @AfterEach
  void close() {
    context.close();
    server.close();
  }

  private Payment query() {
    return adapter.query(TestAccount.ORDER, TestAccount.call(Operation.QUERY));
  }

  private Payment reverse() {
    return adapter.reverse(TestAccount.ORDER, TestAccount.call(Operation.REVERSE));
  }

  @Test
  void query_paid_tellsEverything() {
    server.says(TestAccount.order("00"));

    Payment payment = query();

    assertThat(payment.state()).isEqualTo(PaymentState.PAID);
    assertThat(payment.amount()).isEqualTo(Money.of("CNY", "88.00"));
    assertThat(payment.channelPaymentId()).isEqualTo(TestAccount.QUERY_ID);
    assertThat(payment.paidAt()).isEqualTo(Instant.parse("2026-11-24T12:01:30Z"));
    assertThat(payment.refunded()).isNull();
    assertThat(payment.reference()).isEqualTo(TestAccount.ORDER);
    assertThat(server.asked(0).target()).isEqualTo("/gateway/api/queryTrans.do");
    assertThat(server.asked(0).field("orderId")).isEqualTo("20261124A001");
    assertThat(server.asked(0).field("txnTime")).isEqualTo("20261124200000");
    assertThat(Wire.isSignedByMerchant(server.asked(0).fields())).isTrue();
  }

  @Test
  void query_daysLater_stillAsksWithTheOriginalTime() {
    context.forward(Duration.ofDays(20));
    server.says(TestAccount.order("00"));

    assertThat(query().state()).isEqualTo(PaymentState.PAID);
    assertThat(server.asked(0).field("txnTime")).isEqualTo("20261124200000");
  }

  @ParameterizedTest
  @CsvSource({
    "00, PAID",
    "A6, PAID",
    "03, AWAITING_CUSTOMER",
    "04, AWAITING_CUSTOMER",
    "05, AWAITING_CUSTOMER",
    "70, AWAITING_CUSTOMER",
    "83, AWAITING_CUSTOMER",
    "64, AWAITING_CUSTOMER",
    "01, AWAITING_CUSTOMER",
    "12, AWAITING_CUSTOMER",
    "02, UNKNOWN",
    "06, UNKNOWN",
    "37, UNKNOWN",
    "99, UNKNOWN",
    "ZZ, UNKNOWN"
  })
  void query_onAPage_beforeItsExpiry(String code, PaymentState state) {
    server.says(TestAccount.order(code));

    assertThat(query().state()).isEqualTo(state);
  }

  @ParameterizedTest
  @CsvSource({"00, PAID", "64, DECLINED", "01, DECLINED", "99, UNKNOWN"})
  void query_onAPage_afterItsExpiry_isTheLastWord(String code, PaymentState state) {
    context.forward(Duration.ofMinutes(16));
    server.says(TestAccount.order(code));

    assertThat(query().state()).isEqualTo(state);
  }

  @Test
  void query_withoutOurEcho_isNeverTheLastWord() {
    context.forward(Duration.ofDays(9));
    server.says(TestAccount.order("64").with("reqReserved", "somebody elses"));

    assertThat(query().state()).isEqualTo(PaymentState.AWAITING_CUSTOMER);
  }

  @ParameterizedTest
  @CsvSource({
    "00, PAID",
    "A6, PAID",
    "05, PROCESSING",
    "03, PROCESSING",
    "46, REVERSED",
    "64, DECLINED",
    "86, DECLINED"
  })
  void query_atTheTill_hasNoExpiry(String code, PaymentState state) {
    server.says(TestAccount.scanned(code));

    assertThat(query().state()).isEqualTo(state);
  }

  @ParameterizedTest
  @CsvSource({
    "02, AUTHORIZED",
    "03, PAID",
    "31, REVERSED",
    "32, VOIDED",
    "33, REVERSED",
    "99, REVERSED",
    "12, UNKNOWN"
  })
  void query_ofOtherTransactions(String txnType, PaymentState state) {
    server.says(TestAccount.told(txnType, "00", TestAccount.ORDER.number(), "00"));

    assertThat(query().state()).isEqualTo(state);
  }

  @Test
  void query_hold_tellsWhatIsHeldAndUntilWhen() {
    server.says(TestAccount.hold("00"));

    Payment payment = query();

    assertThat(payment.hold().left()).isEqualTo(Money.of("CNY", "88.00"));
    assertThat(payment.hold().expiresAt()).isEqualTo(Instant.parse("2026-12-24T12:01:30Z"));
    assertThat(payment.paidAt()).isNull();
  }

  @Test
  void query_aRefundsNumber_isAMismatch() {
    server.says(TestAccount.told("04", "00", TestAccount.ORDER.number(), "00"));

    assertThat(unknown(this::query).reason()).isEqualTo(Cause.MISMATCHED_REPLY);
  }

  @Test
  void query_unknownOrder_isNotFound() {
    server.code("34");

    assertThat(query().state()).isEqualTo(PaymentState.NOT_FOUND);
  }

  @ParameterizedTest
  @CsvSource({"10, INVALID", "11, BAD_CREDENTIALS", "32, NOT_PERMITTED", "37, TOO_MANY_REQUESTS"})
  void query_itselfRefused_isRejected(String code, RejectedReason reason) {
    server.code(code);

    assertThat(rejected(this::query).reason()).isEqualTo(reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"02", "03", "06", "99", "ZZ"})
  void query_itselfUnanswered_isUnknown(String code) {
    server.code(code);

    assertThat(unknown(this::query)).isInstanceOf(OutcomeUnknown.class);
  }

  @ParameterizedTest
  @CsvSource({
    "orderId, 20261124A002, tells of another number than the one asked for",
    "txnTime, 20261124200001, tells of another time than the one asked for",
    "currencyCode, 840, tells of an amount in another currency than CNY",
    "txnAmt, , 'tells of a success without its number, time, type, amount or currency'",
    "txnAmt, 0, 'tells of a success without its number, time, type, amount or currency'",
    "txnAmt, -1, 'tells of a success without its number, time, type, amount or currency'",
    "txnAmt, 88.00, 'tells of a success without its number, time, type, amount or currency'",
    "txnTime, , 'tells of a success without its number, time, type, amount or currency'",
    "currencyCode, , 'tells of a success without its number, time, type, amount or currency'"
  })
  void query_answerOfSomethingElse_isAMismatch(String field, String value, String clause) {
    server.says(TestAccount.order("00").with(field, value));

    var unknown = unknown(this::query);

    assertThat(unknown.reason()).isEqualTo(Cause.MISMATCHED_REPLY);
    assertThat(unknown).hasMessage("answered with a message that " + clause);
  }

  @Test
  void query_traceTimeInTheNewYear_takesTheNearestYear() {
    server.says(
        TestAccount.order("00").with("traceTime", "0101000130").with("txnTime", "20261231235900"));

    Payment payment =
        adapter.query(
            PaymentReference.parse("20261124A001~u1.20261231235900"),
            TestAccount.call(Operation.QUERY));

    assertThat(payment.paidAt()).isEqualTo(Instant.parse("2026-12-31T16:01:30Z"));
  }

  @Test
  void reverse_paid_isUndoneByATransactionOfItsOwn() {
    server.says(TestAccount.scanned("00")).code("00");
    String number = undoNumber();
    server.says(TestAccount.following("31", number, "00"));

    Payment payment = reverse();

    assertThat(payment.state()).isEqualTo(PaymentState.REVERSED);
    assertThat(payment.reference()).isEqualTo(TestAccount.ORDER);
    assertThat(payment.amount()).isEqualTo(Money.of("CNY", "88.00"));
    FakeUnionpay.Asked undo = server.asked(1);
    assertThat(undo.target()).isEqualTo("/gateway/api/backTransReq.do");
    assertThat(undo.kind()).isEqualTo("31/00/000000/08");
    assertThat(undo.field("orderId")).isEqualTo(number).matches("V[0-9A-F]{31}");
    assertThat(undo.field("txnTime")).isEqualTo(TestAccount.NOW);
    assertThat(undo.field("txnAmt")).isEqualTo("8800");
    assertThat(undo.field("origQryId")).isEqualTo(TestAccount.QUERY_ID);
    assertThat(undo.field("reqReserved")).isEqualTo("20261124A001.20261124200000");
    assertThat(server.asked(2).field("orderId")).isEqualTo(number);
  }

  private static String undoNumber() {
    String text = TestAccount.MERID + "|20261124A001|20261124200000";
    return "V" + Wire.sha256(text).substring(0, 31).toUpperCase(Locale.ROOT);
  }

  @Test
  void reverse_paidOnAPage_namesItsProductAndWayOfAccess() {
    server
        .says(TestAccount.order("00"))
        .code("00")
        .says(TestAccount.following("31", undoNumber(), "00"));

    reverse();

    assertThat(server.asked(1).kind()).isEqualTo("31/00/000201/07");
  }

  @Test
  void reverse_againAfterALostAnswer_isTheSameUndo() {
    server.says(TestAccount.scanned("00")).raw(502, "");
    assertThat(unknown(this::reverse)).isNotNull();
    context.forward(Duration.ofSeconds(20));
    server.says(TestAccount.scanned("00")).says(TestAccount.following("31", undoNumber(), "00"));

    assertThat(reverse().state()).isEqualTo(PaymentState.REVERSED);
    assertThat(server.asked()).hasSize(4);
    assertThat(server.asked(3).target()).isEqualTo("/gateway/api/queryTrans.do");
    assertThat(server.asked(3).field("txnTime")).isEqualTo(TestAccount.NOW);
  }

  @Test
  void reverse_againAfterOneThatNeverArrived_sendsTheSameAgain() {
    server.says(TestAccount.scanned("00")).raw(502, "");
    assertThat(unknown(this::reverse)).isNotNull();
    context.forward(Duration.ofSeconds(20));
    server
        .says(TestAccount.scanned("00"))
        .code("34")
        .code("00")
        .says(TestAccount.following("31", undoNumber(), "00"));

    assertThat(reverse().state()).isEqualTo(PaymentState.REVERSED);
    assertThat(server.asked(4).field("txnTime")).isEqualTo(TestAccount.NOW);
    assertThat(server.asked(4).field("orderId")).isEqualTo(undoNumber());
  }

  @Test
  void reverse_afterARestart_findsTheUndoOfBefore() {
    context.forward(Duration.ofSeconds(70));
    server.says(TestAccount.scanned("00")).raw(502, "");
    assertThat(unknown(this::reverse)).isNotNull();
    context.forward(Duration.ofMinutes(9));
    UnionpayAdapter restarted = TestAccount.open(server.address(), context);
    server.says(TestAccount.scanned("00")).code("12");
    for (int i = 0; i < 4; i++) {
      server.code("34");
    }
    server.says(TestAccount.following("31", undoNumber(), "00"));

    Payment payment = restarted.reverse(TestAccount.ORDER, TestAccount.call(Operation.REVERSE));

    assertThat(payment.state()).isEqualTo(PaymentState.REVERSED);
    assertThat(server.asked(1).field("txnTime")).isEqualTo(TestAccount.NOW);
    assertThat(server.asked())
        .filteredOn(asked -> undoNumber().equals(asked.field("orderId")))
        .extracting(asked -> asked.field("txnTime"))
        .containsExactly(
            "20261124200000", // before the restart
            "20261124201000", // refused, and asked for
            "20261124201000",
            "20261124200730",
            "20261124200500",
            "20261124200230",
            "20261124200000");
  }

  @Test
  void reverse_afterARestart_withinOneStep_isTheSameUndo() {
    context.forward(Duration.ofSeconds(70));
    server.says(TestAccount.scanned("00")).raw(502, "");
    assertThat(unknown(this::reverse)).isNotNull();
    context.forward(Duration.ofSeconds(79));
    UnionpayAdapter restarted = TestAccount.open(server.address(), context);
    server
        .says(TestAccount.scanned("00"))
        .code("12")
        .says(TestAccount.following("31", undoNumber(), "00"));

    assertThat(restarted.reverse(TestAccount.ORDER, TestAccount.call(Operation.REVERSE)).state())
        .isEqualTo(PaymentState.REVERSED);
    assertThat(server.asked(3).fields()).isEqualTo(server.asked(1).fields());
  }

  @Test
  void reverse_longAfterARestart_isLookedForWithinBounds() {
    context.forward(Duration.ofHours(2));
    server.says(TestAccount.scanned("00")).code("12");
    for (int i = 0; i < 13; i++) {
      server.code("34");
    }

    assertThat(unknown(this::reverse).reason()).isEqualTo(Cause.NOT_FOUND_YET);
    assertThat(server.asked()).hasSize(15);
  }

  @Test
  void reverse_muchLater_sendsATimeThatIsYoungEnough() {
    context.forward(Duration.ofSeconds(3_599));
    server.says(TestAccount.scanned("00")).raw(502, "");

    assertThat(unknown(this::reverse)).isNotNull();
    assertThat(server.asked(1).field("txnTime")).isEqualTo("20261124205730");
  }

  @Test
  void reverse_undoAccepted_notFinished_isUnknown() {
    server
        .says(TestAccount.scanned("00"))
        .code("00")
        .says(TestAccount.following("31", undoNumber(), "05"));

    assertThat(unknown(this::reverse).reason()).isEqualTo(Cause.STILL_PENDING);
  }

  @Test
  void reverse_undoneBefore_isFoundByItsOwnNumber() {
    server
        .says(TestAccount.scanned("00"))
        .code("45")
        .says(TestAccount.following("31", undoNumber(), "00"));

    assertThat(reverse().state()).isEqualTo(PaymentState.REVERSED);
  }

  @ParameterizedTest
  @CsvSource({"35, WRONG_STATE", "36, INVALID", "45, WRONG_STATE"})
  void reverse_undoneOrRefundedBySomebodyElse_isRejected(String code, RejectedReason reason) {
    server.says(TestAccount.scanned("00")).code(code).code("34");

    assertThat(rejected(this::reverse).reason()).isEqualTo(reason);
  }

  @Test
  void reverse_nextSettlementDay_isTooLate() {
    context.forward(Duration.ofHours(4));
    server.says(TestAccount.scanned("00"));

    var rejected = rejected(this::reverse);

    assertThat(rejected.reason()).isEqualTo(RejectedReason.TOO_LATE);
    assertThat(rejected.remedy()).isEqualTo("Refund it instead, if it turns out to be paid.");
    assertThat(server.asked()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"05", "03", "99"})
  void reverse_unknown_isAReversalUnderTheSameNumberAndTime(String code) {
    server.says(TestAccount.scanned(code)).code("00");

    Payment payment = reverse();

    assertThat(payment.state()).isEqualTo(PaymentState.REVERSED);
    FakeUnionpay.Asked reversal = server.asked(1);
    assertThat(reversal.target()).isEqualTo("/gateway/api/backTransReq.do");
    assertThat(reversal.kind()).isEqualTo("99/01/000000/08");
    assertThat(reversal.field("orderId")).isEqualTo("20261124A001");
    assertThat(reversal.field("txnTime")).isEqualTo("20261124200000");
  }

  @Test
  void reverse_byTheOtherEndpoint_whereSet() {
    var values = TestAccount.values();
    values.put(Settings.REVERSAL_ENDPOINT, "queryTrans");
    UnionpayAdapter other = TestAccount.open(server.address(), context, values);
    server.says(TestAccount.scanned("05")).code("00");

    other.reverse(TestAccount.ORDER, TestAccount.call(Operation.REVERSE));

    assertThat(server.asked(1).target()).isEqualTo("/gateway/api/queryTrans.do");
    assertThat(server.asked(1).kind()).isEqualTo("99/01/000000/08");
  }

  @Test
  void reverse_reversedBefore_isReversed() {
    server.says(TestAccount.scanned("05")).code("46");

    assertThat(reverse().state()).isEqualTo(PaymentState.REVERSED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"34", "35"})
  void reverse_neverArrived_isNotFound(String code) {
    server.code("34").code(code);

    assertThat(reverse().state()).isEqualTo(PaymentState.NOT_FOUND);
  }

  @Test
  void reverse_reversalNotFinished_isUnknown() {
    server.says(TestAccount.scanned("05")).code("05");

    assertThat(unknown(this::reverse).reason()).isEqualTo(Cause.STILL_PENDING);
  }

  @Test
  void reverse_declined_isLeftAlone() {
    server.says(TestAccount.scanned("64"));

    assertThat(reverse().state()).isEqualTo(PaymentState.DECLINED);
    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void reverse_waitingForTheBuyerOnAPage_isRejected() {
    server.says(TestAccount.order("05"));

    assertThat(rejected(this::reverse).reason()).isEqualTo(RejectedReason.WRONG_STATE);
    assertThat(server.asked()).hasSize(1);
  }

  @Test
  void reverse_aHold_isRejected() {
    server.says(TestAccount.hold("00"));

    assertThat(rejected(this::reverse).remedy()).isEqualTo("Release it with voidAuthorization.");
  }

  @Test
  void reverse_askingFails_isNotSent() {
    server.raw(500, "");

    assertThat(notSent(this::reverse))
        .hasMessage(
            "was not asked to undo it, because asking how the payment stands failed: it answered 500, which is no answer of"
                + " its gateway");
  }
}
