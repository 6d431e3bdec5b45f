package io.jiaozi.payment;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class SubmitFormTest {

  private static final URI ACTION = URI.create("https://pay.example/gateway?a=1&b='2'");
  private static final Pattern INPUT =
      Pattern.compile("<input type=\"hidden\" name=\"([^\"<>]*)\" value=\"([^\"<>]*)\">\n");
  private static final Pattern ENTITY = Pattern.compile("&(?:(amp|lt|gt|quot)|#([0-9]+));");

  @Test
  void toHtml_plainForm_isThisFragment() {
    NextAction.SubmitForm form =
        new NextAction.SubmitForm(ACTION, Map.of("name\"><script>", "it's & <b>"), null);
    assertThat(form.toHtml())
        .isEqualTo(
            "<form id=\"jiaozi-form\" method=\"post\" accept-charset=\"UTF-8\""
                + " action=\"https://pay.example/gateway?a=1&amp;b=&#39;2&#39;\">\n"
                + "<input type=\"hidden\" name=\"name&quot;&gt;&lt;script&gt;\""
                + " value=\"it&#39;s &amp; &lt;b&gt;\">\n"
                + "<noscript><button type=\"submit\">&#8594;</button></noscript>\n"
                + "</form>\n"
                + "<script>document.getElementById(\"jiaozi-form\").submit();</script>\n");
  }

  @Test
  void toHtml_anyText_comesBackAsItWasAndBreaksOutOfNothing() {
    long seed = 20_260_302L;
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 1_000; i++) {
      Map<String, String> fields = new LinkedHashMap<>();
      for (int field = random.nextInt(5); field >= 0; field--) {
        fields.put(text(random), text(random));
      }
      String html = new NextAction.SubmitForm(ACTION, fields, null).toHtml();
      assertThat(readBack(html)).as("seed %d round %d", seed, i).isEqualTo(fields);
      assertThat(html.split("<", -1))
          .as("tags, seed %d round %d", seed, i)
          .hasSize(9 + fields.size());
    }
  }

  @Test
  void toUrl_plainForm_isThisAddress() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("subject", "a+b & 交子");
    fields.put("sign", "x/y==");

    assertThat(new NextAction.SubmitForm(ACTION, fields, null).toUrl())
        .isEqualTo(URI.create(ACTION + "&subject=a%2Bb+%26+%E4%BA%A4%E5%AD%90&sign=x%2Fy%3D%3D"));
    assertThat(new NextAction.SubmitForm(URI.create("https://pay.example/p"), fields, null).toUrl())
        .hasToString("https://pay.example/p?subject=a%2Bb+%26+%E4%BA%A4%E5%AD%90&sign=x%2Fy%3D%3D");
    assertThat(new NextAction.SubmitForm(ACTION, Map.of(), null).toUrl()).isEqualTo(ACTION);
  }

  @Test
  void toUrl_anyText_comesBackAsItWas() {
    long seed = 20_260_303L;
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 1_000; i++) {
      Map<String, String> fields = new LinkedHashMap<>();
      for (int field = random.nextInt(5); field >= 0; field--) {
        fields.put(text(random), text(random));
      }
      URI url = new NextAction.SubmitForm(ACTION, fields, null).toUrl();
      Map<String, String> read = new LinkedHashMap<>();
      String query = url.getRawQuery().substring(ACTION.getRawQuery().length() + 1);
      for (String part : query.split("&", -1)) {
        String[] sides = part.split("=", -1);
        assertThat(sides).as("seed %d round %d", seed, i).hasSize(2);
        read.put(
            URLDecoder.decode(sides[0], StandardCharsets.UTF_8),
            URLDecoder.decode(sides[1], StandardCharsets.UTF_8));
      }
      assertThat(read).as("seed %d round %d", seed, i).isEqualTo(fields);
    }
  }

  private static Map<String, String> readBack(String html) {
    Map<String, String> fields = new LinkedHashMap<>();
    Matcher input = INPUT.matcher(html);
    while (input.find()) {
      fields.put(unescaped(input.group(1)), unescaped(input.group(2)));
    }
    return fields;
  }

  private static String unescaped(String text) {
    return ENTITY
        .matcher(text)
        .replaceAll(
            entity -> {
              String number = entity.group(2);
              String plain =
                  number != null
                      ? Character.toString(Integer.parseInt(number))
                      : Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"").get(entity.group(1));
              return Matcher.quoteReplacement(plain);
            });
  }

  private static String text(SplittableRandom random) {
    String[] pieces = {
      "&",
      "<",
      ">",
      "\"",
      "'",
      "&quot;",
      "&amp;lt;",
      "</form>",
      "<script>",
      "\r\n",
      "\n",
      " ",
      "=",
      "中",
      "\ud83e\udd5f",
      "a",
      "0",
      "\\",
      "$1",
      "`",
      "/>"
    };
    StringBuilder out = new StringBuilder();
    for (int i = random.nextInt(12); i >= 0; i--) {
      out.append(pieces[random.nextInt(pieces.length)]);
    }
    return out.toString();
  }
}
