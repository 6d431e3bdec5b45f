package io.jiaozi.unionpay;

import java.util.Map;
import java.util.TreeMap;

/**
 * The fields of one message under construction, sorted by name as the signature wants them. Not
 * thread-safe.
 */
final class Fields {

  static final String VERSION = "5.1.0";
  static final String ENCODING = "UTF-8";
  static final String CNY = "156";

  private final TreeMap<String, String> fields = new TreeMap<>();

  /** What every message has. Source: protocol sheet, section 4.3. */
  static Fields of(String merId) {
    return bare(merId).put("accessType", "0");
  }

  /** The same without the way of access, which a channel call may choose. */
  static Fields bare(String merId) {
    return new Fields().put("version", VERSION).put("encoding", ENCODING).put("merId", merId);
  }

  /** Which transaction it is. */
  Fields kind(String txnType, String txnSubType, String bizType) {
    return put("txnType", txnType).put("txnSubType", txnSubType).put("bizType", bizType);
  }

  /** Whose number and time it is. */
  Fields pair(Pair pair) {
    return put("orderId", pair.orderId()).put("txnTime", pair.txnTime());
  }

  /** How much, in fen. */
  Fields amount(long fen) {
    return put("txnAmt", Long.toString(fen)).put("currencyCode", CNY);
  }

  /** Sets a field once. The channel drops blanks before it verifies, so there must be none. */
  Fields put(String name, String value) {
    if (value.isBlank() || !value.equals(value.strip())) {
      throw new IllegalStateException("Field " + name + " is blank or has blanks at its ends.");
    }
    if (fields.putIfAbsent(name, value) != null) {
      throw new IllegalStateException("Field " + name + " is set twice.");
    }
    return this;
  }

  boolean has(String name) {
    return fields.containsKey(name);
  }

  /** The text that is signed: {@code name=value}, sorted, joined with {@code &}, not encoded. */
  String signedText() {
    StringBuilder text = new StringBuilder(512);
    fields.forEach(
        (name, value) ->
            text.append(text.length() == 0 ? "" : "&").append(name).append('=').append(value));
    return text.toString();
  }

  Map<String, String> asMap() {
    return fields;
  }
}
