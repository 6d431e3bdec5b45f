package io.jiaozi.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaymentReferenceTest {

  @Test
  void encode_isNumberOrNumberTildeLocator() {
    assertThat(PaymentReference.ofNumber("20240518A1").encode()).isEqualTo("20240518A1");
    assertThat(new PaymentReference("20240518A1", "u1.20240518080910").encode())
        .isEqualTo("20240518A1~u1.20240518080910");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "~", "A~", "~u1", "A~b~c", "A b", "A\n", "Ä1", "A~ü", "A~~b", "A\u0000"})
  void parse_anythingElse_isRefused(String text) {
    assertThatThrownBy(() -> PaymentReference.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "A payment reference is a number of 1 to 64 printable ASCII characters without blank or"
                + " \"~\", and perhaps a locator of the same kind.");
  }

  @Test
  void parse_tooLong_isRefused() {
    assertThatThrownBy(() -> PaymentReference.parse("A".repeat(65)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PaymentReference.parse("A~" + "b".repeat(64)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void encode_anyReference_readsBackTheSameAndFitsTheColumn() {
    long seed = 42L;
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 2_000; i++) {
      PaymentReference reference =
          new PaymentReference(text(random, 64), random.nextBoolean() ? text(random, 63) : null);
      String encoded = reference.encode();
      assertThat(PaymentReference.parse(encoded))
          .as("seed %d round %d", seed, i)
          .isEqualTo(reference);
      assertThat(encoded).hasSizeLessThanOrEqualTo(128).isASCII();
    }
  }

  private static String text(SplittableRandom random, int longest) {
    int length = 1 + random.nextInt(longest);
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < length; i++) {
      out.append((char) (0x21 + random.nextInt(0x7D - 0x21 + 1)));
    }
    return out.toString();
  }
}
