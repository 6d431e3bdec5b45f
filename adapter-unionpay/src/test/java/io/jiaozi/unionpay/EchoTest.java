package io.jiaozi.unionpay;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EchoTest {

  private static final Instant TIMEOUT = Instant.parse("2026-11-24T12:15:00Z");

  @Test
  void ofPayment_comesBackAndFitsTheStatement() {
    String echo = Echo.ofPayment("07", TIMEOUT);

    assertThat(echo).isEqualTo("J1.07.20261124201500").hasSizeLessThanOrEqualTo(32);
    assertThat(Echo.ofPayment(echo)).contains(new Echo.OfPayment("07", TIMEOUT));
    assertThat(Echo.ofPayment(Echo.ofPayment("08", null))).contains(new Echo.OfPayment("08", null));
  }

  @Test
  void following_comesBack() {
    Pair pair = new Pair("20261124A001", "20261124200000");

    assertThat(Echo.followed(Echo.following(pair))).contains(pair);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "J1",
        "J1.",
        "J1.09",
        "J2.07",
        "J1.07.",
        "J1.07.2026",
        "J1.07.20261124201500.x",
        "",
        "x"
      })
  void whatOthersWrote_isNotOurs(String text) {
    assertThat(Echo.ofPayment(text)).isEmpty();
    assertThat(Echo.followed(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"20261124A001", "20261124A001.", ".20261124200000", "a-b-c-d-e.20261124200000"})
  void whatFollowsNothing_isNotOurs(String text) {
    assertThat(Echo.followed(text)).isEmpty();
    assertThat(Echo.followed(null)).isEmpty();
  }
}
