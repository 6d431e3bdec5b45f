package io.jiaozi.internal;

import io.jiaozi.GatewayConfig;
import io.jiaozi.error.Problem;
import io.jiaozi.health.AccountDiagnosis;
import io.jiaozi.health.Diagnosis;
import io.jiaozi.health.Finding;
import io.jiaozi.health.Finding.Level;
import io.jiaozi.internal.config.AccountChecks;
import io.jiaozi.internal.config.GatewaySettings;
import io.jiaozi.internal.guard.GuardedAccount;
import io.jiaozi.internal.health.Findings;
import io.jiaozi.internal.health.Systems;
import io.jiaozi.spi.AccountConfig;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Examines a configuration account by account. What cannot be opened is told by its problems; what
 * can be is opened for a moment and asked how it is.
 */
public final class Doctor {

  private final GatewayConfig config;
  private final boolean live;
  private final Resources resources = new Resources();
  private final Systems systems = new Systems();
  private final List<AccountDiagnosis> accounts = new ArrayList<>();

  private Doctor(GatewayConfig config, boolean live) {
    this.config = config;
    this.live = live;
  }

  /** Without the network. */
  public static Diagnosis examine(GatewayConfig config) {
    return new Doctor(config, false).examine();
  }

  /** With one question to the channel of each account that is in order. */
  public static Diagnosis examineLive(GatewayConfig config) {
    return new Doctor(config, true).examine();
  }

  private Diagnosis examine() {
    List<Problem> ofTheGateway = new ArrayList<>();
    GatewaySettings settings = GatewaySettings.read(config.settings(), ofTheGateway);
    if (config.accounts().isEmpty()) {
      ofTheGateway.add(GatewayOpener.NO_ACCOUNT);
    }
    try {
      AccountOpener opener = new AccountOpener(config, settings, resources);
      config.accounts().forEach((name, account) -> examine(opener, name, account));
    } finally {
      resources.close();
    }
    List<Finding> general = new ArrayList<>();
    ofTheGateway.forEach(problem -> general.add(Findings.broken(problem, null)));
    general.addAll(systems.findings());
    general.add(Findings.clock(config.time().now(), live));
    return new Diagnosis(general, accounts);
  }

  private void examine(AccountOpener opener, String name, AccountConfig account) {
    OpenedAccount opened = opener.open(name, account);
    GuardedAccount open = opened.account();
    List<Finding> findings =
        open == null ? problems(opener, name, account, opened) : examine(name, open);
    accounts.add(new AccountDiagnosis(name, channelOf(account), findings));
  }

  private List<Finding> examine(String name, GuardedAccount account) {
    // First, for the answer tells the channel's time and may bring its certificates.
    List<Finding> answer = live ? account.answer().findings() : List.of();
    boolean proved = answer.stream().anyMatch(finding -> finding.level() == Level.FINE);
    systems.add(name, account.facts());
    List<Finding> findings = new ArrayList<>(answer);
    account.diagnose().findings().stream()
        .filter(finding -> !(proved && isOpenQuestionAboutAKey(finding)))
        .forEach(findings::add);
    return findings;
  }

  /** An answer that passed every check says that the keys are the right ones. */
  private static boolean isOpenQuestionAboutAKey(Finding finding) {
    return finding.level() == Level.NOT_CHECKED && finding.about() == Finding.About.KEY;
  }

  private static List<Finding> problems(
      AccountOpener opener, String name, AccountConfig account, OpenedAccount opened) {
    List<Finding> findings = broken(opened);
    if (opened.asked()) {
      return findings;
    }
    String field = AccountChecks.field(name);
    Without rest = Without.what(opened.problems(), account, field);
    OpenedAccount again = rest == null ? opened : opener.open(name, rest);
    if (rest != null && again.asked()) {
      GuardedAccount open = again.account();
      List<Finding> more = open == null ? broken(again) : open.diagnose().findings();
      more.stream().filter(finding -> !rest.isAbout(finding, field)).forEach(findings::add);
    } else {
      findings.add(
          Finding.of(
              Level.NOT_CHECKED,
              Finding.About.KEY,
              field,
              "has keys and certificates that were not looked at yet. Repair what is broken above"
                  + " and ask again."));
    }
    return findings;
  }

  private static List<Finding> broken(OpenedAccount opened) {
    List<Finding> findings = new ArrayList<>();
    opened.problems().forEach(problem -> findings.add(Findings.broken(problem, opened.adapter())));
    return findings;
  }

  private static String channelOf(AccountConfig account) {
    @Nullable String channel = account.channel();
    return channel == null ? "" : channel;
  }
}
