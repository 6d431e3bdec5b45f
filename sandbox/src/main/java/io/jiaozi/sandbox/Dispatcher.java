package io.jiaozi.sandbox;

import io.jiaozi.sandbox.channel.Channel;
import io.jiaozi.sandbox.channel.Json;
import io.jiaozi.sandbox.channel.Operation;
import io.jiaozi.sandbox.channel.Reply;
import io.jiaozi.sandbox.channel.Seal;
import io.jiaozi.sandbox.channel.WireRequest;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Leads each request through journal, faults, channel and signature, in that order. */
final class Dispatcher {
  private static final String HTML_PAGE =
      "<!DOCTYPE html><html><head><title>Welcome</title></head>"
          + "<body><h1>Please sign in to use this network</h1></body></html>";

  private final List<Channel> channels;
  private final SandboxClock clock;
  private final RequestLog log;
  private final Faults faults;
  private final Function<WireRequest, Reply> ownPages;

  Dispatcher(
      List<Channel> channels,
      SandboxClock clock,
      RequestLog log,
      Faults faults,
      Function<WireRequest, Reply> ownPages) {
    this.channels = List.copyOf(channels);
    this.clock = clock;
    this.log = log;
    this.faults = faults;
    this.ownPages = ownPages;
  }

  /**
   * An answer, and the fault that the connection itself has to suffer, if any.
   *
   * @param reply what would have been sent
   * @param fault how the sending goes wrong, null when it does not
   */
  record Served(Reply reply, @Nullable Fault fault) {}

  Served serve(WireRequest request) {
    if (request.path().equals("/_sandbox") || request.path().startsWith("/_sandbox/")) {
      return new Served(ownPages.apply(request), null);
    }
    for (Channel channel : channels) {
      Operation operation = channel.operation(request);
      if (operation != null) {
        return serve(channel, operation, request);
      }
    }
    log.record(
        clock.instant(),
        new Operation("unknown", "unknown", null),
        request.method(),
        request.path(),
        null);
    return new Served(noSuchPath(), null);
  }

  private Served serve(Channel channel, Operation operation, WireRequest request) {
    FaultPlan plan = faults.take(operation, request.path());
    log.record(
        clock.instant(),
        operation,
        request.method(),
        request.path(),
        plan == null ? null : plan.fault());
    if (plan == null) {
      return new Served(channel.seal(request, channel.handle(request), Seal.GENUINE), null);
    }
    Reply reply = plan.commits() ? channel.handle(request) : Reply.empty(200);
    Served served = strike(channel, request, plan.fault(), reply);
    faults.pause(plan.delay());
    return served;
  }

  private Served strike(Channel channel, WireRequest request, Fault fault, Reply reply) {
    if (fault == Fault.SILENCE_AFTER_COMMIT) {
      reply.runAfterwards();
      faults.staySilent();
      return new Served(Reply.empty(200), fault);
    }
    return struck(channel, request, fault, reply);
  }

  /** What is sent instead of a reply, and how its sending goes wrong. */
  static Served struck(Channel channel, WireRequest request, Fault fault, Reply reply) {
    return switch (fault) {
      case RESET_AFTER_READ,
          RESET_AFTER_COMMIT,
          CLOSE_AFTER_COMMIT,
          SILENCE_AFTER_COMMIT,
          MALFORMED_CHUNK,
          GARBAGE ->
          new Served(reply, fault);
      case TRUNCATED_REPLY -> new Served(channel.seal(request, reply, Seal.GENUINE), fault);
      case HTML_200 -> instead(reply, Reply.html(200, HTML_PAGE));
      case HTML_502 -> instead(reply, Reply.html(502, HTML_PAGE));
      case BAD_SIGNATURE -> sealed(channel, request, reply, Seal.BAD_SIGNATURE);
      case MISSING_SIGNATURE -> sealed(channel, request, reply, Seal.MISSING_SIGNATURE);
      case SIGNTEST -> sealed(channel, request, reply, Seal.PROBE);
      case STALE_SIGNATURE -> sealed(channel, request, reply, Seal.STALE);
      case UNKNOWN_KEY -> sealed(channel, request, reply, Seal.UNKNOWN_KEY);
      case STATUS_503_RETRY_AFTER_0, STATUS_408, STATUS_429, STATUS_500 ->
          instead(reply, channel.gatewayFailure(fault.status()).with("Retry-After", "0"));
      case DELAY -> sealed(channel, request, reply, Seal.GENUINE);
      case CONNECT_REFUSED, DNS_FAILURE, TLS_HANDSHAKE_FAILURE, RESET_BEFORE_READ ->
          throw new IllegalStateException(fault + " cannot be armed.");
    };
  }

  private static Served sealed(Channel channel, WireRequest request, Reply reply, Seal seal) {
    return new Served(channel.seal(request, reply, seal), null);
  }

  /** Another answer; what the channel wanted done after its own is still done. */
  private static Served instead(Reply committed, Reply shown) {
    return new Served(shown.afterwards(committed::runAfterwards), null);
  }

  private static Reply noSuchPath() {
    return Reply.json(
        404,
        Json.object()
            .put("code", "NOT_FOUND")
            .put("message", "No simulated channel has this path. The channels: /_sandbox/"));
  }
}
