package io.jiaozi.support.crypto;

import java.security.InvalidAlgorithmParameterException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.spec.MGF1ParameterSpec;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.jspecify.annotations.Nullable;

/** How a channel pads what it encrypts with RSA. Fixed by the adapter, never by a message. */
public enum RsaPadding {
  /** OAEP with SHA-1 and MGF1 with SHA-1, empty label (RFC 8017, section 7.1). */
  OAEP_SHA1("RSA/ECB/OAEPPadding", 42, oaep("SHA-1", MGF1ParameterSpec.SHA1)),

  /** OAEP with SHA-256 and MGF1 with SHA-256, empty label. */
  OAEP_SHA256("RSA/ECB/OAEPPadding", 66, oaep("SHA-256", MGF1ParameterSpec.SHA256)),

  /**
   * PKCS#1 v1.5 type 2 (RFC 8017, section 7.2). Only where a channel prescribes it: never answer a
   * sender differently for ciphertexts that open and ones that do not.
   */
  PKCS1("RSA/ECB/PKCS1Padding", 11, null);

  final String transformation;

  /** Bytes of the modulus that are not available to the plaintext. */
  final int overhead;

  // An immutable object; Error Prone cannot know that of a JDK class.
  @SuppressWarnings("ImmutableEnumChecker")
  private final @Nullable OAEPParameterSpec parameters;

  RsaPadding(String transformation, int overhead, @Nullable OAEPParameterSpec parameters) {
    this.transformation = transformation;
    this.overhead = overhead;
    this.parameters = parameters;
  }

  // The JDK's short name "OAEPWithSHA-256AndMGF1Padding" means MGF1 with SHA-1: always be explicit.
  private static OAEPParameterSpec oaep(String hash, MGF1ParameterSpec mask) {
    return new OAEPParameterSpec(hash, "MGF1", mask, PSource.PSpecified.DEFAULT);
  }

  void init(Cipher engine, int mode, Key key)
      throws InvalidKeyException, InvalidAlgorithmParameterException {
    if (parameters == null) {
      engine.init(mode, key);
    } else {
      engine.init(mode, key, parameters);
    }
  }
}
