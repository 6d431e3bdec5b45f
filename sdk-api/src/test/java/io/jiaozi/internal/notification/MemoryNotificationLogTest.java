package io.jiaozi.internal.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jiaozi.fake.VirtualTime;
import io.jiaozi.notification.NotificationLog;
import io.jiaozi.notification.NotificationLog.Fact;
import io.jiaozi.notification.NotificationLog.Once;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryNotificationLogTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  private final VirtualTime time = new VirtualTime();
  private final NotificationLog log = NotificationLog.inMemory(time, Duration.ofDays(31), 3);
  private final AtomicInteger runs = new AtomicInteger();
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void secondTime_doesNotRun() throws Exception {
    assertThat(log.seen(fact("a"))).isFalse();
    assertThat(log.once(fact("a"), LONG, runs::incrementAndGet)).isEqualTo(Once.DONE);
    assertThat(log.once(fact("a"), LONG, runs::incrementAndGet)).isEqualTo(Once.DUPLICATE);

    assertThat(runs).hasValue(1);
    assertThat(log.seen(fact("a"))).isTrue();
  }

  @Test
  void accountsAndSubMerchants_haveFactsOfTheirOwn() throws Exception {
    log.once(new Fact("shop", "", "a"), LONG, runs::incrementAndGet);
    log.once(new Fact("shop", "1900000109", "a"), LONG, runs::incrementAndGet);
    log.once(new Fact("other", "", "a"), LONG, runs::incrementAndGet);

    assertThat(runs).hasValue(3);
  }

  @Test
  void workThatThrows_leavesNoTrace() throws Exception {
    assertThatThrownBy(
            () ->
                log.once(
                    fact("a"),
                    LONG,
                    () -> {
                      throw new IOException("disk");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("disk");

    assertThat(log.seen(fact("a"))).isFalse();
    assertThat(log.once(fact("a"), LONG, runs::incrementAndGet)).isEqualTo(Once.DONE);
  }

  @Test
  void others_waitForTheOneThatRuns_andAreDuplicates() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    List<Future<Once>> all = new ArrayList<>();
    all.add(threads.submit(() -> log.once(fact("a"), LONG, blocking(running, mayEnd))));
    running.await();
    for (int i = 0; i < 4; i++) {
      all.add(threads.submit(() -> log.once(fact("a"), LONG, runs::incrementAndGet)));
    }
    assertThat(log.once(fact("a"), Duration.ZERO, runs::incrementAndGet)).isEqualTo(Once.BUSY);
    mayEnd.countDown();

    List<Once> endings = new ArrayList<>();
    for (Future<Once> one : all) {
      endings.add(one.get(1, TimeUnit.MINUTES));
    }
    assertThat(endings)
        .containsExactly(Once.DONE, Once.DUPLICATE, Once.DUPLICATE, Once.DUPLICATE, Once.DUPLICATE);
    assertThat(runs).hasValue(1);
  }

  @Test
  void whoWaited_runsWhereTheFirstFailed() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch mayFail = new CountDownLatch(1);
    Future<Once> first =
        threads.submit(
            () ->
                log.once(
                    fact("a"),
                    LONG,
                    () -> {
                      running.countDown();
                      mayFail.await();
                      throw new IOException("disk");
                    }));
    running.await();
    Future<Once> second = threads.submit(() -> log.once(fact("a"), LONG, runs::incrementAndGet));
    mayFail.countDown();

    assertThat(second.get(1, TimeUnit.MINUTES)).isEqualTo(Once.DONE);
    assertThatThrownBy(first::get).hasRootCauseInstanceOf(IOException.class);
    assertThat(runs).hasValue(1);
  }

  @Test
  void oldestFacts_goFirst_byNumberAndByAge() throws Exception {
    for (String key : List.of("a", "b", "c", "d")) {
      log.once(fact(key), LONG, runs::incrementAndGet);
      time.pass(Duration.ofDays(10));
    }
    assertThat(log.seen(fact("a"))).isFalse();
    assertThat(log.seen(fact("b"))).isTrue();

    time.pass(Duration.ofDays(10));
    log.once(fact("e"), LONG, runs::incrementAndGet);
    assertThat(log.seen(fact("b"))).isFalse();
    assertThat(log.seen(fact("c"))).isTrue();

    assertThat(log.forgetBefore(time.now())).isEqualTo(2);
    assertThat(log.seen(fact("e"))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "one\nline", "交子"})
  void keysThatNoTableHolds_areRefused(String key) {
    assertThatThrownBy(() -> fact(key)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void keys_areAtMost200Characters() {
    assertThat(fact("k".repeat(200)).key()).hasSize(200);
    assertThatThrownBy(() -> fact("k".repeat(201))).isInstanceOf(IllegalArgumentException.class);
  }

  private NotificationLog.Work blocking(CountDownLatch running, CountDownLatch mayEnd) {
    return () -> {
      runs.incrementAndGet();
      running.countDown();
      mayEnd.await();
    };
  }

  private static Fact fact(String key) {
    return new Fact("shop", "", key);
  }
}
