package io.jiaozi.benchmarks.run;

import io.jiaozi.benchmarks.kit.Material;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Measures all sides in turns and writes the report.
 *
 * <p>Arguments: {@code quick} or {@code full}; {@code only=micro,first,cold,roundtrip,jdk25,
 * providers,guard}, the rest stays as measured last; {@code report} to write the report again from
 * what was measured last. Everything is measured in processes of its own, one at a time, the sides
 * alternating round by round.
 */
public final class Run {
  private static final Path HOME = Path.of("benchmarks");
  private static final Path WORK = HOME.resolve("target");
  private static final String JMH = "org.openjdk.jmh.Main";

  /** How long things take. */
  private record Pace(
      int rounds,
      String warmUp,
      String measure,
      int cold,
      int first,
      int tripRounds,
      long tripWarm,
      long trip) {
    static final Pace QUICK = new Pace(1, "2x700ms", "3x500ms", 3, 3, 1, 3000, 1500);
    static final Pace FULL = new Pace(3, "3x1s", "4x1s", 9, 9, 2, 6000, 4000);
  }

  private final Pace pace;
  private final Results results = new Results();
  private final Path keys = WORK.resolve("keys");
  private final String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();

  private Run(Pace pace) {
    this.pace = pace;
  }

  /** See above. */
  public static void main(String[] arguments) throws Exception {
    List<String> given = List.of(arguments);
    Files.createDirectories(WORK);
    Path measured = WORK.resolve("results.properties");
    if (!given.contains("report")) {
      Run run = new Run(given.contains("full") ? Pace.FULL : Pace.QUICK);
      Set<String> parts =
          given.stream()
              .filter(argument -> argument.startsWith("only="))
              .findFirst()
              .map(argument -> new TreeSet<>(Arrays.asList(argument.substring(5).split(","))))
              .orElseGet(
                  () ->
                      new TreeSet<>(
                          List.of(
                              "micro",
                              "first",
                              "cold",
                              "roundtrip",
                              "jdk25",
                              "providers",
                              "guard")));
      if (given.stream().anyMatch(argument -> argument.startsWith("only="))
          && Files.exists(measured)) {
        run.results.keepOld(Results.read(measured));
      }
      try {
        run.all(parts);
      } finally {
        run.results.write(measured);
      }
    }
    Report.write(
        Results.read(measured),
        Path.of("docs"),
        given.contains("full") ? "full" : "quick",
        Machine.describe());
    say("Written: docs/benchmarks.md");
  }

  private void all(Set<String> parts) throws Exception {
    Material.fresh().write(keys);
    footprint();
    for (int round = 0; round < pace.rounds(); round++) {
      if (parts.contains("micro")) {
        micro("jdk17", java, "jdk", Peer.ALL);
      }
      if (parts.contains("jdk25")) {
        jdk25();
      }
      if (parts.contains("providers")) {
        for (String provider : List.of("jdk", "corretto", "conscrypt")) {
          micro("provider-" + provider, java, provider, List.of(Peer.FLOOR, Peer.OURS));
        }
      }
      if (parts.contains("guard")) {
        guard();
      }
    }
    if (parts.contains("first")) {
      first();
    }
    if (parts.contains("cold")) {
      cold();
    }
    if (parts.contains("roundtrip")) {
      roundTrips();
    }
  }

  private void jdk25() throws Exception {
    String home = System.getenv("JAVA_25_HOME");
    List<Path> found = new ArrayList<>();
    if (home != null) {
      found.add(Path.of(home));
    }
    for (Path folder : List.of(Path.of("/usr/lib/jvm"), Path.of("/opt"))) {
      if (Files.isDirectory(folder)) {
        try (Stream<Path> homes = Files.list(folder)) {
          homes.filter(one -> one.getFileName().toString().contains("25")).forEach(found::add);
        }
      }
    }
    for (Path one : found) {
      Path program = one.resolve("bin/java");
      if (Files.isExecutable(program)) {
        micro("jdk25", program.toString(), "jdk", Peer.ALL);
        return;
      }
    }
    say("Skipped: no JDK 25 found (set JAVA_25_HOME)");
  }

  private void micro(String kind, String program, String provider, List<Peer> peers)
      throws Exception {
    for (Peer peer : peers) {
      if (!peer.isFirstOfItsModule() || peer.channels().equals(List.of("paypal"))) {
        continue;
      }
      say(kind + ": " + peer.product());
      Path out = WORK.resolve("jmh.csv");
      List<String> command = new ArrayList<>(List.of(program));
      command.addAll(
          List.of(
              "-cp",
              classPath(peer.module(), provider),
              JMH,
              "io\\.jiaozi\\.benchmarks\\." + peer.packageName() + "\\.",
              "-jvmArgs",
              "-Djiaozi.benchmark.provider=" + provider + " -Xms512m -Xmx512m"));
      command.addAll(jmhOptions(out));
      execute(command, 1800);
      for (JmhCsv.Row row : JmhCsv.read(out)) {
        String name = row.simpleName();
        if (!row.measure().isEmpty() && !row.measure().equals("gc.alloc.rate.norm")) {
          continue;
        }
        results.add(
            kind + "/" + name + "/" + peer.product() + (row.measure().isEmpty() ? "/us" : "/bytes"),
            row.score());
      }
    }
  }

  private void guard() throws Exception {
    say("guard");
    Path out = WORK.resolve("jmh.csv");
    List<String> command = new ArrayList<>(List.of(java, "-cp", classPath("ours", "jdk"), JMH));
    command.add("GuardBenchmark");
    command.addAll(jmhOptions(out));
    execute(command, 1800);
    for (JmhCsv.Row row : JmhCsv.read(out)) {
      if (row.measure().equals("p0.50") || row.measure().equals("gc.alloc.rate.norm")) {
        results.add(
            "guard/"
                + row.simpleName()
                + "/"
                + row.parameter()
                + (row.measure().equals("p0.50") ? "/us" : "/bytes"),
            row.score());
      }
    }
  }

  private List<String> jmhOptions(Path out) {
    String[] warm = pace.warmUp().split("x");
    String[] measure = pace.measure().split("x");
    return List.of(
        "-f",
        "1",
        "-wi",
        warm[0],
        "-w",
        warm[1],
        "-i",
        measure[0],
        "-r",
        measure[1],
        "-prof",
        "gc",
        "-foe",
        "true",
        "-rf",
        "csv",
        "-rff",
        out.toString());
  }

  private void first() throws Exception {
    for (int i = 0; i < pace.first(); i++) {
      for (String channel : List.of("wechat", "alipay")) {
        for (Peer peer : Peer.ALL) {
          if (peer.isFirstOfItsModule() && peer.channels().contains(channel)) {
            String said = side(peer, "first", channel, keys.toString());
            results.add("first/" + channel + "/" + peer.product() + "/ms", value(said, "ms"));
          }
        }
      }
    }
    say("first notifications: done");
  }

  private void cold() throws Exception {
    try (CounterpartProcess counterpart = new CounterpartProcess(java, keys)) {
      for (int i = 0; i < pace.cold(); i++) {
        for (String channel : List.of("wechat", "alipay", "paypal")) {
          for (Peer peer : Peer.ALL) {
            if (peer.isFirstOfItsModule() && peer.channels().contains(channel)) {
              long start = System.nanoTime();
              String said =
                  side(peer, "cold", channel, keys.toString(), counterpart.address().toString());
              String name = "cold/" + channel + "/" + peer.product();
              results.add(name + "/ms", (System.nanoTime() - start) / 1e6);
              results.add(name + "/classes", value(said, "classes"));
            }
          }
        }
      }
    }
    say("cold start: done");
  }

  private void roundTrips() throws Exception {
    try (CounterpartProcess counterpart = new CounterpartProcess(java, keys)) {
      for (int round = 0; round < pace.tripRounds(); round++) {
        for (String channel : List.of("wechat", "alipay", "paypal")) {
          for (int threads : List.of(1, 8, 64)) {
            for (Peer peer : Peer.ALL) {
              if (!peer.channels().contains(channel)) {
                continue;
              }
              String said =
                  side(
                      peer,
                      "round-trip",
                      channel,
                      keys.toString(),
                      counterpart.address().toString(),
                      Integer.toString(threads),
                      Long.toString(pace.tripWarm()),
                      Long.toString(pace.trip()));
              for (String pair : said.trim().split(" ")) {
                String[] parts = pair.split("=");
                results.add(
                    "trip/" + channel + "/" + threads + "/" + peer.name() + "/" + parts[0],
                    Double.parseDouble(parts[1]));
              }
            }
          }
          say("round trips, " + channel + ": done");
        }
      }
    }
  }

  private void footprint() throws IOException {
    for (Peer peer : Peer.ALL) {
      if (peer == Peer.FLOOR || !peer.isFirstOfItsModule()) {
        continue;
      }
      if (peer.isOfficial()) {
        footprint(peer.product(), product(peer.module(), Set.of()));
      }
    }
    List<String> adapters = List.of("wechat", "alipay", "unionpay", "paypal");
    footprint("Jiaozi, all four", product("ours", Set.of()));
    for (String adapter : adapters) {
      Set<String> without = new TreeSet<>();
      adapters.stream()
          .filter(other -> !other.equals(adapter))
          .forEach(other -> without.add("jiaozi-adapter-" + other));
      footprint("Jiaozi, " + adapter, product("ours", without));
    }
    Set<String> names = new TreeSet<>();
    List<Path> together = new ArrayList<>();
    for (String module : List.of("peer-wechat", "peer-alipay", "peer-paypal")) {
      for (Path jar : product(module, Set.of())) {
        if (names.add(jar.getFileName().toString())) {
          together.add(jar);
        }
      }
    }
    footprint("three official SDKs", together);
  }

  /** The jars a shop would have; neither JMH nor what only the measurements need. */
  private static List<Path> product(String module, Set<String> without) throws IOException {
    List<String> not =
        List.of(
            "jmh-",
            "jopt-simple",
            "commons-math3",
            "jiaozi-benchmarks",
            "jiaozi-store-jdbc",
            "h2-",
            "HikariCP",
            "slf4j-nop");
    try (Stream<Path> jars = Files.list(HOME.resolve(module).resolve("target/lib"))) {
      return jars.filter(jar -> jar.toString().endsWith(".jar"))
          .filter(
              jar ->
                  Stream.concat(not.stream(), without.stream())
                      .noneMatch(start -> jar.getFileName().toString().startsWith(start)))
          .sorted()
          .toList();
    }
  }

  private void footprint(String name, List<Path> jars) throws IOException {
    long bytes = 0;
    long classes = 0;
    for (Path jar : jars) {
      bytes += Files.size(jar);
      try (ZipFile zip = new ZipFile(jar.toFile())) {
        classes +=
            zip.stream()
                .map(ZipEntry::getName)
                .filter(entry -> entry.endsWith(".class") && !entry.startsWith("META-INF/"))
                .count();
      }
    }
    results.add("footprint/" + name + "/jars", jars.size());
    results.add("footprint/" + name + "/megabytes", bytes / 1e6);
    results.add("footprint/" + name + "/classes", classes);
  }

  private String side(Peer peer, String what, String channel, String... more) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                java,
                "-Xmx512m",
                "-cp",
                classPath(peer.module(), "jdk"),
                peer.mainClass(),
                what,
                channel,
                peer.setUp().isEmpty() ? "-" : peer.setUp()));
    command.addAll(List.of(more));
    String said = execute(command, 300);
    return said.lines()
        .filter(line -> line.matches("([a-z0-9]+=[-0-9.NaN]+ ?)+"))
        .reduce((one, last) -> last)
        .orElseThrow(() -> new IllegalStateException(peer.name() + " did not answer:\n" + said));
  }

  private static double value(String said, String name) {
    for (String pair : said.trim().split(" ")) {
      if (pair.startsWith(name + "=")) {
        return Double.parseDouble(pair.substring(name.length() + 1));
      }
    }
    throw new IllegalStateException("No " + name + " in: " + said);
  }

  /** The module's own classes and dependencies, and a provider before them if one is asked for. */
  static String classPath(String module, String provider) {
    Path target = HOME.resolve(module).resolve("target");
    String own = target.resolve("classes") + File.pathSeparator + target.resolve("lib/*");
    return provider.equals("jdk")
        ? own
        : HOME.resolve("ours/target/providers").resolve(provider) + "/*" + File.pathSeparator + own;
  }

  private static String execute(List<String> command, int seconds) throws Exception {
    Path log = WORK.resolve("last-output.txt");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException("Took too long: " + command);
    }
    String said = Files.readString(log);
    if (process.exitValue() != 0) {
      throw new IllegalStateException(String.join(" ", command) + "\n" + said);
    }
    return said;
  }

  private static void say(String line) {
    System.out.println(LocalTime.now().withNano(0) + " " + line);
  }

  /** The channels' side in a process of its own. */
  private static final class CounterpartProcess implements AutoCloseable {
    private final Process process;
    private final URI address;

    private CounterpartProcess(String java, Path keys) throws IOException {
      process =
          new ProcessBuilder(
                  java,
                  "-cp",
                  HOME.resolve("kit/target/classes").toString(),
                  "io.jiaozi.benchmarks.kit.Counterpart",
                  keys.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      address = URI.create(lines.readLine());
    }

    private URI address() {
      return address;
    }

    @Override
    public void close() throws IOException {
      process.getOutputStream().close();
      process.destroy();
    }
  }
}
