package io.jiaozi.internal.guard;

import io.jiaozi.CallOptions;
import io.jiaozi.Capabilities;
import io.jiaozi.TimeSource;
import io.jiaozi.error.InvalidRequestException;
import io.jiaozi.error.OpenOutcome;
import io.jiaozi.error.Problem;
import io.jiaozi.event.GatewayEvent;
import io.jiaozi.internal.config.GatewaySettings;
import io.jiaozi.internal.discovery.Adapter;
import io.jiaozi.internal.report.Listeners;
import io.jiaozi.internal.report.ScrubbedFault;
import io.jiaozi.journal.Journal;
import io.jiaozi.spi.ChannelAdapter;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything that all views of one account share: its adapter, breakers, bulkheads, retry budget
 * and words. Safe for use by many threads; holds no lock while an adapter works.
 */
public final class Guard {

  private final ChannelAdapter adapter;
  private final Capabilities capabilities;
  private final FailureWords words;
  private final RequestChecks checks;
  private final Abilities abilities;
  private final GatewaySettings settings;
  private final TimeSource time;
  private final Backoff backoff;
  private final RetryBudget budget = new RetryBudget();
  private final Map<CallClass, Lane> lanes = new EnumMap<>(CallClass.class);
  private final List<KeyBreaker> fetches;
  private final Listeners listeners;
  private final @Nullable Bookkeeper bookkeeper;
  private final BooleanSupplier closed;

  Guard(Parts parts) {
    this.adapter = parts.adapter();
    this.capabilities = Objects.requireNonNull(adapter.capabilities(), "capabilities");
    this.words =
        new FailureWords(parts.account(), parts.found().channel(), parts.found().displayName());
    this.checks = new RequestChecks(capabilities, parts.base(), parts.time(), words.displayName());
    this.abilities = new Abilities(capabilities, words.displayName());
    this.settings = parts.settings();
    this.time = parts.time();
    this.backoff = new Backoff(parts.randomness());
    this.fetches = List.copyOf(parts.fetches());
    this.listeners = parts.listeners();
    this.bookkeeper =
        parts.journal() == null
            ? null
            : new Bookkeeper(parts.journal(), words, parts.time(), parts.listeners());
    this.closed = parts.closed();
    for (CallClass callClass : CallClass.values()) {
      lanes.put(
          callClass,
          new Lane(
              words.account() + "/" + callClass,
              settings.maxConcurrentCalls(),
              time,
              state -> tellBreaker(callClass.lane(), state)));
    }
  }

  /**
   * What a guard is made of.
   *
   * @param account the account's name
   * @param found the adapter as found
   * @param adapter the adapter as opened for the account
   * @param base the address the account calls
   * @param fetches the breakers before what the adapter fetches beside calls
   * @param listeners who is told
   * @param journal where intents and outcomes are kept; null if nowhere
   * @param closed whether the gateway has been closed
   */
  public record Parts(
      String account,
      Adapter found,
      ChannelAdapter adapter,
      URI base,
      GatewaySettings settings,
      TimeSource time,
      Randomness randomness,
      List<KeyBreaker> fetches,
      Listeners listeners,
      @Nullable Journal journal,
      BooleanSupplier closed) {}

  ChannelAdapter adapter() {
    return adapter;
  }

  Capabilities capabilities() {
    return capabilities;
  }

  FailureWords words() {
    return words;
  }

  RequestChecks checks() {
    return checks;
  }

  Abilities abilities() {
    return abilities;
  }

  CallOptions defaultOptions() {
    return settings.options();
  }

  /** How long one of several questions may take. */
  Duration questionTime() {
    return settings.options().deadline();
  }

  int maxAttempts() {
    return settings.maxAttempts();
  }

  int maxConcurrentCalls() {
    return settings.maxConcurrentCalls();
  }

  /** How long before the end of a certificate a diagnosis warns. */
  Duration expiryWarning() {
    return settings.expiryWarning();
  }

  List<KeyBreaker> fetches() {
    return fetches;
  }

  TimeSource time() {
    return time;
  }

  Backoff backoff() {
    return backoff;
  }

  RetryBudget budget() {
    return budget;
  }

  Lane lane(CallClass callClass) {
    return Objects.requireNonNull(lanes.get(callClass));
  }

  /** Keeps the journal; null if there is none. */
  @Nullable Bookkeeper bookkeeper() {
    return bookkeeper;
  }

  private void tellBreaker(String lane, GatewayEvent.BreakerState state) {
    listeners.tell(
        () -> new GatewayEvent.BreakerChanged(words.account(), words.channel(), lane, state));
  }

  void tellAttempt(Subject subject, boolean question, int attempt, Tried<?> tried) {
    listeners.tell(
        () ->
            new GatewayEvent.Attempted(
                words.account(),
                words.channel(),
                subject.operation(),
                subject.number(),
                question,
                attempt,
                tried.ending(),
                Duration.ofNanos(tried.nanos())));
  }

  /** A call has found out by itself what came of it. */
  void tellResolved(Subject subject, Object answer, Duration openFor) {
    String number = subject.number();
    if (number != null) {
      listeners.tell(
          () ->
              new GatewayEvent.Resolved(
                  words.account(),
                  words.channel(),
                  subject.operation(),
                  number,
                  GatewayEvent.By.CALL,
                  Outcomes.state(answer),
                  openFor));
    }
  }

  void tellBegan(Subject subject) {
    listeners.tell(
        () ->
            new GatewayEvent.Began(
                words.account(), words.channel(), subject.operation(), subject.number()));
  }

  void tellEnded(
      Subject subject, GatewayEvent.Ending ending, String outcome, int attempts, long nanos) {
    listeners.tell(
        () ->
            new GatewayEvent.Ended(
                words.account(),
                words.channel(),
                subject.operation(),
                subject.number(),
                ending,
                outcome,
                attempts,
                Duration.ofNanos(nanos)));
  }

  void tellLeftOpen(Subject subject, OpenOutcome open, boolean inJournal) {
    listeners.tell(
        () ->
            new GatewayEvent.LeftOpen(
                words.account(),
                words.channel(),
                subject.operation(),
                subject.number(),
                open.cause(),
                open.askAgainAt(),
                inJournal));
  }

  void requireOpen() {
    if (closed.getAsBoolean()) {
      throw new IllegalStateException(
          "The gateway is closed, so account "
              + words.account()
              + " cannot be used. Keep one gateway open for the life of the application.");
    }
  }

  /**
   * Refuses a call with every problem there is, before anything is sent. The adapter is not asked
   * about what its account cannot do at all.
   */
  void require(
      Subject subject,
      List<Problem> inability,
      List<Problem> common,
      Supplier<List<Problem>> ofTheChannel) {
    List<Problem> problems = new ArrayList<>(inability);
    problems.addAll(common);
    if (inability.isEmpty()) {
      problems.addAll(prepare(subject, ofTheChannel));
    }
    if (!problems.isEmpty()) {
      throw new InvalidRequestException(
          subject.wordsInside() + " on account " + words.account(), problems);
    }
  }

  /** Asks the adapter something before anything is sent; its faults are then harmless. */
  <T> T prepare(Subject subject, Supplier<T> question) {
    try {
      return Objects.requireNonNull(question.get(), "answer of the adapter");
    } catch (RuntimeException | LinkageError | StackOverflowError thrown) {
      throw words.unprepared(subject, thrown);
    }
  }

  /** Asks the adapter something that has to do with no call. */
  <T> T ask(String what, Supplier<T> question) {
    requireOpen();
    try {
      return Objects.requireNonNull(question.get(), "answer of the adapter");
    } catch (RuntimeException | LinkageError | StackOverflowError thrown) {
      throw new IllegalStateException(
          "The adapter of "
              + words.displayName()
              + " failed with "
              + thrown.getClass().getName()
              + " when account "
              + words.account()
              + " asked for "
              + what
              + ". Tell the author of the adapter; the cause holds the stack.",
          ScrubbedFault.of(thrown));
    }
  }
}
