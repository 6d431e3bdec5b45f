package io.jiaozi.support.http;

import java.io.IOException;
import java.util.Set;
import okhttp3.Connection;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * The last thing before the wire. Lets one exchange through, to the address the call is meant for,
 * over a connection that still lives.
 *
 * <p>OkHttp decides on follow-ups by the status and {@code Retry-After} it sees: it resends a GET
 * after 503 with {@code Retry-After: 0}, breaks on a number that is too long, and turns 407 into an
 * error. So it sees neither: statuses with a follow-up rule pass it as 500, and {@link OneRequest}
 * puts the true ones back.
 */
enum OneExchange implements Interceptor {
  INSTANCE;

  // Source: RetryAndFollowUpInterceptor.followUpRequest in OkHttp 5, read 2026-11.
  private static final Set<Integer> FOLLOWED_UP =
      Set.of(300, 301, 302, 303, 307, 308, 401, 407, 408, 421, 503);
  private static final int NO_FOLLOW_UP = 500;

  @Override
  public Response intercept(Chain chain) throws IOException {
    CallTrace trace = CallTrace.of(chain.request());
    trace.setupEnds();
    if (trace.setupTimedOut()) {
      throw new IOException("Connecting took too long.");
    }
    Connection connection = chain.connection();
    if (connection != null && trace.transport().idleConnections().isDead(connection)) {
      throw new DeadConnectionException();
    }
    trace.exchangeStarts(chain.request());
    Response response = chain.proceed(chain.request());
    Response.Builder masked = response.newBuilder().removeHeader("Retry-After");
    return FOLLOWED_UP.contains(response.code())
        ? masked.code(NO_FOLLOW_UP).build()
        : masked.build();
  }
}
