package io.jiaozi.spi;

import java.util.Objects;

/**
 * One setting of an account.
 *
 * @param name kebab-case, as in {@code base-url}
 * @param kind what its text means
 * @param required whether an account cannot do without it
 * @param help one sentence: what it is and where the merchant finds it
 */
public record SettingSpec(String name, Kind kind, boolean required, String help) {

  /** Checks that nothing is missing. */
  public SettingSpec {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(help, "help");
  }

  /** A setting an account cannot do without. */
  public static SettingSpec required(String name, Kind kind, String help) {
    return new SettingSpec(name, kind, true, help);
  }

  /** A setting that may be left out. */
  public static SettingSpec optional(String name, Kind kind, String help) {
    return new SettingSpec(name, kind, false, help);
  }

  /** What the text of a setting means. */
  public enum Kind {
    /** Plain text, may be shown. */
    TEXT,
    /** Never shown anywhere. */
    SECRET,
    /**
     * A key or certificate: a path, {@code classpath:}, PEM or base64. Never shown. A {@link
     * Signer} object can stand in for it; then it has no text, and {@link
     * AccountSettings#signers()} has the object.
     */
    KEY_MATERIAL,
    /** One absolute URL that the account calls; checked by {@link UrlRule}. */
    URL,
    /**
     * One or two such URLs, separated by a comma; the second is tried where the first cannot be
     * reached.
     */
    URLS,
    /**
     * A time with its unit: {@code 500ms}, {@code 10s}, {@code 5m}, {@code 1h}, {@code 2d}, or ISO
     * 8601.
     */
    DURATION,
    /** {@code true} or {@code false}. */
    FLAG
  }
}
