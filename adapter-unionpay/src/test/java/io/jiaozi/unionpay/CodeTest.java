package io.jiaozi.unionpay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of protocol sheet, section 5.2, class by class. */
class CodeTest {

  @ParameterizedTest
  @CsvSource({
    "SUCCESS, 00 A6",
    "PENDING, 03 04 05 70 83",
    "UNKNOWN, 02 06 37 74 75 99",
    "DUPLICATE, 12",
    "NOT_FOUND, 34",
    "FAILED, 10 11 13 14 31 32 33 43",
    "FAILED, 35 36 45 46 38 39 40 41 42 98",
    "FAILED, 01 30 44 60 61 62 63 64 65 66 67 68 69 71 72 73 77 78 79 80 81 82 91",
    "FAILED, 85 86 87 88 89 90"
  })
  void codes_haveTheirClass(Code.Kind kind, String codes) {
    for (String code : codes.split(" ", -1)) {
      assertThat(Code.of(code).kind()).as(code).isEqualTo(kind);
      assertThat(Code.isKnown(code)).isTrue();
    }
  }

  @Test
  void everyOtherCode_isUnknown_neverAFailure() {
    for (int i = 0; i < 36 * 36; i++) {
      String code = Integer.toString(36 * 36 + i, 36).substring(1).toUpperCase(Locale.ROOT);
      if (!Code.isKnown(code)) {
        assertThat(Code.of(code).kind()).as(code).isEqualTo(Code.Kind.UNKNOWN);
      }
    }
    for (String odd : Arrays.asList("", "0", "000", "00 ", "a6", "成功")) {
      assertThat(Code.of(odd).kind()).as(odd).isEqualTo(Code.Kind.UNKNOWN);
    }
  }

  @Test
  void everyRefusal_saysWhyAndWhatToDo() {
    for (int i = 0; i < 100; i++) {
      Code code = Code.of(String.format(Locale.ROOT, "%02d", i));
      boolean refusal = code.kind() == Code.Kind.FAILED || code.kind() == Code.Kind.NOT_FOUND;
      assertThat(code.reason() != null).isEqualTo(refusal);
      assertThat(code.remedy().isEmpty()).isEqualTo(!refusal);
      assertThat(code.what()).isNotBlank();
    }
  }
}
