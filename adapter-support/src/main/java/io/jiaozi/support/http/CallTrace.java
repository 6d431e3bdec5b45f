package io.jiaozi.support.http;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.Response;
import okio.AsyncTimeout;
import org.jspecify.annotations.Nullable;

/**
 * What is known about one request on its way: the limits it travels under and how far it came.
 * Rides as a tag on the request. Written by the calling thread; the flags are also read by it
 * alone, the event thread being the same.
 */
final class CallTrace extends EventListener {

  private final HttpTransport transport;
  private final HttpUrl target;
  private final Duration setupLimit;
  private final SetupTimeout setup = new SetupTimeout();
  private volatile boolean sent;
  private volatile boolean setupTimedOut;
  private int exchanges;
  private int status;
  private @Nullable Headers replyHeaders;

  /**
   * Starts a trace.
   *
   * @param target the only address the request may go to
   * @param setupLimit how long finding a name, connecting and the TLS handshake may take together
   */
  CallTrace(HttpTransport transport, HttpUrl target, Duration setupLimit) {
    this.transport = transport;
    this.target = target;
    this.setupLimit = setupLimit;
  }

  static EventListener.Factory listenerFactory(EventListener.@Nullable Factory others) {
    return call -> {
      CallTrace trace = call.request().tag(CallTrace.class);
      EventListener other = others == null ? EventListener.NONE : others.create(call);
      if (trace == null) {
        return other;
      }
      return other == EventListener.NONE ? trace : trace.plus(other);
    };
  }

  static CallTrace of(Request request) throws IOException {
    CallTrace trace = request.tag(CallTrace.class);
    if (trace == null) {
      throw new IOException("A request without its trace is not sent.");
    }
    return trace;
  }

  @Override
  public void requestHeadersStart(Call call) {
    sent = true;
  }

  @Override
  public void responseHeadersEnd(Call call, Response response) {
    status = response.code();
    replyHeaders = response.headers();
  }

  @Override
  public void connectionReleased(Call call, Connection connection) {
    transport.idleConnections().released(connection);
  }

  /** Whether a byte of the request may have left. */
  boolean sent() {
    return sent;
  }

  boolean setupTimedOut() {
    return setupTimedOut;
  }

  Duration setupLimit() {
    return setupLimit;
  }

  /** The status of the reply; 0 if none came. */
  int status() {
    return status;
  }

  HttpTransport transport() {
    return transport;
  }

  void setupStarts(Call call) {
    setup.call = call;
    setup.timeout(setupLimit.toNanos(), TimeUnit.NANOSECONDS);
    setup.enter();
  }

  /** Ends the time for connecting; may be called again. */
  void setupEnds() {
    if (setup.exit()) {
      setupTimedOut = true;
    }
    setup.call = null;
  }

  /** Checks that this is the first exchange of the call and goes where it was meant to go. */
  void exchangeStarts(Request request) throws IOException {
    HttpUrl url = request.url();
    if (!url.scheme().equals(target.scheme())
        || !url.host().equals(target.host())
        || url.port() != target.port()) {
      throw new IOException("The request was turned to another address and is not sent.");
    }
    if (exchanges++ > 0) {
      throw new IOException("The request was sent before and is not sent again.");
    }
  }

  /** The reply as the server wrote it, undoing what hid it from OkHttp's follow-ups. */
  Response restored(Response response) {
    Response.Builder builder = response.newBuilder().code(status);
    if (replyHeaders != null) {
      for (String value : replyHeaders.values("Retry-After")) {
        builder.addHeader("Retry-After", value);
      }
    }
    return builder.build();
  }

  private final class SetupTimeout extends AsyncTimeout {
    private volatile @Nullable Call call;

    @Override
    protected void timedOut() {
      Call running = call;
      if (running != null) {
        setupTimedOut = true;
        running.cancel();
      }
    }
  }
}
