package io.jiaozi.cli;

import io.jiaozi.GatewayConfig;
import io.jiaozi.PaymentGateway;
import io.jiaozi.error.InvalidConfigurationException;
import io.jiaozi.health.AccountDiagnosis;
import io.jiaozi.health.Diagnosis;
import io.jiaozi.health.Finding;
import io.jiaozi.health.Finding.About;
import io.jiaozi.health.Finding.Level;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code doctor FILE [--live] [--strict] [--days N] [--json]}. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description =
        "Says what is broken in each account, what will break, and what to do. Without --live"
            + " nothing leaves this machine.")
@SuppressWarnings("NullAway.Init") // filled by picocli
final class DoctorCommand implements Callable<Integer> {

  private static final int LONGEST_DAYS = 365;

  @Parameters(paramLabel = "FILE", description = "The properties file with the accounts.")
  private Path file;

  @Option(
      names = "--live",
      description =
          "Also asks the channel of each account in order for a payment that cannot exist: that"
              + " changes nothing and proves that both sides know each other.")
  private boolean live;

  @Option(names = "--strict", description = "Ends with exit code 1 for warnings, too.")
  private boolean strict;

  @Option(
      names = "--days",
      paramLabel = "N",
      description =
          "Warns of certificates that end within N days, 1 to 365; 30 if neither this nor"
              + " jiaozi.expiry-warning says otherwise.")
  private Integer days;

  @Mixin private Output output;

  @Override
  public Integer call() {
    if (days != null && (days < 1 || days > LONGEST_DAYS)) {
      output.err().println("--days takes 1 to " + LONGEST_DAYS + ".");
      return Exit.WRONG_ARGUMENTS;
    }
    Diagnosis diagnosis = diagnosis();
    if (output.isJson()) {
      output.out().println(json(diagnosis));
    } else {
      print(diagnosis);
    }
    Level bearable = strict ? Level.NOT_CHECKED : Level.WARNING;
    return diagnosis.level().compareTo(bearable) > 0 ? Exit.BAD_NEWS : Exit.DONE;
  }

  private Diagnosis diagnosis() {
    GatewayConfig config;
    try {
      config = GatewayConfig.load(file);
    } catch (InvalidConfigurationException unreadable) {
      return new Diagnosis(
          unreadable.problems().stream()
              .map(
                  problem ->
                      Finding.of(Level.BROKEN, About.SETTING, problem.field(), problem.sentence()))
              .toList(),
          List.of());
    }
    if (days != null) {
      config = config.toBuilder().setting("expiry-warning", days + "d").build();
    }
    return live ? PaymentGateway.diagnoseLive(config) : PaymentGateway.diagnose(config);
  }

  // ---- for people

  private void print(Diagnosis diagnosis) {
    for (AccountDiagnosis account : diagnosis.accounts()) {
      output
          .out()
          .println(
              account.account()
                  + (account.channel().isEmpty() ? "" : " (" + account.channel() + ")")
                  + ": "
                  + words(account.level()));
      worstFirst(account.findings()).forEach(this::print);
      output.out().println();
    }
    if (!diagnosis.general().isEmpty()) {
      output.out().println("In general: " + words(Level.worstOf(diagnosis.general())));
      worstFirst(diagnosis.general()).forEach(this::print);
      output.out().println();
    }
    output.out().println(summary(diagnosis));
  }

  private void print(Finding finding) {
    output
        .out()
        .printf(
            Locale.ROOT,
            "  %-11s %s: %s%n",
            words(finding.level()),
            finding.field(),
            finding.sentence());
  }

  private static Stream<Finding> worstFirst(List<Finding> findings) {
    return findings.stream().sorted(Comparator.comparing(Finding::level).reversed());
  }

  private static String words(Level level) {
    return switch (level) {
      case FINE -> "fine";
      case NOT_CHECKED -> "not checked";
      case WARNING -> "WARNING";
      case BROKEN -> "BROKEN";
    };
  }

  private static String summary(Diagnosis diagnosis) {
    String counts =
        Stream.of(Level.BROKEN, Level.WARNING, Level.NOT_CHECKED, Level.FINE)
            .map(
                level ->
                    diagnosis.findings().stream()
                            .filter(finding -> finding.level() == level)
                            .count()
                        + " "
                        + words(level))
            .collect(Collectors.joining(", "));
    return switch (diagnosis.level()) {
      case BROKEN -> "Broken: repair it, a gateway or its calls would fail. (" + counts + ")";
      case WARNING -> "Works, with warnings. (" + counts + ")";
      case NOT_CHECKED, FINE -> "In order as far as it was looked at. (" + counts + ")";
    };
  }

  // ---- for scripts

  private Json json(Diagnosis diagnosis) {
    return Output.json()
        .text("level", diagnosis.level().name())
        .flag("live", live)
        .list("general", diagnosis.general(), DoctorCommand::fill)
        .list(
            "accounts",
            diagnosis.accounts(),
            (account, json) ->
                json.text("account", account.account())
                    .text("channel", account.channel())
                    .text("level", account.level().name())
                    .list("findings", account.findings(), DoctorCommand::fill));
  }

  private static void fill(Finding finding, Json json) {
    json.text("level", finding.level().name())
        .text("about", finding.about().name())
        .text("field", finding.field())
        .text("sentence", finding.sentence())
        .time("until", finding.until());
  }
}
