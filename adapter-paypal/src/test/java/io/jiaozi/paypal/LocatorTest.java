package io.jiaozi.paypal;

import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.payment.PaymentReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocatorTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "p1.o.5O190127TN364715T",
        "p1.c.3C679366HH908993F",
        "p1.o.5O190127TN364715T.a.0AW2184448108334S",
        "p1.o.5O190127TN364715T.a.0AW2184448108334S.c",
        "p1.o.5O190127TN364715T.a.0AW2184448108334S.p.9XY218444810833ZZ"
      })
  void everyForm_isReadAsItWasWritten(String text) {
    PaymentReference reference = new PaymentReference("N1", text);

    Locator locator = Locator.of(reference).orElseThrow();

    assertThat(locator.encode()).isEqualTo(text);
    assertThat(locator.of("N1")).isEqualTo(reference);
    assertThat(PaymentReference.parse(reference.encode())).isEqualTo(reference);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "u1.20261124120000",
        "p2.o.5O190127TN364715T",
        "p1.o",
        "p1.o.",
        "p1.x.5O190127TN364715T",
        "p1.o.lowercase",
        "p1.o.5O19/../x",
        "p1.c.3C679366HH908993F.a.0AW2184448108334S",
        "p1.o.5O190127TN364715T.a",
        "p1.o.5O190127TN364715T.a.",
        "p1.o.5O190127TN364715T.c.3C679366HH908993F",
        "p1.o.5O190127TN364715T.a.0AW2184448108334S.d",
        "p1.o.5O190127TN364715T.a.0AW2184448108334S.p.x",
        "p1.r.1JU08902781691411"
      })
  void anythingElse_isRefused(String text) {
    assertThat(Locator.of(new PaymentReference("N1", text))).isEmpty();
    assertThat(Checks.check(new PaymentReference("N1", text))).hasSize(1);
  }

  @Test
  void numberAlone_isNoLocator() {
    assertThat(Locator.of(PaymentReference.ofNumber("N1"))).isEmpty();
  }

  @Test
  void parentThatDoesNotFit_isLeftOut() {
    String longId = "A".repeat(20);

    assertThat(Locator.renewed(longId, longId, longId).encode())
        .isEqualTo("p1.o." + longId + ".a." + longId);
  }

  @Test
  void refunds() {
    assertThat(Locator.refundId(Locator.refund("1JU08902781691411")))
        .isEqualTo("1JU08902781691411");
    assertThat(Locator.refundId("p1.o.1JU08902781691411")).isNull();
    assertThat(Locator.refundId("p1.r.")).isNull();
  }
}
