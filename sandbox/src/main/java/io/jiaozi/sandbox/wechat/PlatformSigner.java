package io.jiaozi.sandbox.wechat;

import io.jiaozi.sandbox.channel.CertificateAuthority.Identity;
import io.jiaozi.sandbox.channel.ChannelContext;
import io.jiaozi.sandbox.channel.Seal;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What the platform does with keys: signs answers and notifications over timestamp, nonce and body,
 * each followed by a line feed (protocol sheet 3.1), and encrypts resources with AES-256-GCM under
 * the APIv3 key (4.2).
 */
final class PlatformSigner {
  private static final String PROBE = "WECHATPAY/SIGNTEST/";
  private static final String SIGNATURE_TYPE = "WECHATPAY2-SHA256-RSA2048";

  /** How far off a time is that is meant to be wrong; the tolerance is five minutes. */
  static final int FAR_OFF_SECONDS = 600;

  private static final int TAG_BITS = 128;

  private final WechatCredentials credentials;
  private final ChannelContext context;
  private @Nullable CompletableFuture<Identity> stranger;

  PlatformSigner(WechatCredentials credentials, ChannelContext context) {
    this.credentials = credentials;
    this.context = context;
  }

  /** The signature headers for a body. */
  Map<String, String> headers(byte[] body, boolean withPublicKey, Seal seal) {
    return headers(body, withPublicKey, seal, seal == Seal.STALE ? -FAR_OFF_SECONDS : 0);
  }

  /**
   * The signature headers for a body, signed at another time.
   *
   * @param shift seconds from now
   */
  Map<String, String> headers(byte[] body, boolean withPublicKey, Seal seal, long shift) {
    long now = context.clock().instant().getEpochSecond();
    String timestamp = Long.toString(now + shift);
    String nonce = context.randomness().text(32);
    String serial =
        withPublicKey ? credentials.publicKeyId() : credentials.activePlatform().serial();
    PrivateKey key =
        withPublicKey
            ? credentials.publicKeyModeSigner()
            : credentials.activePlatform().privateKey();
    if (seal == Seal.UNKNOWN_KEY) {
      Identity unknown = stranger();
      serial = unknown.serial();
      key = unknown.privateKey();
    }
    if (seal == Seal.EXPIRED_KEY) {
      serial = credentials.expiredPlatform().serial();
      key = credentials.expiredPlatform().privateKey();
    }
    Map<String, String> headers = new LinkedHashMap<>();
    if (seal != Seal.MISSING_SIGNATURE) {
      headers.put("Wechatpay-Timestamp", timestamp);
      headers.put("Wechatpay-Nonce", nonce);
      headers.put("Wechatpay-Signature", signature(timestamp, nonce, body, key, seal));
      headers.put("Wechatpay-Serial", serial);
      headers.put("Wechatpay-Signature-Type", SIGNATURE_TYPE);
    }
    return headers;
  }

  private String signature(String timestamp, String nonce, byte[] body, PrivateKey key, Seal seal) {
    if (seal == Seal.PROBE) {
      byte[] noise = new byte[256];
      context.randomness().source().nextBytes(noise);
      return PROBE + Base64.getEncoder().encodeToString(noise);
    }
    ByteArrayOutputStream signed = new ByteArrayOutputStream();
    signed.writeBytes((timestamp + "\n" + nonce + "\n").getBytes(StandardCharsets.UTF_8));
    signed.writeBytes(body);
    signed.write('\n');
    try {
      Signature signer = Signature.getInstance("SHA256withRSA");
      signer.initSign(key);
      signer.update(signed.toByteArray());
      byte[] signature = signer.sign();
      if (seal == Seal.BAD_SIGNATURE) {
        signature[signature.length / 2] ^= 1;
      }
      return Base64.getEncoder().encodeToString(signature);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java cannot sign with SHA256withRSA.", e);
    }
  }

  /** A key that nobody was ever told about. */
  private synchronized Identity stranger() {
    if (stranger == null) {
      stranger = context.authority().newIdentity("CN=Nobody,O=Nowhere");
    }
    return stranger.join();
  }

  /** AES-256-GCM with the tag appended, as Base64. */
  String encrypt(String plaintext, String nonce, String associatedData) {
    return encrypt(credentials.apiV3Key(), plaintext, nonce, associatedData);
  }

  /** The same with a key that is not the merchant's. */
  String encryptForNobody(String plaintext, String nonce, String associatedData) {
    return encrypt(context.randomness().text(32), plaintext, nonce, associatedData);
  }

  private static String encrypt(String key, String plaintext, String nonce, String associatedData) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(
          Cipher.ENCRYPT_MODE,
          new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "AES"),
          new GCMParameterSpec(TAG_BITS, nonce.getBytes(StandardCharsets.UTF_8)));
      cipher.updateAAD(associatedData.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder()
          .encodeToString(cipher.doFinal(plaintext.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java cannot encrypt with AES-256-GCM.", e);
    }
  }
}
