package io.jiaozi.sandbox.alipay;

import io.jiaozi.sandbox.channel.Json;
import io.jiaozi.sandbox.channel.WireRequest;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request to {@code /gateway.do}, read but not yet trusted: parameters of query and body alike.
 * Source: protocol sheet 2.1 to 2.3.
 */
final class GatewayRequest {
  private final @Nullable Map<String, String> parameters;
  private final Charset charset;

  private GatewayRequest(@Nullable Map<String, String> parameters, Charset charset) {
    this.parameters = parameters;
    this.charset = charset;
  }

  static GatewayRequest of(WireRequest request) {
    String type = request.header("Content-Type");
    boolean form =
        type == null
            || type.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded");
    return of(request.query(), form ? new String(request.body(), StandardCharsets.ISO_8859_1) : "");
  }

  /** An order string, as a phone gets it. */
  static GatewayRequest ofOrderString(String orderString) {
    return of(orderString, "");
  }

  private static GatewayRequest of(String query, String body) {
    String named = Parameters.peek("charset", query);
    Charset charset = charset(named == null ? Parameters.peek("charset", body) : named);
    return new GatewayRequest(Parameters.parse(charset, query, body), charset);
  }

  private static Charset charset(@Nullable String name) {
    return name != null && name.toLowerCase(Locale.ROOT).startsWith("gb")
        ? Charset.forName("GBK")
        : StandardCharsets.UTF_8;
  }

  /** Whether every parameter came once and could be decoded. */
  boolean isReadable() {
    return parameters != null;
  }

  Charset charset() {
    return charset;
  }

  /** A parameter's value; null when it is absent or empty. */
  @Nullable String get(String name) {
    String value = parameters == null ? null : parameters.get(name);
    return value == null || value.isEmpty() ? null : value;
  }

  Map<String, String> parameters() {
    return parameters == null ? Map.of() : parameters;
  }

  @Nullable Method method() {
    return Method.of(get("method"));
  }

  boolean isEncrypted() {
    return get("encrypt_type") != null;
  }

  /** The business fields, decrypted when need be; null when they are not one JSON object. */
  @Nullable ObjectNode business(@Nullable AlipayCredentials app) {
    String content = get("biz_content");
    if (content == null) {
      return Json.object();
    }
    if (isEncrypted()) {
      content = app == null ? null : Crypto.decrypt(app.contentKey(), content, charset);
    }
    return content == null ? null : Json.parseObject(content.getBytes(StandardCharsets.UTF_8));
  }
}
