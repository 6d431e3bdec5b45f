package io.jiaozi.support.crypto;

import io.jiaozi.spi.Signer;
import io.jiaozi.spi.SigningAlgorithm;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import org.bouncycastle.crypto.CryptoException;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithID;
import org.bouncycastle.crypto.signers.SM2Signer;

/**
 * Signs with an SM2 private key held in this process: SM2 with SM3, ASN.1 DER of (r, s) (GB/T
 * 32918.2). Immutable, without locks, safe for many threads.
 */
public final class Sm2Signer implements Signer {
  private final EnginePool<SM2Signer> engines;

  private Sm2Signer(ECPrivateKeyParameters key, byte[] userId) {
    this.engines =
        new EnginePool<>(
            () -> {
              SM2Signer engine = new SM2Signer();
              engine.init(true, new ParametersWithID(key, userId));
              return engine;
            });
  }

  /**
   * A signer with the usual user id, {@code 1234567812345678}.
   *
   * @throws IllegalArgumentException if the key is not an SM2 key
   */
  public static Sm2Signer of(PrivateKey key) {
    return of(key, Sm2Domain.DEFAULT_USER_ID);
  }

  /**
   * A signer with the user id a protocol prescribes.
   *
   * @throws IllegalArgumentException if the key is not an SM2 key
   */
  public static Sm2Signer of(PrivateKey key, byte[] userId) {
    if (key instanceof ECPrivateKey ec) {
      return new Sm2Signer(Sm2Domain.privateKey(ec), userId.clone());
    }
    throw new IllegalArgumentException(
        "Key refused: this is an " + key.getAlgorithm() + " key, but an SM2 key is asked for.");
  }

  @Override
  public boolean supports(SigningAlgorithm algorithm) {
    return algorithm == SigningAlgorithm.SM2_SM3;
  }

  @Override
  public byte[] sign(SigningAlgorithm algorithm, byte[] message) {
    if (!supports(algorithm)) {
      throw new IllegalArgumentException(
          "An SM2 key cannot be used with " + algorithm + ". Ask supports(...) first.");
    }
    SM2Signer engine = engines.borrow();
    byte[] signature;
    try {
      engine.update(message, 0, message.length);
      signature = engine.generateSignature();
    } catch (CryptoException failed) {
      throw new KeyUnusableException("The SM2 private key", failed);
    }
    engines.giveBack(engine);
    return signature;
  }

  @Override
  public String toString() {
    return "Sm2Signer[key hidden]";
  }
}
