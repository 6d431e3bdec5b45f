package io.jiaozi.wechat;

import io.jiaozi.error.UntrustedReason;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.spi.SigningAlgorithm;
import io.jiaozi.support.crypto.SignatureMismatchException;
import io.jiaozi.support.crypto.SignatureVerifier;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Proves that bytes come from WeChat Pay, now. The same rule for replies and notifications; nothing
 * is decoded or parsed before it has passed. Safe for use by many threads.
 *
 * <p>Signed text: timestamp, nonce, body; each followed by {@code \n}; SHA256withRSA. WeChat Pay
 * sends probes with a wrong signature that begins with {@code WECHATPAY/SIGNTEST/} to find those
 * who do not verify; they fail here like any forgery and get no treatment of their own. Source:
 * protocol sheet, sections 3.1 and 3.3.
 */
final class MessageVerifier {

  static final String TIMESTAMP = "Wechatpay-Timestamp";
  static final String NONCE = "Wechatpay-Nonce";
  static final String SIGNATURE = "Wechatpay-Signature";
  static final String SERIAL = "Wechatpay-Serial";
  static final String SIGNATURE_TYPE = "Wechatpay-Signature-Type";
  static final String RSA_SIGNATURE_TYPE = "WECHATPAY2-SHA256-RSA2048";

  /** A message this old, or this far ahead of our clock, is refused. */
  static final Duration WINDOW = Duration.ofMinutes(5);

  private static final int LONGEST_TIMESTAMP = 11;

  private static final byte[] LINE_END = {'\n'};

  private final Keys keys;
  private final Clock clock;

  /** Finds the key a message names, waiting no longer than given. */
  interface Keys {
    SignatureVerifier named(String serial, Instant now, Duration patience);
  }

  /** Finds a header that stands exactly once; null otherwise. */
  interface Headers {
    @Nullable String single(String name);
  }

  MessageVerifier(Keys keys, Clock clock) {
    this.keys = keys;
    this.clock = clock;
  }

  /** Verifies with these keys and no others. */
  MessageVerifier(PlatformKeys keys, Clock clock) {
    this((serial, now, patience) -> keys.named(serial, now), clock);
  }

  /**
   * Returns if the message may be believed.
   *
   * @param body as received; not modified
   * @throws ChannelFailure.Untrusted if it may not; the clause fits after "The message"
   */
  void verify(Headers headers, byte[] body) {
    verify(headers, body, KeyRing.PATIENCE);
  }

  /**
   * The same with a limit of its own.
   *
   * @param patience how long to wait if a key has to be fetched first
   */
  void verify(Headers headers, byte[] body, Duration patience) {
    String timestamp = required(headers, TIMESTAMP);
    String nonce = required(headers, NONCE);
    String signature = required(headers, SIGNATURE);
    String serial = required(headers, SERIAL);
    Instant now = clock.instant();
    requireFresh(timestamp, now);
    requireOurAlgorithm(headers.single(SIGNATURE_TYPE));
    try {
      keys.named(serial, now, patience)
          .verifyBase64(
              SigningAlgorithm.RSA_SHA256,
              signature,
              (timestamp + '\n').getBytes(StandardCharsets.US_ASCII),
              nonceLine(nonce),
              body,
              LINE_END);
    } catch (SignatureMismatchException forged) {
      throw new ChannelFailure.Untrusted(
          UntrustedReason.BAD_SIGNATURE,
          "carries a signature that does not fit its bytes: it was altered on the way, or WeChat Pay did not sign it",
          null);
    }
  }

  private static String required(Headers headers, String name) {
    String value = headers.single(name);
    if (value == null || value.isEmpty()) {
      throw new ChannelFailure.Untrusted(
          UntrustedReason.MISSING_SIGNATURE,
          "does not carry the header " + name + " exactly once, so nothing proves who sent it",
          null);
    }
    return value;
  }

  private static void requireFresh(String timestamp, Instant now) {
    if (!isUnixSeconds(timestamp)) {
      throw new ChannelFailure.Untrusted(
          UntrustedReason.MALFORMED, "carries a " + TIMESTAMP + " that is not a time", null);
    }
    Duration age = Duration.between(Instant.ofEpochSecond(Long.parseLong(timestamp)), now);
    if (age.abs().compareTo(WINDOW) >= 0) {
      throw new ChannelFailure.Untrusted(
          UntrustedReason.STALE,
          age.isNegative()
              ? "is signed for a time 5 minutes or more ahead of this machine's clock; check the clock"
              : "was signed 5 minutes ago or more; it may be a replay, or this machine's clock is wrong",
          null);
    }
  }

  private static boolean isUnixSeconds(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return text.length() <= LONGEST_TIMESTAMP;
  }

  /** The message never chooses the algorithm: it may only name the one that is used anyway. */
  private static void requireOurAlgorithm(@Nullable String type) {
    if (type != null && !type.equals(RSA_SIGNATURE_TYPE)) {
      throw new ChannelFailure.Untrusted(
          UntrustedReason.BAD_SIGNATURE,
          "names a kind of signature other than " + RSA_SIGNATURE_TYPE,
          null);
    }
  }

  /** A line end inside the nonce would shift the border between nonce and body. */
  private static byte[] nonceLine(String nonce) {
    for (int i = 0; i < nonce.length(); i++) {
      char c = nonce.charAt(i);
      if (c < 0x20 || c > 0x7E) {
        throw new ChannelFailure.Untrusted(
            UntrustedReason.MALFORMED, "carries a " + NONCE + " that is not plain text", null);
      }
    }
    return (nonce + '\n').getBytes(StandardCharsets.US_ASCII);
  }
}
