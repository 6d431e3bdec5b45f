package io.jiaozi.paypal;

import io.jiaozi.support.keys.CertificateChains;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Where a signing certificate must lead: to the configured roots, or to the public roots of this
 * Java. PayPal changes its certificate authority now and then, so no certificate in between is
 * pinned. The public roots are read when the first notification comes. Safe for many threads.
 */
final class TrustAnchors {

  private final List<X509Certificate> configured;
  private volatile @Nullable CertificateChains chains;

  /**
   * Trusts these roots.
   *
   * @param configured empty for the public ones
   */
  TrustAnchors(List<X509Certificate> configured) {
    this.configured = List.copyOf(configured);
  }

  CertificateChains chains() {
    CertificateChains ready = chains;
    if (ready == null) {
      // Two threads may both read the roots; they find the same.
      ready = CertificateChains.trusting(configured.isEmpty() ? publicRoots() : configured);
      chains = ready;
    }
    return ready;
  }

  private static List<X509Certificate> publicRoots() {
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init((KeyStore) null);
      return Stream.of(factory.getTrustManagers())
          .filter(X509TrustManager.class::isInstance)
          .flatMap(manager -> Stream.of(((X509TrustManager) manager).getAcceptedIssuers()))
          .toList();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The public roots of this Java cannot be read.", e);
    }
  }
}
