package io.jiaozi.support.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.health.Finding.Level;
import io.jiaozi.spi.HealthFact;
import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountFactsTest {

  private static final Set<String> REAL = Set.of("api.pay.example.cn");
  private static final Set<String> TEST = Set.of("api.sandbox.pay.example.cn");

  @ParameterizedTest
  @CsvSource({
    "https://api.pay.example.cn, REAL",
    "https://API.pay.example.cn:443, REAL",
    "https://api.sandbox.pay.example.cn, TEST",
    "http://127.0.0.1:8099, TEST",
    "https://api.pay.example.cn.evil.io, UNKNOWN",
    "https://xapi.pay.example.cn, UNKNOWN"
  })
  void address_isToldByItsWholeHost(URI base, HealthFact.Address.Kind kind) {
    HealthFact fact =
        new AccountFacts("Fake Pay").address("base-url", base, REAL, TEST).toList().get(0);
    assertThat(((HealthFact.Address) fact).kind()).isEqualTo(kind);
  }

  private static Level level(@Nullable String url, String base) {
    HealthFact fact =
        new AccountFacts("Fake Pay")
            .notificationUrl(
                "notification-url",
                url == null ? null : URI.create(url),
                URI.create(base),
                "is missing. Give one.")
            .toList()
            .get(0);
    return ((HealthFact.Remark) fact).level();
  }

  @ParameterizedTest
  @CsvSource({
    "https://shop.example/notify, WARNING",
    "https://www.example.com/notify, WARNING",
    "https://example.org/notify, WARNING",
    "https://shop.test/notify, WARNING",
    "https://shop.invalid/notify, WARNING",
    "https://example.shop.cn/notify, FINE",
    "https://myexample.com/notify, FINE",
    "https://shop.cn/notify, FINE"
  })
  void notificationUrl_copiedFromAnExample_isAWarning(String url, Level level) {
    assertThat(level(url, "https://api.pay.example.cn")).isEqualTo(level);
    assertThat(level(url, "http://127.0.0.1:8099")).isEqualTo(Level.FINE);
  }

  @Test
  void notificationUrl_missing_isAWarning() {
    assertThat(level(null, "http://127.0.0.1:8099")).isEqualTo(Level.WARNING);
  }
}
