package io.jiaozi.paypal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.jiaozi.Operation;
import io.jiaozi.error.RejectedReason;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.spi.ChannelFailure.NotSent;
import io.jiaozi.spi.ChannelFailure.Rejected;
import io.jiaozi.tck.ContractContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class TokensTest {

  private final ContractContext context = new ContractContext();
  private final FakePaypal paypal = new FakePaypal();
  private final PaypalAdapter adapter = TestAccount.open(paypal.address(), context);

  @AfterEach
  void close() {
    context.close();
    paypal.close();
  }

  private Payment query() {
    return adapter.query(TestAccount.ORDER, TestAccount.call(Operation.QUERY));
  }

  private void orders(int count) {
    for (int i = 0; i < count; i++) {
      paypal.answer(200, TestAccount.order("CREATED"));
    }
  }

  @Test
  void firstCall_fetchesTheToken_laterOnesUseIt() {
    orders(3);

    for (int i = 0; i < 3; i++) {
      query();
    }

    assertThat(paypal.askedForTokens()).hasSize(1);
    FakePaypal.Asked asked = paypal.askedForTokens().get(0);
    assertThat(asked.method()).isEqualTo("POST");
    assertThat(asked.body()).isEqualTo("grant_type=client_credentials");
    assertThat(asked.header("Content-Type")).startsWith("application/x-www-form-urlencoded");
    assertThat(asked.header("Authorization"))
        .isEqualTo(
            "Basic "
                + Base64.getEncoder()
                    .encodeToString(
                        (TestAccount.CLIENT_ID + ":" + TestAccount.CLIENT_SECRET)
                            .getBytes(StandardCharsets.US_ASCII)));
    assertThat(paypal.asked())
        .allSatisfy(
            one -> assertThat(one.header("Authorization")).isEqualTo("Bearer A21AAc4n4ry-1"));
  }

  @Test
  void afterNineTenthsOfItsLife_isRenewed_notBefore() {
    orders(3);
    query();
    context.forward(Duration.ofSeconds(29_159));
    query();
    assertThat(paypal.askedForTokens()).hasSize(1);

    context.forward(Duration.ofSeconds(1));
    query();

    assertThat(paypal.askedForTokens()).hasSize(2);
    assertThat(paypal.asked().get(2).header("Authorization")).isEqualTo("Bearer A21AAc4n4ry-2");
  }

  @Test
  void earlyRenewalFails_theTokenStillServes_butNotPastItsEnd() {
    orders(2);
    query();
    context.forward(Duration.ofSeconds(32_000));
    paypal.tokenAnswer(FakePaypal.json(503, ""));
    assertThat(query().state()).isEqualTo(PaymentState.AWAITING_CUSTOMER);

    context.forward(Duration.ofSeconds(400));
    paypal.tokenAnswer(FakePaypal.json(503, ""));

    assertThat(catchThrowableOfType(NotSent.class, this::query)).isNotNull();
    assertThat(paypal.asked()).hasSize(2);
  }

  @Test
  void refusedOnce_isFetchedAnew_andTheSameRequestSentAgain() {
    paypal.refuse(401, "AUTHENTICATION_FAILURE", null).answer(201, TestAccount.order("CREATED"));

    adapter.pay(TestAccount.payment().build(), TestAccount.call(Operation.PAY));

    assertThat(paypal.askedForTokens()).hasSize(2);
    assertThat(paypal.asked()).hasSize(2);
    FakePaypal.Asked first = paypal.asked().get(0);
    FakePaypal.Asked second = paypal.asked().get(1);
    assertThat(first.header("Authorization")).isEqualTo("Bearer A21AAc4n4ry-1");
    assertThat(second.header("Authorization")).isEqualTo("Bearer A21AAc4n4ry-2");
    assertThat(second.header("PayPal-Request-Id")).isEqualTo(first.header("PayPal-Request-Id"));
    assertThat(second.body()).isEqualTo(first.body());
  }

  @Test
  void refusedTwice_isFinal() {
    paypal
        .answer(401, "{\"error\":\"invalid_token\",\"error_description\":\"c4n4ry\"}")
        .answer(401, "{\"error\":\"invalid_token\",\"error_description\":\"c4n4ry\"}");

    Rejected rejected = catchThrowableOfType(Rejected.class, this::query);

    assertThat(rejected.reason()).isEqualTo(RejectedReason.BAD_CREDENTIALS);
    assertThat(rejected.channelCode()).isEqualTo("invalid_token");
    assertThat(paypal.asked()).hasSize(2);
    assertThat(paypal.askedForTokens()).hasSize(2);
  }

  @Test
  void refusedForMany_isFetchedAnewOnce() throws Exception {
    orders(1);
    query();
    int callers = 6;
    CountDownLatch all = new CountDownLatch(callers);
    for (int i = 0; i < callers; i++) {
      paypal.then(
          exchange -> {
            all.countDown();
            all.await();
            FakePaypal.reply(
                exchange,
                401,
                "application/json",
                FakePaypal.error("AUTHENTICATION_FAILURE", null));
          });
    }
    orders(callers);

    together(callers);

    assertThat(paypal.askedForTokens()).hasSize(2);
  }

  @Test
  void manyAtOnceWithoutToken_fetchItOnce() throws Exception {
    int callers = 8;
    CountDownLatch asked = new CountDownLatch(1);
    paypal.tokenAnswer(
        exchange -> {
          asked.countDown();
          FakePaypal.token("A21AAone", 32_400).to(exchange);
        });
    orders(callers);

    together(callers);

    assertThat(asked.getCount()).isZero();
    assertThat(paypal.askedForTokens()).hasSize(1);
  }

  private void together(int callers) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(callers);
    try {
      List<Future<Payment>> futures = new ArrayList<>();
      for (int i = 0; i < callers; i++) {
        futures.add(threads.submit(this::query));
      }
      for (Future<Payment> future : futures) {
        assertThat(future.get(20, TimeUnit.SECONDS).state())
            .isEqualTo(PaymentState.AWAITING_CUSTOMER);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void wrongCredentials_areARefusalWithTheRemedy() {
    paypal.tokenAnswer(
        FakePaypal.json(
            401, "{\"error\":\"invalid_client\",\"error_description\":\"c4n4ry text\"}"));

    Rejected rejected = catchThrowableOfType(Rejected.class, this::query);

    assertThat(rejected.reason()).isEqualTo(RejectedReason.BAD_CREDENTIALS);
    assertThat(rejected.channelCode()).isEqualTo("invalid_client");
    assertThat(rejected.remedy()).contains("client-id").contains("credentials for live");
    assertThat(rejected).hasMessageNotContaining("c4n4ry");
    assertThat(paypal.asked()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "<html>Service unavailable</html>",
        "{\"access_token\":\"c4n4ry\",\"token_type\":\"Bearer\",\"expires_in\":0}",
        "{\"access_token\":\"c4n4ry\",\"token_type\":\"Bearer\",\"expires_in\":-5}",
        "{\"access_token\":\"c4n4ry\",\"token_type\":\"Bearer\"}",
        "{\"access_token\":\"c4n4ry\",\"token_type\":\"Bearer\",\"expires_in\":\"soon\"}",
        "{\"access_token\":\"c4n4ry\",\"token_type\":\"MAC\",\"expires_in\":300}",
        "{\"access_token\":\"c4n4ry\\r\\nX-Other: 1\",\"token_type\":\"Bearer\",\"expires_in\":300}",
        "{\"access_token\":\"\",\"token_type\":\"Bearer\",\"expires_in\":300}",
        "{\"token_type\":\"Bearer\",\"expires_in\":300}"
      })
  void uselessToken_meansThatNothingWasSent(String answer) {
    paypal.tokenAnswer(FakePaypal.json(200, answer));

    NotSent notSent = catchThrowableOfType(NotSent.class, this::query);

    assertThat(notSent).hasMessageStartingWith("was not asked, because it gave no access: it ");
    assertThat(notSent).hasMessageNotContaining("c4n4ry");
    assertThat(paypal.asked()).isEmpty();
    assertThat(paypal.askedForTokens()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {302, 400, 403, 404, 429, 500, 502, 503})
  void tokenServiceInTrouble_meansThatNothingWasSent(int status) {
    paypal.tokenAnswer(FakePaypal.json(status, "<html>c4n4ry</html>"));

    ChannelFailure failure = catchThrowableOfType(ChannelFailure.class, this::query);

    assertThat(failure).isInstanceOf(NotSent.class).hasMessageContaining(String.valueOf(status));
    assertThat(paypal.asked()).isEmpty();
  }

  @Test
  void tokenServiceSilent_endsWithTheCallsTime_andTheNextCallAsksAnew() {
    paypal.tokenAnswer(paypal.silence());
    orders(1);

    NotSent notSent =
        catchThrowableOfType(
            NotSent.class,
            () ->
                adapter.query(
                    TestAccount.ORDER,
                    TestAccount.within(Operation.QUERY, Duration.ofMillis(300))));

    assertThat(notSent)
        .hasMessage("was not asked, because it gave no access: it did not answer within 300 ms");
    assertThat(query().state()).isEqualTo(PaymentState.AWAITING_CUSTOMER);
    assertThat(paypal.asked()).hasSize(1);
  }

  @Test
  void waitingForAnothersFetch_endsWithTheCallsOwnTime() throws Exception {
    CountDownLatch fetching = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    paypal.tokenAnswer(
        exchange -> {
          fetching.countDown();
          release.await();
          FakePaypal.token("A21AAlate", 32_400).to(exchange);
        });
    orders(1);
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<Payment> first = thread.submit(this::query);
      fetching.await();

      NotSent notSent =
          catchThrowableOfType(
              NotSent.class,
              () ->
                  adapter.query(
                      TestAccount.ORDER,
                      TestAccount.within(Operation.QUERY, Duration.ofMillis(100))));
      release.countDown();

      assertThat(notSent)
          .hasMessage(
              "was not asked, because no time was left while another call fetched the access token");
      assertThat(first.get(20, TimeUnit.SECONDS).state()).isEqualTo(PaymentState.AWAITING_CUSTOMER);
      assertThat(paypal.askedForTokens()).hasSize(1);
    } finally {
      release.countDown();
      thread.shutdownNow();
    }
  }

  @Test
  void freshTokenCannotBeHadAfterARefusal_theBusinessCallIsNotSent() {
    paypal
        .tokenAnswer(FakePaypal.token("A21AAfirst", 32_400))
        .tokenAnswer(FakePaypal.json(503, ""))
        .refuse(401, "AUTHENTICATION_FAILURE", null);

    assertThat(catchThrowableOfType(NotSent.class, this::query))
        .hasMessageContaining("gave no access");
    assertThat(paypal.asked()).hasSize(1);
  }

  @Test
  void secretsAndTokens_areInNoLogLine_evenAtTrace() {
    Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    Level before = root.getLevel();
    lines.start();
    root.addAppender(lines);
    root.setLevel(Level.TRACE);
    try {
      orders(1);
      query();
    } finally {
      root.setLevel(before);
      root.detachAppender(lines);
    }

    assertThat(lines.list).isNotEmpty();
    assertThat(lines.list)
        .allSatisfy(
            line ->
                assertThat(line.getFormattedMessage())
                    .doesNotContain(TestAccount.CLIENT_SECRET)
                    .doesNotContain("A21AA")
                    .doesNotContain("Basic ")
                    .doesNotContain("c4n4ry"));
  }
}
