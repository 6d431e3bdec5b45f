package io.jiaozi.alipay;

import io.jiaozi.error.Problem;
import io.jiaozi.health.Finding.About;
import io.jiaozi.health.Finding.Level;
import io.jiaozi.spi.AccountSettings;
import io.jiaozi.spi.Signer;
import io.jiaozi.spi.SigningAlgorithm;
import io.jiaozi.support.crypto.RsaSigner;
import io.jiaozi.support.crypto.RsaVerifier;
import io.jiaozi.support.health.AccountFacts;
import io.jiaozi.support.keys.CertificateChains;
import io.jiaozi.support.keys.CertificateSerials;
import io.jiaozi.support.keys.KeyChecks;
import io.jiaozi.support.keys.KeyMaterial;
import io.jiaozi.support.keys.KeyMaterialException;
import io.jiaozi.support.keys.UntrustedCertificateException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the keys and certificates of one account and finds the usual mix-ups: the app's own public
 * key or certificate where Alipay's is asked for, half of the certificate mode, a certificate that
 * is another key's, roots that are none. A key outside the process is never asked to sign here.
 * Source: protocol sheet, sections 1.1 to 1.4.
 */
final class KeyReader {

  private static final List<String> CERTIFICATE_MODE =
      List.of(
          Settings.APP_CERTIFICATE, Settings.ALIPAY_CERTIFICATE, Settings.ALIPAY_ROOT_CERTIFICATE);

  private final AccountSettings settings;
  private final String appId;
  private final List<Problem> problems;
  private final Instant now;
  private final boolean alipaysSandbox;
  private final @Nullable RSAPrivateCrtKey privateKey;
  private @Nullable RSAPublicKey publicKey;
  private final boolean certificateMode;
  private final @Nullable X509Certificate appCertificate;
  private final @Nullable List<X509Certificate> alipayCertificates;
  private final @Nullable List<X509Certificate> rootCertificates;

  /**
   * Reads everything there is.
   *
   * @param alipaysSandbox whether the account is one of Alipay's own sandbox, whose certificates
   *     lead to none of the roots it hands out
   */
  KeyReader(
      AccountSettings settings,
      String appId,
      List<Problem> problems,
      Instant now,
      boolean alipaysSandbox) {
    this.settings = settings;
    this.appId = appId;
    this.problems = problems;
    this.now = now;
    this.alipaysSandbox = alipaysSandbox;
    this.privateKey =
        settings.signers().containsKey(Settings.PRIVATE_KEY)
            ? null
            : material(
                Settings.PRIVATE_KEY,
                "Give the app's private key that Alipay's key tool made, PKCS#8 or PKCS#1.",
                KeyMaterial::rsaPrivateKey);
    this.certificateMode = CERTIFICATE_MODE.stream().anyMatch(name -> settings.text(name) != null);
    checkMode();
    this.appCertificate =
        material(
            Settings.APP_CERTIFICATE,
            "Give the file appCertPublicKey_<app id>.crt.",
            KeyMaterial::certificate);
    this.alipayCertificates =
        material(
            Settings.ALIPAY_CERTIFICATE,
            "Give the file alipayCertPublicKey_RSA2.crt.",
            KeyMaterial::certificates);
    this.rootCertificates =
        material(
            Settings.ALIPAY_ROOT_CERTIFICATE,
            "Give the file alipayRootCert.crt, whole.",
            KeyMaterial::certificates);
    checkAppCertificate();
    checkRoots();
  }

  private void checkMode() {
    boolean keyMode = settings.text(Settings.ALIPAY_PUBLIC_KEY) != null;
    if (!certificateMode) {
      if (!keyMode) {
        problem(
            Settings.ALIPAY_PUBLIC_KEY,
            "is missing, and so are the three certificates; without them no message of Alipay can be believed. Give the Alipay"
                + " public key that the console shows (key mode), or \""
                + String.join("\", \"", CERTIFICATE_MODE)
                + "\" (certificate mode).");
      }
      return;
    }
    for (String name : CERTIFICATE_MODE) {
      if (settings.text(name) == null) {
        problem(
            name,
            "is missing, but another setting of the certificate mode is there. Give all three: \""
                + String.join("\", \"", CERTIFICATE_MODE)
                + "\".");
      }
    }
    if (keyMode) {
      problem(
          Settings.ALIPAY_PUBLIC_KEY,
          "is given beside certificates, but an app is in one mode or the other. The console shows which, development"
              + " settings; remove what belongs to the other.");
    }
  }

  private void checkAppCertificate() {
    X509Certificate own = appCertificate;
    if (own == null) {
      return;
    }
    checked(
        Settings.APP_CERTIFICATE,
        () -> KeyChecks.requireValidAt(Settings.APP_CERTIFICATE, own, now));
    if (CertificateSns.merchantOf(own) != null) {
      problem(
          Settings.APP_CERTIFICATE,
          "is Alipay's certificate, not the app's. Give the file appCertPublicKey_"
              + appId
              + ".crt, and this one in \""
              + Settings.ALIPAY_CERTIFICATE
              + "\".");
      return;
    }
    String app = CertificateSns.appOf(own);
    if (app != null && !app.equals(appId)) {
      problem(
          Settings.APP_CERTIFICATE,
          "is the certificate of app "
              + app
              + ", and \""
              + Settings.APP_ID
              + "\" is another. Give the file appCertPublicKey_"
              + appId
              + ".crt.");
      return;
    }
    RSAPrivateCrtKey key = privateKey;
    if (key != null) {
      checked(Settings.PRIVATE_KEY, () -> KeyChecks.requireMatches(Settings.PRIVATE_KEY, key, own));
    }
  }

  /** What is in order, but ends one day or cannot be told from here. */
  void tell(AccountFacts facts) {
    if (privateKey == null) {
      facts.keyOutside(Settings.PRIVATE_KEY);
    } else {
      facts.key(Settings.PRIVATE_KEY, "the app's private key", privateKey);
    }
    if (publicKey != null) {
      facts.key(Settings.ALIPAY_PUBLIC_KEY, "the Alipay public key, which has no end", publicKey);
      facts.remark(
          Level.NOT_CHECKED,
          About.KEY,
          Settings.PRIVATE_KEY,
          "was uploaded to Alipay as its public half, which nobody but Alipay can compare. Ask the channel once, live.");
    }
    String again = "Download all three certificates anew in the console, development settings.";
    if (appCertificate != null) {
      facts.certificate(Settings.APP_CERTIFICATE, "the app's certificate", appCertificate, again);
    }
    if (alipayCertificates != null) {
      facts.certificate(
          Settings.ALIPAY_CERTIFICATE,
          "Alipay's certificate",
          alipayCertificates.get(0),
          again + " Until then its successor is fetched when a reply names it.");
    }
    if (rootCertificates != null) {
      facts.certificates(
          Settings.ALIPAY_ROOT_CERTIFICATE,
          "Alipay's root certificate",
          CertificateSns.rsaSigned(rootCertificates),
          now,
          again);
    }
  }

  private void checkRoots() {
    List<X509Certificate> bundle = rootCertificates;
    if (bundle == null) {
      return;
    }
    boolean onlyRoots =
        bundle.stream()
            .allMatch(
                root ->
                    root.getBasicConstraints() >= 0
                        && CertificateSerials.issuer(root)
                            .equals(CertificateSerials.subject(root)));
    if (!onlyRoots) {
      problem(
          Settings.ALIPAY_ROOT_CERTIFICATE,
          "holds a certificate that is no root. Give the file alipayRootCert.crt, whole and unchanged; its content names the"
              + " bundle in every request.");
    } else if (CertificateSns.rsaSigned(bundle).isEmpty()) {
      problem(
          Settings.ALIPAY_ROOT_CERTIFICATE,
          "holds no root that signs with RSA, so none for RSA2. Give the file alipayRootCert.crt, whole.");
    }
  }

  /** Signs with the app's key, here or wherever it lives, and names the certificates. */
  @Nullable AppKey appKey() {
    Signer signer = signer();
    if (signer == null) {
      return null;
    }
    X509Certificate own = appCertificate;
    List<X509Certificate> bundle = rootCertificates;
    return own == null || bundle == null
        ? new AppKey(signer, null, null)
        : new AppKey(signer, CertificateSns.of(own), CertificateSns.ofRoots(bundle));
  }

  private @Nullable Signer signer() {
    Signer outside = settings.signers().get(Settings.PRIVATE_KEY);
    if (outside == null) {
      return privateKey == null ? null : RsaSigner.of(privateKey);
    }
    if (!outside.supports(SigningAlgorithm.RSA_SHA256)) {
      problem(
          Settings.PRIVATE_KEY,
          "is a signer that does not make RSA_SHA256 signatures, which Alipay demands (RSA2).");
    }
    return outside;
  }

  /** The keys Alipay may sign with; null if there is none that can be used. */
  @Nullable AlipayKeys alipayKeys() {
    if (certificateMode) {
      return fromCertificate();
    }
    RSAPublicKey key =
        material(
            Settings.ALIPAY_PUBLIC_KEY,
            "Give the Alipay public key that the console shows beside the app's own.",
            KeyMaterial::rsaPublicKey);
    if (key == null) {
      return null;
    }
    publicKey = key;
    requireNotOwn(Settings.ALIPAY_PUBLIC_KEY, key, "the Alipay public key");
    return AlipayKeys.of(key);
  }

  private @Nullable AlipayKeys fromCertificate() {
    List<X509Certificate> chain = alipayCertificates;
    if (chain == null) {
      return null;
    }
    X509Certificate leaf = chain.get(0);
    int before = problems.size();
    checked(Settings.ALIPAY_CERTIFICATE, () -> RsaVerifier.of(leaf.getPublicKey()));
    checked(
        Settings.ALIPAY_CERTIFICATE,
        () -> KeyChecks.requireValidAt(Settings.ALIPAY_CERTIFICATE, leaf, now));
    String app = CertificateSns.appOf(leaf);
    if (app == null) {
      requireNotOwn(Settings.ALIPAY_CERTIFICATE, leaf.getPublicKey(), "Alipay's certificate");
    } else {
      problem(
          Settings.ALIPAY_CERTIFICATE,
          "is the certificate of app "
              + app
              + ", not Alipay's: whoever holds its key could forge notifications. Give the file alipayCertPublicKey_RSA2.crt.");
    }
    if (problems.size() > before) {
      return null;
    }
    requireChain(chain);
    return AlipayKeys.of(leaf);
  }

  /**
   * A leaf alone, without the certificate between it and a root, cannot be judged; then nothing is
   * said. Where the chain is there, it must end at the roots.
   */
  private void requireChain(List<X509Certificate> chain) {
    CertificateChains anchors = roots();
    X509Certificate last = chain.get(chain.size() - 1);
    boolean whole = chain.size() > 1 || leadsToRoot(last);
    if (anchors == null || !whole || alipaysSandbox || chain.size() > 10) {
      return;
    }
    try {
      anchors.requireTrusted(chain, now);
    } catch (UntrustedCertificateException elsewhere) {
      problem(
          Settings.ALIPAY_ROOT_CERTIFICATE,
          "holds no root that \""
              + Settings.ALIPAY_CERTIFICATE
              + "\" leads to: the two are not of one download, or one is the sandbox's. Download all three certificates anew.");
    }
  }

  private boolean leadsToRoot(X509Certificate certificate) {
    List<X509Certificate> bundle = rootCertificates;
    return bundle != null
        && bundle.stream()
            .anyMatch(
                root ->
                    CertificateSerials.subject(root)
                        .equals(CertificateSerials.issuer(certificate)));
  }

  /** Alipay's roots; null in key mode or if they are unusable. */
  private @Nullable CertificateChains roots() {
    List<X509Certificate> bundle = rootCertificates;
    if (bundle == null) {
      return null;
    }
    List<X509Certificate> rsa = CertificateSns.rsaSigned(bundle);
    return rsa.isEmpty() ? null : CertificateChains.trusting(rsa);
  }

  /** What further certificates of Alipay must prove; null in key mode. */
  @Nullable CertificateProof proof() {
    CertificateChains anchors = roots();
    List<X509Certificate> chain = alipayCertificates;
    if (anchors == null || chain == null) {
      return null;
    }
    return new CertificateProof(
        anchors,
        CertificateSns.merchantOf(chain.get(0)),
        appCertificate == null ? null : appCertificate.getPublicKey());
  }

  private void requireNotOwn(String setting, PublicKey key, String asked) {
    RSAPrivateCrtKey own = privateKey;
    X509Certificate ownCertificate = appCertificate;
    if (own != null) {
      checked(setting, () -> KeyChecks.requireNotOwn(setting, key, own, asked));
    } else if (ownCertificate != null && ownCertificate.getPublicKey().equals(key)) {
      problem(setting, "is the app's own key, as its certificate shows. Give " + asked + ".");
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
