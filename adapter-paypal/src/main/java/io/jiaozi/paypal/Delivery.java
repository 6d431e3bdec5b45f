package io.jiaozi.paypal;

import io.jiaozi.error.UntrustedReason;
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.support.time.Rfc3339;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.zip.CRC32;

/**
 * A message that claims to be PayPal's, with the parts a signature needs; nothing is proved yet.
 * Source: protocol sheet, sections 5.2 and 5.3.
 */
final class Delivery {

  static final String ID = "PAYPAL-TRANSMISSION-ID";
  static final String TIME = "PAYPAL-TRANSMISSION-TIME";
  static final String SIGNATURE = "PAYPAL-TRANSMISSION-SIG";
  static final String CERTIFICATE_URL = "PAYPAL-CERT-URL";
  static final String ALGORITHM = "PAYPAL-AUTH-ALGO";
  static final String RSA_SHA256 = "SHA256withRSA";

  /** PayPal delivers again for three days; whether with a new time, is not known. */
  static final Duration OLDEST = Duration.ofDays(3).plusHours(6);

  /** How far the sender's clock may be ahead of ours. */
  static final Duration AHEAD = Duration.ofMinutes(5);

  private static final int LARGEST_BODY = 1024 * 1024;
  private static final int LONGEST_HEADER = 2048;

  private final String id;
  private final String time;
  private final String signature;
  private final String certificateUrl;
  private final byte[] body;

  private Delivery(String id, String time, String signature, String certificateUrl, byte[] body) {
    this.id = id;
    this.time = time;
    this.signature = signature;
    this.certificateUrl = certificateUrl;
    this.body = body;
  }

  /**
   * Takes a message apart.
   *
   * @throws ChannelFailure.Untrusted if a part is missing, or it cannot be genuine and fresh
   */
  static Delivery of(InboundRequest request, Instant now) {
    byte[] body = request.body();
    if (body.length > LARGEST_BODY) {
      throw new ChannelFailure.Untrusted(
          UntrustedReason.MALFORMED, "is larger than 1 MiB, which no message of PayPal's is", null);
    }
    String id = required(request, ID);
    String time = required(request, TIME);
    String signature = required(request, SIGNATURE);
    String url = required(request, CERTIFICATE_URL);
    // The message never chooses the algorithm: it may only name the one that is used anyway.
    if (!required(request, ALGORITHM).equals(RSA_SHA256)) {
      throw new ChannelFailure.Untrusted(
          UntrustedReason.BAD_SIGNATURE,
          "names a kind of signature other than " + RSA_SHA256,
          null);
    }
    if (!isTransmissionId(id)) {
      throw new ChannelFailure.Untrusted(
          UntrustedReason.MALFORMED, "carries a " + ID + " that is not one", null);
    }
    requireFresh(time, now);
    return new Delivery(id, time, signature, url, body);
  }

  private static String required(InboundRequest request, String name) {
    String value = request.singleHeader(name);
    if (value == null || value.isEmpty() || value.length() > LONGEST_HEADER) {
      throw new ChannelFailure.Untrusted(
          UntrustedReason.MISSING_SIGNATURE,
          "does not carry the header " + name + " exactly once, so nothing proves who sent it",
          null);
    }
    return value;
  }

  /** It stands between bars in what is signed, so no bar may be in it. */
  private static boolean isTransmissionId(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean plain =
          (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-';
      if (!plain) {
        return false;
      }
    }
    return text.length() <= 64;
  }

  private static void requireFresh(String time, Instant now) {
    Instant sent = Rfc3339.parse(time);
    if (sent == null) {
      throw new ChannelFailure.Untrusted(
          UntrustedReason.MALFORMED, "carries a " + TIME + " that is not a time", null);
    }
    if (sent.isBefore(now.minus(OLDEST))) {
      throw new ChannelFailure.Untrusted(
          UntrustedReason.STALE,
          "was sent more than 3 days ago; it may be a replay, or this machine's clock is wrong",
          null);
    }
    if (sent.isAfter(now.plus(AHEAD))) {
      throw new ChannelFailure.Untrusted(
          UntrustedReason.STALE,
          "was sent more than 5 minutes ahead of this machine's clock; check the clock",
          null);
    }
  }

  String id() {
    return id;
  }

  String time() {
    return time;
  }

  /** Base64. */
  String signature() {
    return signature;
  }

  String certificateUrl() {
    return certificateUrl;
  }

  /** As received, not copied. */
  byte[] body() {
    return body;
  }

  /**
   * What PayPal signs: id, time as received, the receiver's own webhook id, and the CRC-32 of the
   * raw body as a decimal number without sign; bars between.
   */
  byte[] signedText(String webhookId) {
    CRC32 crc = new CRC32();
    crc.update(body);
    return (id + '|' + time + '|' + webhookId + '|' + crc.getValue())
        .getBytes(StandardCharsets.US_ASCII);
  }
}
