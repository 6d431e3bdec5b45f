package io.jiaozi.sandbox.wechat;

import io.jiaozi.sandbox.channel.WireRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Which endpoint a request is for; the paths stand in protocol sheet 1.5 and 6.1 to 6.5.
 *
 * @param part the path variable, decoded; the last path part for orders
 * @param partner whether it is the service provider's variant
 */
record Route(Endpoint endpoint, String part, boolean partner) {
  private static final String PAY = "/v3/pay/transactions/";
  private static final String PARTNER = "/v3/pay/partner/transactions/";
  private static final String COMBINE = "/v3/combine-transactions/";
  private static final String BY_NUMBER = "out-trade-no/";
  private static final String BY_ID = "id/";
  private static final String REFUNDS = "/v3/refund/domestic/refunds";
  private static final String ABNORMAL = "/apply-abnormal-refund";

  /** The endpoints, with their operation in the sandbox's words. */
  enum Endpoint {
    PREPAY("pay"),
    CODEPAY("pay"),
    QUERY("query"),
    QUERY_BY_ID("query"),
    CLOSE("close"),
    REVERSE("reverse"),
    COMBINE("pay"),
    QUERY_COMBINED("query"),
    CLOSE_COMBINED("close"),
    REFUND("refund"),
    QUERY_REFUND("queryRefund"),
    ABNORMAL_REFUND("call"),
    CERTIFICATES("keys");

    private final String operation;

    Endpoint(String operation) {
      this.operation = operation;
    }

    String operation() {
      return operation;
    }
  }

  /** The route of a request, or null when the path is none of the channel's. */
  static @Nullable Route of(WireRequest request) {
    String path = request.path();
    boolean post = request.method().equals("POST");
    boolean get = request.method().equals("GET");
    if (path.startsWith(PAY)) {
      return order(path.substring(PAY.length()), get, post, /* partner= */ false);
    }
    if (path.startsWith(PARTNER)) {
      return order(path.substring(PARTNER.length()), get, post, /* partner= */ true);
    }
    if (path.startsWith(COMBINE)) {
      return combined(path.substring(COMBINE.length()), get, post);
    }
    if (post && path.equals(REFUNDS)) {
      return new Route(Endpoint.REFUND, "", false);
    }
    if (post && path.startsWith(REFUNDS + "/") && path.endsWith(ABNORMAL)) {
      return variable(Endpoint.ABNORMAL_REFUND, path, REFUNDS.length() + 1, ABNORMAL, false);
    }
    if (get && path.startsWith(REFUNDS + "/")) {
      return variable(Endpoint.QUERY_REFUND, path, REFUNDS.length() + 1, "", false);
    }
    return get && path.equals("/v3/certificates")
        ? new Route(Endpoint.CERTIFICATES, "", false)
        : null;
  }

  private static @Nullable Route order(String rest, boolean get, boolean post, boolean partner) {
    if (rest.startsWith(BY_NUMBER)) {
      if (post && rest.endsWith("/close")) {
        return variable(Endpoint.CLOSE, rest, BY_NUMBER.length(), "/close", partner);
      }
      if (post && rest.endsWith("/reverse")) {
        return variable(Endpoint.REVERSE, rest, BY_NUMBER.length(), "/reverse", partner);
      }
      return get ? variable(Endpoint.QUERY, rest, BY_NUMBER.length(), "", partner) : null;
    }
    if (get && rest.startsWith(BY_ID)) {
      return variable(Endpoint.QUERY_BY_ID, rest, BY_ID.length(), "", partner);
    }
    if (post && rest.equals("codepay")) {
      return new Route(Endpoint.CODEPAY, rest, partner);
    }
    return post && TradeType.ofPath(rest) != null
        ? new Route(Endpoint.PREPAY, rest, partner)
        : null;
  }

  private static @Nullable Route combined(String rest, boolean get, boolean post) {
    if (rest.startsWith(BY_NUMBER)) {
      if (post && rest.endsWith("/close")) {
        return variable(Endpoint.CLOSE_COMBINED, rest, BY_NUMBER.length(), "/close", false);
      }
      return get ? variable(Endpoint.QUERY_COMBINED, rest, BY_NUMBER.length(), "", false) : null;
    }
    return post && TradeType.ofPath(rest) != null ? new Route(Endpoint.COMBINE, rest, false) : null;
  }

  private static @Nullable Route variable(
      Endpoint endpoint, String path, int start, String suffix, boolean partner) {
    int end = path.length() - suffix.length();
    return end <= start ? null : new Route(endpoint, decoded(path.substring(start, end)), partner);
  }

  private static String decoded(String pathPart) {
    try {
      // A plus sign in a path is a plus sign.
      return URLDecoder.decode(pathPart.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      return pathPart;
    }
  }

  /** The way to pay that the last path part names. */
  TradeType type() {
    TradeType type = TradeType.ofPath(part);
    if (type == null) {
      throw new IllegalStateException("The path part " + part + " names no way to pay.");
    }
    return type;
  }
}
