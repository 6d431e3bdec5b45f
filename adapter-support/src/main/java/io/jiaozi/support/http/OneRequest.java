package io.jiaozi.support.http;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;

/**
 * The last thing above OkHttp's follow-up logic: makes the body one-shot, limits the time for
 * connecting, and gives the reply its own face back afterwards.
 */
enum OneRequest implements Interceptor {
  INSTANCE;

  @Override
  public Response intercept(Chain chain) throws IOException {
    CallTrace trace = CallTrace.of(chain.request());
    int connectMillis = (int) Math.max(1, trace.setupLimit().toMillis());
    trace.setupStarts(chain.call());
    try {
      Chain limited =
          chain
              .withConnectTimeout(connectMillis, TimeUnit.MILLISECONDS)
              .withDns(trace.transport().names().within(trace.setupLimit()));
      return trace.restored(limited.proceed(oneShot(chain.request())));
    } finally {
      trace.setupEnds();
    }
  }

  private static Request oneShot(Request request) {
    RequestBody body = request.body();
    return body == null || body.isOneShot()
        ? request
        : request.newBuilder().method(request.method(), new OneShot(body)).build();
  }

  private static final class OneShot extends RequestBody {
    private final RequestBody body;

    OneShot(RequestBody body) {
      this.body = body;
    }

    @Override
    public @Nullable MediaType contentType() {
      return body.contentType();
    }

    @Override
    public long contentLength() throws IOException {
      return body.contentLength();
    }

    @Override
    public boolean isOneShot() {
      return true;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
      body.writeTo(sink);
    }
  }
}
