package io.jiaozi.unionpay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import io.jiaozi.GatewayConfig;
import io.jiaozi.MerchantAccount;
import io.jiaozi.PaymentGateway;
import io.jiaozi.TimeSource;
import io.jiaozi.error.InvalidRequestException;
import io.jiaozi.error.OutcomeUnknownException;
import io.jiaozi.payment.Decline;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.payment.Scene;
import io.jiaozi.refund.Refund;
import io.jiaozi.refund.RefundState;
import io.jiaozi.tck.ContractContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a shop sees: the adapter behind the gateway's guard, on a clock that only waiting moves. */
class ThroughTheGatewayTest {

  private final FakeUnionpay server = new FakeUnionpay();
  private final PaymentGateway gateway =
      PaymentGateway.open(
          GatewayConfig.builder().time(new WaitingTime()).account("shop", config()).build());
  private final MerchantAccount account = gateway.account("shop");

  /** Moves when somebody waits, and never really waits. */
  private static final class WaitingTime implements TimeSource {
    private final AtomicLong waited = new AtomicLong();

    @Override
    public Instant now() {
      return ContractContext.NOW.plusNanos(waited.get());
    }

    @Override
    public long nanos() {
      return waited.get();
    }

    @Override
    public void sleep(Duration duration) {
      waited.addAndGet(duration.toNanos());
    }
  }

  private UnionpayConfig config() {
    return UnionpayConfig.builder(TestAccount.MERID, TestAccount.NOTIFY)
        .testEnvironment()
        .signingCertificate(TestCa.PFX, TestCa.PASSWORD)
        .rootCertificates(Path.of(write("root", TestCa.pem(TestCa.ROOT))))
        .middleCertificates(Path.of(write("middle", TestCa.pem(TestCa.MIDDLE))))
        .baseUrl(server.address())
        .build();
  }

  private static String write(String name, String pem) {
    try {
      Path file = Files.createTempFile("jiaozi-" + name, ".cer");
      file.toFile().deleteOnExit();
      return Files.writeString(file, pem).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterEach
  void close() {
    gateway.close();
    server.close();
  }

  @Test
  void order_fromReferenceToRefund_withNumberAndTimeAlone() {
    var request = TestAccount.payment(Scene.webPage(TestAccount.RETURN)).build();
    String stored = account.reference(request).encode();
    assertThat(account.pay(request)).isInstanceOf(PaymentResult.AwaitingCustomer.class);
    server
        .says(TestAccount.order("00"))
        .says(TestAccount.order("00"))
        .code("00")
        .says(TestAccount.refunded("00"));

    PaymentReference reference = PaymentReference.parse(stored);
    assertThat(account.complete(reference)).isInstanceOf(PaymentResult.Paid.class);
    Refund refund = account.refund(TestAccount.refund().build());
    assertThat(refund.state()).isEqualTo(RefundState.PROCESSING);
    assertThat(account.queryRefund(refund.reference()).state()).isEqualTo(RefundState.SUCCEEDED);
  }

  @Test
  void numberAlone_isToldWhatIsMissing() {
    InvalidRequestException thrown =
        catchThrowableOfType(
            InvalidRequestException.class,
            () -> account.query(PaymentReference.ofNumber("20261124A001")));

    assertThat(thrown).hasMessageContaining("is a number alone, by which UnionPay finds nothing");
  }

  @Test
  void till_isAskedUntilTheBuyerAgreed() {
    server
        .code("00")
        .says(TestAccount.scanned("05"))
        .says(TestAccount.scanned("05"))
        .says(TestAccount.scanned("00"));

    PaymentResult result =
        account.pay(TestAccount.payment(Scene.buyerCode("62000000012345678", "s1")).build());

    assertThat(result).isInstanceOf(PaymentResult.Paid.class);
    assertThat(server.asked()).hasSize(4);
  }

  @Test
  void till_buyerDoesNotAgree_isReversedAndTimedOut() {
    server.code("00");
    for (int i = 0; i < 7; i++) {
      server.says(TestAccount.scanned("05"));
    }
    server.code("00");

    PaymentResult result =
        account.pay(TestAccount.payment(Scene.buyerCode("62000000012345678", "s1")).build());

    assertThat(result).isInstanceOf(PaymentResult.Declined.class);
    assertThat(((PaymentResult.Declined) result).decline().reason())
        .isEqualTo(Decline.Reason.TIMED_OUT);
    assertThat(server.asked(8).kind()).isEqualTo("99/01/000000/08");
  }

  @Test
  void refund_lostAnswer_isAskedAboutAndNeverSentAgain() {
    server.says(TestAccount.order("00")).raw(500, "").code("34").says(TestAccount.refunded("05"));

    assertThat(account.refund(TestAccount.refund().build()).state())
        .isEqualTo(RefundState.PROCESSING);
    assertThat(server.asked()).filteredOn(asked -> asked.kind().startsWith("04/")).hasSize(1);
  }

  @Test
  void refund_lostForGood_isUnknownAndNeverSentAgain() {
    server.says(TestAccount.order("00")).raw(500, "");
    for (int i = 0; i < 6; i++) {
      server.code("34");
    }

    OutcomeUnknownException thrown =
        catchThrowableOfType(
            OutcomeUnknownException.class, () -> account.refund(TestAccount.refund().build()));

    assertThat(thrown.open().refund().locator()).isEqualTo("u1." + TestAccount.NOW);
    assertThat(server.asked()).filteredOn(asked -> asked.kind().startsWith("04/")).hasSize(1);
  }

  @Test
  void void_lostAnswer_isSentAgainAndFound() {
    server
        .says(TestAccount.hold("00"))
        .raw(500, "")
        .says(TestAccount.hold("00"))
        .code("12")
        .says(TestAccount.following("32", "X20261124A001", "00"));

    assertThat(account.voidAuthorization(TestAccount.voiding()).state())
        .isEqualTo(PaymentState.VOIDED);
    assertThat(server.asked(1).fields()).isEqualTo(server.asked(3).fields());
  }

  @Test
  void void_takenAndUnfinished_isAskedAboutByItsOwnNumber() {
    server
        .says(TestAccount.hold("00"))
        .code("00")
        .says(TestAccount.following("32", "X20261124A001", "05"))
        .says(TestAccount.following("32", "X20261124A001", "05"))
        .says(TestAccount.following("32", "X20261124A001", "00"));

    Payment released = account.voidAuthorization(TestAccount.voiding());

    assertThat(released.state()).isEqualTo(PaymentState.VOIDED);
    assertThat(released.reference()).isEqualTo(TestAccount.ORDER);
    assertThat(server.asked()).filteredOn(asked -> asked.kind().startsWith("32/")).hasSize(1);
  }

  @Test
  void void_unfinishedForLong_isUnknown_andFoundLaterByWhatItSays() {
    server.says(TestAccount.hold("00")).code("00");
    for (int i = 0; i < 4; i++) {
      server.says(TestAccount.following("32", "X20261124A001", "05"));
    }

    OutcomeUnknownException thrown =
        catchThrowableOfType(
            OutcomeUnknownException.class, () -> account.voidAuthorization(TestAccount.voiding()));

    assertThat(thrown)
        .hasMessageEndingWith("UnionPay is still working on it.")
        .message()
        .doesNotContain("holds the money");
    assertThat(thrown.open().payment()).isEqualTo(account.reference(TestAccount.voiding()));
    server.says(TestAccount.following("32", "X20261124A001", "00"));
    assertThat(account.query(thrown.open().payment()).state()).isEqualTo(PaymentState.VOIDED);
  }

  @Test
  void captureAndVoid_areFoundByNumberAndTimeAlone() {
    server
        .says(TestAccount.following("03", "C20261124A001", "00"))
        .says(TestAccount.following("32", "X20261124A001", "00"));

    assertThat(account.query(account.reference(TestAccount.capture("88.00").build())).state())
        .isEqualTo(PaymentState.PAID);
    assertThat(account.query(account.reference(TestAccount.voiding())).state())
        .isEqualTo(PaymentState.VOIDED);
  }

  @Test
  void reverse_undoUnfinished_isAskedAboutAndNotBegunAnew() {
    server.says(TestAccount.scanned("00")).code("00");
    String[] number = new String[1];
    server.then(
        exchange -> {
          number[0] = server.asked(1).field("orderId");
          answer(exchange, TestAccount.following("31", number[0], "05"));
        });
    server.says(TestAccount.scanned("00")).says(TestAccount.scanned("00"));
    server.then(exchange -> answer(exchange, TestAccount.following("31", number[0], "00")));

    Payment payment = account.reverse(TestAccount.ORDER);

    assertThat(payment.state()).isEqualTo(PaymentState.REVERSED);
    assertThat(server.asked()).filteredOn(asked -> asked.kind().startsWith("31/")).hasSize(1);
  }

  private static void answer(HttpExchange exchange, Wire message) throws IOException {
    byte[] body = message.reply().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
  }
}
