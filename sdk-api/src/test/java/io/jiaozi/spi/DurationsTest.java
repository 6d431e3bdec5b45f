package io.jiaozi.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

  @ParameterizedTest
  @CsvSource({
    "500ms,PT0.5S",
    "10s,PT10S",
    "5m,PT5M",
    "1h,PT1H",
    "2d,PT48H",
    "PT90S,PT1M30S",
    "0s,PT0S"
  })
  void parse_timeWithUnit_isRead(String text, Duration expected) {
    assertThat(Durations.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10", "10 s", "-1s", "PT-1S", "1w", "1.5s", "9999999999s", "s", "١s"})
  void parse_anythingElse_isRefused(String text) {
    assertThatThrownBy(() -> Durations.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("\"" + text + "\" is not a time. Write 500ms, 10s, 5m, 1h or 2d.");
  }
}
