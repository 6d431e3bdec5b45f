package io.jiaozi.alipay;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Keys and certificates made for this run. */
final class TestKeys {

  static final KeyPair APP = pair();
  static final KeyPair ALIPAY = pair();
  static final KeyPair STRANGER = pair();

  /** Alipay's own signing certificate before and after it was exchanged. */
  static final KeyPair ALIPAY_NEXT = pair();

  /** As Alipay writes it: its own name, then the merchant's number. */
  static final String ALIPAY_NAME = "CN=支付宝(中国)网络技术有限公司-2088721003899159,OU=Alipay,O=Shop,C=CN";

  static final KeyPair ROOT = pair();
  static final KeyPair OTHER_ROOT = pair();
  static final KeyPair CURVE_ROOT = curvePair();

  static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
  static final Instant UNTIL = Instant.parse("2028-01-01T00:00:00Z");

  static final X509Certificate ROOT_CERTIFICATE = root("CN=Test root,O=Jiaozi", ROOT, 11);
  static final X509Certificate OTHER_ROOT_CERTIFICATE =
      root("CN=Other root,O=Jiaozi", OTHER_ROOT, 12);
  static final X509Certificate CURVE_ROOT_CERTIFICATE =
      root("CN=Curve root,O=Jiaozi", CURVE_ROOT, 13);
  static final X509Certificate APP_CERTIFICATE = leaf("CN=App", APP, ROOT, 21, FROM, UNTIL);
  static final X509Certificate ALIPAY_CERTIFICATE =
      leaf(ALIPAY_NAME, ALIPAY, ROOT, 22, FROM, UNTIL);
  static final X509Certificate NEXT_CERTIFICATE =
      leaf(ALIPAY_NAME, ALIPAY_NEXT, ROOT, 23, FROM, UNTIL);

  private TestKeys() {}

  private static KeyPair pair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static KeyPair curvePair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static String sign(KeyPair pair, byte[] text) {
    return sign("SHA256withRSA", pair.getPrivate(), text);
  }

  static String sign(String algorithm, PrivateKey key, byte[] text) {
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(text);
      return Base64.getEncoder().encodeToString(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static boolean verifies(KeyPair pair, byte[] text, String signed) {
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initVerify(pair.getPublic());
      signature.update(text);
      return signature.verify(Base64.getDecoder().decode(signed));
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  private static X509Certificate root(String name, KeyPair pair, long serial) {
    return certificate(name, pair, name, pair, BigInteger.valueOf(serial), FROM, UNTIL, true);
  }

  /** A certificate that the root with this key issued. */
  static X509Certificate leaf(
      String name, KeyPair pair, KeyPair issuer, long serial, Instant from, Instant until) {
    String issuerName = issuer == ROOT ? "CN=Test root,O=Jiaozi" : "CN=Other root,O=Jiaozi";
    return certificate(
        name, pair, issuerName, issuer, BigInteger.valueOf(serial), from, until, false);
  }

  static X509Certificate certificate(
      String name,
      KeyPair pair,
      String issuerName,
      KeyPair issuer,
      BigInteger serial,
      Instant from,
      Instant until,
      boolean authority) {
    String algorithm =
        issuer.getPrivate().getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
    try {
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              new X500Principal(issuerName),
              serial,
              Date.from(from),
              Date.from(until),
              new X500Principal(name),
              pair.getPublic());
      if (authority) {
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
      }
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(new JcaContentSignerBuilder(algorithm).build(issuer.getPrivate())));
    } catch (OperatorCreationException | GeneralSecurityException | CertIOException e) {
      throw new AssertionError(e);
    }
  }

  static String pem(Key key) {
    String kind = key.getFormat().equals("PKCS#8") ? "PRIVATE KEY" : "PUBLIC KEY";
    return pem(kind, key.getEncoded());
  }

  static String pem(X509Certificate... certificates) {
    StringBuilder all = new StringBuilder();
    for (X509Certificate certificate : certificates) {
      try {
        all.append(pem("CERTIFICATE", certificate.getEncoded()));
      } catch (GeneralSecurityException e) {
        throw new AssertionError(e);
      }
    }
    return all.toString();
  }

  private static String pem(String kind, byte[] der) {
    return "-----BEGIN "
        + kind
        + "-----\n"
        + Base64.getMimeEncoder().encodeToString(der)
        + "\n-----END "
        + kind
        + "-----\n";
  }
}
