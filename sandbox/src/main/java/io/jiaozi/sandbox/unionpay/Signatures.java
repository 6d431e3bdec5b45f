package io.jiaozi.sandbox.unionpay;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.bouncycastle.crypto.digests.SM3Digest;

/** Which bytes are signed, and how; sheet 2. */
final class Signatures {
  private Signatures() {}

  /** All fields but the signature, in ASCII order of their names, nothing encoded. */
  static String text(Map<String, String> fields) {
    SortedMap<String, String> sorted = new TreeMap<>(fields);
    sorted.remove("signature");
    return sorted.entrySet().stream()
        .map(field -> field.getKey() + "=" + field.getValue())
        .collect(Collectors.joining("&"));
  }

  /** The digits that method 01 signs: SHA-256 in lower-case hexadecimal. */
  static byte[] digest(String text, Charset charset) {
    return hex(sha("SHA-256", text.getBytes(charset))).getBytes(StandardCharsets.US_ASCII);
  }

  static byte[] sha(String algorithm, byte[] bytes) {
    try {
      return MessageDigest.getInstance(algorithm).digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java has no " + algorithm + ".", e);
    }
  }

  static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  /** Base64 without line breaks. */
  static String rsa(String algorithm, PrivateKey key, byte[] signed) {
    try {
      Signature signer = Signature.getInstance(algorithm);
      signer.initSign(key);
      signer.update(signed);
      return Base64.getEncoder().encodeToString(signer.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The sandbox could not sign.", e);
    }
  }

  static boolean verifies(PublicKey key, String text, Charset charset, String signature) {
    try {
      Signature verifier = Signature.getInstance("SHA256withRSA");
      verifier.initVerify(key);
      verifier.update(digest(text, charset));
      return verifier.verify(Base64.getDecoder().decode(signature));
    } catch (IllegalArgumentException | GeneralSecurityException notASignature) {
      return false;
    }
  }

  /** Methods 11 (SHA-256) and 12 (SM3). */
  static String keyed(String signMethod, String text, Charset charset, String secret) {
    String hashedSecret = hash(signMethod, secret.getBytes(charset));
    return hash(signMethod, (text + "&" + hashedSecret).getBytes(charset));
  }

  private static String hash(String signMethod, byte[] bytes) {
    if (signMethod.equals("11")) {
      return hex(sha("SHA-256", bytes));
    }
    SM3Digest digest = new SM3Digest();
    digest.update(bytes, 0, bytes.length);
    byte[] out = new byte[digest.getDigestSize()];
    digest.doFinal(out, 0);
    return hex(out);
  }
}
