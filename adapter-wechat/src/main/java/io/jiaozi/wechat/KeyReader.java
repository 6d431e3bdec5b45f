package io.jiaozi.wechat;

import io.jiaozi.error.Problem;
import io.jiaozi.health.Finding.About;
import io.jiaozi.health.Finding.Level;
import io.jiaozi.spi.AccountSettings;
import io.jiaozi.spi.Decryptor;
import io.jiaozi.spi.Signer;
import io.jiaozi.spi.SigningAlgorithm;
import io.jiaozi.support.crypto.RsaDecryptor;
import io.jiaozi.support.crypto.RsaPadding;
import io.jiaozi.support.crypto.RsaSigner;
import io.jiaozi.support.crypto.RsaVerifier;
import io.jiaozi.support.health.AccountFacts;
import io.jiaozi.support.keys.CertificateNames;
import io.jiaozi.support.keys.CertificateSerials;
import io.jiaozi.support.keys.KeyChecks;
import io.jiaozi.support.keys.KeyMaterial;
import io.jiaozi.support.keys.KeyMaterialException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the keys and certificates of one account and finds the usual mix-ups: another key's serial
 * number, the merchant's own certificate or public key where WeChat Pay's is asked for, a key
 * without its id. A key outside the process is never asked to sign here.
 */
final class KeyReader {

  private static final Pattern MERCHANT_ID = Pattern.compile("[0-9]{8,10}");
  private static final Pattern SERIAL = Pattern.compile("[0-9A-F]{8,64}");
  private static final Pattern PUBLIC_KEY_ID =
      Pattern.compile(PlatformKeys.PUBLIC_KEY_ID_PREFIX + "[0-9]{1,48}");

  private final AccountSettings settings;
  private final String mchid;
  private final List<Problem> problems;
  private final Instant now;
  private final @Nullable RSAPrivateCrtKey privateKey;
  private final @Nullable X509Certificate certificate;
  private @Nullable RSAPublicKey publicKey;

  KeyReader(AccountSettings settings, String mchid, List<Problem> problems, Instant now) {
    this.settings = settings;
    this.mchid = mchid;
    this.problems = problems;
    this.now = now;
    this.privateKey =
        settings.signers().containsKey(Settings.PRIVATE_KEY)
            ? null
            : material(
                Settings.PRIVATE_KEY,
                "Give the file apiclient_key.pem, which starts with BEGIN PRIVATE KEY.",
                KeyMaterial::rsaPrivateKey);
    this.certificate =
        material(
            Settings.CERTIFICATE,
            "Give the file apiclient_cert.pem, which starts with BEGIN CERTIFICATE.",
            KeyMaterial::certificate);
    checkCertificate();
  }

  private void checkCertificate() {
    X509Certificate own = certificate;
    if (own == null) {
      return;
    }
    checked(Settings.CERTIFICATE, () -> KeyChecks.requireValidAt(Settings.CERTIFICATE, own, now));
    Optional<String> merchant = merchantOf(own);
    boolean another =
        merchant.isPresent()
            && MERCHANT_ID.matcher(mchid).matches()
            && !merchant.get().equals(mchid);
    if (another) {
      problem(
          Settings.CERTIFICATE,
          "is the certificate of merchant "
              + merchant.orElseThrow()
              + ", and \""
              + Settings.MERCHANT_ID
              + "\" is another. Give the apiclient_cert.pem of the merchant named there.");
      return;
    }
    RSAPrivateCrtKey key = privateKey;
    if (key == null) {
      return;
    }
    if (merchant.isEmpty() && !belongs(key, own)) {
      problem(
          Settings.CERTIFICATE,
          "is no certificate of a merchant: those are made out to the merchant number. If it is WeChat Pay's platform"
              + " certificate, it belongs into \""
              + Settings.PLATFORM_CERTIFICATES
              + "\". Give the file apiclient_cert.pem here.");
    } else {
      checked(Settings.PRIVATE_KEY, () -> KeyChecks.requireMatches(Settings.PRIVATE_KEY, key, own));
    }
  }

  private static boolean belongs(RSAPrivateCrtKey key, X509Certificate certificate) {
    return certificate.getPublicKey() instanceof RSAPublicKey other
        && other.getModulus().equals(key.getModulus());
  }

  /**
   * The merchant number a certificate is made out to; the platform's are made out to no number.
   * Source: WeChat Pay's page on certificates (a merchant's holds its number), and certificates
   * seen.
   */
  private static Optional<String> merchantOf(X509Certificate certificate) {
    return CertificateNames.commonName(certificate)
        .filter(name -> MERCHANT_ID.matcher(name).matches());
  }

  /** What is in order, but ends one day or cannot be told from here. */
  void tell(AccountFacts facts) {
    if (privateKey == null) {
      facts.keyOutside(Settings.PRIVATE_KEY);
    } else {
      facts.key(Settings.PRIVATE_KEY, "the merchant's private key", privateKey);
    }
    if (certificate == null) {
      facts.remark(
          Level.NOT_CHECKED,
          About.CERTIFICATE,
          Settings.CERTIFICATE,
          "is not given, only its serial number: when it ends, and whether the private key belongs to it, cannot be told"
              + " here. Give apiclient_cert.pem too.");
    } else {
      facts.certificate(
          Settings.CERTIFICATE,
          "the merchant's API certificate",
          certificate,
          "Get a new one in the merchant console, account centre, API security, and exchange key, certificate and serial"
              + " number together.");
    }
    if (publicKey != null) {
      facts.key(Settings.PUBLIC_KEY, "the WeChat Pay public key, which has no end", publicKey);
    }
  }

  /** Signs with the merchant's key, here or wherever it lives. */
  @Nullable Signer signer() {
    Signer outside = settings.signers().get(Settings.PRIVATE_KEY);
    if (outside == null) {
      return privateKey == null ? null : RsaSigner.of(privateKey);
    }
    if (!outside.supports(SigningAlgorithm.RSA_SHA256)) {
      problem(
          Settings.PRIVATE_KEY,
          "is a signer that does not make RSA_SHA256 signatures, which WeChat Pay demands.");
    }
    return outside;
  }

  /** Names the key in every request. */
  @Nullable String certificateSerial() {
    String text = settings.text(Settings.CERTIFICATE_SERIAL);
    if (text == null) {
      if (certificate == null) {
        if (settings.text(Settings.CERTIFICATE) == null) {
          problem(
              Settings.CERTIFICATE_SERIAL,
              "is missing. Give the serial number of the merchant's API certificate, or the certificate itself in \""
                  + Settings.CERTIFICATE
                  + "\".");
        }
        return null;
      }
      return CertificateSerials.hex(certificate);
    }
    String serial = text.strip().replace(":", "").replace(" ", "").toUpperCase(Locale.ROOT);
    if (serial.startsWith(PlatformKeys.PUBLIC_KEY_ID_PREFIX)) {
      problem(
          Settings.CERTIFICATE_SERIAL,
          "is the id of the WeChat Pay public key, which belongs into \""
              + Settings.PUBLIC_KEY_ID
              + "\". Give the serial number of the merchant's API certificate.");
      return null;
    }
    if (!SERIAL.matcher(serial).matches()) {
      problem(
          Settings.CERTIFICATE_SERIAL,
          "is not a serial number: one is hexadecimal, usually 40 digits. Copy it from the merchant console, API security.");
      return null;
    }
    X509Certificate own = certificate;
    if (own != null) {
      checked(
          Settings.CERTIFICATE_SERIAL,
          () -> KeyChecks.requireSerial(Settings.CERTIFICATE_SERIAL, own, serial));
    }
    return serial;
  }

  /**
   * Whether WeChat Pay's certificates are fetched: where nothing else is given, or when asked for.
   */
  boolean downloads() {
    String certificates = settings.text(Settings.PLATFORM_CERTIFICATES);
    return certificates == null
        ? settings.text(Settings.PUBLIC_KEY) == null
            && settings.text(Settings.PUBLIC_KEY_ID) == null
        : certificates.strip().equals(Settings.DOWNLOAD);
  }

  /** Opens what WeChat Pay encrypts for the merchant; null if the key is outside and only signs. */
  @Nullable Decryptor decryptor() {
    Decryptor outside = settings.decryptors().get(Settings.PRIVATE_KEY);
    RSAPrivateCrtKey inside = privateKey;
    if (outside != null || inside == null) {
      return outside;
    }
    try {
      return RsaDecryptor.of(inside, RsaPadding.OAEP_SHA1);
    } catch (IllegalArgumentException weak) {
      // signer() tells.
      return null;
    }
  }

  /** The configured keys WeChat Pay may sign with; none where all are fetched. */
  @Nullable PlatformKeys platformKeys() {
    RSAPublicKey key = readPublicKey();
    publicKey = key;
    String id = publicKeyId();
    List<X509Certificate> certificates = platformCertificates();
    if (certificates == null || (id == null) != (key == null)) {
      return null;
    }
    if (!downloads()) {
      requireUsable(certificates, key);
    }
    PlatformKeys keys = PlatformKeys.of(certificates);
    return key == null || id == null ? keys : keys.withPublicKey(id, key);
  }

  private @Nullable RSAPublicKey readPublicKey() {
    RSAPublicKey key =
        material(
            Settings.PUBLIC_KEY,
            "Give the file pub_key.pem, which starts with BEGIN PUBLIC KEY.",
            KeyMaterial::rsaPublicKey);
    if (key != null) {
      requireNotOwn(Settings.PUBLIC_KEY, key, "the WeChat Pay public key");
      if (settings.text(Settings.PUBLIC_KEY_ID) == null) {
        problem(
            Settings.PUBLIC_KEY_ID,
            "is missing. Give the id that stands beside the public key in the merchant console; it begins with "
                + PlatformKeys.PUBLIC_KEY_ID_PREFIX
                + ".");
      }
    }
    return key;
  }

  private @Nullable String publicKeyId() {
    String id = settings.text(Settings.PUBLIC_KEY_ID);
    if (id == null) {
      return null;
    }
    String bare = id.strip();
    if (settings.text(Settings.PUBLIC_KEY) == null) {
      problem(
          Settings.PUBLIC_KEY,
          "is missing. Give the WeChat Pay public key that the id in \""
              + Settings.PUBLIC_KEY_ID
              + "\" belongs to.");
    }
    if (!PUBLIC_KEY_ID.matcher(bare).matches()) {
      problem(
          Settings.PUBLIC_KEY_ID,
          "is not the id of a public key: one is "
              + PlatformKeys.PUBLIC_KEY_ID_PREFIX
              + " followed by digits. Give it whole, with its beginning.");
      return null;
    }
    return bare;
  }

  /** Empty if none are configured; null if those configured cannot be read. */
  private @Nullable List<X509Certificate> platformCertificates() {
    if (settings.text(Settings.PLATFORM_CERTIFICATES) == null || downloads()) {
      return List.of();
    }
    List<X509Certificate> certificates =
        material(
            Settings.PLATFORM_CERTIFICATES,
            "Give WeChat Pay's platform certificate, which starts with BEGIN CERTIFICATE.",
            KeyMaterial::certificates);
    if (certificates == null) {
      return null;
    }
    int problemsBefore = problems.size();
    for (X509Certificate platform : certificates) {
      checked(Settings.PLATFORM_CERTIFICATES, () -> RsaVerifier.of(platform.getPublicKey()));
      requireNotMerchants(platform);
      requireOtherSerial(platform);
      if (merchantOf(platform).isEmpty()) {
        requireNotOwn(
            Settings.PLATFORM_CERTIFICATES,
            platform.getPublicKey(),
            "WeChat Pay's platform certificate");
      }
    }
    return problems.size() == problemsBefore ? certificates : null;
  }

  private void requireNotMerchants(X509Certificate platform) {
    merchantOf(platform)
        .ifPresent(
            merchant ->
                problem(
                    Settings.PLATFORM_CERTIFICATES,
                    "is the API certificate of merchant "
                        + merchant
                        + ", not WeChat Pay's. It belongs into \""
                        + Settings.CERTIFICATE
                        + "\"; leave this out, and WeChat Pay's certificates are fetched."));
  }

  /** The serial number of the wrong one of the two certificates is a common mistake. */
  private void requireOtherSerial(X509Certificate platform) {
    boolean same =
        CertificateSerials.normalise(settings.text(Settings.CERTIFICATE_SERIAL, ""))
            .map(CertificateSerials.hex(platform)::equals)
            .orElse(false);
    if (same) {
      problem(
          Settings.CERTIFICATE_SERIAL,
          "is the serial number of WeChat Pay's platform certificate. Give that of the merchant's own API certificate.");
    }
  }

  /** One that is over or not yet in force may stand beside a good one: that is what rotation is. */
  private void requireUsable(List<X509Certificate> certificates, @Nullable RSAPublicKey key) {
    boolean usable =
        key != null
            || certificates.stream()
                .anyMatch(
                    platform ->
                        !now.isBefore(platform.getNotBefore().toInstant())
                            && !now.isAfter(platform.getNotAfter().toInstant()));
    if (!usable) {
      checked(
          Settings.PLATFORM_CERTIFICATES,
          () ->
              KeyChecks.requireValidAt(
                  Settings.PLATFORM_CERTIFICATES, certificates.get(certificates.size() - 1), now));
    }
  }

  private void requireNotOwn(String setting, PublicKey key, String asked) {
    RSAPrivateCrtKey own = privateKey;
    X509Certificate ownCertificate = certificate;
    if (own != null) {
      checked(setting, () -> KeyChecks.requireNotOwn(setting, key, own, asked));
    } else if (ownCertificate != null && ownCertificate.getPublicKey().equals(key)) {
      problem(setting, "is the merchant's own key, as its certificate shows. Give " + asked + ".");
    }
  }

  /** Reads what a KEY_MATERIAL setting made for us; null if it is absent or cannot be read. */
  private <T> @Nullable T material(String setting, String advice, Function<KeyMaterial, T> reader) {
    String text = settings.text(setting);
    if (text == null) {
      return null;
    }
    try {
      return reader.apply(KeyMaterial.of(setting, text).withAdvice(advice));
    } catch (KeyMaterialException wrong) {
      problem(setting, sentence(setting, wrong));
      return null;
    }
  }

  private void checked(String setting, Runnable check) {
    try {
      check.run();
    } catch (KeyMaterialException wrong) {
      problem(setting, sentence(setting, wrong));
    } catch (IllegalArgumentException weak) {
      problem(setting, weak.getMessage() + " Give another key.");
    }
  }

  /** The report names the setting already. */
  private static String sentence(String setting, KeyMaterialException wrong) {
    String text = String.valueOf(wrong.getMessage());
    return text.startsWith(setting + ": ") ? text.substring(setting.length() + 2) : text;
  }

  private void problem(String setting, String sentence) {
    problems.add(settings.problem(setting, sentence));
  }
}
