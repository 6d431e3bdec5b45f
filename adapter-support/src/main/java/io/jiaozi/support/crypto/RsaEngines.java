package io.jiaozi.support.crypto;

import io.jiaozi.spi.SigningAlgorithm;
import io.jiaozi.support.crypto.CryptoProvider.Engines;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import javax.crypto.Cipher;

/** The RSA signature schemes as JCA engines; one table for signing and verifying. */
final class RsaEngines {
  /** PSS as most channels mean it: SHA-256 twice, salt as long as the hash, trailer BC. */
  private static final PSSParameterSpec PSS = pss(32);

  private static final PSSParameterSpec PSS_SALT_20 = pss(20);

  private final Engines<Signature> pkcs1Sha256;
  private final Engines<Signature> pss;
  private final Engines<Cipher> pkcs1Raw;
  private final Engines<Cipher> bare;

  RsaEngines(CryptoProvider provider) {
    pkcs1Sha256 = provider.signatures("SHA256withRSA");
    pss = provider.signatures("RSASSA-PSS");
    pkcs1Raw = provider.ciphers("RSA/ECB/PKCS1Padding");
    bare = provider.ciphers("RSA/ECB/NoPadding");
  }

  static boolean supports(SigningAlgorithm algorithm) {
    return switch (algorithm) {
      case RSA_SHA256, RSA_PSS_SHA256, RSA_PSS_SHA256_SALT_20, RSA_RAW_PKCS1 -> true;
      case SM2_SM3 -> false;
    };
  }

  private static PSSParameterSpec pss(int saltBytes) {
    return new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, saltBytes, 1);
  }

  /** An engine for the schemes that hash; not yet initialised with a key. */
  Signature signature(SigningAlgorithm algorithm) throws GeneralSecurityException {
    if (algorithm == SigningAlgorithm.RSA_SHA256) {
      return pkcs1Sha256.create();
    }
    if (algorithm == SigningAlgorithm.RSA_PSS_SHA256) {
      return pssEngine(PSS);
    }
    if (algorithm == SigningAlgorithm.RSA_PSS_SHA256_SALT_20) {
      return pssEngine(PSS_SALT_20);
    }
    throw unsupported(algorithm);
  }

  private Signature pssEngine(PSSParameterSpec parameters) throws GeneralSecurityException {
    Signature engine = pss.create();
    engine.setParameter(parameters);
    return engine;
  }

  /** With a private key in encrypt mode: type 1 padding, then the private-key operation. */
  Cipher pkcs1Raw() throws GeneralSecurityException {
    return pkcs1Raw.create();
  }

  /** The bare RSA function. Only ever used with a public key. */
  Cipher bare() throws GeneralSecurityException {
    return bare.create();
  }

  static IllegalArgumentException unsupported(SigningAlgorithm algorithm) {
    return new IllegalArgumentException(
        "An RSA key cannot be used with " + algorithm + ". Ask supports(...) first.");
  }
}
