package io.jiaozi.event;

import io.jiaozi.Operation;
import io.jiaozi.error.OpenOutcome;
import io.jiaozi.error.UntrustedReason;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something a gateway did or met. Holds names, numbers and states; never a body, a secret or
 * anything of a buyer. Fields of a fixed set of values (account, channel, operation and enums) are
 * fit for the tags of a metric; numbers are not.
 */
public sealed interface GatewayEvent {

  /** The account's name. */
  String account();

  /** The account's channel. */
  String channel();

  /**
   * One call has begun: it was checked, and its intent is written where there is a journal. One
   * {@link Ended} follows on the same thread; calls that the gateway makes on behalf of this one
   * begin and end in between.
   *
   * @param operation what the caller asks for
   * @param number the merchant's number; null if the operation has none
   */
  record Began(String account, String channel, Operation operation, @Nullable String number)
      implements GatewayEvent {
    /** Checks that nothing required is missing. */
    public Began {
      requireNames(account, channel, operation);
    }
  }

  /**
   * One request was made, whatever came of it.
   *
   * @param operation what the caller asked for
   * @param number the merchant's number; null if the operation has none
   * @param question whether it was the gateway's own question about an open outcome
   * @param attempt counts from 1, requests and questions apart
   * @param ending how it ended
   * @param took how long it took
   */
  record Attempted(
      String account,
      String channel,
      Operation operation,
      @Nullable String number,
      boolean question,
      int attempt,
      Ending ending,
      Duration took)
      implements GatewayEvent {
    /** Checks that nothing required is missing. */
    public Attempted {
      requireNames(account, channel, operation);
      Objects.requireNonNull(ending, "ending");
      Objects.requireNonNull(took, "took");
    }
  }

  /**
   * One call came to its end: what its caller got.
   *
   * @param number the merchant's number; null if the operation has none
   * @param ending how it ended
   * @param outcome one word: the kind of the result, the state, or the reason of a refusal, from
   *     the API's own enums
   * @param attempts how many requests it took
   * @param took how long it took, waiting included
   */
  record Ended(
      String account,
      String channel,
      Operation operation,
      @Nullable String number,
      Ending ending,
      String outcome,
      int attempts,
      Duration took)
      implements GatewayEvent {
    /** Checks that nothing required is missing. */
    public Ended {
      requireNames(account, channel, operation);
      Objects.requireNonNull(ending, "ending");
      Objects.requireNonNull(outcome, "outcome");
      Objects.requireNonNull(took, "took");
    }
  }

  /**
   * A call ended, and its outcome is open.
   *
   * @param number the merchant's number; null if the operation has none
   * @param cause why
   * @param askAgainAt when it is sensible to ask again; a journal's sweep does
   * @param inJournal whether a journal holds it, so that the sweep will resolve it
   */
  record LeftOpen(
      String account,
      String channel,
      Operation operation,
      @Nullable String number,
      OpenOutcome.Cause cause,
      Instant askAgainAt,
      boolean inJournal)
      implements GatewayEvent {
    /** Checks that nothing required is missing. */
    public LeftOpen {
      requireNames(account, channel, operation);
      Objects.requireNonNull(cause, "cause");
      Objects.requireNonNull(askAgainAt, "askAgainAt");
    }
  }

  /**
   * An open or pending outcome is known now.
   *
   * @param number the merchant's number
   * @param by how it was found out
   * @param state the state found, from PaymentState or RefundState
   * @param openFor since the request may have been sent
   */
  record Resolved(
      String account,
      String channel,
      Operation operation,
      String number,
      By by,
      String state,
      Duration openFor)
      implements GatewayEvent {
    /** Checks that nothing required is missing. */
    public Resolved {
      requireNames(account, channel, operation);
      Objects.requireNonNull(number, "number");
      Objects.requireNonNull(by, "by");
      Objects.requireNonNull(state, "state");
      Objects.requireNonNull(openFor, "openFor");
    }
  }

  /**
   * A breaker changed. While one is open, calls of its class end as not sent.
   *
   * @param lane which calls: {@code payments}, {@code questions}, {@code refunds}, {@code calls} or
   *     {@code keys}, {@code access}
   * @param state what it is now
   */
  record BreakerChanged(String account, String channel, String lane, BreakerState state)
      implements GatewayEvent {
    /** Checks that nothing required is missing. */
    public BreakerChanged {
      Objects.requireNonNull(account, "account");
      Objects.requireNonNull(channel, "channel");
      Objects.requireNonNull(lane, "lane");
      Objects.requireNonNull(state, "state");
    }
  }

  /**
   * Something about money does not fit. It was not applied silently: a person or a rule decides.
   *
   * @param number the merchant's number of the payment or refund; null if it has none
   * @param kind what does not fit
   * @param sentence what happened, to which order, and what to do
   */
  record Alarm(String account, String channel, @Nullable String number, Kind kind, String sentence)
      implements GatewayEvent {
    /** Checks that nothing required is missing. */
    public Alarm {
      Objects.requireNonNull(account, "account");
      Objects.requireNonNull(channel, "channel");
      Objects.requireNonNull(kind, "kind");
      Objects.requireNonNull(sentence, "sentence");
    }

    /** What does not fit. */
    public enum Kind {
      /** Money arrived after the order was given up. */
      LATE_SUCCESS,
      /** One order was paid more than once: by two attempts, or at two channels. */
      PAID_TWICE,
      /** More was paid than the order costs. */
      OVERPAID,
      /** Another amount or currency was paid than the order costs. */
      AMOUNT_MISMATCH,
      /** A genuine message about an order that the shop does not know. */
      UNKNOWN_ORDER,
      /** The channel took back a payment that it had called paid. */
      TAKEN_BACK,
      /** The channel took back what it had said for certain of a refund. */
      REFUND_CONTRADICTION,
      /** Asked to the end of the plan without a certain answer. */
      GIVEN_UP
    }
  }

  /**
   * A message of a channel was handled.
   *
   * @param number the merchant's number; null if it has none or could not be believed
   * @param ending what became of it
   * @param refusal why it was refused; null if it was not
   * @param took how long it took, the merchant's handler included
   */
  record NotificationHandled(
      String account,
      String channel,
      @Nullable String number,
      NotificationEnding ending,
      @Nullable UntrustedReason refusal,
      Duration took)
      implements GatewayEvent {
    /** Checks that nothing required is missing. */
    public NotificationHandled {
      Objects.requireNonNull(account, "account");
      Objects.requireNonNull(channel, "channel");
      Objects.requireNonNull(ending, "ending");
      Objects.requireNonNull(took, "took");
    }
  }

  /** How a request or a call ended. */
  enum Ending {
    /** A trustworthy answer came, good or bad. */
    ANSWERED,
    /** The channel refused it. */
    REJECTED,
    /** Certain not to have been sent. */
    NOT_SENT,
    /** May have been sent, and how it ended is not known. */
    UNKNOWN
  }

  /** How an outcome was found out. */
  enum By {
    /** By the call itself, which asked before its deadline. */
    CALL,
    /** By a sweep over the journal. */
    SWEEP,
    /** By a message of the channel. */
    NOTIFICATION
  }

  /** State of a breaker. */
  enum BreakerState {
    /** Lets everything through. */
    CLOSED,
    /** Lets nothing through. */
    OPEN,
    /** Lets a few probes through. */
    HALF_OPEN
  }

  /** What became of a message. */
  enum NotificationEnding {
    /** The merchant's handler took note of it. */
    HANDLED,
    /** The same fact had been handled before; the handler was not called. */
    DUPLICATE,
    /** Not believed. */
    REFUSED,
    /** Genuine, and not what the shop expects; see the alarm. */
    MISMATCH,
    /** The handler failed or took too long; the channel will deliver again. */
    POSTPONED
  }

  private static void requireNames(String account, String channel, Operation operation) {
    Objects.requireNonNull(account, "account");
    Objects.requireNonNull(channel, "channel");
    Objects.requireNonNull(operation, "operation");
  }
}
