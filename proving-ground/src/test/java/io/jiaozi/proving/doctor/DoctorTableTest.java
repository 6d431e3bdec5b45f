package io.jiaozi.proving.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.GatewayConfig;
import io.jiaozi.PaymentGateway;
import io.jiaozi.health.AccountDiagnosis;
import io.jiaozi.health.Diagnosis;
import io.jiaozi.health.Finding;
import io.jiaozi.health.Finding.About;
import io.jiaozi.health.Finding.Level;
import io.jiaozi.proving.stage.Canaries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every row: the right sentence in the right place, and no other complaint. */
class DoctorTableTest {

  private static final String ACCOUNT = "jiaozi.accounts.shop.";

  private static GatewayConfig config(Map<String, Map<String, String>> accounts) {
    Map<String, String> properties = new HashMap<>();
    accounts.forEach(
        (account, settings) ->
            settings.forEach(
                (name, value) -> properties.put("jiaozi.accounts." + account + "." + name, value)));
    return GatewayConfig.of(properties).toBuilder().time(new Standstill(Papers.NOW)).build();
  }

  private static AccountDiagnosis diagnose(Map<String, String> settings) {
    return PaymentGateway.diagnose(config(Map.of("shop", settings))).accounts().get(0);
  }

  private static List<Finding> complaints(List<Finding> findings) {
    return findings.stream()
        .filter(finding -> finding.level().compareTo(Level.WARNING) >= 0)
        .toList();
  }

  @TestFactory
  Stream<DynamicTest> account_inOrder_hasNoComplaint() {
    return Stream.of("wechat", "alipay", "alipay-cert", "unionpay", "unionpay-shared", "paypal")
        .map(
            name ->
                DynamicTest.dynamicTest(
                    name,
                    () -> {
                      AccountDiagnosis diagnosis = diagnose(Healthy.settings(name));
                      assertThat(complaints(diagnosis.findings())).isEmpty();
                      assertThat(diagnosis.findings())
                          .anyMatch(finding -> finding.level() == Level.FINE);
                    }));
  }

  @TestFactory
  Stream<DynamicTest> mistake_isNamed_andNothingElse() {
    return Mistakes.all().stream()
        .map(mistake -> DynamicTest.dynamicTest(mistake.toString(), () -> check(mistake)));
  }

  private static void check(Mistake mistake) {
    List<Finding> complaints = complaints(diagnose(mistake.settings()).findings());
    assertThat(complaints).as("complaints").hasSize(1);
    Finding found = complaints.get(0);
    assertThat(found.field()).isEqualTo(ACCOUNT + mistake.setting());
    assertThat(found.level()).isEqualTo(mistake.level());
    assertThat(found.sentence()).contains(mistake.words());
    assertThat(secrets(mistake).findIn(found.toString())).as("a secret in the report").isEmpty();
  }

  /** Everything secret in the account, as it is and in the forms it usually leaks in. */
  private static Canaries secrets(Mistake mistake) {
    Canaries canaries = new Canaries();
    Map<String, String> settings = mistake.settings();
    for (String secret :
        List.of(
            "api-v3-key",
            "previous-api-v3-key",
            "previous-apiv3-key",
            "signing-certificate-password",
            "secure-key",
            "client-secret",
            "content-key")) {
      String value = settings.get(secret);
      if (value != null) {
        canaries.watch(secret, value);
      }
    }
    for (String key : List.of("private-key", "alipay-public-key")) {
      canaries.watchPem(key, settings.getOrDefault(key, ""));
    }
    canaries.watch("password of a key", "keySecret1");
    return canaries;
  }

  @Test
  void table_hasManyRows_overAllChannels_eachOnlyOnce() {
    List<Mistake> all = Mistakes.all();
    assertThat(all).hasSizeGreaterThanOrEqualTo(100);
    Set<String> names = new HashSet<>();
    assertThat(all).allMatch(mistake -> names.add(mistake.toString()));
    Map<String, Long> perChannel =
        all.stream()
            .collect(
                Collectors.groupingBy(
                    mistake -> Healthy.settings(mistake.account()).get("channel"),
                    Collectors.counting()));
    assertThat(perChannel.keySet())
        .containsExactlyInAnyOrder("wechat", "alipay", "unionpay", "paypal");
    assertThat(perChannel.values()).allMatch(rows -> rows >= 15);
  }

  @Test
  void page_ofTheDoctor_listsEveryRow_andNoOther() throws IOException {
    String page = Files.readString(Path.of("../docs/doctor.md"));
    List<String> rows =
        page.lines()
            .filter(line -> line.endsWith(" | broken |") || line.endsWith(" | warning |"))
            .toList();
    assertThat(rows)
        .containsExactlyInAnyOrderElementsOf(
            Mistakes.all().stream()
                .map(
                    row ->
                        "| "
                            + row.name()
                            + " | `"
                            + row.setting()
                            + "` | "
                            + row.level().name().toLowerCase(Locale.ROOT)
                            + " |")
                .toList());
  }

  /** A row that fits another mistake of its account as well would prove nothing. */
  @TestFactory
  Stream<DynamicTest> diagnosis_ofOneMistake_fitsNoOther() {
    List<Mistake> all = Mistakes.all();
    return all.stream()
        .map(
            mistake ->
                DynamicTest.dynamicTest(
                    mistake.toString(),
                    () ->
                        assertThat(
                                all.stream()
                                    .filter(other -> !other.equals(mistake))
                                    .filter(other -> other.account().equals(mistake.account()))
                                    .filter(other -> fits(mistake, DIAGNOSES.of(other)))
                                    .map(Mistake::name))
                            .isEmpty()));
  }

  private static boolean fits(Mistake row, List<Finding> complaints) {
    return complaints.stream()
        .anyMatch(
            found ->
                found.field().equals(ACCOUNT + row.setting())
                    && row.words().stream().allMatch(found.sentence()::contains));
  }

  private static final Diagnoses DIAGNOSES = new Diagnoses();

  /** Each account is examined once. */
  private static final class Diagnoses {
    private final Map<String, List<Finding>> known = new ConcurrentHashMap<>();

    List<Finding> of(Mistake mistake) {
      return known.computeIfAbsent(
          mistake.toString(), name -> complaints(diagnose(mistake.settings()).findings()));
    }
  }

  // ---- what belongs to no account

  @Test
  void realAndTestAccounts_sideBySide_areNamed() {
    Map<String, String> sandbox = Healthy.settings("alipay");
    sandbox.put("app-id", "9021000122682882");
    sandbox.put("base-url", "https://openapi-sandbox.dl.alipaydev.com");
    Diagnosis diagnosis =
        PaymentGateway.diagnose(
            config(Map.of("wechat", Healthy.settings("wechat"), "try", sandbox)));
    assertThat(complaints(diagnosis.findings())).hasSize(1);
    assertThat(complaints(diagnosis.general()).get(0).sentence())
        .startsWith("move real money (wechat) and test money (try) side by side.");
  }

  @Test
  void severalMistakes_ofSeveralAccounts_areAllNamed() {
    Map<String, String> wechat = Healthy.settings("wechat");
    wechat.put("api-v3-key", "short");
    wechat.put("certificate", Papers.pem(Healthy.PLATFORM_CERTIFICATE));
    Map<String, String> paypal = Healthy.settings("paypal");
    paypal.remove("webhook-id");
    Diagnosis diagnosis =
        PaymentGateway.diagnose(
            config(Map.of("a", wechat, "b", paypal, "c", Healthy.settings("unionpay"))));
    assertThat(complaints(diagnosis.findings()))
        .extracting(Finding::field)
        .containsExactlyInAnyOrder(
            "jiaozi.accounts.a.api-v3-key",
            "jiaozi.accounts.a.certificate",
            "jiaozi.accounts.b.webhook-id");
  }

  @Test
  void clock_beforeTheSdkExisted_isNamed_whateverElseIsWrong() {
    GatewayConfig config =
        config(Map.of("shop", Healthy.settings("paypal"))).toBuilder()
            .time(new Standstill(Papers.NOW.minus(Duration.ofDays(4000))))
            .build();
    assertThat(PaymentGateway.diagnose(config).general())
        .anyMatch(
            finding ->
                finding.about() == About.CLOCK
                    && finding.level() == Level.BROKEN
                    && finding.sentence().contains("when this SDK did not exist. Set it"));
  }
}
