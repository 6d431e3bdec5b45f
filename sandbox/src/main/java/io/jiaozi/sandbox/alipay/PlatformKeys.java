package io.jiaozi.sandbox.alipay;

import io.jiaozi.sandbox.channel.ChannelContext;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the platform signs with: one key for applications in key mode, certificates for the others,
 * and keys and certificates that no merchant should ever trust. Safe for use by many threads.
 */
final class PlatformKeys {
  private static final String SUBJECT =
      "CN=Jiaozi Sandbox Alipay-2088000000000000,OU=Jiaozi Sandbox,C=CN";

  private final AlipayAuthority authority;
  private final Lazy<KeyPair> keyMode;
  private final Lazy<KeyPair> stranger;
  private final Lazy<AlipayAuthority.Leaf> first;
  private final Lazy<AlipayAuthority.Leaf> unlisted;
  private final Lazy<AlipayAuthority.Leaf> selfSigned;
  private final Lazy<AlipayAuthority.Leaf> expired;
  private final Lazy<AlipayAuthority.Leaf> otherAuthority;
  private final List<AlipayAuthority.Leaf> later = new ArrayList<>();

  PlatformKeys(ChannelContext context) {
    authority = new AlipayAuthority(context.authority(), context.randomness(), context.clock());
    keyMode = new Lazy<>(() -> context.authority().newKeyPair().join());
    stranger = new Lazy<>(() -> context.authority().newKeyPair().join());
    first = new Lazy<>(() -> authority.leaf(SUBJECT));
    unlisted = new Lazy<>(() -> authority.leaf(SUBJECT));
    selfSigned = new Lazy<>(() -> authority.selfSignedLeaf(SUBJECT));
    expired = new Lazy<>(() -> authority.expiredLeaf(SUBJECT));
    otherAuthority = new Lazy<>(() -> authority.otherAuthorityLeaf(SUBJECT));
  }

  /**
   * A key to sign with.
   *
   * @param serial {@code alipay_cert_sn}; null in key mode
   */
  record Signer(PrivateKey key, @Nullable String serial) {
    private static Signer of(AlipayAuthority.Leaf leaf) {
      return new Signer(leaf.privateKey(), CertificateSerial.of(leaf.certificate()));
    }

    /** Shows the serial only. */
    @Override
    public String toString() {
      return "Signer[" + serial + "]";
    }
  }

  AlipayAuthority authority() {
    return authority;
  }

  PublicKey publicKey(boolean certificateMode) {
    return certificateMode ? active().certificate().getPublicKey() : keyMode.get().getPublic();
  }

  Signer signer(boolean certificateMode) {
    return certificateMode ? Signer.of(active()) : new Signer(keyMode.get().getPrivate(), null);
  }

  /** A key that no merchant knows; in certificate mode under the serial of an unlisted leaf. */
  Signer stranger(boolean certificateMode) {
    return new Signer(
        stranger.get().getPrivate(),
        certificateMode ? CertificateSerial.of(unlisted.get().certificate()) : null);
  }

  Signer selfSigned() {
    return Signer.of(selfSigned.get());
  }

  Signer expired() {
    return Signer.of(expired.get());
  }

  Signer otherAuthority() {
    return Signer.of(otherAuthority.get());
  }

  /** The certificate that signs now. */
  AlipayAuthority.Leaf active() {
    synchronized (later) {
      return later.isEmpty() ? first.get() : later.get(later.size() - 1);
    }
  }

  /** Makes a new certificate, which signs from now on. */
  void rotate() {
    AlipayAuthority.Leaf leaf = authority.leaf(SUBJECT);
    synchronized (later) {
      later.add(leaf);
    }
  }

  /**
   * The chain the download call gives for a serial: also the ones that no merchant should accept,
   * because it is the merchant who has to notice. Null for the unlisted one and for unknown ones.
   */
  AlipayAuthority.@Nullable Leaf bySerial(String serial) {
    List<AlipayAuthority.Leaf> known = new ArrayList<>();
    known.add(first.get());
    synchronized (later) {
      known.addAll(later);
    }
    for (AlipayAuthority.Leaf leaf : known) {
      if (CertificateSerial.of(leaf.certificate()).equals(serial)) {
        return leaf;
      }
    }
    for (Lazy<AlipayAuthority.Leaf> odd : List.of(selfSigned, expired, otherAuthority)) {
      if (CertificateSerial.of(odd.get().certificate()).equals(serial)) {
        return odd.get();
      }
    }
    return null;
  }
}
