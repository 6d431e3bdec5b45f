package io.jiaozi.support.crypto;

import io.jiaozi.spi.SigningAlgorithm;
import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Objects;
import javax.crypto.Cipher;

/**
 * Verifies RSA signatures of the kinds {@link RsaSigner} makes.
 *
 * <p>Several keys at once (rotation) are several verifiers in the adapter's map, chosen by serial.
 * Immutable, without locks, safe for many threads.
 */
public final class RsaVerifier implements SignatureVerifier {
  private final RSAPublicKey key;
  private final RsaEngines engines;
  // The kind every channel uses for every message; the engine is ready for the next message when it
  // has answered.
  private final EnginePool<Signature> ready = new EnginePool<>(this::newReady);

  private RsaVerifier(RSAPublicKey key, CryptoProvider provider) {
    KeyStrength.require(key);
    CryptoProvider.Adopted<RSAPublicKey> adopted = provider.adopt(key, RSAPublicKey.class);
    this.key = adopted.key();
    this.engines = new RsaEngines(adopted.provider());
  }

  /**
   * A verifier on {@link CryptoProvider#found}.
   *
   * @throws IllegalArgumentException if it is no RSA key or {@link KeyStrength} objects to it
   */
  public static RsaVerifier of(PublicKey key) {
    return of(key, CryptoProvider.found());
  }

  /**
   * A verifier on a provider of choice.
   *
   * @throws IllegalArgumentException if it is no RSA key, {@link KeyStrength} objects to it, or the
   *     provider cannot use it
   */
  public static RsaVerifier of(PublicKey key, CryptoProvider provider) {
    if (Objects.requireNonNull(key, "key") instanceof RSAPublicKey rsa) {
      return new RsaVerifier(rsa, provider);
    }
    throw new IllegalArgumentException(
        "Key refused: this is an " + key.getAlgorithm() + " key, but an RSA key is asked for.");
  }

  @Override
  public boolean supports(SigningAlgorithm algorithm) {
    return RsaEngines.supports(algorithm);
  }

  @Override
  public void verifyParts(SigningAlgorithm algorithm, byte[] signature, byte[]... parts) {
    if (!supports(algorithm)) {
      throw RsaEngines.unsupported(algorithm);
    }
    // RFC 8017 asks for this length first. Some providers throw, others answer false.
    if (signature.length != modulusBytes() || !matches(algorithm, parts, signature)) {
      throw new SignatureMismatchException();
    }
  }

  private boolean matches(SigningAlgorithm algorithm, byte[][] parts, byte[] signature) {
    try {
      if (algorithm == SigningAlgorithm.RSA_RAW_PKCS1) {
        return matchesRaw(joined(parts), signature);
      }
      if (algorithm == SigningAlgorithm.RSA_SHA256) {
        Signature engine = ready.borrow();
        boolean good = verify(engine, parts, signature);
        ready.giveBack(engine);
        return good;
      }
      return verify(initialised(algorithm), parts, signature);
    } catch (SignatureException malformed) {
      return false;
    } catch (GeneralSecurityException | ProviderException failed) {
      throw new KeyUnusableException("The RSA public key", failed);
    } catch (KeyUnusableException broken) {
      throw broken;
    } catch (RuntimeException malformed) {
      // Providers throw index and argument errors for crafted signatures.
      return false;
    }
  }

  private static boolean verify(Signature engine, byte[][] parts, byte[] signature)
      throws SignatureException {
    for (byte[] part : parts) {
      engine.update(part);
    }
    return engine.verify(signature);
  }

  private Signature initialised(SigningAlgorithm algorithm) throws GeneralSecurityException {
    Signature engine = engines.signature(algorithm);
    engine.initVerify(key);
    return engine;
  }

  private Signature newReady() {
    try {
      return initialised(SigningAlgorithm.RSA_SHA256);
    } catch (GeneralSecurityException failed) {
      throw new KeyUnusableException("The RSA public key", failed);
    }
  }

  private boolean matchesRaw(byte[] message, byte[] signature) throws InvalidKeyException {
    int length = modulusBytes();
    if (message.length > length - 11) {
      return false;
    }
    byte[] opened;
    try {
      Cipher engine = engines.bare();
      engine.init(Cipher.ENCRYPT_MODE, key);
      opened = engine.doFinal(signature);
    } catch (InvalidKeyException broken) {
      throw broken;
    } catch (GeneralSecurityException outOfRange) {
      return false;
    }
    // Build the one right block and compare, rather than parse what a sender made.
    byte[] expected = new byte[length];
    Arrays.fill(expected, (byte) 0xFF);
    expected[0] = 0;
    expected[1] = 1;
    expected[length - message.length - 1] = 0;
    System.arraycopy(message, 0, expected, length - message.length, message.length);
    byte[] padded = new byte[length];
    if (opened.length > length) {
      return false;
    }
    // Some providers drop leading zero bytes.
    System.arraycopy(opened, 0, padded, length - opened.length, opened.length);
    return MessageDigest.isEqual(expected, padded);
  }

  private static byte[] joined(byte[][] parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private int modulusBytes() {
    return (key.getModulus().bitLength() + 7) / 8;
  }

  @Override
  public String toString() {
    return "RsaVerifier[" + key.getModulus().bitLength() + " bits]";
  }
}
