package io.jiaozi.unionpay;

import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.spi.Signer;
import io.jiaozi.spi.SigningAlgorithm;
import io.jiaozi.support.crypto.Digests;
import io.jiaozi.support.crypto.StrictBase64;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Proves to UnionPay who asks. Nothing may be added or changed between signing and sending. Source:
 * protocol sheet, sections 2.1 and 2.2. Safe for use by many threads.
 */
interface RequestSigner {

  /** Signs a message, adding {@code signMethod}, what names the key, and {@code signature}. */
  Map<String, String> sign(Fields message);

  /**
   * Method 01: one private-key operation a message. Signed are the 64 hexadecimal digits of the
   * text's SHA-256, in lower case, so the digest is hashed a second time inside the signature.
   *
   * @param certId decimal serial number of the merchant's certificate
   */
  record WithCertificate(Signer signer, String certId) implements RequestSigner {

    static final String METHOD = "01";

    @Override
    public Map<String, String> sign(Fields message) {
      message.put("signMethod", METHOD).put("certId", certId);
      byte[] digest =
          Digests.sha256Hex(message.signedText().getBytes(StandardCharsets.UTF_8))
              .getBytes(StandardCharsets.US_ASCII);
      return message.put("signature", StrictBase64.encode(signature(digest))).asMap();
    }

    private byte[] signature(byte[] digest) {
      try {
        return signer.sign(SigningAlgorithm.RSA_SHA256, digest);
      } catch (IllegalStateException keyUnusable) {
        throw new ChannelFailure.NotSent(
            "was not asked: the key in \""
                + Settings.SIGNING_CERTIFICATE
                + "\" could not sign now; check the service or device that holds it",
            keyUnusable);
      }
    }

    @Override
    public String toString() {
      return "WithCertificate[certId=" + certId + ", key hidden]";
    }
  }

  /** Methods 11 and 12: a digest over text and shared key, no certificate. */
  record WithSharedKey(SharedKey key) implements RequestSigner {
    @Override
    public Map<String, String> sign(Fields message) {
      message.put("signMethod", key.method());
      byte[] text = message.signedText().getBytes(StandardCharsets.UTF_8);
      return message.put("signature", key.signature(text)).asMap();
    }
  }
}
