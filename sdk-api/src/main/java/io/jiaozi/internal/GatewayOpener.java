package io.jiaozi.internal;

import io.jiaozi.GatewayConfig;
import io.jiaozi.MerchantAccount;
import io.jiaozi.PaymentGateway;
import io.jiaozi.error.InvalidConfigurationException;
import io.jiaozi.error.Problem;
import io.jiaozi.internal.config.AccountChecks;
import io.jiaozi.internal.config.CheckedAccount;
import io.jiaozi.internal.config.GatewaySettings;
import io.jiaozi.internal.discovery.Adapter;
import io.jiaozi.internal.discovery.AdapterCatalog;
import io.jiaozi.internal.guard.Guard;
import io.jiaozi.internal.guard.GuardedAccount;
import io.jiaozi.internal.guard.Randomness;
import io.jiaozi.internal.report.ScrubbedFault;
import io.jiaozi.spi.AccountConfig;
import io.jiaozi.spi.ChannelAdapter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Opens a gateway: checks all of the configuration, opens every account that is in order to hear
 * what its adapter thinks, and reports all problems at once. Either everything is open afterwards
 * or nothing is.
 */
public final class GatewayOpener {

  private final GatewayConfig config;
  private final AdapterCatalog catalog;
  private final GatewaySettings settings;
  private final Randomness randomness;
  private final Resources resources = new Resources();
  private final List<Problem> problems = new ArrayList<>();
  private final List<ScrubbedFault> faults = new ArrayList<>();
  private final Map<String, MerchantAccount> accounts = new LinkedHashMap<>();

  private GatewayOpener(GatewayConfig config) {
    this.config = config;
    this.catalog = AdapterCatalog.search(config.providers());
    this.settings = GatewaySettings.read(config.settings(), problems);
    this.randomness = new Randomness(config.random());
  }

  /** Opens a gateway. */
  public static PaymentGateway open(GatewayConfig config) {
    return new GatewayOpener(config).open();
  }

  private PaymentGateway open() {
    boolean opened = false;
    try {
      if (config.accounts().isEmpty()) {
        problems.add(
            new Problem(
                "jiaozi.accounts",
                "there is none. Give at least jiaozi.accounts.<account>.channel and what that"
                    + " channel needs."));
      }
      config.accounts().forEach(this::openAccount);
      if (!problems.isEmpty()) {
        InvalidConfigurationException report = new InvalidConfigurationException(problems);
        faults.forEach(report::addSuppressed);
        throw report;
      }
      opened = true;
      return new OpenGateway(accounts, resources);
    } finally {
      if (!opened) {
        resources.close();
      }
    }
  }

  private void openAccount(String name, AccountConfig account) {
    Problem badName = AccountChecks.problemWithName(name);
    if (badName != null) {
      problems.add(badName);
    }
    String field = AccountChecks.field(name);
    Adapter adapter =
        catalog.find(
            account.channel(), sentence -> problems.add(new Problem(field + ".channel", sentence)));
    if (adapter == null) {
      return;
    }
    CheckedAccount checked = AccountChecks.check(name, account, adapter, problems);
    if (checked != null && badName == null) {
      openAdapter(name, field, adapter, checked);
    }
  }

  private void openAdapter(String name, String field, Adapter found, CheckedAccount checked) {
    try {
      AccountContext context =
          new AccountContext(name, config.time(), randomness, resources.shared());
      ChannelAdapter adapter = found.provider().open(checked.settings(), context);
      resources.add(adapter);
      accounts.put(
          name,
          GuardedAccount.of(
              new Guard.Parts(
                  name,
                  found,
                  adapter,
                  checked.base(),
                  settings,
                  config.time(),
                  randomness,
                  resources::isClosed)));
    } catch (InvalidConfigurationException refused) {
      refused.problems().forEach(problem -> problems.add(named(field, problem)));
    } catch (RuntimeException | LinkageError | StackOverflowError thrown) {
      problems.add(
          new Problem(
              field,
              "could not be opened: "
                  + found.origin()
                  + " failed with "
                  + thrown.getClass().getName()
                  + ". Tell the author of the adapter; a suppressed exception holds the stack."));
      faults.add(ScrubbedFault.of(thrown));
    }
  }

  /** Adapters name the setting in full; one that names it bare is understood all the same. */
  private static Problem named(String field, Problem problem) {
    return problem.field().startsWith("jiaozi.")
        ? problem
        : new Problem(field + "." + problem.field(), problem.sentence());
  }
}
