package io.jiaozi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.GatewayConfig;
import io.jiaozi.MerchantAccount;
import io.jiaozi.PaymentGateway;
import io.jiaozi.money.Money;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.Scene;
import io.jiaozi.sandbox.Fault;
import io.jiaozi.sandbox.Sandbox;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The commands in this process, the channels simulated. */
class CommandLineTest {

  private static final AtomicLong NUMBERS = new AtomicLong(20261125000L);

  @TempDir static Path folder;
  private static Sandbox sandbox;
  private static Path file;
  private static PaymentGateway gateway;

  @BeforeAll
  static void start() {
    sandbox = Sandbox.builder().export(folder.resolve("export")).start();
    file = folder.resolve("export/jiaozi.properties");
    gateway = PaymentGateway.open(GatewayConfig.load(file));
  }

  @AfterAll
  static void stop() {
    gateway.close();
    sandbox.close();
  }

  @AfterEach
  void mend() {
    sandbox.faults().clear();
  }

  private static String number() {
    return "CLI" + NUMBERS.incrementAndGet();
  }

  /** A payment of 88.00 at a channel, paid. */
  private static String paid(String channel) {
    String number = number();
    MerchantAccount account = gateway.account(channel);
    PaymentRequest request =
        PaymentRequest.builder(
                number,
                Money.of("CNY", "88.00"),
                Scene.qrCode(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS))
            .description("Two boxes of dumplings")
            .build();
    String reference = account.reference(request).encode();
    account.pay(request);
    switch (channel) {
      case "wechat" -> sandbox.wechat().pay(number);
      case "unionpay" -> sandbox.unionpay().pay(number);
      default -> sandbox.alipay().pay(number);
    }
    return reference;
  }

  /** The exported file with one line changed. */
  private static Path changed(String setting, String value) {
    try {
      List<String> lines = new ArrayList<>();
      for (String line : Files.readAllLines(file)) {
        if (!line.startsWith(setting + "=")) {
          lines.add(line);
        }
      }
      lines.add(setting + "=" + value);
      return Files.write(Files.createTempFile(folder, "changed", ".properties"), lines);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  // ---- doctor

  @Test
  void doctor_ofAllInOrder_saysSo() {
    Terminal ended = Terminal.run("doctor", file);
    assertThat(ended.exit()).isEqualTo(Exit.DONE);
    assertThat(ended.err()).isEmpty();
    assertThat(ended.out())
        .contains(
            "alipay (alipay): not checked",
            "jiaozi.accounts.paypal.base-url: is on this machine: a simulation, no money moves.",
            "In order as far as it was looked at.");
  }

  @Test
  void doctor_live_asksEveryChannel() {
    JsonNode told = Terminal.run("doctor", file, "--live", "--json").json();
    assertThat(told.get("live").asBoolean()).isTrue();
    assertThat(told.get("accounts")).hasSize(gateway.accounts().size());
    for (JsonNode account : told.get("accounts")) {
      assertThat(account.get("findings"))
          .as("%s", account)
          .anyMatch(
              finding ->
                  finding.get("about").asString().equals("ANSWER")
                      && finding.get("level").asString().equals("FINE"));
    }
  }

  @Test
  void doctor_ofABrokenAccount_namesIt_andEndsWithOne() {
    Path broken = changed("jiaozi.accounts.wechat.api-v3-key", "tooshortCANARY");
    Terminal ended = Terminal.run("doctor", broken);
    assertThat(ended.exit()).isEqualTo(Exit.BAD_NEWS);
    assertThat(ended.out())
        .contains(
            "wechat (wechat): BROKEN",
            "BROKEN      jiaozi.accounts.wechat.api-v3-key: has 14 bytes; an APIv3 key has exactly 32.",
            "Broken: repair it")
        .doesNotContain("CANARY");
    assertThat(ended.err()).isEmpty();
  }

  @Test
  void doctor_json_isStable() {
    Path broken = changed("jiaozi.accounts.wechat.api-v3-key", "tooshortCANARY");
    Terminal ended = Terminal.run("doctor", broken, "--json");
    JsonNode told = ended.json();
    assertThat(ended.exit()).isEqualTo(Exit.BAD_NEWS);
    assertThat(told.propertyNames())
        .containsExactly("format", "level", "live", "general", "accounts");
    assertThat(told.get("format").asInt()).isEqualTo(1);
    assertThat(told.get("level").asString()).isEqualTo("BROKEN");
    JsonNode wechat = told.get("accounts").get(0);
    assertThat(wechat.propertyNames()).containsExactly("account", "channel", "level", "findings");
    JsonNode finding = wechat.get("findings").get(0);
    assertThat(finding.get("level").asString()).isEqualTo("BROKEN");
    assertThat(finding.get("about").asString()).isEqualTo("KEY");
    assertThat(finding.get("field").asString()).isEqualTo("jiaozi.accounts.wechat.api-v3-key");
    assertThat(finding.get("sentence").asString()).startsWith("has 14 bytes;");
    assertThat(ended.out()).doesNotContain("CANARY");
  }

  @Test
  void doctor_strictAndDays_makeNearEndsFail() {
    assertThat(Terminal.run("doctor", file, "--strict").exit()).isEqualTo(Exit.DONE);
    Path warned = changed("jiaozi.accounts.wechat.previous-api-v3-key", "p".repeat(32));
    assertThat(Terminal.run("doctor", warned).exit()).isEqualTo(Exit.DONE);
    assertThat(Terminal.run("doctor", warned, "--strict").exit()).isEqualTo(Exit.BAD_NEWS);
    assertThat(Terminal.run("doctor", file, "--days", "365").exit()).isEqualTo(Exit.DONE);
    for (String wrong : List.of("0", "366", "-3", "soon")) {
      assertThat(Terminal.run("doctor", file, "--days", wrong).exit())
          .isEqualTo(Exit.WRONG_ARGUMENTS);
    }
  }

  @Test
  void doctor_ofAFileThatIsNone_isBroken() {
    Terminal ended = Terminal.run("doctor", folder.resolve("nowhere.properties"));
    assertThat(ended.exit()).isEqualTo(Exit.BAD_NEWS);
    assertThat(ended.out()).contains("does not exist. Check the path");
  }

  @Test
  void doctor_ofAFileWithAMissingVariable_isBroken() {
    Path missing = changed("jiaozi.accounts.paypal.client-secret", "${JIAOZI_NOT_SET_4711}");
    Terminal ended = Terminal.run("doctor", missing, "--json");
    assertThat(ended.exit()).isEqualTo(Exit.BAD_NEWS);
    assertThat(ended.json().get("general").get(0).get("sentence").asString())
        .contains("needs the environment variable JIAOZI_NOT_SET_4711, which is not set");
  }

  // ---- accounts

  @Test
  void accounts_areListedWithTheirChannels() {
    Terminal ended = Terminal.run("accounts", file);
    assertThat(ended.exit()).isEqualTo(Exit.DONE);
    assertThat(ended.out().lines()).contains("wechat\twechat", "alipay-cert\talipay");
    assertThat(Terminal.run("accounts", file, "--json").json().get("accounts").get(0))
        .hasToString("{\"account\":\"wechat\",\"channel\":\"wechat\"}");
  }

  // ---- query

  @ParameterizedTest
  @ValueSource(strings = {"wechat", "alipay", "unionpay"})
  void query_ofAPayment_tellsItsState_butNotWhoPaid(String channel) {
    String reference = paid(channel);
    Terminal ended = Terminal.run("query", file, channel, reference);
    assertThat(ended.exit()).isEqualTo(Exit.DONE);
    assertThat(ended.out()).contains("state: PAID", "amount: CNY 88.00");
    JsonNode payment =
        Terminal.run("query", file, channel, reference, "--json").json().get("payment");
    assertThat(payment.get("state").asString()).isEqualTo("PAID");
    assertThat(payment.get("amount")).hasToString("{\"currency\":\"CNY\",\"value\":\"88.00\"}");
    assertThat(payment.propertyNames()).doesNotContain("payerId", "raw");
  }

  @Test
  void query_ofNothing_isAnAnswer() {
    Terminal ended = Terminal.run("query", file, "wechat", number(), "--json");
    assertThat(ended.exit()).isEqualTo(Exit.DONE);
    assertThat(ended.json().get("payment").get("state").asString()).isEqualTo("NOT_FOUND");
  }

  @Test
  void query_worksBesideABrokenAccount() {
    String reference = paid("wechat");
    Path broken = changed("jiaozi.accounts.alipay.app-id", "nonsense");
    assertThat(Terminal.run("query", broken, "wechat", reference).exit()).isEqualTo(Exit.DONE);
    Terminal ended = Terminal.run("query", broken, "alipay", "X1");
    assertThat(ended.exit()).isEqualTo(Exit.CONFIGURATION);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).contains("app-id: is not an app id", "jiaozi doctor");
  }

  @Test
  void query_refusedByTheChannel_isBadNews() {
    Path wrong = changed("jiaozi.accounts.paypal.client-secret", "E" + "CANARY".repeat(13));
    Terminal ended = Terminal.run("query", wrong, "paypal", "X1~p1.o.5O190127TN364715T", "--json");
    assertThat(ended.exit()).isEqualTo(Exit.BAD_NEWS);
    JsonNode error = ended.json().get("error");
    assertThat(error.get("kind").asString()).isEqualTo("REJECTED");
    assertThat(error.get("reason").asString()).isEqualTo("BAD_CREDENTIALS");
    assertThat(ended.out()).doesNotContain("CANARY");
  }

  @Test
  void query_thatReachesNobody_isNotSent() {
    Path away = changed("jiaozi.accounts.wechat.base-url", "http://127.0.0.1:1");
    Terminal ended = Terminal.run("query", away, "wechat", number());
    assertThat(ended.exit()).isEqualTo(Exit.NOT_SENT);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).contains("Nothing was sent");
  }

  // ---- refund

  private static Terminal refund(String channel, String reference, String number, Object... more) {
    List<Object> args =
        new ArrayList<>(
            List.of("refund", file, channel, reference, number, "8.00", "--currency", "CNY"));
    args.addAll(List.of(more));
    return Terminal.run(args.toArray());
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  @Test
  void refund_withoutYes_sendsNothing() {
    String reference = paid("wechat");
    long before = sandbox.requests().total();
    Terminal ended = refund("wechat", reference, "R1" + number(), "--placed-at", now());
    assertThat(ended.exit()).isEqualTo(Exit.WRONG_ARGUMENTS);
    assertThat(ended.err())
        .contains("Nothing was sent. This would give back CNY 8.00 of payment", "--yes");
    assertThat(sandbox.requests().total()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"wechat", "alipay", "unionpay"})
  void refund_sentTwice_isOne_andCanBeAskedFor(String channel) {
    String reference = paid(channel);
    String number = "R" + number();
    String placedAt = now();
    Terminal ended = refund(channel, reference, number, "--placed-at", placedAt, "--yes", "--json");
    assertThat(ended.exit()).isEqualTo(Exit.DONE);
    JsonNode refund = ended.json().get("refund");
    assertThat(refund.get("state").asString()).isIn("PROCESSING", "SUCCEEDED");
    assertThat(refund.get("reference").get("number").asString()).isEqualTo(number);

    assertThat(refund(channel, reference, number, "--placed-at", placedAt, "--yes").exit())
        .isEqualTo(Exit.DONE);

    JsonNode locator = refund.get("reference").get("locator");
    List<Object> ask =
        new ArrayList<>(List.of("query-refund", file, channel, reference, number, "--json"));
    if (locator != null) {
      ask.addAll(List.of("--locator", locator.asString()));
    }
    Terminal asked = Terminal.run(ask.toArray());
    assertThat(asked.exit()).isEqualTo(Exit.DONE);
    assertThat(asked.json().get("refund").get("state").asString()).isIn("PROCESSING", "SUCCEEDED");
    JsonNode payment =
        Terminal.run("query", file, channel, reference, "--json").json().get("payment");
    if (payment.get("refunded") != null) {
      assertThat(payment.get("refunded").get("value").asString()).isEqualTo("8.00");
    }
  }

  @Test
  void refund_ofMoreThanThereIs_isBadNews() {
    String reference = paid("wechat");
    Terminal ended =
        Terminal.run(
            "refund",
            file,
            "wechat",
            reference,
            "R" + number(),
            "88.01",
            "--currency",
            "CNY",
            "--placed-at",
            now(),
            "--payment-amount",
            "88.01",
            "--yes");
    assertThat(ended.exit()).isEqualTo(Exit.BAD_NEWS);
    assertThat(ended.err()).contains("Refund R");
    assertThat(ended.out()).isEmpty();
  }

  @Test
  void refund_withoutTrustworthyAnswer_isUnknown_andSaysHowToAsk() {
    String reference = paid("wechat");
    String number = "R" + number();
    sandbox.faults().arm(Fault.CLOSE_AFTER_COMMIT, "wechat.refund", 100);
    sandbox.faults().arm(Fault.CLOSE_AFTER_COMMIT, "wechat.queryRefund", 100);
    Path hasty = changed("jiaozi.deadline", "3s");
    Terminal ended =
        Terminal.run(
            "refund",
            hasty,
            "wechat",
            reference,
            number,
            "8.00",
            "--currency",
            "CNY",
            "--placed-at",
            now(),
            "--yes");
    assertThat(ended.exit()).isEqualTo(Exit.OUTCOME_UNKNOWN);
    assertThat(ended.err())
        .contains(
            "may or may not exist",
            "Ask with: jiaozi query-refund FILE ACCOUNT " + reference + " " + number);
  }

  @ParameterizedTest
  @CsvSource({
    "8.00, yesterday, is no time with its offset",
    "8.00, 2026-11-25T10:15:00, is no time with its offset",
    "8.001, 2026-11-25T10:15:00Z, decimals",
    "-8.00, 2026-11-25T10:15:00Z, is not an amount",
    "0.00, 2026-11-25T10:15:00Z, amount"
  })
  void refund_ofNonsense_sendsNothing(String amount, String placedAt, String words) {
    long before = sandbox.requests().total();
    Terminal ended =
        Terminal.run(
            "refund",
            file,
            "wechat",
            "P1",
            "R1",
            amount,
            "--currency",
            "CNY",
            "--placed-at",
            placedAt,
            "--yes");
    assertThat(ended.exit()).isEqualTo(Exit.WRONG_ARGUMENTS);
    assertThat(ended.err()).contains(words);
    assertThat(sandbox.requests().total()).isEqualTo(before);
  }

  @Test
  void refund_needsItsTimeAndCurrency() {
    Terminal ended = Terminal.run("refund", file, "wechat", "P1", "R1", "8.00", "--yes");
    assertThat(ended.exit()).isEqualTo(Exit.WRONG_ARGUMENTS);
    assertThat(ended.err()).contains("--currency", "--placed-at");
  }

  // ---- arguments

  @Test
  void unknownAccount_saysWhichThereAre() {
    Terminal ended = Terminal.run("query", file, "CANARY", "P1");
    assertThat(ended.exit()).isEqualTo(Exit.WRONG_ARGUMENTS);
    assertThat(ended.err())
        .contains("There is no account of that name in the file. There are: wechat,")
        .doesNotContain("CANARY");
  }

  @Test
  void argumentsOutOfPlace_areNotRepeated_forTheyMayBeSecrets() {
    for (Terminal ended :
        List.of(
            Terminal.run("doctor", file, "CANARY1"),
            Terminal.run("doctor", file, "--secret=CANARY2"),
            Terminal.run("CANARY3"),
            Terminal.run("query", file, "wechat", "two words CANARY4"))) {
      assertThat(ended.exit()).isEqualTo(Exit.WRONG_ARGUMENTS);
      assertThat(ended.out() + ended.err()).doesNotContain("CANARY").isNotBlank();
    }
    assertThat(Terminal.run("doctor", file, "--secret=x").err())
        .startsWith("There is no option --secret here.");
  }

  @Test
  void help_tellsCommandsAndExitCodes() {
    Terminal ended = Terminal.run("--help");
    assertThat(ended.exit()).isZero();
    assertThat(ended.out())
        .contains("doctor", "accounts", "query", "query-refund", "refund", "Exit codes:", "5 ");
    assertThat(Terminal.run().exit()).isEqualTo(Exit.WRONG_ARGUMENTS);
  }
}
