package io.jiaozi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class JsonTest {

  @Test
  void text_ofAnyKind_comesBackAsItWas() {
    String text = "a\"b\\c\n\t\u0000\u007f\u4ea4\u5b50 \ud83e\udd5f </script>";
    String json = new Json().text("t", text).toString();
    assertThat(json.chars()).allMatch(c -> c >= ' ' && c <= '~');
    assertThat(new JsonMapper().readTree(json).get("t").asString()).isEqualTo(text);
  }

  @Test
  void members_keepTheirOrder_andTheAbsentAreLeftOut() {
    assertThat(
            new Json()
                .number("n", 1)
                .text("gone", null)
                .flag("f", true)
                .money("gone", null)
                .object("o", new Json())
                .list("l", List.of("a", "b"), (each, json) -> json.text("x", each)))
        .hasToString("{\"n\":1,\"f\":true,\"o\":{},\"l\":[{\"x\":\"a\"},{\"x\":\"b\"}]}");
  }
}
