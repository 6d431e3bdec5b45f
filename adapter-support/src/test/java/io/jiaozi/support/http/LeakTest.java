package io.jiaozi.support.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.spi.ChannelFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import javax.net.SocketFactory;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ten thousand calls into every kind of fault leave nothing behind. */
@Timeout(60)
class LeakTest {

  private static final int CALLS = 10_000;
  private static final int CALLERS = 4;

  private static final String HEAD = "HTTP/1.1 200 OK\r\n";

  private static void answer(int kind, FakeServer.Conversation conversation) throws IOException {
    switch (kind) {
      case 0 -> conversation.reset();
      case 1 -> conversation.close();
      case 2 -> {
        conversation.write(HEAD + "Content-Length: 50\r\n\r\n{");
        conversation.reset();
      }
      case 3 -> {
        conversation.write(HEAD + "Content-Length: 1000\r\n\r\n" + "x".repeat(1000));
        conversation.reset();
      }
      case 4 -> {
        conversation.write(HEAD + "Transfer-Encoding: chunked\r\n\r\nzz\r\n");
        conversation.reset();
      }
      case 5 -> {
        conversation.write("garbage\r\n\r\n");
        conversation.reset();
      }
      case 6 ->
          conversation.write("HTTP/1.1 503 Busy\r\nRetry-After: 0\r\nContent-Length: 0\r\n\r\n");
      case 7 ->
          conversation.write("HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n");
      default -> conversation.write(FakeServer.ok("{}"));
    }
  }

  @Test
  void faults_tenThousand_leaveNoConnectionNoSocketNoThread() throws Exception {
    Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    ConnectionPool pool = new ConnectionPool(5, 7, TimeUnit.SECONDS);
    OkHttpClient client =
        new OkHttpClient.Builder()
            .connectionPool(pool)
            .socketFactory(new RecordingSockets(sockets))
            .build();
    ServerSocket nobody = new ServerSocket(0, 1, FakeServer.loopback(1));
    nobody.close();
    URI refusing = URI.create("http://127.0.0.1:" + nobody.getLocalPort());
    AtomicInteger kinds = new AtomicInteger();
    AtomicInteger failures = new AtomicInteger();
    Set<Thread> before = Thread.getAllStackTraces().keySet();

    try (FakeServer server =
            new FakeServer(
                (request, conversation) -> answer(kinds.getAndIncrement() % 9, conversation));
        HttpTransport transport = HttpTransport.over(client)) {
      ChannelHttp http =
          transport.channel("Fake Pay", List.of(server.url())).maxReplyBytes(500).build();
      ChannelHttp refused = transport.channel("Fake Pay", List.of(refusing)).build();
      CountDownLatch done = new CountDownLatch(CALLERS);
      for (int caller = 0; caller < CALLERS; caller++) {
        Thread thread =
            new Thread(
                () -> {
                  for (int i = 0; i < CALLS / CALLERS; i++) {
                    ask(i % 10 == 0 ? refused : http, i, failures);
                  }
                  done.countDown();
                });
        thread.setDaemon(true);
        thread.start();
      }
      assertThat(done.await(50, TimeUnit.SECONDS)).isTrue();
    }

    assertThat(failures.get()).isGreaterThan(CALLS / 2);
    assertThat(pool.connectionCount()).isZero();
    assertThat(sockets).isNotEmpty().allMatch(Socket::isClosed);
    assertThat(ownThreadsSince(before)).isEmpty();
  }

  private static void ask(ChannelHttp http, int i, AtomicInteger failures) {
    Calls calls = http.calls(Calls.class);
    try {
      http.send(
          i % 2 == 0 ? calls.pay(Calls.json("{}")) : calls.query("A1"), Calls.within10Seconds());
    } catch (ChannelFailure expected) {
      failures.incrementAndGet();
    }
  }

  /**
   * OkHttp's and Okio's own threads are shared by the whole JVM, are daemons and end after a minute
   * without work; there are a few of them, whatever the number of calls.
   */
  private static List<String> ownThreadsSince(Set<Thread> before) throws InterruptedException {
    List<Thread> started = new ArrayList<>(Thread.getAllStackTraces().keySet());
    started.removeAll(before);
    List<Thread> shared =
        started.stream()
            .filter(thread -> thread.getName().matches("OkHttp .*|Okio Watchdog"))
            .toList();
    assertThat(shared).hasSizeLessThan(30).allMatch(Thread::isDaemon);
    started.removeAll(shared);
    started.removeIf(thread -> thread.getName().equals("fake-server"));
    for (Thread thread : started) {
      thread.join(5_000);
    }
    return started.stream()
        .filter(Thread::isAlive)
        .map(Thread::getName)
        .collect(Collectors.toList());
  }

  @Test
  void transport_closedWhileACallRuns_keepsNothingAfterwards() throws Exception {
    ConnectionPool pool = new ConnectionPool(5, 7, TimeUnit.SECONDS);
    HttpTransport transport =
        HttpTransport.over(new OkHttpClient.Builder().connectionPool(pool).build());
    try (FakeServer server =
        new FakeServer(
            (request, conversation) -> {
              transport.close();
              conversation.write(FakeServer.ok("{}"));
            })) {
      ChannelHttp http = transport.channel("Fake Pay", List.of(server.url())).build();

      assertThat(http.send(http.calls(Calls.class).query("1"), Calls.within10Seconds()).status())
          .isEqualTo(200);
      assertThat(pool.connectionCount()).isZero();
    }
  }

  private static final class RecordingSockets extends SocketFactory {
    private final Queue<Socket> sockets;

    RecordingSockets(Queue<Socket> sockets) {
      this.sockets = sockets;
    }

    @Override
    public Socket createSocket() {
      Socket socket = new Socket();
      sockets.add(socket);
      return socket;
    }

    @Override
    public Socket createSocket(String host, int port) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
      throw new UnsupportedOperationException();
    }
  }
}
