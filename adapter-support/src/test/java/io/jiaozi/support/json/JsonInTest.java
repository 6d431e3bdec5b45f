package io.jiaozi.support.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class JsonInTest {

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Reads a whole document, skipping everything. */
  private static void readAll(byte[] document) {
    try (JsonIn in = JsonIn.object(document)) {
      while (in.nextField()) {
        in.skip();
      }
      in.end();
    }
  }

  private static JsonIn at(String value) {
    JsonIn in = JsonIn.object(utf8("{\"a\":" + value + "}"));
    assertThat(in.nextField()).isTrue();
    return in;
  }

  @Test
  void document_nested_isReadInOnePass() {
    List<String> seen = new ArrayList<>();
    try (JsonIn in =
        JsonIn.object(
            utf8(
                " {\"id\":\"1\",\"unread\":{\"x\":[1,{}]},\"amount\":{\"total\":-12,\"currency\":\"CNY\"},"
                    + "\"list\":[\"a\",{\"b\":\"c\"},[],\"d\"],\"ok\":true,\"no\":null} \n"))) {
      while (in.nextField()) {
        switch (in.field()) {
          case "id" -> seen.add(in.text());
          case "amount" -> {
            in.enterObject();
            while (in.nextField()) {
              seen.add(in.field().equals("total") ? String.valueOf(in.integer()) : in.text());
            }
          }
          case "list" -> {
            in.enterArray();
            while (in.nextElement()) {
              if (in.kind() == JsonIn.Kind.TEXT) {
                seen.add(in.text());
              } else if (in.kind() == JsonIn.Kind.OBJECT) {
                in.enterObject();
                while (in.nextField()) {
                  seen.add(in.field());
                }
              }
            }
          }
          case "ok" -> seen.add(String.valueOf(in.flag()));
          case "no" -> seen.add(String.valueOf(in.textOrNull()));
          default -> {
            // Left unread on purpose: the next field passes over it.
          }
        }
      }
      in.end();
    }

    assertThat(seen).containsExactly("1", "-12", "CNY", "a", "b", "d", "true", "null");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1,}",
        "{\"a\":1}}",
        "{\"a\":1} {}",
        "{\"a\":1} x",
        "{\"a\":1}\u0000",
        "[]",
        "\"text\"",
        "1",
        "null",
        "{a:1}",
        "{'a':1}",
        "{\"a\":'x'}",
        "{\"a\":1 \"b\":2}",
        "{\"a\":01}",
        "{\"a\":+1}",
        "{\"a\":.5}",
        "{\"a\":1.}",
        "{\"a\":NaN}",
        "{\"a\":Infinity}",
        "{\"a\":-Infinity}",
        "{\"a\":True}",
        "{\"a\":nul}",
        "{\"a\":,}",
        "{\"a\":[1,]}",
        "{\"a\":[1}",
        "{\"a\":\"line\nbreak\"}",
        "{\"a\":\"tab\t\"}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u12\"}",
        "{\"a\":\"open}",
        "{\"a\":1/*c*/}",
        "{\"a\":1//c\n}",
        "#c\n{\"a\":1}",
        "{\"a\":1,\"a\":2}",
        "{\"a\":1,\"\\u0061\":2}",
        "{\"o\":{\"b\":1,\"b\":1}}",
        "{\"o\":[{\"b\":1,\"b\":1}]}",
        "{\"\\ud800\":1}"
      })
  void document_notStrictlyValid_isRefused(String document) {
    assertThatThrownBy(() -> readAll(utf8(document))).isInstanceOf(MalformedJsonException.class);
  }

  static Stream<byte[]> otherEncodings() {
    String text = "{\"a\":\"\u996d\"}";
    return Stream.of(
        text.getBytes(StandardCharsets.UTF_16),
        text.getBytes(StandardCharsets.UTF_16LE),
        text.getBytes(StandardCharsets.UTF_16BE),
        text.getBytes(Charset.forName("UTF-32")),
        text.getBytes(Charset.forName("UTF-32LE")),
        text.getBytes(Charset.forName("GBK")),
        utf8("\ufeff{}"),
        bytes(0xC0, 0xAF),
        bytes(0xE0, 0x80, 0x80),
        bytes(0xED, 0xA0, 0x80),
        bytes(0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80),
        bytes(0xF4, 0x90, 0x80, 0x80),
        bytes(0xF8, 0x88, 0x80, 0x80, 0x80),
        bytes(0xE9, 0xA5),
        bytes(0x80),
        bytes(0xFF));
  }

  /** A document with these bytes inside a string. */
  private static byte[] bytes(int... inside) {
    byte[] document = new byte[inside.length + 8];
    System.arraycopy(utf8("{\"a\":\""), 0, document, 0, 6);
    for (int i = 0; i < inside.length; i++) {
      document[6 + i] = (byte) inside[i];
    }
    System.arraycopy(utf8("\"}"), 0, document, 6 + inside.length, 2);
    return document;
  }

  @ParameterizedTest
  @MethodSource("otherEncodings")
  void document_notWellFormedUtf8_isRefused(byte[] document) {
    assertThatThrownBy(() -> readAll(document)).isInstanceOf(MalformedJsonException.class);
  }

  @Test
  void document_malformedAfterManyCharacters_isRefused() {
    byte[] document = utf8("{\"a\":\"" + "\u996d".repeat(1000) + "?\"}");
    document[document.length - 3] = (byte) 0x80;

    assertThat(
            catchThrowableOfType(MalformedJsonException.class, () -> readAll(document)).position())
        .isEqualTo(document.length - 3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.0",
        "1e2",
        "1E2",
        "9223372036854775808",
        "-9223372036854775809",
        "\"1\"",
        "true",
        "null",
        "{}",
        "[1]"
      })
  void integer_anythingElse_isRefused(String value) {
    try (JsonIn in = at(value)) {
      assertThatThrownBy(in::integer).isInstanceOf(MalformedJsonException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, -1, Integer.MAX_VALUE + 1L, Long.MAX_VALUE, Long.MIN_VALUE})
  void integer_of64Bits_isRead(long value) {
    try (JsonIn in = at(String.valueOf(value))) {
      assertThat(in.integer()).isEqualTo(value);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "true", "null", "{}", "[]"})
  void text_anythingElse_isRefused(String value) {
    try (JsonIn in = at(value)) {
      assertThatThrownBy(in::text)
          .isInstanceOf(MalformedJsonException.class)
          .hasMessageStartingWith("The JSON has something else than a string, at byte ");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\\ud800\"",
        "\"\\udc00\"",
        "\"\\udc00\\ud800\"",
        "\"\\ud83e x\"",
        "\"x\\ud83e\""
      })
  void text_withHalfASurrogatePair_isRefused(String value) {
    try (JsonIn in = at(value)) {
      assertThatThrownBy(in::text).isInstanceOf(MalformedJsonException.class);
    }
  }

  @Test
  void text_escaped_isUnescapedOnce() {
    try (JsonIn in = at("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u996d\\ud83e\\udd5f\\u2028\\\\u0041\"")) {
      assertThat(in.text()).isEqualTo("\"\\/\b\f\n\r\t\u996d\ud83e\udd5f\u2028\\u0041");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"text\"",
        "\"\u996d \ud83e\udd5f \\\"quoted\\\" \\\\ \\u0041\"",
        "12",
        "-1.50e3",
        "true",
        "null",
        "{}",
        "{ \"b\" : [ 1, {\"c\":\"}]\"} ] }",
        "[ ]"
      })
  void raw_isTheExactBytesOfTheValue(String value) {
    try (JsonIn in =
        JsonIn.object(
            utf8("{\"\u996d\": \"\ud83e\udd5f\" , \"a\" : " + value + " ,\"z\":\"end\"}"))) {
      assertThat(in.nextField()).isTrue();
      in.skip();
      assertThat(in.nextField()).isTrue();

      assertThat(new String(in.raw(), StandardCharsets.UTF_8)).isEqualTo(value);

      assertThat(in.nextField()).isTrue();
      assertThat(in.text()).isEqualTo("end");
      assertThat(in.nextField()).isFalse();
      in.end();
    }
  }

  static Stream<byte[]> bombs() {
    return Stream.of(
        utf8("{\"a\":1e100000000}"),
        utf8("{\"a\":" + "9".repeat(900_000) + "}"),
        utf8("{\"a\":0." + "9".repeat(900_000) + "}"),
        utf8("{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}"),
        utf8("{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000)),
        utf8("{\"a\":\"" + "x".repeat(10 * 1024 * 1024) + "\"}"),
        utf8("{\"" + "x".repeat(500_000) + "\":1}"));
  }

  @ParameterizedTest
  @MethodSource("bombs")
  void bomb_isRefusedAtOnce(byte[] bomb) {
    long start = System.nanoTime();

    assertThatThrownBy(
            () -> {
              try (JsonIn in = JsonIn.object(bomb)) {
                while (in.nextField()) {
                  long unused = in.integer();
                }
                in.end();
              }
            })
        .isInstanceOf(MalformedJsonException.class);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
  }

  @Test
  void depth_64_isRead_and_65_isRefused() {
    readAll(utf8("{\"a\":".repeat(64) + "1" + "}".repeat(64)));

    assertThatThrownBy(() -> readAll(utf8("{\"a\":".repeat(65) + "1" + "}".repeat(65))))
        .isInstanceOf(MalformedJsonException.class);
  }

  @Test
  void limit_isTheCallers() {
    byte[] document = utf8("{\"a\":\"" + "x".repeat(2 * 1024 * 1024) + "\"}");

    assertThatThrownBy(() -> JsonIn.object(document))
        .hasMessage("The JSON is larger than the limit of 1048576 bytes, at byte 0.");
    try (JsonIn in = JsonIn.object(document, document.length)) {
      assertThat(in.nextField()).isTrue();
      assertThat(in.text()).hasSize(2 * 1024 * 1024);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"key\":\"sk_live_4eC39Hq\" sk_live_4eC39Hq}",
        "{\"key\":sk_live_4eC39Hq}",
        "{\"sk_live_4eC39Hq\":1,\"sk_live_4eC39Hq\":2}",
        "{\"key\":\"sk_live_4eC39Hq",
        "sk_live_4eC39Hq"
      })
  void failure_tellsThePlaceAndNothingOfTheContent(String document) {
    MalformedJsonException failure =
        catchThrowableOfType(MalformedJsonException.class, () -> readAll(utf8(document)));

    assertThat(failure).hasNoCause().hasMessageMatching("The JSON [a-z ]+, at byte \\d+\\.");
    assertThat(failure.position()).isBetween(0L, (long) document.length());
  }

  @Test
  void calls_outOfTurn_areProgrammingErrors() {
    try (JsonIn in = JsonIn.object(utf8("{\"a\":[1],\"b\":2}"))) {
      assertThatThrownBy(in::text).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(in::nextElement).isInstanceOf(IllegalStateException.class);
      assertThatThrownBy(in::end)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("The object was not read to its end.");
      assertThat(in.nextField()).isTrue();
      in.enterArray();
      assertThatThrownBy(in::nextField).isInstanceOf(IllegalStateException.class);
      assertThat(in.nextElement()).isTrue();
      assertThat(in.integer()).isEqualTo(1);
      assertThatThrownBy(in::integer).hasMessage("There is no value here, or it was read already.");
    }
  }
}
