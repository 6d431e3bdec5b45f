package io.jiaozi.wechat;

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

  static final String MCHID = "1900007291";
  static final String APPID = "wxd678efh567hg6787";
  static final String API_V3_KEY = "c4n4ry0123456789abcdefghijklmnop";
  static final String SERIAL = "408B07E79B8269FEC3D5D3E6AB8ED163A6A380DB";
  static final URI NOTIFY = URI.create("https://shop.example/notify/wechat");
  static final String OTHER_APPID = "wx0000000000000001";
  static final String SUB_MCHID = "1900000109";
  static final String SUB_APPID = "wx0000000000000009";
  static final SubMerchant SUB = SubMerchant.of(SUB_MCHID);
  static final SubMerchant SUB_WITH_APP =
      new SubMerchant(SUB_MCHID, Map.of(Party.SUB_APP_ID, SUB_APPID));
  static final PaymentReference ORDER = PaymentReference.ofNumber("20261124A001");

  private TestAccount() {}

  static Map<String, String> values() {
    Map<String, String> values = new TreeMap<>();
    values.put(Settings.MERCHANT_ID, MCHID);
    values.put(Settings.APP_ID, APPID);
    values.put(Settings.API_V3_KEY, API_V3_KEY);
    values.put(Settings.PRIVATE_KEY, TestKeys.pem(TestKeys.MERCHANT.getPrivate()));
    values.put(Settings.CERTIFICATE_SERIAL, SERIAL);
    values.put(Settings.PUBLIC_KEY, TestKeys.pem(TestKeys.PLATFORM.getPublic()));
    values.put(Settings.PUBLIC_KEY_ID, FakeWechat.PUBLIC_KEY_ID);
    return values;
  }

  static AccountSettings settings(Map<String, String> values, Map<String, Signer> signers) {
    return new AccountSettings("shop", "wechat", NOTIFY, values, signers, Map.of());
  }

  static WechatAdapter open(URI base, AdapterContext context) {
    return open(base, context, Map.of());
  }

  static WechatAdapter open(URI base, AdapterContext context, Map<String, Signer> signers) {
    Map<String, String> values = values();
    values.put(Settings.BASE_URL, base.toString());
    if (!signers.isEmpty()) {
      values.remove(Settings.PRIVATE_KEY);
    }
    return (WechatAdapter) new WechatAdapterProvider().open(settings(values, signers), context);
  }

  static CallContext call(Operation operation) {
    return within(operation, Duration.ofSeconds(10));
  }

  /** A call for a merchant whom the account serves. */
  static CallContext serving(Operation operation, SubMerchant sub) {
    return new CallContext(operation, Duration.ofSeconds(10), 1, sub);
  }

  static WechatAdapter open(Map<String, String> changes, URI base, AdapterContext context) {
    Map<String, String> values = values();
    values.put(Settings.BASE_URL, base.toString());
    values.putAll(changes);
    values.values().removeIf(String::isEmpty);
    return (WechatAdapter) new WechatAdapterProvider().open(settings(values, Map.of()), context);
  }

  static CallContext within(Operation operation, Duration time) {
    return new CallContext(operation, time, 1, null);
  }

  static PaymentRequest.Builder payment() {
    return PaymentRequest.builder(
            ORDER.number(), Money.of("CNY", "88.00"), Scene.qrCode(), ContractContext.NOW)
        .description("Two boxes of dumplings, 饺子");
  }

  static RefundRequest.Builder refund() {
    return RefundRequest.builder(
        ORDER, "R20261124A001", Money.of("CNY", "8.00"), ContractContext.NOW);
  }

  /** An order as the channel tells it. */
  static String order(String state) {
    return "{\"appid\":\""
        + APPID
        + "\",\"mchid\":\""
        + MCHID
        + "\",\"out_trade_no\":\""
        + ORDER.number()
        + "\",\"transaction_id\":\"4200001234202611240000000001\",\"trade_type\":\"NATIVE\",\"trade_state\":\""
        + state
        + "\",\"trade_state_desc\":\"x\",\"success_time\":\"2026-11-24T20:00:00+08:00\",\"payer\":{\"openid\":\"oUpF8uMuAJO_M2pxb1Q9zNjWeS6o\"},"
        + "\"amount\":{\"total\":8800,\"payer_total\":8800,\"currency\":\"CNY\",\"payer_currency\":\"CNY\"}}";
  }

  /** An order that the account placed for a merchant it serves. */
  static String partnerOrder(String state) {
    return order(state)
        .replace("\"appid\"", "\"sp_appid\"")
        .replace("\"mchid\":", "\"sub_mchid\":\"" + SUB_MCHID + "\",\"sp_mchid\":")
        .replace("\"openid\"", "\"sp_openid\"");
  }

  /** A refund as the channel tells it. */
  static String refund(String state) {
    return "{\"refund_id\":\"50000000382019052709732678859\",\"out_refund_no\":\"R20261124A001\",\"transaction_id\":\"4200001234202611240000000001\",\"out_trade_no\":\""
        + ORDER.number()
        + "\",\"channel\":\"ORIGINAL\",\"success_time\":\"2026-11-24T20:10:00+08:00\",\"status\":\""
        + state
        + "\",\"amount\":{\"total\":8800,\"refund\":800,\"currency\":\"CNY\"}}";
  }
}
