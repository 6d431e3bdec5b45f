package io.jiaozi.sandbox.unionpay;

import io.jiaozi.sandbox.channel.CertificateAuthority.Identity;
import io.jiaozi.sandbox.channel.ChannelContext;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.CompletableFuture;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A throw-away authority of the shape behind UnionPay's certificates: a root, one middle, leaves;
 * all RSA-2048, signed with SHA1withRSA as the real ones are (sheet 1.2). Its keys are made anew at
 * every start, on other threads, and are worth nothing elsewhere.
 */
final class CardAuthority {
  private static final Duration LEAF_LIFETIME = Duration.ofDays(5 * 365);
  private static final Duration AUTHORITY_LIFETIME = Duration.ofDays(20 * 365);

  /** Weak for today's eyes, and still what the channel's chains are signed with. */
  private static final String ALGORITHM = "SHA1withRSA";

  private final ChannelContext context;
  private final CompletableFuture<Identity> root;
  private final CompletableFuture<Identity> middle;

  /**
   * @param name what root and middle are called
   */
  CardAuthority(ChannelContext context, String name) {
    this.context = context;
    X500Name rootName = authorityName(name + " CS CA");
    X500Name middleName = authorityName(name + " OCA1");
    root =
        context
            .authority()
            .newKeyPair()
            .thenApply(pair -> authority(rootName, pair, rootName, pair));
    middle =
        context
            .authority()
            .newKeyPair()
            .thenCombine(
                root,
                (pair, issuer) ->
                    authority(
                        middleName,
                        pair,
                        rootName,
                        new KeyPair(issuer.certificate().getPublicKey(), issuer.privateKey())));
  }

  X509Certificate root() {
    return root.join().certificate();
  }

  X509Certificate middle() {
    return middle.join().certificate();
  }

  /** Starts making a key pair with a certificate for this common name. */
  CompletableFuture<Identity> newLeaf(String commonName) {
    return context
        .authority()
        .newKeyPair()
        .thenCombine(middle, (pair, issuer) -> issue(subject(commonName), pair, now(), issuer));
  }

  /** A certificate for this subject and key, from this moment on. */
  Identity issue(X500Name subject, KeyPair pair, Instant from) {
    return issue(subject, pair, from, middle.join());
  }

  /** The same, from any issuer, whether it may issue or not. */
  Identity issue(X500Name subject, KeyPair pair, Instant from, Identity issuer) {
    X500Name issuerName =
        X500Name.getInstance(issuer.certificate().getSubjectX500Principal().getEncoded());
    KeyPair issuerPair = new KeyPair(issuer.certificate().getPublicKey(), issuer.privateKey());
    return new Identity(
        pair.getPrivate(),
        certificate(
            subject,
            pair.getPublic(),
            issuerName,
            issuerPair,
            from,
            LEAF_LIFETIME,
            /* authority= */ false));
  }

  /** A certificate that its own key has signed. */
  Identity selfSigned(X500Name subject, KeyPair pair) {
    return new Identity(
        pair.getPrivate(),
        certificate(
            subject,
            pair.getPublic(),
            subject,
            pair,
            now(),
            LEAF_LIFETIME,
            /* authority= */ false));
  }

  private Identity authority(X500Name name, KeyPair pair, X500Name issuer, KeyPair issuerPair) {
    return new Identity(
        pair.getPrivate(),
        certificate(
            name,
            pair.getPublic(),
            issuer,
            issuerPair,
            now(),
            AUTHORITY_LIFETIME,
            /* authority= */ true));
  }

  private Instant now() {
    return context.clock().instant().minus(Duration.ofDays(1));
  }

  private X509Certificate certificate(
      X500Name subject,
      PublicKey key,
      X500Name issuer,
      KeyPair issuerPair,
      Instant from,
      Duration lifetime,
      boolean authority) {
    // As short as the real ones, so that certId has 11 digits in decimal.
    BigInteger serial = new BigInteger("10" + context.randomness().hex(8), 16);
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            issuer, serial, Date.from(from), Date.from(from.plus(lifetime)), subject, key);
    int usage =
        authority
            ? KeyUsage.keyCertSign | KeyUsage.cRLSign
            : KeyUsage.digitalSignature
                | KeyUsage.nonRepudiation
                | KeyUsage.keyEncipherment
                | KeyUsage.dataEncipherment;
    try {
      JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
      builder.addExtension(
          Extension.authorityKeyIdentifier,
          false,
          identifiers.createAuthorityKeyIdentifier(issuerPair.getPublic()));
      builder.addExtension(
          Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(key));
      if (authority) {
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
      }
      builder.addExtension(Extension.keyUsage, false, new KeyUsage(usage));
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(new JcaContentSignerBuilder(ALGORITHM).build(issuerPair.getPrivate())));
    } catch (CertIOException | GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException(
          "The sandbox could not make the certificate of " + subject, e);
    }
  }

  private static X500Name authorityName(String commonName) {
    return new X500NameBuilder(BCStyle.INSTANCE)
        .addRDN(BCStyle.C, "CN")
        .addRDN(BCStyle.O, "Jiaozi Sandbox Certification Authority")
        .addRDN(BCStyle.CN, commonName)
        .build();
  }

  /** A leaf's subject: the common name is the only part that tells anything. */
  static X500Name subject(String commonName) {
    return subject("Enterprises", commonName);
  }

  /** The same with one more thing in the organizational unit, and any number of common names. */
  static X500Name subject(String unit, String... commonNames) {
    X500NameBuilder name =
        new X500NameBuilder(BCStyle.INSTANCE)
            .addRDN(BCStyle.C, "cn")
            .addRDN(BCStyle.O, "Jiaozi Sandbox OCA1")
            .addRDN(BCStyle.OU, unit);
    for (String commonName : commonNames) {
      name.addRDN(BCStyle.CN, commonName);
    }
    return name.build();
  }
}
