package io.jiaozi.support.crypto;

import io.jiaozi.support.crypto.CryptoProvider.Engines;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.digests.SM3Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * HMAC (RFC 2104) with SHA-256 or SM3. Verification compares in constant time and takes full-length
 * MACs only. Immutable, without locks, safe for many threads.
 */
public final class Hmac {
  /** Computes one MAC from scratch. */
  private interface Function {
    byte[] apply(byte[] message);
  }

  private final Function function;

  private Hmac(Function function) {
    this.function = function;
  }

  /**
   * HMAC with SHA-256.
   *
   * @throws IllegalArgumentException if the key is empty
   */
  public static Hmac sha256(byte[] key) {
    SecretKeySpec spec = new SecretKeySpec(requireKey(key), "HmacSHA256");
    Engines<Mac> engines = CryptoProvider.jdk().macs("HmacSHA256");
    return new Hmac(
        message -> {
          try {
            Mac engine = engines.create();
            engine.init(spec);
            return engine.doFinal(message);
          } catch (GeneralSecurityException failed) {
            throw new KeyUnusableException("The HMAC key", failed);
          }
        });
  }

  /**
   * HMAC with SM3.
   *
   * @throws IllegalArgumentException if the key is empty
   */
  public static Hmac sm3(byte[] key) {
    byte[] secret = requireKey(key);
    return new Hmac(
        message -> {
          HMac engine = new HMac(new SM3Digest());
          engine.init(new KeyParameter(secret));
          engine.update(message, 0, message.length);
          byte[] mac = new byte[engine.getMacSize()];
          engine.doFinal(mac, 0);
          return mac;
        });
  }

  /** The MAC of a message, 32 bytes. */
  public byte[] of(byte[] message) {
    return function.apply(message);
  }

  /**
   * Verifies a MAC.
   *
   * @throws SignatureMismatchException if it is not exactly the MAC of this message
   */
  public void verify(byte[] message, byte[] mac) {
    if (!MessageDigest.isEqual(of(message), mac)) {
      throw new SignatureMismatchException();
    }
  }

  /**
   * Verifies a MAC given as hex, in either case.
   *
   * @throws SignatureMismatchException if the text is not hex or not exactly the MAC of this
   *     message
   */
  public void verifyHex(byte[] message, String mac) {
    byte[] raw;
    try {
      raw = HexFormat.of().parseHex(mac);
    } catch (IllegalArgumentException notHex) {
      throw new SignatureMismatchException();
    }
    verify(message, raw);
  }

  private static byte[] requireKey(byte[] key) {
    if (key.length == 0) {
      throw new IllegalArgumentException("The HMAC key is empty.");
    }
    return Arrays.copyOf(key, key.length);
  }

  @Override
  public String toString() {
    return "Hmac[key hidden]";
  }
}
