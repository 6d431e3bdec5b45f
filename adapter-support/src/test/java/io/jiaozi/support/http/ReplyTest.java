package io.jiaozi.support.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import okhttp3.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyTest {

  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

  private static Reply retryAfter(String value) {
    return Reply.of(429, Map.of("Retry-After", value), new byte[0]);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0|PT0S",
        "120|PT2M",
        "3600|PT1H",
        "3601|PT1H",
        "99999999999999999999999|PT1H",
        "Tue, 24 Nov 2026 12:00:30 GMT|PT30S",
        "Tue, 24 Nov 2026 11:00:00 GMT|PT0S",
        "Thu, 24 Nov 2050 12:00:00 GMT|PT1H"
      })
  void retryAfter_inSecondsOrAsDate_isUnderstoodAndCapped(String header, Duration expected) {
    assertThat(retryAfter(header).retryAfter(NOW)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-1", "1.5", "1e3", "soon", "", " ", "\u0663", "Tue, 99 Nov 2026 12:00:30 GMT"})
  void retryAfter_nonsense_isNothing(String header) {
    Headers headers = new Headers.Builder().addUnsafeNonAscii("Retry-After", header).build();

    assertThat(new Reply(503, headers, new byte[0]).retryAfter(NOW)).isNull();
  }

  @Test
  void retryAfter_absentOrTwice_isNothing() {
    Headers twice = Headers.of("Retry-After", "1", "retry-after", "2");

    assertThat(Reply.of(429, Map.of(), new byte[0]).retryAfter(NOW)).isNull();
    assertThat(new Reply(429, twice, new byte[0]).retryAfter(NOW)).isNull();
  }

  @Test
  void header_isFoundInAnyCase_andOnlyIfItIsThere_once() {
    Reply reply =
        new Reply(200, Headers.of("Request-ID", "a", "Serial", "1", "serial", "1"), new byte[0]);

    assertThat(reply.header("request-id")).isEqualTo("a");
    assertThat(reply.header("Serial")).isNull();
    assertThat(reply.header("Other")).isNull();
  }

  @Test
  void toString_showsStatusAndSizeOnly() {
    assertThat(Reply.of(200, Map.of("Token", "secret"), new byte[] {1, 2}))
        .hasToString("Reply[200, 2 bytes]");
  }
}
