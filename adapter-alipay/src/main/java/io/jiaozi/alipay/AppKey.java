package io.jiaozi.alipay;

import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.spi.Signer;
import io.jiaozi.spi.SigningAlgorithm;
import io.jiaozi.support.crypto.StrictBase64;
import org.jspecify.annotations.Nullable;

/**
 * The key every request is signed with, SHA256withRSA and nothing else, and the names of
 * certificates that go along with it. Safe for use by many threads.
 *
 * @param certificateSn names the app's certificate; null in key mode
 * @param rootCertificateSn names Alipay's roots; null in key mode
 */
record AppKey(Signer signer, @Nullable String certificateSn, @Nullable String rootCertificateSn) {

  /** One private-key operation. */
  String sign(byte[] text) {
    try {
      return StrictBase64.encode(signer.sign(SigningAlgorithm.RSA_SHA256, text));
    } catch (IllegalStateException keyUnusable) {
      throw new ChannelFailure.NotSent(
          "was not asked: the key in \""
              + Settings.PRIVATE_KEY
              + "\" could not sign now; check the service or device that holds it",
          keyUnusable);
    }
  }

  @Override
  public String toString() {
    return "AppKey[hidden]";
  }
}
