package io.jiaozi.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * The process dies at every single place at which it can die: before and after everything that is
 * written, sent, done at the channel, answered, and acknowledged. After each, what the shop has in
 * its rows has to come to what the channel has in its books.
 */
class CrashPointTest {

  private static final int LEAST_POINTS = 60;

  private static final int THREADS = 2;

  /** One operation at one channel, and a place to die at; 0 for none. */
  private record Case(String channel, Script script, int point) {}

  @Test
  void everyCrashPoint_ofEveryOperation_recoversToTheTruth() throws Exception {
    Map<String, Integer> points = new TreeMap<>();
    List<Case> cases = new ArrayList<>();
    for (String channel : ChannelModel.CHANNELS) {
      for (Script script : Script.values()) {
        if (script.isFor(ChannelModel.productsOf(channel))) {
          int count = withoutCrash(channel, script);
          points.merge(channel, count, Integer::sum);
          for (int point = 1; point <= count; point++) {
            cases.add(new Case(channel, script, point));
          }
        }
      }
    }
    System.out.println("Crash points: " + points);
    assertThat(points.values()).allMatch(count -> count >= LEAST_POINTS);
    assertThat(failures(cases)).isEmpty();
  }

  private static int withoutCrash(String channel, Script script) {
    Run.Outcome calm = Run.of(World.Keys.number(0), Run.Order.of(channel, script, Set.of()));
    assertThat(calm.violations()).as(calm.trace()).isEmpty();
    assertThat(calm.boundaries()).as(channel + " " + script).isGreaterThanOrEqualTo(8);
    return calm.boundaries();
  }

  private static List<String> failures(List<Case> cases) throws Exception {
    AtomicInteger next = new AtomicInteger();
    ExecutorService workers = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<List<String>>> found = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        World.Keys keys = World.Keys.number(i);
        found.add(workers.submit(() -> failures(cases, next, keys)));
      }
      List<String> all = new ArrayList<>();
      for (Future<List<String>> some : found) {
        all.addAll(some.get());
      }
      return all;
    } finally {
      workers.shutdownNow();
    }
  }

  private static List<String> failures(List<Case> cases, AtomicInteger next, World.Keys keys) {
    List<String> failures = new ArrayList<>();
    for (int i = next.getAndIncrement(); i < cases.size(); i = next.getAndIncrement()) {
      Case one = cases.get(i);
      Run.Outcome outcome =
          Run.of(keys, Run.Order.of(one.channel(), one.script(), Set.of(one.point())));
      if (!outcome.trace().contains("CRASH at " + one.point() + ":")) {
        failures.add(one + " did not die");
      }
      if (!outcome.violations().isEmpty()) {
        failures.add(one + "\n" + outcome.trace());
      }
    }
    return failures;
  }
}
