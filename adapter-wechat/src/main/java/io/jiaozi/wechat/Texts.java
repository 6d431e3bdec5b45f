package io.jiaozi.wechat;

import java.util.Optional;

/**
 * What WeChat Pay's texts may hold: characters of one to three bytes in UTF-8, none of them
 * controls. A text is sent exactly as given or refused. Source: protocol sheet, section 9.
 */
final class Texts {

  static final String FOUR_BYTES =
      "holds an emoji or another 4-byte character, which WeChat Pay refuses or damages. Remove it.";

  private Texts() {}

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
    if (text.chars().anyMatch(Character::isISOControl)) {
      return Optional.of("holds a line break or another control character. Remove it.");
    }
    return hasFourByteCharacter(text) ? Optional.of(FOUR_BYTES) : Optional.empty();
  }

  /** Half surrogate pairs count too: no encoding can carry them. */
  static boolean hasFourByteCharacter(String text) {
    return text.chars().anyMatch(c -> Character.isSurrogate((char) c));
  }
}
