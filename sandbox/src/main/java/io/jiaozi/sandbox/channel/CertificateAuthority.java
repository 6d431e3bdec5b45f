package io.jiaozi.sandbox.channel;

import io.jiaozi.sandbox.SandboxClock;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The sandbox's own certificate authority. Trusted by nobody but the sandbox; made anew at every
 * start, so its keys are worth nothing elsewhere. Key pairs are generated on other threads, because
 * that is the slowest part of starting. Safe for use by many threads.
 */
public final class CertificateAuthority {
  private static final int RSA_BITS = 2048;
  private static final Duration LIFETIME = Duration.ofDays(5 * 365);

  private final SandboxClock clock;
  private final Randomness randomness;
  private final CompletableFuture<Identity> root;

  public CertificateAuthority(SandboxClock clock, Randomness randomness) {
    this.clock = clock;
    this.randomness = randomness;
    root = newKeyPair().thenApply(this::selfSigned);
  }

  /**
   * A key pair and its certificate.
   *
   * @param privateKey RSA-2048
   * @param certificate signed by this authority
   */
  public record Identity(PrivateKey privateKey, X509Certificate certificate) {
    /** The certificate's serial number in upper-case hexadecimal digits. */
    public String serial() {
      return String.format("%X", certificate.getSerialNumber());
    }

    /** Shows the serial number only. */
    @Override
    public String toString() {
      return "Identity[" + serial() + "]";
    }
  }

  /** Starts making an RSA-2048 key pair. */
  public CompletableFuture<KeyPair> newKeyPair() {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(RSA_BITS, randomness.source());
            return generator.generateKeyPair();
          } catch (GeneralSecurityException e) {
            throw new CompletionException("This Java cannot make RSA-2048 keys.", e);
          }
        });
  }

  /** Starts making a key pair with a certificate for this subject, such as {@code CN=A,O=B}. */
  public CompletableFuture<Identity> newIdentity(String subject) {
    return newKeyPair().thenCombine(root, (pair, issuer) -> issue(subject, pair, issuer));
  }

  /** The same with a certificate that was valid until yesterday. */
  public CompletableFuture<Identity> newExpiredIdentity(String subject) {
    Instant yesterday = clock.instant().minus(Duration.ofDays(1));
    return newKeyPair()
        .thenCombine(
            root, (pair, issuer) -> issue(subject, pair, issuer, yesterday.minus(LIFETIME)));
  }

  /** The authority's own certificate. */
  public X509Certificate certificate() {
    return root.join().certificate();
  }

  private Identity selfSigned(KeyPair pair) {
    X500Name name = new X500Name("CN=Jiaozi Sandbox Root CA,O=Jiaozi Sandbox,C=CN");
    return new Identity(
        pair.getPrivate(),
        certificate(
            name, name, pair.getPublic(), pair.getPrivate(), started(), /* authority= */ true));
  }

  private Identity issue(String subject, KeyPair pair, Identity issuer) {
    return issue(subject, pair, issuer, started());
  }

  private Instant started() {
    return clock.instant().minus(Duration.ofDays(1));
  }

  private Identity issue(String subject, KeyPair pair, Identity issuer, Instant from) {
    X500Name issuerName =
        X500Name.getInstance(issuer.certificate().getSubjectX500Principal().getEncoded());
    return new Identity(
        pair.getPrivate(),
        certificate(
            issuerName,
            new X500Name(subject),
            pair.getPublic(),
            issuer.privateKey(),
            from,
            /* authority= */ false));
  }

  private X509Certificate certificate(
      X500Name issuer,
      X500Name subject,
      PublicKey key,
      PrivateKey signer,
      Instant from,
      boolean authority) {
    // 40 hexadecimal digits, positive: the usual length of a serial number at the channels.
    BigInteger serial = new BigInteger("5" + randomness.hex(39), 16);
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            issuer, serial, Date.from(from), Date.from(from.plus(LIFETIME)), subject, key);
    int usage =
        authority
            ? KeyUsage.keyCertSign | KeyUsage.cRLSign
            : KeyUsage.digitalSignature | KeyUsage.keyEncipherment;
    try {
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(new JcaContentSignerBuilder("SHA256withRSA").build(signer)));
    } catch (CertIOException | GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException(
          "The sandbox could not make the certificate of " + subject, e);
    }
  }
}
