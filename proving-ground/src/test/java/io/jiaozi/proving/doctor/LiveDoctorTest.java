package io.jiaozi.proving.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.GatewayConfig;
import io.jiaozi.MerchantAccount;
import io.jiaozi.PaymentGateway;
import io.jiaozi.health.AccountDiagnosis;
import io.jiaozi.health.Diagnosis;
import io.jiaozi.health.Finding;
import io.jiaozi.health.Finding.About;
import io.jiaozi.health.Finding.Level;
import io.jiaozi.proving.channels.ChannelUnderTest;
import io.jiaozi.proving.stage.Hourglass;
import io.jiaozi.proving.stage.Stage;
import io.jiaozi.proving.stage.Stages;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What only the channel can tell, is told by one harmless question. */
class LiveDoctorTest {

  private static GatewayConfig config(Map<String, String> settings, Hourglass time) {
    return GatewayConfig.of(settings).toBuilder().time(time).build();
  }

  private static Finding only(AccountDiagnosis diagnosis, About about) {
    List<Finding> found =
        diagnosis.findings().stream().filter(finding -> finding.about() == about).toList();
    assertThat(found).as("%s", diagnosis.findings()).hasSize(1);
    return found.get(0);
  }

  @TestFactory
  Stream<DynamicTest> account_inOrder_isAnsweredAndAgreesAboutTheTime() {
    return Stages.eachMode(
        (mode, stage) -> {
          long before = stage.sandbox().requests().total();
          Diagnosis diagnosis =
              PaymentGateway.diagnoseLive(config(stage.settings(mode), new Hourglass()));
          assertThat(diagnosis.level()).isLessThan(Level.BROKEN);
          AccountDiagnosis account = diagnosis.accounts().get(0);
          Finding answer = only(account, About.ANSWER);
          assertThat(answer.level()).isEqualTo(Level.FINE);
          assertThat(answer.sentence()).contains("answered a harmless question as it should");
          assertThat(only(account, About.CLOCK).level()).isEqualTo(Level.FINE);
          assertThat(stage.sandbox().requests().total()).isGreaterThan(before);
        });
  }

  @TestFactory
  Stream<DynamicTest> account_examinedOffline_asksNobody() {
    return Stages.eachMode(
        (mode, stage) -> {
          long before = stage.sandbox().requests().total();
          try (PaymentGateway gateway = stage.gateway(mode)) {
            assertThat(gateway.diagnose().level()).isLessThan(Level.BROKEN);
          }
          PaymentGateway.diagnose(config(stage.settings(mode), new Hourglass()));
          assertThat(stage.sandbox().requests().total()).isEqualTo(before);
        });
  }

  @TestFactory
  Stream<DynamicTest> probe_ofAnOpenGateway_leavesTheClockInTheNextDiagnosis() {
    return Stages.eachMode(
        (mode, stage) -> {
          try (PaymentGateway gateway = stage.gateway(mode)) {
            MerchantAccount account = stage.account(gateway, mode);
            assertThat(account.diagnose().findings())
                .noneMatch(finding -> finding.about() == About.CLOCK);
            assertThat(only(account.probe(), About.ANSWER).level()).isEqualTo(Level.FINE);
            assertThat(only(account.diagnose(), About.CLOCK).level()).isEqualTo(Level.FINE);
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> clock_elevenMinutesOff_isNamed_whateverTheAnswer() {
    return Stages.eachMode(
        (mode, stage) -> {
          for (Duration off : List.of(Duration.ofMinutes(11), Duration.ofMinutes(-11))) {
            Hourglass time = new Hourglass();
            time.pass(off);
            Finding clock =
                only(
                    PaymentGateway.diagnoseLive(config(stage.settings(mode), time))
                        .accounts()
                        .get(0),
                    About.CLOCK);
            assertThat(clock.level()).isEqualTo(Level.BROKEN);
            // The whole minutes between two clocks read one after the other.
            assertThat(clock.sentence())
                .containsPattern(
                    "this machine's clock was 1[01] minutes "
                        + (off.isNegative() ? "behind" : "ahead of"))
                .contains("Set the clock");
          }
        });
  }

  /**
   * Settings that are right by their form and wrong at the channel.
   *
   * @param words what the finding must hold
   */
  private record LiveMistake(
      String account, String name, String setting, String value, List<String> words) {}

  private static List<LiveMistake> mistakes() {
    String stranger = Papers.privatePem(Papers.pair("stranger"));
    String strangersPublic = Papers.publicPem(Papers.pair("stranger"));
    return List.of(
        new LiveMistake(
            "wechat",
            "another certificate's serial number",
            "certificate-serial",
            "5157F09EFDC096DE15EBE81A47057A7232F1B8E1",
            List.of(
                "in vain. Query of payment",
                "\"certificate-serial\" and \"merchant-id\" belong together")),
        new LiveMistake(
            "wechat",
            "the key of another merchant",
            "private-key",
            stranger,
            List.of("in vain. Query of payment", "private-key")),
        new LiveMistake(
            "alipay",
            "a key whose public half was never uploaded",
            "private-key",
            stranger,
            List.of("in vain. Query of payment")),
        new LiveMistake(
            "alipay",
            "the public key of somebody else as Alipay's",
            "alipay-public-key",
            strangersPublic,
            List.of("in vain. Query of payment", "sign")),
        new LiveMistake(
            "unionpay-sha256",
            "a wrong shared key",
            "secure-key",
            "wrongwrongwrongwrong1234",
            List.of("in vain. Query of payment")),
        new LiveMistake(
            "unionpay",
            "the number of another merchant",
            "merchant-id",
            "777290058110048",
            List.of("in vain. Query of payment")),
        new LiveMistake(
            "paypal",
            "a secret that was replaced",
            "client-secret",
            "E" + "x".repeat(79),
            List.of("does not know the account's client id and secret", "developer dashboard")),
        new LiveMistake(
            "paypal",
            "an address where nobody listens",
            "base-url",
            "http://127.0.0.1:1",
            List.of("in vain. Query of payment", "Nothing was sent")));
  }

  @TestFactory
  Stream<DynamicTest> mistake_thatOnlyTheChannelSees_isToldByItsAnswer() {
    return mistakes().stream()
        .map(
            mistake ->
                Stages.test(
                    mistake.account() + ": " + mistake.name(), stage -> check(mistake, stage)));
  }

  private static void check(LiveMistake mistake, Stage stage) {
    String prefix = "jiaozi.accounts." + mistake.account() + ".";
    Map<String, String> settings = new HashMap<>();
    stage
        .sandbox()
        .settings()
        .forEach(
            (name, value) -> {
              if (name.startsWith(prefix)) {
                settings.put(name, value);
              }
            });
    settings.put(prefix + mistake.setting(), mistake.value());
    GatewayConfig config = config(settings, new Hourglass());

    assertThat(PaymentGateway.diagnose(config).level()).isLessThan(Level.WARNING);
    AccountDiagnosis live = PaymentGateway.diagnoseLive(config).accounts().get(0);
    Finding answer = only(live, About.ANSWER);
    assertThat(answer.level()).isEqualTo(Level.BROKEN);
    assertThat(answer.sentence()).contains(mistake.words());
  }

  @TestFactory
  Stream<DynamicTest> everyChannel_hasALiveMistake() {
    return Stages.channels().stream()
        .map(ChannelUnderTest::channel)
        .map(
            channel ->
                DynamicTest.dynamicTest(
                    channel,
                    () ->
                        assertThat(mistakes())
                            .anyMatch(mistake -> mistake.account().startsWith(channel))));
  }
}
