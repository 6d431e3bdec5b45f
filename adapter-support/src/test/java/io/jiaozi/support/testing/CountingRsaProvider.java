package io.jiaozi.support.testing;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyFactorySpi;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.util.concurrent.atomic.AtomicInteger;

/** A provider that signs with the JDK, counts what it is asked to do, and can break down. */
public final class CountingRsaProvider extends Provider {
  private static final long serialVersionUID = 1L;

  private final AtomicInteger signatures = new AtomicInteger();
  private final AtomicInteger translations = new AtomicInteger();
  private volatile boolean broken;

  public CountingRsaProvider() {
    super("Counting", "1", "counts");
    putService(
        new Service(this, "Signature", "SHA256withRSA", "CountingSignature", null, null) {
          @Override
          public Object newInstance(Object parameter) {
            return new CountingSignature();
          }
        });
    putService(
        new Service(this, "KeyFactory", "RSA", "CountingKeys", null, null) {
          @Override
          public Object newInstance(Object parameter) {
            return new CountingKeys();
          }
        });
  }

  public int signatures() {
    return signatures.get();
  }

  public int translations() {
    return translations.get();
  }

  /** From now on every operation fails as a lost device would. */
  public void breakDown() {
    broken = true;
  }

  private final class CountingSignature extends SignatureSpi {
    private final Signature engine;

    CountingSignature() {
      try {
        engine = Signature.getInstance("SHA256withRSA", "SunRsaSign");
      } catch (GeneralSecurityException impossible) {
        throw new AssertionError(impossible);
      }
    }

    @Override
    protected void engineInitVerify(PublicKey key) throws InvalidKeyException {
      if (broken) {
        throw new ProviderException("device gone");
      }
      engine.initVerify(key);
    }

    @Override
    protected void engineInitSign(PrivateKey key) throws InvalidKeyException {
      engine.initSign(key);
    }

    @Override
    protected void engineUpdate(byte value) throws SignatureException {
      engine.update(value);
    }

    @Override
    protected void engineUpdate(byte[] bytes, int offset, int length) throws SignatureException {
      engine.update(bytes, offset, length);
    }

    @Override
    protected byte[] engineSign() throws SignatureException {
      if (broken) {
        throw new ProviderException("device gone");
      }
      signatures.incrementAndGet();
      return engine.sign();
    }

    @Override
    protected boolean engineVerify(byte[] signature) throws SignatureException {
      return engine.verify(signature);
    }

    @Override
    @Deprecated
    protected void engineSetParameter(String name, Object value) {
      throw new UnsupportedOperationException();
    }

    @Override
    protected void engineSetParameter(AlgorithmParameterSpec parameters) {
      throw new UnsupportedOperationException();
    }

    @Override
    @Deprecated
    protected Object engineGetParameter(String name) {
      throw new UnsupportedOperationException();
    }
  }

  private final class CountingKeys extends KeyFactorySpi {
    @Override
    protected PublicKey engineGeneratePublic(KeySpec spec) {
      throw new UnsupportedOperationException();
    }

    @Override
    protected PrivateKey engineGeneratePrivate(KeySpec spec) {
      throw new UnsupportedOperationException();
    }

    @Override
    protected <T extends KeySpec> T engineGetKeySpec(Key key, Class<T> type)
        throws InvalidKeySpecException {
      throw new InvalidKeySpecException();
    }

    @Override
    protected Key engineTranslateKey(Key key) throws InvalidKeyException {
      translations.incrementAndGet();
      try {
        return KeyFactory.getInstance("RSA", "SunRsaSign").translateKey(key);
      } catch (GeneralSecurityException refused) {
        throw new InvalidKeyException(refused);
      }
    }
  }
}
