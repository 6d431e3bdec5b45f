package io.jiaozi.samples.storefront.pay;

import io.jiaozi.event.GatewayEvent;
import io.jiaozi.event.GatewayListener;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * Remembers the latest of what the gateway tells, for the operator's page. A window, not a record:
 * it begins anew with the shop, and metrics are the place for more.
 */
@Component
public class Watch implements GatewayListener {
  private static final int MOST = 100;

  private final Deque<Seen<GatewayEvent.NotificationHandled>> messages = new ArrayDeque<>();
  private final Deque<Seen<GatewayEvent.Alarm>> alarms = new ArrayDeque<>();
  private final Deque<Seen<GatewayEvent.Resolved>> resolved = new ArrayDeque<>();
  private final Map<GatewayEvent.NotificationEnding, Long> endings =
      new EnumMap<>(GatewayEvent.NotificationEnding.class);
  private final Clock clock;

  Watch(Clock clock) {
    this.clock = clock;
    for (GatewayEvent.NotificationEnding ending : GatewayEvent.NotificationEnding.values()) {
      endings.put(ending, 0L);
    }
  }

  /**
   * Something that was told.
   *
   * @param at when
   * @param event what
   */
  public record Seen<E extends GatewayEvent>(Instant at, E event) {}

  @Override
  public synchronized void on(GatewayEvent event) {
    if (event instanceof GatewayEvent.NotificationHandled handled) {
      endings.merge(handled.ending(), 1L, Long::sum);
      keep(messages, handled);
    } else if (event instanceof GatewayEvent.Alarm alarm) {
      keep(alarms, alarm);
    } else if (event instanceof GatewayEvent.Resolved found) {
      keep(resolved, found);
    }
  }

  private <E extends GatewayEvent> void keep(Deque<Seen<E>> latest, E event) {
    if (latest.size() == MOST) {
      latest.removeLast();
    }
    latest.addFirst(new Seen<>(clock.instant(), event));
  }

  /** The latest messages, newest first. */
  public synchronized List<Seen<GatewayEvent.NotificationHandled>> messages() {
    return List.copyOf(messages);
  }

  /** The latest alarms, newest first. */
  public synchronized List<Seen<GatewayEvent.Alarm>> alarms() {
    return List.copyOf(alarms);
  }

  /** The latest outcomes that were open and are known, newest first. */
  public synchronized List<Seen<GatewayEvent.Resolved>> resolved() {
    return List.copyOf(resolved);
  }

  /** How many messages ended how, since the shop started. */
  public synchronized Map<GatewayEvent.NotificationEnding, Long> endings() {
    return new EnumMap<>(endings);
  }
}
