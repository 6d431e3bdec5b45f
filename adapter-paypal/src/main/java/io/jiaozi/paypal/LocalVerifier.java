package io.jiaozi.paypal;

import io.jiaozi.error.UntrustedReason;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.spi.SigningAlgorithm;
import io.jiaozi.support.crypto.SignatureMismatchException;
import io.jiaozi.support.crypto.StrictBase64;
import java.util.Optional;

/**
 * Verifies here, with the key of PayPal's certificate; needs PayPal only for a certificate not seen
 * before. The webhook id is part of what is signed, so a message for another webhook does not
 * verify. Source: protocol sheet, section 5.3.
 */
final class LocalVerifier implements WebhookVerifier {

  private final String webhookId;
  private final CertificateUrls urls;
  private final SigningCertificates certificates;

  LocalVerifier(String webhookId, CertificateUrls urls, SigningCertificates certificates) {
    this.webhookId = webhookId;
    this.urls = urls;
    this.certificates = certificates;
  }

  @Override
  public void verify(Delivery delivery, Exchange exchange) {
    urls.require(delivery.certificateUrl());
    Optional<byte[]> signature = StrictBase64.decode(delivery.signature());
    if (signature.isEmpty() || signature.get().length < 256) {
      throw forged();
    }
    try {
      certificates
          .at(delivery.certificateUrl(), exchange.left())
          .verify(SigningAlgorithm.RSA_SHA256, delivery.signedText(webhookId), signature.get());
    } catch (SignatureMismatchException mismatch) {
      throw forged();
    }
  }

  static ChannelFailure.Untrusted forged() {
    return new ChannelFailure.Untrusted(
        UntrustedReason.BAD_SIGNATURE,
        "carries a signature that does not fit its bytes and \""
            + Settings.WEBHOOK_ID
            + "\": it was altered on the way, is meant for another webhook, or PayPal did not sign it",
        null);
  }
}
