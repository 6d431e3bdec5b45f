package com.example.abacus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jiaozi.error.OutcomeUnknownException;
import io.jiaozi.error.RejectedException;
import io.jiaozi.error.RejectedReason;
import io.jiaozi.money.Money;
import io.jiaozi.payment.NextAction;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.payment.Scene;
import io.jiaozi.refund.Refund;
import io.jiaozi.refund.RefundReference;
import io.jiaozi.refund.RefundRequest;
import io.jiaozi.refund.RefundState;
import java.net.URI;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From request to wire and back, through the gateway. */
class PaymentWireTest {

  private static final PaymentReference ORDER = PaymentReference.ofNumber("20261125A001");

  private final Account account = new Account();

  @AfterEach
  void close() {
    account.close();
  }

  private static PaymentRequest qr() {
    return Account.payment(ORDER.number(), Scene.qrCode()).build();
  }

  @Test
  void pay_qrCode_showsTheCode() {
    PaymentRequest request = qr();
    PaymentResult first = account.shop.pay(request);
    assertThat(first).isInstanceOf(PaymentResult.AwaitingCustomer.class);
    assertThat(((PaymentResult.AwaitingCustomer) first).next())
        .isEqualTo(
            new NextAction.ShowQrCode(
                "abacus://pay/20261125A001", request.placedAt().plusSeconds(1800)));
    assertThat(account.shop.pay(request).kind()).isEqualTo(PaymentResult.Kind.AWAITING_CUSTOMER);
    account.fake.buyerPays(ORDER.number());
    assertThat(account.shop.pay(request)).isInstanceOf(PaymentResult.Paid.class);
    assertThat(account.fake.bookedPayments(ORDER.number())).hasSize(1);
  }

  @Test
  void pay_webPage_redirects() {
    Scene page = Scene.webPage(URI.create("https://shop.example/back"));
    PaymentResult result = account.shop.pay(Account.payment(ORDER.number(), page).build());
    assertThat(((PaymentResult.AwaitingCustomer) result).next())
        .isInstanceOfSatisfying(
            NextAction.Redirect.class,
            redirect -> assertThat(redirect.url()).hasPath("/checkout/20261125A001"));
  }

  @Test
  void query_tellsWhatTheChannelTells() {
    assertThat(account.shop.query(ORDER).state()).isEqualTo(PaymentState.NOT_FOUND);
    account.shop.pay(qr());
    account.fake.buyerPays(ORDER.number());
    assertThat(account.shop.query(ORDER))
        .satisfies(
            payment -> {
              assertThat(payment.state()).isEqualTo(PaymentState.PAID);
              assertThat(payment.amount()).isEqualTo(Money.of("CNY", "88.00"));
              assertThat(payment.paidAt()).isEqualTo(paidAt());
              assertThat(payment.channelPaymentId()).isEqualTo("P-1");
              assertThat(payment.toString()).doesNotContain(FakeAbacus.PAYER);
            });
  }

  private Instant paidAt() {
    return Instant.parse(
        (String) account.fake.bookedPayments(ORDER.number()).get(0).get("paid_at"));
  }

  @Test
  void close_ofAPaidOrder_tellsThatItIsPaid() {
    account.shop.pay(qr());
    account.fake.buyerPays(ORDER.number());
    assertThat(account.shop.close(ORDER).state()).isEqualTo(PaymentState.PAID);
  }

  @Test
  void refund_partAndWhole_showsInThePayment() {
    account.shop.pay(qr());
    account.fake.buyerPays(ORDER.number());
    RefundRequest part =
        RefundRequest.builder(ORDER, "R20261125A001", Money.of("CNY", "8.00"), Instant.now())
            .build();
    Refund refund = account.shop.refund(part);
    assertThat(refund.state()).isEqualTo(RefundState.SUCCEEDED);
    assertThat(refund.amount()).isEqualTo(Money.of("CNY", "8.00"));
    assertThat(account.shop.query(ORDER).state()).isEqualTo(PaymentState.REFUND_STARTED);
    account.shop.refund(
        RefundRequest.builder(ORDER, "R20261125A002", Money.of("CNY", "80.00"), Instant.now())
            .build());
    assertThat(account.shop.query(ORDER).state()).isEqualTo(PaymentState.REFUNDED);
    assertThat(account.shop.queryRefund(RefundReference.of(ORDER, "R20261125A009")).state())
        .isEqualTo(RefundState.NOT_FOUND);
  }

  @ParameterizedTest
  @CsvSource({
    "FIELD_INVALID, INVALID",
    "NUMBER_TAKEN, NUMBER_REUSED",
    "PAYMENT_CLOSED, ORDER_CLOSED",
    "NOT_PAID, WRONG_STATE",
    "AMOUNT_EXCEEDED, AMOUNT_EXCEEDED",
    "BALANCE_TOO_LOW, NO_BALANCE",
    "SIGNATURE_REFUSED, BAD_CREDENTIALS",
    "NOT_ALLOWED, NOT_PERMITTED",
    "TOO_MANY_CALLS, TOO_MANY_REQUESTS"
  })
  void refusals_areToldByTheirCode(String code, RejectedReason reason) {
    account.fake.then(FakeAbacus.error(409, code));
    RejectedException refused =
        catchThrowableOfType(RejectedException.class, () -> account.shop.query(ORDER));
    assertThat(refused.reason()).isEqualTo(reason);
    assertThat(refused.context().channelCode()).isEqualTo(code);
    assertThat(refused).hasMessageNotContaining("c4n4ry");
  }

  @Test
  void codeNobodyKnows_isNoRefusal() {
    account.fake.then(FakeAbacus.error(400, "BRAND_NEW"));
    assertThat(catchThrowableOfType(OutcomeUnknownException.class, () -> account.shop.query(ORDER)))
        .hasMessageContaining("the code BRAND_NEW, which has no known meaning");
  }

  @Test
  void stateNobodyKnows_isUnknown() {
    account.fake.then(
        new FakeAbacus.Answer(
            200,
            "{\"merchant\":\"AB12345678\",\"number\":\"20261125A001\",\"state\":\"SETTLING\","
                + "\"amount\":8800,\"currency\":\"CNY\"}",
            Keys.CHANNEL));
    assertThat(account.shop.query(ORDER).state()).isEqualTo(PaymentState.UNKNOWN);
  }

  @ParameterizedTest
  @CsvSource({"AB00000000, 20261125A001", "AB12345678, 20261125A999"})
  void answerAboutSomethingElse_isNotTaken(String merchant, String number) {
    account.fake.then(
        new FakeAbacus.Answer(
            200,
            "{\"merchant\":\""
                + merchant
                + "\",\"number\":\""
                + number
                + "\",\"state\":\"PAID\",\"amount\":8800,\"currency\":\"CNY\"}",
            Keys.CHANNEL));
    assertThat(catchThrowableOfType(OutcomeUnknownException.class, () -> account.shop.query(ORDER)))
        .hasMessageContaining("with a message that tells of another");
  }

  @Test
  void replySignedByAStranger_isNotBelieved() {
    account.fake.then(new FakeAbacus.Answer(409, "{\"code\":\"NUMBER_TAKEN\"}", Keys.STRANGER));
    assertThat(catchThrowableOfType(OutcomeUnknownException.class, () -> account.shop.query(ORDER)))
        .hasMessageContaining("names a key that is neither");
  }
}
