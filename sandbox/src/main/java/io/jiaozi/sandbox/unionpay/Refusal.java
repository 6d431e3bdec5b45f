package io.jiaozi.sandbox.unionpay;

/** A refusal, thrown by whoever finds the reason and turned into an answer with this respCode. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final String text;

  private Refusal(String code, String text) {
    super(code + " " + text);
    this.code = code;
    this.text = text;
  }

  static Refusal of(String code, String text) {
    return new Refusal(code, text);
  }

  static Refusal of(String code) {
    return new Refusal(code, ResponseText.of(code));
  }

  /** A field that breaks a rule. */
  static Refusal invalid(String field) {
    return new Refusal("10", "[9100003]Invalid field[" + field + "]");
  }

  /** A field that must be there. */
  static Refusal missing(String field) {
    return new Refusal("13", "报文交易要素缺失" + field + "[6151084]");
  }

  static Refusal signature() {
    return of("11");
  }

  String code() {
    return code;
  }

  String text() {
    return text;
  }
}
