package io.jiaozi.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.jiaozi.GatewayConfig;
import io.jiaozi.MerchantAccount;
import io.jiaozi.Operation;
import io.jiaozi.PaymentGateway;
import io.jiaozi.error.InvalidConfigurationException;
import io.jiaozi.error.OpenOutcome;
import io.jiaozi.error.Problem;
import io.jiaozi.error.RejectedReason;
import io.jiaozi.fake.FakeAdapter;
import io.jiaozi.fake.FakeChannel;
import io.jiaozi.fake.Fakes;
import io.jiaozi.fake.VirtualTime;
import io.jiaozi.health.AccountDiagnosis;
import io.jiaozi.health.Diagnosis;
import io.jiaozi.health.Finding;
import io.jiaozi.health.Finding.About;
import io.jiaozi.health.Finding.Level;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.payment.RawReply;
import io.jiaozi.spi.AccountSettings;
import io.jiaozi.spi.ChannelAdapter;
import io.jiaozi.spi.HealthFact;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoctorTest {

  private static final PaymentReference NOBODYS = PaymentReference.ofNumber("NOBODYS1");

  private final VirtualTime time = new VirtualTime();
  private final List<HealthFact> facts = new ArrayList<>();
  private final FakeChannel channel =
      new FakeChannel().opening((settings, context) -> new Telling(settings, facts));

  /** An adapter that tells what it is given. */
  private class Telling extends FakeAdapter implements ChannelAdapter.Diagnosing {
    private final List<HealthFact> told;

    Telling(AccountSettings settings, List<HealthFact> told) {
      super(channel, settings);
      this.told = told;
    }

    @Override
    public List<HealthFact> healthFacts() {
      return told;
    }

    @Override
    public PaymentReference unknownPayment() {
      return NOBODYS;
    }
  }

  private GatewayConfig.Builder config() {
    return GatewayConfig.builder()
        .provider(channel)
        .time(time)
        .account("shop", Fakes.account("fake", Map.of()));
  }

  private AccountDiagnosis shop() {
    return PaymentGateway.diagnose(config().build()).accounts().get(0);
  }

  private static Finding only(AccountDiagnosis diagnosis, About about) {
    List<Finding> found =
        diagnosis.findings().stream().filter(finding -> finding.about() == about).toList();
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  private static HealthFact.Certificate certificate(Instant until) {
    return new HealthFact.Certificate(
        "certificate",
        "the merchant's certificate 40DD",
        VirtualTime.START.minus(Duration.ofDays(100)),
        until,
        "Get another.");
  }

  @Test
  void certificate_farFromItsEnd_isFine() {
    Instant until = VirtualTime.START.plus(Duration.ofDays(31));
    facts.add(certificate(until));
    assertThat(only(shop(), About.CERTIFICATE))
        .isEqualTo(
            new Finding(
                Level.FINE,
                About.CERTIFICATE,
                "jiaozi.accounts.shop.certificate",
                "the merchant's certificate 40DD lasts until 2026-04-01T08:00:00Z, in 31 days.",
                until));
  }

  @Test
  void certificate_nearItsEnd_isAWarningWithTheRemedy() {
    facts.add(certificate(VirtualTime.START.plus(Duration.ofDays(6))));
    Finding found = only(shop(), About.CERTIFICATE);
    assertThat(found.level()).isEqualTo(Level.WARNING);
    assertThat(found.sentence())
        .isEqualTo(
            "the merchant's certificate 40DD expires at 2026-03-07T08:00:00Z, in 6 days. Get"
                + " another.");
  }

  @Test
  void certificate_expiredWhileTheGatewayWasOpen_isBroken() {
    facts.add(certificate(VirtualTime.START.plus(Duration.ofDays(6))));
    try (PaymentGateway gateway = PaymentGateway.open(config().build())) {
      time.pass(Duration.ofDays(7));
      Diagnosis diagnosis = gateway.diagnose();
      assertThat(diagnosis.level()).isEqualTo(Level.BROKEN);
      assertThat(only(diagnosis.accounts().get(0), About.CERTIFICATE).sentence())
          .isEqualTo(
              "the merchant's certificate 40DD expired at 2026-03-07T08:00:00Z. Get another.");
    }
  }

  @Test
  void certificate_notYetValid_isBrokenAndSuspectsTheClock() {
    facts.add(
        new HealthFact.Certificate(
            "certificate",
            "it",
            VirtualTime.START.plusSeconds(1),
            VirtualTime.START.plus(Duration.ofDays(100)),
            "Get another."));
    assertThat(only(shop(), About.CERTIFICATE).sentence())
        .isEqualTo(
            "it is not valid before 2026-03-01T08:00:01Z. Check this machine's clock. Otherwise:"
                + " Get another.");
  }

  @Test
  void expiryWarning_isASettingOfTheGateway() {
    facts.add(certificate(VirtualTime.START.plus(Duration.ofDays(6))));
    GatewayConfig short_ = config().setting("expiry-warning", "5d").build();
    assertThat(only(PaymentGateway.diagnose(short_).accounts().get(0), About.CERTIFICATE).level())
        .isEqualTo(Level.FINE);
    for (String wrong : List.of("1h", "366d", "soon", "-1d")) {
      Diagnosis diagnosis =
          PaymentGateway.diagnose(config().setting("expiry-warning", wrong).build());
      assertThat(diagnosis.general())
          .contains(
              Finding.of(
                  Level.BROKEN,
                  About.SETTING,
                  "jiaozi.expiry-warning",
                  "is not a time from 1d to 365d. Write 30d."));
    }
  }

  @Test
  void brokenAccount_isToldBesideTheGoodOne_andNothingStaysOpen() {
    channel.opening(
        (settings, context) -> {
          if (settings.account().equals("bad")) {
            throw new InvalidConfigurationException(
                List.of(settings.problem("api-key", "is wrong. Give another.")));
          }
          return new Telling(settings, facts);
        });
    Diagnosis diagnosis =
        PaymentGateway.diagnose(
            config().account("bad", Fakes.account("fake", Map.of("api-key", "CANARY"))).build());
    assertThat(diagnosis.level()).isEqualTo(Level.BROKEN);
    assertThat(diagnosis.accounts().get(0).level()).isEqualTo(Level.FINE);
    assertThat(diagnosis.accounts().get(1))
        .isEqualTo(
            new AccountDiagnosis(
                "bad",
                "fake",
                List.of(
                    Finding.of(
                        Level.BROKEN,
                        About.KEY,
                        "jiaozi.accounts.bad.api-key",
                        "is wrong. Give another."))));
    assertThat(channel.closed()).containsExactly("shop");
  }

  @Test
  void settingsOutOfOrder_sayThatKeysWereNotLookedAt() {
    AccountDiagnosis shop =
        PaymentGateway.diagnose(
                config()
                    .account("shop", Fakes.account("fake", Map.of("base-url", "http://x.example")))
                    .build())
            .accounts()
            .get(0);
    assertThat(shop.findings())
        .extracting(Finding::level, Finding::about, Finding::field)
        .containsExactly(
            tuple(Level.BROKEN, About.ADDRESS, "jiaozi.accounts.shop.base-url"),
            tuple(Level.NOT_CHECKED, About.KEY, "jiaozi.accounts.shop"));
  }

  @Test
  void settingsThatMeanNothingElse_doNotHideWhatTheAdapterFinds() {
    channel.opening(
        (settings, context) -> {
          if (settings.text("api-key") != null) {
            throw new InvalidConfigurationException(
                List.of(settings.problem("api-key", "is wrong. Give another.")));
          }
          return new Telling(settings, facts);
        });
    facts.add(certificate(VirtualTime.START.plus(Duration.ofDays(6))));
    facts.add(
        new HealthFact.Remark(
            Level.WARNING, About.NOTIFICATIONS, "notification-url", "is missing."));
    Map<String, String> odd =
        Map.of("notification-url", "https://shop.cn/n?x=1", "api-kay", "CANARY");
    assertThat(shop(odd))
        .filteredOn(finding -> finding.level().compareTo(Level.WARNING) >= 0)
        .extracting(Finding::field)
        .containsExactlyInAnyOrder(
            "jiaozi.accounts.shop.api-kay",
            "jiaozi.accounts.shop.notification-url",
            "jiaozi.accounts.shop.certificate");
    Map<String, String> worse = new HashMap<>(odd);
    worse.put("api-key", "CANARY");
    assertThat(shop(worse))
        .extracting(Finding::field)
        .containsExactlyInAnyOrder(
            "jiaozi.accounts.shop.api-kay",
            "jiaozi.accounts.shop.notification-url",
            "jiaozi.accounts.shop.api-key");
  }

  private List<Finding> shop(Map<String, String> values) {
    return PaymentGateway.diagnose(config().account("shop", Fakes.account("fake", values)).build())
        .accounts()
        .get(0)
        .findings();
  }

  @Test
  void channelWithoutAdapter_andNoAccountAtAll_areFindings() {
    Diagnosis unknown =
        PaymentGateway.diagnose(
            GatewayConfig.builder()
                .provider(channel)
                .time(time)
                .account("shop", Fakes.account("fakes", Map.of()))
                .build());
    assertThat(only(unknown.accounts().get(0), About.ADAPTER))
        .isEqualTo(
            Finding.of(
                Level.BROKEN,
                About.ADAPTER,
                "jiaozi.accounts.shop.channel",
                "No adapter for channel \"fakes\". Found: fake. Did you mean \"fake\"?"));
    Diagnosis empty =
        PaymentGateway.diagnose(GatewayConfig.builder().provider(channel).time(time).build());
    assertThat(empty.general().get(0).field()).isEqualTo("jiaozi.accounts");
    assertThat(empty.level()).isEqualTo(Level.BROKEN);
  }

  @Test
  void realAndTestMoney_sideBySide_isAWarning() {
    channel.opening(
        (settings, context) -> {
          HealthFact.Address.Kind kind =
              settings.account().equals("shop")
                  ? HealthFact.Address.Kind.REAL
                  : HealthFact.Address.Kind.TEST;
          return new Telling(settings, List.of(new HealthFact.Address(kind, "base-url", "is so.")));
        });
    Diagnosis diagnosis =
        PaymentGateway.diagnose(config().account("till", Fakes.account("fake", Map.of())).build());
    assertThat(diagnosis.general().get(0))
        .isEqualTo(
            Finding.of(
                Level.WARNING,
                About.ADDRESS,
                "jiaozi.accounts",
                "move real money (shop) and test money (till) side by side. If that is not meant,"
                    + " give all of them the addresses and credentials of one kind."));
  }

  @ParameterizedTest
  @CsvSource({
    "PT30S, FINE, agreed with",
    "PT-30S, FINE, agreed with",
    "PT31S, WARNING, was 31 s behind Fake Pay's when that last",
    "PT-3M, WARNING, was 3 minutes ahead of Fake Pay's when that last",
    "PT-5M, BROKEN, was 5 minutes ahead of Fake Pay's when that last",
    "PT3H, BROKEN, was 3 hours behind Fake Pay's when that last",
    "PT960H, BROKEN, was 40 days behind Fake Pay's when that last"
  })
  void clock_thatDiffersFromTheChannels(Duration ahead, Level level, String words) {
    facts.add(new HealthFact.ChannelClock(ahead));
    Finding found = only(shop(), About.CLOCK);
    assertThat(found.level()).isEqualTo(level);
    assertThat(found.sentence()).contains(words);
  }

  @Test
  void clock_offline_cannotBeTold_butItCannotShowAnEarlierTimeThanTheSdk() {
    assertThat(PaymentGateway.diagnose(config().build()).general())
        .containsExactly(
            Finding.of(
                Level.NOT_CHECKED,
                About.CLOCK,
                "clock",
                "shows 2026-03-01T08:00:00Z. Whether that is right cannot be told offline: make sure"
                    + " of it, or ask the channels."));
    time.pass(Duration.ofDays(-400));
    Finding early = PaymentGateway.diagnose(config().build()).general().get(0);
    assertThat(early.level()).isEqualTo(Level.BROKEN);
    assertThat(early.sentence()).startsWith("shows 2025-01-25T08:00:00Z, when this SDK did not");
  }

  @Test
  void adapterThatBreaksWhenAsked_isAWarningWithoutItsMessage() {
    channel.opening(
        (settings, context) ->
            new Telling(settings, List.of()) {
              @Override
              public List<HealthFact> healthFacts() {
                throw new IllegalStateException("CANARY");
              }
            });
    Finding found = only(shop(), About.ADAPTER);
    assertThat(found.level()).isEqualTo(Level.WARNING);
    assertThat(found.sentence())
        .isEqualTo(
            "has an adapter that failed with java.lang.IllegalStateException when it was asked how"
                + " the account is. Tell the author of the adapter.");
  }

  @Test
  void adapterThatTellsNothing_isNotHeldAgainstIt() {
    channel.opening((settings, context) -> new FakeAdapter(channel, settings));
    AccountDiagnosis shop = shop();
    assertThat(shop.level()).isEqualTo(Level.NOT_CHECKED);
    assertThat(only(shop, About.ADAPTER).level()).isEqualTo(Level.NOT_CHECKED);
  }

  @Test
  void invisibleCharacters_neverReachAReport() {
    facts.add(
        new HealthFact.Remark(Level.WARNING, About.KEY, "private-key", "is\nodd \u202e indeed."));
    assertThat(only(shop(), About.KEY).sentence()).isEqualTo("is\\nodd \\u202e indeed.");
  }

  @Test
  void breakers_heldBack_areAWarning_untilACallIsAnswered() {
    try (PaymentGateway gateway = PaymentGateway.open(config().build())) {
      MerchantAccount shop = gateway.account("shop");
      assertThat(only(shop.diagnose(), About.CALLS).level()).isEqualTo(Level.FINE);
      channel.onNext(12, Operation.QUERY, FakeChannel.notSent());
      for (int i = 0; i < 4; i++) {
        shop.probe();
      }
      Finding held = only(shop.diagnose(), About.CALLS);
      assertThat(held.level()).isEqualTo(Level.WARNING);
      assertThat(held.sentence()).startsWith("holds back questions, because too many failed");
    }
  }

  // ---- the harmless question

  private Finding answer(FakeChannel.Step... steps) {
    channel.on(Operation.QUERY, steps);
    Diagnosis diagnosis = PaymentGateway.diagnoseLive(config().build());
    return only(diagnosis.accounts().get(0), About.ANSWER);
  }

  private static Object told(PaymentState state) {
    return Payment.builder(NOBODYS, state, RawReply.none()).build();
  }

  @Test
  void question_answeredWithNotFound_isFine() {
    assertThat(answer(FakeChannel.answers(told(PaymentState.NOT_FOUND))))
        .isEqualTo(
            Finding.of(
                Level.FINE,
                About.ANSWER,
                "jiaozi.accounts.shop",
                "Fake Pay answered a harmless question as it should: it took the request, knows no"
                    + " payment NOBODYS1, and its answer passed every check."));
    assertThat(channel.requests(Operation.QUERY)).isOne();
  }

  @Test
  void question_answeredProperly_settlesWhatWasOpenAboutKeys() {
    facts.add(new HealthFact.Remark(Level.NOT_CHECKED, About.KEY, "private-key", "is outside."));
    facts.add(
        new HealthFact.Remark(Level.NOT_CHECKED, About.CERTIFICATE, "certificate", "is absent."));
    channel.on(Operation.QUERY, FakeChannel.answers(told(PaymentState.NOT_FOUND)));
    AccountDiagnosis live = PaymentGateway.diagnoseLive(config().build()).accounts().get(0);
    assertThat(live.findings())
        .extracting(Finding::about)
        .contains(About.CERTIFICATE)
        .doesNotContain(About.KEY);
    channel.on(Operation.QUERY, FakeChannel.rejected(RejectedReason.BAD_CREDENTIALS, null));
    AccountDiagnosis refused = PaymentGateway.diagnoseLive(config().build()).accounts().get(0);
    assertThat(refused.findings()).extracting(Finding::about).contains(About.KEY);
  }

  @Test
  void question_answeredWithAPayment_isAWarning() {
    Finding found = answer(FakeChannel.answers(told(PaymentState.CLOSED)));
    assertThat(found.level()).isEqualTo(Level.WARNING);
    assertThat(found.sentence()).contains("which was made up for this question, is closed.");
  }

  @Test
  void question_refused_isBroken() {
    Finding found = answer(FakeChannel.rejected(RejectedReason.BAD_CREDENTIALS, null));
    assertThat(found.level()).isEqualTo(Level.BROKEN);
    assertThat(found.sentence()).contains("in vain.", "Fake Pay refused it", "Do better.");
  }

  @Test
  void question_thatReachedNobody_isBroken() {
    channel.onNext(3, Operation.QUERY, FakeChannel.notSent());
    assertThat(answer().level()).isEqualTo(Level.BROKEN);
  }

  @Test
  void question_withoutAnswer_isAWarning_withAForgedOneBroken() {
    channel.onNext(3, Operation.QUERY, FakeChannel.noReply());
    assertThat(answer().level()).isEqualTo(Level.WARNING);
    channel.onNext(3, Operation.QUERY, FakeChannel.unknown(OpenOutcome.Cause.UNTRUSTED_REPLY));
    assertThat(answer().level()).isEqualTo(Level.BROKEN);
  }

  @Test
  void question_isNotAskedOffline_norForABrokenAccount() {
    shop();
    channel.opening(
        (settings, context) -> {
          throw new InvalidConfigurationException(List.of(new Problem("api-key", "is wrong.")));
        });
    PaymentGateway.diagnoseLive(config().build());
    assertThat(channel.contexts()).isEmpty();
  }
}
