package io.jiaozi.sandbox;

import io.jiaozi.sandbox.channel.Operation;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The requests the sandbox has seen, also those that a fault then struck; its own pages and control
 * API are left out. Each is written down once, before anything is done about it, so counts are
 * exact. Holds no bodies. The last 50,000 are kept. Safe for use by many threads.
 */
public final class RequestLog {
  private static final int KEPT = 50_000;

  private final ArrayDeque<Entry> entries = new ArrayDeque<>();
  private long total;

  RequestLog() {}

  /**
   * One request.
   *
   * @param sequence 1 for the first request
   * @param at the sandbox's time
   * @param channel the channel's name, {@code unknown} when the path belongs to none
   * @param operation what it asked for, such as {@code refund}
   * @param businessNumber the merchant's number in it, null when there is none
   * @param method upper-case HTTP method
   * @param path as sent, still percent-encoded, without the query
   * @param fault what struck it, null when nothing did
   */
  public record Entry(
      long sequence,
      Instant at,
      String channel,
      String operation,
      @Nullable String businessNumber,
      String method,
      String path,
      @Nullable Fault fault) {}

  synchronized void record(
      Instant at, Operation operation, String method, String path, @Nullable Fault fault) {
    total++;
    if (entries.size() == KEPT) {
      entries.removeFirst();
    }
    entries.addLast(
        new Entry(
            total,
            at,
            operation.channel(),
            operation.name(),
            operation.businessNumber(),
            method,
            path,
            fault));
  }

  /** The kept requests, oldest first. */
  public synchronized List<Entry> all() {
    return List.copyOf(entries);
  }

  /** How many requests were ever seen, {@link #clear} notwithstanding. */
  public synchronized long total() {
    return total;
  }

  /** How many kept requests are like this. */
  public synchronized long count(Predicate<Entry> like) {
    return entries.stream().filter(like).count();
  }

  /** How many kept requests came to this path, whatever the method. */
  public long countPath(String path) {
    return count(entry -> entry.path().equals(path));
  }

  /**
   * How many kept requests asked for this operation with this merchant's number.
   *
   * @param operation such as {@code refund}
   */
  public long count(String operation, String businessNumber) {
    return count(
        entry ->
            entry.operation().equals(operation) && businessNumber.equals(entry.businessNumber()));
  }

  /** Forgets the kept requests; {@link #total} goes on. */
  public synchronized void clear() {
    entries.clear();
  }
}
