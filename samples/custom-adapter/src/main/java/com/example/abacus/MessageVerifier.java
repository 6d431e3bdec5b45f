package com.example.abacus;

import io.jiaozi.error.UntrustedReason;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.spi.SigningAlgorithm;
import io.jiaozi.support.crypto.SignatureMismatchException;
import io.jiaozi.support.crypto.SignatureVerifier;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Proves that bytes come from Abacus Pay, now. The same rule for replies and notifications; nothing
 * is decoded or parsed before it has passed. Safe for use by many threads.
 *
 * <p>Signed text: time, nonce, body; each followed by {@code \n}; RSA with SHA-256.
 */
final class MessageVerifier {

  static final String KEY = "Abacus-Key";
  static final String TIME = "Abacus-Time";
  static final String NONCE = "Abacus-Nonce";
  static final String SIGNATURE = "Abacus-Signature";

  private static final Duration WINDOW = Duration.ofMinutes(5);
  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,11}");
  private static final Pattern NONCE_SHAPE = Pattern.compile("[0-9a-zA-Z]{1,64}");
  private static final byte[] LINE_END = {'\n'};

  private final Map<String, SignatureVerifier> keys;
  private final Clock clock;

  /** Finds a header that stands exactly once; null otherwise. */
  interface Headers {
    @Nullable String single(String name);
  }

  MessageVerifier(Map<String, SignatureVerifier> keys, Clock clock) {
    this.keys = keys;
    this.clock = clock;
  }

  /**
   * Returns if the message may be believed.
   *
   * @param body as received; not modified
   * @throws ChannelFailure.Untrusted if it may not; the clause fits after "The message"
   */
  void verify(Headers headers, byte[] body) {
    String time = required(headers, TIME);
    String nonce = required(headers, NONCE);
    String signature = required(headers, SIGNATURE);
    SignatureVerifier key = keys.get(required(headers, KEY));
    if (key == null) {
      throw untrusted(
          UntrustedReason.UNKNOWN_KEY,
          "names a key that is neither \"channel-key\" nor \"previous-channel-key\"");
    }
    requireFresh(time);
    // A line end in the nonce would shift the border between nonce and body.
    if (!NONCE_SHAPE.matcher(nonce).matches()) {
      throw untrusted(UntrustedReason.MALFORMED, "carries a nonce that is not one");
    }
    try {
      key.verifyBase64(
          SigningAlgorithm.RSA_SHA256,
          signature,
          (time + '\n' + nonce + '\n').getBytes(StandardCharsets.US_ASCII),
          body,
          LINE_END);
    } catch (SignatureMismatchException forged) {
      throw untrusted(
          UntrustedReason.BAD_SIGNATURE, "carries a signature that does not fit its bytes");
    }
  }

  private static String required(Headers headers, String name) {
    String value = headers.single(name);
    if (value == null || value.isEmpty()) {
      throw untrusted(
          UntrustedReason.MISSING_SIGNATURE,
          "does not carry the header " + name + " exactly once, so nothing proves who sent it");
    }
    return value;
  }

  private void requireFresh(String time) {
    if (!SECONDS.matcher(time).matches()) {
      throw untrusted(UntrustedReason.MALFORMED, "carries a time that is not one");
    }
    Instant signedAt = Instant.ofEpochSecond(Long.parseLong(time));
    if (Duration.between(signedAt, clock.instant()).abs().compareTo(WINDOW) > 0) {
      throw untrusted(
          UntrustedReason.STALE,
          "is signed for a time more than 5 minutes from now; it may be a replay, or this machine's"
              + " clock is wrong");
    }
  }

  private static ChannelFailure.Untrusted untrusted(UntrustedReason reason, String what) {
    return new ChannelFailure.Untrusted(reason, what, null);
  }
}
