package io.jiaozi.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which seeds have been run. Survives being stopped. Safe for use by many threads. */
final class Progress {

  private static final int BLOCK = 25;
  private static final int MOST_FAILURES = 10;
  private static final Duration TOLD_EVERY = Duration.ofSeconds(60);

  record Block(long from, long to) {}

  private final Path folder;
  private final long from;
  private final long end;
  private final Path file;
  private final List<String> failures = new ArrayList<>();
  private final TreeSet<Long> ahead = new TreeSet<>();
  private long next;
  private long finishedTo;
  private long told = System.nanoTime();

  private Progress(Path folder, long from, long schedules, boolean resumes) {
    this.folder = folder;
    this.from = from;
    end = from + schedules;
    file = resumes ? folder.resolve("progress-" + from + "-" + schedules) : null;
    next = file == null ? from : read();
    finishedTo = next;
  }

  /** Goes on where the same command was stopped, if it is to be resumed. */
  static Progress of(Path folder, long from, long schedules, boolean resumes) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Progress(folder, from, schedules, resumes);
  }

  private long read() {
    try {
      return Files.exists(file) ? Long.parseLong(Files.readString(file).strip()) : from;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next seeds to run; null when there are none or too much has failed. */
  synchronized @Nullable Block take() {
    if (next >= end || failures.size() >= MOST_FAILURES) {
      return null;
    }
    Block block = new Block(next, Math.min(end, next + BLOCK));
    next = block.to();
    return block;
  }

  synchronized void ran(Run.Outcome outcome) {
    boolean failed = !outcome.violations().isEmpty();
    if (failed || end - from == 1) {
      write(folder.resolve("seed-" + outcome.seed() + ".trace"), outcome.trace());
    }
    if (failed) {
      failures.add(
          "seed "
              + outcome.seed()
              + " at "
              + outcome.channel()
              + ": "
              + outcome.violations()
              + "\n  again with -Djiaozi.simulation.schedules=1 -Djiaozi.simulation.from="
              + outcome.seed()
              + "\n"
              + outcome.trace());
    }
  }

  synchronized void finished(Block block) {
    ahead.add(block.from());
    while (ahead.remove(finishedTo)) {
      finishedTo = Math.min(end, finishedTo + BLOCK);
    }
    if (file != null) {
      write(file, Long.toString(finishedTo));
    }
    if (System.nanoTime() - told > TOLD_EVERY.toNanos()) {
      told = System.nanoTime();
      System.out.println("Simulation: " + done() + " of " + (end - from) + " schedules");
    }
  }

  /** How many are done, those of earlier starts included. */
  synchronized long done() {
    return finishedTo - from;
  }

  synchronized List<String> failures() {
    return List.copyOf(failures);
  }

  private static void write(Path path, String text) {
    try {
      Files.writeString(path, text, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
