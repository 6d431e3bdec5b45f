package io.jiaozi.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class QuickstartTest {

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final Transcript transcript =
      new Transcript(new PrintStream(printed, true, StandardCharsets.UTF_8));

  @Test
  void walk_everyChannel_isAsExpected() throws Exception {
    Quickstart.run(transcript);

    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains("== WeChat Pay: account \"wechat\"")
        .contains("== Alipay: account \"alipay\"")
        .contains("== UnionPay: account \"unionpay\"")
        .contains("== PayPal: account \"paypal\"")
        .contains("ok: state in it is PAID")
        .contains("ok: state when asked is SUCCEEDED")
        .contains("ok: state is CLOSED")
        .contains("ok: facts handled since is 0");
  }

  @Test
  void transcript_somethingElseHappened_stopsTheWalk() {
    assertThatThrownBy(() -> transcript.expect("state", "PAID", "CLOSED"))
        .isInstanceOf(Transcript.NotAsExpected.class)
        .hasMessage("state should be PAID, but is CLOSED.");
  }
}
