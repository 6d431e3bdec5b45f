package io.jiaozi.unionpay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageTest {

  private static Message reply(String text) {
    return Message.ofReply(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Message form(String text) {
    return Message.ofForm(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String signedText(Message message) {
    return new String(message.signedText(), StandardCharsets.UTF_8);
  }

  @Test
  void reply_signedText_isSortedWithoutTheSignature() {
    Message message = reply("b=2&signature=x==&a=1&ICTransData=z");

    assertThat(signedText(message)).isEqualTo("ICTransData=z&a=1&b=2");
    assertThat(message.text("signature")).isEqualTo("x==");
  }

  @Test
  void reply_valuesAreNotDecoded() {
    assertThat(reply("a=1+2%20").text("a")).isEqualTo("1+2%20");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a={x=1&y=2}&b=3                | {x=1&y=2}",
        "a={x={p=1&q=2}&y=3}&b=3        | {x={p=1&q=2}&y=3}",
        "a=[1&2]&b=3                    | [1&2]",
        "a={[x=1&y]&z}&b=3              | {[x=1&y]&z}",
        "a=x{1&2}y&b=3                  | x{1&2}y",
        "a=}&b=3                        | }",
        "a=]]&b=3                       | ]]",
        "a=成功[0000000]&b=3             | 成功[0000000]",
        "a===&b=3                       | =="
      })
  void reply_bracketsNest(String text, String value) {
    Message message = reply(text);

    assertThat(message.text("a")).isEqualTo(value);
    assertThat(message.text("b")).isEqualTo("3");
  }

  @Test
  void reply_openBracket_takesTheRest() {
    assertThat(reply("a={x&b=3&signature=y").text("a")).isEqualTo("{x&b=3&signature=y");
  }

  @Test
  void reply_certificateKeepsItsLineEnds() {
    String pem = TestCa.pem(TestCa.SIGNER);

    assertThat(pem).contains("\r\n");
    assertThat(reply("a=1&signPubKeyCert=" + pem + "&z=2").text("signPubKeyCert")).isEqualTo(pem);
  }

  @Test
  void reply_outerBrackets_areTakenOff() {
    assertThat(signedText(reply("{b=2&a=1}"))).isEqualTo("a=1&b=2");
  }

  @Test
  void reply_fieldWithoutSign_isEmpty() {
    Message message = reply("a&b=&c=1");

    assertThat(signedText(message)).isEqualTo("a=&b=&c=1");
    assertThat(message.text("a")).isNull();
    assertThat(message.text("b")).isNull();
    assertThat(message.text("absent")).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "'', is empty",
    "' \r\n', is empty",
    "<!DOCTYPE html>, is a page",
    "a=1&a=2, holds a field twice",
    "=1, holds a field whose name is none",
    "a=1&&b=2, holds a field whose name is none",
    "ä=1, holds a field whose name is none",
    "{}, holds no field"
  })
  void reply_thatIsNone_isRefused(String text, String clause) {
    assertThatThrownBy(() -> reply(text))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessage(clause);
  }

  @Test
  void form_partsAreDecodedOnceAfterTheSplit() {
    Message message = form("a=1%262%3D3+4%2B5&b=%E6%88%90");

    assertThat(message.text("a")).isEqualTo("1&2=3 4+5");
    assertThat(message.text("b")).isEqualTo("成");
    assertThat(message.is("a", "1&2=3 4+5")).isTrue();
    assertThat(message.is("a", "1")).isFalse();
  }

  @Test
  void form_emptyValues_areLeftOut() {
    assertThat(signedText(form("a=1&b=&c=2"))).isEqualTo("a=1&c=2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a=1&b", "a=%", "a=%2", "a=%2g", "a=1 2", "a=\u0001", "", "a="})
  void form_thatIsNone_isRefused(String text) {
    assertThatThrownBy(() -> form(text)).isInstanceOf(MalformedMessageException.class);
  }

  @Test
  void tooManyFields_areRefused() {
    String many =
        IntStream.range(0, 201).mapToObj(i -> "a" + i + "=1").collect(Collectors.joining("&"));

    assertThatThrownBy(() -> reply(many)).hasMessage("holds more than 200 fields");
    assertThatThrownBy(() -> form(many)).hasMessage("holds more than 200 fields");
  }

  @Test
  void anyBytes_areReadOrRefused_neverAnythingElse() {
    String alphabet = "abz09_=&{}[]%+\r\n <ä\u0000\"'";
    long seed = 20261124L;
    Random random = new Random(seed);
    for (int run = 0; run < 20_000; run++) {
      byte[] bytes = new byte[random.nextInt(60)];
      boolean plain = random.nextBoolean();
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] =
            plain
                ? (byte) alphabet.charAt(random.nextInt(alphabet.length()))
                : (byte) random.nextInt(256);
      }
      readOrRefused(bytes, "seed " + seed + ", run " + run);
    }
  }

  private static void readOrRefused(byte[] bytes, String where) {
    for (boolean form : new boolean[] {true, false}) {
      try {
        Message message = form ? Message.ofForm(bytes) : Message.ofReply(bytes);
        message.signedText();
        CardData.masked(message);
      } catch (MalformedMessageException refused) {
        // One of the two answers.
      } catch (RuntimeException broken) {
        fail(where, broken);
      }
    }
  }

  @Test
  void anyFields_comeBackFromBothShapes() {
    long seed = 7L;
    Random random = new Random(seed);
    String alphabet = "aZ0 +%=&成{}[]\r\n\"/:.";
    for (int run = 0; run < 3_000; run++) {
      Map<String, String> fields = new TreeMap<>();
      for (int i = random.nextInt(12); i >= 0; i--) {
        fields.put("f" + random.nextInt(40), value(random, alphabet));
      }
      String where = "seed " + seed + ", run " + run;
      String text = Wire.text(fields);
      String form =
          fields.entrySet().stream()
              .map(
                  field ->
                      field.getKey()
                          + "="
                          + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
              .collect(Collectors.joining("&"));
      assertThat(signedText(form(form))).as(where).isEqualTo(text);
      if (fields.values().stream().allMatch(MessageTest::survivesUnencoded)) {
        assertThat(signedText(reply(text))).as(where).isEqualTo(text);
      }
    }
  }

  private static String value(Random random, String alphabet) {
    StringBuilder value = new StringBuilder("v");
    for (int i = random.nextInt(10); i > 0; i--) {
      value.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return value.append('w').toString();
  }

  private static boolean survivesUnencoded(String value) {
    return value.chars().noneMatch(c -> "&{}[]".indexOf(c) >= 0);
  }

  @Test
  void masking_deepNesting_endsInAMask() {
    String deep = "{a=".repeat(5_000) + "6221558812340000" + "}".repeat(5_000);

    assertThat(new String(CardData.masked(reply("x=" + deep)), StandardCharsets.UTF_8))
        .doesNotContain("6221558812340000")
        .contains("***");
  }

  @Test
  void toString_showsNoContent() {
    assertThat(reply("accNo=6221558812340000")).hasToString("Message[1 fields]");
  }
}
