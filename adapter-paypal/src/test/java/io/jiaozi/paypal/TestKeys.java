package io.jiaozi.paypal;

import io.jiaozi.tck.ContractContext;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Keys and certificates made for this run: a root, one in between, and leaves, as deep as the
 * channel's own and with its names and times.
 */
final class TestKeys {

  static final String NAME = "messageverificationcerts.sandbox.paypal.com";

  static final KeyPair ROOT_KEYS = pair();
  static final KeyPair BETWEEN_KEYS = pair();
  static final KeyPair SIGNER = pair();
  static final KeyPair STRANGER = pair();

  private static final AtomicLong SERIALS = new AtomicLong(1000);

  static final X509Certificate ROOT =
      authority("CN=Test Root CA,O=Jiaozi", "CN=Test Root CA,O=Jiaozi", ROOT_KEYS, ROOT_KEYS);
  static final X509Certificate BETWEEN =
      authority("CN=Test Server CA,O=Jiaozi", "CN=Test Root CA,O=Jiaozi", BETWEEN_KEYS, ROOT_KEYS);
  static final X509Certificate LEAF = new Leaf().make();

  private TestKeys() {}

  /** A leaf, as it should be unless changed. */
  static final class Leaf {
    private String subject = "CN=" + NAME + ",O=PayPal\\, Inc.,L=San Jose,C=US";
    private String alternative = NAME;
    private KeyPair keys = SIGNER;
    private KeyPair signedBy = BETWEEN_KEYS;
    private String issuer = "CN=Test Server CA,O=Jiaozi";
    private String algorithm = "SHA256withRSA";
    private Instant from = ContractContext.NOW.minus(Duration.ofDays(30));
    private Instant until = ContractContext.NOW.plus(Duration.ofDays(700));

    Leaf named(String name) {
      subject = "CN=" + name + ",O=PayPal\\, Inc.,C=US";
      alternative = name;
      return this;
    }

    Leaf commonNameOnly(String name) {
      subject = "CN=" + name + ",O=PayPal\\, Inc.,C=US";
      alternative = null;
      return this;
    }

    Leaf alternative(String name) {
      alternative = name;
      return this;
    }

    Leaf keys(KeyPair pair) {
      keys = pair;
      return this;
    }

    Leaf selfSigned() {
      signedBy = keys;
      issuer = subject;
      return this;
    }

    Leaf signedByStranger() {
      signedBy = STRANGER;
      return this;
    }

    Leaf algorithm(String name) {
      algorithm = name;
      return this;
    }

    Leaf valid(Instant start, Instant end) {
      from = start;
      until = end;
      return this;
    }

    X509Certificate make() {
      try {
        JcaX509v3CertificateBuilder builder =
            new JcaX509v3CertificateBuilder(
                new X500Name(issuer),
                BigInteger.valueOf(SERIALS.incrementAndGet()),
                Date.from(from),
                Date.from(until),
                new X500Name(subject),
                keys.getPublic());
        if (alternative != null) {
          builder.addExtension(
              Extension.subjectAlternativeName,
              false,
              new GeneralNames(new GeneralName(GeneralName.dNSName, alternative)));
        }
        return signed(builder, signedBy, algorithm);
      } catch (CertIOException e) {
        throw new AssertionError(e);
      }
    }
  }

  private static X509Certificate authority(
      String subject, String issuer, KeyPair keys, KeyPair by) {
    try {
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              new X500Name(issuer),
              BigInteger.valueOf(SERIALS.incrementAndGet()),
              Date.from(ContractContext.NOW.minus(Duration.ofDays(3000))),
              Date.from(ContractContext.NOW.plus(Duration.ofDays(3000))),
              new X500Name(subject),
              keys.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
      return signed(builder, by, "SHA256withRSA");
    } catch (CertIOException e) {
      throw new AssertionError(e);
    }
  }

  private static X509Certificate signed(
      JcaX509v3CertificateBuilder builder, KeyPair by, String algorithm) {
    try {
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(new JcaContentSignerBuilder(algorithm).build(by.getPrivate())));
    } catch (OperatorCreationException | CertificateException e) {
      throw new AssertionError(e);
    }
  }

  private static KeyPair pair() {
    return pair(2048);
  }

  static KeyPair pair(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static byte[] sign(KeyPair pair, String algorithm, byte[] text) {
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(pair.getPrivate());
      signature.update(text);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static String pem(X509Certificate... certificates) {
    StringBuilder all = new StringBuilder();
    for (X509Certificate certificate : certificates) {
      try {
        all.append("-----BEGIN CERTIFICATE-----\n")
            .append(Base64.getMimeEncoder().encodeToString(certificate.getEncoded()))
            .append("\n-----END CERTIFICATE-----\n");
      } catch (CertificateException e) {
        throw new AssertionError(e);
      }
    }
    return all.toString();
  }
}
