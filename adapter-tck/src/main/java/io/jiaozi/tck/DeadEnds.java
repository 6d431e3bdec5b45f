package io.jiaozi.tck;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** Addresses at which calls fail before any request reaches the fake, and one of a forger's. */
final class DeadEnds implements AutoCloseable {

  private final Socket refusing = new Socket();
  private final ServerSocket resetting = FaultProxy.listen();
  private final ServerSocket plain = FaultProxy.listen();
  private final ServerSocket elsewhere = FaultProxy.listen();
  private final AtomicInteger resets = new AtomicInteger();
  private final AtomicInteger callsElsewhere = new AtomicInteger();

  DeadEnds() {
    try {
      // A port that is taken, so nobody else can have it, but at which nobody listens.
      refusing.bind(new InetSocketAddress(FaultProxy.thisMachine(), 0));
    } catch (IOException e) {
      throw new UncheckedIOException("There is no free loopback port.", e);
    }
    FaultProxy.start(() -> speakPlainly(plain), FaultProxy.THREADS + "-plain");
    FaultProxy.start(() -> resetAll(resetting, resets), FaultProxy.THREADS + "-resetting");
    FaultProxy.start(() -> resetAll(elsewhere, callsElsewhere), FaultProxy.THREADS + "-elsewhere");
  }

  URI address(SocketFault fault) {
    return switch (fault) {
      case CONNECT_REFUSED -> URI.create("http://127.0.0.1:" + refusing.getLocalPort());
      case DNS_FAILURE -> URI.create("https://no-such-host.jiaozi-tck.invalid");
      case TLS_FAILURE -> URI.create("https://127.0.0.1:" + plain.getLocalPort());
      case RESET_BEFORE_READ -> URI.create("http://127.0.0.1:" + resetting.getLocalPort());
      default -> throw new IllegalArgumentException(fault + " is no address");
    };
  }

  /** An address of a forger's own, which nobody may call. */
  URI elsewhere() {
    return URI.create("https://127.0.0.1:" + elsewhere.getLocalPort() + "/keys/1");
  }

  /** Where a redirection leads. */
  URI redirection() {
    return URI.create("http://127.0.0.1:" + elsewhere.getLocalPort() + "/moved");
  }

  int callsElsewhere() {
    return callsElsewhere.get();
  }

  int resets() {
    return resets.get();
  }

  private static void resetAll(ServerSocket server, AtomicInteger count) {
    while (!server.isClosed()) {
      try {
        Socket connection = server.accept();
        count.incrementAndGet();
        connection.setSoLinger(true, 0);
        connection.close();
      } catch (IOException ignored) {
        // Either this is closing, which ends the loop, or the caller had gone already.
      }
    }
  }

  /** To whoever wants to speak TLS: this is plain HTTP. */
  private static void speakPlainly(ServerSocket server) {
    while (!server.isClosed()) {
      try (Socket connection = server.accept()) {
        int first = connection.getInputStream().read();
        if (first >= 0) {
          connection
              .getOutputStream()
              .write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
      } catch (IOException ignored) {
        // Either this is closing, which ends the loop, or the caller had gone already.
      }
    }
  }

  @Override
  public void close() {
    try {
      refusing.close();
      resetting.close();
      plain.close();
      elsewhere.close();
    } catch (IOException e) {
      throw new UncheckedIOException("A dead end could not be closed.", e);
    }
  }
}
