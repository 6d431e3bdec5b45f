package io.jiaozi.alipay;

import io.jiaozi.ChannelCall;
import io.jiaozi.error.Problem;
import io.jiaozi.payment.RawReply;
import io.jiaozi.support.json.JsonIn;
import io.jiaozi.support.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Anything Alipay offers that is not modelled: a method of the gateway ({@code alipay.trade.query},
 * business content as the body, further parameters as the query) or a path of version 3 ({@code
 * /v3/alipay/trade/query}). Signed, encrypted and verified like every other call. Uploads sign
 * something else; methods for pages and apps are answered to a browser, not to a server; neither
 * fits here.
 */
final class EscapeHatch {

  private static final Set<String> VERBS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");
  private static final Set<String> OUR_HEADERS =
      Set.of(
          "authorization",
          "accept",
          "accept-encoding",
          "content-type",
          "content-length",
          "transfer-encoding",
          "content-encoding",
          "user-agent",
          "host",
          "connection",
          "expect",
          "upgrade",
          "cookie");

  private static final Set<String> OUR_PARAMETERS =
      Set.of(
          "app_id",
          "method",
          "format",
          "charset",
          "sign_type",
          "sign",
          "timestamp",
          "version",
          "app_auth_token",
          "app_cert_sn",
          "alipay_root_cert_sn",
          "encrypt_type",
          "biz_content");

  private static final Set<String> FOR_BROWSERS =
      Set.of(
          "alipay.trade.page.pay",
          "alipay.trade.wap.pay",
          "alipay.trade.app.pay",
          "alipay.fund.auth.order.app.freeze",
          "alipay.user.agreement.page.sign");

  private static final Pattern METHOD =
      Pattern.compile("[a-z][a-z0-9]{1,31}(?:\\.[a-z0-9_]{1,40}){1,10}");

  /** Beneath /v3/, as segments of ordinary characters; encoded ones may stand in it. */
  private static final Pattern TARGET =
      Pattern.compile("/v3(?:/(?:[0-9A-Za-z._~!$&'()*+,;=:@|-]|%[0-9A-Fa-f]{2})+)+");

  private static final Pattern DOTS = Pattern.compile("(?i)(?:.*/)?(?:\\.|%2e){1,2}(?:/.*)?");

  private final Gateway gateway;
  private final Rest rest;

  EscapeHatch(Gateway gateway, Rest rest) {
    this.gateway = gateway;
    this.rest = rest;
  }

  List<Problem> check(ChannelCall call) {
    List<Problem> problems = new ArrayList<>();
    if (isRest(call)) {
      checkRest(call, problems);
    } else if (METHOD.matcher(call.target()).matches()) {
      checkMethod(call, problems);
    } else {
      problems.add(
          new Problem(
              "target",
              "must be a method of the gateway, such as alipay.trade.query, or a path of version 3 that begins with /v3/,"
                  + " without host and query."));
    }
    return problems;
  }

  private static boolean isRest(ChannelCall call) {
    return call.target().startsWith("/");
  }

  private static void checkRest(ChannelCall call, List<Problem> problems) {
    if (!VERBS.contains(call.verb())) {
      problems.add(new Problem("verb", "must be one of GET, POST, PUT, PATCH, DELETE."));
    }
    if (!TARGET.matcher(call.target()).matches() || DOTS.matcher(call.target()).matches()) {
      problems.add(
          new Problem(
              "target",
              "must be a path that begins with /v3/, without host and query, such as /v3/alipay/trade/query."));
    }
    if (call.verb().equals("GET") && !call.body().isEmpty()) {
      problems.add(new Problem("body", "cannot go with GET. Use the query."));
    }
    call.headers()
        .keySet()
        .forEach(
            name -> {
              String lower = name.toLowerCase(Locale.ROOT);
              if (OUR_HEADERS.contains(lower) || lower.startsWith("alipay-")) {
                problems.add(
                    new Problem(
                        "headers." + lower, "is set by the SDK and cannot be given. Remove it."));
              }
            });
  }

  private static void checkMethod(ChannelCall call, List<Problem> problems) {
    if (!call.verb().equals("POST")) {
      problems.add(
          new Problem(
              "verb",
              "must be POST: the gateway takes every method so. Say with repeatable whether it only asks."));
    }
    if (FOR_BROWSERS.contains(call.target())) {
      problems.add(
          new Problem(
              "target",
              "is a method that a browser or an app calls, not a server. Use pay or authorize, which make what they send."));
    }
    if (!call.headers().isEmpty()) {
      problems.add(
          new Problem("headers", "mean nothing to the gateway. Use the query for parameters."));
    }
    call.query()
        .keySet()
        .forEach(
            name -> {
              if (OUR_PARAMETERS.contains(name)) {
                problems.add(
                    new Problem(
                        "query." + name,
                        "is set by the SDK and cannot be given. Business content is the body."));
              }
            });
    if (!call.body().isEmpty() && !isObject(call.body())) {
      problems.add(
          new Problem("body", "must be a JSON object, the method's business content, or empty."));
    }
  }

  private static boolean isObject(String body) {
    try (JsonIn in = JsonIn.object(body.getBytes(StandardCharsets.UTF_8))) {
      while (in.nextField()) {
        in.skip();
      }
      in.end();
      return true;
    } catch (MalformedJsonException notJson) {
      return false;
    }
  }

  RawReply call(ChannelCall call, Exchange exchange) {
    return isRest(call)
        ? rest.call(call, exchange)
        : gateway
            .ask(
                call.target(), call.body().getBytes(StandardCharsets.UTF_8), call.query(), exchange)
            .raw();
  }
}
