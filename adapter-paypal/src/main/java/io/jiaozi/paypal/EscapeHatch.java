package io.jiaozi.paypal;

import io.jiaozi.ChannelCall;
import io.jiaozi.error.Problem;
import io.jiaozi.payment.RawReply;
import io.jiaozi.support.http.ChannelHttp;
import io.jiaozi.support.http.HttpBody;
import io.jiaozi.support.http.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import retrofit2.Call;

/**
 * Any JSON endpoint that is not modelled, with the access token and the platform's headers.
 * PayPal-Request-Id, Prefer and PayPal-Client-Metadata-Id are the caller's to give. Uploads of
 * files fit not here.
 */
final class EscapeHatch {

  private static final String MOCK = "paypal-mock-response";
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
          "cookie",
          Caller.ASSERTION.toLowerCase(Locale.ROOT),
          Caller.ATTRIBUTION.toLowerCase(Locale.ROOT));

  /** Beneath a version, as segments of ordinary characters; encoded ones may stand in it. */
  private static final Pattern TARGET =
      Pattern.compile("/v[1-9](?:/(?:[0-9A-Za-z._~!$&'()*+,;=:@|-]|%[0-9A-Fa-f]{2})+)+");

  private static final Pattern DOTS = Pattern.compile("(?i)(?:.*/)?(?:\\.|%2e){1,2}(?:/.*)?");
  private static final String TOKENS = "/v1/oauth2/";

  private final ChannelHttp http;
  private final Environment environment;

  EscapeHatch(ChannelHttp http, Environment environment) {
    this.http = http;
    this.environment = environment;
  }

  List<Problem> check(ChannelCall call) {
    List<Problem> problems = new ArrayList<>();
    if (!VERBS.contains(call.verb())) {
      problems.add(new Problem("verb", "must be one of GET, POST, PUT, PATCH, DELETE."));
    }
    if (!TARGET.matcher(call.target()).matches() || DOTS.matcher(call.target()).matches()) {
      problems.add(
          new Problem(
              "target",
              "must be a path that begins with a version, without host and query, such as /v1/customer/disputes."));
    } else if (call.target().startsWith(TOKENS)) {
      problems.add(
          new Problem("target", "is where access tokens come from; the SDK sees to them itself."));
    }
    if (call.verb().equals("GET") && !call.body().isEmpty()) {
      problems.add(new Problem("body", "cannot go with GET. Use the query."));
    }
    call.headers().keySet().forEach(name -> header(name.toLowerCase(Locale.ROOT), problems));
    return problems;
  }

  private void header(String name, List<Problem> problems) {
    if (OUR_HEADERS.contains(name)) {
      problems.add(
          new Problem("headers." + name, "is set by the SDK and cannot be given. Remove it."));
    } else if (name.equals(MOCK) && environment.kind() == Environment.Kind.LIVE) {
      problems.add(
          new Problem(
              "headers." + name,
              "asks for an invented answer, which is for sandboxes only; this account's base-url is live. Remove it."));
    }
  }

  RawReply call(ChannelCall call, Exchange exchange) {
    Reply reply = exchange.send(call.headers(), headers -> prepared(call, headers));
    return Results.raw(reply);
  }

  private Call<Reply> prepared(ChannelCall call, Map<String, String> given) {
    byte[] content = call.body().getBytes(StandardCharsets.UTF_8);
    return http.call(
        call.verb(),
        call.target().substring(1),
        call.query(),
        new LinkedHashMap<>(given),
        content.length == 0 ? null : HttpBody.json(content));
  }
}
