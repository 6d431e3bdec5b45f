package io.jiaozi.support.http;

import org.jspecify.annotations.Nullable;

/** What we call ourselves. */
final class UserAgent {

  static final String VALUE = of(UserAgent.class.getPackage().getImplementationVersion());

  private UserAgent() {}

  /** Classes outside a jar have no version. */
  static String of(@Nullable String version) {
    return "jiaozi/" + (version == null ? "unpackaged" : version);
  }
}
