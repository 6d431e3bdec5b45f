package io.jiaozi.sandbox.alipay;

import io.jiaozi.sandbox.channel.ChannelContext;
import io.jiaozi.sandbox.channel.Pem;
import io.jiaozi.sandbox.channel.Randomness;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Base64;

/**
 * One application at the simulated platform, in key mode or in certificate mode, and what it holds.
 * Made anew at every start and worth nothing elsewhere. {@link #toString} shows the application's
 * id only. Safe for use by many threads; the first use may wait for keys to be made.
 */
public final class AlipayCredentials {
  private static final int CONTENT_KEY_BYTES = 16;

  private final PlatformKeys platform;
  private final boolean certificateMode;
  private final String appId;
  private final String sellerId;
  private final String contentKey;
  private final String appAuthToken;
  private final String subMerchantId;
  private final String subMerchantAppId;
  private final Lazy<KeyPair> keyPair;
  private final Lazy<AlipayAuthority.Leaf> certificate;

  AlipayCredentials(ChannelContext context, PlatformKeys platform, boolean certificateMode) {
    Randomness randomness = context.randomness();
    this.platform = platform;
    this.certificateMode = certificateMode;
    appId = "9021" + randomness.digits(12);
    sellerId = "2088" + randomness.digits(12);
    byte[] key = new byte[CONTENT_KEY_BYTES];
    randomness.source().nextBytes(key);
    contentKey = Base64.getEncoder().encodeToString(key);
    appAuthToken = randomness.upperHex(6) + "BB" + randomness.hex(32);
    subMerchantId = "2088" + randomness.digits(12);
    subMerchantAppId = "2021" + randomness.digits(12);
    keyPair = new Lazy<>(() -> context.authority().newKeyPair().join());
    certificate =
        new Lazy<>(() -> platform.authority().leaf("CN=" + sellerId + "-" + appId + ",C=CN"));
  }

  /** {@code app_id}: 16 digits. */
  public String appId() {
    return appId;
  }

  /** The merchant's own number: {@code 2088} and 12 digits. */
  public String sellerId() {
    return sellerId;
  }

  /** Whether this application uses certificates; otherwise plain public keys. */
  public boolean isCertificateMode() {
    return certificateMode;
  }

  /** Signs the merchant's requests. RSA-2048. */
  public PrivateKey appPrivateKey() {
    return certificateMode ? certificate.get().privateKey() : keyPair.get().getPrivate();
  }

  /** The same key as PKCS#8 PEM text. */
  public String appPrivateKeyPem() {
    return Pem.privateKey(appPrivateKey());
  }

  PublicKey appPublicKey() {
    return certificateMode
        ? certificate.get().certificate().getPublicKey()
        : keyPair.get().getPublic();
  }

  /** The key the merchant has given to the platform, as PEM text. */
  public String appPublicKeyPem() {
    return Pem.publicKey(appPublicKey());
  }

  /** Verifies what the platform signs for this application now. */
  public PublicKey alipayPublicKey() {
    return platform.publicKey(certificateMode);
  }

  /** The same key as PEM text. */
  public String alipayPublicKeyPem() {
    return Pem.publicKey(alipayPublicKey());
  }

  /** The application's certificate and its intermediate, as PEM text. Certificate mode only. */
  public String appCertificatePem() {
    requireCertificates();
    return certificate.get().pem();
  }

  /** The platform's certificate and its intermediate, as PEM text. Certificate mode only. */
  public String alipayCertificatePem() {
    requireCertificates();
    return platform.active().pem();
  }

  /** The platform's four roots as PEM text; the first is an SM2 one. Certificate mode only. */
  public String alipayRootCertificatePem() {
    requireCertificates();
    return platform.authority().rootBundle();
  }

  /** {@code app_cert_sn}. Certificate mode only. */
  public String appCertSn() {
    requireCertificates();
    return CertificateSerial.of(certificate.get().certificate());
  }

  /** {@code alipay_cert_sn} of the certificate that signs now. Certificate mode only. */
  public String alipayCertSn() {
    requireCertificates();
    return CertificateSerial.of(platform.active().certificate());
  }

  /** {@code alipay_root_cert_sn}. Certificate mode only. */
  public String alipayRootCertSn() {
    requireCertificates();
    return platform.authority().rootSerials();
  }

  private void requireCertificates() {
    if (!certificateMode) {
      throw new IllegalStateException(
          "Application " + appId + " is in key mode and has no certificates.");
    }
  }

  /** The AES key for encrypted content: Base64 of 16 bytes. */
  public String contentKey() {
    return contentKey;
  }

  /** With this {@code app_auth_token} the application acts for {@link #subMerchantId}. */
  public String appAuthToken() {
    return appAuthToken;
  }

  /** The merchant who has authorised this application: {@code 2088} and 12 digits. */
  public String subMerchantId() {
    return subMerchantId;
  }

  /** That merchant's own application: the {@code auth_app_id} of notifications. */
  public String subMerchantAppId() {
    return subMerchantAppId;
  }

  @Override
  public String toString() {
    return "AlipayCredentials[app_id=" + appId + "]";
  }
}
