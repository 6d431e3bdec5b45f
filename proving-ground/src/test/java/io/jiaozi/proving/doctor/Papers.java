package io.jiaozi.proving.doctor;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Keys and certificates of this run, each made once. */
final class Papers {

  /** What it is now in every report. */
  static final Instant NOW = Instant.parse("2026-11-25T04:00:00Z");

  static final Instant LAST_YEAR = NOW.minus(Duration.ofDays(365));
  static final Instant IN_THREE_YEARS = NOW.plus(Duration.ofDays(3 * 365));
  static final Instant IN_SIX_DAYS = NOW.plus(Duration.ofDays(6));
  static final Instant YESTERDAY = NOW.minus(Duration.ofDays(1));
  static final Instant TOMORROW = NOW.plus(Duration.ofDays(1));

  private static final Map<String, KeyPair> PAIRS = new ConcurrentHashMap<>();
  private static final AtomicLong SERIALS = new AtomicLong(0x5157_F09E_FDC0_96DEL);

  private Papers() {}

  /** The RSA key pair of somebody, the same whenever asked for. */
  static KeyPair pair(String owner) {
    return PAIRS.computeIfAbsent(owner, name -> rsa(2048));
  }

  static KeyPair rsa(int bits) {
    return generate("RSA", generator -> generator.initialize(bits));
  }

  static KeyPair curve() {
    return generate("EC", generator -> generator.initialize(new ECGenParameterSpec("secp256r1")));
  }

  private interface Setup {
    void of(KeyPairGenerator generator) throws GeneralSecurityException;
  }

  private static KeyPair generate(String algorithm, Setup setup) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      setup.of(generator);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new AssertionError(impossible);
    }
  }

  /** A certificate that is in force. */
  static X509Certificate certificate(String subject, String owner, String issuer, String signer) {
    return certificate(subject, owner, issuer, signer, LAST_YEAR, IN_THREE_YEARS);
  }

  /** A certificate for somebody's key, signed by somebody's key. */
  static X509Certificate certificate(
      String subject, String owner, String issuer, String signer, Instant from, Instant until) {
    return make(subject, owner, issuer, signer, from, until, false);
  }

  /** A certificate of an authority; its own root if both names are one. */
  static X509Certificate authority(String subject, String owner, String issuer, String signer) {
    return make(subject, owner, issuer, signer, LAST_YEAR, IN_THREE_YEARS, true);
  }

  private static X509Certificate make(
      String subject,
      String owner,
      String issuer,
      String signer,
      Instant from,
      Instant until,
      boolean authority) {
    try {
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              new X500Name(issuer),
              BigInteger.valueOf(SERIALS.incrementAndGet()),
              Date.from(from),
              Date.from(until),
              new X500Name(subject),
              pair(owner).getPublic());
      if (authority) {
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
      }
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withRSA").build(pair(signer).getPrivate())));
    } catch (Exception impossible) {
      throw new AssertionError(impossible);
    }
  }

  static String pem(X509Certificate... certificates) {
    StringBuilder text = new StringBuilder();
    for (X509Certificate certificate : certificates) {
      text.append(pem("CERTIFICATE", encoded(certificate)));
    }
    return text.toString();
  }

  private static byte[] encoded(X509Certificate certificate) {
    try {
      return certificate.getEncoded();
    } catch (GeneralSecurityException impossible) {
      throw new AssertionError(impossible);
    }
  }

  static String privatePem(KeyPair pair) {
    return pem("PRIVATE KEY", pair.getPrivate().getEncoded());
  }

  static String publicPem(KeyPair pair) {
    return pem("PUBLIC KEY", pair.getPublic().getEncoded());
  }

  /** A private key behind a password. */
  static String encryptedPem(KeyPair pair, String password) {
    try {
      return pem(
          "ENCRYPTED PRIVATE KEY",
          new JcaPKCS8Generator(
                  pair.getPrivate(),
                  new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
                      .setProvider(new BouncyCastleProvider())
                      .setPassword(password.toCharArray())
                      .build())
              .generate()
              .getContent());
    } catch (Exception impossible) {
      throw new AssertionError(impossible);
    }
  }

  /** A .pfx file as Base64. */
  static String pfx(PrivateKey key, String password, Certificate... chain) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("1", key, password.toCharArray(), chain);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      store.store(out, password.toCharArray());
      return Base64.getEncoder().encodeToString(out.toByteArray());
    } catch (Exception impossible) {
      throw new AssertionError(impossible);
    }
  }

  static String hex(X509Certificate certificate) {
    return certificate.getSerialNumber().toString(16).toUpperCase(Locale.ROOT);
  }

  private static String pem(String kind, byte[] content) {
    return "-----BEGIN "
        + kind
        + "-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content)
        + "\n-----END "
        + kind
        + "-----\n";
  }
}
