package io.jiaozi.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Addresses at which a call fails before the sandbox could see a request. Opened when asked for.
 */
final class DeadEnds {
  private final Supplier<URI> sandbox;
  private final AtomicLong resets = new AtomicLong();
  private @Nullable Socket refusing;
  private @Nullable ServerSocket resetting;
  private boolean closed;

  DeadEnds(Supplier<URI> sandbox) {
    this.sandbox = sandbox;
  }

  synchronized URI address(Fault fault) {
    if (closed) {
      throw new IllegalStateException("The sandbox is closed.");
    }
    return switch (fault) {
      case CONNECT_REFUSED -> loopback("http", refusingPort());
      case DNS_FAILURE -> URI.create("https://no-such-host.jiaozi-sandbox.invalid");
      case TLS_HANDSHAKE_FAILURE -> loopback("https", sandbox.get().getPort());
      case RESET_BEFORE_READ -> loopback("http", resettingPort());
      default ->
          throw new IllegalArgumentException(
              fault + " has no address of its own: arm it with faults().arm(...).");
    };
  }

  long connectionsReset() {
    return resets.get();
  }

  private static URI loopback(String scheme, int port) {
    return URI.create(scheme + "://127.0.0.1:" + port);
  }

  /** A port that is taken, so nobody else can have it, but at which nobody listens. */
  private int refusingPort() {
    try {
      if (refusing == null) {
        refusing = new Socket();
        refusing.bind(anyPort());
      }
      return refusing.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("No free loopback port for the refusing address.", e);
    }
  }

  private int resettingPort() {
    try {
      if (resetting == null) {
        ServerSocket server = new ServerSocket();
        server.bind(anyPort());
        resetting = server;
        Thread thread = new Thread(() -> resetAll(server), "jiaozi-sandbox-reset");
        thread.setDaemon(true);
        thread.start();
      }
      return resetting.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("No free loopback port for the resetting address.", e);
    }
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private void resetAll(ServerSocket server) {
    while (!server.isClosed()) {
      try {
        Socket connection = server.accept();
        resets.incrementAndGet();
        connection.setSoLinger(true, 0); // closing now sends RST instead of FIN
        connection.close();
      } catch (IOException ignored) {
        // Either the sandbox is closing, which ends the loop, or this caller was gone already.
      }
    }
  }

  synchronized void close() {
    closed = true;
    try {
      if (refusing != null) {
        refusing.close();
      }
      if (resetting != null) {
        resetting.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("A fault's socket could not be closed.", e);
    }
  }
}
