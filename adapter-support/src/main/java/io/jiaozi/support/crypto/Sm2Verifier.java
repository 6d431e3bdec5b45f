package io.jiaozi.support.crypto;

import io.jiaozi.spi.SigningAlgorithm;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithID;
import org.bouncycastle.crypto.signers.SM2Signer;

/**
 * Verifies SM2 with SM3 signatures in ASN.1 DER form. Immutable, without locks, safe for many
 * threads.
 */
public final class Sm2Verifier implements SignatureVerifier {
  private final EnginePool<SM2Signer> engines;

  private Sm2Verifier(ECPublicKeyParameters key, byte[] userId) {
    this.engines =
        new EnginePool<>(
            () -> {
              SM2Signer engine = new SM2Signer();
              engine.init(false, new ParametersWithID(key, userId));
              return engine;
            });
  }

  /**
   * A verifier with the usual user id, {@code 1234567812345678}.
   *
   * @throws IllegalArgumentException if the key is not an SM2 key
   */
  public static Sm2Verifier of(PublicKey key) {
    return of(key, Sm2Domain.DEFAULT_USER_ID);
  }

  /**
   * A verifier with the user id a protocol prescribes.
   *
   * @throws IllegalArgumentException if the key is not an SM2 key
   */
  public static Sm2Verifier of(PublicKey key, byte[] userId) {
    if (key instanceof ECPublicKey ec) {
      return new Sm2Verifier(Sm2Domain.publicKey(ec), userId.clone());
    }
    throw new IllegalArgumentException(
        "Key refused: this is an " + key.getAlgorithm() + " key, but an SM2 key is asked for.");
  }

  @Override
  public boolean supports(SigningAlgorithm algorithm) {
    return algorithm == SigningAlgorithm.SM2_SM3;
  }

  @Override
  public void verifyParts(SigningAlgorithm algorithm, byte[] signature, byte[]... parts) {
    if (!supports(algorithm)) {
      throw new IllegalArgumentException(
          "An SM2 key cannot be used with " + algorithm + ". Ask supports(...) first.");
    }
    SM2Signer engine = engines.borrow();
    boolean good;
    try {
      for (byte[] part : parts) {
        engine.update(part, 0, part.length);
      }
      good = engine.verifySignature(signature);
    } catch (RuntimeException malformed) {
      throw new SignatureMismatchException();
    }
    // Null bytes or not DER: the engine answers false before it forgets the message.
    if (!good) {
      throw new SignatureMismatchException();
    }
    engines.giveBack(engine);
  }

  @Override
  public String toString() {
    return "Sm2Verifier[SM2]";
  }
}
