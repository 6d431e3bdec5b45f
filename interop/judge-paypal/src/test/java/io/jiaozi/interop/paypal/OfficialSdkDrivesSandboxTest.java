package io.jiaozi.interop.paypal;

import static io.jiaozi.interop.paypal.OfficialMerchant.WHOLE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.paypal.sdk.exceptions.ApiException;
import com.paypal.sdk.exceptions.ErrorException;
import com.paypal.sdk.exceptions.OAuthProviderException;
import com.paypal.sdk.http.response.ApiResponse;
import com.paypal.sdk.models.AmountBreakdown;
import com.paypal.sdk.models.AmountWithBreakdown;
import com.paypal.sdk.models.AuthorizationStatus;
import com.paypal.sdk.models.AuthorizeOrderInput;
import com.paypal.sdk.models.CaptureAuthorizedPaymentInput;
import com.paypal.sdk.models.CaptureIncompleteReason;
import com.paypal.sdk.models.CaptureOrderInput;
import com.paypal.sdk.models.CaptureRequest;
import com.paypal.sdk.models.CaptureStatus;
import com.paypal.sdk.models.CapturedPayment;
import com.paypal.sdk.models.CheckoutPaymentIntent;
import com.paypal.sdk.models.CreateOrderInput;
import com.paypal.sdk.models.ErrorDetails;
import com.paypal.sdk.models.GetAuthorizedPaymentInput;
import com.paypal.sdk.models.GetCapturedPaymentInput;
import com.paypal.sdk.models.GetOrderInput;
import com.paypal.sdk.models.GetRefundInput;
import com.paypal.sdk.models.Item;
import com.paypal.sdk.models.ItemRequest;
import com.paypal.sdk.models.LinkDescription;
import com.paypal.sdk.models.Money;
import com.paypal.sdk.models.OAuthProviderError;
import com.paypal.sdk.models.OAuthToken;
import com.paypal.sdk.models.Order;
import com.paypal.sdk.models.OrderAuthorizeResponse;
import com.paypal.sdk.models.OrderRequest;
import com.paypal.sdk.models.OrderStatus;
import com.paypal.sdk.models.PayeePaymentMethodPreference;
import com.paypal.sdk.models.PaymentAuthorization;
import com.paypal.sdk.models.PaymentSource;
import com.paypal.sdk.models.PaypalExperienceUserAction;
import com.paypal.sdk.models.PaypalWallet;
import com.paypal.sdk.models.PaypalWalletContextShippingPreference;
import com.paypal.sdk.models.PaypalWalletExperienceContext;
import com.paypal.sdk.models.PurchaseUnitRequest;
import com.paypal.sdk.models.ReauthorizePaymentInput;
import com.paypal.sdk.models.ReauthorizeRequest;
import com.paypal.sdk.models.Refund;
import com.paypal.sdk.models.RefundCapturedPaymentInput;
import com.paypal.sdk.models.RefundIncompleteReason;
import com.paypal.sdk.models.RefundRequest;
import com.paypal.sdk.models.RefundStatus;
import com.paypal.sdk.models.RequestTokenInput;
import com.paypal.sdk.models.VoidPaymentInput;
import io.jiaozi.interop.SandboxProcess;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** PayPal's own SDK takes the sandbox for PayPal, and its models hold all that the sandbox says. */
class OfficialSdkDrivesSandboxTest {
  private static final String JSON = "application/json";
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private static SandboxProcess sandbox;

  private OfficialMerchant merchant;
  private String number;

  @BeforeAll
  static void start() {
    sandbox = SandboxProcess.start();
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  /**
   * A client without a token, for other tests may have moved the clock past the last one's life.
   */
  @BeforeEach
  void begin() {
    merchant = OfficialMerchant.at(sandbox);
    number = "P" + NUMBERS.incrementAndGet();
    sandbox.post("paypal/behaviour", "{\"capturesEndAs\":\"COMPLETED\"}");
    sandbox.post("paypal/behaviour", "{\"refundsEndAs\":\"COMPLETED\"}");
  }

  private PurchaseUnitRequest.Builder unit() {
    return new PurchaseUnitRequest.Builder(new AmountWithBreakdown.Builder("USD", "100.00").build())
        .customId(number)
        .invoiceId("SHOP-" + number)
        .description("两盒饺子 & tea");
  }

  private static PaymentSource wallet() {
    return new PaymentSource.Builder()
        .paypal(
            new PaypalWallet.Builder()
                .experienceContext(
                    new PaypalWalletExperienceContext.Builder()
                        .returnUrl("https://shop.example/back")
                        .cancelUrl("https://shop.example/cancelled")
                        .userAction(PaypalExperienceUserAction.PAY_NOW)
                        .shippingPreference(PaypalWalletContextShippingPreference.NO_SHIPPING)
                        .paymentMethodPreference(
                            PayeePaymentMethodPreference.IMMEDIATE_PAYMENT_REQUIRED)
                        .build())
                .build())
        .build();
  }

  private CreateOrderInput.Builder order(CheckoutPaymentIntent intent, boolean wallet) {
    OrderRequest.Builder request = new OrderRequest.Builder(intent, List.of(unit().build()));
    if (wallet) {
      request.paymentSource(wallet());
    }
    return new CreateOrderInput.Builder(JSON, request.build())
        .paypalRequestId("create-" + number)
        .prefer(WHOLE);
  }

  /** Creates an order with the wallet named. */
  private Order created(CheckoutPaymentIntent intent) throws Exception {
    return merchant.told(
        200, Order.class, () -> merchant.orders().createOrder(order(intent, true).build()));
  }

  private void buyer(String does) {
    sandbox.post("paypal/orders/" + number + "/" + does, "");
  }

  private Order read(String id) throws Exception {
    return merchant.told(
        200, Order.class, () -> merchant.orders().getOrder(new GetOrderInput.Builder(id).build()));
  }

  private CaptureOrderInput.Builder capturing(String id) {
    return new CaptureOrderInput.Builder(id, JSON)
        .paypalRequestId("capture-" + number)
        .prefer(WHOLE);
  }

  /** An order that was approved and captured. */
  private Order captured() throws Exception {
    String id = created(CheckoutPaymentIntent.CAPTURE).getId();
    buyer("approve");
    return merchant.told(
        201, Order.class, () -> merchant.orders().captureOrder(capturing(id).build()));
  }

  private static String captureIn(Order order) {
    return order.getPurchaseUnits().get(0).getPayments().getCaptures().get(0).getId();
  }

  /** The hold of an order that was approved and authorized. */
  private String held() throws Exception {
    String id = created(CheckoutPaymentIntent.AUTHORIZE).getId();
    buyer("approve");
    OrderAuthorizeResponse done =
        merchant.told(
            201,
            OrderAuthorizeResponse.class,
            () ->
                merchant
                    .orders()
                    .authorizeOrder(
                        new AuthorizeOrderInput.Builder(id, JSON)
                            .paypalRequestId("authorize-" + number)
                            .prefer(WHOLE)
                            .build()));
    assertEquals(OrderStatus.COMPLETED, done.getStatus());
    return done.getPurchaseUnits().get(0).getPayments().getAuthorizations().get(0).getId();
  }

  private CaptureAuthorizedPaymentInput.Builder takingOf(String hold, String value, boolean last) {
    return new CaptureAuthorizedPaymentInput.Builder(hold, JSON)
        .paypalRequestId("take-" + value + "-" + number)
        .prefer(WHOLE)
        .body(
            new CaptureRequest.Builder()
                .amount(new Money("USD", value))
                .invoiceId("SHOP-" + number + "-" + value)
                .finalCapture(last)
                .build());
  }

  private PaymentAuthorization hold(String id) throws Exception {
    return merchant.told(
        200,
        PaymentAuthorization.class,
        () ->
            merchant
                .payments()
                .getAuthorizedPayment(new GetAuthorizedPaymentInput.Builder(id).build()));
  }

  private RefundCapturedPaymentInput.Builder refunding(String capture, RefundRequest body) {
    return new RefundCapturedPaymentInput.Builder(capture, JSON)
        .paypalRequestId("refund-" + number)
        .prefer(WHOLE)
        .body(body);
  }

  private RefundRequest part(String value) {
    return new RefundRequest.Builder()
        .amount(new Money("USD", value))
        .invoiceId("SHOP-R-" + number)
        .customId(number)
        .noteToPayer("One box was cold – 凉了")
        .build();
  }

  private static Map<String, String> links(List<LinkDescription> links) {
    return links.stream()
        .collect(
            Collectors.toMap(
                LinkDescription::getRel, link -> link.getMethod() + " " + link.getHref()));
  }

  private static String at(String method, String path) {
    return method + " " + sandbox.address() + path;
  }

  private static String basic(String id, String secret) {
    return "Basic "
        + Base64.getEncoder().encodeToString((id + ":" + secret).getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void token_isIssued() throws Exception {
    ApiResponse<OAuthToken> response =
        merchant
            .tokens()
            .requestToken(
                new RequestTokenInput.Builder()
                    .authorization(basic(merchant.know("clientId"), merchant.know("clientSecret")))
                    .build(),
                Map.of());

    assertEquals(200, response.getStatusCode());
    assertEquals("Bearer", response.getResult().getTokenType());
    assertTrue(response.getResult().getExpiresIn() > 30000, merchant.lastReply());
    assertFalse(response.getResult().getAccessToken().isEmpty());
    // Two fields that PayPal's documents show have no place in this model.
    assertEquals(
        List.of("lost /app_id", "lost /nonce"),
        Documents.differences(
            Documents.tree(merchant.lastReply()),
            Documents.tree(
                Documents.write(Documents.read(merchant.lastReply(), OAuthToken.class)))));
  }

  @Test
  void token_withAWrongSecret_isRefusedAsTheSdkReadsIt() {
    OAuthProviderException refused =
        assertThrows(
            OAuthProviderException.class,
            () ->
                merchant
                    .tokens()
                    .requestToken(
                        new RequestTokenInput.Builder()
                            .authorization(basic(merchant.know("clientId"), "wrong"))
                            .build(),
                        Map.of()));

    assertEquals(OAuthProviderError.INVALID_CLIENT, refused.getError());
    assertEquals(401, refused.getResponseCode());
    assertEquals("Client Authentication failed", refused.getErrorDescription());
  }

  @Test
  void orderWithoutAPaymentSource_isCreatedForApproval() throws Exception {
    Order order =
        merchant.told(
            201,
            Order.class,
            () ->
                merchant.orders().createOrder(order(CheckoutPaymentIntent.CAPTURE, false).build()));

    assertEquals(OrderStatus.CREATED, order.getStatus());
    assertEquals(CheckoutPaymentIntent.CAPTURE, order.getIntent());
    assertNull(order.getPaymentSource());
    assertEquals(
        at("GET", "/checkoutnow?token=" + order.getId()), links(order.getLinks()).get("approve"));
    assertEquals(
        at("POST", "/v2/checkout/orders/" + order.getId() + "/capture"),
        links(order.getLinks()).get("capture"));
    assertEquals("default", order.getPurchaseUnits().get(0).getReferenceId());
    assertEquals(number, order.getPurchaseUnits().get(0).getCustomId());
    assertEquals("SHOP-" + number, order.getPurchaseUnits().get(0).getInvoiceId());
    assertEquals("两盒饺子 & tea", order.getPurchaseUnits().get(0).getDescription());
    assertEquals("100.00", order.getPurchaseUnits().get(0).getAmount().getValue());
    assertEquals(
        merchant.know("merchantId"), order.getPurchaseUnits().get(0).getPayee().getMerchantId());
    assertEquals(OrderStatus.CREATED, read(order.getId()).getStatus());
  }

  @Test
  void orderWithTheWallet_needsThePayersAction() throws Exception {
    Order order = created(CheckoutPaymentIntent.CAPTURE);

    assertEquals(OrderStatus.PAYER_ACTION_REQUIRED, order.getStatus());
    assertEquals(
        at("GET", "/checkoutnow?token=" + order.getId()),
        links(order.getLinks()).get("payer-action"));
    assertFalse(links(order.getLinks()).containsKey("approve"));
    assertEquals(OrderStatus.PAYER_ACTION_REQUIRED, read(order.getId()).getStatus());
  }

  @Test
  void orderInItsShortForm_isIdStatusAndLinks() throws Exception {
    Order order =
        merchant.told(
            200,
            Order.class,
            () ->
                merchant
                    .orders()
                    .createOrder(
                        order(CheckoutPaymentIntent.CAPTURE, true)
                            .prefer("return=minimal")
                            .build()));

    assertFalse(order.getId().isEmpty());
    assertEquals(OrderStatus.PAYER_ACTION_REQUIRED, order.getStatus());
    assertNull(order.getPurchaseUnits());
    assertTrue(links(order.getLinks()).containsKey("payer-action"));
  }

  /** A whole cart comes back as it was sent. */
  @Test
  void orderWithItems_isRead() throws Exception {
    Money price = new Money("USD", "40.00");
    PurchaseUnitRequest unit =
        unit()
            .amount(
                new AmountWithBreakdown.Builder("USD", "100.00")
                    .breakdown(
                        new AmountBreakdown.Builder()
                            .itemTotal(new Money("USD", "80.00"))
                            .shipping(new Money("USD", "20.00"))
                            .build())
                    .build())
            .items(List.of(new ItemRequest.Builder("饺子", price, "2").sku("J-1").build()))
            .softDescriptor("DUMPLINGS")
            .build();

    Order order =
        merchant.told(
            201,
            Order.class,
            () ->
                merchant
                    .orders()
                    .createOrder(
                        new CreateOrderInput.Builder(
                                JSON,
                                new OrderRequest.Builder(
                                        CheckoutPaymentIntent.CAPTURE, List.of(unit))
                                    .build())
                            .prefer(WHOLE)
                            .build()));

    Item item = order.getPurchaseUnits().get(0).getItems().get(0);
    assertEquals("饺子", item.getName());
    assertEquals("40.00", item.getUnitAmount().getValue());
    assertEquals(
        "80.00",
        order.getPurchaseUnits().get(0).getAmount().getBreakdown().getItemTotal().getValue());
  }

  @Test
  void order_isApprovedCapturedAndRefundedInParts() throws Exception {
    String id = created(CheckoutPaymentIntent.CAPTURE).getId();
    buyer("approve");
    Order approved = read(id);
    Order done =
        merchant.told(
            201, Order.class, () -> merchant.orders().captureOrder(capturing(id).build()));
    String capture = captureIn(done);
    CapturedPayment paid = payment(capture);
    Refund part =
        merchant.told(
            201,
            Refund.class,
            () ->
                merchant
                    .payments()
                    .refundCapturedPayment(refunding(capture, part("30.00")).build()));
    CaptureStatus between = payment(capture).getStatus();
    Refund rest =
        merchant.told(
            201,
            Refund.class,
            () ->
                merchant
                    .payments()
                    .refundCapturedPayment(
                        refunding(capture, new RefundRequest.Builder().build())
                            .paypalRequestId("rest-" + number)
                            .build()));

    assertEquals(OrderStatus.APPROVED, approved.getStatus());
    assertEquals(13, approved.getPayer().getPayerId().length());
    assertEquals(
        approved.getPayer().getPayerId(), approved.getPaymentSource().getPaypal().getAccountId());
    assertEquals(OrderStatus.COMPLETED, done.getStatus());
    assertEquals(CaptureStatus.COMPLETED, paid.getStatus());
    assertEquals("100.00", paid.getAmount().getValue());
    assertTrue(paid.getFinalCapture());
    assertEquals("SHOP-" + number, paid.getInvoiceId());
    assertEquals(number, paid.getCustomId());
    assertEquals(merchant.know("merchantId"), paid.getPayee().getMerchantId());
    assertEquals(id, paid.getSupplementaryData().getRelatedIds().getOrderId());
    assertEquals("100.00", paid.getSellerReceivableBreakdown().getGrossAmount().getValue());
    assertEquals("97.00", paid.getSellerReceivableBreakdown().getNetAmount().getValue());
    assertEquals(at("GET", "/v2/checkout/orders/" + id), links(paid.getLinks()).get("up"));
    assertEquals(
        at("POST", "/v2/payments/captures/" + capture + "/refund"),
        links(paid.getLinks()).get("refund"));
    assertEquals(RefundStatus.COMPLETED, part.getStatus());
    assertEquals("30.00", part.getAmount().getValue());
    assertEquals("SHOP-R-" + number, part.getInvoiceId());
    assertEquals(number, part.getCustomId());
    assertEquals("One box was cold – 凉了", part.getNoteToPayer());
    assertEquals("30.00", part.getSellerPayableBreakdown().getTotalRefundedAmount().getValue());
    assertEquals(at("GET", "/v2/payments/captures/" + capture), links(part.getLinks()).get("up"));
    assertEquals(CaptureStatus.PARTIALLY_REFUNDED, between);
    assertEquals("70.00", rest.getAmount().getValue());
    assertEquals("100.00", rest.getSellerPayableBreakdown().getTotalRefundedAmount().getValue());
    assertEquals(CaptureStatus.REFUNDED, payment(capture).getStatus());
    assertEquals(RefundStatus.COMPLETED, refund(part.getId()).getStatus());
    assertEquals("30.00", refund(part.getId()).getAmount().getValue());
    assertEquals(2, read(id).getPurchaseUnits().get(0).getPayments().getRefunds().size());
  }

  private CapturedPayment payment(String id) throws Exception {
    return merchant.told(
        200,
        CapturedPayment.class,
        () ->
            merchant
                .payments()
                .getCapturedPayment(new GetCapturedPaymentInput.Builder(id).build()));
  }

  private Refund refund(String id) throws Exception {
    return merchant.told(
        200,
        Refund.class,
        () -> merchant.payments().getRefund(new GetRefundInput.Builder(id).build()));
  }

  @Test
  void hold_isCapturedInParts() throws Exception {
    String id = held();
    PaymentAuthorization fresh = hold(id);
    CapturedPayment first =
        merchant.told(
            201,
            CapturedPayment.class,
            () ->
                merchant.payments().captureAuthorizedPayment(takingOf(id, "30.00", false).build()));
    AuthorizationStatus between = hold(id).getStatus();
    CapturedPayment last =
        merchant.told(
            201,
            CapturedPayment.class,
            () ->
                merchant.payments().captureAuthorizedPayment(takingOf(id, "20.00", true).build()));

    assertEquals(AuthorizationStatus.CREATED, fresh.getStatus());
    assertEquals("100.00", fresh.getAmount().getValue());
    assertEquals(number, fresh.getCustomId());
    assertEquals("SHOP-" + number, fresh.getInvoiceId());
    assertFalse(fresh.getExpirationTime().isEmpty());
    assertEquals(
        Set.of("self", "capture", "void", "reauthorize", "up"), links(fresh.getLinks()).keySet());
    assertEquals(CaptureStatus.COMPLETED, first.getStatus());
    assertFalse(first.getFinalCapture());
    assertEquals("SHOP-" + number + "-30.00", first.getInvoiceId());
    assertEquals(id, first.getSupplementaryData().getRelatedIds().getAuthorizationId());
    assertEquals(AuthorizationStatus.PARTIALLY_CAPTURED, between);
    assertTrue(last.getFinalCapture());
    assertEquals(AuthorizationStatus.CAPTURED, hold(id).getStatus());
  }

  @Test
  void hold_isVoided() throws Exception {
    String id = held();

    PaymentAuthorization gone =
        merchant.told(
            200,
            PaymentAuthorization.class,
            () ->
                merchant
                    .payments()
                    .voidPayment(
                        new VoidPaymentInput.Builder(id)
                            .paypalRequestId("void-" + number)
                            .prefer(WHOLE)
                            .build()));

    assertEquals(AuthorizationStatus.VOIDED, gone.getStatus());
    assertEquals(AuthorizationStatus.VOIDED, hold(id).getStatus());
  }

  @Test
  void hold_voidedInShort_answersNothing() throws Exception {
    String id = held();

    ApiResponse<PaymentAuthorization> response =
        merchant.payments().voidPayment(new VoidPaymentInput.Builder(id).build());

    assertEquals(204, response.getStatusCode());
    assertEquals("", merchant.lastReply());
    assertEquals(AuthorizationStatus.VOIDED, hold(id).getStatus());
  }

  @Test
  void hold_isRenewedAfterItsHonourPeriod() throws Exception {
    String id = held();
    sandbox.post("clock/advance", "{\"seconds\":" + 4 * 86400 + "}");
    merchant = OfficialMerchant.at(sandbox);

    PaymentAuthorization renewed =
        merchant.told(
            201,
            PaymentAuthorization.class,
            () ->
                merchant
                    .payments()
                    .reauthorizePayment(
                        new ReauthorizePaymentInput.Builder(id, JSON)
                            .paypalRequestId("renew-" + number)
                            .prefer(WHOLE)
                            .body(
                                new ReauthorizeRequest.Builder()
                                    .amount(new Money("USD", "110.00"))
                                    .build())
                            .build()));

    assertNotEquals(id, renewed.getId());
    assertEquals(AuthorizationStatus.CREATED, renewed.getStatus());
    assertEquals("110.00", renewed.getAmount().getValue());
    assertEquals("CANNOT_BE_VOIDED", refusal(422, () -> voiding(renewed.getId())));
    assertEquals(
        "REAUTHORIZATION_NOT_SUPPORTED",
        refusal(
            422,
            () ->
                merchant
                    .payments()
                    .reauthorizePayment(
                        new ReauthorizePaymentInput.Builder(renewed.getId(), JSON).build())));
  }

  private Object voiding(String id) throws Exception {
    return merchant.payments().voidPayment(new VoidPaymentInput.Builder(id).build());
  }

  /** 201 for what was done, 200 for what had been done. */
  @Test
  void repeats_areAnsweredAsTheFirst() throws Exception {
    CreateOrderInput order = order(CheckoutPaymentIntent.CAPTURE, false).build();
    String id = merchant.told(201, Order.class, () -> merchant.orders().createOrder(order)).getId();
    Order again = merchant.told(200, Order.class, () -> merchant.orders().createOrder(order));
    buyer("approve");
    CaptureOrderInput capture = capturing(id).build();
    Order first = merchant.told(201, Order.class, () -> merchant.orders().captureOrder(capture));
    Order second = merchant.told(200, Order.class, () -> merchant.orders().captureOrder(capture));
    RefundCapturedPaymentInput refund = refunding(captureIn(first), part("30.00")).build();
    Refund back =
        merchant.told(201, Refund.class, () -> merchant.payments().refundCapturedPayment(refund));
    Refund same =
        merchant.told(200, Refund.class, () -> merchant.payments().refundCapturedPayment(refund));

    assertEquals(id, again.getId());
    assertEquals(captureIn(first), captureIn(second));
    assertEquals(back.getId(), same.getId());
    assertEquals(
        "30.00",
        refund(back.getId()).getSellerPayableBreakdown().getTotalRefundedAmount().getValue());
  }

  private interface Refused {
    Object send() throws Exception;
  }

  /** Sends what must be refused, and returns the one issue of the SDK's own error. */
  private String refusal(int status, Refused call) throws Exception {
    ErrorException error = assertThrows(ErrorException.class, call::send);
    assertEquals(status, error.getResponseCode());
    assertFalse(error.getDebugId().isEmpty());
    assertFalse(error.getMessageField().isEmpty());
    assertEquals(1, error.getDetails().size());
    assertFalse(error.getDetails().get(0).getDescription().isEmpty());
    assertEquals(
        status == 422
            ? "UNPROCESSABLE_ENTITY"
            : status == 404 ? "RESOURCE_NOT_FOUND" : "INVALID_REQUEST",
        error.getName());
    JsonNode reply = Documents.tree(merchant.lastReply());
    Documents.requireUnderstood(reply.at("/details/0").toString(), ErrorDetails.class);
    Documents.requireUnderstood(reply.at("/links/0").toString(), LinkDescription.class);
    return error.getDetails().get(0).getIssue();
  }

  @Test
  void orders_areRefusedAsTheSdkReadsIt() throws Exception {
    String id = created(CheckoutPaymentIntent.CAPTURE).getId();

    assertEquals(
        "ORDER_NOT_APPROVED",
        refusal(422, () -> merchant.orders().captureOrder(capturing(id).build())));
    assertEquals(
        "ACTION_DOES_NOT_MATCH_INTENT",
        refusal(
            422,
            () ->
                merchant
                    .orders()
                    .authorizeOrder(new AuthorizeOrderInput.Builder(id, JSON).build())));
    buyer("approve");
    buyer("decline-funding");
    assertEquals(
        "INSTRUMENT_DECLINED",
        refusal(422, () -> merchant.orders().captureOrder(capturing(id).build())));
    assertEquals(OrderStatus.PAYER_ACTION_REQUIRED, read(id).getStatus());
    buyer("approve");
    Order done =
        merchant.told(
            201,
            Order.class,
            () ->
                merchant
                    .orders()
                    .captureOrder(capturing(id).paypalRequestId("second-" + number).build()));
    assertEquals(
        "ORDER_ALREADY_CAPTURED",
        refusal(
            422,
            () ->
                merchant
                    .orders()
                    .captureOrder(capturing(id).paypalRequestId("third-" + number).build())));
    assertEquals(
        "REFUND_AMOUNT_EXCEEDED",
        refusal(
            422,
            () ->
                merchant
                    .payments()
                    .refundCapturedPayment(refunding(captureIn(done), part("100.01")).build())));
    assertEquals(
        "INVALID_RESOURCE_ID",
        refusal(
            404,
            () ->
                merchant
                    .orders()
                    .getOrder(new GetOrderInput.Builder("5O190127TN364715T").build())));
  }

  @Test
  void holds_areRefusedAsTheSdkReadsIt() throws Exception {
    String id = held();

    assertEquals(
        "MAX_CAPTURE_AMOUNT_EXCEEDED",
        refusal(
            422,
            () ->
                merchant
                    .payments()
                    .captureAuthorizedPayment(takingOf(id, "115.01", true).build())));
    assertEquals(
        "AUTH_CURRENCY_MISMATCH",
        refusal(
            422,
            () -> {
              sandbox.post("clock/advance", "{\"seconds\":" + 4 * 86400 + "}");
              merchant = OfficialMerchant.at(sandbox);
              return merchant
                  .payments()
                  .reauthorizePayment(
                      new ReauthorizePaymentInput.Builder(id, JSON)
                          .body(
                              new ReauthorizeRequest.Builder()
                                  .amount(new Money("EUR", "100.00"))
                                  .build())
                          .build());
            }));
    voiding(id);
    assertEquals("PREVIOUSLY_VOIDED", refusal(422, () -> voiding(id)));
    assertEquals(
        "AUTHORIZATION_VOIDED",
        refusal(
            422,
            () ->
                merchant.payments().captureAuthorizedPayment(takingOf(id, "1.00", true).build())));
  }

  @Test
  void badRequest_namesTheField() throws Exception {
    OrderRequest request =
        new OrderRequest.Builder(
                CheckoutPaymentIntent.CAPTURE, List.of(unit().customId("x".repeat(300)).build()))
            .build();

    assertEquals(
        "INVALID_STRING_LENGTH",
        refusal(
            400,
            () ->
                merchant
                    .orders()
                    .createOrder(new CreateOrderInput.Builder(JSON, request).build())));
    ErrorException again =
        assertThrows(
            ErrorException.class,
            () ->
                merchant.orders().createOrder(new CreateOrderInput.Builder(JSON, request).build()));
    assertEquals("/purchase_units/0/custom_id", again.getDetails().get(0).getField());
    assertEquals("body", again.getDetails().get(0).getLocation());
  }

  @Test
  void issueAskedForInTheHeader_isGiven() throws Exception {
    assertEquals(
        "PAYEE_ACCOUNT_RESTRICTED",
        refusal(
            422,
            () ->
                merchant
                    .orders()
                    .createOrder(
                        order(CheckoutPaymentIntent.CAPTURE, true)
                            .paypalMockResponse(
                                "{\"mock_application_codes\":\"PAYEE_ACCOUNT_RESTRICTED\"}")
                            .build())));
  }

  /** What the SDK has no error type for is its plain {@code ApiException}. */
  private void requireError(int status, String name, Refused call) throws Exception {
    ApiException error = assertThrows(ApiException.class, call::send);

    assertEquals(status, error.getResponseCode());
    JsonNode reply = Documents.tree(merchant.lastReply());
    assertEquals(name, reply.path("name").textValue());
    assertFalse(reply.path("debug_id").textValue().isEmpty());
  }

  @ParameterizedTest
  @CsvSource({"STATUS_429, 429, RATE_LIMIT_REACHED", "STATUS_500, 500, INTERNAL_SERVER_ERROR"})
  void outage_isReadByTheSdk(String fault, int status, String name) throws Exception {
    String id = created(CheckoutPaymentIntent.CAPTURE).getId();
    sandbox.arm(fault, "query");

    requireError(status, name, () -> read(id));
  }

  /** The SDK obeys Retry-After by itself. */
  @Test
  void outageThatSaysWhenToComeBack_isRepeatedByTheSdk() throws Exception {
    String id = created(CheckoutPaymentIntent.CAPTURE).getId();
    sandbox.arm("STATUS_503_RETRY_AFTER_0", "query");

    assertEquals(id, read(id).getId());
  }

  @Test
  void earlierRequestAtWork_isAConflict() throws Exception {
    String id = created(CheckoutPaymentIntent.CAPTURE).getId();
    buyer("approve");
    sandbox.post("paypal/behaviour", "{\"nextRequestsInProgress\":1}");

    requireError(
        409, "RESOURCE_CONFLICT", () -> merchant.orders().captureOrder(capturing(id).build()));

    assertTrue(merchant.lastReply().contains("PREVIOUS_REQUEST_IN_PROGRESS"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"COMPLETED", "DECLINED"})
  void pendingCapture_ends(String end) throws Exception {
    sandbox.post("paypal/behaviour", "{\"capturesEndAs\":\"PENDING\"}");
    Order order = captured();
    CapturedPayment pending = payment(captureIn(order));
    sandbox.post("paypal/orders/" + number + "/settle", "{\"status\":\"" + end + "\"}");
    CapturedPayment ended = payment(captureIn(order));

    assertEquals(OrderStatus.COMPLETED, order.getStatus());
    assertEquals(CaptureStatus.PENDING, pending.getStatus());
    assertEquals(CaptureIncompleteReason.ECHECK, pending.getStatusDetails().getReason());
    assertNull(pending.getSellerReceivableBreakdown());
    assertEquals(CaptureStatus.fromString(end), ended.getStatus());
  }

  @ParameterizedTest
  @ValueSource(strings = {"COMPLETED", "FAILED", "CANCELLED"})
  void pendingRefund_ends(String end) throws Exception {
    String capture = captureIn(captured());
    sandbox.post("paypal/behaviour", "{\"refundsEndAs\":\"PENDING\"}");
    Refund pending =
        merchant.told(
            201,
            Refund.class,
            () ->
                merchant
                    .payments()
                    .refundCapturedPayment(refunding(capture, part("30.00")).build()));
    sandbox.post("paypal/refunds/SHOP-R-" + number + "/settle", "{\"status\":\"" + end + "\"}");

    assertEquals(RefundStatus.PENDING, pending.getStatus());
    assertEquals(RefundIncompleteReason.ECHECK, pending.getStatusDetails().getReason());
    assertEquals(RefundStatus.fromString(end), refund(pending.getId()).getStatus());
  }

  @Test
  void platform_actsForASeller() throws Exception {
    String assertion = OurMessages.assertion(merchant.know("clientId"), merchant.know("sellerId"));

    Order order =
        merchant.told(
            200,
            Order.class,
            () ->
                merchant
                    .orders()
                    .createOrder(
                        order(CheckoutPaymentIntent.CAPTURE, true)
                            .paypalAuthAssertion(assertion)
                            .build()));
    requireError(
        403,
        "NOT_AUTHORIZED",
        () ->
            merchant
                .orders()
                .createOrder(
                    order(CheckoutPaymentIntent.CAPTURE, true)
                        .paypalAuthAssertion(
                            OurMessages.assertion(merchant.know("clientId"), "STRANGER"))
                        .build()));

    assertEquals(
        merchant.know("sellerId"), order.getPurchaseUnits().get(0).getPayee().getMerchantId());
    assertTrue(merchant.lastReply().contains("PERMISSION_DENIED"));
  }

  /** The judge can say no: a field that the models do not have is found. */
  @Test
  void unknownFieldsAndWords_areFound() throws Exception {
    Order order = created(CheckoutPaymentIntent.CAPTURE);
    String reply = merchant.lastReply();

    assertEquals(order.getId(), Documents.read(reply, Order.class).getId());
    for (String odd :
        List.of(
            reply.replace("\"intent\"", "\"purpose\""),
            reply.replace("PAYER_ACTION_REQUIRED", "PAYER_MUST_ACT"),
            reply.replace("\"value\":\"100.00\"", "\"value\":100.00"))) {
      assertThrows(AssertionError.class, () -> Documents.requireUnderstood(odd, Order.class));
    }
  }
}
