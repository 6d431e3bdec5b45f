package io.jiaozi.support.keys;

import io.jiaozi.support.crypto.Digests;
import io.jiaozi.support.crypto.KeyStrength;
import io.jiaozi.support.keys.UntrustedCertificateException.Reason;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertStore;
import java.security.cert.Certificate;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXCertPathBuilderResult;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * Decides whether a certificate that came with a message leads to a trust anchor (RFC 5280, section
 * 6), on the JDK's PKIX implementation with the anchors given here and no others. Revocation is not
 * checked: channels publish no usable lists. No network, no JVM-wide state.
 *
 * <p>The weakest algorithms (MD5, RSA below 1024 bits) are refused by the JDK's {@code
 * jdk.certpath.disabledAlgorithms}; SHA-1 is not, since chains of channels still use it. Anchors
 * are trusted as given, even past their own date. <b>Whose</b> certificate it is, is not decided
 * here: compare the subject.
 *
 * <p>A certificate that was found good is recognised by its SHA-256 fingerprint; the dates of the
 * path found are compared again every time. Up to 256 are remembered. Safe for many threads.
 */
public final class CertificateChains {
  private static final int MAX_REMEMBERED = 256;
  private static final int MAX_SENT = 10;

  private final Set<TrustAnchor> anchors;
  private final Map<String, Validity> good = new ConcurrentHashMap<>();

  private record Validity(Instant from, Instant until) {
    boolean contains(Instant instant) {
      return !instant.isBefore(from) && !instant.isAfter(until);
    }
  }

  private CertificateChains(Set<TrustAnchor> anchors) {
    this.anchors = anchors;
  }

  /**
   * Trusts what leads to one of these certificates, and nothing else.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static CertificateChains trusting(Collection<X509Certificate> anchors) {
    if (anchors.isEmpty()) {
      throw new IllegalArgumentException("No trust anchors: nothing could ever be trusted.");
    }
    return new CertificateChains(
        anchors.stream()
            .map(anchor -> new TrustAnchor(anchor, null))
            .collect(Collectors.toUnmodifiableSet()));
  }

  /**
   * Trusts what leads to a public root: those that this Java trusts for TLS. Reads them, which
   * takes a tenth of a second.
   *
   * @throws IllegalStateException if this Java has none
   */
  public static CertificateChains trustingPublicRoots() {
    List<X509Certificate> roots = new ArrayList<>();
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init((KeyStore) null);
      for (TrustManager manager : factory.getTrustManagers()) {
        if (manager instanceof X509TrustManager trust) {
          roots.addAll(List.of(trust.getAcceptedIssuers()));
        }
      }
    } catch (GeneralSecurityException unreadable) {
      throw new IllegalStateException("The public roots of this Java cannot be read.", unreadable);
    }
    if (roots.isEmpty()) {
      throw new IllegalStateException("This Java trusts no public root. Install its cacerts.");
    }
    return trusting(roots);
  }

  /**
   * Requires a certificate to be trusted at an instant.
   *
   * @param sent the certificate to judge first, then others that may be needed between it and an
   *     anchor, in any order; at most 10
   * @param now the instant to judge at
   * @throws UntrustedCertificateException if it is not
   * @throws IllegalArgumentException if none or more than 10 certificates are given
   */
  public void requireTrusted(List<X509Certificate> sent, Instant now) {
    if (sent.isEmpty() || sent.size() > MAX_SENT) {
      throw new IllegalArgumentException(
          "From 1 to " + MAX_SENT + " certificates can be judged, but " + sent.size() + " came.");
    }
    X509Certificate leaf = sent.get(0);
    requireDates(leaf, now);
    String fingerprint = fingerprint(leaf);
    Validity known = good.get(fingerprint);
    if (known != null && known.contains(now)) {
      return;
    }
    requireSigningKey(leaf);
    remember(fingerprint, validate(sent, now));
  }

  /** How many certificates are remembered as good; for tests and metrics. */
  int remembered() {
    return good.size();
  }

  private Validity validate(List<X509Certificate> sent, Instant now) {
    X509Certificate leaf = sent.get(0);
    try {
      X509CertSelector target = new X509CertSelector();
      target.setCertificate(leaf);
      PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(now));
      parameters.addCertStore(
          CertStore.getInstance("Collection", new CollectionCertStoreParameters(sent)));
      PKIXCertPathBuilderResult result =
          (PKIXCertPathBuilderResult) JdkEngines.paths().build(parameters);
      return validity(leaf, result.getCertPath().getCertificates());
    } catch (CertPathBuilderException noPath) {
      throw untrusted(
          Reason.NO_PATH,
          leaf,
          "does not lead to a trust anchor by valid signatures of certificates in force");
    } catch (GeneralSecurityException unusual) {
      throw new IllegalStateException(
          "This JVM cannot check certificate chains (PKIX). Use a complete JDK 17.", unusual);
    }
  }

  private static Validity validity(X509Certificate leaf, List<? extends Certificate> path) {
    Instant from = leaf.getNotBefore().toInstant();
    Instant until = leaf.getNotAfter().toInstant();
    for (Certificate each : path) {
      X509Certificate certificate = (X509Certificate) each;
      Instant itsFrom = certificate.getNotBefore().toInstant();
      Instant itsUntil = certificate.getNotAfter().toInstant();
      from = itsFrom.isAfter(from) ? itsFrom : from;
      until = itsUntil.isBefore(until) ? itsUntil : until;
    }
    return new Validity(from, until);
  }

  private void remember(String fingerprint, Validity validity) {
    Iterator<String> oldest = good.keySet().iterator();
    while (good.size() >= MAX_REMEMBERED && oldest.hasNext()) {
      oldest.next();
      oldest.remove();
    }
    good.put(fingerprint, validity);
  }

  private static void requireDates(X509Certificate leaf, Instant now) {
    if (now.isBefore(leaf.getNotBefore().toInstant())) {
      throw untrusted(
          Reason.NOT_YET_VALID, leaf, "is not valid before " + leaf.getNotBefore().toInstant());
    }
    if (now.isAfter(leaf.getNotAfter().toInstant())) {
      throw untrusted(Reason.EXPIRED, leaf, "expired at " + leaf.getNotAfter().toInstant());
    }
  }

  private static void requireSigningKey(X509Certificate leaf) {
    Optional<String> problem =
        "RSA".equals(leaf.getPublicKey().getAlgorithm())
            ? KeyStrength.problemWith(leaf.getPublicKey())
            : Optional.empty();
    if (problem.isPresent()) {
      throw untrusted(Reason.UNSUITABLE_KEY, leaf, "holds an unsuitable key: " + problem.get());
    }
    boolean[] usage = leaf.getKeyUsage();
    // Bits 0 and 1: digitalSignature and nonRepudiation (RFC 5280, section 4.2.1.3).
    if (usage != null && !usage[0] && !usage[1]) {
      throw untrusted(Reason.UNSUITABLE_KEY, leaf, "is not meant for signatures");
    }
  }

  private static UntrustedCertificateException untrusted(
      Reason reason, X509Certificate leaf, String why) {
    return new UntrustedCertificateException(
        reason,
        "The certificate with serial number " + CertificateSerials.hex(leaf) + " " + why + ".");
  }

  private static String fingerprint(X509Certificate certificate) {
    try {
      return Digests.sha256Hex(certificate.getEncoded());
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("A parsed certificate has no bytes.", impossible);
    }
  }

  @Override
  public String toString() {
    return "CertificateChains[" + anchors.size() + " anchors]";
  }
}
