package io.jiaozi.internal.config;

import io.jiaozi.internal.report.SafeText;
import io.jiaozi.spi.Durations;
import io.jiaozi.spi.SettingSpec.Kind;
import org.jspecify.annotations.Nullable;

/**
 * What can be said of a setting's text by its kind alone. No sentence repeats the text: a secret
 * may stand in the wrong line.
 */
final class SettingText {

  private SettingText() {}

  /** What is wrong, a sentence; null if nothing is. URLs are checked elsewhere. */
  static @Nullable String problem(Kind kind, String value) {
    if (value.isBlank()) {
      return "is empty. Give it a value, or remove it.";
    }
    if (kind == Kind.KEY_MATERIAL) {
      return null;
    }
    if (!value.equals(value.strip())) {
      return "begins or ends with a blank. Remove it.";
    }
    if (SafeText.hasInvisible(value)) {
      return "holds a line break or another invisible character. Remove it.";
    }
    return switch (kind) {
      case DURATION -> isTime(value) ? null : "is not a time. Write 500ms, 10s, 5m, 1h or 2d.";
      case FLAG ->
          value.equals("true") || value.equals("false") ? null : "is neither true nor false.";
      case TEXT, SECRET, KEY_MATERIAL, URL, URLS -> null;
    };
  }

  private static boolean isTime(String value) {
    try {
      Durations.parse(value);
      return true;
    } catch (IllegalArgumentException notATime) {
      return false;
    }
  }
}
