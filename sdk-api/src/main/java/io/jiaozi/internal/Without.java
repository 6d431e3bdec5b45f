package io.jiaozi.internal;

import io.jiaozi.error.Problem;
import io.jiaozi.health.Finding;
import io.jiaozi.spi.AccountConfig;
import io.jiaozi.spi.Decryptor;
import io.jiaozi.spi.Signer;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An account without the settings that keep its adapter from being asked, so that one report can
 * tell of these and of what the adapter finds. Only settings whose absence changes the meaning of
 * no other are left out: unknown ones and the notification URL.
 *
 * @param removed names of what is left out
 */
record Without(AccountConfig whole, Set<String> removed) implements AccountConfig {

  private static final String NOTIFICATION_URL = "notification-url";
  private static final String UNKNOWN = "is not a setting of this channel.";

  /** Null if anything else is wrong, for then nothing more can be told. */
  static @Nullable Without what(List<Problem> problems, AccountConfig account, String field) {
    Set<String> removed = new HashSet<>();
    for (Problem problem : problems) {
      String setting =
          problem.field().startsWith(field + ".")
              ? problem.field().substring(field.length() + 1)
              : "";
      boolean harmless =
          setting.equals(NOTIFICATION_URL)
              || (account.values().containsKey(setting) && problem.sentence().startsWith(UNKNOWN));
      if (!harmless) {
        return null;
      }
      removed.add(setting);
    }
    return new Without(account, Set.copyOf(removed));
  }

  /** Whether a finding only says that what was left out is missing. */
  boolean isAbout(Finding finding, String field) {
    return removed.stream().anyMatch(setting -> finding.field().equals(field + "." + setting));
  }

  @Override
  public String channel() {
    return whole.channel();
  }

  @Override
  public Map<String, String> values() {
    Map<String, String> rest = new LinkedHashMap<>(whole.values());
    rest.keySet().removeAll(removed);
    return rest;
  }

  @Override
  public Map<String, Signer> signers() {
    return whole.signers();
  }

  @Override
  public Map<String, Decryptor> decryptors() {
    return whole.decryptors();
  }

  @Override
  public String toString() {
    return "Without" + removed;
  }
}
