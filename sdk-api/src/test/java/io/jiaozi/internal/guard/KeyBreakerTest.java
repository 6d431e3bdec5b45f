package io.jiaozi.internal.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jiaozi.error.OpenOutcome;
import io.jiaozi.error.RejectedReason;
import io.jiaozi.fake.VirtualTime;
import io.jiaozi.spi.ChannelFailure;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class KeyBreakerTest {

  private final VirtualTime time = new VirtualTime();
  private final KeyBreaker keys = new KeyBreaker("shop", "keys", time, state -> {});
  private final AtomicInteger downloads = new AtomicInteger();

  private String fail() {
    downloads.incrementAndGet();
    throw new ChannelFailure.NotSent("refused the connection", null);
  }

  private void failTwice() {
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> keys.fetch(this::fail))
          .isInstanceOf(ChannelFailure.OutcomeUnknown.class)
          .hasMessage(
              "cannot be verified, because its keys could not be fetched (its key server refused the"
                  + " connection)");
    }
  }

  @Test
  void deadKeyServer_isLeftAloneForHalfAMinute() {
    failTwice();
    ChannelFailure.OutcomeUnknown failure =
        catchThrowableOfType(ChannelFailure.OutcomeUnknown.class, () -> keys.fetch(this::fail));
    assertThat(failure)
        .hasMessage(
            "cannot be verified, because its keys could not be fetched (the last downloads failed)");
    assertThat(downloads).hasValue(2);
    time.pass(Duration.ofSeconds(31));
    assertThat(keys.<String>fetch(() -> "keys")).isEqualTo("keys");
    assertThat(keys.<String>fetch(() -> "keys")).isEqualTo("keys");
  }

  @Test
  void probeThatFails_leavesItAloneAgain() {
    failTwice();
    time.pass(Duration.ofSeconds(31));
    assertThatThrownBy(() -> keys.fetch(this::fail)).hasMessageContaining("refused");
    assertThatThrownBy(() -> keys.fetch(this::fail)).hasMessageContaining("last downloads");
    assertThat(downloads).hasValue(3);
  }

  @Test
  void refusal_isAnAnswer_andPassesAsItIs() {
    for (int i = 0; i < 5; i++) {
      ChannelFailure.Rejected refused =
          new ChannelFailure.Rejected(
              RejectedReason.BAD_CREDENTIALS, "401", "refused", "", 401, null, null);
      assertThatThrownBy(
              () ->
                  keys.fetch(
                      () -> {
                        throw refused;
                      }))
          .isSameAs(refused);
    }
    assertThat(keys.<String>fetch(() -> "keys")).isEqualTo("keys");
  }

  @Test
  void anyOtherThrow_countsAndPassesAsItIs() {
    IllegalStateException thrown = new IllegalStateException("x");
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(
              () ->
                  keys.fetch(
                      () -> {
                        throw thrown;
                      }))
          .isSameAs(thrown);
    }
    assertThatThrownBy(() -> keys.fetch(() -> "keys")).hasMessageContaining("last downloads");
  }

  @Test
  void access_whateverFails_isNotSent() {
    KeyBreaker access = new KeyBreaker("shop", "access", time, state -> {});

    assertThatThrownBy(
            () ->
                access.fetchAccess(
                    () -> {
                      throw new ChannelFailure.OutcomeUnknown(
                          OpenOutcome.Cause.NO_REPLY, "did not answer within 5 s", null);
                    }))
        .isInstanceOf(ChannelFailure.NotSent.class)
        .hasMessage("was not asked, because it gave no access: it did not answer within 5 s");
  }

  @Test
  void access_twoFailures_areNotTriedAgainForHalfAMinute_andKeysAreNotStopped() {
    KeyBreaker access = new KeyBreaker("shop", "access", time, state -> {});
    AtomicInteger fetches = new AtomicInteger();
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(
              () ->
                  access.fetchAccess(
                      () -> {
                        fetches.incrementAndGet();
                        throw new ChannelFailure.NotSent("could not be connected to", null);
                      }))
          .isInstanceOf(ChannelFailure.NotSent.class);
    }

    assertThat(fetches).hasValue(2);
    assertThat(keys.<String>fetch(() -> "key")).isEqualTo("key");
  }

  @Test
  void access_refused_staysARefusal() {
    KeyBreaker access = new KeyBreaker("shop", "access", time, state -> {});

    assertThatThrownBy(
            () ->
                access.fetchAccess(
                    () -> {
                      throw new ChannelFailure.Rejected(
                          RejectedReason.BAD_CREDENTIALS, "c", "refuses", "", 401, null, null);
                    }))
        .isInstanceOf(ChannelFailure.Rejected.class);
  }
}
