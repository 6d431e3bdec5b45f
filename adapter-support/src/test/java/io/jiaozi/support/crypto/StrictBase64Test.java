package io.jiaozi.support.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictBase64Test {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "A",
        "AA",
        "AAA",
        "AAAAA",
        "AA=",
        "A===",
        "====",
        "=AAA",
        "AA=A",
        "AA==AAAA",
        "AAAA====",
        "AAA\n",
        " AAA",
        "AAAA\n",
        "AA AA",
        "AA-_",
        "AB==",
        "AAB=",
        "\u0000AAA",
        "\u4ea4\u5b50AA"
      })
  void anythingElse_isRefused(String text) {
    assertThat(StrictBase64.decode(text)).isEmpty();
  }

  @Test
  void everyValue_hasOneText() {
    long seed = 27;
    Random random = new Random(seed);
    for (int length = 0; length < 200; length++) {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      String text = StrictBase64.encode(bytes);
      assertThat(StrictBase64.decode(text)).as("seed %d", seed).hasValue(bytes);
      if (length % 3 != 0) {
        assertThat(StrictBase64.decode(text.replace("=", ""))).isEmpty();
      }
    }
  }
}
