package io.jiaozi.wechat;

import io.jiaozi.error.OpenOutcome;
import io.jiaozi.spi.AdapterContext;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.support.crypto.SignatureVerifier;
import io.jiaozi.support.keys.CertificateSerials;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys at hand, and when new ones are fetched. Source: protocol sheet, sections 1.2 to 1.4.
 *
 * <p>Where keys are configured nothing is ever fetched, whatever a message names. Where they are
 * downloaded: before the first request, since its answer could not be verified otherwise; after six
 * hours, by the next request; and when a message names a certificate nobody here has, but then once
 * a minute at most, whoever sends how many. One download at a time: others wait for it and take
 * what it brings. Safe for use by many threads.
 */
final class KeyRing {

  private static final Logger log = LoggerFactory.getLogger(KeyRing.class);

  /** How long the check of one message may wait for new keys. */
  static final Duration PATIENCE = Duration.ofSeconds(3);

  /**
   * The documents ask for twelve hours at most; a new certificate is listed a day before its use.
   */
  static final Duration FRESH = Duration.ofHours(6);

  /** What a stranger's messages can cause. */
  static final Duration PAUSE = Duration.ofMinutes(1);

  private final AdapterContext context;
  private final @Nullable CertificateDownload download;
  private final ReentrantLock flight = new ReentrantLock();
  private volatile State state;

  /**
   * What is known.
   *
   * @param keys at hand
   * @param fetchedAt when they were fetched; null if never
   * @param triedAt when that was tried last; null if never
   * @param flights how often it was tried
   * @param failure how the last try failed; null if it did not
   */
  private record State(
      PlatformKeys keys,
      @Nullable Instant fetchedAt,
      @Nullable Instant triedAt,
      int flights,
      @Nullable ChannelFailure failure) {}

  /**
   * A breaker before the download. What our own calls need goes through one, what messages that
   * arrive ask for through another: whoever sends forgeries must not stop payments.
   */
  private interface Gate {
    PlatformKeys fetch(Supplier<PlatformKeys> download);
  }

  private KeyRing(
      PlatformKeys keys, AdapterContext context, @Nullable CertificateDownload download) {
    this.context = context;
    this.download = download;
    this.state = new State(keys, null, null, 0, null);
  }

  /** Configured keys, and no others. */
  static KeyRing of(PlatformKeys keys, AdapterContext context) {
    return new KeyRing(keys, context, null);
  }

  /** Certificates from WeChat Pay, beside what is configured. */
  static KeyRing downloading(
      PlatformKeys configured, AdapterContext context, CertificateDownload download) {
    return new KeyRing(configured, context, download);
  }

  /** Whether certificates are fetched. */
  boolean downloads() {
    return download != null;
  }

  /** The keys at hand now. */
  PlatformKeys current() {
    return state.keys();
  }

  /**
   * Sees to it that the answer to a request can be verified, before the request is sent.
   *
   * @throws ChannelFailure.NotSent if it could not
   * @throws ChannelFailure.Rejected if WeChat Pay does not know the merchant or its key, or has no
   *     certificates for it: then trying again is of no use
   */
  void prepare(Duration timeLeft) {
    if (download == null) {
      return;
    }
    Instant now = context.clock().instant();
    if (current().areUsableAt(now)) {
      freshen(now, shorter(timeLeft));
      return;
    }
    try {
      refresh(now, timeLeft, Duration.ZERO, context::fetchAccess);
    } catch (ChannelFailure.Rejected refused) {
      throw refused;
    } catch (ChannelFailure failed) {
      throw notSent(failed);
    }
    if (!current().areUsableAt(now)) {
      ChannelFailure failure = state.failure();
      // Another thread was told so a moment ago.
      throw failure instanceof ChannelFailure.Rejected ? failure : notSent(failure);
    }
  }

  /**
   * Nothing was sent, and why.
   *
   * @param failed null if another thread is still fetching
   */
  private static ChannelFailure.NotSent notSent(@Nullable ChannelFailure failed) {
    return new ChannelFailure.NotSent(
        "was not asked: no platform certificate is at hand to verify an answer with, and fetching one "
            + (failed == null ? "takes longer than this call may" : "failed: it " + why(failed))
            + ". If the merchant console shows a WeChat Pay public key, set \""
            + Settings.PUBLIC_KEY
            + "\" and \""
            + Settings.PUBLIC_KEY_ID
            + "\" instead",
        failed);
  }

  /** What happened, without the wrapping that says once more that nothing was sent. */
  private static String why(ChannelFailure failed) {
    return String.valueOf(
        failed instanceof ChannelFailure.NotSent && failed.getCause() instanceof ChannelFailure told
            ? told.getMessage()
            : failed.getMessage());
  }

  /** Old keys are good keys: whoever finds another thread fetching goes on with them. */
  private void freshen(Instant now, Duration patience) {
    State seen = state;
    if (seen.fetchedAt() == null
        || !isOver(seen.fetchedAt(), FRESH, now)
        || !isOver(seen.triedAt(), PAUSE, now)
        || !flight.tryLock()) {
      return;
    }
    try {
      if (state.flights() == seen.flights()) {
        fly(now, patience, context::fetchAccess);
      }
    } catch (ChannelFailure failed) {
      log.warn(
          "WeChat Pay's platform certificates could not be fetched anew; those at hand go on. It {}.",
          why(failed));
    } finally {
      flight.unlock();
    }
  }

  /**
   * The key a message names. If nobody here has it and certificates are downloaded, it is looked
   * for once.
   *
   * @throws ChannelFailure.Untrusted if it is not ours to trust
   * @throws ChannelFailure.OutcomeUnknown if no key could be fetched to tell
   */
  SignatureVerifier named(String serial, Instant now, Duration patience) {
    PlatformKeys keys = current();
    if (download == null || keys.knows(serial) || !isCertificate(serial)) {
      return keys.named(serial, now);
    }
    try {
      refresh(now, shorter(patience), PAUSE, context::fetchKeys);
    } catch (ChannelFailure failed) {
      throw unverifiable(failed);
    }
    State after = state;
    if (after.failure() != null && !after.keys().knows(serial)) {
      throw unverifiable(after.failure());
    }
    return after.keys().named(serial, now);
  }

  /** A public key is never downloaded, so its name is no reason to ask. */
  private static boolean isCertificate(String serial) {
    return CertificateSerials.normalise(serial).isPresent();
  }

  private static ChannelFailure.OutcomeUnknown unverifiable(ChannelFailure failed) {
    return new ChannelFailure.OutcomeUnknown(
        OpenOutcome.Cause.UNTRUSTED_REPLY,
        "cannot be verified: it names a certificate that is not at hand, and fetching it failed: it "
            + why(failed),
        failed);
  }

  /**
   * Fetches unless another thread just has.
   *
   * @param pause how long ago the last try must be
   * @param gate the breaker to go through
   */
  private void refresh(Instant now, Duration patience, Duration pause, Gate gate) {
    int seen = state.flights();
    if (!board(patience)) {
      return;
    }
    try {
      if (state.flights() == seen && isOver(state.triedAt(), pause, now)) {
        fly(now, patience, gate);
      }
    } finally {
      flight.unlock();
    }
  }

  private boolean board(Duration patience) {
    try {
      return flight.tryLock(Math.max(0, patience.toNanos()), TimeUnit.NANOSECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Under the lock. */
  private void fly(Instant now, Duration patience, Gate gate) {
    CertificateDownload way = download;
    if (way == null) {
      return;
    }
    State before = state;
    try {
      PlatformKeys fetched = gate.fetch(() -> way.fetch(before.keys(), patience));
      state = new State(fetched, now, now, before.flights() + 1, null);
      log.debug("WeChat Pay's platform certificates fetched: {}", fetched);
    } catch (ChannelFailure failed) {
      state = new State(before.keys(), before.fetchedAt(), now, before.flights() + 1, failed);
      throw failed;
    } catch (RuntimeException broken) {
      // Counted all the same, or every stranger's message would cause another try.
      state =
          new State(
              before.keys(),
              before.fetchedAt(),
              now,
              before.flights() + 1,
              new ChannelFailure.OutcomeUnknown(
                  OpenOutcome.Cause.ADAPTER_FAULT,
                  "answered with certificates that the adapter could not read",
                  null));
      throw broken;
    }
  }

  /** A clock that was set back ends every wait. */
  private static boolean isOver(@Nullable Instant since, Duration wait, Instant now) {
    return since == null || now.isBefore(since) || !now.isBefore(since.plus(wait));
  }

  private static Duration shorter(Duration timeLeft) {
    return timeLeft.compareTo(PATIENCE) < 0 ? timeLeft : PATIENCE;
  }
}
