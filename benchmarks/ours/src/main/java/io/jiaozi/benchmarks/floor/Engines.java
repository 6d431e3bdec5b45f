package io.jiaozi.benchmarks.floor;

import java.lang.reflect.InvocationTargetException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Security;
import java.security.Signature;
import javax.crypto.Cipher;

/** The cryptography of the run: the JDK's, or that of a provider on the class path. */
final class Engines {
  private static final Provider RSA = provider("SunRsaSign");
  private static final Provider AES = provider("SunJCE");

  private Engines() {}

  private static Provider provider(String own) {
    return switch (System.getProperty("jiaozi.benchmark.provider", "jdk")) {
      case "jdk" -> Security.getProvider(own);
      case "corretto" ->
          byStaticField("com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider");
      case "conscrypt" -> byConstructor("org.conscrypt.OpenSSLProvider");
      default -> throw new IllegalArgumentException("jiaozi.benchmark.provider");
    };
  }

  private static Provider byStaticField(String name) {
    try {
      return (Provider) Class.forName(name).getField("INSTANCE").get(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Provider byConstructor(String name) {
    try {
      return Class.forName(name).asSubclass(Provider.class).getConstructor().newInstance();
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  static PrivateKey translated(PrivateKey key) {
    try {
      return (PrivateKey) KeyFactory.getInstance("RSA", RSA).translateKey(key);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static PublicKey translated(PublicKey key) {
    try {
      return (PublicKey) KeyFactory.getInstance("RSA", RSA).translateKey(key);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static byte[] sign(PrivateKey key, byte[] text) throws GeneralSecurityException {
    Signature engine = Signature.getInstance("SHA256withRSA", RSA);
    engine.initSign(key);
    engine.update(text);
    return engine.sign();
  }

  static void verify(PublicKey key, byte[] text, byte[] signature) throws GeneralSecurityException {
    Signature engine = Signature.getInstance("SHA256withRSA", RSA);
    engine.initVerify(key);
    engine.update(text);
    if (!engine.verify(signature)) {
      throw new IllegalStateException("The signature does not fit.");
    }
  }

  static Cipher aesGcm() throws GeneralSecurityException {
    return Cipher.getInstance("AES/GCM/NoPadding", AES);
  }
}
