package io.jiaozi.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.MerchantAccount;
import io.jiaozi.PaymentGateway;
import io.jiaozi.money.Money;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.Scene;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** Two instances of one shop on one PostgreSQL. */
class SharedLogTest {

  private static final AtomicInteger CALLS = new AtomicInteger();

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Shop {
    @PaymentListener
    void changed(Payment payment) {
      CALLS.incrementAndGet();
    }
  }

  @Test
  void aHundredDuplicatesAtOnce_reachTheHandlerOnce() throws Exception {
    try (EmbeddedPostgres server = EmbeddedPostgres.start();
        ConfigurableApplicationContext one = instance(server);
        ConfigurableApplicationContext other = instance(server)) {
      MerchantAccount account = one.getBean(PaymentGateway.class).account("till");
      var unused =
          account.pay(
              PaymentRequest.builder(
                      "DUPL000001", Money.of("CNY", "8.00"), Scene.qrCode(), Instant.now())
                  .description("A box")
                  .build());
      Played.SANDBOX.wechat().pay("DUPL000001");
      var message = Played.SANDBOX.wechat().signedPaymentNotification("DUPL000001");
      HttpClient http = HttpClient.newHttpClient();
      List<CompletableFuture<HttpResponse<String>>> replies = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        String port = (i % 2 == 0 ? one : other).getEnvironment().getProperty("local.server.port");
        HttpRequest.Builder request =
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/pay/notify/till"))
                .POST(HttpRequest.BodyPublishers.ofByteArray(message.body()));
        message.headers().forEach(request::header);
        replies.add(http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString()));
      }
      for (var reply : replies) {
        assertThat(reply.get().statusCode()).isIn(200, 204);
      }
      assertThat(CALLS).hasValue(1);
    }
  }

  private static ConfigurableApplicationContext instance(EmbeddedPostgres server) {
    Map<String, Object> properties = Played.account("wechat", "till");
    // The sandbox itself tells nobody: this test does.
    properties.put("jiaozi.accounts.till.notification-url", "http://127.0.0.1:9/till");
    properties.put("server.port", "0");
    properties.put("spring.datasource.url", server.getJdbcUrl("postgres", "postgres"));
    properties.put("spring.main.banner-mode", "off");
    return new SpringApplicationBuilder(Shop.class).properties(properties).run();
  }
}
