package io.jiaozi.support.redact;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogTextTest {

  @Test
  void text_ordinary_staysAsItIs() {
    assertThat(LogText.escape("\u6c34\u997a, 2 \u20ac \ud83e\udd5f"))
        .isEqualTo("\u6c34\u997a, 2 \u20ac \ud83e\udd5f");
  }

  @Test
  void text_thatForgesLines_staysOnOne() {
    assertThat(LogText.escape("a\r\nERROR forged\u2028\u0085\u001b[2J\u0000"))
        .isEqualTo("a\\u000d\\u000aERROR forged\\u2028\\u0085\\u001b[2J\\u0000");
  }

  @Test
  void text_thatDisguises_isShownAsItIs() {
    assertThat(LogText.escape("\u202egnp\u200b\ufeff\ud800\ue000"))
        .isEqualTo("\\u202egnp\\u200b\\ufeff\\ud800\\ue000");
  }

  @Test
  void text_withBackslashes_isUnambiguous() {
    assertThat(LogText.escape("\\u000a")).isEqualTo("\\\\u000a");
  }

  @Test
  void text_long_isCutAndCounted() {
    assertThat(LogText.escape("abcdef", 4)).isEqualTo("abcd... (2 more)");
    assertThat(LogText.escape("a".repeat(501))).isEqualTo("a".repeat(500) + "... (1 more)");
  }
}
