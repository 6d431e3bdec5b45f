package io.jiaozi.alipay;

import io.jiaozi.support.keys.CertificateChains;
import io.jiaozi.support.keys.KeyMaterial;
import io.jiaozi.support.keys.UntrustedCertificateException;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a certificate that was got from Alipay must be before anything signed with it is believed:
 * the one whose name was asked for, in force, by valid signatures from the configured roots, and
 * Alipay's for this merchant. The last matters because apps of all merchants hold certificates
 * under the same roots. Source: protocol sheet, section 1.4; the merchant's number in the subject
 * is what every certificate seen so far has.
 *
 * @param roots those configured; they never change by themselves
 * @param merchant the number in the configured certificate's subject; null if it has none
 * @param ownKey the app's own public key
 */
record CertificateProof(
    CertificateChains roots, @Nullable String merchant, @Nullable PublicKey ownKey) {

  /** It proves nothing. The message is a clause that follows "what was got under that name". */
  static final class UnprovedException extends Exception {
    private static final long serialVersionUID = 1L;

    UnprovedException(String what) {
      super(what);
    }
  }

  /**
   * Proves a certificate.
   *
   * @param sn the name that was asked for
   * @param content Base64 of PEM: the certificate, then those between it and a root
   * @throws UnprovedException if it is not proved
   */
  AlipayKeys.Key prove(String sn, String content, Instant now) throws UnprovedException {
    try {
      List<X509Certificate> chain =
          KeyMaterial.inline("alipay_cert_content", content).certificates();
      X509Certificate leaf = chain.get(0);
      roots.requireTrusted(chain, now);
      if (!CertificateSns.of(leaf).equals(sn)) {
        throw new UnprovedException("is another certificate");
      }
      if (leaf.getPublicKey().equals(ownKey)) {
        throw new UnprovedException("is the app's own certificate");
      }
      if (merchant != null && !merchant.equals(CertificateSns.merchantOf(leaf))) {
        throw new UnprovedException("is not Alipay's certificate for this merchant");
      }
      return AlipayKeys.Key.of(leaf);
    } catch (UntrustedCertificateException untrusted) {
      throw new UnprovedException("does not lead to the configured roots");
    } catch (IllegalArgumentException unusable) {
      throw new UnprovedException("is no certificate that can be used");
    }
  }
}
