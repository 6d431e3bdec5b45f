package io.jiaozi.paypal;

import io.jiaozi.notification.InboundRequest;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/** A notification, genuine unless changed. Not thread-safe. */
final class Events {

  static final String CERT = "CERT-360caa42-fca2a594-1d93a270";

  private String type = "PAYMENT.CAPTURE.COMPLETED";
  private String resourceType = "capture";
  private String resource = TestAccount.capture("COMPLETED");
  private String eventId = "WH-58D329510W468432D-8HN650336L201105X";
  private String transmissionId = "071f7d20-1584-11e7-abf0-6b62a8a99ac4";
  private String time = "2026-11-24T12:00:05Z";
  private String webhookId = TestAccount.WEBHOOK_ID;
  private String algorithm = "SHA256withRSA";
  private KeyPair key = TestKeys.SIGNER;
  private String url;
  private String body;
  private final Map<String, String> changed = new LinkedHashMap<>();

  Events(FakePaypal paypal) {
    this.url = paypal.address() + FakePaypal.CERTS + CERT;
  }

  Events event(String newType, String newResourceType, String newResource) {
    type = newType;
    resourceType = newResourceType;
    resource = newResource;
    return this;
  }

  Events id(String newId) {
    eventId = newId;
    return this;
  }

  Events transmission(String id, String newTime) {
    transmissionId = id;
    time = newTime;
    return this;
  }

  Events time(String newTime) {
    time = newTime;
    return this;
  }

  Events webhookId(String id) {
    webhookId = id;
    return this;
  }

  Events signedWith(KeyPair pair, String newAlgorithm) {
    key = pair;
    algorithm = newAlgorithm;
    return this;
  }

  Events url(String newUrl) {
    url = newUrl;
    return this;
  }

  Events body(String newBody) {
    body = newBody;
    return this;
  }

  /** Sets a header after signing; null removes it. */
  Events header(String name, String value) {
    changed.put(name, value);
    return this;
  }

  String body() {
    return body != null
        ? body
        : "{\"id\":\""
            + eventId
            + "\",\"event_version\":\"1.0\",\"create_time\":\"2026-11-24T12:00:03.000Z\",\"resource_type\":\""
            + resourceType
            + "\",\"resource_version\":\"2.0\",\"event_type\":\""
            + type
            + "\",\"summary\":\"Zoë paid\",\"resource\":"
            + resource
            + ",\"links\":[]}";
  }

  InboundRequest request() {
    return request(body().getBytes(StandardCharsets.UTF_8));
  }

  /** The same headers over these bytes. */
  InboundRequest delivering(byte[] others) {
    return request(body().getBytes(StandardCharsets.UTF_8), others);
  }

  private InboundRequest request(byte[] bytes) {
    return request(bytes, bytes);
  }

  private InboundRequest request(byte[] signedBytes, byte[] sentBytes) {
    CRC32 crc = new CRC32();
    crc.update(signedBytes);
    byte[] text =
        (transmissionId + "|" + time + "|" + webhookId + "|" + crc.getValue())
            .getBytes(StandardCharsets.US_ASCII);
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Paypal-Transmission-Id", transmissionId);
    headers.put("Paypal-Transmission-Time", time);
    headers.put(
        "Paypal-Transmission-Sig",
        Base64.getEncoder().encodeToString(TestKeys.sign(key, algorithm, text)));
    headers.put("Paypal-Cert-Url", url);
    headers.put("Paypal-Auth-Algo", "SHA256withRSA");
    headers.put("Paypal-Auth-Version", "v2");
    headers.put("Content-Type", "application/json");
    changed.forEach(
        (name, value) -> {
          headers.remove(name);
          if (value != null) {
            headers.put(name, value);
          }
        });
    Map<String, List<String>> all = new LinkedHashMap<>();
    headers.forEach((name, value) -> all.put(name, List.of(value)));
    return new InboundRequest("POST", "/notify/paypal", "", all, sentBytes);
  }
}
