package io.jiaozi.interop.paypal;

import static io.jiaozi.interop.paypal.OfficialMerchant.WHOLE;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.paypal.sdk.models.Address;
import com.paypal.sdk.models.AmountBreakdown;
import com.paypal.sdk.models.AmountWithBreakdown;
import com.paypal.sdk.models.AuthorizeOrderInput;
import com.paypal.sdk.models.CaptureAuthorizedPaymentInput;
import com.paypal.sdk.models.CaptureOrderInput;
import com.paypal.sdk.models.CaptureRequest;
import com.paypal.sdk.models.CheckoutPaymentIntent;
import com.paypal.sdk.models.CreateOrderInput;
import com.paypal.sdk.models.GetAuthorizedPaymentInput;
import com.paypal.sdk.models.GetCapturedPaymentInput;
import com.paypal.sdk.models.GetOrderInput;
import com.paypal.sdk.models.GetRefundInput;
import com.paypal.sdk.models.ItemCategory;
import com.paypal.sdk.models.ItemRequest;
import com.paypal.sdk.models.Money;
import com.paypal.sdk.models.OrderAuthorizeRequest;
import com.paypal.sdk.models.OrderCaptureRequest;
import com.paypal.sdk.models.OrderRequest;
import com.paypal.sdk.models.PayeeBase;
import com.paypal.sdk.models.PayeePaymentMethodPreference;
import com.paypal.sdk.models.PaymentSource;
import com.paypal.sdk.models.PaypalExperienceLandingPage;
import com.paypal.sdk.models.PaypalExperienceUserAction;
import com.paypal.sdk.models.PaypalWallet;
import com.paypal.sdk.models.PaypalWalletContextShippingPreference;
import com.paypal.sdk.models.PaypalWalletExperienceContext;
import com.paypal.sdk.models.PurchaseUnitRequest;
import com.paypal.sdk.models.ReauthorizePaymentInput;
import com.paypal.sdk.models.ReauthorizeRequest;
import com.paypal.sdk.models.RefundCapturedPaymentInput;
import com.paypal.sdk.models.RefundRequest;
import com.paypal.sdk.models.ShippingDetails;
import com.paypal.sdk.models.ShippingName;
import com.paypal.sdk.models.VoidPaymentInput;
import io.jiaozi.interop.HttpMessage;
import io.jiaozi.interop.LoopbackServer;
import io.jiaozi.interop.LoopbackServer.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What our adapter put on the wire, beside what PayPal's own SDK puts there for the same business:
 * target, headers and every field; and read by the SDK's own models.
 */
class OfficialModelsReadOurMessagesTest {
  private static final String JSON = "application/json";
  private static final OurMessages OURS = new OurMessages();

  private static final String EXPERIENCE = "/payment_source/paypal/experience_context/";

  /**
   * What the SDK's models write by themselves where nothing was said, and which is what PayPal
   * takes for granted there.
   */
  private static final Map<String, String> DEFAULTS =
      Map.of(
          EXPERIENCE + "landing_page", "NO_PREFERENCE",
          EXPERIENCE + "contact_preference", "NO_CONTACT_INFO");

  private static LoopbackServer paypal;
  private static OfficialMerchant merchant;

  /** The SDK's way to say the same. */
  private interface Official {
    Object send(HttpMessage ours) throws Exception;
  }

  private static final Map<String, Class<?>> BODIES =
      Map.ofEntries(
          Map.entry("pay-web-page", OrderRequest.class),
          Map.entry("pay-mobile-web", OrderRequest.class),
          Map.entry("authorize-web-page", OrderRequest.class),
          Map.entry("authorize-mobile-web", OrderRequest.class),
          Map.entry("pay-in-JPY", OrderRequest.class),
          Map.entry("pay-in-HUF", OrderRequest.class),
          Map.entry("pay-in-TWD", OrderRequest.class),
          Map.entry("pay-in-EUR", OrderRequest.class),
          Map.entry("pay-with-extras", OrderRequest.class),
          Map.entry("partner-pay", OrderRequest.class),
          Map.entry("capture-order", OrderCaptureRequest.class),
          Map.entry("authorize-order", OrderAuthorizeRequest.class),
          Map.entry("capture-hold", CaptureRequest.class),
          Map.entry("capture-hold-more-to-follow", CaptureRequest.class),
          Map.entry("partner-capture-hold", CaptureRequest.class),
          Map.entry("reauthorize", ReauthorizeRequest.class),
          Map.entry("refund", RefundRequest.class),
          Map.entry("refund-with-reason", RefundRequest.class),
          Map.entry("partner-refund", RefundRequest.class));

  private static final Map<String, Official> OFFICIAL =
      Map.ofEntries(
          Map.entry("pay-web-page", ours -> create(ours, order("CAPTURE", page()))),
          Map.entry("pay-mobile-web", ours -> create(ours, order("CAPTURE", mobile()))),
          Map.entry("authorize-web-page", ours -> create(ours, order("AUTHORIZE", page()))),
          Map.entry("authorize-mobile-web", ours -> create(ours, order("AUTHORIZE", mobile()))),
          Map.entry("pay-in-JPY", ours -> create(ours, in("JPY", "1250"))),
          Map.entry("pay-in-HUF", ours -> create(ours, in("HUF", "990"))),
          Map.entry("pay-in-TWD", ours -> create(ours, in("TWD", "999999999999999"))),
          Map.entry("pay-in-EUR", ours -> create(ours, in("EUR", "0.01"))),
          Map.entry("pay-with-extras", ours -> create(ours, withExtras())),
          Map.entry("partner-pay", ours -> create(ours, forSeller())),
          Map.entry("capture-order", OfficialModelsReadOurMessagesTest::capture),
          Map.entry("authorize-order", OfficialModelsReadOurMessagesTest::authorize),
          Map.entry("capture-hold", ours -> take(ours, taking(true).build())),
          Map.entry("partner-capture-hold", ours -> take(ours, taking(true).build())),
          Map.entry(
              "capture-hold-more-to-follow",
              ours ->
                  take(
                      ours,
                      taking(false)
                          .noteToPayer(OURS.text("reason"))
                          .softDescriptor("BOX 1")
                          .build())),
          Map.entry("void", OfficialModelsReadOurMessagesTest::release),
          Map.entry("partner-void", OfficialModelsReadOurMessagesTest::release),
          Map.entry("reauthorize", OfficialModelsReadOurMessagesTest::renew),
          Map.entry("refund", ours -> refund(ours, giving().build())),
          Map.entry("partner-refund", ours -> refund(ours, giving().build())),
          Map.entry(
              "refund-with-reason",
              ours -> refund(ours, giving().noteToPayer(OURS.text("reason")).build())),
          Map.entry(
              "query-order",
              ours -> merchant.orders().getOrder(ask(OURS.fact("orderToCapture")).build())),
          Map.entry(
              "channel-call-get",
              ours ->
                  merchant
                      .orders()
                      .getOrder(ask(OURS.fact("orderToCapture")).fields("payment_source").build())),
          Map.entry("query-authorization", OfficialModelsReadOurMessagesTest::askAboutTheHold),
          Map.entry(
              "partner-query-authorization", OfficialModelsReadOurMessagesTest::askAboutTheHold),
          Map.entry(
              "query-capture",
              ours ->
                  merchant
                      .payments()
                      .getCapturedPayment(
                          new GetCapturedPaymentInput.Builder(OURS.fact("capture")).build())),
          Map.entry(
              "query-refund",
              ours ->
                  merchant
                      .payments()
                      .getRefund(new GetRefundInput.Builder(OURS.fact("refund")).build())));

  @BeforeAll
  static void start() {
    paypal = new LoopbackServer(OfficialModelsReadOurMessagesTest::answer);
    merchant =
        OfficialMerchant.at(paypal.address(), OURS.fact("clientId"), OURS.fact("clientSecret"));
  }

  @AfterAll
  static void stop() {
    paypal.close();
  }

  private static Answer answer(HttpMessage request) {
    String body =
        request.target().equals("/v1/oauth2/token")
            ? "{\"access_token\":\""
                + OURS.fact("accessToken")
                + "\",\"token_type\":\"Bearer\",\"expires_in\":32400}"
            : "{\"id\":\"X\"}";
    return new Answer(200, Map.of("Content-Type", JSON), body.getBytes(StandardCharsets.UTF_8));
  }

  // ---- the same business in the SDK's words

  private static PaypalWalletExperienceContext.Builder page() {
    return new PaypalWalletExperienceContext.Builder()
        .returnUrl(OURS.fact("returnUrl"))
        .cancelUrl(OURS.fact("cancelUrl"))
        .userAction(PaypalExperienceUserAction.PAY_NOW)
        .shippingPreference(PaypalWalletContextShippingPreference.NO_SHIPPING)
        .paymentMethodPreference(PayeePaymentMethodPreference.IMMEDIATE_PAYMENT_REQUIRED);
  }

  private static PaypalWalletExperienceContext.Builder mobile() {
    return page().cancelUrl(OURS.fact("returnUrl"));
  }

  private static PurchaseUnitRequest.Builder unit(AmountWithBreakdown amount) {
    return new PurchaseUnitRequest.Builder(amount)
        .customId(OURS.fact("number"))
        .invoiceId(OURS.fact("invoicePrefix") + OURS.fact("number"))
        .description(OURS.text("description"));
  }

  private static OrderRequest order(
      String intent, PurchaseUnitRequest unit, PaypalWalletExperienceContext experience) {
    return new OrderRequest.Builder(CheckoutPaymentIntent.valueOf(intent), List.of(unit))
        .paymentSource(
            new PaymentSource.Builder()
                .paypal(new PaypalWallet.Builder().experienceContext(experience).build())
                .build())
        .build();
  }

  private static OrderRequest order(
      String intent, PaypalWalletExperienceContext.Builder experience) {
    return order(
        intent,
        unit(new AmountWithBreakdown.Builder("USD", "88.00").build()).build(),
        experience.build());
  }

  private static OrderRequest in(String currency, String value) {
    return order(
        "CAPTURE",
        unit(new AmountWithBreakdown.Builder(currency, value).build()).build(),
        page().build());
  }

  private static OrderRequest forSeller() {
    return order(
        "CAPTURE",
        unit(new AmountWithBreakdown.Builder("USD", "88.00").build())
            .payee(new PayeeBase.Builder().merchantId(OURS.fact("sellerId")).build())
            .build(),
        page().build());
  }

  private static OrderRequest withExtras() {
    AmountBreakdown breakdown =
        new AmountBreakdown.Builder()
            .itemTotal(new Money("USD", "80.00"))
            .shipping(new Money("USD", "8.00"))
            .build();
    Address address =
        new Address.Builder("US")
            .addressLine1("1 Main St")
            .adminArea2("San Jose")
            .adminArea1("CA")
            .postalCode("95131")
            .build();
    PurchaseUnitRequest unit =
        unit(new AmountWithBreakdown.Builder("USD", "88.00").breakdown(breakdown).build())
            .softDescriptor("DUMPLINGS")
            .items(
                List.of(
                    new ItemRequest.Builder("饺子", new Money("USD", "40.00"), "2")
                        .category(ItemCategory.PHYSICAL_GOODS)
                        .build()))
            .shipping(
                new ShippingDetails.Builder()
                    .name(new ShippingName.Builder().fullName("Ming Li").build())
                    .address(address)
                    .build())
            .build();
    return order(
        "CAPTURE",
        unit,
        page()
            .brandName("Jiaozi & Co")
            .locale("zh-CN")
            .landingPage(PaypalExperienceLandingPage.LOGIN)
            .userAction(PaypalExperienceUserAction.CONTINUE)
            .shippingPreference(PaypalWalletContextShippingPreference.SET_PROVIDED_ADDRESS)
            .build());
  }

  private static CaptureRequest.Builder taking(boolean last) {
    return new CaptureRequest.Builder()
        .amount(new Money("USD", "80.00"))
        .invoiceId(OURS.fact("invoicePrefix") + OURS.fact("captureNumber"))
        .finalCapture(last);
  }

  private static RefundRequest.Builder giving() {
    return new RefundRequest.Builder()
        .amount(new Money("USD", "8.00"))
        .invoiceId(OURS.fact("invoicePrefix") + OURS.fact("refundNumber"))
        .customId(OURS.fact("number"));
  }

  private static String key(HttpMessage ours) {
    return ours.header("PayPal-Request-Id");
  }

  private static String assertion(HttpMessage ours) {
    return ours.headers().containsKey("PayPal-Auth-Assertion")
        ? OurMessages.assertion(OURS.fact("clientId"), OURS.fact("sellerId"))
        : null;
  }

  private static Object create(HttpMessage ours, OrderRequest order) throws Exception {
    return merchant
        .orders()
        .createOrder(
            new CreateOrderInput.Builder(JSON, order)
                .paypalRequestId(key(ours))
                .prefer(WHOLE)
                .paypalAuthAssertion(assertion(ours))
                .paypalPartnerAttributionId(
                    assertion(ours) == null ? null : OURS.fact("attributionId"))
                .build());
  }

  private static Object capture(HttpMessage ours) throws Exception {
    return merchant
        .orders()
        .captureOrder(
            new CaptureOrderInput.Builder(OURS.fact("orderToCapture"), JSON)
                .paypalRequestId(key(ours))
                .prefer(WHOLE)
                .body(new OrderCaptureRequest.Builder().build())
                .build());
  }

  private static Object authorize(HttpMessage ours) throws Exception {
    return merchant
        .orders()
        .authorizeOrder(
            new AuthorizeOrderInput.Builder(OURS.fact("orderToAuthorize"), JSON)
                .paypalRequestId(key(ours))
                .prefer(WHOLE)
                .body(new OrderAuthorizeRequest.Builder().build())
                .build());
  }

  private static Object take(HttpMessage ours, CaptureRequest request) throws Exception {
    return merchant
        .payments()
        .captureAuthorizedPayment(
            new CaptureAuthorizedPaymentInput.Builder(OURS.fact("authorization"), JSON)
                .paypalRequestId(key(ours))
                .prefer(WHOLE)
                .paypalAuthAssertion(assertion(ours))
                .body(request)
                .build());
  }

  private static Object release(HttpMessage ours) throws Exception {
    return merchant
        .payments()
        .voidPayment(
            new VoidPaymentInput.Builder(OURS.fact("authorization"))
                .paypalRequestId(key(ours))
                .prefer(WHOLE)
                .paypalAuthAssertion(assertion(ours))
                .build());
  }

  private static Object renew(HttpMessage ours) throws Exception {
    return merchant
        .payments()
        .reauthorizePayment(
            new ReauthorizePaymentInput.Builder(OURS.fact("authorization"), JSON)
                .paypalRequestId(key(ours))
                .prefer(WHOLE)
                .body(new ReauthorizeRequest.Builder().amount(new Money("USD", "88.00")).build())
                .build());
  }

  private static Object refund(HttpMessage ours, RefundRequest request) throws Exception {
    return merchant
        .payments()
        .refundCapturedPayment(
            new RefundCapturedPaymentInput.Builder(OURS.fact("capture"), JSON)
                .paypalRequestId(key(ours))
                .prefer(WHOLE)
                .paypalAuthAssertion(assertion(ours))
                .body(request)
                .build());
  }

  private static GetOrderInput.Builder ask(String id) {
    return new GetOrderInput.Builder(id);
  }

  private static Object askAboutTheHold(HttpMessage ours) throws Exception {
    return merchant
        .payments()
        .getAuthorizedPayment(
            new GetAuthorizedPaymentInput.Builder(OURS.fact("authorization"))
                .paypalAuthAssertion(assertion(ours))
                .build());
  }

  /** What the SDK sends for it. */
  private static HttpMessage official(String name, HttpMessage ours) throws Exception {
    paypal.forget();
    OFFICIAL.get(name).send(ours);
    HttpMessage sent = paypal.take(Duration.ofSeconds(10));
    while (sent.target().equals("/v1/oauth2/token")) {
      sent = paypal.take(Duration.ofSeconds(10));
    }
    return sent;
  }

  // ---- the comparison

  static Stream<String> requests() throws IOException {
    return OURS.requests().keySet().stream().filter(name -> !name.equals("token"));
  }

  static Stream<String> bodies() {
    return BODIES.keySet().stream();
  }

  @Test
  void exchange_holdsEveryKindOfCall() throws Exception {
    Set<String> expected = new TreeSet<>(OFFICIAL.keySet());
    expected.add("token");

    assertEquals(expected, OURS.requests().keySet());
    assertTrue(OFFICIAL.keySet().containsAll(BODIES.keySet()));
  }

  @ParameterizedTest
  @MethodSource("requests")
  void request_goesWhereTheSdkSendsIt(String name) throws Exception {
    HttpMessage ours = OURS.request(name);
    HttpMessage theirs = official(name, ours);

    assertEquals(theirs.method(), ours.method());
    // The SDK leaves a question mark where it has no question.
    assertEquals(theirs.target().replaceFirst("\\?$", ""), ours.target());
    for (String header :
        List.of("Authorization", "Prefer", "PayPal-Request-Id", "PayPal-Auth-Assertion")) {
      String theirValue = theirs.headers().get(header);
      assertEquals(theirValue, ours.headers().get(header), header);
    }
    // The SDK has this header for new orders only; PayPal's documents have it for every call.
    assertEquals(
        name.startsWith("partner-") ? OURS.fact("attributionId") : null,
        ours.headers().get("PayPal-Partner-Attribution-Id"));
    if (theirs.headers().containsKey("PayPal-Partner-Attribution-Id")) {
      assertEquals(
          theirs.header("PayPal-Partner-Attribution-Id"),
          ours.header("PayPal-Partner-Attribution-Id"));
    }
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void body_isWhatTheSdkWrites(String name) throws Exception {
    HttpMessage ours = OURS.request(name);
    HttpMessage theirs = official(name, ours);

    assertTrue(theirs.header("Content-Type").startsWith(JSON));
    assertTrue(ours.header("Content-Type").startsWith(JSON));
    JsonNode written = Documents.tree(theirs.text());
    List<String> differences =
        new ArrayList<>(Documents.differences(Documents.tree(ours.text()), written));
    DEFAULTS.forEach(
        (path, value) -> {
          if (written.at(path).asText().equals(value)) {
            differences.remove("added " + path);
          }
        });
    assertEquals(List.of(), differences);
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void body_isReadByTheSdksModelToTheLastField(String name) throws Exception {
    Documents.requireUnderstood(OURS.request(name).text(), BODIES.get(name));
  }

  /** A hold is released by its address alone; an empty object says no more than nothing. */
  @ParameterizedTest
  @ValueSource(strings = {"void", "partner-void"})
  void voiding_saysNothingMoreThanTheSdkDoes(String name) throws Exception {
    HttpMessage ours = OURS.request(name);

    assertEquals("", official(name, ours).text());
    assertEquals("{}", ours.text());
  }

  @ParameterizedTest
  @MethodSource("requests")
  void key_isShortPlainAndOfItsOwn(String name) throws Exception {
    HttpMessage ours = OURS.request(name);
    if (ours.method().equals("GET")) {
      assertNull(ours.headers().get("PayPal-Request-Id"));
      return;
    }
    assertTrue(key(ours).matches("[0-9a-f]{32}"), key(ours));
    long others = 0;
    for (Map.Entry<String, HttpMessage> other : OURS.requests().entrySet()) {
      boolean sameKey = key(ours).equals(other.getValue().headers().get("PayPal-Request-Id"));
      boolean sameTarget = ours.target().equals(other.getValue().target());
      assertTrue(!sameKey || sameTarget, name + " and " + other.getKey());
      others += sameKey ? 1 : 0;
    }
    assertTrue(others >= 1);
  }

  @Test
  void token_isAskedForAsTheSdkDoes() throws Exception {
    HttpMessage ours = OURS.request("token");
    OfficialMerchant fresh =
        OfficialMerchant.at(paypal.address(), OURS.fact("clientId"), OURS.fact("clientSecret"));
    paypal.forget();
    fresh.orders().getOrder(ask("X").build());
    HttpMessage theirs = paypal.take(Duration.ofSeconds(10));

    assertEquals("/v1/oauth2/token", theirs.target());
    assertEquals(theirs.target(), ours.target());
    assertEquals(theirs.method(), ours.method());
    assertEquals(theirs.header("Authorization"), ours.header("Authorization"));
    assertArrayEquals(theirs.body(), ours.body());
    assertTrue(theirs.header("Content-Type").startsWith("application/x-www-form-urlencoded"));
    assertTrue(ours.header("Content-Type").startsWith("application/x-www-form-urlencoded"));
  }

  /** PayPal's description of the assertion has one answer for these inputs. */
  @Test
  void assertion_isTheKnownAnswer() {
    assertEquals(
        "eyJhbGciOiJub25lIn0.eyJpc3MiOiJDTElFTlQtSUQiLCJwYXllcl9pZCI6Ik1FUkNIQU5ULVBBWUVSLUlEIn0.",
        OurMessages.assertion("CLIENT-ID", "MERCHANT-PAYER-ID"));
  }

  /** The judge can say no: a field under another name is lost to the models. */
  @Test
  void renamedField_isNoticed() throws Exception {
    String body = OURS.request("refund").text().replace("invoice_id", "invoiceId");

    assertThrows(
        AssertionError.class, () -> Documents.requireUnderstood(body, RefundRequest.class));
  }
}
