package io.jiaozi.interop.paypal;

import io.jiaozi.interop.Exchange;
import io.jiaozi.interop.HttpMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;

/** What {@code interop/exchange} has written, and what it was made of. */
final class OurMessages {
  private static final Base64.Encoder BASE64_URL = Base64.getUrlEncoder().withoutPadding();

  private final Path folder = Exchange.read("exchange", "paypal");
  private final Map<String, String> facts;

  OurMessages() {
    try {
      facts = Exchange.facts(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String fact(String name) {
    return facts.get(name);
  }

  /** A fact that is free text and travels as Base64. */
  String text(String name) {
    return new String(Base64.getUrlDecoder().decode(facts.get(name)), StandardCharsets.UTF_8);
  }

  Map<String, HttpMessage> requests() throws IOException {
    return Exchange.messages(folder);
  }

  HttpMessage request(String name) throws IOException {
    return requests().get(name);
  }

  /**
   * {@code PayPal-Auth-Assertion}, which the SDK takes ready-made: written here from PayPal's
   * description of it (protocol sheet, 1.3).
   */
  static String assertion(String clientId, String sellerId) {
    return encoded("{\"alg\":\"none\"}")
        + "."
        + encoded("{\"iss\":\"" + clientId + "\",\"payer_id\":\"" + sellerId + "\"}")
        + ".";
  }

  private static String encoded(String json) {
    return BASE64_URL.encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }
}
