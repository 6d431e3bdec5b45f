package io.jiaozi.support.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jiaozi.error.OpenOutcome;
import io.jiaozi.spi.ChannelFailure;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import retrofit2.Call;

/** Failures after a byte of the request may have left. */
@Timeout(30)
class OutcomeUnknownTest {

  private static ChannelFailure.OutcomeUnknown failure(FakeServer server, Duration limit) {
    try (HttpTransport transport = HttpTransport.standard()) {
      ChannelHttp http = transport.channel("Fake Pay", List.of(server.url())).build();
      return catchThrowableOfType(
          ChannelFailure.OutcomeUnknown.class,
          () -> http.send(http.calls(Calls.class).pay(Calls.json("{}")), Calls.within(limit)));
    }
  }

  private static ChannelFailure.OutcomeUnknown failure(FakeServer.Answer answer)
      throws IOException {
    try (FakeServer server = new FakeServer(answer)) {
      ChannelFailure.OutcomeUnknown failure = failure(server, Duration.ofSeconds(10));
      assertThat(server.requests()).hasSize(1);
      return failure;
    }
  }

  static Stream<Arguments> brokenReplies() {
    String head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
    OpenOutcome.Cause none = OpenOutcome.Cause.NO_REPLY;
    OpenOutcome.Cause unreadable = OpenOutcome.Cause.UNREADABLE_REPLY;
    return Stream.of(
        Arguments.of("nothing", "", none, null),
        Arguments.of("half a status line", "HTTP/1.1 20", none, null),
        Arguments.of("half a head", head, none, null),
        Arguments.of("short body", head + "Content-Length: 9\r\n\r\n{}", none, 200),
        Arguments.of("short chunk", head + "Transfer-Encoding: chunked\r\n\r\n9\r\n{}", none, 200),
        Arguments.of(
            "no last chunk", head + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n", none, 200),
        Arguments.of(
            "chunk size in words",
            head + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}",
            unreadable,
            200),
        Arguments.of("not HTTP", "SSH-2.0-OpenSSH\r\n\r\n", unreadable, null),
        Arguments.of("binary", "\u0000\u0001\u0002\u00ff\r\n\r\n", unreadable, null),
        Arguments.of("status in words", "HTTP/1.1 OK fine\r\n\r\n", unreadable, null),
        Arguments.of(
            "body with 204", "HTTP/1.1 204 None\r\nContent-Length: 2\r\n\r\n{}", unreadable, 204),
        Arguments.of(
            "not gzip",
            head + "Content-Encoding: gzip\r\nContent-Length: 12\r\n\r\nnot gzip at!",
            unreadable,
            200));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("brokenReplies")
  void reply_broken_isUnknown(
      String name, String bytes, OpenOutcome.Cause reason, Integer httpStatus) throws IOException {
    ChannelFailure.OutcomeUnknown failure =
        failure(
            (request, conversation) -> {
              conversation.write(bytes);
              conversation.close();
            });

    assertThat(failure.reason()).isEqualTo(reason);
    assertThat(failure.httpStatus()).isEqualTo(httpStatus);
  }

  @Test
  void reply_none_namesTheLimit() throws IOException {
    try (FakeServer server = new FakeServer((request, conversation) -> conversation.awaitEnd())) {
      ChannelFailure.OutcomeUnknown failure = failure(server, Duration.ofMillis(250));

      assertThat(failure).hasMessage("did not answer within 250 ms");
      assertThat(failure.reason()).isEqualTo(OpenOutcome.Cause.NO_REPLY);
    }
  }

  static Stream<FakeServer.Answer> endlessReplies() {
    return Stream.of(
        (request, conversation) -> {
          conversation.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n");
          drip(conversation, "x");
        },
        (request, conversation) -> {
          conversation.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
          drip(conversation, "1\r\nx\r\n");
        },
        (request, conversation) -> drip(conversation, "HTTP/1.1 100 Continue\r\n\r\n"),
        (request, conversation) -> drip(conversation, "HTTP/1.1 103 Early Hints\r\n\r\n"),
        (request, conversation) -> {
          conversation.write("HTTP/1.1 200 OK\r\n");
          drip(conversation, "X-A: b\r\n");
        });
  }

  /** Never lets a silence grow, so that only a limit on the whole call can end it. */
  private static void drip(FakeServer.Conversation conversation, String bytes) throws Exception {
    CountDownLatch pause = new CountDownLatch(1);
    while (!pause.await(2, TimeUnit.MILLISECONDS)) {
      conversation.write(bytes);
    }
  }

  @ParameterizedTest
  @MethodSource("endlessReplies")
  void reply_dripping_endsWithTheCall(FakeServer.Answer answer) throws IOException {
    try (FakeServer server = new FakeServer(answer)) {
      long start = System.nanoTime();
      ChannelFailure.OutcomeUnknown failure = failure(server, Duration.ofMillis(300));

      assertThat(failure.reason()).isEqualTo(OpenOutcome.Cause.NO_REPLY);
      assertThat(failure).hasMessage("did not answer within 300 ms");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
    }
  }

  static Stream<FakeServer.Answer> hugeReplies() {
    return Stream.of(
        (request, conversation) -> {
          conversation.write("HTTP/1.1 200 OK\r\nContent-Length: 1048577\r\n\r\n");
          conversation.awaitEnd();
        },
        (request, conversation) -> {
          conversation.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
          String chunk = "10000\r\n" + "x".repeat(0x10000) + "\r\n";
          for (int i = 0; i < 17; i++) {
            conversation.write(chunk);
          }
          conversation.awaitEnd();
        },
        (request, conversation) -> {
          conversation.write("HTTP/1.1 200 OK\r\n\r\n");
          conversation.write("x".repeat(1024 * 1024 + 1));
          conversation.awaitEnd();
        },
        (request, conversation) -> {
          byte[] bomb = gzip(new byte[64 * 1024 * 1024]);
          assertThat(bomb.length).isLessThan(100_000);
          conversation.write(
              "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: "
                  + bomb.length
                  + "\r\n\r\n");
          conversation.write(bomb);
          conversation.awaitEnd();
        });
  }

  @ParameterizedTest
  @MethodSource("hugeReplies")
  void reply_overTheLimit_isNotReadToItsEnd(FakeServer.Answer answer) throws IOException {
    ChannelFailure.OutcomeUnknown failure = failure(answer);

    assertThat(failure.reason()).isEqualTo(OpenOutcome.Cause.UNREADABLE_REPLY);
    assertThat(failure).hasMessage("answered with more than 1048576 bytes, which were not read");
    assertThat(failure.httpStatus()).isEqualTo(200);
  }

  @Test
  void reply_head_ofMegabytes_isUnknown() throws IOException {
    ChannelFailure.OutcomeUnknown failure =
        failure(
            (request, conversation) -> {
              conversation.write("HTTP/1.1 200 OK\r\n");
              for (int i = 0; i < 2000; i++) {
                conversation.write("X-" + i + ": " + "y".repeat(1000) + "\r\n");
              }
              conversation.awaitEnd();
            });

    assertThat(failure).isNotNull();
  }

  @Test
  void reply_gzip_isUnpackedAndCounted() throws IOException {
    byte[] packed = gzip("{\"a\":1}".getBytes(StandardCharsets.UTF_8));
    try (FakeServer server =
            new FakeServer(
                (request, conversation) -> {
                  conversation.write(
                      "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: "
                          + packed.length
                          + "\r\n\r\n");
                  conversation.write(packed);
                });
        HttpTransport transport = HttpTransport.standard()) {
      ChannelHttp http =
          transport.channel("Fake Pay", List.of(server.url())).maxReplyBytes(7).build();

      assertThat(http.send(http.calls(Calls.class).query("1"), Calls.within10Seconds()).body())
          .asString()
          .isEqualTo("{\"a\":1}");
    }
  }

  @Test
  void thread_interruptedWhileWaiting_isUnknownAndStaysInterrupted() throws Exception {
    AtomicReference<ChannelFailure> failure = new AtomicReference<>();

    assertThat(
            interruptedWhileWaiting(
                "HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n{",
                (http, call) ->
                    failure.set(
                        catchThrowableOfType(
                            ChannelFailure.class, () -> http.send(call, Calls.within10Seconds())))))
        .isTrue();

    assertThat(failure.get())
        .isInstanceOf(ChannelFailure.OutcomeUnknown.class)
        .hasMessage("was asked, but the thread was interrupted before the answer was complete");
  }

  @Test
  void thread_interruptedWhileTheWholeReplyCame_getsItAndStaysInterrupted() throws Exception {
    AtomicReference<Reply> reply = new AtomicReference<>();

    assertThat(
            interruptedWhileWaiting(
                FakeServer.ok("{}"),
                (http, call) -> reply.set(http.send(call, Calls.within10Seconds()))))
        .isTrue();

    assertThat(reply.get().status()).isEqualTo(200);
  }

  /** The server has the request before the caller has begun to wait for the reply. */
  private static void awaitReading(Thread caller) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (Arrays.stream(caller.getStackTrace())
        .noneMatch(
            frame ->
                frame.getClassName().equals("sun.nio.ch.NioSocketImpl")
                    && frame.getMethodName().equals("implRead"))) {
      assertThat(System.nanoTime()).as("the caller waits for its reply in time").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  /** Returns whether the caller's thread was interrupted afterwards. */
  private static boolean interruptedWhileWaiting(
      String bytes, BiConsumer<ChannelHttp, Call<Reply>> sending) throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    AtomicBoolean flag = new AtomicBoolean();
    try (FakeServer server =
            new FakeServer(
                (request, conversation) -> {
                  asked.countDown();
                  interrupted.await();
                  conversation.write(bytes);
                });
        HttpTransport transport = HttpTransport.standard()) {
      ChannelHttp http = transport.channel("Fake Pay", List.of(server.url())).build();
      Thread caller =
          new Thread(
              () -> {
                sending.accept(http, http.calls(Calls.class).pay(Calls.json("{}")));
                flag.set(Thread.currentThread().isInterrupted());
              });
      caller.start();
      assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
      awaitReading(caller);
      caller.interrupt();
      interrupted.countDown();
      caller.join(10_000);
    }
    return flag.get();
  }

  @Test
  void verification_thatBreaks_isAnAdapterFault() throws IOException {
    try (FakeServer server = new FakeServer(FakeServer.replying(FakeServer.ok("{}")));
        HttpTransport transport = HttpTransport.standard()) {
      ChannelHttp http =
          transport
              .channel("Fake Pay", List.of(server.url()))
              .verifying(
                  reply -> {
                    throw new IllegalStateException("key sk_live_4eC39HqLyjWDarjtT1zdp7dc");
                  })
              .build();
      ChannelFailure.OutcomeUnknown failure =
          catchThrowableOfType(
              ChannelFailure.OutcomeUnknown.class,
              () ->
                  http.send(
                      http.calls(Calls.class).pay(Calls.json("{}")), Calls.within10Seconds()));

      assertThat(failure.reason()).isEqualTo(OpenOutcome.Cause.ADAPTER_FAULT);
      assertThat(failure.httpStatus()).isEqualTo(200);
      assertThat(failure.getCause()).hasMessageNotContaining("sk_live");
    }
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(plain);
    }
    return packed.toByteArray();
  }
}
