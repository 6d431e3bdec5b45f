package io.jiaozi.unionpay;

import io.jiaozi.Operation;
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
import io.jiaozi.spi.Signer;
import io.jiaozi.tck.ContractContext;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** The account all tests use. */
final class TestAccount {

  static final String MERID = "777290058110048";
  static final String CERT_ID = "68759663125";
  static final URI NOTIFY = URI.create("https://shop.example/notify/unionpay");
  static final URI RETURN = URI.create("https://shop.example/return");

  /** {@link ContractContext#NOW} on Beijing's clock. */
  static final String NOW = "20261124200000";

  static final String QUERY_ID = "512611242000001234568";
  static final Instant PAY_BEFORE = ContractContext.NOW.plus(Duration.ofMinutes(15));
  static final PaymentReference ORDER = new PaymentReference("20261124A001", "u1." + NOW);

  private TestAccount() {}

  static Map<String, String> values() {
    Map<String, String> values = new TreeMap<>();
    values.put(Settings.MERCHANT_ID, MERID);
    values.put(Settings.ENVIRONMENT, "test");
    values.put(Settings.SIGNING_CERTIFICATE, TestCa.PFX);
    values.put(Settings.SIGNING_CERTIFICATE_PASSWORD, TestCa.PASSWORD);
    values.put(Settings.ROOT_CERTIFICATE, TestCa.pem(TestCa.ROOT));
    values.put(Settings.MIDDLE_CERTIFICATE, TestCa.pem(TestCa.MIDDLE));
    return values;
  }

  static AccountSettings settings(Map<String, String> values, Map<String, Signer> signers) {
    return new AccountSettings("shop", "unionpay", NOTIFY, values, signers, Map.of());
  }

  static UnionpayAdapter open(URI base, AdapterContext context) {
    return open(base, context, values());
  }

  static UnionpayAdapter open(URI base, AdapterContext context, Map<String, String> values) {
    return open(base, context, values, Map.of());
  }

  static UnionpayAdapter open(
      URI base, AdapterContext context, Map<String, String> values, Map<String, Signer> signers) {
    values.put(Settings.BASE_URL, base.toString());
    return (UnionpayAdapter) new UnionpayAdapterProvider().open(settings(values, signers), context);
  }

  static CallContext call(Operation operation) {
    return within(operation, Duration.ofSeconds(10));
  }

  static CallContext within(Operation operation, Duration time) {
    return new CallContext(operation, time, 1, null);
  }

  static PaymentRequest.Builder payment(Scene scene) {
    return PaymentRequest.builder(
            ORDER.number(), Money.of("CNY", "88.00"), scene, ContractContext.NOW)
        .description("Two boxes of dumplings, 饺子")
        .payBefore(PAY_BEFORE);
  }

  static RefundRequest.Builder refund() {
    return RefundRequest.builder(
        ORDER, "R20261124A001", Money.of("CNY", "8.00"), ContractContext.NOW);
  }

  static CaptureRequest.Builder capture(String amount) {
    return CaptureRequest.builder(
        ORDER, "C20261124A001", Money.of("CNY", amount), ContractContext.NOW);
  }

  static VoidRequest voiding() {
    return new VoidRequest(ORDER, "X20261124A001", ContractContext.NOW);
  }

  /** A query's reply about a transaction, as the channel tells it. */
  static Wire told(String txnType, String txnSubType, String orderId, String origRespCode) {
    return Wire.message()
        .with("txnType", txnType)
        .with("txnSubType", txnSubType)
        .with("bizType", "000000")
        .with("orderId", orderId)
        .with("txnTime", NOW)
        .with("txnAmt", "8800")
        .with("currencyCode", "156")
        .with("queryId", QUERY_ID)
        .with("traceNo", "123456")
        .with("traceTime", "1124200130")
        .with("settleDate", "1124")
        .with("reqReserved", "J1.07.20261124201500")
        .with("origRespCode", origRespCode)
        .with("origRespMsg", "x");
  }

  /** The order, as a query tells it. */
  static Wire order(String origRespCode) {
    return told("01", "01", ORDER.number(), origRespCode);
  }

  /** The order, where it came from a code that the shop scanned. */
  static Wire scanned(String origRespCode) {
    return told("01", "06", ORDER.number(), origRespCode).with("reqReserved", "J1.08");
  }

  /** The order, where it is a hold. */
  static Wire hold(String origRespCode) {
    return told("02", "01", ORDER.number(), origRespCode);
  }

  /** What follows the order, as a query tells it. */
  static Wire following(String txnType, String orderId, String origRespCode) {
    return told(txnType, "00", orderId, origRespCode)
        .with("queryId", "612611242001001234568")
        .with("reqReserved", ORDER.number() + "." + NOW);
  }

  /** The refund, as a query tells it. */
  static Wire refunded(String origRespCode) {
    return following("04", "R20261124A001", origRespCode).with("txnAmt", "800");
  }

  /** A notification of the order. */
  static Wire notice() {
    return order("00")
        .with("origRespCode", null)
        .with("origRespMsg", null)
        .with("bizType", "000201");
  }
}
