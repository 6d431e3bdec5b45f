package io.jiaozi.spring;

import io.jiaozi.MerchantAccount;
import io.jiaozi.health.AccountDiagnosis;
import io.jiaozi.health.Finding;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * One account: down if something of it does not work, up otherwise, with what is to be looked at as
 * details. No network, no secret.
 */
final class AccountHealth implements HealthIndicator {

  private final MerchantAccount account;

  AccountHealth(MerchantAccount account) {
    this.account = account;
  }

  @Override
  public Health health() {
    AccountDiagnosis diagnosis = account.diagnose();
    Health.Builder health = diagnosis.level() == Finding.Level.BROKEN ? Health.down() : Health.up();
    health.withDetail("channel", diagnosis.channel());
    detail(health, "broken", sentences(diagnosis, Finding.Level.BROKEN));
    detail(health, "warnings", sentences(diagnosis, Finding.Level.WARNING));
    diagnosis.findings().stream()
        .map(Finding::until)
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder())
        .ifPresent(until -> health.withDetail("certificatesUntil", until.toString()));
    diagnosis.findings().stream()
        .filter(finding -> finding.about() == Finding.About.CALLS)
        .findFirst()
        .ifPresent(finding -> health.withDetail("calls", finding.sentence()));
    return health.build();
  }

  private static void detail(Health.Builder health, String name, List<String> sentences) {
    if (!sentences.isEmpty()) {
      health.withDetail(name, sentences);
    }
  }

  private static List<String> sentences(AccountDiagnosis diagnosis, Finding.Level level) {
    return diagnosis.findings().stream()
        .filter(finding -> finding.level() == level)
        .map(finding -> finding.field() + " " + finding.sentence())
        .toList();
  }
}
