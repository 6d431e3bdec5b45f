package io.jiaozi.support.keys;

import io.jiaozi.support.crypto.KeyStrength;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the one private key and its certificates out of a PKCS#12 file. */
final class KeyStoreReader {
  private final Origin origin;

  KeyStoreReader(Origin origin) {
    this.origin = origin;
  }

  KeyAndCertificates read(Item item, @Nullable String password) {
    if (password == null) {
      throw origin.problem(
          "this PKCS#12 key store needs its password, and none is given", "Give the password.");
    }
    char[] secret = password.toCharArray();
    KeyStore store = load(item.der(), secret);
    try {
      return only(store, secret);
    } catch (GeneralSecurityException | RuntimeException unreadable) {
      if (unreadable instanceof KeyMaterialException diagnosed) {
        throw diagnosed;
      }
      throw unreadable();
    }
  }

  private KeyStore load(byte[] bytes, char[] password) {
    try {
      return load(KeyStore.getInstance("PKCS12"), bytes, password);
    } catch (IOException refused) {
      if (refused.getCause() instanceof UnrecoverableKeyException) {
        throw wrongPassword();
      }
    } catch (GeneralSecurityException | RuntimeException refused) {
      // Bouncy Castle reads some files the JDK does not.
    }
    try {
      return load(KeyStore.getInstance("PKCS12", JdkEngines.bouncyCastle()), bytes, password);
    } catch (IOException | GeneralSecurityException | RuntimeException refused) {
      String message = refused.getMessage();
      throw message != null && message.contains("wrong password") ? wrongPassword() : unreadable();
    }
  }

  private static KeyStore load(KeyStore store, byte[] bytes, char[] password)
      throws IOException, GeneralSecurityException {
    store.load(new ByteArrayInputStream(bytes), password);
    return store;
  }

  private KeyAndCertificates only(KeyStore store, char[] password) throws GeneralSecurityException {
    List<String> keys = new ArrayList<>();
    int certificates = 0;
    for (String alias : Collections.list(store.aliases())) {
      if (store.isKeyEntry(alias)) {
        keys.add(alias);
      } else {
        certificates++;
      }
    }
    if (keys.isEmpty()) {
      throw origin.problem(
          "this PKCS#12 key store holds no private key, only certificates (" + certificates + ")",
          "Export it again together with the private key.");
    }
    if (keys.size() > 1) {
      throw origin.problem(
          "this PKCS#12 key store holds "
              + keys.size()
              + " private keys, and which one to use is"
              + " not for us to guess",
          "Export the right one alone into a file of its own.");
    }
    return entry(store, keys.get(0), password);
  }

  private KeyAndCertificates entry(KeyStore store, String alias, char[] password)
      throws GeneralSecurityException {
    Key key = store.getKey(alias, password);
    if (!(key instanceof RSAPrivateKey rsa)) {
      throw origin.problem(
          "this PKCS#12 key store holds an "
              + key.getAlgorithm()
              + " key, but an RSA key is asked"
              + " for",
          "Export the RSA key.");
    }
    new RsaDecoder(origin).requireStrong(KeyStrength.problemWith(rsa));
    Certificate[] chain = store.getCertificateChain(alias);
    if (chain == null || chain.length == 0) {
      throw origin.problem(
          "the private key in this PKCS#12 key store has no certificate",
          "Export it again together with its certificate.");
    }
    List<X509Certificate> certificates = new ArrayList<>();
    for (Certificate certificate : chain) {
      certificates.add((X509Certificate) certificate);
    }
    KeyChecks.requireMatches(origin, rsa, certificates.get(0));
    return new KeyAndCertificates(
        rsa, certificates.get(0), certificates.subList(1, certificates.size()));
  }

  private KeyMaterialException wrongPassword() {
    return origin.problem(
        "the password does not open this PKCS#12 key store",
        "Check the password; upper and lower case matter, and so do blanks at its ends.");
  }

  private KeyMaterialException unreadable() {
    return origin.problem(
        "this is a PKCS#12 key store, but its content is damaged or of a kind that cannot be read",
        "Export it again.");
  }
}
