package io.jiaozi.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  @Test
  void document_isReadWithItsOrderAndItsEscapes() {
    Json json =
        Json.parse(
            " {\"a\": {\"b\": \"1\\u4ea4\\n\\\"\"}, \"n\": 42, \"t\": true, \"x\": null, \"l\": [\"p\", \"q\"], \"e\": {}, \"f\": []} ");

    assertEquals("1交\n\"", json.at("a").at("b").text());
    assertEquals(42, json.at("n").number());
    assertTrue(json.at("t").truth());
    assertFalse(json.has("x"));
    assertEquals(List.of("p", "q"), json.at("l").items().stream().map(Json::text).toList());
    assertEquals(Map.of(), json.at("e").texts());
    assertEquals(List.of(), json.at("f").items());
  }

  @Test
  void missingMember_isNamed() {
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class, () -> Json.parse("{\"a\":{}}").at("a").at("b"));

    assertEquals("There is no /a/b in this JSON.", refusal.getMessage());
  }

  @Test
  void quoted_isReadBack() {
    String text = "交 \"子\" \\ \n";

    assertEquals(text, Json.parse(Json.quoted(text)).text());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{\"a\"}", "[1,]", "\"a", "tru", "{} x", "-", "\"\\u12"})
  void notJson_isRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> Json.parse(text));
  }
}
