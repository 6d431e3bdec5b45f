package io.jiaozi.proving.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jiaozi.GatewayConfig;
import io.jiaozi.MerchantAccount;
import io.jiaozi.PaymentGateway;
import io.jiaozi.TimeSource;
import io.jiaozi.error.InvalidRequestException;
import io.jiaozi.money.Money;
import io.jiaozi.payment.NextAction;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.payment.Scene;
import io.jiaozi.proving.stage.Stage;
import io.jiaozi.sandbox.Sandbox;
import io.jiaozi.sandbox.unionpay.UnionpayTransaction;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * UnionPay takes one number at two times for two orders, and both can be paid. So the shop's page
 * with its form, loaded again, must bring the same order again: through the gateway, by a browser
 * that posts, against books that would take the second one.
 */
class PageReloadTest {

  private static final URI BACK = URI.create("https://shop.example/back");

  private static Sandbox sandbox;
  private static HttpClient browser;

  /** What the form begins. */
  enum Page {
    DESKTOP,
    PHONE,
    HOLD;

    Scene scene() {
      return this == PHONE ? Scene.mobileWeb(BACK, "203.0.113.7") : Scene.webPage(BACK);
    }

    boolean holds() {
      return this == HOLD;
    }
  }

  @BeforeAll
  static void start() {
    sandbox = Sandbox.start();
    browser = HttpClient.newHttpClient();
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  /** A shop that was just started: it knows nothing but its settings. */
  private static PaymentGateway shop(TimeSource time) {
    Map<String, String> settings = new LinkedHashMap<>();
    sandbox
        .settings()
        .forEach(
            (name, value) -> {
              if (name.startsWith("jiaozi.accounts.unionpay.")) {
                settings.put(name, value);
              }
            });
    return PaymentGateway.open(GatewayConfig.of(settings).toBuilder().time(time).build());
  }

  /** The page, from the shop's row: the number and the time of the attempt. */
  private static NextAction.SubmitForm page(Page page, String number, Instant placedAt) {
    return page(page, number, placedAt, TimeSource.system());
  }

  private static NextAction.SubmitForm page(
      Page page, String number, Instant placedAt, TimeSource time) {
    PaymentRequest request =
        PaymentRequest.builder(number, Money.of("CNY", "88.00"), page.scene(), placedAt)
            .description("Two boxes of dumplings")
            .build();
    try (PaymentGateway gateway = shop(time)) {
      MerchantAccount account = gateway.account("unionpay");
      PaymentResult result = page.holds() ? account.authorize(request) : account.pay(request);
      return (NextAction.SubmitForm) ((PaymentResult.AwaitingCustomer) result).next();
    }
  }

  private static HttpResponse<String> post(NextAction.SubmitForm form) throws Exception {
    String body =
        form.fields().entrySet().stream()
            .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"));
    return browser.send(
        HttpRequest.newBuilder(form.action())
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static List<UnionpayTransaction> orders(String number) {
    return sandbox.unionpay().orders().stream()
        .filter(order -> order.orderId().equals(number))
        .toList();
  }

  private static Instant now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS);
  }

  @ParameterizedTest
  @EnumSource(Page.class)
  void pageLoadedAgain_beforeAndAfterThePayment_isOneOrderOnly(Page page) throws Exception {
    String number = Stage.number();
    Instant placedAt = now();
    NextAction.SubmitForm first = page(page, number, placedAt);
    NextAction.SubmitForm again = page(page, number, placedAt);

    assertThat(again).isEqualTo(first);
    assertThat(post(first).statusCode()).isEqualTo(303);
    assertThat(post(again).body()).contains("[2010002]");
    assertThat(orders(number)).hasSize(1);
    sandbox.unionpay().pay(number);
    assertThat(post(page(page, number, placedAt)).body()).contains("[2010002]");

    assertThat(orders(number)).extracting(UnionpayTransaction::state).containsExactly("SUCCESS");
    assertThat(state(page, number, placedAt))
        .isEqualTo(page.holds() ? PaymentState.AUTHORIZED : PaymentState.PAID);
  }

  private static PaymentState state(Page page, String number, Instant placedAt) {
    PaymentRequest row =
        PaymentRequest.builder(number, Money.of("CNY", "88.00"), page.scene(), placedAt).build();
    try (PaymentGateway gateway = shop(TimeSource.system())) {
      MerchantAccount account = gateway.account("unionpay");
      PaymentReference reference = account.reference(row);
      return account.query(reference).state();
    }
  }

  @Test
  void pageLoadedAgain_whenTheTimeOfTheAttemptIsOver_isRefusedBeforeAnyForm() {
    String number = Stage.number();
    Instant placedAt = now();

    assertThatThrownBy(
            () -> page(Page.DESKTOP, number, placedAt, later(Duration.ofSeconds(5 * 60 + 30))))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("a new attempt needs a new number and a new placedAt");
    assertThat(orders(number)).isEmpty();
  }

  /** The trap is there: without the one time of the attempt, these books hold two orders. */
  @Test
  void otherTime_wouldBeASecondOrder_thatCanBePaidToo() throws Exception {
    String number = Stage.number();
    Instant placedAt = now();
    post(page(Page.DESKTOP, number, placedAt));
    post(page(Page.DESKTOP, number, placedAt.minusSeconds(1)));

    assertThat(orders(number)).hasSize(2);
    for (UnionpayTransaction order : orders(number)) {
      sandbox.unionpay().pay(number + "." + order.txnTime());
    }
    assertThat(orders(number))
        .extracting(UnionpayTransaction::state)
        .containsExactly("SUCCESS", "SUCCESS");
  }

  private static TimeSource later(Duration by) {
    TimeSource real = TimeSource.system();
    return new TimeSource() {
      @Override
      public Instant now() {
        return real.now().plus(by);
      }

      @Override
      public long nanos() {
        return real.nanos();
      }

      @Override
      public void sleep(Duration duration) throws InterruptedException {
        real.sleep(duration);
      }
    };
  }
}
