package io.jiaozi.journal;

import io.jiaozi.money.Money;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.payment.Scene;
import io.jiaozi.refund.RefundReference;
import io.jiaozi.refund.RefundState;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One operation as the journal knows it: everything that recovery needs, and nothing personal or
 * secret. Immutable; times are cut to milliseconds.
 *
 * @param key which operation of which merchant
 * @param placedAt when the merchant first asked for it, as given in the request; the first one of a
 *     number wins. Of operations whose request has no such time, when they were first asked for
 * @param payBefore when the payment expires; null if it does not or is not known
 * @param scene where the buyer pays; null for everything but payments
 * @param amount what the request was about; null where it names no amount
 * @param digest 64 lower-case hexadecimal digits over what must not change when the number is used
 *     again
 * @param payment the payment to ask for: of a refund the refunded one, of a capture or void its own
 * @param refund the refund to ask for; null for everything but refunds
 * @param phase how far it has come
 * @param paymentState the highest state known of the payment; null if none is, and for refunds
 * @param refundState the state known of the refund; null if none is, and for everything else
 * @param firstSentAt the earliest moment at which the request may have left the machine; the moment
 *     of writing as long as nothing better is known
 * @param questions how often the channel was asked by a sweep
 * @param nextQuestionAt when a sweep is to ask next; null when nothing is to be asked any more
 * @param version counts the writes; the store's means to refuse a write that was overtaken
 */
public record JournalEntry(
    JournalKey key,
    Instant placedAt,
    @Nullable Instant payBefore,
    Scene.@Nullable Kind scene,
    @Nullable Money amount,
    String digest,
    PaymentReference payment,
    @Nullable RefundReference refund,
    Phase phase,
    @Nullable PaymentState paymentState,
    @Nullable RefundState refundState,
    Instant firstSentAt,
    int questions,
    @Nullable Instant nextQuestionAt,
    long version) {

  /** Checks that nothing required is missing. */
  public JournalEntry {
    Objects.requireNonNull(key, "key");
    placedAt = Objects.requireNonNull(placedAt, "placedAt").truncatedTo(ChronoUnit.MILLIS);
    payBefore = payBefore == null ? null : payBefore.truncatedTo(ChronoUnit.MILLIS);
    Objects.requireNonNull(digest, "digest");
    Objects.requireNonNull(payment, "payment");
    Objects.requireNonNull(phase, "phase");
    firstSentAt = Objects.requireNonNull(firstSentAt, "firstSentAt").truncatedTo(ChronoUnit.MILLIS);
    nextQuestionAt = nextQuestionAt == null ? null : nextQuestionAt.truncatedTo(ChronoUnit.MILLIS);
  }

  /** How far an operation has come. */
  public enum Phase {
    /** The intent is written; the request may or may not have been sent, its outcome is open. */
    OPEN,
    /** The channel has answered, and the end is still to come: the buyer or a bank is at work. */
    PENDING,
    /** The outcome is known, and the merchant has been told. */
    DONE,
    /** Certain that nothing happened: it was not sent, or refused. The number may be used again. */
    NOTHING_HAPPENED,
    /** Asked to the end of the plan without a certain answer: a person has to look. */
    GIVEN_UP
  }

  /** The same entry in another phase, to be asked about at another time. */
  public JournalEntry as(Phase nextPhase, @Nullable Instant askAt) {
    return with(
        payment,
        refund,
        nextPhase,
        paymentState,
        refundState,
        firstSentAt,
        questions,
        askAt,
        version);
  }

  /** The same entry with what was learned of the payment. */
  public JournalEntry learned(PaymentReference reference, PaymentState state) {
    return with(
        reference,
        refund,
        phase,
        state,
        refundState,
        firstSentAt,
        questions,
        nextQuestionAt,
        version);
  }

  /** The same entry with what was learned of the refund. */
  public JournalEntry learned(RefundReference reference, RefundState state) {
    return with(
        payment,
        reference,
        phase,
        paymentState,
        state,
        firstSentAt,
        questions,
        nextQuestionAt,
        version);
  }

  /** The same entry after one more question of a sweep. */
  public JournalEntry asked() {
    return with(
        payment,
        refund,
        phase,
        paymentState,
        refundState,
        firstSentAt,
        questions + 1,
        nextQuestionAt,
        version);
  }

  /** The same entry, first sent at another moment. */
  public JournalEntry sentAt(Instant moment) {
    return with(
        payment,
        refund,
        phase,
        paymentState,
        refundState,
        moment,
        questions,
        nextQuestionAt,
        version);
  }

  /** The same entry as a store counts it. */
  public JournalEntry version(long counted) {
    return with(
        payment,
        refund,
        phase,
        paymentState,
        refundState,
        firstSentAt,
        questions,
        nextQuestionAt,
        counted);
  }

  /** The same intent with everything that changes in an entry's life. */
  private JournalEntry with(
      PaymentReference asked,
      @Nullable RefundReference askedRefund,
      Phase nextPhase,
      @Nullable PaymentState seen,
      @Nullable RefundState seenRefund,
      Instant sent,
      int count,
      @Nullable Instant askAt,
      long counted) {
    return new JournalEntry(
        key,
        placedAt,
        payBefore,
        scene,
        amount,
        digest,
        asked,
        askedRefund,
        nextPhase,
        seen,
        seenRefund,
        sent,
        count,
        askAt,
        counted);
  }
}
