package io.jiaozi.wechat;

import io.jiaozi.ChannelCall;
import io.jiaozi.error.Problem;
import io.jiaozi.payment.RawReply;
import io.jiaozi.support.http.HttpBody;
import io.jiaozi.support.http.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import okhttp3.RequestBody;
import retrofit2.Call;

/**
 * Any JSON endpoint of APIv3 that is not modelled: signed and verified like every other. File
 * uploads sign something else, and downloads are not signed; neither fits here.
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

  /** Beneath /v3/, as segments of ordinary characters; encoded ones may stand in it. */
  private static final Pattern TARGET =
      Pattern.compile("/v3(?:/(?:[0-9A-Za-z._~!$&'()*+,;=:@|-]|%[0-9A-Fa-f]{2})+)+");

  private static final Pattern DOTS = Pattern.compile("(?i)(?:.*/)?(?:\\.|%2e){1,2}(?:/.*)?");

  private final WechatCalls calls;

  EscapeHatch(WechatCalls calls) {
    this.calls = calls;
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
              "must be a path that begins with /v3/, without host and query, such as /v3/certificates."));
    }
    if (call.verb().equals("GET") && !call.body().isEmpty()) {
      problems.add(new Problem("body", "cannot go with GET. Use the query."));
    }
    call.headers()
        .keySet()
        .forEach(
            name -> {
              String lower = name.toLowerCase(Locale.ROOT);
              if (OUR_HEADERS.contains(lower) || lower.startsWith("wechatpay-")) {
                problems.add(
                    new Problem(
                        "headers." + lower, "is set by the SDK and cannot be given. Remove it."));
              }
            });
    return problems;
  }

  RawReply call(ChannelCall call, Exchange exchange) {
    Reply reply = exchange.send(prepared(call));
    return RawReply.of(reply.status(), reply.body(), RequestIds.of(reply));
  }

  private Call<Reply> prepared(ChannelCall call) {
    String target = call.target().substring(1);
    Map<String, String> query = call.query();
    Map<String, String> headers = call.headers();
    RequestBody body = HttpBody.json(call.body().getBytes(StandardCharsets.UTF_8));
    return switch (call.verb()) {
      case "GET" -> calls.anyGet(target, query, headers);
      case "POST" -> calls.anyPost(target, query, headers, body);
      case "PUT" -> calls.anyPut(target, query, headers, body);
      case "PATCH" -> calls.anyPatch(target, query, headers, body);
      case "DELETE" ->
          call.body().isEmpty()
              ? calls.anyDelete(target, query, headers)
              : calls.anyDeleteWithBody(target, query, headers, body);
      default -> throw new IllegalArgumentException("This verb was refused by check().");
    };
  }
}
