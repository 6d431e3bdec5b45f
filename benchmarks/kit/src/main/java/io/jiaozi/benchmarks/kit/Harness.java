package io.jiaozi.benchmarks.kit;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/**
 * What each side's program does when it is started. Answers with one line of {@code name=value} on
 * standard output.
 */
public final class Harness {
  private static final int FIRST = 100;

  private Harness() {}

  /**
   * Runs one measurement.
   *
   * @param arguments {@code round-trip} channel set-up keys address threads warm-up-ms ms; {@code
   *     cold} channel set-up keys address; {@code first} channel set-up keys
   */
  public static void run(Side side, String[] arguments) throws Exception {
    String channel = arguments[1];
    String setUp = arguments[2];
    Material material = Material.read(Path.of(arguments[3]));
    switch (arguments[0]) {
      case "round-trip" ->
          System.out.println(
              roundTrip(
                  side,
                  channel,
                  setUp,
                  material,
                  URI.create(arguments[4]),
                  Integer.parseInt(arguments[5]),
                  Long.parseLong(arguments[6]),
                  Long.parseLong(arguments[7])));
      case "cold" -> {
        side.calls(channel, setUp, URI.create(arguments[4]), material).create().run();
        System.out.println(
            "classes=" + ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount());
      }
      case "first" -> {
        long start = System.nanoTime();
        Side.Work read = side.notification(channel, setUp, material);
        for (int i = 0; i < FIRST; i++) {
          read.run();
        }
        System.out.println(
            String.format(Locale.ROOT, "ms=%.4f", (System.nanoTime() - start) / 1e6 / FIRST));
      }
      default -> throw new IllegalArgumentException(arguments[0]);
    }
    // Clients leave threads behind that would keep the process.
    System.exit(0);
  }

  private static String roundTrip(
      Side side,
      String channel,
      String setUp,
      Material material,
      URI address,
      int threads,
      long warmUpMillis,
      long millis)
      throws Exception {
    Side.Calls calls = side.calls(channel, setUp, address, material);
    measure(calls, threads, warmUpMillis);
    Counterpart.Count before = Counterpart.count(address);
    long cpuBefore = cpu();
    long start = System.nanoTime();
    long[] taken = measure(calls, threads, millis);
    double seconds = (System.nanoTime() - start) / 1e9;
    double cpu = (cpu() - cpuBefore) / 1e3;
    Counterpart.Count after = Counterpart.count(address);
    Arrays.sort(taken);
    double units = taken.length;
    return String.format(
        Locale.ROOT,
        "units=%.1f p50=%.3f p99=%.3f cpu=%.1f connections=%.5f requests=%.3f rss=%.1f",
        units / seconds,
        taken[taken.length / 2] / 1e6,
        taken[(int) (taken.length * 0.99)] / 1e6,
        cpu / units,
        (after.connections() - before.connections()) / units,
        (after.requests() - before.requests()) / units,
        peakMegabytes());
  }

  /** All threads begin together and end when time is up; how long each unit took. */
  private static long[] measure(Side.Calls calls, int threads, long millis) throws Exception {
    CountDownLatch begin = new CountDownLatch(1);
    AtomicReference<Throwable> failure = new AtomicReference<>();
    List<long[]> all = new ArrayList<>();
    List<Thread> workers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Thread worker =
          new Thread(
              () -> {
                long[] mine = new long[1024];
                int count = 0;
                try {
                  begin.await();
                  long end = System.nanoTime() + millis * 1_000_000;
                  long now = System.nanoTime();
                  while (now < end || count == 0) {
                    calls.create().run();
                    calls.query().run();
                    long done = System.nanoTime();
                    if (count == mine.length) {
                      mine = Arrays.copyOf(mine, count * 2);
                    }
                    mine[count++] = done - now;
                    now = done;
                  }
                } catch (Throwable e) {
                  failure.compareAndSet(null, e);
                }
                synchronized (all) {
                  all.add(Arrays.copyOf(mine, count));
                }
              });
      worker.start();
      workers.add(worker);
    }
    begin.countDown();
    for (Thread worker : workers) {
      worker.join();
    }
    if (failure.get() != null) {
      throw new IllegalStateException("A round trip failed.", failure.get());
    }
    return all.stream().flatMapToLong(Arrays::stream).toArray();
  }

  private static long cpu() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  /** The most memory this process ever held; NaN where the system does not tell. */
  private static double peakMegabytes() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return Double.NaN;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
        .findFirst()
        .orElse(Double.NaN);
  }
}
