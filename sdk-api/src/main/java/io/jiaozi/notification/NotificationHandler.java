package io.jiaozi.notification;

import io.jiaozi.MerchantAccount;
import io.jiaozi.PaymentGateway;
import io.jiaozi.SubMerchantLookup;
import io.jiaozi.TimeSource;
import io.jiaozi.internal.notification.Reception;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentResult;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Receives the messages of every channel: a raw request in, the exact reply out, and in between the
 * shop's {@link MerchantHandler} called once for each fact.
 *
 * <p>For each message, in this order: its size and method are looked at; its account is found; it
 * is verified; an approved payment is executed where the channel works that way; the {@link
 * NotificationLog} is asked whether the fact is new; it is compared with what the shop expects; the
 * merchant's handler runs; the log remembers the fact; the channel is told that the message is
 * accepted. A handler that throws, or that is not done within the budget, makes the channel deliver
 * again. One that is late runs on to its end, which is remembered, so that the next delivery finds
 * the fact handled.
 *
 * <p>No method throws because of what is in a message: everything is answered. Safe for use by many
 * threads. Close it before its gateway.
 */
public interface NotificationHandler extends AutoCloseable {

  /** The budget unless another is chosen: below the shortest deadline of a channel, 5 s. */
  Duration DEFAULT_BUDGET = Duration.ofSeconds(4);

  /** The limit of a body's size unless another is chosen, in bytes: 1 MiB. */
  int DEFAULT_BODY_LIMIT = 1 << 20;

  /** Begins a handler for the accounts of this gateway. */
  static Builder builder(PaymentGateway gateway, MerchantHandler merchantHandler) {
    return new Builder(gateway, merchantHandler);
  }

  /**
   * Handles a message whose account is known, because each account has its own URL.
   *
   * @param account the account's name; one that does not exist is answered with status 404
   */
  NotificationReply handle(String account, InboundRequest request);

  /**
   * The same, for an account at hand: the one way for a message that has to be read through the
   * view for a merchant for whom a partner acts, because its URL names the merchant too. The
   * merchant's handler is given this very view.
   */
  NotificationReply handle(MerchantAccount account, InboundRequest request);

  /**
   * Handles a message whose account is still to be found: the last segment of the path names it,
   * or, where that is the name of no account, exactly one account is that of the message by its
   * cleartext hints. Nothing is believed for that: the account then verifies the message. A message
   * of nobody is answered with status 404.
   */
  NotificationReply handle(InboundRequest request);

  /**
   * The buyer's browser came back. Reads what it brought, compares that with the payment the shop
   * knows, and asks the channel: {@link MerchantAccount#complete}. What the browser brought is
   * never proof; the result is the channel's own verified answer. The merchant's handler hears of
   * an outcome as it does of a message's, but its failure is not the buyer's: the result is
   * returned all the same, and the channel's message brings the news again.
   *
   * <p>A UnionPay buyer comes back with a POST from another site: without the shop's cookies, and
   * without its CSRF token.
   *
   * @param account the account's name
   * @param stored the payment as the shop stored it, found by its session or the page's URL: the
   *     whole reference, locator included, where it has one
   * @return as {@code complete}; {@code Approved} where the {@link ApprovalHook} did not allow it
   * @throws io.jiaozi.error.UntrustedMessageException if the request carries a signature that is
   *     wrong, or tells of another payment than the stored one
   * @throws IllegalArgumentException if there is no account of that name
   * @throws io.jiaozi.error.PaymentException as {@code complete}: show the buyer that the payment
   *     is being looked into
   */
  PaymentResult returned(String account, InboundRequest request, PaymentReference stored);

  /** The same, for an account at hand, or its view for a merchant for whom a partner acts. */
  PaymentResult returned(MerchantAccount account, InboundRequest request, PaymentReference stored);

  /**
   * What the journal is to be given for {@link PaymentGateway#recover} and {@link
   * PaymentGateway#sweep}: whatever they find out then goes the way of a message from the point at
   * which it is believed. It is compared with what the shop expects, an approved payment is
   * executed where the channel works that way, and the merchant's handler is called once for each
   * state found out, inside the transaction of the {@link NotificationLog}.
   */
  MerchantHandler merchantHandler();

  /** How many bytes a body may have; more is answered with status 413, unread. */
  int bodyLimit();

  /**
   * Takes no more messages (status 503; the channels deliver again) and waits for the handlers that
   * run, at most the time of grace. None is interrupted. Harmless to repeat.
   */
  @Override
  void close();

  /** Collects what a handler needs. Not thread-safe. */
  final class Builder {

    private final PaymentGateway gateway;
    private final MerchantHandler merchantHandler;
    private NotificationLog log = NotificationLog.inMemory();
    private @Nullable ExpectedPayments expected;
    private @Nullable ApprovalHook approval;
    private SubMerchantLookup subMerchants = SubMerchantLookup.byIdAlone();
    private Duration budget = DEFAULT_BUDGET;
    private Duration grace = Duration.ofSeconds(30);
    private int concurrent = 64;
    private int bodyLimit = DEFAULT_BODY_LIMIT;
    private @Nullable Executor executor;
    private TimeSource time = TimeSource.system();

    private Builder(PaymentGateway gateway, MerchantHandler merchantHandler) {
      this.gateway = Objects.requireNonNull(gateway, "gateway");
      this.merchantHandler = Objects.requireNonNull(merchantHandler, "merchantHandler");
    }

    /** Where handled facts are remembered; in memory unless given. */
    public Builder log(NotificationLog value) {
      this.log = Objects.requireNonNull(value, "log");
      return this;
    }

    /** What the shop expects; nothing is compared unless given. */
    public Builder expecting(ExpectedPayments value) {
      this.expected = Objects.requireNonNull(value, "expected");
      return this;
    }

    /** Who is asked before an approved payment is executed; all are unless given. */
    public Builder approving(ApprovalHook value) {
      this.approval = Objects.requireNonNull(value, "approval");
      return this;
    }

    /**
     * Where a partner finds the merchants it acts for, by the id a message tells, with what their
     * channel needs to act for them; by the id alone unless given.
     */
    public Builder subMerchants(SubMerchantLookup lookup) {
      this.subMerchants = Objects.requireNonNull(lookup, "lookup");
      return this;
    }

    /**
     * How long a message may take in all before the channel is told to deliver again, 100 ms to 1
     * minute; 4 s unless given. Stay below the deadlines of the channels: 5 s at WeChat Pay, 10 s
     * at UnionPay.
     */
    public Builder budget(Duration value) {
      if (value.compareTo(Duration.ofMillis(100)) < 0
          || value.compareTo(Duration.ofMinutes(1)) > 0) {
        throw new IllegalArgumentException(
            "The budget of a message is 100 ms to 1 minute, not " + value + ".");
      }
      this.budget = value;
      return this;
    }

    /** How long {@link #close} waits for handlers that run; 30 s unless given. */
    public Builder grace(Duration value) {
      if (value.isNegative()) {
        throw new IllegalArgumentException("The time of grace is not negative.");
      }
      this.grace = value;
      return this;
    }

    /**
     * How many messages are worked on at the same time, at least 1; 64 unless given. One more is
     * told to come again, at once. Forged ones do not count: they never come that far.
     */
    public Builder concurrent(int most) {
      if (most < 1) {
        throw new IllegalArgumentException("At least one message must be worked on.");
      }
      this.concurrent = most;
      return this;
    }

    /** How many bytes a body may have, at least 1; {@link #DEFAULT_BODY_LIMIT} unless given. */
    public Builder bodyLimit(int bytes) {
      if (bytes < 1) {
        throw new IllegalArgumentException("A body may have at least one byte.");
      }
      this.bodyLimit = bytes;
      return this;
    }

    /**
     * Runs the handlers on these threads, virtual ones perhaps; the shop closes them, after this.
     * Unless given, on threads of its own, made when needed.
     */
    public Builder executor(Executor value) {
      this.executor = Objects.requireNonNull(value, "executor");
      return this;
    }

    /** Another source of time, for tests. */
    public Builder time(TimeSource value) {
      this.time = Objects.requireNonNull(value, "time");
      return this;
    }

    /** Makes the handler. */
    public NotificationHandler build() {
      return new Reception(
          new Reception.Parts(
              gateway,
              merchantHandler,
              log,
              expected,
              approval,
              subMerchants,
              budget,
              grace,
              concurrent,
              bodyLimit,
              executor,
              time));
    }
  }
}
