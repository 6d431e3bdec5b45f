package io.jiaozi.paypal;

import io.jiaozi.Operation;
import io.jiaozi.SubMerchant;
import io.jiaozi.money.Money;
import io.jiaozi.payment.CaptureRequest;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.Scene;
import io.jiaozi.payment.VoidRequest;
import io.jiaozi.refund.RefundRequest;
import io.jiaozi.spi.AccountSettings;
import io.jiaozi.spi.AdapterContext;
import io.jiaozi.spi.CallContext;
import io.jiaozi.tck.ContractContext;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** The account all tests use, and things of PayPal's as it tells them. */
final class TestAccount {

  static final String CLIENT_ID =
      "AeA1QIZXiflr1_-r0U2UbWTziOWX1GRQer5jkUq4ZfWT5qwb6qQRPq7jDtv57TL4POEEezGLdutcxnkJ";
  static final String CLIENT_SECRET =
      "ECYYrrSHdKfk_Q0EdvzdGkzj58a66kKaUQ5dZAEv4HvvtDId2_DpSuYDB088BZxGuMji7G4OFUnPog6p";
  static final String WEBHOOK_ID = "8PT597110X687430LKGECATA";
  static final String MERCHANT_ID = "7LQ6PFZ5UVDVW";
  static final String PREFIX = "JZ-";

  static final String NUMBER = "20261124A001";
  static final String ORDER_ID = "5O190127TN364715T";
  static final String CAPTURE_ID = "3C679366HH908993F";
  static final String AUTHORIZATION_ID = "0AW2184448108334S";
  static final String REFUND_ID = "1JU08902781691411";
  static final String CAPTURE_NUMBER = "C20261124A001";
  static final String REFUND_NUMBER = "R20261124A001";

  static final PaymentReference ORDER = new PaymentReference(NUMBER, "p1.o." + ORDER_ID);
  static final PaymentReference CAPTURE = new PaymentReference(NUMBER, "p1.c." + CAPTURE_ID);
  static final PaymentReference HOLD =
      new PaymentReference(NUMBER, "p1.o." + ORDER_ID + ".a." + AUTHORIZATION_ID);

  static final URI RETURN = URI.create("https://shop.example/back?lang=en");
  static final URI CANCEL = URI.create("https://shop.example/cancelled");

  private TestAccount() {}

  static Map<String, String> values() {
    Map<String, String> values = new TreeMap<>();
    values.put(Settings.CLIENT_ID, CLIENT_ID);
    values.put(Settings.CLIENT_SECRET, CLIENT_SECRET);
    values.put(Settings.WEBHOOK_ID, WEBHOOK_ID);
    values.put(Settings.MERCHANT_ID, MERCHANT_ID);
    values.put(Settings.INVOICE_PREFIX, PREFIX);
    values.put(Settings.WEBHOOK_TRUST_ANCHORS, TestKeys.pem(TestKeys.ROOT));
    return values;
  }

  static AccountSettings settings(Map<String, String> values) {
    return new AccountSettings("shop", "paypal", null, values, Map.of(), Map.of());
  }

  static PaypalAdapter open(URI base, AdapterContext context, Map<String, String> changes) {
    Map<String, String> values = values();
    values.put(Settings.BASE_URL, base.toString());
    values.putAll(changes);
    values.values().removeIf(String::isEmpty);
    return (PaypalAdapter) new PaypalAdapterProvider().open(settings(values), context);
  }

  static PaypalAdapter open(URI base, AdapterContext context) {
    return open(base, context, Map.of());
  }

  static CallContext call(Operation operation) {
    return within(operation, Duration.ofSeconds(10));
  }

  static CallContext within(Operation operation, Duration time) {
    return new CallContext(operation, time, 1, null);
  }

  static CallContext callFor(Operation operation, String seller) {
    return new CallContext(operation, Duration.ofSeconds(10), 1, SubMerchant.of(seller));
  }

  static PaymentRequest.Builder payment() {
    return payment(Money.of("USD", "88.00"));
  }

  static PaymentRequest.Builder payment(Money amount) {
    return PaymentRequest.builder(
            NUMBER, amount, new Scene.WebPage(RETURN, CANCEL), ContractContext.NOW)
        .description("Two boxes of dumplings, 饺子");
  }

  static CaptureRequest.Builder capture() {
    return CaptureRequest.builder(
        HOLD, CAPTURE_NUMBER, Money.of("USD", "80.00"), ContractContext.NOW);
  }

  static VoidRequest voiding() {
    return new VoidRequest(HOLD, "V20261124A001", ContractContext.NOW);
  }

  static RefundRequest.Builder refund(PaymentReference payment) {
    return RefundRequest.builder(
        payment, REFUND_NUMBER, Money.of("USD", "8.00"), ContractContext.NOW);
  }

  static String amount(String value) {
    return "{\"currency_code\":\"USD\",\"value\":\"" + value + "\"}";
  }

  /** An order as PayPal tells it, of one unit. */
  static String order(String intent, String status, String payments) {
    return "{\"id\":\""
        + ORDER_ID
        + "\",\"intent\":\""
        + intent
        + "\",\"status\":\""
        + status
        + "\",\"purchase_units\":["
        + unit("88.00", payments)
        + "],\"payer\":{\"payer_id\":\"QYR5Z8XDVJNXQ\",\"email_address\":\"c4n4ry@buyer.example\"},"
        + "\"create_time\":\"2026-11-24T11:59:00Z\",\"update_time\":\"2026-11-24T11:59:30Z\",\"links\":["
        + "{\"href\":\"https://api.sandbox.paypal.com/v2/checkout/orders/"
        + ORDER_ID
        + "\",\"rel\":\"self\",\"method\":\"GET\"}]}";
  }

  static String unit(String value, String payments) {
    return "{\"reference_id\":\"default\",\"custom_id\":\""
        + NUMBER
        + "\",\"invoice_id\":\""
        + PREFIX
        + NUMBER
        + "\",\"amount\":"
        + amount(value)
        + ",\"payee\":{\"email_address\":\"shop@example.com\",\"merchant_id\":\""
        + MERCHANT_ID
        + "\"}"
        + (payments.isEmpty() ? "" : ",\"payments\":" + payments)
        + "}";
  }

  static String order(String status) {
    return order("CAPTURE", status, "");
  }

  static String completed(String captureStatus) {
    return order("CAPTURE", "COMPLETED", "{\"captures\":[" + capture(captureStatus) + "]}");
  }

  static String authorized(String authorizationStatus) {
    return order(
        "AUTHORIZE",
        "COMPLETED",
        "{\"authorizations\":[" + authorization(authorizationStatus, "88.00") + "]}");
  }

  static String withLink(String order, String rel, String href) {
    return order.replace(
        "\"links\":[", "\"links\":[{\"href\":\"" + href + "\",\"rel\":\"" + rel + "\"},");
  }

  static String capture(String status) {
    return capture(CAPTURE_ID, status, NUMBER, "88.00", "");
  }

  /** A capture as PayPal tells it. */
  static String capture(String id, String status, String invoiceNumber, String value, String more) {
    return "{\"id\":\""
        + id
        + "\",\"status\":\""
        + status
        + "\",\"amount\":"
        + amount(value)
        + ",\"final_capture\":true,\"custom_id\":\""
        + NUMBER
        + "\",\"invoice_id\":\""
        + PREFIX
        + invoiceNumber
        + "\",\"supplementary_data\":{\"related_ids\":{\"order_id\":\""
        + ORDER_ID
        + "\""
        + more
        + "}},\"create_time\":\"2026-11-24T12:00:01Z\",\"update_time\":\"2026-11-24T12:00:02Z\",\"links\":["
        + "{\"href\":\"https://api.sandbox.paypal.com/v2/payments/captures/"
        + id
        + "\",\"rel\":\"self\"},{\"href\":\"https://api.sandbox.paypal.com/v2/checkout/orders/"
        + ORDER_ID
        + "\",\"rel\":\"up\"}]}";
  }

  static String captureOfHold(String status) {
    return capture(
        CAPTURE_ID,
        status,
        CAPTURE_NUMBER,
        "80.00",
        ",\"authorization_id\":\"" + AUTHORIZATION_ID + "\"");
  }

  static String authorization(String status, String value) {
    return authorization(AUTHORIZATION_ID, status, value);
  }

  /** An authorization as PayPal tells it. */
  static String authorization(String id, String status, String value) {
    return "{\"id\":\""
        + id
        + "\",\"status\":\""
        + status
        + "\",\"amount\":"
        + amount(value)
        + ",\"custom_id\":\""
        + NUMBER
        + "\",\"invoice_id\":\""
        + PREFIX
        + NUMBER
        + "\",\"expiration_time\":\"2026-12-23T12:00:00Z\",\"create_time\":\"2026-11-24T12:00:00Z\","
        + "\"supplementary_data\":{\"related_ids\":{\"order_id\":\""
        + ORDER_ID
        + "\"}},\"links\":[]}";
  }

  /** A refund as PayPal tells it. */
  static String refund(String status, String value) {
    return "{\"id\":\""
        + REFUND_ID
        + "\",\"status\":\""
        + status
        + "\",\"amount\":"
        + amount(value)
        + ",\"invoice_id\":\""
        + PREFIX
        + REFUND_NUMBER
        + "\",\"custom_id\":\""
        + NUMBER
        + "\",\"seller_payable_breakdown\":{\"gross_amount\":"
        + amount(value)
        + ",\"total_refunded_amount\":"
        + amount("18.00")
        + "},\"create_time\":\"2026-11-24T12:10:00Z\",\"update_time\":\"2026-11-24T12:10:01Z\",\"links\":["
        + "{\"href\":\"https://api.sandbox.paypal.com/v2/payments/captures/"
        + CAPTURE_ID
        + "\",\"rel\":\"up\"}]}";
  }
}
