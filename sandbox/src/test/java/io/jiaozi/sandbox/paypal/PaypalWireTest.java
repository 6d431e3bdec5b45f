package io.jiaozi.sandbox.paypal;

import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.sandbox.Fault;
import io.jiaozi.sandbox.Sandbox;
import io.jiaozi.sandbox.channel.Json;
import io.jiaozi.sandbox.paypal.App.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class PaypalWireTest {
  private static final String ORDERS = "/v2/checkout/orders";

  private Sandbox sandbox;
  private App app;

  @BeforeEach
  void start() {
    sandbox = Sandbox.start();
    app = new App(sandbox);
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  private static ObjectNode amount(String value) {
    ObjectNode body = Json.object();
    body.set("amount", Json.object().put("currency_code", "USD").put("value", value));
    return body;
  }

  // ---- token: sheet 1.2

  @Test
  void token_wrongSecret_is401InOauthShape() throws Exception {
    Answer answer = app.token(sandbox.paypal().credentials().clientId() + ":wrong");
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.json().path("error").asString()).isEqualTo("invalid_client");
  }

  @Test
  void token_isTheSameWhileItLives_andGoneAfterwards() throws Exception {
    String first = app.token();
    assertThat(app.token()).isEqualTo(first);
    assertThat(sandbox.paypal().tokensIssued()).isEqualTo(2);
    sandbox.clock().advance(Duration.ofHours(10));
    Answer refused = app.get(ORDERS + "/ABC");
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.json().path("error").asString()).isEqualTo("invalid_token");
    assertThat(app.token()).isNotEqualTo(first);
    sandbox.paypal().revokeToken();
    assertThat(app.get(ORDERS + "/ABC").status()).isEqualTo(401);
  }

  @Test
  void request_withoutToken_is401() throws Exception {
    Answer answer =
        app.send(java.net.http.HttpRequest.newBuilder(sandbox.address().resolve(ORDERS + "/ABC")));
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.json().path("name").asString()).isEqualTo("AUTHENTICATION_FAILURE");
    assertThat(answer.json().path("message").asString())
        .isEqualTo(
            "Authentication failed due to missing authorization header, or invalid authentication"
                + " credentials.");
  }

  // ---- orders: sheet 2

  @Test
  void create_withoutPaymentSource_is201CreatedWithApproveLink() throws Exception {
    Answer created = app.post(ORDERS, App.order("M1", "CAPTURE", "88.00"));
    assertThat(created.status()).isEqualTo(201);
    assertThat(created.json().path("status").asString()).isEqualTo("CREATED");
    assertThat(created.link("approve").path("href").asString())
        .isEqualTo(sandbox.address() + "/checkoutnow?token=" + created.id());
    assertThat(created.id()).matches("[A-Z0-9]{17}");
    assertThat(created.raw().headers().firstValue("Paypal-Debug-Id")).isPresent();
  }

  @Test
  void create_withWallet_is200PayerActionRequired() throws Exception {
    Answer created = app.post(ORDERS, App.walletOrder("M1", "CAPTURE", "88.00", sandbox.address()));
    assertThat(created.status()).isEqualTo(200);
    assertThat(created.json().path("status").asString()).isEqualTo("PAYER_ACTION_REQUIRED");
    assertThat(created.link("payer-action").isEmpty()).isFalse();
  }

  @Test
  void create_minimal_hasNoAmounts() throws Exception {
    Answer created =
        app.post(ORDERS, App.order("M1", "CAPTURE", "88.00"), "Prefer", "return=minimal");
    assertThat(created.json().propertyNames()).containsOnly("id", "status", "links");
  }

  @ParameterizedTest
  @CsvSource({
    "USD,88.001,DECIMAL_PRECISION",
    "JPY,88.5,DECIMALS_NOT_SUPPORTED",
    "TWD,88.50,DECIMALS_NOT_SUPPORTED",
    "HUF,0.5,DECIMALS_NOT_SUPPORTED",
    "USD,0.00,CANNOT_BE_ZERO_OR_NEGATIVE",
    "USD,-1.00,CANNOT_BE_ZERO_OR_NEGATIVE",
    "XXX,1.00,INVALID_CURRENCY_CODE",
    "USD,1e3,INVALID_PARAMETER_SYNTAX",
    "USD,9999999999999999.00,MAX_VALUE_EXCEEDED"
  })
  void create_wrongAmount_isRefused(String currency, String value, String issue) throws Exception {
    ObjectNode order = App.order("M1", "CAPTURE", value);
    ((ObjectNode) order.path("purchase_units").path(0).path("amount"))
        .put("currency_code", currency);
    assertThat(app.post(ORDERS, order).issue()).isEqualTo(issue);
  }

  @Test
  void create_wrongShape_isRefused() throws Exception {
    assertThat(app.post(ORDERS, Json.object()).issue()).isEqualTo("MISSING_REQUIRED_PARAMETER");
    ObjectNode two = App.order("M1", "AUTHORIZE", "1.00");
    ((tools.jackson.databind.node.ArrayNode) two.path("purchase_units"))
        .add(two.path("purchase_units").path(0).deepCopy());
    assertThat(app.post(ORDERS, two).issue()).isEqualTo("UNSUPPORTED_INTENT");
    ObjectNode longText = App.order("M".repeat(128), "CAPTURE", "1.00");
    assertThat(app.post(ORDERS, longText).issue()).isEqualTo("INVALID_STRING_LENGTH");
    ObjectNode items = App.order("M1", "CAPTURE", "3.00");
    ObjectNode unit = (ObjectNode) items.path("purchase_units").path(0);
    ObjectNode item = Json.object().put("name", "box").put("quantity", "2");
    item.set("unit_amount", Json.object().put("currency_code", "USD").put("value", "1.00"));
    unit.set("items", Json.array().add(item));
    assertThat(app.post(ORDERS, items).issue()).isEqualTo("ITEM_TOTAL_REQUIRED");
    ObjectNode breakdown = Json.object();
    breakdown.set("item_total", Json.object().put("currency_code", "USD").put("value", "3.00"));
    ((ObjectNode) unit.path("amount")).set("breakdown", breakdown);
    assertThat(app.post(ORDERS, items).issue()).isEqualTo("ITEM_TOTAL_MISMATCH");
  }

  @Test
  void create_sameRequestId_givesTheFirstOrderWith200_whateverTheBody() throws Exception {
    Answer first =
        app.post(ORDERS, App.order("M1", "CAPTURE", "88.00"), "PayPal-Request-Id", "id-1");
    Answer again =
        app.post(ORDERS, App.order("M2", "CAPTURE", "1.00"), "PayPal-Request-Id", "id-1");
    assertThat(again.status()).isEqualTo(200);
    assertThat(again.id()).isEqualTo(first.id());
    sandbox.clock().advance(Duration.ofHours(7));
    assertThat(
            app.post(ORDERS, App.order("M3", "CAPTURE", "1.00"), "PayPal-Request-Id", "id-1").id())
        .as("after six hours the id is forgotten")
        .isNotEqualTo(first.id());
  }

  @Test
  void capture_beforeApproval_isRefused_thenWorks_thenReplays() throws Exception {
    String id = app.post(ORDERS, App.order("M1", "CAPTURE", "88.00")).id();
    String capture = ORDERS + "/" + id + "/capture";
    assertThat(app.post(capture, Json.object()).issue()).isEqualTo("ORDER_NOT_APPROVED");
    assertThat(app.post(ORDERS + "/" + id + "/authorize", Json.object()).issue())
        .isEqualTo("ACTION_DOES_NOT_MATCH_INTENT");
    sandbox.paypal().approve("M1");
    Answer done = app.post(capture, Json.object(), "PayPal-Request-Id", "c-1");
    assertThat(done.status()).isEqualTo(201);
    assertThat(done.json().path("status").asString()).isEqualTo("COMPLETED");
    assertThat(done.payment("captures").path("status").asString()).isEqualTo("COMPLETED");
    assertThat(done.payment("captures").path("amount").path("value").asString()).isEqualTo("88.00");
    assertThat(done.payment("captures").path("custom_id").asString()).isEqualTo("M1");
    assertThat(app.post(capture, Json.object(), "PayPal-Request-Id", "c-1").status())
        .isEqualTo(200);
    assertThat(app.post(capture, Json.object(), "PayPal-Request-Id", "c-2").issue())
        .isEqualTo("ORDER_ALREADY_CAPTURED");
  }

  @Test
  void declinedFunding_sticksToTheRequestId_andNeedsANewApproval() throws Exception {
    String id = app.approved("M1", "CAPTURE", "88.00");
    String capture = ORDERS + "/" + id + "/capture";
    sandbox.paypal().declineFunding("M1");
    assertThat(app.post(capture, Json.object(), "PayPal-Request-Id", "c-1").issue())
        .isEqualTo("INSTRUMENT_DECLINED");
    assertThat(app.get(ORDERS + "/" + id).json().path("status").asString()).isEqualTo("CREATED");
    sandbox.paypal().approve("M1");
    assertThat(app.post(capture, Json.object(), "PayPal-Request-Id", "c-1").issue())
        .isEqualTo("INSTRUMENT_DECLINED");
    assertThat(app.post(capture, Json.object(), "PayPal-Request-Id", "c-2").status())
        .isEqualTo(201);
  }

  @Test
  void completedOrder_mayHoldAPendingOrDeclinedCapture() throws Exception {
    sandbox.paypal().capturesEndAs("PENDING");
    Answer pending = app.capture(app.approved("M1", "CAPTURE", "88.00"));
    assertThat(pending.json().path("status").asString()).isEqualTo("COMPLETED");
    assertThat(pending.payment("captures").path("status").asString()).isEqualTo("PENDING");
    assertThat(pending.payment("captures").has("seller_receivable_breakdown")).isFalse();
    assertThat(
            app.post(
                    "/v2/payments/captures/"
                        + pending.payment("captures").path("id").asString()
                        + "/refund",
                    Json.object())
                .issue())
        .isEqualTo("PENDING_CAPTURE");
    sandbox.paypal().settleCaptures("M1", "DECLINED");
    assertThat(sandbox.paypal().order("M1").captures().get(0).status()).isEqualTo("DECLINED");
  }

  @Test
  void sameInvoice_isCapturedOnce() throws Exception {
    app.capture(app.approved("M1", "CAPTURE", "88.00"));
    assertThat(app.capture(app.approved("M1", "CAPTURE", "88.00")).issue())
        .isEqualTo("DUPLICATE_INVOICE_ID");
  }

  @Test
  void order_expires() throws Exception {
    String id = app.approved("M1", "CAPTURE", "88.00");
    sandbox.clock().advance(Duration.ofHours(6));
    assertThat(app.capture(id).issue()).isEqualTo("ORDER_EXPIRED");
    assertThat(app.get(ORDERS + "/" + id).issue()).isEqualTo("INVALID_RESOURCE_ID");
  }

  // ---- holds, captures, refunds: sheet 3

  private String held(String number) throws Exception {
    Answer done =
        app.post(
            ORDERS + "/" + app.approved(number, "AUTHORIZE", "100.00") + "/authorize",
            Json.object());
    assertThat(done.status()).isEqualTo(201);
    return done.payment("authorizations").path("id").asString();
  }

  @Test
  void hold_isCapturedInParts_upTo115PerCent() throws Exception {
    String hold = "/v2/payments/authorizations/" + held("M1");
    assertThat(app.post(hold + "/capture", amount("40.00")).status()).isEqualTo(201);
    assertThat(app.get(hold).json().path("status").asString()).isEqualTo("PARTIALLY_CAPTURED");
    assertThat(app.post(hold + "/capture", amount("75.01")).issue())
        .isEqualTo("MAX_CAPTURE_AMOUNT_EXCEEDED");
    assertThat(app.post(hold + "/capture", amount("75.00")).status()).isEqualTo(201);
    assertThat(app.get(hold).json().path("status").asString()).isEqualTo("CAPTURED");
    assertThat(app.post(hold + "/capture", amount("1.00")).issue())
        .isEqualTo("AUTHORIZATION_ALREADY_CAPTURED");
    assertThat(app.post(hold + "/void", Json.object()).issue()).isEqualTo("PREVIOUSLY_CAPTURED");
  }

  @Test
  void hold_isVoidedWithoutABody() throws Exception {
    String hold = "/v2/payments/authorizations/" + held("M1");
    Answer gone =
        app.send(
            java.net.http.HttpRequest.newBuilder(sandbox.address().resolve(hold + "/void"))
                .header("Authorization", "Bearer " + app.token())
                .POST(java.net.http.HttpRequest.BodyPublishers.noBody()));
    assertThat(gone.status()).isEqualTo(204);
    assertThat(app.get(hold).json().path("status").asString()).isEqualTo("VOIDED");
  }

  @Test
  void hold_isNotRenewedInOtherMoney() throws Exception {
    String hold = "/v2/payments/authorizations/" + held("M1");
    sandbox.clock().advance(Duration.ofDays(4));
    app.token();
    ObjectNode euros = Json.object();
    euros.set("amount", Json.object().put("currency_code", "EUR").put("value", "100.00"));
    assertThat(app.post(hold + "/reauthorize", euros).issue()).isEqualTo("AUTH_CURRENCY_MISMATCH");
  }

  /** Payee and related ids stand in the resource itself and in events, not inside an order. */
  @Test
  void resourceInsideItsOrder_doesNotRepeatWhoseItIs() throws Exception {
    Answer order = app.capture(app.approved("M1", "CAPTURE", "88.00"));
    String id = order.payment("captures").path("id").asString();
    assertThat(order.payment("captures").has("payee")).isFalse();
    assertThat(order.payment("captures").has("supplementary_data")).isFalse();
    JsonNode alone = app.get("/v2/payments/captures/" + id).json();
    assertThat(alone.path("payee").path("merchant_id").asString())
        .isEqualTo(sandbox.paypal().credentials().merchantId())
        .matches("[2-9A-HJ-NP-Z]{13}");
    assertThat(alone.path("supplementary_data").path("related_ids").path("order_id").asString())
        .isEqualTo(order.id());
  }

  @Test
  void hold_isVoidedOnce() throws Exception {
    String hold = "/v2/payments/authorizations/" + held("M1");
    assertThat(app.post(hold + "/void", Json.object(), "Prefer", "return=minimal").status())
        .isEqualTo(204);
    assertThat(app.get(hold).json().path("status").asString()).isEqualTo("VOIDED");
    assertThat(app.post(hold + "/void", Json.object()).issue()).isEqualTo("PREVIOUSLY_VOIDED");
    assertThat(app.post(hold + "/capture", Json.object()).issue())
        .isEqualTo("AUTHORIZATION_VOIDED");
  }

  @Test
  void hold_isRenewedAfterTheHonourPeriod_once() throws Exception {
    String hold = "/v2/payments/authorizations/" + held("M1");
    assertThat(app.post(hold + "/reauthorize", amount("100.00")).issue())
        .isEqualTo("REAUTHORIZATION_TOO_SOON");
    sandbox.clock().advance(Duration.ofDays(4));
    app.token();
    Answer renewed = app.post(hold + "/reauthorize", amount("100.00"));
    assertThat(renewed.status()).isEqualTo(201);
    String other = "/v2/payments/authorizations/" + renewed.id();
    assertThat(app.post(other + "/reauthorize", amount("100.00")).issue())
        .isEqualTo("REAUTHORIZATION_NOT_SUPPORTED");
    assertThat(app.post(other + "/void", Json.object()).issue()).isEqualTo("CANNOT_BE_VOIDED");
    app.post(hold + "/void", Json.object());
    assertThat(app.get(other).json().path("status").asString()).isEqualTo("VOIDED");
  }

  @Test
  void honourPeriod_canBeShortened() throws Exception {
    sandbox.paypal().honourPeriod(Duration.ZERO);
    String hold = "/v2/payments/authorizations/" + held("M1");
    assertThat(app.post(hold + "/reauthorize", amount("100.00")).status()).isEqualTo(201);
  }

  @Test
  void refunds_inParts_untilNothingIsLeft() throws Exception {
    Answer done = app.capture(app.approved("M1", "CAPTURE", "88.00"));
    String capture = "/v2/payments/captures/" + done.payment("captures").path("id").asString();
    ObjectNode part = amount("8.00").put("invoice_id", "R1").put("custom_id", "M1");
    Answer refund = app.post(capture + "/refund", part, "PayPal-Request-Id", "r-1");
    assertThat(refund.status()).isEqualTo(201);
    assertThat(
            refund
                .json()
                .path("seller_payable_breakdown")
                .path("total_refunded_amount")
                .path("value")
                .asString())
        .isEqualTo("8.00");
    assertThat(app.post(capture + "/refund", part, "PayPal-Request-Id", "r-1").status())
        .isEqualTo(200);
    assertThat(app.post(capture + "/refund", part, "PayPal-Request-Id", "r-2").issue())
        .isEqualTo("DUPLICATE_INVOICE_ID");
    assertThat(app.get("/v2/payments/refunds/" + refund.id()).json().path("status").asString())
        .isEqualTo("COMPLETED");
    assertThat(app.post(capture + "/refund", amount("80.01")).issue())
        .isEqualTo("REFUND_AMOUNT_EXCEEDED");
    assertThat(app.get(capture).json().path("status").asString()).isEqualTo("PARTIALLY_REFUNDED");
    assertThat(app.post(capture + "/refund", Json.object()).status()).isEqualTo(201);
    assertThat(app.get(capture).json().path("status").asString()).isEqualTo("REFUNDED");
    assertThat(app.post(capture + "/refund", amount("1.00")).issue())
        .isEqualTo("CAPTURE_FULLY_REFUNDED");
    assertThat(sandbox.paypal().order("M1").refunds()).hasSize(2);
  }

  @Test
  void pendingRefund_thatFails_givesTheMoneyBackToTheCapture() throws Exception {
    Answer done = app.capture(app.approved("M1", "CAPTURE", "88.00"));
    sandbox.paypal().refundsEndAs("PENDING");
    String capture = "/v2/payments/captures/" + done.payment("captures").path("id").asString();
    app.post(capture + "/refund", amount("88.00").put("invoice_id", "R1"));
    assertThat(app.get(capture).json().path("status").asString()).isEqualTo("REFUNDED");
    sandbox.paypal().settleRefund("R1", "FAILED");
    assertThat(app.get(capture).json().path("status").asString()).isEqualTo("COMPLETED");
  }

  // ---- the rest

  @Test
  void mockHeader_answersTheIssue_andDoesNothing() throws Exception {
    String id = app.approved("M1", "CAPTURE", "88.00");
    Answer mocked =
        app.post(
            ORDERS + "/" + id + "/capture",
            Json.object(),
            "PayPal-Mock-Response",
            "{\"mock_application_codes\":\"TRANSACTION_REFUSED\"}");
    assertThat(mocked.status()).isEqualTo(422);
    assertThat(mocked.issue()).isEqualTo("TRANSACTION_REFUSED");
    assertThat(sandbox.paypal().order("M1").captures()).isEmpty();
  }

  @Test
  void requestInProgress_is409() throws Exception {
    sandbox.paypal().nextRequestsInProgress(1);
    Answer busy =
        app.post(ORDERS, App.order("M1", "CAPTURE", "88.00"), "PayPal-Request-Id", "id-1");
    assertThat(busy.status()).isEqualTo(409);
    assertThat(busy.issue()).isEqualTo("PREVIOUS_REQUEST_IN_PROGRESS");
    assertThat(sandbox.paypal().orders()).isEmpty();
  }

  @Test
  void assertion_namesTheSeller_andNobodyElse() throws Exception {
    Answer own =
        app.post(
            ORDERS,
            App.order("M1", "CAPTURE", "88.00"),
            "PayPal-Auth-Assertion",
            assertion(sandbox.paypal().credentials().sellerId()));
    assertThat(
            own.json().path("purchase_units").path(0).path("payee").path("merchant_id").asString())
        .isEqualTo(sandbox.paypal().credentials().sellerId());
    Answer foreign =
        app.post(
            ORDERS,
            App.order("M1", "CAPTURE", "88.00"),
            "PayPal-Auth-Assertion",
            assertion("SOMEBODY"));
    assertThat(foreign.status()).isEqualTo(403);
  }

  private String assertion(String payer) {
    Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
    String claims =
        "{\"iss\":\""
            + sandbox.paypal().credentials().clientId()
            + "\",\"payer_id\":\""
            + payer
            + "\"}";
    return encoder.encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8))
        + "."
        + encoder.encodeToString(claims.getBytes(StandardCharsets.UTF_8))
        + ".";
  }

  @Test
  void formBody_is415_andBrokenJson400() throws Exception {
    app.token();
    assertThat(
            app.send(
                    java.net.http.HttpRequest.newBuilder(sandbox.address().resolve(ORDERS))
                        .header("Authorization", "Bearer " + app.token())
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(java.net.http.HttpRequest.BodyPublishers.ofString("a=b")))
                .status())
        .isEqualTo(415);
    assertThat(
            app.send(
                    java.net.http.HttpRequest.newBuilder(sandbox.address().resolve(ORDERS))
                        .header("Authorization", "Bearer " + app.token())
                        .header("Content-Type", "application/json")
                        .POST(java.net.http.HttpRequest.BodyPublishers.ofString("{")))
                .issue())
        .isEqualTo("MALFORMED_REQUEST_JSON");
  }

  @Test
  void faults_areCountedByOperation_andStrikeAfterCommit() throws Exception {
    String id = app.approved("M1", "CAPTURE", "88.00");
    sandbox.faults().arm(Fault.STATUS_503_RETRY_AFTER_0, "complete", 1);
    assertThat(app.capture(id).status()).isEqualTo(503);
    assertThat(sandbox.paypal().order("M1").captures()).isEmpty();
    sandbox.faults().arm(Fault.HTML_200, "complete", 1);
    assertThat(app.capture(id).json().isEmpty()).isTrue();
    assertThat(sandbox.paypal().order("M1").captures()).hasSize(1);
    assertThat(sandbox.requests().count("pay", "M1")).isEqualTo(1);
    assertThat(sandbox.requests().count("complete", "M1")).isEqualTo(2);
  }
}
