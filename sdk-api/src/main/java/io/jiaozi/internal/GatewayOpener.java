package io.jiaozi.internal;

import io.jiaozi.GatewayConfig;
import io.jiaozi.PaymentGateway;
import io.jiaozi.error.InvalidConfigurationException;
import io.jiaozi.error.Problem;
import io.jiaozi.internal.config.GatewaySettings;
import io.jiaozi.internal.guard.GuardedAccount;
import io.jiaozi.internal.report.ScrubbedFault;
import io.jiaozi.spi.AccountConfig;
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

  /** What a configuration without accounts is told. */
  static final Problem NO_ACCOUNT =
      new Problem(
          "jiaozi.accounts",
          "there is none. Give at least jiaozi.accounts.<account>.channel and what that channel"
              + " needs.");

  private final GatewayConfig config;
  private final Resources resources = new Resources();
  private final List<Problem> problems = new ArrayList<>();
  private final List<ScrubbedFault> faults = new ArrayList<>();
  private final Map<String, GuardedAccount> accounts = new LinkedHashMap<>();
  private final AccountOpener opener;

  private GatewayOpener(GatewayConfig config) {
    this.config = config;
    this.opener =
        new AccountOpener(config, GatewaySettings.read(config.settings(), problems), resources);
  }

  /** Opens a gateway. */
  public static PaymentGateway open(GatewayConfig config) {
    return new GatewayOpener(config).open();
  }

  private PaymentGateway open() {
    boolean opened = false;
    try {
      if (config.accounts().isEmpty()) {
        problems.add(NO_ACCOUNT);
      }
      config.accounts().forEach(this::openAccount);
      if (!problems.isEmpty()) {
        InvalidConfigurationException report = new InvalidConfigurationException(problems);
        faults.forEach(report::addSuppressed);
        throw report;
      }
      opened = true;
      return new OpenGateway(accounts, resources, config);
    } finally {
      if (!opened) {
        resources.close();
      }
    }
  }

  private void openAccount(String name, AccountConfig config) {
    OpenedAccount opened = opener.open(name, config);
    problems.addAll(opened.problems());
    if (opened.fault() != null) {
      faults.add(opened.fault());
    }
    if (opened.account() != null) {
      accounts.put(name, opened.account());
    }
  }
}
