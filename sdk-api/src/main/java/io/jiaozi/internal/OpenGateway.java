package io.jiaozi.internal;

import io.jiaozi.GatewayConfig;
import io.jiaozi.MerchantAccount;
import io.jiaozi.PaymentGateway;
import io.jiaozi.TimeSource;
import io.jiaozi.event.GatewayEvent;
import io.jiaozi.health.Diagnosis;
import io.jiaozi.health.Finding;
import io.jiaozi.internal.guard.GuardedAccount;
import io.jiaozi.internal.health.Findings;
import io.jiaozi.internal.health.Systems;
import io.jiaozi.internal.report.Listeners;
import io.jiaozi.internal.report.Nearest;
import io.jiaozi.internal.report.SafeText;
import io.jiaozi.journal.RecoveryReport;
import io.jiaozi.notification.MerchantHandler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A gateway whose accounts are all open. */
final class OpenGateway implements PaymentGateway {

  private final Map<String, MerchantAccount> accounts;
  private final List<GuardedAccount> guarded;
  private final Resources resources;
  private final TimeSource time;
  private final Listeners listeners;
  private final @Nullable Sweep sweep;

  OpenGateway(Map<String, GuardedAccount> accounts, Resources resources, GatewayConfig config) {
    this.accounts = Collections.unmodifiableMap(new LinkedHashMap<>(accounts));
    this.guarded = List.copyOf(accounts.values());
    this.resources = resources;
    this.time = config.time();
    this.listeners = new Listeners(config.listeners());
    this.sweep =
        config
            .journal()
            .map(journal -> new Sweep(journal, config, Map.copyOf(accounts), resources::isClosed))
            .orElse(null);
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
  public RecoveryReport recover(MerchantHandler handler) {
    return sweep().pass(handler);
  }

  @Override
  public void sweep(Duration every, MerchantHandler handler) {
    sweep().every(every, handler);
  }

  private Sweep sweep() {
    if (resources.isClosed()) {
      throw new IllegalStateException("The gateway is closed, so it asks about nothing any more.");
    }
    if (sweep == null) {
      throw new IllegalStateException(
          "This gateway has no journal, so there is nothing to recover from. Give one with"
              + " GatewayConfig.builder().journal(...), or ask for each open payment by the"
              + " reference your shop stored.");
    }
    return sweep;
  }

  @Override
  public void report(GatewayEvent event) {
    listeners.tell(Objects.requireNonNull(event, "event"));
  }

  @Override
  public void close() {
    if (sweep != null) {
      sweep.close();
    }
    resources.close();
  }

  @Override
  public String toString() {
    return "PaymentGateway[accounts=" + accounts.keySet() + "]";
  }
}
