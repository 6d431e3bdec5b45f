package io.jiaozi.alipay;

import java.util.Optional;

/**
 * What Alipay's texts may hold. A text is sent exactly as given or refused. Source: protocol sheet,
 * sections 4 and 7.
 *
 * <p>Control characters and broken surrogate pairs are refused by the gateway for every channel.
 * Characters of four bytes are refused here out of caution: no source says what Alipay makes of
 * them.
 */
final class Texts {

  /** Characters that Alipay forbids in a subject. */
  private static final String FORBIDDEN = "/=&";

  private static final String FOUR_BYTES =
      "holds an emoji or another 4-byte character, of which nobody says what Alipay makes. Remove it.";

  private Texts() {}

  /** What is wrong with a text that the buyer reads, a sentence that follows the field's name. */
  static Optional<String> problemWithSubject(String text, int longest) {
    for (int i = 0; i < text.length(); i++) {
      if (FORBIDDEN.indexOf(text.charAt(i)) >= 0) {
        return Optional.of("holds one of / = &, which Alipay refuses there. Remove it.");
      }
    }
    return problem(text, longest);
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
              + " characters; Alipay takes at most "
              + longest
              + ". Shorten it.");
    }
    return hasFourByteCharacter(text) ? Optional.of(FOUR_BYTES) : Optional.empty();
  }

  static boolean hasFourByteCharacter(String text) {
    return text.codePoints().anyMatch(Character::isSupplementaryCodePoint);
  }
}
