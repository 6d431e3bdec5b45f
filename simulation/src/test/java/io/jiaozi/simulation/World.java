package io.jiaozi.simulation;

import io.jiaozi.TimeSource;
import io.jiaozi.sandbox.SteppedSandbox;
import io.jiaozi.sandbox.channel.Courier;
import io.jiaozi.sandbox.unionpay.Twist;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The one thread: time, what is going to happen, and whether the merchant's process lives. Whoever
 * waits, for an answer or for a moment, lets everybody else act meanwhile.
 */
final class World {

  /** Who acts, which decides when he may. */
  enum Actor {
    /** Channels and buyers: at any time. */
    OUTSIDE,
    /** A request to the shop's server: also while another of its threads waits. */
    VISIT,
    /** The shop's own work: one thing after the other. */
    WORK
  }

  private record Event(Instant at, long order, Actor actor, String name, Runnable action) {}

  private final Instant start;
  private final SteppedSandbox channels;
  private final Trace trace = new Trace();
  private final List<Event> events = new ArrayList<>();
  private final Set<Integer> crashes;
  private Instant now;
  private long ordered;
  private int depth;
  private boolean alone;
  private boolean dead;
  private boolean mayDie = true;
  private int boundaries;
  private Duration skew = Duration.ZERO;

  /** Keys are made once; clock and books belong to one run. */
  static final class Keys {
    private static final List<Keys> MADE = new ArrayList<>();

    private final Wound clock = new Wound();
    private final SteppedSandbox channels;

    private Keys(URI address) {
      channels = SteppedSandbox.of(clock, address);
      // Forgers make their keys when they first need them; here they have them from the start.
      channels
          .unionpay()
          .signedNotification(
              Map.of("merId", channels.unionpay().credentials().merchantId()),
              Twist.OTHER_AUTHORITY);
    }

    /** One of the sets that all tests use one after the other: making one takes seconds. */
    static synchronized Keys number(int number) {
      while (MADE.size() <= number) {
        MADE.add(new Keys(URI.create("http://127.0.0.1:9")));
      }
      return MADE.get(number);
    }
  }

  /** A clock that shows what it is told. */
  private static final class Wound extends Clock {
    private Instant time = Instant.parse("2026-03-02T02:00:00Z");

    @Override
    public Instant instant() {
      return time;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return Clock.tick(this, Duration.ofNanos(1)).withZone(zone);
    }
  }

  private final Wound clock;

  /**
   * @param crashes at which of the boundaries the process dies, counted from 1
   */
  World(Keys keys, Instant start, long seed, Courier courier, Set<Integer> crashes) {
    this.start = start;
    this.clock = keys.clock;
    this.crashes = crashes;
    now = start;
    clock.time = start;
    channels = keys.channels.anew(new SeededRandom(seed), courier);
  }

  SteppedSandbox channels() {
    return channels;
  }

  // ---- Time

  Instant now() {
    return now;
  }

  Instant start() {
    return start;
  }

  Duration elapsed() {
    return Duration.between(start, now);
  }

  /** How far the merchant's clock is ahead. */
  void skew(Duration ahead) {
    skew = ahead;
    say("the shop's clock is ahead by " + ahead.toMillis() + " ms");
  }

  Instant shopTime() {
    return now.plus(skew);
  }

  /** Time as the merchant's process knows it. */
  TimeSource time() {
    return new TimeSource() {
      @Override
      public Instant now() {
        return shopTime();
      }

      @Override
      public long nanos() {
        return Duration.between(start, now).toNanos();
      }

      @Override
      public void sleep(Duration duration) {
        boundary("asleep");
        pass(duration);
      }
    };
  }

  private void set(Instant time) {
    now = time;
    clock.time = time;
  }

  /** Lets time go on while somebody waits; everybody who may acts. */
  void pass(Duration duration) {
    Instant end = now.plus(duration);
    while (step(end)) {
      requireAlive();
    }
    set(end);
    requireAlive();
  }

  /** Lets the next thing happen that is due by then; false if there is none. */
  boolean step(Instant end) {
    Event next = next();
    Instant due = channels.agenda().nextDue();
    boolean channelFirst = due != null && (next == null || !due.isAfter(next.at()));
    Instant at = channelFirst ? due : next == null ? null : next.at();
    if (at == null || at.isAfter(end)) {
      return false;
    }
    if (at.isAfter(now)) {
      set(at);
    }
    if (channelFirst) {
      channels.agenda().runNext();
      return true;
    }
    events.remove(next);
    if (next.actor() == Actor.OUTSIDE) {
      next.action().run();
    } else {
      inProcess(next.name(), next.action());
    }
    return true;
  }

  private Event next() {
    Event first = null;
    for (Event event : events) {
      if (may(event.actor()) && (first == null || isBefore(event, first))) {
        first = event;
      }
    }
    return first;
  }

  private static boolean isBefore(Event event, Event other) {
    int byTime = event.at().compareTo(other.at());
    return byTime < 0 || (byTime == 0 && event.order() < other.order());
  }

  private boolean may(Actor actor) {
    return switch (actor) {
      case OUTSIDE -> true;
      case VISIT -> !dead && depth < 2 && !alone;
      case WORK -> !dead && depth == 0;
    };
  }

  /** Whether the shop's server has a thread left for a visitor. */
  boolean takesVisitors() {
    return may(Actor.VISIT);
  }

  void later(Duration delay, Actor actor, String name, Runnable action) {
    events.add(new Event(now.plus(delay), ordered++, actor, name, action));
  }

  boolean isIdle() {
    return events.isEmpty();
  }

  // ---- The process

  /** Runs something in the merchant's process; false if it died, now or before. */
  boolean inProcess(String what, Runnable action) {
    if (dead) {
      return false;
    }
    depth++;
    try {
      action.run();
    } catch (Crash crash) {
      if (depth == 1) {
        say("(" + what + " has ended with the process)");
      }
    } finally {
      depth--;
    }
    return !dead;
  }

  /** While verification keys are fetched, one thread does it and the others wait. */
  void alone(boolean yes) {
    alone = yes;
  }

  boolean isDead() {
    return dead;
  }

  void revive() {
    dead = false;
  }

  void noMoreCrashes() {
    mayDie = false;
  }

  /** How many places there were at which the process could have died. */
  int boundaries() {
    return boundaries;
  }

  void requireAlive() {
    if (dead && depth > 0) {
      throw new Crash();
    }
  }

  /** A place between two effects; the process may die at it. */
  void boundary(String where) {
    if (depth == 0) {
      throw new IllegalStateException("Nobody is at work at: " + where);
    }
    requireAlive();
    if (!mayDie) {
      return;
    }
    boundaries++;
    if (crashes.contains(boundaries)) {
      dead = true;
      say("CRASH at " + boundaries + ": " + where);
      throw new Crash();
    }
  }

  // ---- The trace

  void say(String what) {
    trace.line(Duration.between(start, now).toMillis(), "  ".repeat(depth) + what);
  }

  Trace trace() {
    return trace;
  }
}
