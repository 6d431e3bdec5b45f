package io.jiaozi.support.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonOutTest {

  private static String text(JsonOut out) {
    return new String(out.toBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void document_isWrittenInOrderWithoutSpaces() {
    JsonOut out =
        JsonOut.object()
            .field("number", "A1")
            .optional("absent", null)
            .optional("present", "x")
            .object("amount")
            .field("total", 100)
            .field("currency", "CNY")
            .end()
            .array("list")
            .element("a")
            .element()
            .field("b", true)
            .end()
            .end()
            .field("last", Long.MIN_VALUE);

    assertThat(text(out))
        .isEqualTo(
            "{\"number\":\"A1\",\"present\":\"x\",\"amount\":{\"total\":100,\"currency\":\"CNY\"},"
                + "\"list\":[\"a\",{\"b\":true}],\"last\":-9223372036854775808}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\u996d\u5b50 \ud83e\udd5f",
        "\u2028\u2029\ufeff\u200e",
        "\"quoted\" \\back\\\\slash / 'single'",
        "line\r\n\ttab \u0000\u001f\u007f",
        "\\u0041 \\\" &amp; <b>",
        "\ud800\udc00\udbff\udfff\uffff"
      })
  void text_unusual_comesBackTheSame(String text) {
    byte[] document = JsonOut.object().field("a", text).toBytes();

    try (JsonIn in = JsonIn.object(document)) {
      assertThat(in.nextField()).isTrue();
      assertThat(in.text()).isEqualTo(text);
    }
    assertThat(JsonMapper.shared().readTree(document).get("a").stringValue()).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(ints = {0xd800, 0xdbff, 0xdc00, 0xdfff})
  void text_withHalfASurrogatePair_isRefused(int half) {
    String text = "secret" + (char) half;

    assertThatThrownBy(() -> JsonOut.object().field("a", text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "A text has half of a surrogate pair, which no encoding can carry. Cut texts between characters.");
    assertThatThrownBy(() -> JsonOut.object().field(text, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> JsonOut.object().array("a").element(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void name_twice_isRefusedWithoutTheValue() {
    JsonOut out = JsonOut.object().field("a", "sk_live_1");

    assertThatThrownBy(() -> out.field("a", "sk_live_2"))
        .isInstanceOf(IllegalStateException.class)
        .hasNoCause()
        .hasMessage(
            "Cannot write a here: it was written before, or an object and an array were mixed up.");
  }

  @Test
  void calls_outOfTurn_areRefused() {
    assertThatThrownBy(() -> JsonOut.object().end()).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> JsonOut.object().element("a"))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> JsonOut.object().array("a").field("b", 1))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> JsonOut.object().object("a").toBytes())
        .isInstanceOf(IllegalStateException.class);
    JsonOut done = JsonOut.object();
    assertThat(text(done)).isEqualTo("{}");
    assertThatThrownBy(done::toBytes).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void documents_ofChance_comeBackTheSame_andAsAnotherReaderSeesThem() {
    long seed = 20261124;
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < 3000; round++) {
      Map<String, String> fields = new LinkedHashMap<>();
      int count = random.nextInt(6);
      for (int i = 0; i < count; i++) {
        fields.put(anyText(random), anyText(random));
      }
      JsonOut out = JsonOut.object();
      fields.forEach(out::field);
      byte[] document = out.toBytes();

      Map<String, String> read = new LinkedHashMap<>();
      try (JsonIn in = JsonIn.object(document)) {
        while (in.nextField()) {
          read.put(in.field(), in.text());
        }
        in.end();
      }
      assertThat(read).as("seed %d round %d", seed, round).isEqualTo(fields);
      JsonNode tree = JsonMapper.shared().readTree(document);
      for (Map.Entry<String, String> field : fields.entrySet()) {
        assertThat(tree.get(field.getKey()).stringValue())
            .as("seed %d round %d", seed, round)
            .isEqualTo(field.getValue());
      }
    }
  }

  private static String anyText(SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(12);
    for (int i = 0; i < length; i++) {
      int c =
          switch (random.nextInt(4)) {
            case 0 -> random.nextInt(0x80);
            case 1 -> random.nextInt(0x800);
            case 2 -> random.nextInt(0x10000);
            default -> random.nextInt(0x110000);
          };
      text.appendCodePoint(Character.isSurrogate((char) c) && c < 0x10000 ? '"' : c);
    }
    return text.toString();
  }

  @Test
  void bytes_ofChance_neverGetPastTheReaderAsAnythingElseThanAnotherReaderSees() {
    long seed = 42;
    SplittableRandom random = new SplittableRandom(seed);
    byte[] model =
        "{\"id\":\"1\",\"amount\":{\"total\":-12,\"c\":\"\u996d\"},\"l\":[1,\"\\u0041\",true,null]}"
            .getBytes(StandardCharsets.UTF_8);
    JsonMapper other = JsonMapper.shared();
    int read = 0;
    for (int round = 0; round < 20_000; round++) {
      byte[] document = model.clone();
      for (int change = random.nextInt(3); change >= 0; change--) {
        document[random.nextInt(document.length)] = (byte) random.nextInt(256);
      }
      try (JsonIn in = JsonIn.object(document)) {
        while (in.nextField()) {
          in.skip();
        }
        in.end();
      } catch (MalformedJsonException refused) {
        continue;
      }
      read++;
      assertThat(other.readTree(document).isObject()).as("seed %d round %d", seed, round).isTrue();
    }
    assertThat(read).isGreaterThan(100);
  }
}
