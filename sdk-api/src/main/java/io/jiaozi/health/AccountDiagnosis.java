package io.jiaozi.health;

import java.util.List;
import java.util.Objects;

/**
 * How one account is. Immutable.
 *
 * @param account its name in the configuration
 * @param channel the id of its channel, as configured; empty if it names none
 * @param findings what was found, good and bad; copied
 */
public record AccountDiagnosis(String account, String channel, List<Finding> findings) {

  /** Copies the list. */
  public AccountDiagnosis {
    Objects.requireNonNull(account, "account");
    Objects.requireNonNull(channel, "channel");
    findings = List.copyOf(findings);
  }

  /** The worst level among the findings. */
  public Finding.Level level() {
    return Finding.Level.worstOf(findings);
  }
}
