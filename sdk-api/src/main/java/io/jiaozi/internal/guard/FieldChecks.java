package io.jiaozi.internal.guard;

import io.jiaozi.error.Problem;
import io.jiaozi.internal.report.SafeText;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.spi.UrlRule;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks single fields and collects what is wrong. No sentence repeats the text of a field: it may
 * be a code that pays or a person's data. Not thread-safe.
 */
final class FieldChecks {

  // The grammar of PaymentReference: what passes here can always be made into one.
  private static final Pattern NUMBER = Pattern.compile("[\\x21-\\x7D]{1,64}");

  private final URI base;
  private final List<Problem> problems = new ArrayList<>();

  FieldChecks(URI base) {
    this.base = base;
  }

  List<Problem> problems() {
    return problems;
  }

  void add(String field, String sentence) {
    problems.add(new Problem(field, sentence));
  }

  /** A number the merchant chose. */
  void number(String field, String value) {
    if (!NUMBER.matcher(value).matches()) {
      add(
          field,
          "is not 1 to 64 printable ASCII characters without blank or \"~\". Use 8 to 32 letters"
              + " and digits, which every channel takes.");
    }
  }

  /** A number that must not be the payment's own: some channels keep one space for all. */
  void different(String field, String value, PaymentReference payment) {
    if (value.equals(payment.number())) {
      add(field, "is the number of the payment itself. Give it a number of its own.");
    }
  }

  /** Text for people; may be empty. */
  void text(String field, String value) {
    if (SafeText.hasInvisible(value)) {
      add(field, "holds a line break or another invisible character. Remove it.");
    } else if (hasLoneSurrogate(value)) {
      add(field, "is cut in the middle of a character. Cut it between characters.");
    }
  }

  /** Text that must say something. */
  void required(String field, String value) {
    if (value.isBlank()) {
      add(field, "is blank.");
    } else {
      text(field, value);
    }
  }

  /** Text that may be left out, but not be blank. */
  void optional(String field, @Nullable String value) {
    if (value != null) {
      required(field, value);
    }
  }

  /** A name and its value, both of them the caller's. */
  void pair(String field, String name, String value) {
    required(field, name);
    text(field + "." + SafeText.oneLine(name), value);
  }

  /** A URL the buyer's browser is sent to. */
  void url(String field, @Nullable URI url) {
    if (url != null) {
      UrlRule.problem(url, base).ifPresent(sentence -> add(field, sentence));
    }
  }

  /** A URL the channel notifies. */
  void notificationUrl(@Nullable URI url) {
    if (url != null) {
      UrlRule.problemWithNotificationUrl(url, base)
          .ifPresent(sentence -> add("notificationUrl", sentence));
    }
  }

  private static boolean hasLoneSurrogate(String value) {
    return value
        .codePoints()
        .anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
  }
}
