package io.jiaozi.paypal;

import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.Capability;
import io.jiaozi.Operation;
import io.jiaozi.SubMerchant;
import io.jiaozi.error.Problem;
import io.jiaozi.money.Money;
import io.jiaozi.payment.CaptureRequest;
import io.jiaozi.payment.ChannelExtras;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.Scene;
import io.jiaozi.payment.VoidRequest;
import io.jiaozi.refund.RefundReference;
import io.jiaozi.refund.RefundRequest;
import io.jiaozi.spi.OutcomePlan;
import io.jiaozi.tck.ContractContext;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestChecksTest {

  private static final URI NOTIFY = URI.create("https://shop.example/notify");

  private final ContractContext context = new ContractContext();
  private final PaypalAdapter adapter = TestAccount.open(URI.create("http://127.0.0.1:9"), context);

  @AfterEach
  void close() {
    context.close();
  }

  private static List<String> fields(List<Problem> problems) {
    return problems.stream().map(Problem::field).toList();
  }

  @Test
  void goodRequests_haveNoProblems() {
    assertThat(adapter.check(TestAccount.payment().build())).isEmpty();
    assertThat(adapter.check(TestAccount.capture().build())).isEmpty();
    assertThat(adapter.check(TestAccount.voiding())).isEmpty();
    assertThat(adapter.check(TestAccount.refund(TestAccount.CAPTURE).build())).isEmpty();
    assertThat(adapter.check(TestAccount.refund(TestAccount.ORDER).build())).isEmpty();
    assertThat(adapter.check(SubMerchant.of("7LQ6PFZ5UVDVW"))).isEmpty();
  }

  @Test
  void allProblemsAtOnce() {
    PaymentRequest request =
        PaymentRequest.builder(
                "has blank",
                Money.of("HUF", "10.50"),
                Scene.qrCode(),
                ContractContext.NOW.minus(Duration.ofHours(6)))
            .description("x".repeat(128))
            .notificationUrl(NOTIFY)
            .channelExtras(ChannelExtras.of("intent", "AUTHORIZE"))
            .build();

    assertThat(fields(adapter.check(request)))
        .containsExactly(
            "orderNumber",
            "amount",
            "description",
            "notificationUrl",
            "placedAt",
            "scene",
            "channelExtras.intent");
  }

  @Test
  void notificationUrlOfARequest_isRefusedEverywhere() {
    assertThat(fields(adapter.check(TestAccount.payment().notificationUrl(NOTIFY).build())))
        .containsExactly("notificationUrl");
    assertThat(fields(adapter.check(TestAccount.capture().notificationUrl(NOTIFY).build())))
        .containsExactly("notificationUrl");
    assertThat(
            fields(
                adapter.check(
                    TestAccount.refund(TestAccount.CAPTURE).notificationUrl(NOTIFY).build())))
        .containsExactly("notificationUrl");
  }

  @Test
  void requestsPaypalWouldNoLongerRecognise_areRefused() {
    Instant old = ContractContext.NOW.minus(Duration.ofDays(45));
    CaptureRequest capture =
        CaptureRequest.builder(TestAccount.HOLD, "C2", Money.of("USD", "1.00"), old).build();
    RefundRequest refund =
        RefundRequest.builder(TestAccount.CAPTURE, "R2", Money.of("USD", "1.00"), old).build();

    assertThat(fields(adapter.check(capture))).containsExactly("placedAt");
    assertThat(fields(adapter.check(refund))).containsExactly("placedAt");
    assertThat(fields(adapter.check(new VoidRequest(TestAccount.HOLD, "V2", old))))
        .containsExactly("placedAt");
    context.forward(Duration.ofHours(6).minusSeconds(1));
    assertThat(adapter.check(TestAccount.payment().build())).isEmpty();
    context.forward(Duration.ofSeconds(1));
    assertThat(adapter.check(TestAccount.payment().build()).get(0).sentence())
        .startsWith("is 6 hours ago or more");
  }

  @ParameterizedTest
  @ValueSource(strings = {"p1.o.5O190127TN364715T", "p1.c.3C679366HH908993F", "u1.2026"})
  void capturesAndVoids_needAHold(String locator) {
    PaymentReference reference = new PaymentReference(TestAccount.NUMBER, locator);

    assertThat(
            fields(
                adapter.check(
                    CaptureRequest.builder(
                            reference, "C2", Money.of("USD", "1.00"), ContractContext.NOW)
                        .build())))
        .containsExactly("authorization");
    assertThat(fields(adapter.check(new VoidRequest(reference, "V2", ContractContext.NOW))))
        .containsExactly("authorization");
  }

  @Test
  void refundOfAHold_isRefused() {
    assertThat(adapter.check(TestAccount.refund(TestAccount.HOLD).build()).get(0).sentence())
        .contains("Refund the capture");
  }

  @Test
  void refundReferences() {
    assertThat(adapter.check(RefundReference.of(TestAccount.CAPTURE, "R1"))).isEmpty();
    assertThat(adapter.check(new RefundReference(null, null, "p1.r.1JU08902781691411"))).isEmpty();
    assertThat(adapter.check(new RefundReference(TestAccount.CAPTURE, "R1", "u1.x"))).hasSize(1);
    assertThat(adapter.check(new RefundReference(null, "R1", null))).hasSize(1);
    assertThat(adapter.check(RefundReference.of(new PaymentReference("N1", "u1.x"), "R1")))
        .hasSize(1);
  }

  @Test
  void subMerchants_haveAnIdAndNoDetails() {
    assertThat(fields(adapter.check(SubMerchant.of("seller@example.com"))))
        .containsExactly("subMerchant.id");
    assertThat(fields(adapter.check(new SubMerchant("7LQ6PFZ5UVDVW", Map.of("token", "x")))))
        .containsExactly("subMerchant.details");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "intent | AUTHORIZE",
        "purchase_units | []",
        "purchase_units[0] | {}",
        "purchase_units[1].custom_id | X",
        "purchase_units.custom_id | X",
        "purchase_units[0].custom_id | X",
        "purchase_units[0].invoice_id | X",
        "purchase_units[0].amount | {}",
        "purchase_units[0].amount.value | 1.00",
        "purchase_units[0].payee.merchant_id | X",
        "payment_source | {}",
        "payment_source.paypal.vault_id | X",
        "payment_source.card.number | 4111111111111111",
        "payment_source.paypal.experience_context | {}",
        "payment_source.paypal.experience_context.return_url | https://x.example",
        "application_context.locale | de-DE",
        "processing_instruction | ORDER_COMPLETE_ON_PAYMENT_APPROVAL",
        "Upper.Case | X",
        "a..b | X",
        "purchase_units[0].items | not json",
        "purchase_units[0].items | 7",
        "purchase_units[0].soft_descriptor | 12345678901234567890123",
        "purchase_units[0].shipping | \"text\""
      })
  void extrasThatTouchWhatIsOurs_orAreNotWhatTheyShouldBe_areRefused(String path, String value) {
    PaymentRequest request =
        TestAccount.payment().channelExtras(ChannelExtras.of(path, value)).build();

    assertThat(adapter.check(request)).hasSize(1);
  }

  @Test
  void extrasAsAWholeAndInParts_areRefused() {
    ChannelExtras extras =
        ChannelExtras.of("purchase_units[0].shipping", "{}")
            .with("purchase_units[0].shipping.type", "SHIPPING");

    assertThat(adapter.check(TestAccount.payment().channelExtras(extras).build())).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(Operation.class)
  void plans_areForEveryOperation(Operation operation) {
    OutcomePlan plan = adapter.plan(operation, null);

    OutcomePlan.Repeat expected =
        switch (operation) {
          case PAY,
              AUTHORIZE,
              CAPTURE,
              VOID,
              REAUTHORIZE,
              REFUND,
              QUERY,
              QUERY_REFUND,
              NOTIFICATION ->
              OutcomePlan.Repeat.FREELY;
          case COMPLETE -> OutcomePlan.Repeat.ASK_FIRST;
          case CLOSE, REVERSE, CHANNEL_CALL -> OutcomePlan.Repeat.NEVER;
        };
    assertThat(plan.repeat()).isEqualTo(expected);
    assertThat(plan.giveUp()).isEqualTo(OutcomePlan.GiveUp.REPORT);
    // PayPal is not to be asked more often than every three seconds.
    Duration before = Duration.ZERO;
    for (Duration at : plan.askAfter()) {
      assertThat(at.minus(before)).isGreaterThanOrEqualTo(Duration.ofSeconds(3));
      before = at;
    }
  }

  @Test
  void capabilities_tellWhatPaypalDoes() {
    assertThat(adapter.capabilities().pay())
        .containsExactlyInAnyOrder(Scene.Kind.WEB_PAGE, Scene.Kind.MOBILE_WEB);
    assertThat(adapter.capabilities().authorize()).isEqualTo(adapter.capabilities().pay());
    assertThat(adapter.capabilities().all())
        .contains(Capability.COMPLETE_AFTER_APPROVAL, Capability.REAUTHORIZE)
        .doesNotContain(
            Capability.FIND_BY_NUMBER, Capability.SET_EXPIRY, Capability.CLOSE, Capability.REVERSE);
  }
}
