package io.jiaozi.support.form;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormCodecTest {

  private static final Charset GBK = Charset.forName("GBK");

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static Map<String, String> decode(String raw) {
    return FormCodec.decode(ascii(raw), StandardCharsets.UTF_8);
  }

  @Test
  void form_isSplitBeforeItIsDecoded() {
    assertThat(decode("a=1%26total_amount%3D0.01&b=x=y&c="))
        .containsExactly(
            Map.entry("a", "1&total_amount=0.01"), Map.entry("b", "x=y"), Map.entry("c", ""));
  }

  @Test
  void form_isDecodedOnce() {
    assertThat(decode("a=%2541+%2B%20%25&b%5B%5D=%E9%A5%AD"))
        .containsExactly(Map.entry("a", "%41 + %"), Map.entry("b[]", "\u996d"));
  }

  @Test
  void form_empty_hasNoFields() {
    assertThat(decode("")).isEmpty();
    assertThat(FormCodec.encode(Map.of(), StandardCharsets.UTF_8)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a=1&a=2|The form has a field twice, at byte 4.",
        "a=1&%61=2|The form has a field twice, at byte 4.",
        "a|The form has a field without \"=\", at byte 0.",
        "a=1&&b=2|The form has a field without \"=\", at byte 4.",
        "&a=1|The form has a field without \"=\", at byte 0.",
        "a=1&|The form ends with \"&\", at byte 3.",
        "=1|The form has a field without a name, at byte 0.",
        "a=%|The form has a percent escape that is cut off, at byte 2.",
        "a=%4|The form has a percent escape that is cut off, at byte 2.",
        "a=%&b=41|The form has a percent escape that is cut off, at byte 2.",
        "a=%zz|The form has a bad percent escape, at byte 3.",
        "a=%4g|The form has a bad percent escape, at byte 4.",
        "a=%-1|The form has a bad percent escape, at byte 3.",
        "a=x y|The form has a byte that must be escaped, at byte 3.",
        "a=%FF|The form has bytes that are not UTF-8, at byte 2.",
        "a=%C0%AF|The form has bytes that are not UTF-8, at byte 2.",
        "a=%E9%A5|The form has bytes that are not UTF-8, at byte 2.",
        "a=%ED%A0%80|The form has bytes that are not UTF-8, at byte 2.",
        "%FF=a|The form has bytes that are not UTF-8, at byte 0."
      })
  void form_notStrictlyValid_isRefusedByPlaceOnly(String raw, String message) {
    MalformedFormException failure =
        catchThrowableOfType(MalformedFormException.class, () -> decode(raw));

    assertThat(failure).hasMessage(message).hasNoCause();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a=\n", "a=\u0000", "a=\u00e9", "a\t=1", "a=\u007f", "a=%\u00e941"})
  void form_withBareBytes_isRefused(String raw) {
    assertThatThrownBy(() -> decode(raw)).isInstanceOf(MalformedFormException.class);
  }

  @Test
  void form_ofTooManyFields_isRefused() {
    StringBuilder raw = new StringBuilder("x=1");
    for (int i = 0; i < 1000; i++) {
      raw.append("&f").append(i).append("=1");
    }

    assertThatThrownBy(() -> decode(raw.toString()))
        .hasMessageStartingWith("The form has more than 1000 fields");
  }

  @Test
  void gbk_isDecodedAndEncodedWhenDeclared() {
    byte[] raw = ascii("subject=%CB%AE%BD%C8&x=1");

    Map<String, String> fields = FormCodec.decode(raw, GBK);

    assertThat(fields).containsEntry("subject", "\u6c34\u997a");
    assertThat(FormCodec.encode(fields, GBK)).isEqualTo(raw);
    assertThatThrownBy(() -> FormCodec.decode(raw, StandardCharsets.UTF_8))
        .isInstanceOf(MalformedFormException.class);
    assertThatThrownBy(() -> FormCodec.decode(ascii("a=%81"), GBK))
        .isInstanceOf(MalformedFormException.class);
  }

  @Test
  void text_theCharsetCannotCarry_isRefusedWithoutTheText() {
    assertThatThrownBy(() -> FormCodec.encode(Map.of("a", "secret\ud83e\udd5f"), GBK))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A form field has a character that GBK cannot carry.");
    assertThatThrownBy(() -> FormCodec.encode(Map.of("a", "secret\ud83e"), StandardCharsets.UTF_8))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A form field has a character that UTF-8 cannot carry.");
  }

  @Test
  void fields_cannotBeModified() {
    assertThatThrownBy(() -> decode("a=1").put("b", "2"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void encoding_keepsOrderAndEscapesEverythingElse() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("b", "1 + 1 = 2 & more~'()");
    fields.put("a*-._", "");

    assertThat(
            new String(FormCodec.encode(fields, StandardCharsets.UTF_8), StandardCharsets.US_ASCII))
        .isEqualTo("b=1+%2B+1+%3D+2+%26+more%7E%27%28%29&a*-._=");
  }

  @Test
  void fields_ofChance_comeBackTheSame() {
    long seed = 20261124;
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 5000; round++) {
      boolean gbk = random.nextBoolean();
      Map<String, String> fields = new LinkedHashMap<>();
      int count = random.nextInt(5);
      for (int i = 0; i < count; i++) {
        fields.put("k" + text(random, gbk), text(random, gbk));
      }
      Charset charset = gbk ? GBK : StandardCharsets.UTF_8;

      assertThat(FormCodec.decode(FormCodec.encode(fields, charset), charset))
          .as("seed %d round %d", seed, round)
          .containsExactlyEntriesOf(fields);
    }
  }

  private static String text(SplittableRandom random, boolean gbk) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(10);
    for (int i = 0; i < length; i++) {
      int c =
          gbk && random.nextBoolean()
              ? 0x4e00 + random.nextInt(0x5000)
              : random.nextInt(gbk ? 0x80 : 0x110000);
      text.appendCodePoint(c >= 0xd800 && c <= 0xdfff ? '&' : c);
    }
    return text.toString();
  }
}
