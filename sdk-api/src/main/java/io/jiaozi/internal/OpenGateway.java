package io.jiaozi.internal;

import io.jiaozi.MerchantAccount;
import io.jiaozi.PaymentGateway;
import io.jiaozi.TimeSource;
import io.jiaozi.health.Diagnosis;
import io.jiaozi.health.Finding;
import io.jiaozi.internal.guard.GuardedAccount;
import io.jiaozi.internal.health.Findings;
import io.jiaozi.internal.health.Systems;
import io.jiaozi.internal.report.Nearest;
import io.jiaozi.internal.report.SafeText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A gateway whose accounts are all open. */
final class OpenGateway implements PaymentGateway {

  private final Map<String, MerchantAccount> accounts;
  private final List<GuardedAccount> guarded;
  private final Resources resources;
  private final TimeSource time;

  OpenGateway(Map<String, GuardedAccount> accounts, Resources resources, TimeSource time) {
    this.accounts = Collections.unmodifiableMap(new LinkedHashMap<>(accounts));
    this.guarded = List.copyOf(accounts.values());
    this.resources = resources;
    this.time = time;
  }

  @Override
  public Diagnosis diagnose() {
    Systems systems = new Systems();
    guarded.forEach(account -> systems.add(account.name(), account.facts()));
    List<Finding> general = new ArrayList<>(systems.findings());
    general.add(Findings.clock(time.now(), false));
    return new Diagnosis(general, guarded.stream().map(GuardedAccount::diagnose).toList());
  }

  @Override
  public MerchantAccount account(String name) {
    MerchantAccount account = accounts.get(name);
    if (account == null) {
      throw new IllegalArgumentException(
          "No account \""
              + SafeText.oneLine(name)
              + "\" in the configuration. There are: "
              + String.join(", ", accounts.keySet())
              + "."
              + Nearest.hint(name, accounts.keySet()));
    }
    return account;
  }

  @Override
  public Collection<MerchantAccount> accounts() {
    return accounts.values();
  }

  @Override
  public void close() {
    resources.close();
  }

  @Override
  public String toString() {
    return "PaymentGateway[accounts=" + accounts.keySet() + "]";
  }
}
