package io.jiaozi.unionpay;

import io.jiaozi.error.Problem;
import io.jiaozi.spi.AccountSettings;
import io.jiaozi.support.keys.CertificateChains;
import io.jiaozi.support.keys.CertificateNames;
import io.jiaozi.support.keys.KeyChecks;
import io.jiaozi.support.keys.KeyMaterial;
import io.jiaozi.support.keys.KeyMaterialException;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the certificates above UnionPay's signatures: roots, and middle certificates below them.
 * Several of each may stand side by side while the authority changes. Swapped files, a merchant's
 * certificate in their place, and the test system's authority in production are told apart. Source:
 * protocol sheet, sections 1.2 and 7.1. Not thread-safe.
 */
final class TrustReader {

  /** Both certificates of the test system's authority have it in their names. */
  private static final String TEST_AUTHORITY = "CFCA TEST";

  private final AccountSettings settings;
  private final Environment environment;
  private final Instant now;
  private final List<Problem> problems;
  private List<X509Certificate> roots = List.of();
  private List<X509Certificate> middles = List.of();

  TrustReader(
      AccountSettings settings, Environment environment, Instant now, List<Problem> problems) {
    this.settings = settings;
    this.environment = environment;
    this.now = now;
    this.problems = problems;
  }

  /**
   * What leads to the roots; null if something is wrong, which is then among the problems.
   *
   * @param own the merchant's certificate, if it could be read
   */
  SignerCertificates.@Nullable Chain chain(@Nullable X509Certificate own) {
    int before = problems.size();
    roots = read(Settings.ROOT_CERTIFICATE, "acp_prod_root.cer");
    middles = read(Settings.MIDDLE_CERTIFICATE, "acp_prod_middle.cer");
    check(Settings.ROOT_CERTIFICATE, roots, own, true);
    check(Settings.MIDDLE_CERTIFICATE, middles, own, false);
    if (problems.size() == before) {
      checkTogether(roots, middles);
    }
    if (problems.size() > before) {
      return null;
    }
    CertificateChains chains = CertificateChains.trusting(roots);
    List<X509Certificate> between = middles;
    return (certificate, instant) -> {
      List<X509Certificate> sent = new ArrayList<>(between.size() + 1);
      sent.add(certificate);
      sent.addAll(between);
      chains.requireTrusted(sent, instant);
      // The path found leads through some of the middle certificates that are in force now.
      return between.stream()
          .map(SignerCertificates.Window::of)
          .filter(window -> window.contains(instant))
          .reduce(SignerCertificates.Window.of(certificate), SignerCertificates.Window::and);
    };
  }

  /** Those read, good or bad. */
  List<X509Certificate> roots() {
    return roots;
  }

  /** Those read, good or bad. */
  List<X509Certificate> middles() {
    return middles;
  }

  private List<X509Certificate> read(String setting, String file) {
    String text = settings.text(setting);
    if (text == null) {
      problem(
          setting,
          "is missing; without it no message of UnionPay can be believed. Give the file "
              + file
              + " of the certificate package, or its like for the test system.");
      return List.of();
    }
    try {
      List<X509Certificate> found =
          KeyMaterial.of(setting, text)
              .withAdvice(
                  "Give the file "
                      + file
                      + " of UnionPay's certificate package, which starts with BEGIN CERTIFICATE.")
              .certificates();
      if (found.size() > MOST) {
        problem(setting, "holds more than " + MOST + " certificates. Leave those in force.");
        return List.of();
      }
      return found;
    } catch (KeyMaterialException wrong) {
      problem(setting, KeyReader.sentence(setting, wrong));
      return List.of();
    }
  }

  /** With the message's own, at most ten are judged together. */
  private static final int MOST = 9;

  private void check(
      String setting,
      List<X509Certificate> certificates,
      @Nullable X509Certificate own,
      boolean roots) {
    for (X509Certificate certificate : certificates) {
      mistake(certificate, own, roots).ifPresent(sentence -> problem(setting, sentence));
    }
    boolean usable = certificates.isEmpty() || certificates.stream().anyMatch(this::isInForce);
    if (!usable) {
      try {
        KeyChecks.requireValidAt(setting, certificates.get(certificates.size() - 1), now);
      } catch (KeyMaterialException over) {
        problem(setting, KeyReader.sentence(setting, over));
      }
    }
  }

  private boolean isInForce(X509Certificate certificate) {
    return !now.isBefore(certificate.getNotBefore().toInstant())
        && !now.isAfter(certificate.getNotAfter().toInstant());
  }

  private Optional<String> mistake(
      X509Certificate certificate, @Nullable X509Certificate own, boolean root) {
    boolean selfIssued = CertificateNames.namesAsIssuer(certificate, certificate);
    String wanted = root ? "the root certificate" : "the middle certificate";
    if (certificate.equals(own)) {
      return Optional.of(
          "is the merchant's own signing certificate. Give " + wanted + " of UnionPay's package.");
    }
    if (certificate.getBasicConstraints() < 0) {
      return Optional.of(
          "is the certificate of a merchant or of UnionPay itself, not of an authority. Give "
              + wanted
              + " of UnionPay's package.");
    }
    if (root && !selfIssued) {
      return Optional.of(
          "is a middle certificate: another authority issued it. Is it swapped with \""
              + Settings.MIDDLE_CERTIFICATE
              + "\"?");
    }
    if (!root && selfIssued) {
      return Optional.of(
          "is a root certificate: it issued itself. Is it swapped with \""
              + Settings.ROOT_CERTIFICATE
              + "\"?");
    }
    return environment == Environment.PRODUCTION && isTestAuthority(certificate)
        ? Optional.of(
            "belongs to the test system's authority, and "
                + Settings.ENVIRONMENT
                + " is production. Give the production package's certificate, or set "
                + Settings.ENVIRONMENT
                + " to test.")
        : Optional.empty();
  }

  private static boolean isTestAuthority(X509Certificate certificate) {
    return CertificateNames.commonName(certificate)
        .map(name -> name.startsWith(TEST_AUTHORITY))
        .orElse(false);
  }

  private void checkTogether(List<X509Certificate> roots, List<X509Certificate> middles) {
    for (X509Certificate middle : middles) {
      X509Certificate issuer =
          roots.stream().filter(root -> isIssuedBy(middle, root)).findFirst().orElse(null);
      if (issuer == null) {
        problem(
            Settings.MIDDLE_CERTIFICATE,
            "was not issued by the certificate in \""
                + Settings.ROOT_CERTIFICATE
                + "\". Give both from the same package.");
      } else if (!isAllowedHere(middle, issuer)) {
        problem(
            Settings.MIDDLE_CERTIFICATE,
            "is signed with "
                + middle.getSigAlgName()
                + ", which the security policy of this JVM (jdk.certpath.disabledAlgorithms) forbids for certificates. No"
                + " message of UnionPay could be believed; use a JVM whose policy allows it.");
      }
    }
  }

  private static boolean isIssuedBy(X509Certificate certificate, X509Certificate issuer) {
    try {
      certificate.verify(issuer.getPublicKey());
      return CertificateNames.namesAsIssuer(certificate, issuer);
    } catch (GeneralSecurityException another) {
      return false;
    }
  }

  /** The one question no signature check answers: whether this JVM takes the algorithm at all. */
  private static boolean isAllowedHere(X509Certificate middle, X509Certificate root) {
    try {
      PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(root, null)));
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(middle.getNotAfter().toInstant()));
      CertPathValidator.getInstance("PKIX")
          .validate(
              CertificateFactory.getInstance("X.509").generateCertPath(List.of(middle)),
              parameters);
      return true;
    } catch (GeneralSecurityException refused) {
      return false;
    }
  }

  private void problem(String setting, String sentence) {
    problems.add(settings.problem(setting, sentence));
  }
}
