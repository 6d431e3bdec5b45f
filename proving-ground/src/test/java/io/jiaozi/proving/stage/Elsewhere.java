package io.jiaozi.proving.stage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/** A forger's own address: counts whoever calls and says nothing. */
public final class Elsewhere implements AutoCloseable {

  private final ServerSocket listening;
  private final AtomicInteger calls = new AtomicInteger();

  /** Listens on a free port of this machine. */
  public Elsewhere() {
    try {
      listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread listener = new Thread(this::listen, "elsewhere");
    listener.setDaemon(true);
    listener.start();
  }

  private void listen() {
    while (!listening.isClosed()) {
      try (Socket call = listening.accept()) {
        if (call.isConnected()) {
          calls.incrementAndGet();
        }
      } catch (SocketException closed) {
        return;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Where it is; looks like an address of a certificate. */
  public URI address() {
    return URI.create(
        "https://127.0.0.1:" + listening.getLocalPort() + "/v1/notifications/certs/CERT-360caa42");
  }

  /** How many have called. */
  public int calls() {
    return calls.get();
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
