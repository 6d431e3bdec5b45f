package io.jiaozi.tck;

import io.jiaozi.tck.Http.Message;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Stands between the adapter and the author's fake: sees every request, and brings about what goes
 * wrong at the socket. It reads each message whole, so it knows whether the fake had acted before a
 * fault strikes. Safe for use by many threads.
 */
final class FaultProxy implements AutoCloseable {

  static final String THREADS = "jiaozi-tck-proxy";

  private static final long LONGEST_SILENCE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final URI fake;
  private final Predicate<SeenRequest> isFetch;
  private final ServerSocket listening;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Set<Integer> accepted = ConcurrentHashMap.newKeySet();
  private final List<SeenRequest> seen = new ArrayList<>();
  private final Object silence = new Object();
  private @Nullable Plan plan;
  private long fetches;
  private long connections;
  private long markers;
  private volatile long releases;
  private volatile boolean closed;

  /** How a fault strikes: from the acting request on, so many times. */
  private static final class Plan {
    private final SocketFault fault;
    private final UnaryOperator<Message> spoil;
    private final URI elsewhere;
    private int before;
    private int times;

    Plan(SocketFault fault, UnaryOperator<Message> spoil, URI elsewhere, int acting, int times) {
      this.fault = fault;
      this.spoil = spoil;
      this.elsewhere = elsewhere;
      this.before = acting - 1;
      this.times = times;
    }
  }

  FaultProxy(URI fake, Predicate<SeenRequest> isFetch) {
    this.fake = fake;
    this.isFetch = isFetch;
    this.listening = listen();
    start(this::accept, THREADS);
  }

  static InetAddress thisMachine() {
    try {
      return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  static ServerSocket listen() {
    try {
      ServerSocket server = new ServerSocket();
      server.bind(new InetSocketAddress(thisMachine(), 0), 200);
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException("There is no free loopback port.", e);
    }
  }

  static void start(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + listening.getLocalPort());
  }

  /**
   * Strikes the request that acts, the next so many times.
   *
   * @param spoil what to do to the reply, for faults about its signature
   * @param elsewhere where a redirection leads
   * @param acting which request from now on, 1 for the next, fetches not counted
   */
  synchronized void strike(
      SocketFault fault, UnaryOperator<Message> spoil, URI elsewhere, int acting, int times) {
    plan = new Plan(fault, spoil, elsewhere, acting, times);
  }

  /** Nothing goes wrong any more, and every silence ends. */
  void heal() {
    synchronized (this) {
      plan = null;
    }
    synchronized (silence) {
      releases++;
      silence.notifyAll();
    }
  }

  /** Everything seen since the last call, fetches of keys and tokens left out. */
  synchronized List<SeenRequest> takeSeen() {
    List<SeenRequest> all = List.copyOf(seen);
    seen.clear();
    return all;
  }

  /** How many fetches of keys and tokens there were in all. */
  synchronized long fetches() {
    return fetches;
  }

  /**
   * How many connections were made until now in all. One that was just made may still wait to be
   * accepted: so one more is made, which comes after it, and is waited for.
   */
  long connections() {
    synchronized (this) {
      markers++;
    }
    try (Socket marker = new Socket()) {
      marker.bind(new InetSocketAddress(thisMachine(), 0));
      int port = marker.getLocalPort();
      // Ports come again: an older connection that had this one is over.
      accepted.remove(port);
      marker.connect(new InetSocketAddress(thisMachine(), listening.getLocalPort()));
      while (!closed && !accepted.contains(port)) {
        Thread.onSpinWait();
      }
      accepted.remove(port);
    } catch (IOException e) {
      throw new UncheckedIOException("The proxy does not listen.", e);
    }
    synchronized (this) {
      return connections - markers;
    }
  }

  /** How many connections are open now. */
  int openConnections() {
    return open.size();
  }

  private void accept() {
    while (!closed) {
      try {
        Socket connection = listening.accept();
        connection.setTcpNoDelay(true);
        open.add(connection);
        synchronized (this) {
          connections++;
        }
        accepted.add(connection.getPort());
        start(() -> serve(connection), THREADS + "-connection");
      } catch (IOException ended) {
        if (listening.isClosed()) {
          return;
        }
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      InputStream in = new BufferedInputStream(connection.getInputStream());
      OutputStream out = connection.getOutputStream();
      boolean goesOn = true;
      while (goesOn) {
        Message request = Http.readRequest(in, out);
        goesOn = request != null && exchange(request, connection, out);
      }
    } catch (IOException | RuntimeException broken) {
      // Either side has gone, or what it said is no HTTP: the connection ends.
    } finally {
      open.remove(connection);
    }
  }

  /** Whether the connection can be used again. */
  private boolean exchange(Message request, Socket connection, OutputStream out)
      throws IOException {
    Plan strikes = note(request);
    if (strikes == null) {
      out.write(Http.returned(ask(request)));
      out.flush();
      return true;
    }
    if (!strikes.fault.acts()) {
      return insteadOfActing(strikes, connection, out);
    }
    return afterActing(strikes, ask(request), connection, out);
  }

  private synchronized @Nullable Plan note(Message request) {
    SeenRequest came = seenRequest(request);
    if (isFetch.test(came)) {
      fetches++;
      return null;
    }
    seen.add(came);
    Plan current = plan;
    if (current == null || current.before-- > 0 || current.times <= 0) {
      return null;
    }
    current.times--;
    return current;
  }

  private static SeenRequest seenRequest(Message request) {
    String[] start = request.start().split(" ", 3);
    Map<String, List<String>> headers = new LinkedHashMap<>();
    request
        .headers()
        .forEach(
            header ->
                headers
                    .computeIfAbsent(header.name().toLowerCase(Locale.ROOT), n -> new ArrayList<>())
                    .add(header.value()));
    headers.replaceAll((name, values) -> List.copyOf(values));
    return new SeenRequest(
        start[0],
        start.length > 1 ? start[1] : "",
        headers,
        new String(request.body(), StandardCharsets.ISO_8859_1));
  }

  private Message ask(Message request) throws IOException {
    try (Socket channel = new Socket(fake.getHost(), fake.getPort())) {
      channel.setTcpNoDelay(true);
      OutputStream out = channel.getOutputStream();
      out.write(Http.forwarded(request));
      out.flush();
      return Http.readReply(new BufferedInputStream(channel.getInputStream()));
    }
  }

  private static boolean insteadOfActing(Plan plan, Socket connection, OutputStream out)
      throws IOException {
    switch (plan.fault) {
      case RESET_AFTER_READ -> {
        reset(connection);
        return false;
      }
      case CLOSE_AFTER_READ -> {
        return false;
      }
      case REDIRECT_307 -> {
        out.write(status("307 Temporary Redirect", "Location: " + plan.elsewhere + "\r\n", ""));
        return true;
      }
      default -> {
        String page =
            plan.fault == SocketFault.HTML_502 ? "<html><body>502 Bad Gateway</body></html>" : "";
        String retry =
            plan.fault == SocketFault.STATUS_503 || plan.fault == SocketFault.STATUS_429
                ? "Retry-After: 0\r\n"
                : "";
        out.write(status(plan.fault.status() + " Fault", retry, page));
        return true;
      }
    }
  }

  private static byte[] status(String status, String headers, String page) {
    return ("HTTP/1.1 "
            + status
            + "\r\n"
            + headers
            + (page.isEmpty() ? "" : "Content-Type: text/html\r\n")
            + "Content-Length: "
            + page.length()
            + "\r\n\r\n"
            + page)
        .getBytes(StandardCharsets.US_ASCII);
  }

  private boolean afterActing(Plan plan, Message reply, Socket connection, OutputStream out)
      throws IOException {
    switch (plan.fault) {
      case RESET_AFTER_COMMIT -> reset(connection);
      case SILENCE_AFTER_COMMIT -> staySilent();
      case TRUNCATED_REPLY -> out.write(Http.announcing(reply, reply.body().length + 64));
      case MALFORMED_CHUNK -> out.write(Http.badlyChunked(reply));
      case GARBAGE ->
          out.write("\u0000\u0007 this is not HTTP\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      case HTML_200 -> {
        out.write(status("200 OK", "", "<html><body>Welcome to the hotel's network</body></html>"));
        out.flush();
        return true;
      }
      case BAD_SIGNATURE, MISSING_SIGNATURE -> {
        out.write(Http.returned(plan.spoil.apply(reply)));
        out.flush();
        return true;
      }
      default -> {
        // Closed without a reply.
      }
    }
    return false;
  }

  private static void reset(Socket connection) throws IOException {
    connection.setSoLinger(true, 0);
    connection.close();
  }

  private void staySilent() {
    synchronized (silence) {
      long before = releases;
      try {
        while (!closed && releases == before) {
          TimeUnit.NANOSECONDS.timedWait(silence, LONGEST_SILENCE_NANOS);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Ends everything. */
  @Override
  public void close() {
    closed = true;
    heal();
    try {
      listening.close();
      for (Socket connection : open) {
        connection.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The proxy could not be closed.", e);
    }
  }
}
