package io.jiaozi.support.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.Dns;

/**
 * Finds addresses within a limit. The resolver of the JDK can block for half a minute and cannot be
 * stopped, so it runs on a thread of its own, one for each name at most. Safe for use by many
 * threads.
 */
final class NameLookup {

  private final Dns resolver;
  private final Map<String, CompletableFuture<List<InetAddress>>> running =
      new ConcurrentHashMap<>();

  NameLookup(Dns resolver) {
    this.resolver = resolver;
  }

  Dns within(Duration limit) {
    return new LimitedDns(this, limit);
  }

  private List<InetAddress> lookup(String name, Duration limit) throws UnknownHostException {
    CompletableFuture<List<InetAddress>> answer = running.computeIfAbsent(name, this::start);
    try {
      return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw unknown(name, e);
    } catch (TimeoutException e) {
      throw new SlowNameException(name);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unknown(name, e);
    }
  }

  private CompletableFuture<List<InetAddress>> start(String name) {
    CompletableFuture<List<InetAddress>> answer = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                answer.complete(resolver.lookup(name));
              } catch (UnknownHostException | RuntimeException e) {
                answer.completeExceptionally(e);
              } finally {
                running.remove(name, answer);
              }
            },
            "jiaozi-name-lookup");
    thread.setDaemon(true);
    thread.start();
    return answer;
  }

  private static UnknownHostException unknown(String name, Throwable cause) {
    UnknownHostException failure = new UnknownHostException(name);
    failure.initCause(cause);
    return failure;
  }

  /**
   * Equal whatever the limit: OkHttp reuses a pooled connection only for a call with an equal
   * {@code Dns}.
   */
  private static final class LimitedDns implements Dns {
    private final NameLookup lookup;
    private final Duration limit;

    LimitedDns(NameLookup lookup, Duration limit) {
      this.lookup = lookup;
      this.limit = limit;
    }

    @Override
    public List<InetAddress> lookup(String name) throws UnknownHostException {
      return lookup.lookup(name, limit);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof LimitedDns dns && dns.lookup == lookup;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(lookup);
    }
  }
}
