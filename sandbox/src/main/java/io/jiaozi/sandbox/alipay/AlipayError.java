package io.jiaozi.sandbox.alipay;

import io.jiaozi.sandbox.channel.Json;
import tools.jackson.databind.node.ObjectNode;

/**
 * A refusal, thrown by whoever finds the reason. At the gateway it becomes an answer with {@code
 * code}, {@code msg}, {@code sub_code}, {@code sub_msg}; in REST a status with {@code code} and
 * {@code message}. Source: protocol sheet 2.5, 2.6 and 3.2.
 */
final class AlipayError extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final String subCode;
  private final boolean signed;

  AlipayError(String code, String subCode, String message, boolean signed) {
    super(message);
    this.code = code;
    this.subCode = subCode;
    this.signed = signed;
  }

  /** A refusal before the platform knows whose keys to use: it comes without a signature. */
  static AlipayError unsigned(String code, String subCode, String message) {
    return new AlipayError(code, subCode, message, false);
  }

  /** A refusal of the gateway to a known application. */
  static AlipayError gateway(String code, String subCode, String message) {
    return new AlipayError(code, subCode, message, true);
  }

  /** A refusal of the business behind the gateway: {@code 40004}. */
  static AlipayError business(String subCode, String message) {
    return new AlipayError("40004", subCode, message, true);
  }

  boolean is(String otherSubCode) {
    return subCode.equals(otherSubCode);
  }

  boolean isSigned() {
    return signed;
  }

  boolean isBusiness() {
    return code.equals("40004");
  }

  static String message(String code) {
    return switch (code) {
      case "10000" -> "Success";
      case "10003" -> " order success pay inprocess";
      case "20000" -> "Service Currently Unavailable";
      case "20001" -> "Insufficient Token Permissions";
      case "40001" -> "Missing Required Arguments";
      case "40002" -> "Invalid Arguments";
      case "40003" -> "Insufficient Conditions";
      case "40005" -> "Call Limited";
      case "40006" -> "Insufficient Permissions";
      default -> "Business Failed";
    };
  }

  ObjectNode toGatewayNode() {
    return Json.object()
        .put("code", code)
        .put("msg", message(code))
        .put("sub_code", subCode)
        .put("sub_msg", getMessage());
  }

  /** Which status stands for which code is this sandbox's assumption; the sheet leaves it open. */
  int restStatus() {
    return switch (code) {
      case "20000" -> 500;
      case "20001" -> 401;
      case "40005" -> 429;
      case "40006" -> 403;
      default -> subCode.equals("isv.invalid-signature") ? 401 : 400;
    };
  }

  ObjectNode toRestBody() {
    ObjectNode body =
        Json.object()
            .put("code", subCode.replaceFirst("^(isv|aop|isp)\\.", ""))
            .put("message", getMessage());
    body.putArray("links")
        .addObject()
        .put("link", "https://open.alipay.com/api/errCheck?traceId=sandbox")
        .put("desc", "诊断链接");
    return body;
  }
}
