package io.jiaozi.unionpay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BeijingTest {

  @ParameterizedTest
  @CsvSource({
    "2026-11-24T12:00:00Z, 20261124200000",
    "2026-12-31T16:00:00Z, 20270101000000",
    "2024-02-28T16:30:15Z, 20240229003015"
  })
  void times_areBeijingsWallClock(Instant instant, String text) {
    assertThat(Beijing.format(instant)).isEqualTo(text);
    assertThat(Beijing.parse(text)).isEqualTo(instant);
  }

  @Test
  void anyTime_comesBack() {
    long seed = 3L;
    Random random = new Random(seed);
    for (int run = 0; run < 5_000; run++) {
      Instant instant =
          LocalDateTime.of(2000, 1, 1, 0, 0)
              .plusSeconds((long) (random.nextDouble() * 3_000_000_000L))
              .toInstant(ZoneOffset.UTC);
      assertThat(Beijing.parse(Beijing.format(instant))).as("seed " + seed).isEqualTo(instant);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2026112420000",
        "202611242000000",
        "20261324200000",
        "20260230200000",
        "20261124240000",
        "20261124206000",
        "2026112420000x",
        "２０２６１１２４２０００００"
      })
  void otherTexts_areNoTime(String text) {
    assertThat(Beijing.parse(text)).isNull();
    assertThat(Beijing.parse(null)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "1124200130, 2026-11-24T12:00:00Z, 2026-11-24T12:01:30Z",
    "0101000130, 2026-12-31T15:59:00Z, 2026-12-31T16:01:30Z",
    "1231235930, 2027-01-01T00:00:00Z, 2026-12-31T15:59:30Z",
    "0229120000, 2025-02-01T00:00:00Z, 2024-02-29T04:00:00Z"
  })
  void timeWithoutItsYear_isInTheNearestOne(String text, Instant near, Instant expected) {
    assertThat(Beijing.nearest(text, near)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1324200130", "112420013", "11242001300", "0229120000", "abcdefghij"})
  void timeWithoutItsYear_thatIsNone_isLeftOut(String text) {
    assertThat(Beijing.nearest(text, Instant.parse("2026-11-24T12:00:00Z"))).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-24T14:59:59Z, 1124",
    "2026-11-24T15:00:00Z, 1125",
    "2026-12-31T15:00:00Z, 0101"
  })
  void settlementDay_endsAt23(Instant instant, String day) {
    assertThat(Beijing.settlementDay(instant)).isEqualTo(day);
  }
}
