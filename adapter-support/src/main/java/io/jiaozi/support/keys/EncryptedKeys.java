package io.jiaozi.support.keys;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.spec.InvalidParameterSpecException;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;
import org.jspecify.annotations.Nullable;

/** Opens private keys encrypted with a password (PKCS#8, "BEGIN ENCRYPTED PRIVATE KEY"). */
final class EncryptedKeys {
  /** More rounds than anybody uses would only keep the CPU busy. */
  private static final int MAX_ROUNDS = 5_000_000;

  private final Origin origin;

  EncryptedKeys(Origin origin) {
    this.origin = origin;
  }

  Item open(Item item, @Nullable String password) {
    if (item.kind() == DerKind.LEGACY_ENCRYPTED_PRIVATE) {
      throw origin.problem(
          "this private key is encrypted in OpenSSL's old way (Proc-Type: 4,ENCRYPTED), which has"
              + " no safe standard",
          "Convert it: openssl pkcs8 -topk8 -in old.pem -out new.pem, and give the password of"
              + " the new file.");
    }
    if (password == null) {
      throw origin.problem(
          "this private key is encrypted with a password, and none is given",
          "Give the password, or take it off: openssl pkcs8 -in old.pem -out new.pem.");
    }
    byte[] der = decrypt(item.der(), password);
    DerKind kind = DerKind.of(der);
    if (!kind.isPrivateKey()) {
      throw wrongPassword();
    }
    return new Item(kind, der);
  }

  private byte[] decrypt(byte[] encrypted, String password) {
    EncryptedPrivateKeyInfo info;
    String scheme;
    SecretKeyFactory factory;
    Cipher engine;
    try {
      info = new EncryptedPrivateKeyInfo(encrypted);
      requireBoundedWork(info);
      // For PBES2 the parameters, not the algorithm, know the JDK's name of the scheme.
      scheme =
          "PBES2".equals(info.getAlgName()) || "1.2.840.113549.1.5.13".equals(info.getAlgName())
              ? info.getAlgParameters().toString()
              : info.getAlgName();
      factory = SecretKeyFactory.getInstance(scheme);
      engine = Cipher.getInstance(scheme);
    } catch (IOException | GeneralSecurityException | RuntimeException unknown) {
      if (unknown instanceof KeyMaterialException diagnosed) {
        throw diagnosed;
      }
      throw origin.problem(
          "this private key is encrypted by a method this JVM does not know",
          "Convert it: openssl pkcs8 -topk8 -v2 aes-256-cbc -in old.pem -out new.pem.");
    }
    try {
      SecretKey key = factory.generateSecret(new PBEKeySpec(password.toCharArray()));
      engine.init(Cipher.DECRYPT_MODE, key, info.getAlgParameters());
      return engine.doFinal(info.getEncryptedData());
    } catch (GeneralSecurityException | RuntimeException refused) {
      throw wrongPassword();
    }
  }

  private void requireBoundedWork(EncryptedPrivateKeyInfo info)
      throws InvalidParameterSpecException {
    int rounds =
        info.getAlgParameters().getParameterSpec(PBEParameterSpec.class).getIterationCount();
    if (rounds > MAX_ROUNDS) {
      throw origin.problem(
          "this private key asks for " + rounds + " rounds of password hashing",
          "Encrypt it again with fewer; at most " + MAX_ROUNDS + " are accepted.");
    }
  }

  private KeyMaterialException wrongPassword() {
    return origin.problem(
        "the password does not open this encrypted private key",
        "Check the password; upper and lower case matter, and so do blanks at its ends.");
  }
}
