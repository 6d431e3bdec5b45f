package io.jiaozi.unionpay;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority made for this run, shaped as UnionPay's, with SHA-1 as there. */
final class TestCa {

  static final String COMPANY = "041@8310000000083040@中国银联股份有限公司@00000001";
  static final String OLD_TEST_SIGNER = "041@Z2017-11-1@00040000:SIGN@00000001";
  static final String MERCHANT_NAME = "041@Z2026-1-1@777290058110048:SIGN@00000001";
  static final String PASSWORD = "c4n4ry";

  static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
  static final Instant UNTIL = Instant.parse("2027-01-01T00:00:00Z");

  static final KeyPair ROOT_KEY = pair();
  static final KeyPair MIDDLE_KEY = pair();
  static final KeyPair SIGNER_KEY = pair();
  static final KeyPair MERCHANT_KEY = pair();
  static final KeyPair ENCRYPTION_KEY = pair();
  static final KeyPair STRANGER_KEY = pair();

  static final X509Certificate ROOT = new Spec("Jiaozi root", ROOT_KEY).authority().selfSigned();
  static final X509Certificate MIDDLE =
      new Spec("Jiaozi middle", MIDDLE_KEY).authority().issuedBy("Jiaozi root", ROOT_KEY);
  static final X509Certificate SIGNER = leaf(COMPANY, SIGNER_KEY);
  static final X509Certificate MERCHANT =
      new Spec(MERCHANT_NAME, MERCHANT_KEY)
          .serial("68759663125")
          .issuedBy("Jiaozi middle", MIDDLE_KEY);
  static final X509Certificate ENCRYPTION = leaf(OLD_TEST_SIGNER, ENCRYPTION_KEY);

  static final String PFX = pfx(PASSWORD);

  private TestCa() {}

  static KeyPair pair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /** A certificate under the middle one. */
  static X509Certificate leaf(String commonName, KeyPair key) {
    return new Spec(commonName, key).issuedBy("Jiaozi middle", MIDDLE_KEY);
  }

  /** What one certificate should be like. */
  record Spec(
      String commonName,
      KeyPair key,
      BigInteger serialNumber,
      Instant from,
      Instant until,
      boolean ca) {

    Spec(String commonName, KeyPair key) {
      this(
          commonName,
          key,
          new BigInteger("10" + (commonName.hashCode() & 0x7FFFFFFF)),
          FROM,
          UNTIL,
          false);
    }

    Spec authority() {
      return new Spec(commonName, key, serialNumber, from, until, true);
    }

    Spec serial(String decimal) {
      return new Spec(commonName, key, new BigInteger(decimal), from, until, ca);
    }

    Spec valid(Instant newFrom, Instant newUntil) {
      return new Spec(commonName, key, serialNumber, newFrom, newUntil, ca);
    }

    /** Under the root, or the root itself, with other dates. */
    X509Certificate issuedByRootUntil(Instant newFrom, Instant newUntil) {
      return valid(newFrom, newUntil).issuedBy("Jiaozi root", ROOT_KEY);
    }

    X509Certificate selfSigned() {
      return issuedBy(commonName, key);
    }

    X509Certificate issuedBy(String issuer, KeyPair issuerKey) {
      try {
        JcaX509v3CertificateBuilder builder =
            new JcaX509v3CertificateBuilder(
                new X500NameBuilder().addRDN(BCStyle.CN, issuer).build(),
                serialNumber,
                Date.from(from),
                Date.from(until),
                new X500NameBuilder().addRDN(BCStyle.CN, commonName).build(),
                key.getPublic());
        if (ca) {
          builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
        }
        builder.addExtension(
            Extension.keyUsage,
            true,
            new KeyUsage(ca ? KeyUsage.keyCertSign : KeyUsage.digitalSignature));
        return new JcaX509CertificateConverter()
            .getCertificate(
                builder.build(
                    new JcaContentSignerBuilder("SHA1withRSA").build(issuerKey.getPrivate())));
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
  }

  /** The merchant's .pfx file as Base64. */
  static String pfx(String password) {
    return Base64.getEncoder().encodeToString(pkcs12(password, MERCHANT_KEY, MERCHANT));
  }

  static byte[] pkcs12(String password, KeyPair key, X509Certificate certificate) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry(
          "key", key.getPrivate(), password.toCharArray(), new Certificate[] {certificate});
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      store.store(bytes, password.toCharArray());
      return bytes.toByteArray();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** PEM with the line ends UnionPay sends. */
  static String pem(X509Certificate certificate) {
    try {
      return pem("CERTIFICATE", certificate.getEncoded());
    } catch (CertificateException e) {
      throw new AssertionError(e);
    }
  }

  static String pem(String kind, byte[] der) {
    return "-----BEGIN "
        + kind
        + "-----\r\n"
        + Base64.getMimeEncoder(64, "\r\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der)
        + "\r\n-----END "
        + kind
        + "-----";
  }

  static byte[] sign(KeyPair key, byte[] text) {
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initSign(key.getPrivate());
      signature.update(text);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static boolean verifies(KeyPair key, byte[] text, byte[] signed) {
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initVerify(key.getPublic());
      signature.update(text);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
