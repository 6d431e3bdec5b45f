package io.jiaozi.support.crypto;

import java.lang.reflect.InvocationTargetException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.Signature;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for a faster provider of cryptography that somebody has put on the class path. Only those
 * known by name are taken: another library may bring a provider for a purpose of its own. A native
 * library can be there and not run on this machine, so each is tried with a published example
 * before it is believed (AES-256 of zeros: test case 14 of the GCM specification).
 */
final class FoundProviders {
  private static final Logger LOG = LoggerFactory.getLogger(CryptoProvider.class);

  /** In order of preference. Each has an instance in a field, or a constructor. */
  private static final List<String> KNOWN =
      List.of(
          "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider",
          "org.conscrypt.OpenSSLProvider");

  private static final String INSTANCE = "INSTANCE";

  private static final byte[] SEALED_ZEROS =
      HexFormat.of().parseHex("cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919");

  static final CryptoProvider CHOICE = look(KNOWN, FoundProviders.class.getClassLoader());

  private FoundProviders() {}

  /** The first that works; the JDK's if none does. */
  static CryptoProvider look(List<String> names, ClassLoader where) {
    for (String name : names) {
      try {
        Provider provider = instance(Class.forName(name, true, where));
        requireWorking(provider);
        LOG.info(
            "RSA and AES-GCM by {} {}, found on the class path.",
            provider.getName(),
            provider.getVersionStr());
        return CryptoProvider.ofFound(provider);
      } catch (ClassNotFoundException absent) {
        // The usual case.
      } catch (ReflectiveOperationException
          | GeneralSecurityException
          | RuntimeException
          | LinkageError unusable) {
        LOG.warn(
            "{} lies on the class path but does not work here ({}). RSA and AES-GCM by the JDK"
                + " instead, which is correct and slower; take a build of it for this operating"
                + " system and processor, or take it off the class path.",
            name,
            reason(unusable));
      }
    }
    return CryptoProvider.jdk();
  }

  private static String reason(Throwable unusable) {
    Throwable cause =
        unusable instanceof InvocationTargetException && unusable.getCause() != null
            ? unusable.getCause()
            : unusable;
    return cause.getClass().getSimpleName();
  }

  private static Provider instance(Class<?> type) throws ReflectiveOperationException {
    try {
      return (Provider) type.getField(INSTANCE).get(null);
    } catch (NoSuchFieldException none) {
      return type.asSubclass(Provider.class).getConstructor().newInstance();
    }
  }

  private static void requireWorking(Provider provider) throws GeneralSecurityException {
    KeyFactory.getInstance("RSA", provider);
    Signature.getInstance("SHA256withRSA", provider);
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding", provider);
    cipher.init(
        Cipher.DECRYPT_MODE,
        new SecretKeySpec(new byte[32], "AES"),
        new GCMParameterSpec(Aead.TAG_BYTES * 8, new byte[Aead.NONCE_BYTES]));
    byte[] opened = cipher.doFinal(SEALED_ZEROS);
    for (byte b : opened) {
      if (b != 0) {
        throw new GeneralSecurityException("A published example came out wrong");
      }
    }
    if (opened.length != 16) {
      throw new GeneralSecurityException("A published example came out wrong");
    }
  }
}
