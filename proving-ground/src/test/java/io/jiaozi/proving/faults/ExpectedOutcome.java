package io.jiaozi.proving.faults;

import io.jiaozi.proving.channels.ChannelUnderTest;
import io.jiaozi.proving.channels.ProvedCall;
import io.jiaozi.proving.channels.ProvedCall.Repeats;
import io.jiaozi.proving.stage.Outcome;
import io.jiaozi.sandbox.Fault;
import java.util.EnumSet;
import java.util.Set;

/** What must come of a call that a fault strikes: the one place where that is written down. */
final class ExpectedOutcome {

  /** What the gateway tries at most, by its default settings. */
  static final int MOST_ATTEMPTS = 3;

  private static final Set<Fault> SETTLED_BY_STATUS =
      EnumSet.of(
          Fault.STATUS_503_RETRY_AFTER_0, Fault.STATUS_408, Fault.STATUS_429, Fault.STATUS_500);

  private final ChannelUnderTest channel;
  private final ProvedCall call;
  private final Fault fault;

  ExpectedOutcome(ChannelUnderTest channel, ProvedCall call, Fault fault) {
    this.channel = channel;
    this.call = call;
    this.fault = fault;
  }

  /** How a call ends that the fault strikes for ever. */
  Set<Outcome> always() {
    if (call.fetch()) {
      return Set.of(Outcome.NOT_SENT);
    }
    if (SETTLED_BY_STATUS.contains(fault)) {
      return Set.of(channel.outcomeOfStatus(fault, call));
    }
    return switch (fault) {
      case CONNECT_REFUSED, DNS_FAILURE, TLS_HANDSHAKE_FAILURE -> Set.of(Outcome.NOT_SENT);
      // A race of the network's own: the reset is noticed before the first byte is written, or
      // after.
      case RESET_BEFORE_READ -> Set.of(Outcome.NOT_SENT, Outcome.UNKNOWN);
      default -> Set.of(Outcome.UNKNOWN);
    };
  }

  /** How a call ends that the fault strikes once. */
  Set<Outcome> once() {
    return repeated() ? Set.of(Outcome.ANSWERED) : always();
  }

  /** Whether the gateway sends the struck request again by itself. */
  boolean repeated() {
    return (call.repeats() == Repeats.FREELY || call.fetch()) && !silent();
  }

  /** How often the struck request is sent while the fault lasts. */
  long attempts() {
    return repeated() ? MOST_ATTEMPTS : 1;
  }

  /** Whether only the deadline ends the call. */
  boolean silent() {
    return fault == Fault.SILENCE_AFTER_COMMIT;
  }
}
