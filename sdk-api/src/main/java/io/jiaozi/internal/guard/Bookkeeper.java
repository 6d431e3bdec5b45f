package io.jiaozi.internal.guard;

import io.jiaozi.Operation;
import io.jiaozi.SubMerchant;
import io.jiaozi.TimeSource;
import io.jiaozi.error.InvalidRequestException;
import io.jiaozi.error.Problem;
import io.jiaozi.event.GatewayEvent;
import io.jiaozi.internal.report.Listeners;
import io.jiaozi.journal.Journal;
import io.jiaozi.journal.JournalEntry;
import io.jiaozi.journal.JournalEntry.Phase;
import io.jiaozi.journal.JournalKey;
import io.jiaozi.notification.Notification;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.refund.Refund;
import io.jiaozi.refund.RefundReference;
import io.jiaozi.refund.RefundState;
import io.jiaozi.spi.OutcomePlan;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one account's pages of the journal: the intent before anything is sent, what came of it,
 * and what is learned later from whatever source. The one place where a stored state is replaced by
 * a newer one. Safe for use by many threads and many gateways.
 *
 * <p>An intent that cannot be written stops the call. After that the journal's own failures stop
 * nothing: the entry stays open and a sweep asks about it.
 */
final class Bookkeeper {

  private static final Logger log = LoggerFactory.getLogger(Bookkeeper.class);

  /** A sweep leaves a call alone until its deadline has passed, and a little longer. */
  private static final Duration MARGIN = Duration.ofSeconds(2);

  /** Writers of one entry overtake each other; nobody loses so often in a row. */
  private static final int TRIES = 10;

  private static final Set<Operation> PAYMENTS =
      EnumSet.of(Operation.PAY, Operation.AUTHORIZE, Operation.CAPTURE);

  private final Journal journal;
  private final FailureWords words;
  private final TimeSource time;
  private final Listeners listeners;

  Bookkeeper(Journal journal, FailureWords words, TimeSource time, Listeners listeners) {
    this.journal = journal;
    this.words = words;
    this.time = time;
    this.listeners = listeners;
  }

  JournalKey key(@Nullable SubMerchant actingFor, Operation operation, String number) {
    return key(actingFor == null ? "" : actingFor.id(), operation, number);
  }

  private JournalKey key(String subMerchant, Operation operation, String number) {
    return new JournalKey(words.account(), subMerchant, operation, number);
  }

  // ---- before a call

  /** When the number was first used, if it was and the channel may have heard of it. */
  @Nullable Instant firstPlacedAt(JournalKey key, Subject subject) {
    return read(subject, () -> journal.find(key))
        .filter(known -> known.phase() != Phase.NOTHING_HAPPENED)
        .map(JournalEntry::placedAt)
        .orElse(null);
  }

  /**
   * A page that has been opened.
   *
   * @param entry as it stands while the call is on its way
   * @param before as it stood before; null if this call is the first of its number
   */
  record Page(JournalEntry entry, @Nullable JournalEntry before) {
    /** When an earlier call of the number, whose end is open, may have been sent. */
    @Nullable Instant sentBefore() {
      return before != null && before.phase() == Phase.OPEN ? before.firstSentAt() : null;
    }
  }

  /**
   * Writes the intent.
   *
   * @param within how long the call may take
   * @throws io.jiaozi.error.NotSentException if it cannot be written
   * @throws InvalidRequestException if the number was used for something else
   */
  Page begin(Intent intent, Subject subject, Duration within) {
    Instant now = time.now();
    JournalEntry fresh = intent.entry(now, now.plus(within).plus(MARGIN));
    for (int tries = 0; tries < TRIES; tries++) {
      Journal.Begun begun = read(subject, () -> journal.begin(fresh));
      JournalEntry known = begun.entry();
      if (begun.fresh()) {
        return new Page(known, null);
      }
      if (isOver(intent, known)) {
        JournalEntry again = fresh.version(known.version());
        if (read(subject, () -> journal.replace(again))) {
          return new Page(again.version(again.version() + 1), null);
        }
        continue;
      }
      requireSame(intent, fresh, known, subject);
      if (known.phase() == Phase.DONE) {
        return new Page(known, known);
      }
      JournalEntry repeated = known.as(Phase.OPEN, fresh.nextQuestionAt());
      if (read(subject, () -> journal.replace(repeated))) {
        return new Page(repeated.version(repeated.version() + 1), known);
      }
    }
    throw words.journalSilent(subject, "was overtaken by other calls of the same number", null);
  }

  private static boolean isOver(Intent intent, JournalEntry known) {
    return known.phase() == Phase.NOTHING_HAPPENED
        || (intent.mayBeDoneAnew() && known.phase() != Phase.OPEN);
  }

  private void requireSame(Intent intent, JournalEntry fresh, JournalEntry known, Subject subject) {
    if (!known.digest().equals(fresh.digest())) {
      throw new InvalidRequestException(
          subject.wordsInside() + " on account " + words.account(),
          List.of(
              new Problem(
                  intent.field() == null ? "reference" : intent.field(),
                  "was used for something else on "
                      + known.placedAt()
                      + (known.amount() == null ? "" : " over " + known.amount())
                      + ". Use a new number, or repeat that request unchanged.")));
    }
  }

  private <T> T read(Subject subject, Supplier<T> access) {
    try {
      return access.get();
    } catch (RuntimeException failed) {
      throw words.journalSilent(subject, "failed with " + failed.getClass().getName(), failed);
    }
  }

  // ---- after a call

  /** The channel answered, and the caller is told. */
  void answered(Page page, Object answer, OutcomePlan plan) {
    Known known = Known.of(answer);
    if (known.payment() != null
        && !isPayment(page.entry())
        && !learned(page.entry().key().subMerchant(), known.payment())) {
      // The payment's own pages could not learn it: this one stays open, so that a sweep comes.
      return;
    }
    update(
        page.entry(),
        entry -> {
          JournalEntry learned = learn(entry, known);
          if (wasOvertaken(page, entry)) {
            return learned;
          }
          boolean ended = known.ends(entry.key().operation());
          return ended
              ? learned.as(Phase.DONE, null)
              : learned.as(Phase.PENDING, FollowUp.next(plan, learned, time.now()));
        });
  }

  /** The outcome is open. */
  void leftOpen(Page page, Instant firstSentAt, Instant askAgainAt) {
    update(
        page.entry(),
        entry ->
            wasOvertaken(page, entry)
                ? entry
                : (firstSentAt.isBefore(entry.firstSentAt()) ? entry.sentAt(firstSentAt) : entry)
                    .as(Phase.OPEN, askAgainAt));
  }

  /**
   * This call did nothing: it was not sent, or refused. What an earlier call of the number did
   * stands. Where the page has changed meanwhile, another call of the number is on its way or a
   * message told of it: then it stays as it is, and a sweep asks if it is open.
   */
  void didNothing(Page page) {
    JournalEntry before = page.before();
    update(
        page.entry(),
        entry -> {
          if (!entry.equals(page.entry())) {
            return entry;
          }
          return before == null
              ? entry.as(Phase.NOTHING_HAPPENED, null)
              : entry.as(before.phase(), before.nextQuestionAt());
        });
  }

  /**
   * Refused for what is there already, perhaps by this very call: what that is is to be found out
   * soon.
   */
  void isThereAlready(Page page, OutcomePlan plan) {
    update(
        page.entry(),
        entry ->
            entry.phase() == Phase.DONE
                ? entry
                : entry.as(Phase.OPEN, time.now().plus(Schedule.firstGap(plan))));
  }

  /** Whether a message told the end, and the shop took it, before the answer came. */
  private static boolean wasOvertaken(Page page, JournalEntry entry) {
    return entry.phase() == Phase.DONE && page.entry().phase() != Phase.DONE;
  }

  // ---- whatever the source

  /**
   * A payment was seen to stand like this; its entries learn it.
   *
   * @return whether all of them could
   */
  boolean learned(String subMerchant, Payment payment) {
    String number = payment.reference().number();
    boolean all = true;
    try {
      for (JournalEntry known : journal.findByNumber(words.account(), subMerchant, number)) {
        all &= !isPayment(known) || update(known, entry -> learn(entry, Known.of(payment))) != null;
      }
    } catch (RuntimeException failed) {
      warn("read", failed);
      return false;
    }
    return all;
  }

  /** A refund was seen to stand like this. */
  void learned(String subMerchant, Refund refund) {
    entryOf(subMerchant, refund)
        .ifPresent(known -> update(known, entry -> learn(entry, Known.of(refund))));
  }

  /** The shop has taken note of a message. */
  void taken(String subMerchant, Notification notification) {
    if (notification instanceof Notification.PaymentChanged changed) {
      takenPayment(subMerchant, changed.payment());
    } else if (notification instanceof Notification.RefundChanged changed) {
      Refund refund = changed.refund();
      if (refund.state().isOutcomeKnown()) {
        entryOf(subMerchant, refund)
            .ifPresent(known -> end(known, Known.of(refund), refund.state().name()));
      }
      if (changed.payment() != null) {
        takenPayment(subMerchant, changed.payment());
      }
    }
  }

  private void takenPayment(String subMerchant, Payment payment) {
    if (!Known.ends(payment.state())) {
      return;
    }
    boolean undone = Findings.ofReversal(payment) instanceof Finding.Settled<?>;
    entries(subMerchant, payment.reference().number()).stream()
        .filter(
            entry -> isPayment(entry) || (undone && entry.key().operation() == Operation.REVERSE))
        .forEach(known -> end(known, Known.of(payment), payment.state().name()));
  }

  private static boolean isPayment(JournalEntry entry) {
    return PAYMENTS.contains(entry.key().operation());
  }

  /** Learns it once more: reading the message may have been the moment the journal failed. */
  private void end(JournalEntry known, Known told, String state) {
    boolean wasOpen = known.nextQuestionAt() != null;
    JournalEntry done = update(known, entry -> learn(entry, told).as(Phase.DONE, null));
    if (done != null && wasOpen) {
      resolved(known, GatewayEvent.By.NOTIFICATION, state);
    }
  }

  /** An entry whose outcome was open has come to an end. */
  void resolved(JournalEntry entry, GatewayEvent.By by, String state) {
    listeners.tell(
        () ->
            new GatewayEvent.Resolved(
                words.account(),
                words.channel(),
                entry.key().operation(),
                entry.key().number(),
                by,
                state,
                Duration.between(entry.firstSentAt(), time.now())));
  }

  private List<JournalEntry> entriesOf(String subMerchant, String number) {
    return entries(subMerchant, number).stream().filter(Bookkeeper::isPayment).toList();
  }

  private List<JournalEntry> entries(String subMerchant, String number) {
    try {
      return journal.findByNumber(words.account(), subMerchant, number);
    } catch (RuntimeException failed) {
      warn("read", failed);
      return List.of();
    }
  }

  private Optional<JournalEntry> entryOf(String subMerchant, Refund refund) {
    String number = refund.reference().number();
    if (number == null) {
      return Optional.empty();
    }
    try {
      return journal.find(key(subMerchant, Operation.REFUND, number));
    } catch (RuntimeException failed) {
      warn("read", failed);
      return Optional.empty();
    }
  }

  /** The payment of a number with its locator, and its amount, as first asked for. */
  Optional<JournalEntry> payment(@Nullable SubMerchant actingFor, String number) {
    return payment(actingFor == null ? "" : actingFor.id(), number);
  }

  Optional<JournalEntry> payment(String subMerchant, String number) {
    List<JournalEntry> all = entriesOf(subMerchant, number);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.get(0));
  }

  // ---- one write

  /**
   * Replaces an entry by what the change makes of its newest version; a change that changes nothing
   * writes nothing. Raises the alarms that the change deserves, once.
   *
   * @return the entry as it stands now; null if it could not be written
   */
  @Nullable JournalEntry update(JournalEntry known, UnaryOperator<JournalEntry> change) {
    JournalEntry current = known;
    try {
      for (int tries = 0; tries < TRIES; tries++) {
        JournalEntry next = change.apply(current);
        if (next.equals(current)) {
          return current;
        }
        if (journal.replace(next)) {
          alarms(current, next);
          return next;
        }
        Optional<JournalEntry> newest = journal.find(known.key());
        if (newest.isEmpty()) {
          return null;
        }
        current = newest.get();
      }
      log.warn(
          "{} {} account={}: the journal's entry was overtaken {} times and is left to a sweep",
          known.key().operation(),
          known.key().number(),
          words.account(),
          TRIES);
    } catch (RuntimeException failed) {
      warn("write", failed);
    }
    return null;
  }

  private void warn(String what, RuntimeException failed) {
    log.warn(
        "account={}: the journal failed to {} with {}; what it does not know is asked for by a"
            + " sweep",
        words.account(),
        what,
        failed.getClass().getName());
  }

  JournalEntry learn(JournalEntry entry, Payment payment) {
    return learn(entry, Known.of(payment));
  }

  JournalEntry learn(JournalEntry entry, Refund refund) {
    return learn(entry, Known.of(refund));
  }

  /** The entry with what was learned, where that is newer than what is stored; else the same. */
  private static JournalEntry learn(JournalEntry entry, Known known) {
    if (entry.key().operation() == Operation.REFUND) {
      Refund refund = known.refund();
      return refund == null || isOld(entry.refundState(), refund.state())
          ? entry
          : entry.learned(reference(entry, refund), refund.state());
    }
    Payment payment = known.payment();
    return payment == null || isOld(entry.paymentState(), payment.state())
        ? entry
        : entry.learned(reference(entry, payment), payment.state());
  }

  private static boolean isOld(@Nullable PaymentState stored, PaymentState news) {
    PaymentState.Advance advance = (stored == null ? PaymentState.NOT_FOUND : stored).advance(news);
    return advance == PaymentState.Advance.SAME || advance == PaymentState.Advance.STALE;
  }

  private static boolean isOld(@Nullable RefundState stored, RefundState news) {
    RefundState.Advance advance = (stored == null ? RefundState.NOT_FOUND : stored).advance(news);
    return advance == RefundState.Advance.SAME || advance == RefundState.Advance.STALE;
  }

  /** A void is asked for by its own reference, and answers with that of the hold. */
  private static PaymentReference reference(JournalEntry entry, Payment payment) {
    PaymentReference told = payment.reference();
    return told.number().equals(entry.payment().number()) && told.locator() != null
        ? told
        : entry.payment();
  }

  private static RefundReference reference(JournalEntry entry, Refund refund) {
    RefundReference known = Objects.requireNonNull(entry.refund());
    RefundReference told = refund.reference();
    return new RefundReference(
        known.payment(), known.number(), told.locator() == null ? known.locator() : told.locator());
  }

  private void alarms(JournalEntry before, JournalEntry after) {
    RefundState refund = before.refundState();
    if (refund != null
        && after.refundState() != null
        && refund.advance(after.refundState()) == RefundState.Advance.CONTRADICTION) {
      alarm(
          after,
          GatewayEvent.Alarm.Kind.REFUND_CONTRADICTION,
          words.refundContradicted(after.key().number(), refund, after.refundState()));
    }
    PaymentState payment = before.paymentState();
    if (payment == null || after.paymentState() == null || !isPayment(after)) {
      return;
    }
    if (payment.advance(after.paymentState()) == PaymentState.Advance.LATE_SUCCESS) {
      alarm(
          after,
          GatewayEvent.Alarm.Kind.LATE_SUCCESS,
          words.lateSuccess(after.key().number(), payment, after.paymentState()));
    } else if (isTakenBack(after, payment)) {
      alarm(
          after,
          GatewayEvent.Alarm.Kind.TAKEN_BACK,
          words.takenBack(after.key().number(), payment));
    }
  }

  private boolean isTakenBack(JournalEntry after, PaymentState before) {
    return (before == PaymentState.PAID || before == PaymentState.REFUND_STARTED)
        && after.paymentState() == PaymentState.REVERSED
        && reversal(after) == null;
  }

  /**
   * The undoing of a payment at the till; null if none was begun. What the store throws, it throws.
   */
  @Nullable JournalEntry reversal(JournalEntry payment) {
    return journal
        .find(key(payment.key().subMerchant(), Operation.REVERSE, payment.key().number()))
        .orElse(null);
  }

  void alarm(JournalEntry entry, GatewayEvent.Alarm.Kind kind, String sentence) {
    log.warn("{}", sentence);
    listeners.tell(
        () ->
            new GatewayEvent.Alarm(
                words.account(), words.channel(), entry.key().number(), kind, sentence));
  }
}
