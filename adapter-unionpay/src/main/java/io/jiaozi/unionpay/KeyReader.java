package io.jiaozi.unionpay;

import io.jiaozi.error.Problem;
import io.jiaozi.health.Finding.About;
import io.jiaozi.health.Finding.Level;
import io.jiaozi.spi.AccountSettings;
import io.jiaozi.spi.Signer;
import io.jiaozi.spi.SigningAlgorithm;
import io.jiaozi.support.crypto.RsaSigner;
import io.jiaozi.support.health.AccountFacts;
import io.jiaozi.support.keys.CertificateSerials;
import io.jiaozi.support.keys.KeyAndCertificates;
import io.jiaozi.support.keys.KeyChecks;
import io.jiaozi.support.keys.KeyMaterial;
import io.jiaozi.support.keys.KeyMaterialException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the keys and certificates of one account and finds the usual mix-ups. A key outside the
 * process is never asked to sign here. Not thread-safe.
 */
final class KeyReader {

  /** Fewer characters than this can be tried out against one signature. */
  private static final int SHORT_KEY = 16;

  private static final Pattern SERIAL = Pattern.compile("[0-9]{1,60}");

  private final AccountSettings settings;
  private final Environment environment;
  private final Clock clock;
  private final List<Problem> problems;
  private @Nullable KeyAndCertificates own;
  private @Nullable X509Certificate encryption;
  private List<X509Certificate> roots = List.of();
  private List<X509Certificate> middles = List.of();

  KeyReader(
      AccountSettings settings, Environment environment, Clock clock, List<Problem> problems) {
    this.settings = settings;
    this.environment = environment;
    this.clock = clock;
    this.problems = problems;
  }

  /** Both directions of one sign method. */
  record Keys(RequestSigner signer, MessageVerifier.Proof proof) {}

  /** Null if something is missing or wrong, which is then among the problems. */
  @Nullable Keys keys(String method) {
    return switch (method) {
      case RequestSigner.WithCertificate.METHOD -> byCertificate();
      case SharedKey.SHA256, SharedKey.SM3 -> bySharedKey(method);
      case "21" -> {
        problem(
            Settings.SIGN_METHOD,
            "is 21, SM2 certificates, which this adapter does not offer. Use 01, 11 or 12.");
        yield null;
      }
      default -> {
        problem(Settings.SIGN_METHOD, "must be 01, 11 or 12.");
        yield null;
      }
    };
  }

  private @Nullable Keys bySharedKey(String method) {
    String secret = settings.text(Settings.SECURE_KEY);
    if (secret == null || secret.isBlank()) {
      problem(
          Settings.SECURE_KEY,
          "is missing; sign method " + method + " rests on it. Set it as in the merchant portal.");
      return null;
    }
    SharedKey key = SharedKey.of(method, secret);
    return new Keys(new RequestSigner.WithSharedKey(key), new MessageVerifier.BySharedKey(key));
  }

  private @Nullable Keys byCertificate() {
    own = ownKey();
    RequestSigner signer = signer(own);
    TrustReader trust = new TrustReader(settings, environment, clock.instant(), problems);
    SignerCertificates.Chain chain = trust.chain(own == null ? null : own.certificate());
    roots = trust.roots();
    middles = trust.middles();
    if (signer == null || chain == null) {
      return null;
    }
    return new Keys(
        signer,
        new MessageVerifier.ByCertificate(new SignerCertificates(environment, chain), clock));
  }

  private @Nullable KeyAndCertificates ownKey() {
    if (settings.signers().containsKey(Settings.SIGNING_CERTIFICATE)) {
      return null;
    }
    if (settings.text(Settings.SIGNING_CERTIFICATE) == null) {
      problem(
          Settings.SIGNING_CERTIFICATE,
          "is missing; sign method 01 rests on it. Give the merchant's .pfx file.");
      return null;
    }
    String password = settings.text(Settings.SIGNING_CERTIFICATE_PASSWORD);
    KeyAndCertificates found =
        material(
            Settings.SIGNING_CERTIFICATE,
            "Give the merchant's .pfx file, which holds certificate and private key together.",
            key -> key.withPassword(password).keyStore());
    if (found != null) {
      checkOwn(found.certificate());
    }
    return found;
  }

  private void checkOwn(X509Certificate certificate) {
    Instant now = clock.instant();
    checked(
        Settings.SIGNING_CERTIFICATE,
        () -> KeyChecks.requireValidAt(Settings.SIGNING_CERTIFICATE, certificate, now));
    if (certificate.getBasicConstraints() >= 0) {
      problem(
          Settings.SIGNING_CERTIFICATE,
          "holds the key of a certificate authority, not of a merchant. Give the merchant's .pfx file.");
    }
  }

  private @Nullable RequestSigner signer(@Nullable KeyAndCertificates pair) {
    Signer outside = settings.signers().get(Settings.SIGNING_CERTIFICATE);
    if (outside == null) {
      if (settings.text(Settings.SIGNING_CERTIFICATE_SERIAL) != null) {
        problem(
            Settings.SIGNING_CERTIFICATE_SERIAL,
            "is given, but the .pfx file tells it already. Remove it.");
      }
      return pair == null
          ? null
          : new RequestSigner.WithCertificate(
              RsaSigner.of(pair.privateKey()), CertificateSerials.decimal(pair.certificate()));
    }
    if (!outside.supports(SigningAlgorithm.RSA_SHA256)) {
      problem(
          Settings.SIGNING_CERTIFICATE,
          "is a signer that does not make RSA_SHA256 signatures, which UnionPay demands.");
    }
    String serial = settings.text(Settings.SIGNING_CERTIFICATE_SERIAL);
    if (serial == null || !SERIAL.matcher(serial.strip()).matches()) {
      problem(
          Settings.SIGNING_CERTIFICATE_SERIAL,
          (serial == null ? "is missing" : "is no decimal number")
              + "; where the private key is a Signer object, give the serial number of its certificate in decimal digits.");
      return null;
    }
    return new RequestSigner.WithCertificate(outside, serial.strip());
  }

  /** UnionPay's certificate for sensitive fields; null if none is configured or it is wrong. */
  @Nullable X509Certificate encryptionCertificate() {
    X509Certificate certificate =
        material(
            Settings.ENCRYPTION_CERTIFICATE,
            "Give UnionPay's file acp_prod_enc.cer or acp_test_enc.cer, which starts with BEGIN CERTIFICATE.",
            KeyMaterial::certificate);
    if (certificate == null) {
      return null;
    }
    int before = problems.size();
    if (certificate.getBasicConstraints() >= 0) {
      problem(
          Settings.ENCRYPTION_CERTIFICATE,
          "is a root or middle certificate. Give UnionPay's file acp_prod_enc.cer or acp_test_enc.cer.");
    }
    if (own != null && own.certificate().getPublicKey().equals(certificate.getPublicKey())) {
      problem(
          Settings.ENCRYPTION_CERTIFICATE,
          "is the merchant's own certificate. Give UnionPay's file acp_prod_enc.cer or acp_test_enc.cer.");
    }
    checked(
        Settings.ENCRYPTION_CERTIFICATE,
        () ->
            KeyChecks.requireValidAt(
                Settings.ENCRYPTION_CERTIFICATE, certificate, clock.instant()));
    checked(Settings.ENCRYPTION_CERTIFICATE, () -> SensitiveFields.encryptor(certificate));
    encryption = problems.size() == before ? certificate : null;
    return encryption;
  }

  /** What is in order, but ends one day or cannot be told from here. */
  void tell(AccountFacts facts) {
    String method =
        settings.text(Settings.SIGN_METHOD, RequestSigner.WithCertificate.METHOD).strip();
    if (!method.equals(RequestSigner.WithCertificate.METHOD)) {
      tellSharedKey(facts, method);
    } else if (own == null) {
      facts.keyOutside(Settings.SIGNING_CERTIFICATE);
    } else {
      facts.key(Settings.SIGNING_CERTIFICATE, "the merchant's private key", own.privateKey());
      facts.certificate(
          Settings.SIGNING_CERTIFICATE,
          "the merchant's signing certificate",
          own.certificate(),
          "Renew it at CFCA through the merchant portal, and exchange the .pfx file and its password.");
    }
    String again =
        "Download UnionPay's certificate package anew from the merchant portal; old and new may stand together.";
    Instant now = clock.instant();
    facts.certificates(
        Settings.ROOT_CERTIFICATE, "the root above UnionPay's signatures", roots, now, again);
    facts.certificates(
        Settings.MIDDLE_CERTIFICATE,
        "the middle certificate above UnionPay's signatures",
        middles,
        now,
        again);
    if (encryption != null) {
      facts.certificate(
          Settings.ENCRYPTION_CERTIFICATE, "UnionPay's encryption certificate", encryption, again);
    }
  }

  private void tellSharedKey(AccountFacts facts, String method) {
    boolean brief = settings.text(Settings.SECURE_KEY, "").strip().length() < SHORT_KEY;
    facts.remark(
        brief ? Level.WARNING : Level.FINE,
        About.KEY,
        Settings.SECURE_KEY,
        brief
            ? "is so short that it can be guessed from one message. Set a longer one in the merchant portal, "
                + SHORT_KEY
                + " characters at least, or move to certificates (sign-method 01)."
            : "is the shared key of sign method " + method + ".");
  }

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
      problem(setting, weak.getMessage() + " Give another one.");
    }
  }

  /** The report names the setting already. */
  static String sentence(String setting, KeyMaterialException wrong) {
    String text = String.valueOf(wrong.getMessage());
    return text.startsWith(setting + ": ") ? text.substring(setting.length() + 2) : text;
  }

  private void problem(String setting, String sentence) {
    problems.add(settings.problem(setting, sentence));
  }
}
