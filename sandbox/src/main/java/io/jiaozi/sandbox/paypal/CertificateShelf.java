package io.jiaozi.sandbox.paypal;

import io.jiaozi.sandbox.channel.ChannelContext;
import io.jiaozi.sandbox.channel.Pem;
import io.jiaozi.sandbox.channel.Reply;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The certificates with which events are signed, and where they can be fetched: {@code
 * /v1/notifications/certs/CERT-...}. Root and intermediate have elliptic-curve keys, which are made
 * at once; the leaf is RSA-2048, as at the platform. Protocol sheet 5.3. Safe for use by many
 * threads.
 */
final class CertificateShelf {
  /** The name the platform's sandbox uses; protocol sheet 5.3, step 5. */
  static final String NAME = "messageverificationcerts.sandbox.paypal.com";

  private static final String LIVE_NAME = "messageverificationcerts.paypal.com";

  /** What stands behind one address. */
  enum Shelf {
    GENUINE,
    WITHOUT_CHAIN,
    EXPIRED,
    WRONG_NAME,
    LIVE_NAME,
    OTHER_AUTHORITY,
    SELF_SIGNED,
    REDIRECTED,
    OVERSIZED,
    HTML
  }

  private static final int OVERSIZED_BYTES = 1 << 20;

  private final ChannelContext context;
  private final CompletableFuture<KeyPair> leafKey;
  private final CompletableFuture<X509Certificate> root;
  private final Map<Shelf, String> ids = new EnumMap<>(Shelf.class);
  private final KeyPair rootKey;
  private final KeyPair intermediateKey;

  CertificateShelf(ChannelContext context) {
    this.context = context;
    leafKey = context.authority().newKeyPair();
    rootKey = ellipticKey();
    intermediateKey = ellipticKey();
    root =
        CompletableFuture.supplyAsync(
            () -> authority("CN=Jiaozi Sandbox Web Root", rootKey, "CN=Jiaozi Sandbox Web Root"));
    for (Shelf shelf : Shelf.values()) {
      ids.put(shelf, "CERT-" + context.randomness().hex(8) + "-" + context.randomness().hex(8));
    }
  }

  private KeyPair ellipticKey() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), context.randomness().source());
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java cannot make P-256 keys.", e);
    }
  }

  X509Certificate root() {
    return root.join();
  }

  PrivateKey signingKey() {
    return leafKey.join().getPrivate();
  }

  PublicKey verificationKey() {
    return leafKey.join().getPublic();
  }

  /** The path under which it can be fetched. */
  String path(Shelf shelf) {
    return Links.CERTIFICATES + ids.get(shelf);
  }

  /** Which of them has this path; null when none has. */
  @Nullable Shelf at(String path) {
    for (Map.Entry<Shelf, String> entry : ids.entrySet()) {
      if (path.equals(Links.CERTIFICATES + entry.getValue())) {
        return entry.getKey();
      }
    }
    return null;
  }

  /** Answers a fetch. */
  Reply fetch(String path) {
    Shelf shelf = at(path);
    if (shelf == null) {
      return Reply.empty(404);
    }
    return switch (shelf) {
      case GENUINE -> pem(leaf(NAME, Duration.ofDays(365)), intermediate());
      case WITHOUT_CHAIN -> pem(leaf(NAME, Duration.ofDays(365)));
      case EXPIRED -> pem(leaf(NAME, Duration.ofDays(-1)), intermediate());
      case WRONG_NAME -> pem(leaf("www.shop.example", Duration.ofDays(365)), intermediate());
      case LIVE_NAME -> pem(leaf(LIVE_NAME, Duration.ofDays(365)), intermediate());
      case OTHER_AUTHORITY -> otherAuthority();
      case SELF_SIGNED -> selfSigned();
      case REDIRECTED ->
          Reply.empty(302)
              .with("Location", context.address().get().resolve(path(Shelf.GENUINE)).toString());
      case OVERSIZED -> oversized();
      case HTML -> Reply.html(200, "<html><body><h1>Sorry, be right back</h1></body></html>");
    };
  }

  private static Reply pem(X509Certificate... chain) {
    StringBuilder text = new StringBuilder();
    for (X509Certificate certificate : chain) {
      text.append(Pem.certificate(certificate));
    }
    return Reply.of(
        200, "application/x-pem-file", text.toString().getBytes(StandardCharsets.US_ASCII));
  }

  private Reply oversized() {
    String chain =
        Pem.certificate(leaf(NAME, Duration.ofDays(365))) + Pem.certificate(intermediate());
    return Reply.of(
        200,
        "application/x-pem-file",
        (chain + "#".repeat(OVERSIZED_BYTES)).getBytes(StandardCharsets.US_ASCII));
  }

  private X509Certificate intermediate() {
    return certificate(
        root().getSubjectX500Principal().getName(),
        "CN=Jiaozi Sandbox Verification CA",
        intermediateKey.getPublic(),
        rootKey.getPrivate(),
        Duration.ofDays(5 * 365),
        null);
  }

  private X509Certificate leaf(String name, Duration left) {
    return certificate(
        "CN=Jiaozi Sandbox Verification CA",
        "CN=" + name + ",O=Jiaozi Sandbox",
        verificationKey(),
        intermediateKey.getPrivate(),
        left,
        name);
  }

  private Reply otherAuthority() {
    KeyPair foreign = ellipticKey();
    return pem(
        certificate(
            "CN=Somebody Else",
            "CN=" + NAME,
            verificationKey(),
            foreign.getPrivate(),
            Duration.ofDays(365),
            NAME),
        authority("CN=Somebody Else", foreign, "CN=Somebody Else"));
  }

  private Reply selfSigned() {
    return pem(
        certificate(
            "CN=" + NAME,
            "CN=" + NAME,
            verificationKey(),
            signingKey(),
            Duration.ofDays(365),
            NAME));
  }

  private X509Certificate authority(String subject, KeyPair pair, String issuer) {
    return certificate(
        issuer, subject, pair.getPublic(), pair.getPrivate(), Duration.ofDays(10 * 365), null);
  }

  /**
   * @param left how long it still lives, negative when it is over
   * @param name the DNS name of a leaf; null for an authority
   */
  private X509Certificate certificate(
      String issuer,
      String subject,
      PublicKey key,
      PrivateKey signer,
      Duration left,
      @Nullable String name) {
    Instant now = context.clock().instant();
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            new X500Name(issuer),
            new BigInteger("4" + context.randomness().hex(31), 16),
            Date.from(now.minus(Duration.ofDays(30))),
            Date.from(now.plus(left)),
            new X500Name(subject),
            key);
    try {
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(name == null));
      int usage =
          name == null
              ? KeyUsage.keyCertSign | KeyUsage.cRLSign
              : KeyUsage.digitalSignature | KeyUsage.keyEncipherment;
      builder.addExtension(Extension.keyUsage, true, new KeyUsage(usage));
      if (name != null) {
        builder.addExtension(
            Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        builder.addExtension(
            Extension.subjectAlternativeName,
            false,
            new GeneralNames(new GeneralName(GeneralName.dNSName, name)));
      }
      String algorithm =
          signer.getAlgorithm().toUpperCase(Locale.ROOT).startsWith("EC")
              ? "SHA256withECDSA"
              : "SHA256withRSA";
      return new JcaX509CertificateConverter()
          .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(signer)));
    } catch (CertIOException | GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException(
          "The sandbox could not make the certificate of " + subject, e);
    }
  }

  /** Which certificate a twisted delivery names. */
  static Shelf named(Set<Twist> how) {
    Map<Twist, Shelf> table =
        Map.of(
            Twist.EXPIRED_CERTIFICATE, Shelf.EXPIRED,
            Twist.WRONG_NAME, Shelf.WRONG_NAME,
            Twist.LIVE_NAME, Shelf.LIVE_NAME,
            Twist.OTHER_AUTHORITY, Shelf.OTHER_AUTHORITY,
            Twist.SELF_SIGNED, Shelf.SELF_SIGNED,
            Twist.WITHOUT_CHAIN, Shelf.WITHOUT_CHAIN,
            Twist.REDIRECTED_CERTIFICATE, Shelf.REDIRECTED,
            Twist.OVERSIZED_CERTIFICATE, Shelf.OVERSIZED,
            Twist.NO_CERTIFICATE, Shelf.HTML);
    for (Twist twist : how) {
      if (table.containsKey(twist)) {
        return Objects.requireNonNull(table.get(twist));
      }
    }
    return Shelf.GENUINE;
  }
}
