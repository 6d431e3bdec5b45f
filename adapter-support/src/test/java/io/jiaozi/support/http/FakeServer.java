package io.jiaozi.support.http;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server of bare sockets: counts what arrives and answers with whatever bytes the test writes.
 */
final class FakeServer implements Closeable {

  /** What happens after a whole request was read. */
  interface Answer {
    void to(Request request, Conversation conversation) throws Exception;
  }

  record Request(String head, String body) {
    String line() {
      return head.substring(0, head.indexOf("\r\n"));
    }
  }

  /** One connection. */
  static final class Conversation {
    private final Socket socket;
    private final int number;
    private boolean over;

    Conversation(Socket socket, int number) {
      this.socket = socket;
      this.number = number;
    }

    /** 1 for the first connection of the server. */
    int number() {
      return number;
    }

    void write(String bytes) throws IOException {
      write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    void write(byte[] bytes) throws IOException {
      OutputStream out = socket.getOutputStream();
      out.write(bytes);
      out.flush();
    }

    void close() throws IOException {
      over = true;
      socket.close();
    }

    /** Ends the connection with a reset. */
    void reset() throws IOException {
      over = true;
      socket.setSoLinger(true, 0);
      socket.close();
    }

    /** Waits until the client has gone. */
    void awaitEnd() throws IOException {
      over = true;
      while (socket.getInputStream().read() >= 0) {
        // What it still says does not matter.
      }
    }
  }

  private final ServerSocket listener;
  private final String scheme;
  private final Answer answer;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  FakeServer(Answer answer) throws IOException {
    this(new ServerSocket(0, 1024, loopback(1)), "http", answer);
  }

  FakeServer(ServerSocket listener, String scheme, Answer answer) {
    this.listener = listener;
    this.scheme = scheme;
    this.answer = answer;
    start(this::accept);
  }

  /** 127.0.0.x. */
  static InetAddress loopback(int x) {
    try {
      return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) x});
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  static Answer replying(String reply) {
    return (request, conversation) -> conversation.write(reply);
  }

  static String ok(String json) {
    return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
        + json.length()
        + "\r\n\r\n"
        + json;
  }

  URI url() {
    return URI.create(scheme + "://127.0.0.1:" + port());
  }

  int port() {
    return listener.getLocalPort();
  }

  List<Request> requests() {
    return requests;
  }

  int connections() {
    return connections.get();
  }

  @Override
  public void close() throws IOException {
    closed = true;
    listener.close();
    for (Socket socket : open) {
      socket.close();
    }
  }

  private void accept() {
    while (!closed) {
      try {
        Socket socket = listener.accept();
        open.add(socket);
        int number = connections.incrementAndGet();
        start(() -> converse(socket, number));
      } catch (IOException e) {
        // Closed by the test, or a client that was gone before it was accepted.
      }
    }
  }

  private void converse(Socket socket, int number) {
    try (socket) {
      Conversation conversation = new Conversation(socket, number);
      InputStream in = socket.getInputStream();
      while (!conversation.over) {
        Request request = read(in);
        requests.add(request);
        answer.to(request, conversation);
      }
    } catch (Exception e) {
      // The client went away, or the test closed the server.
    } finally {
      open.remove(socket);
    }
  }

  private static Request read(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException();
      }
      head.append((char) next);
    }
    int length = 0;
    for (String line : head.toString().split("\r\n", -1)) {
      if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Integer.parseInt(line.substring(15).trim());
      }
    }
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw new EOFException();
    }
    return new Request(head.toString(), new String(body, StandardCharsets.UTF_8));
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "fake-server");
    thread.setDaemon(true);
    thread.start();
  }
}
