package io.jiaozi.internal.notification;

import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.payment.PaymentReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferencesTest {

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          P1,                  P1,                  false
          P1,                  P2,                  true
          P1,                  P1~u1.20260301080000, false
          P1~u1.20260301080000, P1~u1.20260301080000, false
          P1~u1.20260301080000, P1~u1.20260301080001, true
          P1~u1.20260301080000, P2~u1.20260301080000, true
          P1~p1.o.A,           P1~p1.o.A.a.B,       false
          P1~p1.o.A,           P1~p1.o.AB,          true
          P1~p1.o.A,           P1~p1.o.C.a.B,       true
          P1~p1.o.A.a.B,       P1~p1.o.A.a.C,       true
          P1~p1.o.A,           P1~p1.c.A,           false
          P1~whole,            P1~other,            true
          """)
  void twoPaymentsAreToldApart_andTheTwoKeysOfOneAreNot(
      String one, String other, boolean contradict) {
    PaymentReference first = PaymentReference.parse(one);
    PaymentReference second = PaymentReference.parse(other);

    assertThat(References.contradict(first, second)).isEqualTo(contradict);
    assertThat(References.contradict(second, first)).isEqualTo(contradict);
  }
}
