package io.jiaozi.sandbox.paypal;

import io.jiaozi.sandbox.channel.WireRequest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which endpoint a request means; protocol sheet 2.1 and 3.
 *
 * @param kind the endpoint
 * @param id what stands in the path; empty when nothing does
 */
record Route(Kind kind, String id) {
  /** The endpoints. */
  enum Kind {
    CREATE("POST", Links.ORDERS, "pay"),
    ORDER("GET", Links.ORDERS + "/*", "query"),
    ORDER_CAPTURE("POST", Links.ORDERS + "/*/capture", "complete"),
    ORDER_AUTHORIZE("POST", Links.ORDERS + "/*/authorize", "complete"),
    AUTHORIZATION("GET", Links.AUTHORIZATIONS + "/*", "query"),
    HOLD_CAPTURE("POST", Links.AUTHORIZATIONS + "/*/capture", "capture"),
    HOLD_REAUTHORIZE("POST", Links.AUTHORIZATIONS + "/*/reauthorize", "reauthorize"),
    HOLD_VOID("POST", Links.AUTHORIZATIONS + "/*/void", "void"),
    CAPTURE("GET", Links.CAPTURES + "/*", "query"),
    CAPTURE_REFUND("POST", Links.CAPTURES + "/*/refund", "refund"),
    REFUND("GET", Links.REFUNDS + "/*", "queryRefund");

    private final String method;
    private final Pattern path;
    private final String word;

    Kind(String method, String path, String word) {
      this.method = method;
      this.path = Pattern.compile(path.replace("*", "([A-Z0-9]{1,36})"));
      this.word = word;
    }

    /** The operation in the sandbox's words. */
    String word() {
      return word;
    }
  }

  static @Nullable Route of(WireRequest request) {
    for (Kind kind : Kind.values()) {
      Matcher matcher = kind.path.matcher(request.path());
      if (request.method().equals(kind.method) && matcher.matches()) {
        return new Route(kind, matcher.groupCount() == 0 ? "" : matcher.group(1));
      }
    }
    return null;
  }
}
