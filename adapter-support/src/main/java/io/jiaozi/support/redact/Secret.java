package io.jiaozi.support.redact;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;

/**
 * A text that must not be shown: an API key, a password, a token. Printing it shows nothing,
 * comparing it takes the same time wherever it differs, and it cannot be serialised. Immutable.
 */
public final class Secret {

  private final String text;

  private Secret(String text) {
    this.text = text;
  }

  /** Hides a text. */
  public static Secret of(String text) {
    return new Secret(Objects.requireNonNull(text, "text"));
  }

  /** The text itself. Use it where it is needed and let it go. */
  public String reveal() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret secret
        && MessageDigest.isEqual(
            text.getBytes(StandardCharsets.UTF_8), secret.text.getBytes(StandardCharsets.UTF_8));
  }

  /** The same for all: a hash would tell something about the text. */
  @Override
  public int hashCode() {
    return Secret.class.getName().hashCode();
  }

  @Override
  public String toString() {
    return "Secret[hidden]";
  }
}
