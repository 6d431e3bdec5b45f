package io.jiaozi.wechat;

import io.jiaozi.error.UntrustedReason;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.spi.HealthFact;
import io.jiaozi.support.crypto.RsaEncryptor;
import io.jiaozi.support.crypto.RsaPadding;
import io.jiaozi.support.crypto.RsaVerifier;
import io.jiaozi.support.crypto.SignatureVerifier;
import io.jiaozi.support.health.AccountFacts;
import io.jiaozi.support.keys.CertificateSerials;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The keys WeChat Pay may sign with: platform certificates, each under its own serial number, and
 * perhaps one WeChat Pay public key under its id. The message names the key; a name nobody here has
 * is refused, and no other key is tried. Immutable, safe for use by many threads.
 *
 * <p>While a merchant is moved from certificates to the public key both kinds sign, so both may be
 * configured. Source: protocol sheet, sections 1.2 and 1.3.
 */
final class PlatformKeys {

  static final String PUBLIC_KEY_ID_PREFIX = "PUB_KEY_ID_";

  private final List<Certified> certificates;
  private final @Nullable Plain publicKey;

  private record Certified(
      String serial, RSAPublicKey key, RsaVerifier verifier, Instant notBefore, Instant notAfter) {

    static Certified of(X509Certificate certificate) {
      // Refuses keys of any other kind.
      RsaVerifier verifier = RsaVerifier.of(certificate.getPublicKey());
      return new Certified(
          CertificateSerials.hex(certificate),
          (RSAPublicKey) certificate.getPublicKey(),
          verifier,
          certificate.getNotBefore().toInstant(),
          certificate.getNotAfter().toInstant());
    }

    boolean validAt(Instant now) {
      return !now.isBefore(notBefore) && !now.isAfter(notAfter);
    }
  }

  private record Plain(String id, RSAPublicKey key, RsaVerifier verifier) {}

  private PlatformKeys(List<Certified> certificates, @Nullable Plain publicKey) {
    this.certificates = certificates;
    this.publicKey = publicKey;
  }

  /** Verification by platform certificates alone. */
  static PlatformKeys of(List<X509Certificate> certificates) {
    return new PlatformKeys(certificates.stream().map(Certified::of).toList(), null);
  }

  /** The same with the WeChat Pay public key. */
  PlatformKeys withPublicKey(String id, RSAPublicKey key) {
    return new PlatformKeys(certificates, new Plain(id, key, RsaVerifier.of(key)));
  }

  /** The public key there is, if there is one, and these certificates in place of any others. */
  PlatformKeys withCertificates(List<X509Certificate> others) {
    return new PlatformKeys(others.stream().map(Certified::of).toList(), publicKey);
  }

  /** Whether a key of this name is here, in force or not. */
  boolean knows(String serial) {
    return isOurPublicKey(serial) || certified(serial).isPresent();
  }

  /** Whether an answer could be verified. */
  boolean areUsableAt(Instant now) {
    return publicKey != null || youngest(now).isPresent();
  }

  /**
   * The key a message names.
   *
   * @throws ChannelFailure.Untrusted if it is not ours to trust, or its certificate is not valid at
   *     this moment
   */
  SignatureVerifier named(String serial, Instant now) {
    Plain plain = publicKey;
    if (plain != null && plain.id().equals(serial)) {
      return plain.verifier();
    }
    Certified certified = certified(serial).orElseThrow(PlatformKeys::unknown);
    if (!certified.validAt(now)) {
      throw new ChannelFailure.Untrusted(
          UntrustedReason.BAD_CERTIFICATE,
          "is signed with platform certificate "
              + certified.serial()
              + ", which is valid from "
              + certified.notBefore()
              + " to "
              + certified.notAfter()
              + " and not now",
          null);
    }
    return certified.verifier();
  }

  /**
   * The name to send along, so that WeChat Pay answers with a key we hold: the public key where
   * there is one, else the certificate that started last.
   *
   * @throws ChannelFailure.NotSent if there is none, for then no answer could be believed
   */
  String preferredSerial(Instant now) {
    Plain plain = publicKey;
    if (plain != null) {
      return plain.id();
    }
    return youngest(now).map(Certified::serial).orElseThrow(PlatformKeys::allOver);
  }

  /**
   * Encrypts for WeChat Pay with the key that {@link #preferredSerial} names.
   *
   * @throws ChannelFailure.NotSent if there is none
   */
  Sealer sealer(Instant now) {
    Plain plain = publicKey;
    if (plain != null) {
      return new Sealer(plain.id(), RsaEncryptor.of(plain.key(), RsaPadding.OAEP_SHA1));
    }
    Certified certified = youngest(now).orElseThrow(PlatformKeys::allOver);
    return new Sealer(certified.serial(), RsaEncryptor.of(certified.key(), RsaPadding.OAEP_SHA1));
  }

  private Optional<Certified> youngest(Instant now) {
    return certificates.stream()
        .filter(certificate -> certificate.validAt(now))
        .max(Comparator.comparing(Certified::notBefore));
  }

  private static ChannelFailure.NotSent allOver() {
    return new ChannelFailure.NotSent(
        "was not asked: every platform certificate in \""
            + Settings.PLATFORM_CERTIFICATES
            + "\" is outside its dates, so no answer could be believed; put the current one there",
        null);
  }

  /** The id of the public key; null if there is none. */
  @Nullable String publicKeyIdOrNull() {
    return publicKey == null ? null : publicKey.id();
  }

  /** Tells whether a key of this kind, which belongs to one merchant alone, is another's. */
  boolean isAnotherMerchantsKey(String serial) {
    return serial.startsWith(PUBLIC_KEY_ID_PREFIX)
        && publicKey != null
        && !publicKey.id().equals(serial);
  }

  /** Tells whether this is our own public key, which no other merchant has. */
  boolean isOurPublicKey(String serial) {
    return publicKey != null && publicKey.id().equals(serial);
  }

  /** The certificates at hand and their dates. */
  List<HealthFact> facts(Instant now) {
    return AccountFacts.oneIsEnough(
        certificates.stream()
            .map(
                each ->
                    new HealthFact.Certificate(
                        Settings.PLATFORM_CERTIFICATES,
                        "WeChat Pay's platform certificate " + each.serial(),
                        each.notBefore(),
                        each.notAfter(),
                        "Its successor can be fetched ten days before: leave this setting out or write "
                            + Settings.DOWNLOAD
                            + ", or give both files while they are exchanged."))
            .toList(),
        now);
  }

  /** Names of all keys, for people. */
  List<String> serials() {
    List<String> all = new ArrayList<>(certificates.stream().map(Certified::serial).toList());
    if (publicKey != null) {
      all.add(publicKey.id());
    }
    return all;
  }

  private Optional<Certified> certified(String serial) {
    for (Certified certificate : certificates) {
      if (certificate.serial().equals(serial)) {
        return Optional.of(certificate);
      }
    }
    return CertificateSerials.normalise(serial)
        .flatMap(
            name ->
                certificates.stream()
                    .filter(certificate -> certificate.serial().equals(name))
                    .findFirst());
  }

  private static ChannelFailure.Untrusted unknown() {
    // Not quoted: the name is unverified and may hold anything.
    return new ChannelFailure.Untrusted(
        UntrustedReason.UNKNOWN_KEY,
        "names a key (Wechatpay-Serial) that is neither a platform certificate at hand nor the configured public key",
        null);
  }

  @Override
  public String toString() {
    return "PlatformKeys" + serials();
  }
}
