package io.jiaozi.wechat;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What WeChat Pay's texts may hold: characters of one to three bytes in UTF-8. A text is sent
 * exactly as given or refused. Source: protocol sheet, section 9.
 *
 * <p>Control characters and broken surrogate pairs are refused by the gateway for every channel.
 */
final class Texts {

  static final String FOUR_BYTES =
      "holds an emoji or another 4-byte character, which WeChat Pay refuses or damages. Remove it.";

  private static final Pattern ADDRESS =
      Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}|(?=.{2,45}$)[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*");

  private Texts() {}

  /** Whether it is written like an IPv4 or IPv6 address. */
  static boolean isAddress(String text) {
    return ADDRESS.matcher(text).matches();
  }

  /**
   * What is wrong with a text, a sentence that follows the field's name.
   *
   * @param longest in characters; 0 where no limit is known
   */
  static Optional<String> problem(String text, int longest) {
    if (text.isBlank()) {
      return Optional.of("is blank.");
    }
    if (longest > 0 && text.length() > longest) {
      return Optional.of(
          "has "
              + text.length()
              + " characters; WeChat Pay takes at most "
              + longest
              + ". Shorten it.");
    }
    return hasFourByteCharacter(text) ? Optional.of(FOUR_BYTES) : Optional.empty();
  }

  static boolean hasFourByteCharacter(String text) {
    return text.codePoints().anyMatch(Character::isSupplementaryCodePoint);
  }
}
