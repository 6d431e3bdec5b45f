package io.jiaozi.paypal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jiaozi.Operation;
import io.jiaozi.error.OpenOutcome.Cause;
import io.jiaozi.error.RejectedReason;
import io.jiaozi.money.Money;
import io.jiaozi.payment.ChannelExtras;
import io.jiaozi.payment.NextAction;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.payment.Scene;
import io.jiaozi.spi.CallContext;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.spi.ChannelFailure.OutcomeUnknown;
import io.jiaozi.spi.ChannelFailure.Rejected;
import io.jiaozi.tck.ContractContext;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CreateOrderWireTest {

  private static final CallContext PAY = TestAccount.call(Operation.PAY);

  private final ContractContext context = new ContractContext();
  private final FakePaypal paypal = new FakePaypal();
  private final PaypalAdapter adapter = TestAccount.open(paypal.address(), context);

  @AfterEach
  void close() {
    context.close();
    paypal.close();
  }

  private String page() {
    return paypal.address() + "/checkoutnow?token=" + TestAccount.ORDER_ID;
  }

  private PaymentResult pay() {
    return adapter.pay(TestAccount.payment().build(), PAY);
  }

  @Test
  void pay_sendsTheOrder_withNumbersWherePaypalEchoesThem() {
    paypal.answer(201, TestAccount.withLink(TestAccount.order("CREATED"), "approve", page()));

    pay();

    FakePaypal.Asked asked = paypal.asked().get(0);
    assertThat(asked.method() + " " + asked.target()).isEqualTo("POST /v2/checkout/orders");
    assertThat(asked.header("Prefer")).isEqualTo("return=representation");
    assertThat(asked.header("Content-Type")).isEqualTo("application/json");
    assertThat(asked.header("PayPal-Request-Id")).matches("[0-9a-f]{32}");
    assertThat(asked.header("PayPal-Auth-Assertion")).isNull();
    assertThat(asked.body())
        .isEqualTo(
            "{\"intent\":\"CAPTURE\",\"purchase_units\":[{\"custom_id\":\"20261124A001\",\"invoice_id\":\"JZ-20261124A001\","
                + "\"amount\":{\"currency_code\":\"USD\",\"value\":\"88.00\"},\"description\":\"Two boxes of dumplings, 饺子\"}],"
                + "\"payment_source\":{\"paypal\":{\"experience_context\":{\"return_url\":\"https://shop.example/back?lang=en\","
                + "\"cancel_url\":\"https://shop.example/cancelled\",\"user_action\":\"PAY_NOW\",\"shipping_preference\":\"NO_SHIPPING\","
                + "\"payment_method_preference\":\"IMMEDIATE_PAYMENT_REQUIRED\"}}}}");
  }

  @ParameterizedTest
  @CsvSource({"201, CREATED, approve", "200, PAYER_ACTION_REQUIRED, payer-action"})
  void pay_bothKindsOfAnswers_areARedirect(int status, String state, String relation) {
    paypal.answer(status, TestAccount.withLink(TestAccount.order(state), relation, page()));

    PaymentResult result = pay();

    assertThat(result).isInstanceOf(PaymentResult.AwaitingCustomer.class);
    assertThat(result.payment().state()).isEqualTo(PaymentState.AWAITING_CUSTOMER);
    assertThat(result.payment().reference()).isEqualTo(TestAccount.ORDER);
    assertThat(result.payment().amount()).isEqualTo(Money.of("USD", "88.00"));
    NextAction.Redirect redirect =
        (NextAction.Redirect) ((PaymentResult.AwaitingCustomer) result).next();
    assertThat(redirect.url()).isEqualTo(URI.create(page()));
    assertThat(redirect.validUntil()).isEqualTo(Instant.parse("2026-11-24T14:59:00Z"));
  }

  @Test
  void pay_answerWithoutUnits_asksForTheOrder() {
    paypal
        .answer(
            200,
            "{\"id\":\""
                + TestAccount.ORDER_ID
                + "\",\"status\":\"PAYER_ACTION_REQUIRED\",\"payment_source\":{\"paypal\":{}},\"links\":[]}")
        .answer(
            200,
            TestAccount.withLink(
                TestAccount.order("PAYER_ACTION_REQUIRED"), "payer-action", page()));

    assertThat(pay()).isInstanceOf(PaymentResult.AwaitingCustomer.class);
    assertThat(paypal.asked().get(1).target())
        .isEqualTo("/v2/checkout/orders/" + TestAccount.ORDER_ID);
  }

  @Test
  void pay_answerWithoutUnits_andNoAnswerToTheQuestion_isUnknown() {
    paypal
        .answer(200, "{\"id\":\"" + TestAccount.ORDER_ID + "\",\"status\":\"CREATED\"}")
        .answer(503, "");

    OutcomeUnknown unknown = catchThrowableOfType(OutcomeUnknown.class, this::pay);

    assertThat(unknown.reason()).isEqualTo(Cause.UNREADABLE_REPLY);
  }

  @Test
  void pay_withoutLink_leadsToTheApprovalPageOfTheEnvironment() {
    paypal.answer(201, TestAccount.order("CREATED"));

    PaymentResult.AwaitingCustomer awaiting = (PaymentResult.AwaitingCustomer) pay();

    assertThat(((NextAction.Redirect) awaiting.next()).url()).isEqualTo(URI.create(page()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://www.paypal.com.evil.example/checkoutnow?token=1",
        "https://user@www.paypal.com/x",
        "http://www.paypal.com/x",
        "javascript:alert(1)",
        "not an address"
      })
  void pay_linkToSomewhereElse_isNotFollowed(String link) {
    paypal.answer(201, TestAccount.withLink(TestAccount.order("CREATED"), "approve", link));

    OutcomeUnknown unknown = catchThrowableOfType(OutcomeUnknown.class, this::pay);

    assertThat(unknown.reason()).isEqualTo(Cause.MISMATCHED_REPLY);
    assertThat(unknown).hasMessage("sends the buyer to a page that is not PayPal's");
  }

  @Test
  void requestId_isTheSameForTheSameNumber_onAnotherMachineToo_andTellsNothingOfIt() {
    paypal.answer(201, TestAccount.order("CREATED")).answer(200, TestAccount.order("CREATED"));
    pay();
    try (ContractContext other = new ContractContext()) {
      other.forward(Duration.ofHours(5));
      TestAccount.open(paypal.address(), other).pay(TestAccount.payment().build(), PAY);
    }

    String first = paypal.asked().get(0).header("PayPal-Request-Id");
    assertThat(paypal.asked().get(1).header("PayPal-Request-Id")).isEqualTo(first);
    assertThat(first).doesNotContain(TestAccount.NUMBER);
  }

  @Test
  void requestId_isAnotherForAnotherNumberAppOrSeller_butNotForAnotherAmountOrIntent() {
    RequestKeys keys = new RequestKeys("client");
    String key = keys.key(null, "order", "N1", "");

    assertThat(keys.key(null, "order", "N2", "")).isNotEqualTo(key);
    assertThat(keys.key("SELLER", "order", "N1", "")).isNotEqualTo(key);
    assertThat(keys.key(null, "refund", "N1", "")).isNotEqualTo(key);
    assertThat(keys.key(null, "order", "N1", "2")).isNotEqualTo(key);
    assertThat(new RequestKeys("other").key(null, "order", "N1", "")).isNotEqualTo(key);

    paypal
        .answer(201, TestAccount.order("CREATED"))
        .answer(200, TestAccount.order("CREATED"))
        .answer(200, TestAccount.order("CREATED"));
    pay();
    reused(() -> adapter.pay(TestAccount.payment(Money.of("USD", "99.00")).build(), PAY));
    reused(
        () ->
            adapter.authorize(
                TestAccount.payment().build(), TestAccount.call(Operation.AUTHORIZE)));
    assertThat(paypal.asked().stream().map(one -> one.header("PayPal-Request-Id")).distinct())
        .hasSize(1);
  }

  private static void reused(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    Rejected rejected = catchThrowableOfType(Rejected.class, call);
    assertThat(rejected.reason()).isEqualTo(RejectedReason.NUMBER_REUSED);
  }

  @Test
  void numberReusedWithAnotherCurrency_isRefused() {
    paypal.answer(200, TestAccount.order("CREATED"));

    Rejected rejected =
        catchThrowableOfType(
            Rejected.class,
            () -> adapter.pay(TestAccount.payment(Money.of("EUR", "88.00")).build(), PAY));

    assertThat(rejected.reason()).isEqualTo(RejectedReason.NUMBER_REUSED);
    assertThat(rejected).hasMessage("has another order under this number, over USD 88.00");
  }

  @ParameterizedTest
  @CsvSource({
    "custom_id\":\"20261124A001, custom_id\":\"20261124A002",
    "invoice_id\":\"JZ-20261124A001, invoice_id\":\"JZ-20261124A002",
    "merchant_id\":\"7LQ6PFZ5UVDVW, merchant_id\":\"8LQ6PFZ5UVDVW",
    "value\":\"88.00, value\":\"88.001",
    "currency_code\":\"USD, currency_code\":\"KWD",
    "{\"id\":\"5O190127TN364715T, {\"id\":\"lower-case-id"
  })
  void pay_answerAboutSomethingElse_isNeverTaken(String from, String to) {
    paypal.answer(201, TestAccount.order("CREATED").replace(from, to));

    OutcomeUnknown unknown = catchThrowableOfType(OutcomeUnknown.class, this::pay);

    assertThat(unknown.reason()).isEqualTo(Cause.MISMATCHED_REPLY);
    assertThat(unknown.channelRequestId()).isEqualTo(FakePaypal.DEBUG_ID);
  }

  @Test
  void pay_repeatedAfterTheBuyerApproved_saysSo() {
    paypal.answer(200, TestAccount.order("APPROVED"));

    assertThat(pay()).isInstanceOf(PaymentResult.Approved.class);
  }

  @Test
  void pay_repeatedAfterItWasPaid_saysSo() {
    paypal.answer(200, TestAccount.completed("COMPLETED"));

    PaymentResult result = pay();

    assertThat(result).isInstanceOf(PaymentResult.Paid.class);
    assertThat(result.payment().reference()).isEqualTo(TestAccount.CAPTURE);
  }

  @Test
  void authorize_asksForAHold() {
    paypal.answer(201, TestAccount.order("AUTHORIZE", "CREATED", ""));

    PaymentResult result =
        adapter.authorize(TestAccount.payment().build(), TestAccount.call(Operation.AUTHORIZE));

    assertThat(result).isInstanceOf(PaymentResult.AwaitingCustomer.class);
    assertThat(paypal.asked().get(0).body()).startsWith("{\"intent\":\"AUTHORIZE\"");
  }

  @Test
  void mobileWebWithoutCancelUrl_comesBackToTheReturnUrl() {
    paypal.answer(201, TestAccount.order("CREATED"));
    PaymentRequest request =
        PaymentRequest.builder(
                TestAccount.NUMBER,
                Money.of("USD", "88.00"),
                new Scene.MobileWeb(TestAccount.RETURN, null, "203.0.113.7"),
                ContractContext.NOW)
            .build();

    adapter.pay(request, PAY);

    assertThat(paypal.asked().get(0).body())
        .contains("\"cancel_url\":\"https://shop.example/back?lang=en\"")
        .doesNotContain("203.0.113.7")
        .doesNotContain("description");
  }

  @Test
  void extras_areSentAsTheyAre_andOverrideTheDefaults() {
    paypal.answer(201, TestAccount.order("CREATED"));
    ChannelExtras extras =
        ChannelExtras.of("purchase_units[0].soft_descriptor", "DUMPLINGS")
            .with(
                "purchase_units[0].amount.breakdown",
                "{\"item_total\":{\"currency_code\":\"USD\",\"value\":\"88.00\"}}")
            .with("purchase_units[0].items", "[{\"name\":\"Box\",\"quantity\":\"2\"}]")
            .with("payment_source.paypal.experience_context.user_action", "CONTINUE")
            .with("payment_source.paypal.experience_context.locale", "de-DE");
    PaymentRequest request = TestAccount.payment().channelExtras(extras).build();

    assertThat(adapter.check(request)).isEmpty();
    adapter.pay(request, PAY);

    assertThat(paypal.asked().get(0).body())
        .contains("\"soft_descriptor\":\"DUMPLINGS\"")
        .contains(
            "\"amount\":{\"currency_code\":\"USD\",\"value\":\"88.00\",\"breakdown\":{\"item_total\":")
        .contains("\"items\":[{\"name\":\"Box\",\"quantity\":\"2\"}]")
        .contains("\"user_action\":\"CONTINUE\"")
        .contains("\"locale\":\"de-DE\"")
        .doesNotContain("PAY_NOW");
  }

  @Test
  void partner_actsForASeller() {
    PaypalAdapter partner =
        TestAccount.open(
            paypal.address(),
            context,
            java.util.Map.of(
                Settings.PARTNER_ATTRIBUTION_ID, "Jiaozi_SP", Settings.MERCHANT_ID, ""));
    paypal.answer(
        201, TestAccount.order("CREATED").replace(TestAccount.MERCHANT_ID, "SELLER1234567"));

    PaymentResult result =
        partner.pay(
            TestAccount.payment().build(), TestAccount.callFor(Operation.PAY, "SELLER1234567"));

    FakePaypal.Asked asked = paypal.asked().get(0);
    assertThat(asked.header("PayPal-Partner-Attribution-Id")).isEqualTo("Jiaozi_SP");
    assertThat(asked.header("PayPal-Auth-Assertion"))
        .isEqualTo(Caller.assertion(TestAccount.CLIENT_ID, "SELLER1234567"));
    assertThat(asked.body()).contains("\"payee\":{\"merchant_id\":\"SELLER1234567\"}");
    assertThat(result.payment().subMerchantId()).isEqualTo("SELLER1234567");
  }

  @Test
  void partner_answerAboutAnotherSeller_isNotTaken() {
    paypal.answer(201, TestAccount.order("CREATED"));

    OutcomeUnknown unknown =
        catchThrowableOfType(
            OutcomeUnknown.class,
            () ->
                adapter.pay(
                    TestAccount.payment().build(),
                    TestAccount.callFor(Operation.PAY, "SELLER1234567")));

    assertThat(unknown.reason()).isEqualTo(Cause.MISMATCHED_REPLY);
  }

  @Test
  void assertion_isTheKnownAnswer() {
    // Source: protocol sheet, section 1.3.
    assertThat(Caller.assertion("CLIENT-ID", "MERCHANT-PAYER-ID"))
        .isEqualTo(
            "eyJhbGciOiJub25lIn0.eyJpc3MiOiJDTElFTlQtSUQiLCJwYXllcl9pZCI6Ik1FUkNIQU5ULVBBWUVSLUlEIn0.");
  }

  @ParameterizedTest
  @CsvSource({
    "400, INVALID_REQUEST, MISSING_REQUIRED_PARAMETER, INVALID",
    "400, INVALID_REQUEST, SOMETHING_NEW, INVALID",
    "403, NOT_AUTHORIZED, PERMISSION_DENIED, NOT_PERMITTED",
    "403, NOT_AUTHORIZED, SOMETHING_NEW, NOT_PERMITTED",
    "415, UNSUPPORTED_MEDIA_TYPE, SOMETHING_NEW, INVALID",
    "422, UNPROCESSABLE_ENTITY, AMOUNT_MISMATCH, INVALID",
    "422, UNPROCESSABLE_ENTITY, PAYEE_ACCOUNT_RESTRICTED, NOT_PERMITTED",
    "422, UNPROCESSABLE_ENTITY, SOMETHING_NEW, OTHER",
    "422, UNPROCESSABLE_ENTITY, DUPLICATE_INVOICE_ID, NUMBER_REUSED",
    "429, RATE_LIMIT_REACHED, , TOO_MANY_REQUESTS"
  })
  void refusals_areTold(int status, String name, String issue, RejectedReason reason) {
    paypal.refuse(status, name, issue);

    Rejected rejected = catchThrowableOfType(Rejected.class, this::pay);

    assertThat(rejected.reason()).isEqualTo(reason);
    assertThat(rejected.channelCode()).isEqualTo(issue == null ? name : issue);
    assertThat(rejected.channelRequestId()).isEqualTo(FakePaypal.DEBUG_ID);
    assertThat(rejected.httpStatus()).isEqualTo(status);
    assertThat(rejected.remedy()).isNotBlank().doesNotContain("c4n4ry");
    assertThat(rejected).hasMessageNotContaining("c4n4ry");
  }

  @Test
  void tooManyRequests_tellHowLongToWait() {
    paypal.then(
        exchange -> {
          exchange.getResponseHeaders().set("Retry-After", "7");
          FakePaypal.reply(
              exchange, 429, "application/json", FakePaypal.error("RATE_LIMIT_REACHED", null));
        });

    assertThat(catchThrowableOfType(Rejected.class, this::pay).retryAfter())
        .isEqualTo(Duration.ofSeconds(7));
  }

  @ParameterizedTest
  @CsvSource({
    "500, SERVER_ERROR",
    "502, SERVER_ERROR",
    "503, SERVER_ERROR",
    "504, SERVER_ERROR",
    "202, STILL_PENDING",
    "302, SERVER_ERROR",
    "409, STILL_PENDING"
  })
  void openOutcomes_areOpen(int status, Cause cause) {
    paypal.refuse(status, "SOMETHING", "PREVIOUS_REQUEST_IN_PROGRESS");

    assertThat(catchThrowableOfType(OutcomeUnknown.class, this::pay).reason()).isEqualTo(cause);
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 500, 503})
  void errorOfTheSystem_isOpen_thoughItHasADocument(int status) {
    paypal.refuse(status, "INTERNAL_SERVER_ERROR", null);

    assertThat(catchThrowableOfType(OutcomeUnknown.class, this::pay).reason())
        .isEqualTo(Cause.SERVER_ERROR);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"<html>c4n4ry</html>", "", "[1]", "{\"id\":", "{\"id\":\"A\",\"id\":\"A\"}"})
  void unreadableSuccess_isOpen(String body) {
    paypal.answer(200, "text/html", body);

    OutcomeUnknown unknown = catchThrowableOfType(OutcomeUnknown.class, this::pay);

    assertThat(unknown.reason()).isEqualTo(Cause.UNREADABLE_REPLY);
    assertThat(unknown).hasMessageNotContaining("c4n4ry");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 404, 422})
  void pageOfAGateway_isOpen(int status) {
    paypal.answer(status, "text/html", "<html>c4n4ry</html>");

    assertThat(catchThrowableOfType(OutcomeUnknown.class, this::pay).reason())
        .isEqualTo(Cause.SERVER_ERROR);
  }

  @Test
  void noAnswer_isOpen() {
    paypal.then(paypal.silence());
    CallContext soon = TestAccount.within(Operation.PAY, Duration.ofMillis(500));

    OutcomeUnknown unknown =
        catchThrowableOfType(
            OutcomeUnknown.class, () -> adapter.pay(TestAccount.payment().build(), soon));

    assertThat(unknown.reason()).isEqualTo(Cause.NO_REPLY);
  }

  @Test
  void nobodyThere_isNotSent() {
    URI gone = paypal.address();
    paypal.close();

    assertThat(
            catchThrowableOfType(
                ChannelFailure.NotSent.class,
                () -> TestAccount.open(gone, context).pay(TestAccount.payment().build(), PAY)))
        .hasMessageContaining("could not be connected to");
  }

  @Test
  void referenceBeforeTheFirstAnswer_isTheNumberAlone_andFindsNothing() {
    PaymentReference reference = adapter.reference(TestAccount.payment().build());

    assertThat(reference).isEqualTo(PaymentReference.ofNumber(TestAccount.NUMBER));
    assertThat(adapter.check(reference)).hasSize(1);
    assertThat(
            catchThrowableOfType(
                ChannelFailure.NotSent.class,
                () -> adapter.query(reference, TestAccount.call(Operation.QUERY))))
        .hasMessageContaining("a number alone finds nothing");
  }
}
