package io.jiaozi.payment;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds one payment again: the merchant's number and, where a number alone finds nothing at the
 * channel, a locator that the adapter made.
 *
 * <p>Store {@link #encode()} in one text column (at most 128 ASCII characters) and read it with
 * {@link #parse}. The format never changes. Every result, notification and unknown outcome carries
 * the reference to store next.
 *
 * @param number the merchant's number: 1 to 64 printable ASCII characters without blank and {@code
 *     ~}
 * @param locator the adapter's text, same characters, at most 63 of them, not for reading; null
 *     where the number is enough
 */
public record PaymentReference(String number, @Nullable String locator) {

  private static final int LONGEST_NUMBER = 64;
  private static final int LONGEST_LOCATOR = 63;
  private static final char SEPARATOR = '~';

  /** Checks the grammar. */
  public PaymentReference {
    Objects.requireNonNull(number, "number");
    if (!isPart(number, LONGEST_NUMBER) || (locator != null && !isPart(locator, LONGEST_LOCATOR))) {
      throw new IllegalArgumentException(
          "A payment reference is a number of 1 to 64 printable ASCII characters without blank or \"~\", and perhaps a"
              + " locator of the same kind.");
    }
  }

  /** Made for every message that is read, so without a regular expression and its garbage. */
  private static boolean isPart(String text, int longest) {
    if (text.isEmpty() || text.length() > longest) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c >= SEPARATOR) {
        return false;
      }
    }
    return true;
  }

  /**
   * A reference by number alone: enough for channels whose accounts have the capability
   * FIND_BY_NUMBER.
   */
  public static PaymentReference ofNumber(String number) {
    return new PaymentReference(number, null);
  }

  /**
   * Reads what {@link #encode()} wrote.
   *
   * @throws IllegalArgumentException if the text is anything else
   */
  public static PaymentReference parse(String encoded) {
    Objects.requireNonNull(encoded, "encoded");
    int cut = encoded.indexOf(SEPARATOR);
    return cut < 0
        ? ofNumber(encoded)
        : new PaymentReference(encoded.substring(0, cut), encoded.substring(cut + 1));
  }

  /** One line of text for a database column. */
  public String encode() {
    return locator == null ? number : number + SEPARATOR + locator;
  }
}
