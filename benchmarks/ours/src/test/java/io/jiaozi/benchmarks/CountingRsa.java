package io.jiaozi.benchmarks;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyFactorySpi;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import java.security.SignatureException;
import java.security.SignatureSpi;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.KeySpec;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Takes the place of the JDK's RSA provider in this test's JVM, under its name, and counts what is
 * done with it: nobody else can see how often a key is parsed. The work stays the JDK's.
 */
final class CountingRsa extends Provider implements AutoCloseable {
  private static final long serialVersionUID = 1L;
  private static final String NAME = "SunRsaSign";

  private final transient Provider jdk;
  private final AtomicInteger parsed = new AtomicInteger();
  private final AtomicInteger signed = new AtomicInteger();

  private CountingRsa(Provider jdk) {
    super(NAME, jdk.getVersionStr(), "counts");
    this.jdk = jdk;
    for (Provider.Service service : jdk.getServices()) {
      putService(
          new Provider.Service(
              this, service.getType(), service.getAlgorithm(), service.getClassName(), null, null) {
            @Override
            public Object newInstance(@Nullable Object parameter) throws NoSuchAlgorithmException {
              if (getType().equals("KeyFactory") && getAlgorithm().equals("RSA")) {
                return new CountingKeys();
              }
              if (getType().equals("Signature") && getAlgorithm().equals("SHA256withRSA")) {
                return new CountingSignature();
              }
              return service.newInstance(parameter);
            }
          });
    }
  }

  static CountingRsa inPlaceOfTheJdks() {
    CountingRsa counting = new CountingRsa(Security.getProvider(NAME));
    Security.removeProvider(NAME);
    Security.insertProviderAt(counting, 2);
    return counting;
  }

  @Override
  public void close() {
    Security.removeProvider(NAME);
    Security.insertProviderAt(jdk, 2);
  }

  /** Keys parsed or translated so far. */
  int parsed() {
    return parsed.get();
  }

  /** Private-key operations so far. */
  int signed() {
    return signed.get();
  }

  private final class CountingKeys extends KeyFactorySpi {
    private KeyFactory behind() {
      parsed.incrementAndGet();
      try {
        return KeyFactory.getInstance("RSA", jdk);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    protected PublicKey engineGeneratePublic(KeySpec spec) throws InvalidKeySpecException {
      return behind().generatePublic(spec);
    }

    @Override
    protected PrivateKey engineGeneratePrivate(KeySpec spec) throws InvalidKeySpecException {
      return behind().generatePrivate(spec);
    }

    @Override
    protected <T extends KeySpec> T engineGetKeySpec(Key key, Class<T> type)
        throws InvalidKeySpecException {
      return behind().getKeySpec(key, type);
    }

    @Override
    protected Key engineTranslateKey(Key key) throws InvalidKeyException {
      return behind().translateKey(key);
    }
  }

  private final class CountingSignature extends SignatureSpi {
    private final Signature engine;

    private CountingSignature() {
      try {
        engine = Signature.getInstance("SHA256withRSA", jdk);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    protected void engineInitVerify(PublicKey key) throws InvalidKeyException {
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
      signed.incrementAndGet();
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
    @Deprecated
    protected Object engineGetParameter(String name) {
      throw new UnsupportedOperationException();
    }
  }
}
