package io.jiaozi.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.MerchantAccount;
import io.jiaozi.PaymentGateway;
import io.jiaozi.money.Money;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.payment.Scene;
import io.jiaozi.sandbox.Sandbox;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** A whole application as the documentation shows it: a web server, a database, one method. */
class ApplicationTest {

  @Configuration(proxyBeanMethods = false)
  @EnableAutoConfiguration
  static class Shop {
    final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final AtomicInteger attempts = new AtomicInteger();
    private final JdbcTemplate database;

    Shop(DataSource source) {
      this.database = new JdbcTemplate(source);
      database.execute(
          "CREATE TABLE IF NOT EXISTS shop_order (number VARCHAR(64), state VARCHAR(16))");
    }

    @PaymentListener
    void changed(Payment payment, MerchantAccount account) {
      database.update(
          "INSERT INTO shop_order VALUES (?, ?)",
          payment.reference().number(),
          payment.state().name());
      if (attempts.incrementAndGet() == 1) {
        heard.add("failed");
        throw new IllegalStateException("The first time, after the row was written.");
      }
      heard.add(account.name() + " " + payment.state());
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Test
  void aPayment_isMade_notified_heardOnce_andMeasured() throws Exception {
    try (ConfigurableApplicationContext application =
        new SpringApplicationBuilder(Shop.class)
            .run(
                "--server.port=" + freePort(),
                "--server.servlet.context-path=/shop",
                "--spring.datasource.url=jdbc:h2:mem:starter",
                "--spring.main.banner-mode=off",
                "--jiaozi.sandbox.enabled=true",
                "--jiaozi.accounts.till.channel=wechat")) {
      MerchantAccount account = application.getBean(PaymentGateway.class).account("till");
      PaymentRequest request =
          PaymentRequest.builder(
                  "SHOP000001", Money.of("CNY", "88.00"), Scene.qrCode(), Instant.now())
              .description("A box")
              .build();
      var unused = account.pay(request);
      Sandbox sandbox = application.getBean(Sandbox.class);
      sandbox.wechat().pay("SHOP000001");
      Shop shop = application.getBean(Shop.class);
      assertThat(shop.heard.poll(20, TimeUnit.SECONDS)).isEqualTo("failed");
      assertThat(shop.heard.poll(20, TimeUnit.SECONDS)).isEqualTo("till " + PaymentState.PAID);
      assertThat(sandbox.awaitDeliveries("SHOP000001", 2, java.time.Duration.ofSeconds(20)))
          .hasSize(2);
      // The row of the attempt that failed went away with the transaction.
      JdbcTemplate database = new JdbcTemplate(application.getBean(DataSource.class));
      assertThat(database.queryForList("SELECT state FROM shop_order", String.class))
          .containsExactly("PAID");
      assertThat(database.queryForObject("SELECT COUNT(*) FROM jiaozi_notification", Integer.class))
          .isEqualTo(1);
      assertThat(database.queryForObject("SELECT COUNT(*) FROM jiaozi_journal", Integer.class))
          .isEqualTo(1);
      MeterRegistry meters = application.getBean(MeterRegistry.class);
      assertThat(meters.get("jiaozi.calls").tag("operation", "PAY").timer().count()).isEqualTo(1);
      assertThat(meters.get("jiaozi.notifications").tag("ending", "HANDLED").timer().count())
          .isEqualTo(1);
      assertThat(meters.get("jiaozi.call").tag("operation", "pay").timer().count()).isEqualTo(1);
    }
  }
}
