package io.jiaozi.sandbox.channel;

import io.jiaozi.sandbox.channel.Delivery.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Delivers notifications of all channels by POST, until the merchant acknowledges or the channel's
 * schedule ends, and remembers what came of it. Sends to this machine only: any address that is not
 * loopback is refused and recorded. Safe for use by many threads.
 */
public final class Outbox {
  /** A merchant that needs longer than this has not answered. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final Duration DELAY = Duration.ofSeconds(10);
  private static final int MAX_REMEMBERED = 10_000;
  private static final int MAX_ANSWER = 256;

  private final io.jiaozi.sandbox.SandboxClock clock;
  private final Agenda agenda;
  private final Courier courier;
  private final ArrayDeque<Delivery> deliveries = new ArrayDeque<>();
  private final Queue<Runnable> held = new ConcurrentLinkedQueue<>();
  private final Queue<Mishap> mishaps = new ConcurrentLinkedQueue<>();
  private volatile long speed = 500;

  /** Delivers over the loopback interface. */
  public Outbox(io.jiaozi.sandbox.SandboxClock clock, Agenda agenda) {
    this(clock, agenda, new HttpCourier(PATIENCE));
  }

  /** Delivers by this courier. */
  public Outbox(io.jiaozi.sandbox.SandboxClock clock, Agenda agenda, Courier courier) {
    this.clock = clock;
    this.agenda = agenda;
    this.courier = courier;
  }

  /**
   * Sets how fast the channels' schedules run.
   *
   * @param sandboxSecondsPerSecond 500 at first, so that a documented gap of 15 s takes 30 ms; 1 is
   *     the documented pace; 0 re-delivers only when the sandbox clock is moved forward
   */
  public void speed(long sandboxSecondsPerSecond) {
    if (sandboxSecondsPerSecond < 0) {
      throw new IllegalArgumentException(
          "The notification speed must be 0 or more, but was " + sandboxSecondsPerSecond + ".");
    }
    speed = sandboxSecondsPerSecond;
  }

  /** What can happen to a notification on its way. */
  public enum Mishap {
    /** Never delivered, not once of all the times of its schedule. */
    DROPPED,
    /** Delivered ten real seconds late. */
    DELAYED,
    /** Delivered twice, at the same time. */
    DUPLICATED
  }

  /** Lets this happen to the next notification of any channel; several in the order given. */
  public void next(Mishap mishap) {
    mishaps.add(mishap);
  }

  /** Starts delivering. Returns at once. */
  public void submit(Notice notice) {
    Mishap mishap = mishaps.poll();
    if (mishap == null) {
      agenda.now(() -> attempt(notice, 1));
      return;
    }
    switch (mishap) {
      case DROPPED ->
          remember(
              notice,
              1,
              clock.instant(),
              Outcome.DROPPED,
              0,
              "Not sent: lost on its way, as told.");
      case DELAYED -> agenda.later(DELAY, 1, () -> attempt(notice, 1));
      case DUPLICATED -> {
        agenda.now(() -> attempt(notice, 1));
        agenda.now(() -> attempt(notice, 1));
      }
    }
  }

  /** Every delivery so far, oldest first; only the last 10,000 are remembered. */
  public List<Delivery> deliveries() {
    synchronized (deliveries) {
      return List.copyOf(deliveries);
    }
  }

  /** How many messages are kept back to arrive out of order. */
  public int held() {
    return held.size();
  }

  /** Sends what was kept back to arrive out of order. */
  public void releaseHeld() {
    for (Runnable next = held.poll(); next != null; next = held.poll()) {
      agenda.now(next);
    }
  }

  private void attempt(Notice notice, int attempt) {
    if (!isLoopback(notice.target())) {
      remember(
          notice,
          attempt,
          clock.instant(),
          Outcome.FOREIGN_ADDRESS,
          0,
          "Not sent: the sandbox delivers to loopback addresses only.");
      return;
    }
    OutboundMessage message = notice.message(attempt);
    if (message.isHeld()) {
      held.add(() -> deliver(notice, attempt, message));
    } else {
      deliver(notice, attempt, message);
      releaseHeld();
    }
  }

  private void deliver(Notice notice, int attempt, OutboundMessage message) {
    if (message.isTwice()) {
      agenda.now(() -> send(notice, attempt, message));
    }
    boolean acknowledged = send(notice, attempt, message);
    List<Duration> gaps = notice.gaps();
    if (!acknowledged && attempt <= gaps.size()) {
      agenda.later(gaps.get(attempt - 1), speed, () -> attempt(notice, attempt + 1));
    }
  }

  private boolean send(Notice notice, int attempt, OutboundMessage message) {
    Instant at = clock.instant();
    try {
      Courier.Answer answer = courier.carry(notice.target(), message);
      boolean acknowledged = notice.acknowledged(answer.status(), answer.body());
      remember(
          notice,
          attempt,
          at,
          acknowledged ? Outcome.ACKNOWLEDGED : Outcome.NOT_ACKNOWLEDGED,
          answer.status(),
          beginning(answer.body()));
      return acknowledged;
    } catch (IOException e) {
      remember(notice, attempt, at, Outcome.NO_ANSWER, 0, e.getClass().getSimpleName());
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true; // the sandbox is closing: no further delivery
    }
  }

  private void remember(
      Notice notice, int attempt, Instant at, Outcome outcome, int status, String answer) {
    Delivery delivery =
        new Delivery(
            notice.id(),
            notice.channel(),
            notice.kind(),
            notice.subject(),
            attempt,
            at,
            notice.target(),
            outcome,
            status,
            answer);
    synchronized (deliveries) {
      if (deliveries.size() == MAX_REMEMBERED) {
        deliveries.removeFirst();
      }
      deliveries.addLast(delivery);
      deliveries.notifyAll();
    }
  }

  /**
   * Waits until so many deliveries about one order or refund have ended.
   *
   * @return those deliveries, oldest first; fewer than asked for when the time was over
   */
  public List<Delivery> await(String subject, int count, Duration patience)
      throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    synchronized (deliveries) {
      while (true) {
        List<Delivery> found = new ArrayList<>();
        for (Delivery delivery : deliveries) {
          if (delivery.subject().equals(subject)) {
            found.add(delivery);
          }
        }
        long left = (end - System.nanoTime()) / 1_000_000;
        if (found.size() >= count || left <= 0) {
          return List.copyOf(found);
        }
        deliveries.wait(left);
      }
    }
  }

  /** Whether the address is on this machine, whatever a name server may say about its name. */
  public static boolean isLoopback(URI target) {
    String scheme = target.getScheme();
    String host = target.getHost();
    if (scheme == null || host == null || !scheme.toLowerCase(Locale.ROOT).startsWith("http")) {
      return false;
    }
    boolean literal = host.matches("127(\\.[0-9]{1,3}){3}") || host.equals("[::1]");
    if (!literal && !host.equalsIgnoreCase("localhost")) {
      return false;
    }
    try {
      return Arrays.stream(InetAddress.getAllByName(host)).allMatch(InetAddress::isLoopbackAddress);
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static String beginning(byte[] answer) {
    int length = Math.min(answer.length, MAX_ANSWER);
    return new String(answer, 0, length, StandardCharsets.UTF_8);
  }
}
