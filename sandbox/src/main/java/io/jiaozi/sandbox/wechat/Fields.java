package io.jiaozi.sandbox.wechat;

import io.jiaozi.sandbox.channel.Json;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads a request's object by the platform's rules; whatever breaks one is a {@link WechatError}.
 */
final class Fields {
  private final ObjectNode object;
  private final String pointer;

  private Fields(ObjectNode object, String pointer) {
    this.object = object;
    this.pointer = pointer;
  }

  /**
   * Reads a body: well-formed UTF-8 without 4-byte characters, one JSON object, no null anywhere.
   * Source: protocol sheet 9.
   */
  static Fields of(byte[] body) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
    } catch (CharacterCodingException e) {
      throw WechatError.field("/", null, "the body is not UTF-8");
    }
    ObjectNode object = Json.parseObject(body);
    if (object == null) {
      throw WechatError.field("/", null, "the body is not one JSON object");
    }
    requirePlain(object, "");
    return new Fields(object, "");
  }

  private static void requirePlain(JsonNode node, String at) {
    if (node.isNull()) {
      throw WechatError.field(at, null, "null is not allowed; leave the field out");
    }
    if (node.isString() && node.asString().codePoints().anyMatch(c -> c > 0xFFFF)) {
      throw WechatError.field(at, null, "characters of 4 bytes (emoji) are not allowed");
    }
    if (node.isObject()) {
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        requirePlain(field.getValue(), at + "/" + field.getKey());
      }
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        requirePlain(node.get(i), at + "/" + i);
      }
    }
  }

  ObjectNode json() {
    return object;
  }

  void requireKnown(Set<String> names) {
    for (String name : object.propertyNames()) {
      if (!names.contains(name)) {
        throw WechatError.field(at(name), null, "this field is not known here");
      }
    }
  }

  boolean has(String name) {
    return object.has(name);
  }

  /** A text that must be there. Lengths count characters. */
  String text(String name, int min, int max) {
    String text = optionalText(name, min, max);
    if (text == null) {
      throw WechatError.field(at(name), null, "is required");
    }
    return text;
  }

  String text(String name, int min, int max, Pattern grammar) {
    String text = text(name, min, max);
    if (!grammar.matcher(text).matches()) {
      throw WechatError.field(at(name), text, "must match " + grammar);
    }
    return text;
  }

  @Nullable String optionalText(String name, int min, int max) {
    JsonNode value = object.get(name);
    if (value == null) {
      return null;
    }
    if (!value.isString()) {
      throw WechatError.field(at(name), value.toString(), "must be a string");
    }
    String text = value.asString();
    int length = text.codePointCount(0, text.length());
    if (length < min || length > max) {
      throw WechatError.field(
          at(name), text, "must have " + min + " to " + max + " characters, but has " + length);
    }
    return text;
  }

  /** Fen: a JSON integer of 1 or more. */
  long amount(String name) {
    JsonNode value = object.get(name);
    if (value == null) {
      throw WechatError.field(at(name), null, "is required");
    }
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.asLong() < 1) {
      throw WechatError.field(at(name), value.toString(), "must be an integer of 1 or more (fen)");
    }
    return value.asLong();
  }

  Fields object(String name) {
    Fields fields = optionalObject(name);
    if (fields == null) {
      throw WechatError.field(at(name), null, "is required");
    }
    return fields;
  }

  @Nullable Fields optionalObject(String name) {
    JsonNode value = object.get(name);
    if (value == null) {
      return null;
    }
    if (value instanceof ObjectNode inner) {
      return new Fields(inner, at(name));
    }
    throw WechatError.field(at(name), value.toString(), "must be an object");
  }

  void requireBoolean(String name) {
    JsonNode value = object.get(name);
    if (value != null && !value.isBoolean()) {
      throw WechatError.field(at(name), value.toString(), "must be true or false");
    }
  }

  void requireAllOf(String arrayName, Set<String> allowed) {
    JsonNode values = object.get(arrayName);
    if (values == null) {
      return;
    }
    if (!values.isArray()) {
      throw WechatError.field(at(arrayName), values.toString(), "must be an array");
    }
    for (JsonNode value : values) {
      if (!value.isString() || !allowed.contains(value.asString())) {
        throw WechatError.field(at(arrayName), value.toString(), "must be one of " + allowed);
      }
    }
  }

  /** CNY, or CNY by default when {@code required} is false. */
  void requireCny(String name, boolean required) {
    String currency = required ? text(name, 1, 16) : optionalText(name, 1, 16);
    if (currency != null && !currency.equals("CNY")) {
      throw WechatError.field(at(name), currency, "Currency code is invalid");
    }
  }

  /** A field whose content, which is not shown, breaks a rule. */
  WechatError broken(String name, String issue) {
    return WechatError.field(at(name), null, issue);
  }

  /**
   * The objects of an array that must be there and hold from {@code min} to {@code max} of them.
   */
  List<Fields> objects(String name, int min, int max) {
    JsonNode values = object.get(name);
    if (values == null || !values.isArray() || values.size() < min || values.size() > max) {
      throw WechatError.field(
          at(name), null, "must be an array of " + min + " to " + max + " objects");
    }
    List<Fields> all = new ArrayList<>();
    for (JsonNode value : values) {
      if (!(value instanceof ObjectNode inner)) {
        throw WechatError.field(at(name), value.toString(), "must hold objects only");
      }
      all.add(new Fields(inner, at(name) + "/" + all.size()));
    }
    return all;
  }

  private String at(String name) {
    return pointer + "/" + name;
  }
}
