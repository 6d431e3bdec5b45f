package io.jiaozi.proving.faults;

import io.jiaozi.proving.channels.ChannelUnderTest;
import io.jiaozi.proving.channels.ProvedCall;
import io.jiaozi.proving.channels.ProvedCall.Repeats;
import io.jiaozi.proving.stage.Outcome;
import io.jiaozi.sandbox.Fault;
import java.util.EnumSet;
import java.util.Set;

/**
 * What must come of a call that a fault strikes: the one place where that is written down. It
 * follows from four things: whether the channel had acted before the fault struck, how the call may
 * be repeated, whether a question settles it, and whether there was time left to ask.
 */
final class ExpectedOutcome {

  /** What the gateway tries at most, by its default settings. */
  static final int MOST_ATTEMPTS = 3;

  /** Two failed fetches of the last three close the way for half a minute. */
  private static final int MOST_FETCHES = 2;

  private static final Set<Fault> STATUSES =
      EnumSet.of(
          Fault.STATUS_503_RETRY_AFTER_0, Fault.STATUS_408, Fault.STATUS_429, Fault.STATUS_500);

  /** The channel acts only after these, so never if they last. */
  private static final Set<Fault> BEFORE_COMMIT =
      EnumSet.of(
          Fault.RESET_AFTER_READ,
          Fault.HTML_502,
          Fault.STATUS_503_RETRY_AFTER_0,
          Fault.STATUS_408,
          Fault.STATUS_429,
          Fault.STATUS_500);

  private final ChannelUnderTest channel;
  private final ProvedCall call;
  private final Fault fault;

  ExpectedOutcome(ChannelUnderTest channel, ProvedCall call, Fault fault) {
    this.channel = channel;
    this.call = call;
    this.fault = fault;
  }

  /** Whether only the deadline ends an attempt. */
  boolean silent() {
    return fault == Fault.SILENCE_AFTER_COMMIT;
  }

  /** How a call ends that the fault strikes for ever. */
  Set<Outcome> always() {
    if (call.fetch()) {
      return Set.of(refused() ? Outcome.REJECTED : Outcome.NOT_SENT);
    }
    return switch (fault) {
      case CONNECT_REFUSED, DNS_FAILURE, TLS_HANDSHAKE_FAILURE -> Set.of(Outcome.NOT_SENT);
      // A race of the network's own: the reset is noticed before the first byte is written, or
      // after.
      case RESET_BEFORE_READ -> Set.of(Outcome.NOT_SENT, Outcome.UNKNOWN);
      default -> Set.of(refused() ? Outcome.REJECTED : afterAsking());
    };
  }

  private boolean refused() {
    return STATUSES.contains(fault) && channel.outcomeOfStatus(fault, call) == Outcome.REJECTED;
  }

  /** Questions are answered while the fault strikes the call itself. */
  private Outcome afterAsking() {
    boolean acted = !BEFORE_COMMIT.contains(fault);
    return switch (call.repeats()) {
      case QUESTION, FOR_ITS_ANSWER, ONCE_FOR_ITS_ANSWER -> Outcome.UNKNOWN;
      // Where every attempt is silent, nothing of the deadline is left to ask in.
      case FREELY, LOOK_AND_DO -> acted && !silent() ? Outcome.ANSWERED : Outcome.UNKNOWN;
      case ASK_FIRST, ASK_ONLY, UNDONE_IF_FOUND -> acted ? Outcome.ANSWERED : Outcome.UNKNOWN;
      // Either it is found, or it is undone and declined.
      case UNDONE -> Outcome.ANSWERED;
    };
  }

  /** How often the struck request is sent while the fault lasts. */
  long attemptsAlways() {
    if (silent()) {
      return 1;
    }
    if (call.fetch() && !refused()) {
      return MOST_FETCHES;
    }
    boolean acted = !BEFORE_COMMIT.contains(fault);
    return switch (kind()) {
      case QUESTION, FOR_ITS_ANSWER, FREELY -> MOST_ATTEMPTS;
      case LOOK_AND_DO -> acted ? 1 : MOST_ATTEMPTS;
      case ASK_FIRST -> acted || refused() ? 1 : MOST_ATTEMPTS;
      case ASK_ONLY, ONCE_FOR_ITS_ANSWER, UNDONE, UNDONE_IF_FOUND -> 1;
    };
  }

  /** How a call ends that the fault strikes once. */
  Set<Outcome> once() {
    return switch (kind()) {
      case QUESTION, FOR_ITS_ANSWER, FREELY, LOOK_AND_DO ->
          silent() ? always() : Set.of(Outcome.ANSWERED);
      case ASK_FIRST -> refused() ? always() : Set.of(Outcome.ANSWERED);
      case ASK_ONLY, ONCE_FOR_ITS_ANSWER, UNDONE, UNDONE_IF_FOUND -> always();
    };
  }

  /** How often it is sent then. */
  long attemptsOnce() {
    if (silent()) {
      return 1;
    }
    boolean acted = !BEFORE_COMMIT.contains(fault);
    return switch (kind()) {
      case QUESTION, FOR_ITS_ANSWER, FREELY -> 2;
      case LOOK_AND_DO -> acted ? 1 : 2;
      case ASK_FIRST -> acted || refused() ? 1 : 2;
      case ASK_ONLY, ONCE_FOR_ITS_ANSWER, UNDONE, UNDONE_IF_FOUND -> 1;
    };
  }

  /** How the same request ends once the network is well. A number that was undone is used up. */
  Set<Outcome> again() {
    return switch (call.repeats()) {
      case UNDONE, UNDONE_IF_FOUND -> Set.of(Outcome.ANSWERED, Outcome.REJECTED);
      case ONCE_FOR_ITS_ANSWER ->
          Set.of(BEFORE_COMMIT.contains(fault) ? Outcome.ANSWERED : Outcome.UNKNOWN);
      default -> Set.of(Outcome.ANSWERED);
    };
  }

  /** How many orders must stand in the channel's books then: none if it was undone. */
  long leastBooked() {
    return call.repeats() == Repeats.UNDONE || call.repeats() == Repeats.UNDONE_IF_FOUND ? 0 : 1;
  }

  /**
   * How much of the deadline a silent channel takes at least, in percent: all of it, but for the
   * quarter that is kept back to ask in where nothing is sent again blindly.
   */
  int leastOfDeadline(Outcome outcome) {
    if (outcome != Outcome.UNKNOWN) {
      return 50;
    }
    return call.repeats() == Repeats.ONCE_FOR_ITS_ANSWER ? 70 : 80;
  }

  /** A fetch changes nothing, whatever the call does that needs it. */
  private Repeats kind() {
    return call.fetch() ? Repeats.QUESTION : call.repeats();
  }
}
