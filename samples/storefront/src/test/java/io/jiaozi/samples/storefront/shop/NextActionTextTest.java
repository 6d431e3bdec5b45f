package io.jiaozi.samples.storefront.shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.payment.NextAction;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NextActionTextTest {
  private static final Instant END = Instant.parse("2026-11-25T04:30:00Z");

  static Stream<NextAction> actions() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("target", "a=b&c 饺子");
    fields.put("z", "");
    fields.put("a", "+%");
    return Stream.of(
        new NextAction.ShowQrCode("weixin://wxpay/x?pr=a&b=c", END),
        new NextAction.Redirect(URI.create("https://pay.example/?token=1&x=2"), null),
        new NextAction.SubmitForm(URI.create("https://pay.example/front"), fields, END),
        new NextAction.InvokeClient("client", fields, null));
  }

  @ParameterizedTest
  @MethodSource("actions")
  void action_isReadAsWritten(NextAction action) {
    assertThat(NextActionText.read(NextActionText.write(action))).isEqualTo(action);
  }

  @Test
  void noText_isNoAction() {
    assertThat(NextActionText.read(null)).isNull();
  }

  @Test
  void numbers_areForEveryChannel_andNeverTheSame() {
    Numbers numbers = new Numbers(Clock.systemUTC());

    assertThat(Stream.generate(numbers::attempt).limit(1000).distinct().toList())
        .hasSize(1000)
        .allMatch(number -> number.matches("P[0-9A-Z]{7,31}"));
  }
}
