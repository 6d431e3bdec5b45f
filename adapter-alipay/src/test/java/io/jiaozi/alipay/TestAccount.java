package io.jiaozi.alipay;

import io.jiaozi.Operation;
import io.jiaozi.SubMerchant;
import io.jiaozi.money.Money;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.Scene;
import io.jiaozi.refund.RefundRequest;
import io.jiaozi.spi.AccountSettings;
import io.jiaozi.spi.AdapterContext;
import io.jiaozi.spi.CallContext;
import io.jiaozi.spi.Signer;
import io.jiaozi.tck.ContractContext;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** The account all tests use. */
final class TestAccount {

  static final String APP_ID = "2021000122682882";
  static final String SELLER = "2088721003899159";
  static final String CONTENT_KEY = "AAECAwQFBgcICQoLDA0ODw==";
  static final URI NOTIFY = URI.create("https://shop.example/notify/alipay");
  static final URI BACK = URI.create("https://shop.example/back?shop=1");
  static final PaymentReference ORDER = PaymentReference.ofNumber("20261124A001");
  static final String TRADE_NO = "2026112422001499160501586202";
  static final SubMerchant SUB =
      new SubMerchant("2088000000000001", Map.of("app-auth-token", "202611BBsub00000000000000001"));

  private TestAccount() {}

  static Map<String, String> values() {
    Map<String, String> values = new TreeMap<>();
    values.put(Settings.APP_ID, APP_ID);
    values.put(Settings.SELLER_ID, SELLER);
    values.put(Settings.PRIVATE_KEY, TestKeys.pem(TestKeys.APP.getPrivate()));
    values.put(Settings.ALIPAY_PUBLIC_KEY, TestKeys.pem(TestKeys.ALIPAY.getPublic()));
    return values;
  }

  static Map<String, String> certificateValues() {
    Map<String, String> values = values();
    values.remove(Settings.ALIPAY_PUBLIC_KEY);
    values.put(Settings.APP_CERTIFICATE, TestKeys.pem(TestKeys.APP_CERTIFICATE));
    values.put(Settings.ALIPAY_CERTIFICATE, TestKeys.pem(TestKeys.ALIPAY_CERTIFICATE));
    values.put(
        Settings.ALIPAY_ROOT_CERTIFICATE,
        TestKeys.pem(
            TestKeys.CURVE_ROOT_CERTIFICATE,
            TestKeys.ROOT_CERTIFICATE,
            TestKeys.OTHER_ROOT_CERTIFICATE));
    return values;
  }

  static AccountSettings settings(Map<String, String> values, Map<String, Signer> signers) {
    return new AccountSettings("shop", "alipay", NOTIFY, values, signers, Map.of());
  }

  static AlipayAdapter open(URI base, AdapterContext context) {
    return open(base, context, values(), Map.of());
  }

  static AlipayAdapter open(URI base, AdapterContext context, Map<String, String> values) {
    return open(base, context, values, Map.of());
  }

  static AlipayAdapter open(
      URI base, AdapterContext context, Map<String, String> values, Map<String, Signer> signers) {
    Map<String, String> all = new TreeMap<>(values);
    all.put(Settings.BASE_URL, base.toString());
    if (!signers.isEmpty()) {
      all.remove(Settings.PRIVATE_KEY);
    }
    return (AlipayAdapter) new AlipayAdapterProvider().open(settings(all, signers), context);
  }

  static CallContext call(Operation operation) {
    return within(operation, Duration.ofSeconds(10));
  }

  static CallContext within(Operation operation, Duration time) {
    return new CallContext(operation, time, 1, null);
  }

  static CallContext acting(Operation operation) {
    return new CallContext(operation, Duration.ofSeconds(10), 1, SUB);
  }

  static PaymentRequest.Builder payment(Scene scene) {
    return PaymentRequest.builder(
            ORDER.number(), Money.of("CNY", "88.00"), scene, ContractContext.NOW)
        .description("Two boxes of dumplings, 饺子")
        .payBefore(ContractContext.NOW.plusSeconds(1800));
  }

  static Scene till() {
    return Scene.buyerCode("281234567890123456", "S1");
  }

  static RefundRequest.Builder refund() {
    return RefundRequest.builder(
        ORDER, "R20261124A001", Money.of("CNY", "8.00"), ContractContext.NOW);
  }

  /** Fields of a trade as the channel tells it when asked. */
  static String trade(String status, String more) {
    return "\"out_trade_no\":\""
        + ORDER.number()
        + "\",\"trade_no\":\""
        + TRADE_NO
        + "\",\"trade_status\":\""
        + status
        + "\",\"total_amount\":\"88.00\",\"buyer_user_id\":\"2088722003899169\",\"buyer_logon_id\":\"foo***@sandbox.com\""
        + more;
  }
}
