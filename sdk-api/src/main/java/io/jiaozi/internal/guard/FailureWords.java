package io.jiaozi.internal.guard;

import io.jiaozi.Operation;
import io.jiaozi.error.FailureContext;
import io.jiaozi.error.NotSentException;
import io.jiaozi.error.OpenOutcome;
import io.jiaozi.error.OutcomeUnknownException;
import io.jiaozi.error.PaymentException;
import io.jiaozi.error.RejectedException;
import io.jiaozi.error.UntrustedMessageException;
import io.jiaozi.error.UntrustedReason;
import io.jiaozi.internal.report.SafeText;
import io.jiaozi.internal.report.ScrubbedFault;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.refund.RefundState;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.spi.OutcomePlan;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Makes the exceptions that merchants see: what happened, to which thing, why, and what to do. The
 * one place where a {@link ChannelFailure} becomes a {@link PaymentException}.
 *
 * @param account the account's name
 * @param channel the channel's id
 * @param displayName the channel's name for people
 */
record FailureWords(String account, String channel, String displayName) {

  /**
   * Nothing left the machine.
   *
   * @param note one more sentence with a blank in front, or nothing
   */
  NotSentException notSent(
      Subject subject, ChannelFailure.NotSent failure, int attempts, String note) {
    return new NotSentException(
        heading(subject)
            + displayName
            + " "
            + SafeText.oneLine(plainText(failure))
            + ". "
            + nothingSent(subject)
            + note,
        context(subject, failure, null, attempts),
        failure);
  }

  /** Our own guard let nothing through. */
  NotSentException heldBack(Subject subject, String why) {
    return new NotSentException(
        heading(subject) + why + ". " + nothingSent(subject), bareContext(subject), null);
  }

  /** The adapter failed before anything could be sent. */
  NotSentException unprepared(Subject subject, Throwable thrown) {
    return new NotSentException(
        heading(subject)
            + "the adapter of "
            + displayName
            + " failed with "
            + thrown.getClass().getName()
            + " while it prepared the call. Nothing was sent, so no money can have moved. Tell the"
            + " author of the adapter; the cause holds the stack.",
        bareContext(subject),
        ScrubbedFault.of(thrown));
  }

  /** The intent could not be written, so nothing was sent. */
  NotSentException journalSilent(Subject subject, String what, @Nullable Throwable cause) {
    return new NotSentException(
        heading(subject)
            + "the journal "
            + what
            + ", so the intent could not be written and nothing was sent; no money can have moved."
            + " Repeat the same call once the journal works again.",
        bareContext(subject),
        cause == null ? null : ScrubbedFault.of(cause));
  }

  /** Money came after the order was given up. */
  String lateSuccess(String number, PaymentState before, PaymentState now) {
    return "Payment "
        + SafeText.oneLine(number)
        + " on account "
        + account
        + " was "
        + before
        + " and is "
        + now
        + " now: money arrived late. Ship it or refund it.";
  }

  /** The channel took back what it had called paid. */
  String takenBack(String number, PaymentState before) {
    return "Payment "
        + SafeText.oneLine(number)
        + " on account "
        + account
        + " was "
        + before
        + ", and "
        + displayName
        + " has taken it back. Stop the delivery if it is not too late, and look at the case in"
        + " the channel's console.";
  }

  /** The channel took back what it had said of a refund. */
  String refundContradicted(String number, RefundState before, RefundState now) {
    return "Refund "
        + SafeText.oneLine(number)
        + " on account "
        + account
        + " was "
        + before
        + " for certain, and "
        + displayName
        + " says "
        + now
        + " now. Compare with the channel's console before the buyer is told or paid again.";
  }

  /** Nobody knows, and nobody asks any more. */
  String givenUp(Operation operation, String number, String why) {
    return operation
        + " "
        + SafeText.oneLine(number)
        + " on account "
        + account
        + " is given up without a certain end: "
        + why
        + ". Look at it in the channel's console.";
  }

  /**
   * It may have arrived, and nothing trustworthy came back.
   *
   * @param cause why the outcome is open now, which questions may have changed
   */
  OutcomeUnknownException unknown(
      Subject subject,
      ChannelFailure.OutcomeUnknown failure,
      OpenOutcome.Cause cause,
      OutcomePlan plan,
      Instant firstSentAt,
      Instant askAgainAt,
      int attempts,
      String note) {
    return new OutcomeUnknownException(
        heading(subject)
            + displayName
            + " "
            + SafeText.oneLine(plainText(failure))
            + ", so "
            + (subject.doubt() == null
                ? "what was asked is not known. Ask again later."
                : subject.doubt() + ". " + advice(subject, plan.repeat()))
            + note,
        context(subject, failure, failure.channelCode(), attempts),
        new OpenOutcome(
            cause,
            subject.payment(),
            subject.refund(),
            firstSentAt,
            askAgainAt,
            subject.isQuestion() || plan.repeat() == OutcomePlan.Repeat.FREELY),
        failure);
  }

  /** The channel said no. */
  RejectedException rejected(Subject subject, ChannelFailure.Rejected failure, int attempts) {
    String remedy = SafeText.oneLine(failure.remedy());
    return new RejectedException(
        heading(subject)
            + displayName
            + " "
            + SafeText.oneLine(plainText(failure))
            + " (code "
            + SafeText.oneLine(failure.channelCode())
            + ")."
            + (remedy.isEmpty() ? "" : " " + remedy),
        context(subject, failure, failure.channelCode(), attempts),
        failure.reason(),
        failure.retryAfter(),
        failure);
  }

  /** A message that came to us is not believed. */
  UntrustedMessageException untrusted(ChannelFailure.Untrusted failure) {
    return untrusted(
        failure.reason(),
        SafeText.oneLine(plainText(failure)),
        context(Subject.notification(), failure, null, 0),
        failure);
  }

  /**
   * The adapter failed while it read a message, so nothing about the message is proved. Most
   * messages that break a reader are forged; a genuine one is delivered again by every channel.
   */
  UntrustedMessageException unreadable(Throwable thrown) {
    return untrusted(
        UntrustedReason.MALFORMED,
        "could not be read: the adapter failed with " + thrown.getClass().getName(),
        bareContext(Subject.notification()),
        ScrubbedFault.of(thrown));
  }

  /** A message cannot be verified now, for a reason that is not the message's fault. */
  PaymentException unverified(ChannelFailure failure, Instant now) {
    Subject subject = Subject.notification();
    String message =
        heading(subject)
            + "it cannot be verified now, because "
            + displayName
            + " "
            + SafeText.oneLine(plainText(failure))
            + ". Answer TRY_AGAIN; the channel delivers it again.";
    if (failure instanceof ChannelFailure.Untrusted untrusted) {
      return untrusted(untrusted);
    }
    if (failure instanceof ChannelFailure.NotSent) {
      return new NotSentException(message, context(subject, failure, null, 1), failure);
    }
    if (failure instanceof ChannelFailure.Rejected rejected) {
      return new RejectedException(
          message,
          context(subject, failure, rejected.channelCode(), 1),
          rejected.reason(),
          rejected.retryAfter(),
          failure);
    }
    ChannelFailure.OutcomeUnknown unknown = (ChannelFailure.OutcomeUnknown) failure;
    return new OutcomeUnknownException(
        message,
        context(subject, failure, unknown.channelCode(), 1),
        new OpenOutcome(
            unknown.reason(),
            null,
            null,
            now,
            Schedule.askAgainAt(OutcomePlan.forQuestions(), now, now, unknown.retryAfter()),
            true),
        failure);
  }

  private UntrustedMessageException untrusted(
      UntrustedReason reason, String what, FailureContext context, Throwable cause) {
    return new UntrustedMessageException(
        "A message to account "
            + account
            + " that claims to come from "
            + displayName
            + " "
            + what
            + ". Nothing in it may be used; answer UNTRUSTED.",
        context,
        reason,
        cause);
  }

  private String heading(Subject subject) {
    return subject.words() + " on account " + account + ": ";
  }

  private static String nothingSent(Subject subject) {
    return subject.isQuestion()
        ? "Nothing was sent; ask again later."
        : "Nothing was sent, so no money can have moved; the same call may be repeated later.";
  }

  private static String advice(Subject subject, OutcomePlan.Repeat repeat) {
    String ask =
        subject.payment() == null && subject.refund() == null
            ? "Find out before anything else."
            : "Ask for it by the reference in open() before anything else.";
    return ask
        + switch (repeat) {
          case FREELY -> " Sending the same request again is harmless.";
          case ASK_FIRST -> " Send the same request again only if it turns out not to be there.";
          case NEVER -> " Do not send it again, under this number or another.";
        };
  }

  private FailureContext bareContext(Subject subject) {
    return new FailureContext(
        account, channel, subject.operation(), subject.number(), null, null, null, 0);
  }

  private FailureContext context(
      Subject subject, ChannelFailure failure, @Nullable String channelCode, int attempts) {
    return new FailureContext(
        account,
        channel,
        subject.operation(),
        subject.number(),
        channelCode,
        failure.httpStatus(),
        failure.channelRequestId(),
        attempts);
  }

  private static String plainText(ChannelFailure failure) {
    String text = failure.getMessage();
    return text == null ? "" : text;
  }
}
