package io.jiaozi.sandbox;

import io.jiaozi.sandbox.channel.Channel;
import io.jiaozi.sandbox.channel.Delivery;
import io.jiaozi.sandbox.channel.Json;
import io.jiaozi.sandbox.channel.Outbox;
import io.jiaozi.sandbox.channel.Reply;
import io.jiaozi.sandbox.channel.WireRequest;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The HTTP form of what {@link Sandbox} offers to Java. Described for users in docs/sandbox.md. */
final class ControlApi {
  private final List<Channel> channels;
  private final SandboxClock clock;
  private final RequestLog requests;
  private final Faults faults;
  private final Outbox outbox;

  ControlApi(
      List<Channel> channels,
      SandboxClock clock,
      RequestLog requests,
      Faults faults,
      Outbox outbox) {
    this.channels = List.copyOf(channels);
    this.clock = clock;
    this.requests = requests;
    this.faults = faults;
    this.outbox = outbox;
  }

  Reply answer(WireRequest request, List<String> path) {
    ObjectNode body = request.hasBody() ? Json.parseObject(request.body()) : Json.object();
    if (body == null) {
      return refusal(400, "The body must be one JSON object.");
    }
    try {
      return answer(request.method(), path, body);
    } catch (Channel.NotFound e) {
      return refusal(404, String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException | IllegalStateException e) {
      return refusal(400, String.valueOf(e.getMessage()));
    }
  }

  private Reply answer(String method, List<String> path, ObjectNode body) {
    String call = method + " " + String.join("/", path);
    return switch (call) {
      case "GET " -> Reply.json(200, status());
      case "POST clock/advance" -> {
        clock.advance(seconds(body));
        yield Reply.json(200, status());
      }
      case "GET requests" -> Reply.json(200, requests());
      case "DELETE requests" -> {
        requests.clear();
        yield Reply.empty(204);
      }
      case "GET deliveries" -> Reply.json(200, deliveries());
      case "POST deliveries/speed" -> {
        outbox.speed(number(body, "sandboxSecondsPerSecond", 500));
        yield Reply.empty(204);
      }
      case "POST deliveries/release" -> {
        outbox.releaseHeld();
        yield Reply.empty(204);
      }
      case "GET settings" -> Reply.json(200, settings());
      default ->
          path.isEmpty() || !path.get(0).equals("faults")
              ? channel(method, path, body)
              : faults(call, body);
    };
  }

  private Reply faults(String call, ObjectNode body) {
    return switch (call) {
      case "GET faults" -> Reply.json(200, armed());
      case "POST faults" -> {
        faults.arm(plan(body));
        yield Reply.json(201, armed());
      }
      case "DELETE faults" -> {
        faults.clear();
        yield Reply.empty(204);
      }
      case "POST faults/release" -> {
        faults.release();
        yield Reply.empty(204);
      }
      case "GET faults/dead-ends" -> Reply.json(200, deadEnds());
      default -> throw new Channel.NotFound("There is no " + call + " in the control API.");
    };
  }

  private Reply channel(String method, List<String> path, ObjectNode body) {
    for (Channel channel : channels) {
      if (!path.isEmpty() && channel.name().equals(path.get(0))) {
        return channel.control(method, path.subList(1, path.size()), body);
      }
    }
    throw new Channel.NotFound(
        "There is no "
            + method
            + " "
            + String.join("/", path)
            + " in the control API. Channels: "
            + channels.stream().map(Channel::name).toList()
            + ".");
  }

  private ObjectNode status() {
    ArrayNode names = Json.array();
    channels.forEach(channel -> names.add(channel.name()));
    ObjectNode status =
        Json.object()
            .put("time", clock.instant().toString())
            .put("aheadSeconds", clock.ahead().toSeconds())
            .put("requests", requests.total());
    status.set("channels", names);
    return status;
  }

  private ObjectNode requests() {
    ArrayNode rows = Json.array();
    for (RequestLog.Entry entry : requests.all()) {
      Fault fault = entry.fault();
      rows.add(
          Json.object()
              .put("sequence", entry.sequence())
              .put("at", entry.at().toString())
              .put("channel", entry.channel())
              .put("operation", entry.operation())
              .put("businessNumber", entry.businessNumber())
              .put("method", entry.method())
              .put("path", entry.path())
              .put("fault", fault == null ? null : fault.name()));
    }
    ObjectNode all = Json.object().put("total", requests.total());
    all.set("requests", rows);
    return all;
  }

  private ObjectNode deliveries() {
    ArrayNode rows = Json.array();
    for (Delivery delivery : outbox.deliveries()) {
      rows.add(
          Json.object()
              .put("noticeId", delivery.noticeId())
              .put("channel", delivery.channel())
              .put("kind", delivery.kind())
              .put("subject", delivery.subject())
              .put("attempt", delivery.attempt())
              .put("at", delivery.at().toString())
              .put("target", delivery.target().toString())
              .put("outcome", delivery.outcome().name())
              .put("status", delivery.status())
              .put("answer", delivery.answer()));
    }
    ObjectNode all = Json.object();
    all.set("deliveries", rows);
    return all;
  }

  private ObjectNode settings() {
    ObjectNode all = Json.object();
    channels.forEach(channel -> channel.settings().forEach(all::put));
    return all;
  }

  private ObjectNode armed() {
    ArrayNode rows = Json.array();
    for (FaultPlan plan : faults.armed()) {
      rows.add(
          Json.object()
              .put("fault", plan.fault().name())
              .put("target", plan.target())
              .put("skip", plan.skip())
              .put("times", plan.times())
              .put("afterCommit", plan.afterCommit())
              .put("delayMillis", plan.delay().toMillis()));
    }
    ObjectNode all = Json.object();
    all.set("armed", rows);
    return all;
  }

  private ObjectNode deadEnds() {
    ObjectNode all = Json.object();
    for (Fault fault : Fault.values()) {
      if (fault.isAddress()) {
        all.put(fault.name(), faults.deadEnd(fault).toString());
      }
    }
    return all;
  }

  private static FaultPlan plan(ObjectNode body) {
    return new FaultPlan(
        fault(body),
        body.path("target").asString("*"),
        (int) number(body, "skip", 0),
        (int) number(body, "times", 1),
        body.path("afterCommit").asBoolean(false),
        Duration.ofMillis(number(body, "delayMillis", 0)));
  }

  private static Fault fault(ObjectNode body) {
    String name = body.path("fault").asString("");
    try {
      return Fault.valueOf(name.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "There is no fault \"" + name + "\". Known: " + Arrays.toString(Fault.values()), e);
    }
  }

  private static Duration seconds(ObjectNode body) {
    return Duration.ofSeconds(number(body, "seconds", -1));
  }

  private static long number(ObjectNode body, String name, long otherwise) {
    JsonNode value = body.path(name);
    if (value.isMissingNode()) {
      return otherwise;
    }
    if (!value.canConvertToLong() || !value.isIntegralNumber()) {
      throw new IllegalArgumentException("\"" + name + "\" must be a whole number.");
    }
    return value.asLong();
  }

  private static Reply refusal(int status, String message) {
    return Reply.json(status, Json.object().put("message", message));
  }
}
