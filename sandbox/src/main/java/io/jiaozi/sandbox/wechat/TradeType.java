package io.jiaozi.sandbox.wechat;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The ways to pay, with how long what the merchant gets for it can be used (protocol sheet 5). */
enum TradeType {
  NATIVE("NATIVE", "code_url", Duration.ofHours(2)),
  JSAPI("JSAPI", "prepay_id", Duration.ofHours(2)),
  APP("APP", "prepay_id", Duration.ofHours(2)),
  H5("MWEB", "h5_url", Duration.ofMinutes(5)),
  /** The shop scans the buyer's code; it gets nothing to show. */
  MICROPAY("MICROPAY", "", Duration.ZERO);

  private final String wireName;
  private final String replyField;
  private final Duration codeLifetime;

  TradeType(String wireName, String replyField, Duration codeLifetime) {
    this.wireName = wireName;
    this.replyField = replyField;
    this.codeLifetime = codeLifetime;
  }

  /** The type that this last part of a prepay path stands for, or null. */
  static @Nullable TradeType ofPath(String word) {
    for (TradeType type : values()) {
      if (type != MICROPAY && type.name().toLowerCase(Locale.ROOT).equals(word)) {
        return type;
      }
    }
    return null;
  }

  /** {@code trade_type} in answers. */
  String wireName() {
    return wireName;
  }

  String replyField() {
    return replyField;
  }

  Duration codeLifetime() {
    return codeLifetime;
  }
}
