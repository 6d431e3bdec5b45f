package io.jiaozi.support.http;

import io.jiaozi.TimeSource;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import okhttp3.Connection;

/**
 * Tells whether a pooled connection died while it rested. A request written to a dead connection
 * has no provable outcome, so looking first turns many an "unknown" into a new connection. OkHttp
 * looks only after 10 s of rest, longer than our connections live. Safe for use by many threads.
 */
final class IdleConnections {

  /** Shorter rests are not worth the millisecond that looking takes. */
  private static final long WORTH_A_LOOK = Duration.ofMillis(100).toNanos();

  private final TimeSource time;
  private final Map<Connection, Long> restingSince =
      Collections.synchronizedMap(new WeakHashMap<>());

  IdleConnections(TimeSource time) {
    this.time = time;
  }

  void released(Connection connection) {
    restingSince.put(connection, time.nanos());
  }

  boolean isDead(Connection connection) {
    Long since = restingSince.remove(connection);
    return since != null && time.nanos() - since >= WORTH_A_LOOK && saysSomething(connection);
  }

  /** A resting server is silent. End of stream, an error or words nobody asked for: not usable. */
  private static boolean saysSomething(Connection connection) {
    Socket socket = connection.socket();
    try {
      int before = socket.getSoTimeout();
      socket.setSoTimeout(1);
      try {
        int unused = socket.getInputStream().read();
        return true;
      } finally {
        socket.setSoTimeout(before);
      }
    } catch (SocketTimeoutException silent) {
      return false;
    } catch (IOException broken) {
      return true;
    }
  }
}
