package io.jiaozi.sandbox.paypal;

import io.jiaozi.sandbox.SandboxClock;
import io.jiaozi.sandbox.channel.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Answers remembered by {@code PayPal-Request-Id}: 201 for the first execution, 200 for a repeat;
 * the repeat's body is not looked at. Protocol sheet 1.4. Not thread-safe.
 */
final class Replays {
  private record Kept(Reply reply, Instant until) {}

  private final SandboxClock clock;
  private final Map<String, Kept> kept = new HashMap<>();

  Replays(SandboxClock clock) {
    this.clock = clock;
  }

  /** The remembered answer, or null when this is the first time or the memory has faded. */
  @Nullable Reply find(String operation, String requestId) {
    Kept found = kept.get(operation + " " + requestId);
    if (found == null || !clock.instant().isBefore(found.until())) {
      return null;
    }
    Reply first = found.reply();
    return first.status() == 201
        ? Reply.of(200, "application/json; charset=utf-8", first.body())
        : first;
  }

  void keep(String operation, String requestId, Reply reply, Duration retention) {
    kept.put(operation + " " + requestId, new Kept(reply, clock.instant().plus(retention)));
  }
}
