package io.jiaozi.support.crypto;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.bouncycastle.crypto.digests.SM3Digest;

/**
 * Hash values. Hex is always lower case. {@code sha1} and {@code md5} are here only because
 * channels prescribe them for checksums and certificate names; they protect nothing.
 */
public final class Digests {
  private static final HexFormat HEX = HexFormat.of();

  private Digests() {}

  /** SHA-256, 32 bytes. */
  public static byte[] sha256(byte[] bytes) {
    return jdk("SHA-256").digest(bytes);
  }

  /** SHA-256 as 64 hex digits. */
  public static String sha256Hex(byte[] bytes) {
    return HEX.formatHex(sha256(bytes));
  }

  /**
   * SHA-256 of everything left in a stream, as 64 hex digits. The stream is not closed.
   *
   * @throws IOException if reading fails
   */
  public static String sha256Hex(InputStream stream) throws IOException {
    return hex(jdk("SHA-256"), stream);
  }

  /** SM3 (GB/T 32905), 32 bytes. */
  public static byte[] sm3(byte[] bytes) {
    SM3Digest digest = new SM3Digest();
    digest.update(bytes, 0, bytes.length);
    byte[] value = new byte[digest.getDigestSize()];
    digest.doFinal(value, 0);
    return value;
  }

  /** SM3 as 64 hex digits. */
  public static String sm3Hex(byte[] bytes) {
    return HEX.formatHex(sm3(bytes));
  }

  /** SHA-1 as 40 hex digits: a checksum against accidents, not against people. */
  public static String sha1Hex(byte[] bytes) {
    return HEX.formatHex(jdk("SHA-1").digest(bytes));
  }

  /**
   * SHA-1 of everything left in a stream, as 40 hex digits: a checksum against accidents, not
   * against people. The stream is not closed.
   *
   * @throws IOException if reading fails
   */
  public static String sha1Hex(InputStream stream) throws IOException {
    return hex(jdk("SHA-1"), stream);
  }

  /** MD5 as 32 hex digits: a name, not a protection. */
  public static String md5Hex(byte[] bytes) {
    return HEX.formatHex(jdk("MD5").digest(bytes));
  }

  /** Compares two hex digests in constant time, whatever their case. */
  public static boolean equalHex(String one, String other) {
    return MessageDigest.isEqual(
        one.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8),
        other.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
  }

  private static String hex(MessageDigest digest, InputStream stream) throws IOException {
    byte[] buffer = new byte[8192];
    for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
      digest.update(buffer, 0, read);
    }
    return HEX.formatHex(digest.digest());
  }

  private static MessageDigest jdk(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException incomplete) {
      throw new IllegalStateException(
          "This JVM has no " + algorithm + ", which every Java platform must have.", incomplete);
    }
  }
}
