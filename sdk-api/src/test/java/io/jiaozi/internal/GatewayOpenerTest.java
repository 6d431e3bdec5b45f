package io.jiaozi.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jiaozi.GatewayConfig;
import io.jiaozi.MerchantAccount;
import io.jiaozi.PaymentGateway;
import io.jiaozi.error.InvalidConfigurationException;
import io.jiaozi.error.Problem;
import io.jiaozi.fake.FakeAdapter;
import io.jiaozi.fake.FakeChannel;
import io.jiaozi.fake.Fakes;
import io.jiaozi.fake.VirtualTime;
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.notification.NotificationReply;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.spi.AccountConfig;
import io.jiaozi.spi.Decryptor;
import io.jiaozi.spi.SettingSpec;
import io.jiaozi.spi.SettingSpec.Kind;
import io.jiaozi.spi.Signer;
import io.jiaozi.spi.SigningAlgorithm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayOpenerTest {

  private final VirtualTime time = new VirtualTime();
  private final FakeChannel channel =
      new FakeChannel()
          .settings(
              SettingSpec.optional("base-url", Kind.URLS, "The channel's address."),
              SettingSpec.required("merchant-id", Kind.TEXT, "It stands in the merchant centre."),
              SettingSpec.required("api-key", Kind.SECRET, "Set it in the merchant centre."),
              SettingSpec.required("private-key", Kind.KEY_MATERIAL, "The merchant's own key."),
              SettingSpec.optional("key-url", Kind.URL, "Where keys are fetched."),
              SettingSpec.optional("tolerance", Kind.DURATION, "How late."),
              SettingSpec.optional("strict", Kind.FLAG, "Whether."));

  private static final Map<String, String> GOOD =
      Map.of("merchant-id", "1900", "api-key", "s3cret", "private-key", "inline PEM");

  private GatewayConfig.Builder config() {
    return GatewayConfig.builder().provider(channel).time(time);
  }

  private GatewayConfig.Builder with(String setting, String value) {
    Map<String, String> values = new HashMap<>(GOOD);
    values.put(setting, value);
    return config().account("shop", Fakes.account("fake", values));
  }

  private static InvalidConfigurationException refused(GatewayConfig.Builder config) {
    return catchThrowableOfType(
        InvalidConfigurationException.class, () -> PaymentGateway.open(config.build()));
  }

  private static Problem problem(GatewayConfig.Builder config) {
    List<Problem> problems = refused(config).problems();
    assertThat(problems).hasSize(1);
    return problems.get(0);
  }

  private static void opens(GatewayConfig.Builder config) {
    PaymentGateway.open(config.build()).close();
  }

  @Test
  void gateway_opened_paysAndRefunds_andClosesItsAdapters() {
    try (PaymentGateway gateway =
        PaymentGateway.open(
            config()
                .account("shop", Fakes.account("fake", GOOD))
                .account("till", Fakes.account("fake", GOOD))
                .build())) {
      assertThat(gateway.accounts())
          .extracting(MerchantAccount::name)
          .containsExactly("shop", "till");
      MerchantAccount shop = gateway.account("shop");
      assertThat(shop.channel()).isEqualTo("fake");
      assertThat(shop.pay(Fakes.payment()).kind()).isEqualTo(PaymentResult.Kind.PAID);
      assertThat(shop.refund(Fakes.refund()).amount()).isEqualTo(Fakes.refund().amount());
    }
    assertThat(channel.closed())
        .as("once each, the youngest first")
        .containsExactly("till", "shop");
  }

  @Test
  void account_unknown_saysWhichThereAre() {
    try (PaymentGateway gateway = PaymentGateway.open(with("strict", "true").build())) {
      assertThatThrownBy(() -> gateway.account("shpo"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "No account \"shpo\" in the configuration. There are: shop. Did you mean \"shop\"?");
    }
  }

  @Test
  void everythingWrong_ofAllAccounts_isOneReport_andNothingStaysOpen() {
    FakeChannel picky =
        new FakeChannel("picky")
            .opening(
                (settings, context) -> {
                  throw new InvalidConfigurationException(
                      List.of(
                          settings.problem("api-key", "does not fit the certificate."),
                          new Problem("base-url", "is slow.")));
                });
    GatewayConfig.Builder config =
        config()
            .provider(picky)
            .setting("dedline", "10s")
            .setting("max-attempts", "0")
            .account("good", Fakes.account("fake", GOOD))
            .account("Bad Name", Fakes.account("fake", GOOD))
            .account("lost", Fakes.account("fakee", Map.of()))
            .account("picky", Fakes.account("picky", Map.of()))
            .account(
                "shop",
                Fakes.account(
                    "fake", Map.of("merchantId", "CANARY", "strict", "CANARY", "api-key", "")));
    InvalidConfigurationException failure = refused(config);
    assertThat(failure)
        .hasMessage(
            """
            The configuration has 11 problems.
              jiaozi.dedline: is not a setting of the gateway. Did you mean "deadline"? There are: deadline, expiry-warning, max-attempts, max-concurrent-calls.
              jiaozi.max-attempts: is not a whole number from 1 to 10.
              jiaozi.accounts.Bad Name: is not a name for an account. Use 1 to 64 lower-case letters, digits and hyphens, a letter or digit first.
              jiaozi.accounts.lost.channel: No adapter for channel "fakee". Found: fake, picky. Did you mean "fake"?
              jiaozi.accounts.picky.api-key: does not fit the certificate.
              jiaozi.accounts.picky.base-url: is slow.
              jiaozi.accounts.shop.merchantId: is not a setting of this channel. Did you mean "merchant-id"? There are: channel, api-key, base-url, key-url, merchant-id, notification-url, private-key, strict, tolerance.
              jiaozi.accounts.shop.merchant-id: is missing. It stands in the merchant centre.
              jiaozi.accounts.shop.api-key: is empty. Give it a value, or remove it.
              jiaozi.accounts.shop.private-key: is missing. The merchant's own key.
              jiaozi.accounts.shop.strict: is neither true nor false.""");
    assertThat(channel.closed()).containsExactly("good");
  }

  @Test
  void noAccount_isAProblem() {
    assertThat(problem(config()))
        .isEqualTo(
            new Problem(
                "jiaozi.accounts",
                "there is none. Give at least jiaozi.accounts.<account>.channel and what that"
                    + " channel needs."));
  }

  @Test
  void account_withoutChannel_isAProblem() {
    assertThat(
            problem(
                GatewayConfig.of(Map.of("jiaozi.accounts.shop.api-key", "x")).toBuilder()
                    .provider(channel)))
        .isEqualTo(
            new Problem(
                "jiaozi.accounts.shop.channel",
                "is missing. Name the channel of this account. Found: fake."));
  }

  @Test
  void gatewayKey_ofAnAccount_isUnderstood() {
    assertThat(problem(with("strict", "true").setting("account.shop.api-key", "CANARY")))
        .isEqualTo(
            new Problem(
                "jiaozi.account.shop.api-key",
                "is not a setting of the gateway. Did you mean \"jiaozi.accounts.shop.api-key\"?"
                    + " There are: deadline, expiry-warning, max-attempts, max-concurrent-calls."));
  }

  @ParameterizedTest
  @CsvSource({
    "deadline,99ms",
    "deadline,11m",
    "deadline,soon",
    "max-attempts,11",
    "max-attempts,x",
    "max-concurrent-calls,0",
    "max-concurrent-calls,10001",
    "max-concurrent-calls,-1"
  })
  void gatewaySettings_outOfBounds_areProblems(String name, String value) {
    assertThat(problem(with("strict", "true").setting(name, value)).field())
        .isEqualTo("jiaozi." + name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-a", "A", "a_b", "a.b", "ä", "a b"})
  void accountNames_oddOnes_areProblems(String name) {
    assertThat(
            refused(config().account(name, Fakes.account("fake", GOOD)))
                .problems()
                .get(0)
                .sentence())
        .startsWith("is not a name for an account.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tolerance | soon CANARY | is not a time. Write 500ms, 10s, 5m, 1h or 2d.",
        "strict | yes | is neither true nor false.",
        "merchant-id | '1900 ' | begins or ends with a blank. Remove it.",
        "api-key | ' CANARY' | begins or ends with a blank. Remove it.",
        "base-url | https://user:CANARY@x.example | carries a user name before the host. Remove it.",
        "base-url | http://x.example | is http. Use https: plain http is for this machine alone (127.0.0.1, ::1, localhost).",
        "base-url | https://x.example/?CANARY | has a query. A base URL ends with its host, port or path.",
        "base-url | https://a.example,https://b.example,https://c.example | holds more than two URLs. Give one or two.",
        "base-url | http://127.0.0.1:1,https://b.example | mixes this machine with another host. Use either a sandbox or the channel.",
        "base-url | https://x y | is not a URL. Write it in full, such as https://shop.example/pay.",
        "key-url | http://127.0.0.1/keys | is http on this machine, but the account's base-url is not on this machine. Use https, or point base-url at a sandbox.",
        "notification-url | https://shop.example/n?x=CANARY | has a query. Put what it says into the path.",
        "notification-url | http://127.0.0.1/n | is http on this machine, but the account's base-url is not on this machine. Use https, or point base-url at a sandbox.",
        "notification-url | '' | is not an absolute https URL. Write it in full, such as https://shop.example/pay."
      })
  void values_ofTheWrongKind_areProblemsThatHideThem(
      String setting, String value, String sentence) {
    assertThat(problem(with(setting, value)))
        .isEqualTo(new Problem("jiaozi.accounts.shop." + setting, sentence));
  }

  @Test
  void controlCharacters_inASetting_areProblems() {
    assertThat(problem(with("merchant-id", "19\n00")).sentence())
        .isEqualTo("holds a line break or another invisible character. Remove it.");
    opens(with("private-key", "-----BEGIN-----\nAA==\n-----END-----\n"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "base-url | http://127.0.0.1:8099",
        "base-url | https://a.example, https://b.example",
        "tolerance | 5m",
        "strict | false",
        "notification-url | https://shop.example/notify/shop"
      })
  void values_ofTheRightKind_reachTheAdapter(String setting, String value) {
    opens(with(setting, value));
    if (setting.equals("notification-url")) {
      assertThat(channel.opened().notificationUrl()).hasToString(value);
      assertThat(channel.opened().values()).doesNotContainKey(setting);
    } else {
      assertThat(channel.opened().text(setting)).isEqualTo(value);
    }
  }

  @Test
  void signer_standsInForAKey_butNotBesideItsText() {
    Signer signer =
        new Signer() {
          @Override
          public boolean supports(SigningAlgorithm algorithm) {
            return true;
          }

          @Override
          public byte[] sign(SigningAlgorithm algorithm, byte[] message) {
            return message;
          }
        };
    Map<String, String> without = Map.of("merchant-id", "1900", "api-key", "s3cret");
    opens(config().account("shop", signed(without, Map.of("private-key", signer))));
    assertThat(channel.opened().signers()).containsKey("private-key");
    assertThat(
            problem(config().account("shop", signed(GOOD, Map.of("private-key", signer))))
                .sentence())
        .isEqualTo("is given both as text and as a Signer object. Keep one of them.");
    assertThat(problem(config().account("shop", signed(GOOD, Map.of("privat-key", signer)))))
        .isEqualTo(
            new Problem(
                "jiaozi.accounts.shop.privat-key",
                "has a Signer or Decryptor object, but is not a setting for a key. Did you mean"
                    + " \"private-key\"?"));
  }

  private static AccountConfig signed(Map<String, String> values, Map<String, Signer> signers) {
    return new AccountConfig() {
      @Override
      public String channel() {
        return "fake";
      }

      @Override
      public Map<String, String> values() {
        return values;
      }

      @Override
      public Map<String, Signer> signers() {
        return signers;
      }

      @Override
      public Map<String, Decryptor> decryptors() {
        return Map.of();
      }
    };
  }

  @Test
  void adapterThatBreaksWhileOpening_isAProblemOfItsAccount_withoutItsMessage() {
    channel.opening(
        (settings, context) -> {
          throw new IllegalStateException("CANARY");
        });
    InvalidConfigurationException failure = refused(with("strict", "true"));
    assertThat(failure.problems().get(0).field()).isEqualTo("jiaozi.accounts.shop");
    assertThat(failure.problems().get(0).sentence())
        .startsWith("could not be opened: io.jiaozi.fake.FakeChannel (")
        .endsWith(
            ") failed with java.lang.IllegalStateException. Tell the author of the adapter; a"
                + " suppressed exception holds the stack.");
    assertThat(failure.getSuppressed()).hasSize(1);
    assertThat(Throwables.getStackTrace(failure)).doesNotContain("CANARY");
  }

  // ---- what the gateway lends, and takes back

  @Test
  void shared_isMadeOnce_andClosedOnceTheYoungestFirstAfterTheAdapters() {
    List<String> events = new ArrayList<>();
    channel.opening(
        (settings, context) -> {
          context.shared(
              Pool.class,
              () -> {
                Buffers buffers = context.shared(Buffers.class, () -> new Buffers(events));
                assertThat(buffers).isNotNull();
                events.add("pool made");
                return new Pool(events);
              });
          return new FakeAdapter(channel, settings) {
            @Override
            public void close() {
              events.add(settings.account() + " closed");
            }
          };
        });
    PaymentGateway gateway =
        PaymentGateway.open(
            config()
                .account("shop", Fakes.account("fake", GOOD))
                .account("till", Fakes.account("fake", GOOD))
                .build());
    gateway.close();
    gateway.close();
    assertThat(events)
        .containsExactly(
            "pool made", "till closed", "shop closed", "pool closed", "buffers closed");
    assertThatThrownBy(() -> channel.context().shared(Pool.class, () -> new Pool(events)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "The gateway is closed, so nothing is shared any more. An adapter asked for "
                + Pool.class.getName()
                + ".");
  }

  record Pool(List<String> events) implements AutoCloseable {
    @Override
    public void close() {
      events.add("pool closed");
    }
  }

  record Buffers(List<String> events) implements AutoCloseable {
    @Override
    public void close() {
      events.add("buffers closed");
    }
  }

  @Test
  void adapterThatFailsToClose_keepsNothingElseOpen() {
    List<String> closed = new ArrayList<>();
    channel.opening(
        (settings, context) ->
            new FakeAdapter(channel, settings) {
              @Override
              public void close() {
                closed.add(settings.account());
                throw new IllegalStateException("CANARY");
              }
            });
    opens(
        config()
            .account("shop", Fakes.account("fake", GOOD))
            .account("till", Fakes.account("fake", GOOD)));
    assertThat(closed).containsExactly("till", "shop");
  }

  @Test
  void closedGateway_failsWithASentence() {
    PaymentGateway gateway = PaymentGateway.open(with("strict", "true").build());
    MerchantAccount shop = gateway.account("shop");
    gateway.close();
    InboundRequest message = new InboundRequest("POST", "/", "", Map.of(), new byte[0]);
    for (ThrowingCallable call :
        List.<ThrowingCallable>of(
            () -> shop.pay(Fakes.payment()),
            () -> shop.query(Fakes.P1),
            () -> shop.refund(Fakes.refund()),
            () -> shop.reference(Fakes.payment()),
            () -> shop.readNotification(message),
            () -> shop.readReturn(message),
            () -> shop.reply(NotificationReply.Kind.ACCEPTED))) {
      assertThatThrownBy(call)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "The gateway is closed, so account shop cannot be used. Keep one gateway open for the"
                  + " life of the application.");
    }
    assertThat(channel.contexts()).isEmpty();
  }

  @Test
  void clock_isTheOneSourceOfTime() {
    opens(with("strict", "true"));
    assertThat(channel.context().clock().instant()).isEqualTo(VirtualTime.START);
  }

  @Test
  void randomBytes_haveTheLengthAskedFor() {
    opens(with("strict", "true"));
    assertThat(channel.context().randomBytes(1024)).hasSize(1024);
    assertThat(channel.context().randomBytes(16)).isNotEqualTo(channel.context().randomBytes(16));
    for (int count : new int[] {0, -1, 1025}) {
      assertThatThrownBy(() -> channel.context().randomBytes(count))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("Ask for 1 to 1024 random bytes, not " + count + ".");
    }
  }
}
