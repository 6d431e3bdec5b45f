package io.jiaozi.support.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Rfc3339Test {

  @ParameterizedTest
  @CsvSource({
    "2018-06-08T10:34:56+08:00, 2018-06-08T02:34:56Z",
    "2018-06-08T10:34:56.120+08:00, 2018-06-08T02:34:56Z",
    "2018-06-08T10:34:56Z, 2018-06-08T10:34:56Z",
    "2018-06-08T10:34:56-03:30, 2018-06-08T14:04:56Z",
    "2024-02-29T00:00:00+08:00, 2024-02-28T16:00:00Z"
  })
  void parse_channelTimes_areRead(String text, Instant instant) {
    assertThat(Rfc3339.parse(text)).isEqualTo(instant);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "20180608103456",
        "2018-06-08",
        "2018-06-08T10:34:56",
        "2018-06-08T10:34:56+0800",
        "2018-06-08T10:34:56.+08:00",
        "2018-06-08T10:34:56+08:00 ",
        "2018-13-08T10:34:56+08:00",
        "2023-02-29T10:34:56Z",
        "2018-06-08T10:34:56+99:00",
        "2018-06-08 10:34:56Z",
        "2018-06-08T10:34:56Z8"
      })
  void parse_anythingElse_isNoTime(String text) {
    assertThat(Rfc3339.parse(text)).isNull();
  }
}
