package io.jiaozi.sandbox.wechat;

import io.jiaozi.sandbox.channel.Json;
import io.jiaozi.sandbox.channel.Reply;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** A refusal, thrown by whoever finds the reason and turned into the documented error body. */
final class WechatError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final transient @Nullable ObjectNode detail;

  private WechatError(int status, String code, String message, @Nullable ObjectNode detail) {
    super(message);
    this.status = status;
    this.code = code;
    this.detail = detail;
  }

  static WechatError of(int status, String code, String message) {
    return new WechatError(status, code, message, null);
  }

  /**
   * A field that breaks a rule.
   *
   * @param pointer where it is, such as {@code /amount/total}
   * @param value what was sent, null when nothing was
   * @param issue what is wrong with it
   */
  static WechatError field(String pointer, @Nullable String value, String issue) {
    return located("PARAM_ERROR", "body", pointer, value, issue);
  }

  /** A query parameter, path variable or header that breaks a rule. */
  static WechatError located(
      String code, String location, String field, @Nullable String value, String issue) {
    ObjectNode detail = Json.object().put("field", field);
    if (value != null) {
      detail.put("value", value);
    }
    detail.put("issue", issue).put("location", location);
    return new WechatError(400, code, "参数错误: " + field + ": " + issue, detail);
  }

  /** 401, with what the platform believes was signed: method, URL and the beginning of the text. */
  static WechatError signature(String issue, String method, String url, String signedText) {
    String[] lines = signedText.split("\n", -1);
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < Math.min(4, lines.length); i++) {
      shown.append(lines[i]).append('\n');
    }
    ObjectNode detail =
        Json.object()
            .put("field", "signature")
            .put("issue", issue)
            .put("location", "authorization");
    detail.set(
        "sign_information",
        Json.object()
            .put("method", method)
            .put("url", url)
            .put("truncated_sign_message", shown.toString())
            .put("sign_message_length", signedText.length()));
    return new WechatError(401, "SIGN_ERROR", "错误的签名，验签失败", detail);
  }

  Reply reply() {
    ObjectNode body = Json.object().put("code", code).put("message", getMessage());
    if (detail != null) {
      body.set("detail", detail);
    }
    return Reply.json(status, body);
  }
}
