package io.jiaozi.alipay;

import io.jiaozi.support.crypto.RsaVerifier;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The keys Alipay may sign with: in key mode one public key; in certificate mode the configured
 * certificate and those that replaced it since ({@link CertificateRotation}). Safe for use by many
 * threads. Source: protocol sheet, sections 1.1 and 1.4.
 */
final class AlipayKeys {

  /** The configured one and the latest others. */
  private static final int MOST = 4;

  private final boolean certified;
  private volatile List<Key> keys;

  /**
   * One key.
   *
   * @param sn the name of its certificate; empty in key mode
   */
  record Key(String sn, RsaVerifier verifier, Instant from, Instant until) {

    static Key of(X509Certificate certificate) {
      return new Key(
          CertificateSns.of(certificate),
          RsaVerifier.of(certificate.getPublicKey()),
          certificate.getNotBefore().toInstant(),
          certificate.getNotAfter().toInstant());
    }

    boolean validAt(Instant now) {
      return !now.isBefore(from) && !now.isAfter(until);
    }
  }

  private AlipayKeys(boolean certified, Key first) {
    this.certified = certified;
    this.keys = List.of(first);
  }

  /** Key mode. */
  static AlipayKeys of(RSAPublicKey key) {
    return new AlipayKeys(false, new Key("", RsaVerifier.of(key), Instant.MIN, Instant.MAX));
  }

  /** Certificate mode. */
  static AlipayKeys of(X509Certificate certificate) {
    return new AlipayKeys(true, Key.of(certificate));
  }

  boolean isCertified() {
    return certified;
  }

  /**
   * The keys that may have signed a message.
   *
   * @param sn the certificate it names; null if it names none, for then any of ours may have
   * @return empty if it names one we do not have
   */
  List<Key> named(@Nullable String sn) {
    List<Key> all = keys;
    if (!certified || sn == null) {
      return all;
    }
    for (Key key : all) {
      if (key.sn().equals(sn)) {
        return List.of(key);
      }
    }
    return List.of();
  }

  /** All of them, the configured one first. */
  List<Key> all() {
    return keys;
  }

  /** Adds one that was proved to be Alipay's; the oldest of the added ones makes room. */
  synchronized void add(Key key) {
    List<Key> more = new ArrayList<>(keys);
    more.add(key);
    if (more.size() > MOST) {
      more.remove(1);
    }
    keys = List.copyOf(more);
  }

  @Override
  public String toString() {
    return "AlipayKeys[" + keys.size() + "]";
  }
}
