package io.jiaozi.paypal;

import io.jiaozi.error.OpenOutcome;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.support.keys.CertificateChains;
import java.security.cert.X509Certificate;
import java.util.List;
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
      ready = configured.isEmpty() ? publicRoots() : CertificateChains.trusting(configured);
      chains = ready;
    }
    return ready;
  }

  private static CertificateChains publicRoots() {
    try {
      return CertificateChains.trustingPublicRoots();
    } catch (IllegalStateException noRoots) {
      throw new ChannelFailure.OutcomeUnknown(
          OpenOutcome.Cause.UNTRUSTED_REPLY,
          "signs with a certificate of a public authority, and this Java knows none; install its cacerts, or set \""
              + Settings.WEBHOOK_TRUST_ANCHORS
              + "\"",
          noRoots);
    }
  }
}
