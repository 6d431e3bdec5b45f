package io.jiaozi.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * Shop, gateway, real adapters, channels, buyers and an attacker, thousands of times, each time
 * otherwise: what must always hold, holds. What each seed does is decided by the seed alone, so
 * several run side by side.
 *
 * <pre>
 * mvn verify -pl simulation -Dtest=SimulationTest
 *   -Djiaozi.simulation.schedules=1000000   how many; goes on where it was stopped
 *   -Djiaozi.simulation.from=1              the first seed; with schedules=1 one run and its trace
 * </pre>
 */
class SimulationTest {

  private static final int IN_A_BUILD = 2_500;
  private static final int THREADS = 2;

  @Test
  void everySchedule_keepsEveryInvariant() throws Exception {
    long from = Long.getLong("jiaozi.simulation.from", 1);
    long schedules = Long.getLong("jiaozi.simulation.schedules", IN_A_BUILD);
    Progress progress =
        Progress.of(Path.of("target", "simulation"), from, schedules, schedules > IN_A_BUILD);
    ExecutorService workers = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<?>> ends = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        World.Keys keys = World.Keys.number(i);
        ends.add(workers.submit(() -> work(progress, keys)));
      }
      for (Future<?> end : ends) {
        end.get();
      }
    } catch (ExecutionException failed) {
      throw new AssertionError(failed.getCause());
    } finally {
      workers.shutdownNow();
    }
    assertThat(progress.failures()).as("failing seeds").isEmpty();
    assertThat(progress.done()).isEqualTo(schedules);
  }

  private static void work(Progress progress, World.Keys keys) {
    while (true) {
      Progress.Block block = progress.take();
      if (block == null) {
        return;
      }
      for (long seed = block.from(); seed < block.to(); seed++) {
        progress.ran(run(keys, seed));
      }
      progress.finished(block);
    }
  }

  private static Run.Outcome run(World.Keys keys, long seed) {
    try {
      return Run.of(keys, Run.Order.of(seed));
    } catch (RuntimeException | Error thrown) {
      throw new AssertionError("Seed " + seed + " ended with " + thrown, thrown);
    }
  }
}
