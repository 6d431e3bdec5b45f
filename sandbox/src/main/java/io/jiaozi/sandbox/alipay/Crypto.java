package io.jiaozi.sandbox.alipay;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** RSA2 and the platform's content encryption; protocol sheet 1.2 and 1.5. */
final class Crypto {
  static final String RSA2 = "SHA256withRSA";

  /** Legacy: what {@code sign_type=RSA} means. */
  static final String RSA1 = "SHA1withRSA";

  private Crypto() {}

  static byte[] sign(String algorithm, PrivateKey key, byte[] text) {
    try {
      Signature signer = Signature.getInstance(algorithm);
      signer.initSign(key);
      signer.update(text);
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java cannot sign with " + algorithm + ".", e);
    }
  }

  static boolean verifies(PublicKey key, byte[] text, String signature) {
    try {
      Signature verifier = Signature.getInstance(RSA2);
      verifier.initVerify(key);
      verifier.update(text);
      return verifier.verify(Base64.getDecoder().decode(signature));
    } catch (IllegalArgumentException | GeneralSecurityException notASignature) {
      return false;
    }
  }

  static String encrypt(String contentKey, String plaintext) {
    try {
      return Base64.getEncoder()
          .encodeToString(
              cipher(Cipher.ENCRYPT_MODE, contentKey)
                  .doFinal(plaintext.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java cannot encrypt with AES-CBC.", e);
    }
  }

  /** Null when the text cannot be decrypted. */
  static @Nullable String decrypt(String contentKey, String ciphertext, Charset charset) {
    try {
      return new String(
          cipher(Cipher.DECRYPT_MODE, contentKey).doFinal(Base64.getDecoder().decode(ciphertext)),
          charset);
    } catch (IllegalArgumentException | GeneralSecurityException notEncrypted) {
      return null;
    }
  }

  /** An IV of zeros is the channel's own rule, not a choice. */
  private static Cipher cipher(int mode, String contentKey) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
    cipher.init(
        mode,
        new SecretKeySpec(Base64.getDecoder().decode(contentKey), "AES"),
        new IvParameterSpec(new byte[16]));
    return cipher;
  }
}
