package io.jiaozi.sandbox.alipay;

import io.jiaozi.sandbox.channel.CertificateAuthority;
import io.jiaozi.sandbox.channel.Pem;
import io.jiaozi.sandbox.channel.Randomness;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The platform's certificates: a bundle of four roots of three kinds, as the real one (SM2, RSA,
 * ECDSA, RSA in this order; protocol sheet 1.3), an intermediate under the first RSA root, and
 * leaves under the intermediate. Keys are made when first needed. Safe for use by many threads.
 */
final class AlipayAuthority {
  private static final String RSA = "SHA256withRSA";
  private static final Duration LIFETIME = Duration.ofDays(5 * 365);
  private static final String OWNER = ",OU=Certification Authority,O=Jiaozi Sandbox,C=CN";

  private final CertificateAuthority keys;
  private final Randomness randomness;
  private final Clock clock;
  private final Lazy<Made> made = new Lazy<>(this::make);

  AlipayAuthority(CertificateAuthority keys, Randomness randomness, Clock clock) {
    this.keys = keys;
    this.randomness = randomness;
    this.clock = clock;
  }

  /** A key pair and the chain of certificates that vouches for it, leaf first, without the root. */
  record Leaf(PrivateKey privateKey, List<X509Certificate> chain) {
    X509Certificate certificate() {
      return chain.get(0);
    }

    /** Leaf and intermediate as PEM text. */
    String pem() {
      StringBuilder text = new StringBuilder();
      chain.forEach(certificate -> text.append(Pem.certificate(certificate)));
      return text.toString();
    }

    /** Shows the serial number only. */
    @Override
    public String toString() {
      return "Leaf[" + CertificateSerial.of(certificate()) + "]";
    }
  }

  private record Made(
      X509Certificate root,
      X509Certificate otherRoot,
      X509Certificate intermediate,
      PrivateKey signer,
      String bundle) {}

  private record Issuer(X500Name name, PrivateKey key, String algorithm) {}

  private Made make() {
    CompletableFuture<KeyPair> firstKey = keys.newKeyPair();
    CompletableFuture<KeyPair> secondKey = keys.newKeyPair();
    CompletableFuture<KeyPair> intermediateKey = keys.newKeyPair();
    BouncyCastleProvider bouncyCastle = new BouncyCastleProvider();
    X509CertificateHolder sm2 =
        selfSigned(
            "CN=Jiaozi Sandbox ROOTCA,O=Jiaozi Sandbox,C=CN",
            curveKey("sm2p256v1", bouncyCastle),
            "SM3withSM2",
            bouncyCastle);
    X509CertificateHolder ecdsa =
        selfSigned(
            "CN=Jiaozi Sandbox Certification Authority E1" + OWNER,
            curveKey("secp256r1", null),
            "SHA256withECDSA",
            null);
    String firstName = "CN=Jiaozi Sandbox Certification Authority R1" + OWNER;
    X509CertificateHolder first = selfSigned(firstName, firstKey.join(), RSA, null);
    X509CertificateHolder second =
        selfSigned("CN=Jiaozi Sandbox Class 2 Root CA - G3" + OWNER, secondKey.join(), RSA, null);
    X509Certificate intermediate =
        parsed(
            certificate(
                new Issuer(new X500Name(firstName), firstKey.join().getPrivate(), RSA),
                "CN=Jiaozi Sandbox Certification Authority Class 2 R1" + OWNER,
                intermediateKey.join().getPublic(),
                clock.instant().minus(Duration.ofDays(2)),
                /* authority= */ true,
                null));
    return new Made(
        parsed(first),
        parsed(second),
        intermediate,
        intermediateKey.join().getPrivate(),
        pem(sm2) + pem(first) + pem(ecdsa) + pem(second));
  }

  /** The root bundle: PEM blocks, the first of them one that the JDK cannot read. */
  String rootBundle() {
    return made.get().bundle();
  }

  /** {@code alipay_root_cert_sn}: the RSA roots only, in the bundle's order. */
  String rootSerials() {
    return CertificateSerial.of(made.get().root())
        + "_"
        + CertificateSerial.of(made.get().otherRoot());
  }

  /** A leaf that is valid now. */
  Leaf leaf(String subject) {
    return leaf(subject, clock.instant().minus(Duration.ofDays(1)));
  }

  /** A leaf whose time has passed. */
  Leaf expiredLeaf(String subject) {
    return leaf(subject, clock.instant().minus(LIFETIME).minus(Duration.ofDays(30)));
  }

  private Leaf leaf(String subject, Instant from) {
    KeyPair pair = keys.newKeyPair().join();
    Made authority = made.get();
    Issuer issuer =
        new Issuer(
            X500Name.getInstance(authority.intermediate().getSubjectX500Principal().getEncoded()),
            authority.signer(),
            RSA);
    X509Certificate certificate =
        parsed(certificate(issuer, subject, pair.getPublic(), from, /* authority= */ false, null));
    return new Leaf(pair.getPrivate(), List.of(certificate, authority.intermediate()));
  }

  /** A certificate that nobody but itself vouches for. */
  Leaf selfSignedLeaf(String subject) {
    KeyPair pair = keys.newKeyPair().join();
    return new Leaf(pair.getPrivate(), List.of(parsed(selfSigned(subject, pair, RSA, null))));
  }

  /** A certificate of the sandbox's general authority, which is none of the platform's roots. */
  Leaf otherAuthorityLeaf(String subject) {
    CertificateAuthority.Identity identity = keys.newIdentity(subject).join();
    return new Leaf(identity.privateKey(), List.of(identity.certificate(), keys.certificate()));
  }

  private KeyPair curveKey(String curve, @Nullable Provider provider) {
    try {
      KeyPairGenerator generator =
          provider == null
              ? KeyPairGenerator.getInstance("EC")
              : KeyPairGenerator.getInstance("EC", provider);
      generator.initialize(new ECGenParameterSpec(curve), randomness.source());
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The sandbox could not make a key on " + curve, e);
    }
  }

  private X509CertificateHolder selfSigned(
      String subject, KeyPair pair, String algorithm, @Nullable Provider provider) {
    return certificate(
        new Issuer(new X500Name(subject), pair.getPrivate(), algorithm),
        subject,
        pair.getPublic(),
        clock.instant().minus(Duration.ofDays(3)),
        /* authority= */ true,
        provider);
  }

  private X509CertificateHolder certificate(
      Issuer issuer,
      String subject,
      PublicKey key,
      Instant from,
      boolean authority,
      @Nullable Provider provider) {
    X509v3CertificateBuilder builder =
        new X509v3CertificateBuilder(
            issuer.name(),
            new BigInteger(randomness.digits(38)),
            Date.from(from),
            Date.from(from.plus(LIFETIME)),
            new X500Name(subject),
            SubjectPublicKeyInfo.getInstance(key.getEncoded()));
    int usage = authority ? KeyUsage.keyCertSign | KeyUsage.cRLSign : KeyUsage.digitalSignature;
    JcaContentSignerBuilder signer = new JcaContentSignerBuilder(issuer.algorithm());
    if (provider != null) {
      signer.setProvider(provider);
    }
    try {
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
      return builder.build(signer.build(issuer.key()));
    } catch (IOException | OperatorCreationException e) {
      throw new IllegalStateException(
          "The sandbox could not make the certificate of " + subject, e);
    }
  }

  private static X509Certificate parsed(X509CertificateHolder holder) {
    try {
      return new JcaX509CertificateConverter().getCertificate(holder);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("A certificate made by the sandbox cannot be read.", e);
    }
  }

  /** Not through {@link Pem}: the JDK has no class for the SM2 certificate. */
  private static String pem(X509CertificateHolder holder) {
    try {
      return "-----BEGIN CERTIFICATE-----\n"
          + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(holder.getEncoded())
          + "\n-----END CERTIFICATE-----\n";
    } catch (IOException e) {
      throw new IllegalStateException("A certificate made by the sandbox cannot be encoded.", e);
    }
  }
}
