package io.jiaozi.sandbox.channel;

import java.security.SecureRandom;
import java.util.Locale;

/** The one place where the sandbox draws random values. Safe for use by many threads. */
public final class Randomness {
  private static final String LETTERS_AND_DIGITS =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  private final SecureRandom random;

  public Randomness() {
    this(new SecureRandom());
  }

  /**
   * @param random where the values come from; a seeded one makes every id of a run repeatable
   */
  public Randomness(SecureRandom random) {
    this.random = random;
  }

  /** For keys and nonces that the JDK or Bouncy Castle makes. */
  public SecureRandom source() {
    return random;
  }

  /** So many of {@code [0-9A-Za-z]}. */
  public String text(int length) {
    return pick(LETTERS_AND_DIGITS, length);
  }

  /** So many decimal digits, the first of them not 0. */
  public String digits(int length) {
    return pick("123456789", 1) + pick("0123456789", length - 1);
  }

  /** So many lower-case hexadecimal digits. */
  public String hex(int length) {
    return pick("0123456789abcdef", length);
  }

  /** So many upper-case hexadecimal digits. */
  public String upperHex(int length) {
    return hex(length).toUpperCase(Locale.ROOT);
  }

  /** So many of these characters. */
  public String pick(String alphabet, int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }
}
