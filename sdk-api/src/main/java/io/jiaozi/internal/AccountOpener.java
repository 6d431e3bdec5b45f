package io.jiaozi.internal;

import io.jiaozi.GatewayConfig;
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
import io.jiaozi.internal.report.Listeners;
import io.jiaozi.internal.report.ScrubbedFault;
import io.jiaozi.spi.AccountConfig;
import io.jiaozi.spi.ChannelAdapter;
import java.util.ArrayList;
import java.util.List;

/** Opens accounts one by one, and says of each what is wrong with it. */
final class AccountOpener {

  private final GatewayConfig config;
  private final GatewaySettings settings;
  private final AdapterCatalog catalog;
  private final Randomness randomness;
  private final Resources resources;
  private final Listeners listeners;

  /**
   * Opens accounts of a configuration.
   *
   * @param resources take what has to be closed again
   */
  AccountOpener(GatewayConfig config, GatewaySettings settings, Resources resources) {
    this.config = config;
    this.settings = settings;
    this.catalog = AdapterCatalog.search(config.providers());
    this.randomness = new Randomness(config.random());
    this.resources = resources;
    this.listeners = new Listeners(config.listeners());
  }

  OpenedAccount open(String name, AccountConfig account) {
    List<Problem> problems = new ArrayList<>();
    Problem badName = AccountChecks.problemWithName(name);
    if (badName != null) {
      problems.add(badName);
    }
    String field = AccountChecks.field(name);
    Adapter adapter =
        catalog.find(
            account.channel(), sentence -> problems.add(new Problem(field + ".channel", sentence)));
    if (adapter == null) {
      return new OpenedAccount(problems, null, null, false, null);
    }
    CheckedAccount checked = AccountChecks.check(name, account, adapter, problems);
    return checked == null || badName != null
        ? new OpenedAccount(problems, null, adapter, false, null)
        : open(name, field, adapter, checked);
  }

  private OpenedAccount open(String name, String field, Adapter found, CheckedAccount checked) {
    try {
      AccountContext context =
          new AccountContext(
              name, found.channel(), config.time(), randomness, resources.shared(), listeners);
      ChannelAdapter adapter = found.provider().open(checked.settings(), context);
      resources.add(adapter);
      return new OpenedAccount(
          List.of(),
          GuardedAccount.of(
              new Guard.Parts(
                  name,
                  found,
                  adapter,
                  checked.base(),
                  settings,
                  config.time(),
                  randomness,
                  context.fetches(),
                  listeners,
                  config.journal().orElse(null),
                  resources::isClosed)),
          found,
          true,
          null);
    } catch (InvalidConfigurationException refused) {
      return new OpenedAccount(
          refused.problems().stream().map(problem -> named(field, problem)).toList(),
          null,
          found,
          true,
          null);
    } catch (RuntimeException | LinkageError | StackOverflowError thrown) {
      Problem broken =
          new Problem(
              field,
              "could not be opened: "
                  + found.origin()
                  + " failed with "
                  + thrown.getClass().getName()
                  + ". Tell the author of the adapter; a suppressed exception holds the stack.");
      return new OpenedAccount(List.of(broken), null, found, true, ScrubbedFault.of(thrown));
    }
  }

  /** Adapters name the setting in full; one that names it bare is understood all the same. */
  private static Problem named(String field, Problem problem) {
    return problem.field().startsWith("jiaozi.")
        ? problem
        : new Problem(field + "." + problem.field(), problem.sentence());
  }
}
