package io.jiaozi.unionpay;

import io.jiaozi.error.UntrustedReason;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.spi.SigningAlgorithm;
import io.jiaozi.support.crypto.Digests;
import io.jiaozi.support.crypto.SignatureMismatchException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;

/**
 * Proves that a message comes from UnionPay and is for this merchant. The same rule for replies,
 * notifications and returning browsers; nothing in a message is used before it has passed. Safe for
 * use by many threads.
 *
 * <p>The method is the account's, never the message's: a message that names another, or the old
 * version 5.0.0 with its SHA-1, is refused. Source: protocol sheet, sections 1.1, 1.2 and 2.4.
 */
final class MessageVerifier {

  private static final String FORGED =
      "carries a signature that does not fit its bytes: it was altered on the way, or UnionPay did not sign it";

  private final String merId;
  private final Proof proof;

  /** How one sign method is proved. */
  interface Proof {
    /** As {@code signMethod} writes it. */
    String method();

    /**
     * Returns if the signature is UnionPay's.
     *
     * @throws ChannelFailure.Untrusted if it is not
     */
    void verify(Message message, String signature);
  }

  MessageVerifier(String merId, Proof proof) {
    this.merId = merId;
    this.proof = proof;
  }

  /**
   * Returns if the message may be believed.
   *
   * @throws ChannelFailure.Untrusted if it may not; the clause fits after "The message"
   */
  void verify(Message message) {
    String signature = message.text("signature");
    if (signature == null) {
      throw untrusted(
          UntrustedReason.MISSING_SIGNATURE, "carries no signature, so nothing proves who sent it");
    }
    requireVersion(message);
    if (!message.is("signMethod", proof.method())) {
      throw untrusted(
          UntrustedReason.BAD_SIGNATURE,
          "names another sign method than " + proof.method() + ", the account's");
    }
    String encoding = message.text("encoding");
    if (encoding == null || !encoding.equalsIgnoreCase(Fields.ENCODING)) {
      throw untrusted(
          UntrustedReason.MALFORMED,
          "is in another encoding than UTF-8, the one this account asks for");
    }
    proof.verify(message, signature);
    if (!message.is("merId", merId)) {
      throw untrusted(
          UntrustedReason.FOREIGN, "is genuine and tells of another merchant than the account's");
    }
  }

  private static void requireVersion(Message message) {
    if (message.is("version", Fields.VERSION)) {
      return;
    }
    String version = message.text("version");
    throw untrusted(
        UntrustedReason.BAD_SIGNATURE,
        version != null && version.startsWith("5.0.")
            ? "is of version 5.0, whose signatures rest on SHA-1 and are not believed; this adapter speaks "
                + Fields.VERSION
                + " only"
            : "is of another version than " + Fields.VERSION);
  }

  static ChannelFailure.Untrusted untrusted(UntrustedReason reason, String what) {
    return new ChannelFailure.Untrusted(reason, what, null);
  }

  /** Method 01: by the certificate that comes with the message, if that is UnionPay's. */
  record ByCertificate(SignerCertificates certificates, Clock clock) implements Proof {
    @Override
    public String method() {
      return RequestSigner.WithCertificate.METHOD;
    }

    @Override
    public void verify(Message message, String signature) {
      SignerCertificates.Trusted signer = certificates.require(message, clock.instant());
      byte[] digest = Digests.sha256Hex(message.signedText()).getBytes(StandardCharsets.US_ASCII);
      try {
        signer.verifier().verifyBase64(SigningAlgorithm.RSA_SHA256, signature, digest);
      } catch (SignatureMismatchException forged) {
        throw untrusted(UntrustedReason.BAD_SIGNATURE, FORGED);
      }
      certificates.remember(signer);
    }
  }

  /** Methods 11 and 12: by the key both sides have. */
  record BySharedKey(SharedKey key) implements Proof {
    @Override
    public String method() {
      return key.method();
    }

    @Override
    public void verify(Message message, String signature) {
      byte[] expected = key.signature(message.signedText()).getBytes(StandardCharsets.US_ASCII);
      if (!MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.UTF_8))) {
        throw untrusted(UntrustedReason.BAD_SIGNATURE, FORGED);
      }
    }
  }
}
