package io.jiaozi.support.crypto;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.security.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.NoSuchPaddingException;
import org.jspecify.annotations.Nullable;

/**
 * Which JCA provider does the RSA, AES and HMAC work. A choice passed as an object; no provider is
 * ever installed, and one that somebody else installed in front of the JDK's is not used by
 * accident.
 *
 * <p>Algorithms the chosen provider lacks come from the JDK, and so does everything for a key that
 * a provider {@link #found} by itself cannot take. Immutable, safe for many threads.
 */
public final class CryptoProvider {
  private static final CryptoProvider JDK = new CryptoProvider(null, false);

  private final @Nullable Provider preferred;
  private final boolean replaceable;

  private CryptoProvider(@Nullable Provider preferred, boolean replaceable) {
    this.preferred = preferred;
    this.replaceable = replaceable;
  }

  /** The providers that come with the JDK. */
  public static CryptoProvider jdk() {
    return JDK;
  }

  /**
   * A native provider that lies on the class path and works on this machine (Amazon Corretto Crypto
   * Provider, Conscrypt; the first of them), else the JDK's. Looked for once, at the first use; one
   * log line says what was found. Nothing is installed: other libraries see no difference.
   */
  public static CryptoProvider found() {
    return FoundProviders.CHOICE;
  }

  /** One that nobody asked for by name, so the JDK's may take its place. */
  static CryptoProvider ofFound(Provider provider) {
    return new CryptoProvider(provider, true);
  }

  /**
   * The given provider first: a faster native one, or the one that holds keys which must not leave
   * a device.
   */
  public static CryptoProvider of(Provider provider) {
    return new CryptoProvider(Objects.requireNonNull(provider, "provider"), false);
  }

  /** Makes fresh engines of one algorithm. The provider behind it was found when it was made. */
  interface Engines<T> {
    T create() throws GeneralSecurityException;
  }

  /** Creates one engine from one provider. */
  private interface Maker<T> {
    T from(Provider provider) throws NoSuchAlgorithmException, NoSuchPaddingException;
  }

  Engines<Signature> signatures(String algorithm) {
    Provider found = find(algorithm, p -> Signature.getInstance(algorithm, p));
    return () -> Signature.getInstance(algorithm, found);
  }

  Engines<Cipher> ciphers(String transformation) {
    Provider found = find(transformation, p -> Cipher.getInstance(transformation, p));
    return () -> Cipher.getInstance(transformation, found);
  }

  Engines<Mac> macs(String algorithm) {
    Provider found = find(algorithm, p -> Mac.getInstance(algorithm, p));
    return () -> Mac.getInstance(algorithm, found);
  }

  /** A key, and the provider that works with it. */
  record Adopted<K>(K key, CryptoProvider provider) {}

  /**
   * Turns an RSA key into the provider's own kind, once: an engine handed a foreign key object
   * would translate it again on every call.
   *
   * @throws IllegalArgumentException if the provider cannot use it and was asked for by name
   */
  <K extends Key> Adopted<K> adopt(K key, Class<K> type) {
    if (!replaceable) {
      return new Adopted<>(translate(key, type), this);
    }
    try {
      return new Adopted<>(translate(key, type), this);
    } catch (IllegalArgumentException | ProviderException notThisKey) {
      return new Adopted<>(JDK.translate(key, type), JDK);
    }
  }

  <K extends Key> K translate(K key, Class<K> type) {
    try {
      Provider found = find("RSA", p -> KeyFactory.getInstance("RSA", p));
      return type.cast(KeyFactory.getInstance("RSA", found).translateKey(key));
    } catch (NoSuchAlgorithmException | InvalidKeyException refused) {
      throw new IllegalArgumentException(
          "The RSA key is of a kind ("
              + key.getClass().getSimpleName()
              + ") that the chosen provider cannot use. Pass the provider that made the key.",
          refused);
    }
  }

  private <T> Provider find(String algorithm, Maker<T> maker) {
    for (Provider candidate : candidates()) {
      try {
        maker.from(candidate);
        return candidate;
      } catch (NoSuchAlgorithmException | NoSuchPaddingException notHere) {
        // The next candidate may have it.
      }
    }
    throw new IllegalStateException(
        "No security provider of this JVM offers " + algorithm + ". Use a complete JDK 17.");
  }

  private List<Provider> candidates() {
    List<Provider> all = new ArrayList<>();
    if (preferred != null) {
      all.add(preferred);
    }
    for (String name : List.of("SunRsaSign", "SunJCE")) {
      Provider own = Security.getProvider(name);
      if (own != null) {
        all.add(own);
      }
    }
    // A JVM with other built-in providers: whatever it is configured with.
    all.addAll(List.of(Security.getProviders()));
    return all;
  }

  @Override
  public String toString() {
    return preferred == null
        ? "CryptoProvider[JDK]"
        : "CryptoProvider[" + preferred.getName() + "]";
  }
}
