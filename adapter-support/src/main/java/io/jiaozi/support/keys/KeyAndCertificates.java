package io.jiaozi.support.keys;

import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPrivateKey;
import java.util.List;

/**
 * What a key store holds for one merchant: a private key and its certificate.
 *
 * @param privateKey belongs to the certificate; checked
 * @param certificate the certificate of the private key
 * @param chain the certificates above it that the store contains, nearest first; may be empty
 */
public record KeyAndCertificates(
    RSAPrivateKey privateKey, X509Certificate certificate, List<X509Certificate> chain) {

  /** Copies the chain. */
  public KeyAndCertificates {
    chain = List.copyOf(chain);
  }

  @Override
  public String toString() {
    return "KeyAndCertificates[serial " + CertificateSerials.hex(certificate) + ", key hidden]";
  }
}
