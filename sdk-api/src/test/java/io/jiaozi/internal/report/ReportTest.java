package io.jiaozi.internal.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportTest {

  @Test
  void oneLine_controlsAndTricks_areWrittenAsEscapes() {
    assertThat(SafeText.oneLine("a\r\n2026 ERROR forged\tx\u0000\u2028\u202eb"))
        .isEqualTo("a\\r\\n2026 ERROR forged\\tx\\u0000\\u2028\\u202eb");
    assertThat(SafeText.oneLine("两盒饺子 \ud83e\udd5f")).isEqualTo("两盒饺子 \ud83e\udd5f");
  }

  @Test
  void oneLine_longText_isCut() {
    assertThat(SafeText.oneLine("x".repeat(300))).isEqualTo("x".repeat(300));
    assertThat(SafeText.oneLine("x".repeat(301))).isEqualTo("x".repeat(300) + "...");
  }

  @ParameterizedTest
  @CsvSource({
    "merchantId,merchant-id",
    "MERCHANT_ID,merchant-id",
    "merchant.id,merchant-id",
    "merhcant-id,merchant-id",
    "merchant-ids,merchant-id",
    "api-v3key,api-v3-key",
    "something-else-entirely,"
  })
  void nearest_name_isWhatWasMeant(String typed, String meant) {
    assertThat(Nearest.of(typed, Set.of("merchant-id", "api-v3-key", "base-url")).orElse(null))
        .isEqualTo(meant);
  }

  @Test
  void nearest_hugeName_isNotCompared() {
    assertThat(Nearest.hint("m".repeat(100_000), List.of("m"))).isEmpty();
  }

  @Test
  void scrubbedFault_keepsClassesAndStacks_dropsMessages() {
    IllegalStateException cause = new IllegalStateException("key=SECRET");
    RuntimeException original = new RuntimeException("body=SECRET", cause);
    ScrubbedFault scrubbed = ScrubbedFault.of(original);
    assertThat(scrubbed)
        .hasMessage("java.lang.RuntimeException (its message is not repeated here)")
        .hasCauseInstanceOf(ScrubbedFault.class)
        .hasStackTraceContaining("java.lang.IllegalStateException");
    assertThat(scrubbed.getStackTrace()).isEqualTo(original.getStackTrace());
    assertThat(Throwables.getStackTrace(scrubbed)).doesNotContain("SECRET");
  }

  @Test
  void scrubbedFault_chainThatLeadsBack_ends() {
    RuntimeException one = new RuntimeException("a");
    RuntimeException other = new RuntimeException("b", one);
    one.initCause(other);
    int depth = 0;
    for (Throwable cause = ScrubbedFault.of(one); cause != null; cause = cause.getCause()) {
      depth++;
    }
    assertThat(depth).isEqualTo(9);
  }
}
