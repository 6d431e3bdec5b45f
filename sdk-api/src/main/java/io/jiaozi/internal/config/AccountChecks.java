package io.jiaozi.internal.config;

import io.jiaozi.error.Problem;
import io.jiaozi.internal.discovery.Adapter;
import io.jiaozi.internal.report.Nearest;
import io.jiaozi.internal.report.SafeText;
import io.jiaozi.spi.AccountConfig;
import io.jiaozi.spi.AccountSettings;
import io.jiaozi.spi.SettingSpec;
import io.jiaozi.spi.SettingSpec.Kind;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Checks one account against the settings its adapter declares, and collects every problem. */
public final class AccountChecks {

  private static final String CHANNEL = "channel";
  private static final String NOTIFICATION_URL = "notification-url";
  private static final Pattern ACCOUNT_NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

  private final String account;
  private final List<Problem> problems = new ArrayList<>();
  private final Map<String, SettingSpec> specs = new LinkedHashMap<>();

  private AccountChecks(String account, Adapter adapter) {
    this.account = account;
    adapter.settings().forEach(spec -> specs.put(spec.name(), spec));
  }

  /** What is wrong with the name of an account, or null. */
  public static @Nullable Problem problemWithName(String name) {
    return ACCOUNT_NAME.matcher(name).matches()
        ? null
        : new Problem(
            field(name),
            "is not a name for an account. Use 1 to 64 lower-case letters, digits and hyphens, a"
                + " letter or digit first.");
  }

  /** How messages call an account: {@code jiaozi.accounts.shop}. */
  public static String field(String account) {
    return "jiaozi.accounts." + SafeText.oneLine(account);
  }

  /** The checked account; null if anything is wrong, which is then among the problems. */
  public static @Nullable CheckedAccount check(
      String account, AccountConfig config, Adapter adapter, List<Problem> problems) {
    AccountChecks checks = new AccountChecks(account, adapter);
    CheckedAccount checked = checks.check(config, adapter.channel());
    problems.addAll(checks.problems);
    return checks.problems.isEmpty() ? checked : null;
  }

  private CheckedAccount check(AccountConfig config, String channel) {
    Map<String, String> values = new LinkedHashMap<>(config.values());
    values.values().removeIf(value -> value == null);
    String again = values.remove(CHANNEL);
    if (again != null && !again.equals(channel)) {
      problem(CHANNEL, "is given twice with different values. Remove it from the values.");
    }
    reportUnknown(values.keySet());
    reportStandIns(config, values);
    specs.values().forEach(spec -> check(spec, values.get(spec.name()), config));

    UrlChecks urls = new UrlChecks(specs, values, this::problem);
    URI base = urls.base();
    urls.checkOthers(base);
    String notification = values.remove(NOTIFICATION_URL);
    URI notificationUrl =
        notification == null ? null : urls.notificationUrl(NOTIFICATION_URL, notification, base);
    return new CheckedAccount(
        new AccountSettings(
            account, channel, notificationUrl, values, config.signers(), config.decryptors()),
        base);
  }

  private void reportUnknown(Set<String> names) {
    Set<String> known = new TreeSet<>(specs.keySet());
    known.add(NOTIFICATION_URL);
    for (String name : names) {
      if (!known.contains(name)) {
        problem(
            name,
            "is not a setting of this channel."
                + Nearest.hint(name, known)
                + " There are: channel, "
                + String.join(", ", known)
                + ".");
      }
    }
  }

  /** Objects that stand in for keys must stand in for something that exists, and alone. */
  private void reportStandIns(AccountConfig config, Map<String, String> values) {
    Set<String> standIns = new TreeSet<>(config.signers().keySet());
    standIns.addAll(config.decryptors().keySet());
    for (String name : standIns) {
      SettingSpec spec = specs.get(name);
      if (spec == null || spec.kind() != Kind.KEY_MATERIAL) {
        problem(
            name,
            "has a Signer or Decryptor object, but is not a setting for a key."
                + Nearest.hint(name, keySettings()));
      } else if (values.containsKey(name) && config.signers().containsKey(name)) {
        problem(name, "is given both as text and as a Signer object. Keep one of them.");
      }
    }
  }

  private List<String> keySettings() {
    return specs.values().stream()
        .filter(spec -> spec.kind() == Kind.KEY_MATERIAL)
        .map(SettingSpec::name)
        .toList();
  }

  private void check(SettingSpec spec, @Nullable String value, AccountConfig config) {
    if (value != null) {
      String wrong = SettingText.problem(spec.kind(), value);
      if (wrong != null) {
        problem(spec.name(), wrong);
      }
    } else if (spec.required() && !config.signers().containsKey(spec.name())) {
      problem(spec.name(), "is missing. " + spec.help());
    }
  }

  private void problem(String setting, String sentence) {
    problems.add(new Problem(field(account) + "." + SafeText.oneLine(setting), sentence));
  }
}
