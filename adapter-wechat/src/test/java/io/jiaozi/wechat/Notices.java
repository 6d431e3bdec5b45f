package io.jiaozi.wechat;

import io.jiaozi.notification.InboundRequest;
import io.jiaozi.support.crypto.AesGcm;
import io.jiaozi.tck.ContractContext;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes notifications as the channel does. */
final class Notices {

  static final String PAID =
      "{\"mchid\":\"1900007291\",\"appid\":\"wxd678efh567hg6787\",\"out_trade_no\":\"20261124A001\",\"transaction_id\":\"4200001234202611240000000001\","
          + "\"trade_type\":\"NATIVE\",\"trade_state\":\"SUCCESS\",\"trade_state_desc\":\"x\",\"bank_type\":\"CMC\",\"attach\":\"\",\"success_time\":\"2026-11-24T20:00:00+08:00\","
          + "\"payer\":{\"openid\":\"oUpF8uMuAJO_M2pxb1Q9zNjWeS6o\"},\"amount\":{\"total\":8800,\"payer_total\":8800,\"currency\":\"CNY\",\"payer_currency\":\"CNY\"}}";

  static final String REFUNDED =
      "{\"mchid\":\"1900007291\",\"transaction_id\":\"4200001234202611240000000001\",\"out_trade_no\":\"20261124A001\",\"refund_id\":\"50000000382019052709732678859\","
          + "\"out_refund_no\":\"R20261124A001\",\"refund_status\":\"SUCCESS\",\"success_time\":\"2026-11-24T20:10:00+08:00\",\"user_received_account\":\"x\","
          + "\"amount\":{\"total\":8800,\"refund\":800,\"payer_total\":8800,\"payer_refund\":800}}";

  private String eventType = "TRANSACTION.SUCCESS";
  private String content = PAID;
  private String key = TestAccount.API_V3_KEY;
  private String algorithm = "AEAD_AES_256_GCM";
  private String associatedData = "transaction";
  private String id = "EV-2018022511223320873";
  private Instant signedAt = ContractContext.NOW;

  Notices event(String newEventType, String newContent) {
    eventType = newEventType;
    content = newContent;
    return this;
  }

  Notices encryptedWith(String newKey) {
    key = newKey;
    return this;
  }

  Notices algorithm(String newAlgorithm) {
    algorithm = newAlgorithm;
    return this;
  }

  /** Null leaves the field out. */
  Notices associatedData(String data) {
    associatedData = data;
    return this;
  }

  Notices id(String newId) {
    id = newId;
    return this;
  }

  Notices signedAt(Instant time) {
    signedAt = time;
    return this;
  }

  String body() {
    byte[] sealed =
        AesGcm.of(key.getBytes(StandardCharsets.UTF_8))
            .seal(
                "fdasflkja484".getBytes(StandardCharsets.UTF_8),
                associatedData == null ? null : associatedData.getBytes(StandardCharsets.UTF_8),
                content.getBytes(StandardCharsets.UTF_8));
    return "{"
        + (id == null ? "" : "\"id\":\"" + id + "\",")
        + "\"create_time\":\"20261124200000\",\"resource_type\":\"encrypt-resource\",\"event_type\":\""
        + eventType
        + "\",\"resource\":{\"algorithm\":\""
        + algorithm
        + "\",\"ciphertext\":\""
        + Base64.getEncoder().encodeToString(sealed)
        + "\","
        + (associatedData == null ? "" : "\"associated_data\":\"" + associatedData + "\",")
        + "\"nonce\":\"fdasflkja484\"}}";
  }

  Map<String, String> headers(String body) {
    return FakeWechat.signature(TestKeys.PLATFORM, FakeWechat.PUBLIC_KEY_ID, signedAt, body);
  }

  InboundRequest request() {
    String body = body();
    return request(headers(body), body);
  }

  static InboundRequest request(Map<String, String> headers, String body) {
    Map<String, List<String>> all = new LinkedHashMap<>();
    headers.forEach((name, value) -> all.put(name, List.of(value)));
    return new InboundRequest(
        "POST", "/notify/wechat", "", all, body.getBytes(StandardCharsets.UTF_8));
  }
}
