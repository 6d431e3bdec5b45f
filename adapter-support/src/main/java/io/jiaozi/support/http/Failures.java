package io.jiaozi.support.http;

import io.jiaozi.error.OpenOutcome;
import io.jiaozi.spi.ChannelFailure;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Names what went wrong by the one question that matters: may a byte of the request have left? The
 * texts are clauses that fit after the channel's name.
 */
final class Failures {

  private Failures() {}

  /** Before the first byte of the request. */
  static ChannelFailure.NotSent notSent(Exception e, CallTrace trace, Duration setupLimit) {
    return new ChannelFailure.NotSent(whyNotSent(e, trace, setupLimit), SafeCause.of(e));
  }

  private static String whyNotSent(Exception e, CallTrace trace, Duration setupLimit) {
    if (Thread.currentThread().isInterrupted()) {
      return "was not asked, because the thread was interrupted while connecting";
    }
    if (e instanceof SlowNameException) {
      return "could not be reached: finding its host name took longer than "
          + seconds(setupLimit)
          + ". Check the machine's DNS";
    }
    if (trace.setupTimedOut() || e instanceof InterruptedIOException) {
      return "could not be connected to within " + seconds(setupLimit);
    }
    if (e instanceof UnknownHostException) {
      return "could not be reached: its host name does not resolve. Check base-url and the machine's DNS";
    }
    if (e instanceof SSLException) {
      return "could not be trusted: the TLS handshake failed, often for a certificate that is expired, of another host or"
          + " of an unknown issuer";
    }
    if (e instanceof ConnectException || e instanceof NoRouteToHostException) {
      return "could not be connected to: nobody answered at its address";
    }
    return "could not be asked: the connection broke before anything was sent";
  }

  /** After a byte of the request may have left, and before a whole reply was there. */
  static ChannelFailure.OutcomeUnknown outcomeUnknown(
      Exception e, CallTrace trace, Duration limit) {
    Integer status = trace.status() == 0 ? null : trace.status();
    if (e instanceof ReplyTooLargeException tooLarge) {
      return unknown(OpenOutcome.Cause.UNREADABLE_REPLY, tooLarge.clause(), status, e);
    }
    if (Thread.currentThread().isInterrupted()) {
      return unknown(
          OpenOutcome.Cause.NO_REPLY,
          "was asked, but the thread was interrupted before the answer was complete",
          status,
          e);
    }
    if (e instanceof InterruptedIOException) {
      return unknown(
          OpenOutcome.Cause.NO_REPLY, "did not answer within " + seconds(limit), status, e);
    }
    if (isCutOff(e)) {
      return unknown(
          OpenOutcome.Cause.NO_REPLY,
          status == null
              ? "closed the connection without an answer"
              : "closed the connection in the middle of its answer",
          status,
          e);
    }
    return unknown(
        OpenOutcome.Cause.UNREADABLE_REPLY,
        "answered with something that is not a readable HTTP message",
        status,
        e);
  }

  private static boolean isCutOff(Exception e) {
    return e instanceof SocketException
        || e instanceof EOFException
        || e instanceof SSLException
        || e.getCause() instanceof EOFException
        || (e instanceof ProtocolException && "unexpected end of stream".equals(e.getMessage()))
        || (e.getClass() == IOException.class && "Canceled".equals(e.getMessage()));
  }

  private static ChannelFailure.OutcomeUnknown unknown(
      OpenOutcome.Cause reason, String what, @Nullable Integer status, Exception e) {
    return new ChannelFailure.OutcomeUnknown(
        reason, what, null, status, null, null, SafeCause.of(e));
  }

  static String seconds(Duration duration) {
    long millis = duration.toMillis();
    return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
  }
}
