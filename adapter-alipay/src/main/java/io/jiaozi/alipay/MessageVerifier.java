package io.jiaozi.alipay;

import io.jiaozi.error.UntrustedReason;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.spi.SigningAlgorithm;
import io.jiaozi.support.crypto.SignatureMismatchException;
import io.jiaozi.support.crypto.StrictBase64;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Proves that a form comes from Alipay: a notification, or the parameters of a return page. No
 * network: a message anybody can send makes us call nobody. Safe for use by many threads.
 *
 * <p>Signed text: all fields but {@code sign} and {@code sign_type}, sorted. Where sources disagree
 * the further forms are tried, each once: without {@code alipay_cert_sn}, which production is said
 * to add unsigned; with fields that have no value. Messages to the application gateway may keep
 * {@code sign_type}. The algorithm is ours, SHA256withRSA; a message may only name it. There is
 * nothing in a message that tells its age: it may be delivered again for 25 hours. Source: protocol
 * sheet, sections 6.1 and 6.4.
 */
final class MessageVerifier {

  private final AlipayKeys keys;
  private final Clock clock;

  MessageVerifier(AlipayKeys keys, Clock clock) {
    this.keys = keys;
    this.clock = clock;
  }

  /**
   * Returns if the message may be believed.
   *
   * @throws ChannelFailure.Untrusted if it may not; the clause fits after "The message"
   */
  void verify(FormMessage message) {
    byte[] signature = signature(message);
    requireOurAlgorithm(message);
    String sn = message.text("alipay_cert_sn");
    List<AlipayKeys.Key> named = keys.named(sn);
    Instant now = clock.instant();
    // A name that is not ours proves nothing and costs nothing: it is not signed.
    for (AlipayKeys.Key key : named.isEmpty() ? keys.all() : named) {
      if (fits(key, message, signature, sn)) {
        requireInForce(key, now);
        return;
      }
    }
    throw named.isEmpty()
        ? new ChannelFailure.Untrusted(
            UntrustedReason.UNKNOWN_KEY,
            "names a certificate (alipay_cert_sn) that is not known, and none that is known made its signature; if Alipay"
                + " changed its certificate, the reply to the next call brings the new one",
            null)
        : new ChannelFailure.Untrusted(
            UntrustedReason.BAD_SIGNATURE,
            "carries a signature that does not fit its bytes: it was altered on the way, or Alipay did not sign it",
            null);
  }

  private static byte[] signature(FormMessage message) {
    String text = message.text(RequestSigner.SIGN);
    if (text == null) {
      throw new ChannelFailure.Untrusted(
          UntrustedReason.MISSING_SIGNATURE,
          "carries no signature, so nothing proves who sent it",
          null);
    }
    return StrictBase64.decode(text).orElseGet(() -> new byte[0]);
  }

  /** The message never chooses the algorithm: SHA-1 ({@code RSA}) is not believed any more. */
  private static void requireOurAlgorithm(FormMessage message) {
    if (message.is(RequestSigner.SIGN_TYPE, RequestSigner.RSA2)) {
      return;
    }
    boolean named = message.has(RequestSigner.SIGN_TYPE);
    throw new ChannelFailure.Untrusted(
        named ? UntrustedReason.BAD_SIGNATURE : UntrustedReason.MISSING_SIGNATURE,
        named
            ? "names a kind of signature (sign_type) other than RSA2; set the app's signature method to RSA2 in the console"
            : "does not name its kind of signature (sign_type)",
        null);
  }

  private static boolean fits(
      AlipayKeys.Key key, FormMessage message, byte[] signature, @Nullable String sn) {
    if (fits(key, message, signature, sn, FormMessage.Rule.WITHOUT_SIGN_TYPE)) {
      return true;
    }
    return isForApplicationGateway(message)
        && fits(key, message, signature, sn, FormMessage.Rule.WITH_SIGN_TYPE);
  }

  private static boolean fits(
      AlipayKeys.Key key,
      FormMessage message,
      byte[] signature,
      @Nullable String sn,
      FormMessage.Rule rule) {
    if (fits(key, message.signedText(rule, true, false), signature)) {
      return true;
    }
    if (sn != null && fits(key, message.signedText(rule, false, false), signature)) {
      return true;
    }
    return message.hasEmptyValue()
        && (fits(key, message.signedText(rule, true, true), signature)
            || (sn != null && fits(key, message.signedText(rule, false, true), signature)));
  }

  private static boolean fits(AlipayKeys.Key key, byte[] text, byte[] signature) {
    try {
      key.verifier().verify(SigningAlgorithm.RSA_SHA256, text, signature);
      return true;
    } catch (SignatureMismatchException another) {
      return false;
    }
  }

  /** Decided by fields that are signed under either rule. */
  private static boolean isForApplicationGateway(FormMessage message) {
    return message.has("msg_method") || message.is("notify_type", "servicemarket_order_notify");
  }

  private static void requireInForce(AlipayKeys.Key key, Instant now) {
    if (!key.validAt(now)) {
      throw new ChannelFailure.Untrusted(
          UntrustedReason.BAD_CERTIFICATE,
          "is signed with certificate "
              + key.sn()
              + ", which is valid from "
              + key.from()
              + " to "
              + key.until()
              + " and not now",
          null);
    }
  }
}
