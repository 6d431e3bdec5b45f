package com.example.abacus;

import io.jiaozi.ChannelCall;
import io.jiaozi.error.Problem;
import io.jiaozi.payment.RawReply;
import io.jiaozi.spi.CallContext;
import io.jiaozi.support.http.ChannelHttp;
import io.jiaozi.support.http.HttpBody;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import okhttp3.RequestBody;

/** Any JSON endpoint that is not modelled: signed and verified like every other. */
final class EscapeHatch {

  private static final Set<String> VERBS = Set.of("GET", "POST");

  /** No dots, no escapes: a path that climbs out of /v1/ cannot be written. */
  private static final Pattern TARGET = Pattern.compile("/v1(?:/[0-9A-Za-z_-]{1,64}){1,6}");

  private final ChannelHttp http;

  EscapeHatch(ChannelHttp http) {
    this.http = http;
  }

  List<Problem> check(ChannelCall call) {
    List<Problem> problems = new ArrayList<>();
    if (!VERBS.contains(call.verb())) {
      problems.add(new Problem("verb", "must be GET or POST."));
    }
    if (!TARGET.matcher(call.target()).matches()) {
      problems.add(
          new Problem("target", "must be a path without host and query, such as /v1/balances."));
    }
    if (call.verb().equals("GET") && !call.body().isEmpty()) {
      problems.add(new Problem("body", "cannot go with GET. Use the query."));
    }
    if (!call.headers().isEmpty()) {
      problems.add(new Problem("headers", "cannot be given; Abacus Pay reads none of a caller's."));
    }
    return problems;
  }

  RawReply call(ChannelCall call, CallContext context) {
    RequestBody body =
        call.body().isEmpty() ? null : HttpBody.json(call.body().getBytes(StandardCharsets.UTF_8));
    return Replies.raw(
        http.send(
            http.call(call.verb(), call.target().substring(1), call.query(), call.headers(), body),
            context));
  }
}
