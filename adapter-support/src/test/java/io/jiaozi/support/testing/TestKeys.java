package io.jiaozi.support.testing;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Keys and certificates made by the tests, each key pair once per JVM. */
public final class TestKeys {
  /** Bouncy Castle as an object; never installed. */
  public static final Provider BC = new BouncyCastleProvider();

  /** When every test certificate is valid. */
  public static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");

  private static final Map<String, KeyPair> PAIRS = new ConcurrentHashMap<>();

  private TestKeys() {}

  /** An RSA-2048 pair; the same name gives the same pair. */
  public static KeyPair rsa(String name) {
    return PAIRS.computeIfAbsent("rsa " + name, n -> generate("RSA", 2048, null));
  }

  /** An RSA pair of another size. */
  public static KeyPair rsa(int bits) {
    return PAIRS.computeIfAbsent("rsa bits " + bits, n -> generate("RSA", bits, null));
  }

  /** An SM2 pair. */
  public static KeyPair sm2(String name) {
    return PAIRS.computeIfAbsent("sm2 " + name, n -> generate("EC", 0, "sm2p256v1"));
  }

  /** A pair on the NIST curve P-256. */
  public static KeyPair p256() {
    return PAIRS.computeIfAbsent("p256", n -> generate("EC", 0, "secp256r1"));
  }

  private static KeyPair generate(String algorithm, int bits, String curve) {
    try {
      if (curve == null) {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(bits);
        return generator.generateKeyPair();
      }
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm, BC);
      generator.initialize(new ECGenParameterSpec(curve));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new AssertionError(impossible);
    }
  }

  /** PEM with Unix newlines and lines of 64 characters. */
  public static String pem(String label, byte[] der) {
    return "-----BEGIN "
        + label
        + "-----\n"
        + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(der)
        + "\n-----END "
        + label
        + "-----\n";
  }

  public static String base64(byte[] der) {
    return Base64.getEncoder().encodeToString(der);
  }

  /** What one certificate should be like; start from {@link #leaf} or {@link #authority}. */
  public record Spec(
      String name,
      KeyPair pair,
      BigInteger serial,
      Instant from,
      Instant until,
      boolean authority,
      Integer usage,
      String algorithm) {
    public Spec valid(String from, String until) {
      return new Spec(
          name,
          pair,
          serial,
          Instant.parse(from),
          Instant.parse(until),
          authority,
          usage,
          algorithm);
    }

    public Spec serial(String hex) {
      return new Spec(
          name, pair, new BigInteger(hex, 16), from, until, authority, usage, algorithm);
    }

    public Spec usage(Integer bits) {
      return new Spec(name, pair, serial, from, until, authority, bits, algorithm);
    }

    public Spec algorithm(String jca) {
      return new Spec(name, pair, serial, from, until, authority, usage, jca);
    }

    /** Signed by itself. */
    public X509Certificate selfSigned() {
      return issuedBy(name, pair.getPrivate());
    }

    /** Signed by another. */
    public X509Certificate issuedBy(Spec issuer) {
      return issuedBy(issuer.name, issuer.pair.getPrivate());
    }

    private X509Certificate issuedBy(String issuerName, PrivateKey issuerKey) {
      try {
        JcaX509v3CertificateBuilder builder =
            new JcaX509v3CertificateBuilder(
                new X500Name("CN=" + issuerName),
                serial,
                Date.from(from),
                Date.from(until),
                new X500Name("CN=" + name),
                pair.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
        if (usage != null) {
          builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
        }
        JcaX509CertificateConverter converter = new JcaX509CertificateConverter();
        if (!pair.getPublic().getAlgorithm().equals("RSA")) {
          converter.setProvider(BC);
        }
        return converter.getCertificate(
            builder.build(new JcaContentSignerBuilder(algorithm).setProvider(BC).build(issuerKey)));
      } catch (Exception impossible) {
        throw new AssertionError(impossible);
      }
    }
  }

  /** A certificate for signing, valid for all of 2026. */
  public static Spec leaf(String name, KeyPair pair) {
    return new Spec(
        name,
        pair,
        new BigInteger("5F1C72E2A8931B72", 16),
        Instant.parse("2026-01-01T00:00:00Z"),
        Instant.parse("2026-12-31T23:59:59Z"),
        false,
        KeyUsage.digitalSignature,
        pair.getPublic().getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SM3withSM2");
  }

  /** A certificate authority, valid from 2020 to 2040. */
  public static Spec authority(String name, KeyPair pair) {
    return new Spec(
        name,
        pair,
        BigInteger.valueOf(77),
        Instant.parse("2020-01-01T00:00:00Z"),
        Instant.parse("2040-01-01T00:00:00Z"),
        true,
        KeyUsage.keyCertSign | KeyUsage.cRLSign,
        "SHA256withRSA");
  }

  /** One entry of a PKCS#12 file. */
  public record Entry(String alias, PrivateKey key, List<Certificate> chain) {
    public Entry(String alias, PrivateKey key, Certificate... chain) {
      this(alias, key, List.of(chain));
    }
  }

  public static byte[] pkcs12(String password, Entry... entries) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      for (Entry entry : entries) {
        if (entry.key() == null) {
          store.setCertificateEntry(entry.alias(), entry.chain().get(0));
        } else {
          store.setKeyEntry(
              entry.alias(),
              entry.key(),
              password.toCharArray(),
              entry.chain().toArray(Certificate[]::new));
        }
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      store.store(bytes, password.toCharArray());
      return bytes.toByteArray();
    } catch (Exception impossible) {
      throw new AssertionError(impossible);
    }
  }
}
