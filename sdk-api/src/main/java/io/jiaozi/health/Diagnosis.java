package io.jiaozi.health;

import java.util.ArrayList;
import java.util.List;

/**
 * How a whole configuration is. Immutable.
 *
 * @param general what belongs to no account: gateway-wide settings, the clock, real and test
 *     systems side by side; copied
 * @param accounts every account, in the order of the configuration; copied
 */
public record Diagnosis(List<Finding> general, List<AccountDiagnosis> accounts) {

  /** Copies the lists. */
  public Diagnosis {
    general = List.copyOf(general);
    accounts = List.copyOf(accounts);
  }

  /**
   * The worst level among all findings. {@code BROKEN}: a gateway of this configuration does not
   * open, or calls or notifications of an account fail.
   */
  public Finding.Level level() {
    return Finding.Level.worstOf(findings());
  }

  /** All findings, the general ones first. */
  public List<Finding> findings() {
    List<Finding> all = new ArrayList<>(general);
    accounts.forEach(account -> all.addAll(account.findings()));
    return List.copyOf(all);
  }
}
