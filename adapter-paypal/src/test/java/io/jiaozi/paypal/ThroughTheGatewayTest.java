package io.jiaozi.paypal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jiaozi.GatewayConfig;
import io.jiaozi.MerchantAccount;
import io.jiaozi.PaymentGateway;
import io.jiaozi.SubMerchant;
import io.jiaozi.TimeSource;
import io.jiaozi.error.InvalidRequestException;
import io.jiaozi.error.NotSentException;
import io.jiaozi.money.Money;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.Scene;
import io.jiaozi.refund.Refund;
import io.jiaozi.refund.RefundRequest;
import io.jiaozi.refund.RefundState;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a shop sees: the adapter found on the class path, behind the gateway's guard. */
class ThroughTheGatewayTest {

  private final FakePaypal paypal = new FakePaypal();
  private final PaymentGateway gateway =
      PaymentGateway.open(
          GatewayConfig.builder()
              .time(new NoWaiting())
              .account(
                  "shop",
                  PaypalConfig.builder(
                          TestAccount.CLIENT_ID, TestAccount.CLIENT_SECRET, TestAccount.WEBHOOK_ID)
                      .invoicePrefix(TestAccount.PREFIX)
                      .baseUrl(paypal.address())
                      .build())
              .build());
  private final MerchantAccount account = gateway.account("shop");

  /** The machine's time, in which waiting takes none. */
  private static final class NoWaiting implements TimeSource {
    private final AtomicLong waited = new AtomicLong();

    @Override
    public Instant now() {
      return Instant.now().plusNanos(waited.get());
    }

    @Override
    public long nanos() {
      return System.nanoTime() + waited.get();
    }

    @Override
    public void sleep(Duration duration) {
      waited.addAndGet(duration.toNanos());
    }
  }

  @AfterEach
  void close() {
    gateway.close();
    paypal.close();
  }

  private static PaymentRequest.Builder payment() {
    return PaymentRequest.builder(
            TestAccount.NUMBER,
            Money.of("USD", "88.00"),
            new Scene.WebPage(TestAccount.RETURN, TestAccount.CANCEL),
            Instant.now())
        .description("Two boxes of dumplings");
  }

  @Test
  void payThenComplete_withTheReferenceInOneColumn() {
    paypal
        .answer(201, TestAccount.order("CREATED"))
        .answer(200, TestAccount.order("APPROVED"))
        .answer(201, TestAccount.completed("COMPLETED"));

    PaymentResult asked = account.pay(payment().build());
    String stored = asked.payment().reference().encode();
    PaymentResult paid = account.complete(PaymentReference.parse(stored));

    assertThat(asked).isInstanceOf(PaymentResult.AwaitingCustomer.class);
    assertThat(stored).isEqualTo("20261124A001~p1.o.5O190127TN364715T");
    assertThat(paid).isInstanceOf(PaymentResult.Paid.class);
  }

  @Test
  void lostAnswerToPay_isRepeatedByItself_withTheSameKey() {
    paypal.answer(502, "<html/>").answer(201, TestAccount.order("CREATED"));

    assertThat(account.pay(payment().build())).isInstanceOf(PaymentResult.AwaitingCustomer.class);
    assertThat(paypal.asked().get(1).header("PayPal-Request-Id"))
        .isEqualTo(paypal.asked().get(0).header("PayPal-Request-Id"));
  }

  @Test
  void lostAnswerToComplete_isAskedAbout_andAdopted() {
    paypal
        .answer(200, TestAccount.order("APPROVED"))
        .answer(502, "<html/>")
        .answer(200, TestAccount.completed("COMPLETED"));

    assertThat(account.complete(TestAccount.ORDER)).isInstanceOf(PaymentResult.Paid.class);
    assertThat(paypal.asked()).hasSize(3);
  }

  @Test
  void lostRequestToComplete_isAskedAbout_andSentAgainWithTheSameKey() {
    paypal
        .answer(200, TestAccount.order("APPROVED"))
        .answer(502, "<html/>")
        .answer(200, TestAccount.order("APPROVED"))
        .answer(200, TestAccount.order("APPROVED"))
        .answer(201, TestAccount.completed("COMPLETED"));

    assertThat(account.complete(TestAccount.ORDER)).isInstanceOf(PaymentResult.Paid.class);
    assertThat(paypal.asked().get(4).header("PayPal-Request-Id"))
        .isEqualTo(paypal.asked().get(1).header("PayPal-Request-Id"));
  }

  @Test
  void lostAnswerToARefund_isRepeatedByItself_withTheSameKey() {
    paypal.answer(502, "<html/>").answer(200, TestAccount.refund("COMPLETED", "8.00"));

    Refund refund =
        account.refund(
            RefundRequest.builder(
                    TestAccount.CAPTURE,
                    TestAccount.REFUND_NUMBER,
                    Money.of("USD", "8.00"),
                    Instant.now())
                .build());

    assertThat(refund.state()).isEqualTo(RefundState.SUCCEEDED);
    assertThat(paypal.asked().get(1).header("PayPal-Request-Id"))
        .isEqualTo(paypal.asked().get(0).header("PayPal-Request-Id"));
  }

  @Test
  void tokenServiceDown_isNotSent_andSoonLeftAlone() {
    for (int i = 0; i < 20; i++) {
      paypal.tokenAnswer(FakePaypal.json(503, ""));
    }

    NotSentException first =
        catchThrowableOfType(NotSentException.class, () -> account.pay(payment().build()));
    NotSentException second =
        catchThrowableOfType(NotSentException.class, () -> account.pay(payment().build()));

    assertThat(first).hasMessageContaining("Nothing was sent");
    assertThat(second).hasMessageContaining("the last attempts to get access failed");
    assertThat(paypal.askedForTokens()).hasSize(2);
    assertThat(paypal.asked()).isEmpty();
  }

  @Test
  void expiryOfARequest_isRefused_notDropped() {
    InvalidRequestException refused =
        catchThrowableOfType(
            InvalidRequestException.class,
            () -> account.pay(payment().payBefore(Instant.now().plusSeconds(600)).build()));

    assertThat(refused).hasMessageContaining("takes no expiry");
    assertThat(paypal.asked()).isEmpty();
  }

  @Test
  void numberAlone_isRefusedBeforeTheNetwork() {
    assertThat(
            catchThrowableOfType(
                InvalidRequestException.class,
                () -> account.query(PaymentReference.ofNumber(TestAccount.NUMBER))))
        .hasMessageContaining("finds nothing");
  }

  @Test
  void actingForASeller_isAView() {
    paypal.answer(
        201, TestAccount.order("CREATED").replace(TestAccount.MERCHANT_ID, "SELLER1234567"));

    PaymentResult result =
        account.actingFor(SubMerchant.of("SELLER1234567")).pay(payment().build());

    assertThat(result.payment().subMerchantId()).isEqualTo("SELLER1234567");
  }
}
