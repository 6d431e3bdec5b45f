package io.jiaozi.simulation;

import io.jiaozi.sandbox.Fault;
import io.jiaozi.sandbox.SteppedSandbox;
import io.jiaozi.sandbox.channel.Operation;
import io.jiaozi.sandbox.channel.Reply;
import io.jiaozi.sandbox.channel.WireRequest;
import io.jiaozi.support.http.HttpTransport;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import okhttp3.Interceptor;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.AsyncTimeout;
import okio.Buffer;

/**
 * The wire: one seam, the HTTP client that the adapters are given. Requests end here, are led to
 * the channels as bytes, and suffer what the {@link Weather} says.
 */
final class ScriptedNetwork implements Interceptor {
  private static final Set<Fault> OF_SIGNATURES =
      EnumSet.of(Fault.BAD_SIGNATURE, Fault.MISSING_SIGNATURE, Fault.STALE_SIGNATURE);

  private final World world;
  private final Weather weather;
  private final Court court;

  ScriptedNetwork(World world, Weather weather, Court court) {
    this.world = world;
    this.weather = weather;
    this.court = court;
  }

  HttpTransport transport() {
    return HttpTransport.over(new OkHttpClient.Builder().addInterceptor(this).build());
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    AsyncTimeout real = (AsyncTimeout) chain.call().timeout();
    Duration patience = Duration.ofNanos(real.timeoutNanos());
    // Real time must not end a call of a world with its own.
    real.exit();
    WireRequest wire = wire(chain.request());
    Operation operation = world.channels().operation(wire);
    if (operation == null) {
      throw new IOException("No channel has the path " + wire.path());
    }
    world.alone(operation.name().equals("keys"));
    try {
      return exchange(chain, wire, operation, patience);
    } finally {
      world.alone(false);
    }
  }

  private Response exchange(Chain chain, WireRequest wire, Operation operation, Duration patience)
      throws IOException {
    String what = operation.name() + " " + court.shown(operation.businessNumber());
    world.boundary("before sending " + what);
    Weather.Fate fate = weather.fate();
    if (fate == Weather.Fate.REFUSED) {
      world.say("-> " + what + " REFUSED");
      world.pass(weather.way());
      throw new ConnectException("Connection refused");
    }
    chain.getEventListener().requestHeadersStart(chain.call());
    court.sent(operation);
    switch (fate) {
      case LOST -> {
        world.say("-> " + what + " LOST");
        world.pass(weather.way());
        throw new SocketException("Connection reset");
      }
      case LATE -> {
        Duration lateness = patience.plus(weather.lateness());
        world.say("-> " + what + " LATE by " + lateness.toMillis());
        world.later(lateness, World.Actor.OUTSIDE, what, () -> arrive(what, wire));
        world.pass(patience);
        throw new InterruptedIOException("timeout");
      }
      default -> {
        Duration way = weather.way();
        Duration back = weather.way();
        boolean slow = way.plus(back).compareTo(patience) >= 0;
        Fault fault =
            fate == Weather.Fate.FAULT || fate == Weather.Fate.FAULT_UNDONE
                ? weather.fault(fate)
                : null;
        world.say("-> " + what + " " + (fault == null ? fate : fate + " " + fault));
        world.pass(shorter(way, patience));
        if (fate == Weather.Fate.TWICE) {
          world.later(way, World.Actor.OUTSIDE, what, () -> arrive(what, wire));
        }
        boolean done = fate != Weather.Fate.FAULT_UNDONE;
        SteppedSandbox.Answered answered = world.channels().answer(wire, fault, done);
        world.boundary("done, not answered: " + what);
        if (slow || answered.broken() == Fault.SILENCE_AFTER_COMMIT) {
          world.pass(patience.minus(shorter(way, patience)));
          throw new InterruptedIOException("timeout");
        }
        world.pass(back);
        Response response = response(chain.request(), answered.reply());
        if (answered.broken() != null) {
          throw broken(chain, response, answered.broken());
        }
        if (fault == null || isBelievedAllTheSame(operation, response, fault)) {
          court.answered(operation);
        }
        world.boundary("answered: " + what);
        return response;
      }
    }
  }

  /**
   * PayPal signs no answers, and WeChat Pay's errors are believed without a signature. Source:
   * protocol sheets, sections 1.4 and 3.1.
   */
  private static boolean isBelievedAllTheSame(Operation operation, Response response, Fault fault) {
    boolean unsigned =
        operation.channel().equals("paypal")
            || (operation.channel().equals("wechat") && response.code() >= 400);
    return unsigned && OF_SIGNATURES.contains(fault);
  }

  private void arrive(String what, WireRequest wire) {
    Reply unread = world.channels().answer(wire, null, true).reply();
    world.say("(" + what + " arrives, answered " + unread.status() + " to nobody)");
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static IOException broken(Chain chain, Response response, Fault how) {
    return switch (how) {
      case RESET_AFTER_READ, RESET_AFTER_COMMIT -> new SocketException("Connection reset");
      case TRUNCATED_REPLY, MALFORMED_CHUNK -> {
        chain.getEventListener().responseHeadersEnd(chain.call(), response);
        yield new ProtocolException("unexpected end of stream");
      }
      default -> new IOException("unexpected end of stream");
    };
  }

  private static WireRequest wire(Request request) throws IOException {
    Map<String, List<String>> headers = new LinkedHashMap<>(request.headers().toMultimap());
    Buffer body = new Buffer();
    if (request.body() != null) {
      request.body().writeTo(body);
      if (request.body().contentType() != null) {
        headers.put("content-type", List.of(request.body().contentType().toString()));
      }
    }
    String query = request.url().encodedQuery();
    String target = request.url().encodedPath() + (query == null ? "" : "?" + query);
    return new WireRequest(request.method(), target, headers, body.readByteArray());
  }

  private static Response response(Request request, Reply reply) {
    Response.Builder builder =
        new Response.Builder()
            .request(request)
            .protocol(Protocol.HTTP_1_1)
            .code(reply.status())
            .message("");
    reply.headers().forEach(builder::addHeader);
    String type = reply.headers().get("Content-Type");
    return builder
        .body(ResponseBody.create(reply.body(), type == null ? null : MediaType.parse(type)))
        .build();
  }
}
