package io.jiaozi.spi;

import io.jiaozi.Capabilities;
import io.jiaozi.ChannelCall;
import io.jiaozi.Operation;
import io.jiaozi.SubMerchant;
import io.jiaozi.error.Problem;
import io.jiaozi.money.Money;
import io.jiaozi.notification.CustomerReturn;
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.notification.Notification;
import io.jiaozi.notification.NotificationReply;
import io.jiaozi.payment.CaptureRequest;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.RawReply;
import io.jiaozi.payment.Scene;
import io.jiaozi.payment.VoidRequest;
import io.jiaozi.refund.Refund;
import io.jiaozi.refund.RefundReference;
import io.jiaozi.refund.RefundRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One account at one channel: what every adapter must do. The rest are small extra interfaces
 * below; an adapter implements those its channel has, and its {@link #capabilities()} agree with
 * them.
 *
 * <p>An adapter translates, signs, sends once, verifies and translates back. It neither sleeps, nor
 * schedules, nor repeats: that is the gateway's. It fails by {@link ChannelFailure} only. Safe for
 * use by many threads.
 */
public interface ChannelAdapter extends AutoCloseable {

  /** What this account can do. Constant. */
  Capabilities capabilities();

  /**
   * Everything the channel would refuse about this request and that can be known without asking it.
   * No network.
   *
   * <p>The scene is one that the account offers. What the gateway finds itself goes into the same
   * report, so it need not be found here, and must not be stumbled over: amounts of nothing, other
   * currencies, expiries that have passed, control characters, the shape of URLs.
   */
  List<Problem> check(PaymentRequest request);

  /**
   * The same for a call that may act for another merchant, where that merchant's details allow or
   * forbid more. This is the one the gateway asks. No network.
   *
   * @param actingFor the merchant for whom the partner acts; null for the account's own
   */
  default List<Problem> check(PaymentRequest request, @Nullable SubMerchant actingFor) {
    return check(request);
  }

  /**
   * Everything the channel would refuse about this refund and that can be known without asking it.
   * No network.
   */
  List<Problem> check(RefundRequest request);

  /**
   * Everything wrong with this reference, such as a locator that another adapter made. No network.
   * Asked before every call that goes to an existing payment, unless a check of its request covers
   * it.
   */
  default List<Problem> check(PaymentReference reference) {
    return List.of();
  }

  /** Everything wrong with this reference. No network. */
  default List<Problem> check(RefundReference reference) {
    return List.of();
  }

  /**
   * Everything wrong with acting for this merchant. No network. Asked only where the account has
   * ACT_FOR_SUB_MERCHANT.
   */
  default List<Problem> check(SubMerchant subMerchant) {
    return List.of();
  }

  /** What the gateway may do when no trustworthy answer came. Constant for its arguments. */
  OutcomePlan plan(Operation operation, Scene.@Nullable Kind scene);

  /**
   * The reference this request will have. No network, pure: an equal request gives an equal
   * reference, on another machine and a year later too. Whatever asking for the payment needs is in
   * it, for by it the outcome of a lost call is asked for. Where only an answer of the channel
   * tells that, it is the number alone.
   */
  PaymentReference reference(PaymentRequest request);

  /** The reference this refund will have. No network, pure. */
  RefundReference reference(RefundRequest request);

  /** Asks for payment. {@code payBefore} has been filled in where the account has SET_EXPIRY. */
  PaymentResult pay(PaymentRequest request, CallContext context);

  /**
   * Asks how a payment stands; {@code NOT_FOUND} is an answer. References of captures too, and what
   * {@link Authorizing#reference(VoidRequest)} gave.
   */
  Payment query(PaymentReference reference, CallContext context);

  /** Gives money back. */
  Refund refund(RefundRequest request, CallContext context);

  /** Asks how a refund stands; {@code NOT_FOUND} is an answer. */
  Refund queryRefund(RefundReference reference, CallContext context);

  /**
   * Whether an unverified message looks like this account's. A hint for routing; proves nothing. No
   * network.
   */
  Ownership ownership(InboundRequest unverified);

  /**
   * Verifies, opens and reads a notification.
   *
   * @throws ChannelFailure.Untrusted if origin, freshness or receiver are not proved
   */
  Notification readNotification(InboundRequest request, CallContext context);

  /** The exact answer the channel wants. */
  NotificationReply reply(NotificationReply.Kind kind);

  /** Releases what belongs to this account alone. Harmless to repeat. */
  @Override
  void close();

  /** Answers of {@link #ownership}. */
  enum Ownership {
    /** It names this account. */
    MINE,
    /** It names another. */
    NOT_MINE,
    /** It names nobody. */
    CANNOT_TELL
  }

  /** Channels where an unpaid order can be made unpayable: capability CLOSE. */
  interface Closing {
    /**
     * Closes and returns the payment as it then is, asking for it where the reply does not tell.
     */
    Payment close(PaymentReference reference, CallContext context);
  }

  /** Channels where a payment at the till can be undone: capability REVERSE. */
  interface Reversing {
    /** Undoes and returns the payment as it then is. */
    Payment reverse(PaymentReference reference, CallContext context);
  }

  /** Channels where an approved order has to be executed: capability COMPLETE_AFTER_APPROVAL. */
  interface Completing {
    /** Executes an approved order; returns what it finds if it was executed already. */
    PaymentResult complete(PaymentReference reference, CallContext context);
  }

  /** Channels whose return page carries something worth reading. */
  interface ReadingReturns {
    /**
     * Reads it. No network.
     *
     * @throws ChannelFailure.Untrusted if it carries a signature that is wrong
     */
    CustomerReturn readReturn(InboundRequest request);
  }

  /** Channels that hold money. */
  interface Authorizing {
    /** Everything the channel would refuse about this capture. No network. */
    List<Problem> check(CaptureRequest request);

    /** Everything the channel would refuse about this void. No network. */
    List<Problem> check(VoidRequest request);

    /** The reference this capture will have. No network, pure. */
    PaymentReference reference(CaptureRequest request);

    /**
     * What to ask for to learn how this void ended. No network, pure. The hold, unless the
     * channel's answers about a hold never show its void. Then the void itself: {@link
     * ChannelAdapter#query} of it says VOIDED or REVERSED once it is done, PROCESSING before,
     * DECLINED if it failed.
     */
    default PaymentReference reference(VoidRequest request) {
      return request.authorization();
    }

    /** Asks for a hold. */
    PaymentResult authorize(PaymentRequest request, CallContext context);

    /** Takes held money. */
    PaymentResult capture(CaptureRequest request, CallContext context);

    /** Releases a hold. */
    Payment voidAuthorization(VoidRequest request, CallContext context);
  }

  /** Channels where a hold can be renewed: capability REAUTHORIZE. */
  interface Reauthorizing {
    /** Renews a hold. */
    PaymentResult reauthorize(PaymentReference authorization, Money amount, CallContext context);
  }

  /** Channels with an escape hatch: capability CHANNEL_CALLS. */
  interface Calling {
    /** Everything that forbids this call, such as a header the adapter sets itself. No network. */
    List<Problem> check(ChannelCall call);

    /** Signs, sends and verifies; returns the reply whatever its HTTP status says. */
    RawReply call(ChannelCall call, CallContext context);
  }

  /** Adapters that know more about their account than that it could be opened. */
  interface Diagnosing {
    /**
     * What is known now without asking the channel: keys, certificates at hand, addresses, what is
     * legal and still hardly meant. No network, pure; asked often.
     */
    List<HealthFact> healthFacts();

    /**
     * A payment that the channel cannot know, of this moment. {@link ChannelAdapter#query} of it
     * changes nothing, and its answer {@code NOT_FOUND} proves that both sides know each other. No
     * network.
     */
    PaymentReference unknownPayment();
  }
}
