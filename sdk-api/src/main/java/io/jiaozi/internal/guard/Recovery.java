package io.jiaozi.internal.guard;

import io.jiaozi.Capability;
import io.jiaozi.MerchantAccount;
import io.jiaozi.Operation;
import io.jiaozi.SubMerchant;
import io.jiaozi.SubMerchantLookup;
import io.jiaozi.error.InvalidRequestException;
import io.jiaozi.error.OpenOutcome;
import io.jiaozi.error.OutcomeUnknownException;
import io.jiaozi.error.PaymentException;
import io.jiaozi.error.RejectedException;
import io.jiaozi.event.GatewayEvent;
import io.jiaozi.journal.JournalEntry;
import io.jiaozi.journal.JournalEntry.Phase;
import io.jiaozi.money.Money;
import io.jiaozi.notification.MerchantHandler;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.payment.Scene;
import io.jiaozi.refund.Refund;
import io.jiaozi.refund.RefundState;
import io.jiaozi.spi.ChannelAdapter;
import io.jiaozi.spi.OutcomePlan;
import io.jiaozi.spi.OutcomePlan.Repeat;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out what became of an entry of the journal: asks the channel, closes what nobody can pay
 * any more, undoes what was left at the till, and tells the merchant. Nothing is ever sent again
 * that could move money. An entry is written only after the merchant's handler has returned.
 */
final class Recovery {

  private static final Logger log = LoggerFactory.getLogger(Recovery.class);

  /** After the merchant's handler failed. */
  private static final Duration HANDLER_PAUSE = Duration.ofSeconds(30);

  /** Payments at the till are undone on their day; later a person has to look. */
  private static final Duration REVERSALS_TAKE = Duration.ofDays(1);

  private final Guard guard;
  private final Bookkeeper bookkeeper;
  private final GuardedAccount account;
  private final MerchantHandler handler;

  Recovery(Guard guard, Bookkeeper bookkeeper, GuardedAccount account, MerchantHandler handler) {
    this.guard = guard;
    this.bookkeeper = bookkeeper;
    this.account = account;
    this.handler = handler;
  }

  Fate resolve(JournalEntry entry, SubMerchantLookup lookup) {
    try {
      GuardedAccount view = view(entry, lookup);
      if (view == null) {
        return giveUp(entry, "nothing is known of sub-merchant " + entry.key().subMerchant());
      }
      return entry.key().operation() == Operation.REFUND
          ? refund(view, entry)
          : payment(view, entry);
    } catch (InvalidRequestException cannotBeAsked) {
      return giveUp(
          entry,
          "it cannot be asked for by what is known of it"
              + (plan(entry).repeat() == Repeat.FREELY
                  ? "; the same request may be sent again"
                  : ""));
    } catch (OutcomeUnknownException open) {
      if (open.open().cause() == OpenOutcome.Cause.MISMATCHED_REPLY) {
        bookkeeper.alarm(
            entry,
            GatewayEvent.Alarm.Kind.AMOUNT_MISMATCH,
            Objects.requireNonNullElse(open.getMessage(), "The answer tells of something else."));
        return giveUp(entry, "the channel tells of another amount or merchant");
      }
      return postpone(entry, open);
    } catch (PaymentException failed) {
      return postpone(entry, failed);
    } catch (HandlerFailed failed) {
      log.warn(
          "{} {} account={}: the merchant's handler failed with {}; it is told again later",
          entry.key().operation(),
          entry.key().number(),
          entry.key().account(),
          failed.cause.getClass().getName());
      later(entry, known -> known.as(known.phase(), guard.time().now().plus(HANDLER_PAUSE)));
      return Fate.FAILED;
    } catch (RuntimeException | LinkageError | StackOverflowError broken) {
      // A lookup or an adapter that breaks: nothing was learned.
      return postpone(entry, broken);
    }
  }

  private @Nullable GuardedAccount view(JournalEntry entry, SubMerchantLookup lookup) {
    String id = entry.key().subMerchant();
    if (id.isEmpty()) {
      return account;
    }
    Optional<SubMerchant> found = lookup.find(entry.key().account(), id);
    return found.map(account::viewFor).orElse(null);
  }

  private OutcomePlan plan(JournalEntry entry) {
    return guard.ask("a plan", () -> guard.adapter().plan(entry.key().operation(), entry.scene()));
  }

  // ---- payments

  private Fate payment(GuardedAccount view, JournalEntry entry) {
    OutcomePlan plan = plan(entry);
    if (isBeingUndone(entry)) {
      return reversal(view, entry, plan);
    }
    Payment found = view.ask(entry.payment(), amountOfPayment(entry));
    Instant now = guard.time().now();
    PaymentState state = found.state();
    if (Known.ends(state)) {
      return end(view, entry, found);
    }
    if (state == PaymentState.UNKNOWN) {
      return again(entry, plan, now);
    }
    if (!isPayment(entry)) {
      // It was not done, or not yet: the merchant decides with the state at hand.
      return state == PaymentState.PROCESSING
              || (state == PaymentState.NOT_FOUND && !FollowUp.isCertainlyAbsent(plan, entry, now))
          ? news(view, entry, found, plan, now)
          : end(view, entry, found);
    }
    if (isLeftAtTheTill(entry, plan, now)) {
      return end(view, entry, view.reverse(entry.payment()));
    }
    if (state == PaymentState.NOT_FOUND) {
      return FollowUp.isCertainlyAbsent(plan, entry, now)
          ? end(view, entry, found)
          : again(entry, plan, now);
    }
    if (state == PaymentState.AWAITING_CUSTOMER
        && FollowUp.isExpired(entry, now)
        && guard.capabilities().has(Capability.CLOSE)) {
      Payment closed = view.close(entry.payment());
      if (Known.ends(closed.state())) {
        return end(view, entry, closed);
      }
    }
    return news(view, entry, found, plan, now);
  }

  /** Whether undoing it was begun, is open, and may be asked for again. */
  private boolean isBeingUndone(JournalEntry entry) {
    JournalEntry undoing =
        switch (entry.key().operation()) {
          case REVERSE -> entry;
          case PAY -> bookkeeper.reversal(entry);
          default -> null;
        };
    return undoing != null
        && undoing.phase() == Phase.OPEN
        && plan(undoing).repeat() == Repeat.FREELY;
  }

  /**
   * Undone once more, until that is answered: not every channel shows to a question what was
   * undone, so a payment that stands there as paid may be one whose money has gone back.
   */
  private Fate reversal(GuardedAccount view, JournalEntry entry, OutcomePlan plan) {
    Instant now = guard.time().now();
    try {
      Payment found = view.reverse(entry.payment());
      return Findings.ofReversal(found) instanceof Finding.Settled<?>
              || found.state() == PaymentState.NOT_FOUND
          ? end(view, entry, found)
          : again(entry, plan, now);
    } catch (RejectedException | OutcomeUnknownException open) {
      Payment found = view.ask(entry.payment(), amountOfPayment(entry));
      if (found.state() == PaymentState.NOT_FOUND && FollowUp.isCertainlyAbsent(plan, entry, now)) {
        return end(view, entry, found);
      }
      if (now.isBefore(entry.firstSentAt().plus(REVERSALS_TAKE))) {
        throw open;
      }
      return giveUp(
          entry,
          "undoing it was not answered or was refused for a day, and a question does not tell"
              + " whether an earlier request has undone it");
    }
  }

  /** What the payment was first asked for over; null where no entry tells. */
  private @Nullable Money amountOfPayment(JournalEntry entry) {
    return switch (entry.key().operation()) {
      case COMPLETE, CLOSE, REVERSE ->
          bookkeeper
              .payment(entry.key().subMerchant(), entry.payment().number())
              .map(JournalEntry::amount)
              .orElse(null);
      default -> entry.amount();
    };
  }

  private static boolean isPayment(JournalEntry entry) {
    return switch (entry.key().operation()) {
      case PAY, AUTHORIZE, CAPTURE -> true;
      default -> false;
    };
  }

  /** A call at the till that never came to its end: its protocol wants the payment undone. */
  private boolean isLeftAtTheTill(JournalEntry entry, OutcomePlan plan, Instant now) {
    return isAtTheTill(entry, plan)
        && !now.isBefore(entry.firstSentAt().plus(Findings.patience(plan)));
  }

  private boolean isAtTheTill(JournalEntry entry, OutcomePlan plan) {
    return entry.phase() == Phase.OPEN
        && entry.scene() == Scene.Kind.BUYER_CODE
        && plan.giveUp() == OutcomePlan.GiveUp.REVERSE
        && guard.adapter() instanceof ChannelAdapter.Reversing;
  }

  private Fate end(GuardedAccount view, JournalEntry entry, Payment found) {
    tell(view, found);
    return bookkeeper.learned(entry.key().subMerchant(), found)
        ? ended(entry, known -> bookkeeper.learn(known, found).asked(), found.state().name())
        : Fate.FAILED;
  }

  /** Not the end yet; the merchant is told if it is news. */
  private Fate news(
      GuardedAccount view, JournalEntry entry, Payment found, OutcomePlan plan, Instant now) {
    if (!bookkeeper.learn(entry, found).equals(entry)) {
      tell(view, found);
    }
    Instant next = FollowUp.next(plan, entry, now);
    if (next == null) {
      return giveUp(entry, "it has been " + found.state() + " for fifteen days");
    }
    Phase phase =
        found.state() == PaymentState.NOT_FOUND || isAtTheTill(entry, plan)
            ? entry.phase()
            : Phase.PENDING;
    later(entry, known -> bookkeeper.learn(known, found).asked().as(phase, next));
    return Fate.OPEN;
  }

  private void tell(MerchantAccount view, Payment found) {
    try {
      handler.paymentChanged(view, found);
    } catch (Exception failed) {
      throw new HandlerFailed(failed);
    }
  }

  // ---- refunds

  private Fate refund(GuardedAccount view, JournalEntry entry) {
    OutcomePlan plan = plan(entry);
    Refund found = view.ask(Objects.requireNonNull(entry.refund()), entry.amount());
    Instant now = guard.time().now();
    RefundState state = found.state();
    boolean ended =
        state.isOutcomeKnown()
            || (state == RefundState.NOT_FOUND && FollowUp.isCertainlyAbsent(plan, entry, now));
    if (ended || (state.isOpen() && !bookkeeper.learn(entry, found).equals(entry))) {
      tell(view, found);
    }
    if (ended) {
      return ended(entry, known -> bookkeeper.learn(known, found).asked(), state.name());
    }
    if (!state.isOpen()) {
      return again(entry, plan, now);
    }
    Instant next = FollowUp.next(plan, entry, now);
    if (next == null) {
      return giveUp(entry, "it has been " + state + " for fifteen days");
    }
    later(entry, known -> bookkeeper.learn(known, found).asked().as(Phase.PENDING, next));
    return Fate.OPEN;
  }

  private void tell(MerchantAccount view, Refund found) {
    try {
      handler.refundChanged(view, found, null);
    } catch (Exception failed) {
      throw new HandlerFailed(failed);
    }
  }

  // ---- no end

  private Fate again(JournalEntry entry, OutcomePlan plan, Instant now) {
    Instant next = FollowUp.next(plan, entry, now);
    if (next == null) {
      return giveUp(entry, "nothing certain was heard of it for fifteen days");
    }
    later(entry, known -> known.asked().as(known.phase(), next));
    return Fate.OPEN;
  }

  private Fate postpone(JournalEntry entry, Throwable failed) {
    log.info(
        "{} {} account={}: not found out now ({}); asked again later",
        entry.key().operation(),
        entry.key().number(),
        entry.key().account(),
        failed.getClass().getSimpleName());
    Instant now = guard.time().now();
    Instant next = FollowUp.next(OutcomePlan.forQuestions(), entry, now);
    if (next == null) {
      return giveUp(entry, "it could not be asked about for fifteen days");
    }
    later(entry, known -> known.as(known.phase(), next));
    return Fate.FAILED;
  }

  private Fate giveUp(JournalEntry entry, String why) {
    JournalEntry stands = later(entry, known -> known.asked().as(Phase.GIVEN_UP, null));
    if (stands == null) {
      return Fate.FAILED;
    }
    if (stands.phase() != Phase.GIVEN_UP) {
      return Fate.ENDED;
    }
    bookkeeper.alarm(
        entry,
        GatewayEvent.Alarm.Kind.GIVEN_UP,
        guard.words().givenUp(entry.key().operation(), entry.key().number(), why));
    return Fate.GIVEN_UP;
  }

  private Fate ended(JournalEntry entry, UnaryOperator<JournalEntry> learning, String state) {
    boolean written =
        bookkeeper.update(entry, known -> learning.apply(known).as(Phase.DONE, null)) != null;
    if (written) {
      bookkeeper.resolved(entry, GatewayEvent.By.SWEEP, state);
    }
    return written ? Fate.ENDED : Fate.FAILED;
  }

  /** Changes an entry, unless somebody else has brought it to its end meanwhile. */
  private @Nullable JournalEntry later(JournalEntry entry, UnaryOperator<JournalEntry> change) {
    return bookkeeper.update(
        entry, known -> known.nextQuestionAt() == null ? known : change.apply(known));
  }

  /** The merchant has not taken note. */
  private static final class HandlerFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final transient Exception cause;

    HandlerFailed(Exception cause) {
      super(null, null, false, false);
      this.cause = cause;
      if (cause instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
