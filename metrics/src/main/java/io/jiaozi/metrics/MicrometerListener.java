package io.jiaozi.metrics;

import io.jiaozi.event.GatewayEvent;
import io.jiaozi.event.GatewayListener;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts and times what a gateway does. Names and tags are fixed and of few values: accounts,
 * channels, operations and the API's own enums; never a number, a text or a code of a channel.
 *
 * <table>
 *   <caption>Meters</caption>
 *   <tr><th>Name</th><th>Kind</th><th>Tags beside account and channel</th></tr>
 *   <tr><td>{@code jiaozi.attempts}</td><td>timer</td><td>operation, question, ending</td></tr>
 *   <tr><td>{@code jiaozi.calls}</td><td>timer</td><td>operation, ending, outcome</td></tr>
 *   <tr><td>{@code jiaozi.calls.active}</td><td>gauge: calls on their way</td><td></td></tr>
 *   <tr><td>{@code jiaozi.outcomes.open}</td><td>counter</td>
 *     <td>operation, cause, journal</td></tr>
 *   <tr><td>{@code jiaozi.outcomes.resolved}</td><td>timer, of how long it was open</td>
 *     <td>operation, by, state</td></tr>
 *   <tr><td>{@code jiaozi.breaker.state}</td><td>gauge: 0 closed, 1 half open, 2 open</td>
 *     <td>lane</td></tr>
 *   <tr><td>{@code jiaozi.alarms}</td><td>counter</td><td>kind</td></tr>
 *   <tr><td>{@code jiaozi.notifications}</td><td>timer</td><td>ending, refusal</td></tr>
 * </table>
 *
 * <p>Give it to the gateway with {@code GatewayConfig.builder().listener(...)}. Safe for use by
 * many threads.
 */
public final class MicrometerListener implements GatewayListener {

  private static final String NONE = "none";

  private final MeterRegistry registry;
  private final Map<Tags, AtomicInteger> breakers = new ConcurrentHashMap<>();
  private final Map<Tags, AtomicInteger> active = new ConcurrentHashMap<>();

  /** Registers its meters here, each when it is first needed. */
  public MicrometerListener(MeterRegistry registry) {
    this.registry = Objects.requireNonNull(registry, "registry");
  }

  @Override
  public void on(GatewayEvent event) {
    Tags who = Tags.of("account", event.account(), "channel", event.channel());
    if (event instanceof GatewayEvent.Began) {
      active(who).incrementAndGet();
    } else if (event instanceof GatewayEvent.Attempted attempted) {
      registry
          .timer(
              "jiaozi.attempts",
              who.and(
                  "operation", attempted.operation().name(),
                  "question", Boolean.toString(attempted.question()),
                  "ending", attempted.ending().name()))
          .record(attempted.took());
    } else if (event instanceof GatewayEvent.Ended ended) {
      AtomicInteger running = active.get(who);
      if (running != null) {
        // Never below zero: a listener may join while calls are on their way.
        running.updateAndGet(count -> Math.max(0, count - 1));
      }
      registry
          .timer(
              "jiaozi.calls",
              who.and(
                  "operation", ended.operation().name(),
                  "ending", ended.ending().name(),
                  "outcome", ended.outcome()))
          .record(ended.took());
    } else if (event instanceof GatewayEvent.LeftOpen open) {
      registry
          .counter(
              "jiaozi.outcomes.open",
              who.and(
                  "operation", open.operation().name(),
                  "cause", open.cause().name(),
                  "journal", Boolean.toString(open.inJournal())))
          .increment();
    } else if (event instanceof GatewayEvent.Resolved resolved) {
      registry
          .timer(
              "jiaozi.outcomes.resolved",
              who.and(
                  "operation", resolved.operation().name(),
                  "by", resolved.by().name(),
                  "state", resolved.state()))
          .record(resolved.openFor());
    } else if (event instanceof GatewayEvent.BreakerChanged changed) {
      breaker(who.and("lane", changed.lane())).set(height(changed.state()));
    } else if (event instanceof GatewayEvent.Alarm alarm) {
      registry.counter("jiaozi.alarms", who.and("kind", alarm.kind().name())).increment();
    } else if (event instanceof GatewayEvent.NotificationHandled handled) {
      registry
          .timer(
              "jiaozi.notifications",
              who.and(
                  "ending",
                  handled.ending().name(),
                  "refusal",
                  handled.refusal() == null ? NONE : handled.refusal().name()))
          .record(handled.took());
    }
  }

  private AtomicInteger breaker(Tags tags) {
    return breakers.computeIfAbsent(
        tags, fresh -> gauge("jiaozi.breaker.state", "0 closed, 1 half open, 2 open", fresh));
  }

  private AtomicInteger active(Tags tags) {
    return active.computeIfAbsent(
        tags, fresh -> gauge("jiaozi.calls.active", "Calls on their way", fresh));
  }

  private AtomicInteger gauge(String name, String description, Tags tags) {
    AtomicInteger value = new AtomicInteger();
    Gauge.builder(name, value, AtomicInteger::get)
        .description(description)
        .tags(tags)
        .register(registry);
    return value;
  }

  private static int height(GatewayEvent.BreakerState state) {
    return switch (state) {
      case CLOSED -> 0;
      case HALF_OPEN -> 1;
      case OPEN -> 2;
    };
  }
}
