package io.jiaozi.spi;

import io.jiaozi.error.OpenOutcome;
import io.jiaozi.error.RejectedReason;
import io.jiaozi.error.UntrustedReason;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How an adapter tells the gateway that a call did not end in an answer. The gateway knows account,
 * operation, number, attempts and plan, and makes from it the exception the merchant sees, so no
 * adapter can forget a part of it.
 *
 * <p>Which one it is follows from one question: may something have happened? In doubt it is {@link
 * OutcomeUnknown}. Whatever else an adapter throws is taken for that too.
 *
 * <p>{@code what} is a clause without subject that fits after the channel's name ("did not answer
 * within 10 s", "answered 502 with a page instead of JSON") and names no secret, no personal datum
 * and no body. The cause must be as clean: it is chained.
 */
public abstract sealed class ChannelFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final @Nullable Integer httpStatus;
  private final @Nullable String channelRequestId;

  private ChannelFailure(
      String what,
      @Nullable Integer httpStatus,
      @Nullable String channelRequestId,
      @Nullable Throwable cause) {
    super(Objects.requireNonNull(what, "what"), cause);
    this.httpStatus = httpStatus;
    this.channelRequestId = channelRequestId;
  }

  /** Status of the reply; null if there was none. */
  public @Nullable Integer httpStatus() {
    return httpStatus;
  }

  /** What the channel's support asks for; null if it gave none. */
  public @Nullable String channelRequestId() {
    return channelRequestId;
  }

  /**
   * No byte of the request reached the channel. Of several requests the one that acts counts: if a
   * question before it failed, it was not sent; after it nothing is "not sent" any more.
   */
  public static final class NotSent extends ChannelFailure {
    private static final long serialVersionUID = 1L;

    /** States a failure before anything was sent. */
    public NotSent(String what, @Nullable Throwable cause) {
      super(what, null, null, cause);
    }
  }

  /** Something may have reached the channel, and no trustworthy answer came. */
  public static final class OutcomeUnknown extends ChannelFailure {
    private static final long serialVersionUID = 1L;

    private final OpenOutcome.Cause reason;
    private final @Nullable String channelCode;
    private final @Nullable Duration retryAfter;

    /** States an open outcome without any reply. */
    public OutcomeUnknown(OpenOutcome.Cause reason, String what, @Nullable Throwable cause) {
      this(reason, what, null, null, null, null, cause);
    }

    /** States an open outcome after a reply that settles nothing. */
    public OutcomeUnknown(
        OpenOutcome.Cause reason,
        String what,
        @Nullable String channelCode,
        @Nullable Integer httpStatus,
        @Nullable String channelRequestId,
        @Nullable Duration retryAfter,
        @Nullable Throwable cause) {
      super(what, httpStatus, channelRequestId, cause);
      this.reason = Objects.requireNonNull(reason, "reason");
      this.channelCode = channelCode;
      this.retryAfter = retryAfter;
    }

    /** Why the outcome is open. */
    public OpenOutcome.Cause reason() {
      return reason;
    }

    /** The channel's own code; null if it gave none. */
    public @Nullable String channelCode() {
      return channelCode;
    }

    /** How long the channel asks to wait; null if it does not say. */
    public @Nullable Duration retryAfter() {
      return retryAfter;
    }
  }

  /**
   * The channel said no, definitely, and nothing happened by this call. Only for codes of which its
   * documents say so; a code nobody knows is {@link OutcomeUnknown}.
   */
  public static final class Rejected extends ChannelFailure {
    private static final long serialVersionUID = 1L;

    private final RejectedReason reason;
    private final String channelCode;
    private final String remedy;
    private final @Nullable Duration retryAfter;

    /**
     * States a refusal.
     *
     * @param what what the channel said, in our words
     * @param remedy what to do, a sentence; the channel's own free text is never passed on, it may
     *     hold anything
     */
    public Rejected(
        RejectedReason reason,
        String channelCode,
        String what,
        String remedy,
        @Nullable Integer httpStatus,
        @Nullable String channelRequestId,
        @Nullable Duration retryAfter) {
      super(what, httpStatus, channelRequestId, null);
      this.reason = Objects.requireNonNull(reason, "reason");
      this.channelCode = Objects.requireNonNull(channelCode, "channelCode");
      this.remedy = Objects.requireNonNull(remedy, "remedy");
      this.retryAfter = retryAfter;
    }

    /** Why, in common words. */
    public RejectedReason reason() {
      return reason;
    }

    /** The channel's own code. */
    public String channelCode() {
      return channelCode;
    }

    /** What to do. */
    public String remedy() {
      return remedy;
    }

    /** How long the channel asks to wait; null if it does not say. */
    public @Nullable Duration retryAfter() {
      return retryAfter;
    }
  }

  /**
   * A message that came to us is not proved to be the channel's. For replies to our own calls use
   * {@link OutcomeUnknown}.
   */
  public static final class Untrusted extends ChannelFailure {
    private static final long serialVersionUID = 1L;

    private final UntrustedReason reason;

    /** States why a message is not believed; {@code what} fits after "The message". */
    public Untrusted(UntrustedReason reason, String what, @Nullable Throwable cause) {
      super(what, null, null, cause);
      this.reason = Objects.requireNonNull(reason, "reason");
    }

    /** Why it is not believed. */
    public UntrustedReason reason() {
      return reason;
    }
  }
}
