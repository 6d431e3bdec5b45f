package io.jiaozi.spring;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.springframework.core.env.Environment;

/** Where a sandbox may run: a shop that takes its money for real gives its goods away. */
final class SandboxRule {

  private static final Set<String> PRODUCTION = Set.of("prod", "production", "live");

  private SandboxRule() {}

  static void check(Environment environment) {
    Arrays.stream(environment.getActiveProfiles())
        .filter(profile -> PRODUCTION.contains(profile.toLowerCase(Locale.ROOT)))
        .findFirst()
        .ifPresent(
            profile -> {
              throw new StartRefused(
                  "jiaozi.sandbox.enabled is true while the profile \""
                      + profile
                      + "\" is active: payments of the sandbox are not money.",
                  "Set jiaozi.sandbox.enabled=false for this profile, or start with another one.");
            });
  }
}
