package io.jiaozi;

import io.jiaozi.health.AccountDiagnosis;
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
import io.jiaozi.payment.VoidRequest;
import io.jiaozi.refund.Refund;
import io.jiaozi.refund.RefundReference;
import io.jiaozi.refund.RefundRequest;

/**
 * One merchant's contract with one channel: everything that can be asked of it.
 *
 * <p>Every call is guarded: input is checked before the network with all problems at once; what the
 * account cannot do is refused; one deadline covers all attempts; a request is repeated only where
 * the channel makes that harmless. Every method that talks to the channel throws
 *
 * <ul>
 *   <li>{@link io.jiaozi.error.InvalidRequestException}: the request is wrong, nothing was sent
 *   <li>{@link io.jiaozi.error.NotSentException}: nothing reached the channel, repeat later
 *   <li>{@link io.jiaozi.error.OutcomeUnknownException}: it may or may not have happened, ask by
 *       the reference it carries
 *   <li>{@link io.jiaozi.error.RejectedException}: the channel said no, with a reason
 * </ul>
 *
 * <p>Immutable, cheap to pass around, safe for use by many threads, virtual ones included. Lives as
 * long as its gateway.
 */
public interface MerchantAccount {

  /** Its name in the configuration. */
  String name();

  /** The id of its channel. */
  String channel();

  /** What it can do. */
  Capabilities capabilities();

  /** A light view of this account with other choices for its calls. */
  MerchantAccount with(CallOptions options);

  /**
   * A light view of this account that acts for a merchant of the partner.
   *
   * @throws io.jiaozi.error.InvalidRequestException if the account is not a partner's
   */
  MerchantAccount actingFor(SubMerchant subMerchant);

  /** The reference this request will have. No network. Save it before {@link #pay}. */
  PaymentReference reference(PaymentRequest request);

  /** The reference this refund will have. No network. Save it before {@link #refund}. */
  RefundReference reference(RefundRequest request);

  /** The reference this capture will have. No network. Save it before {@link #capture}. */
  PaymentReference reference(CaptureRequest request);

  /**
   * What to {@link #query} to learn later how this void ended: the hold, or the void itself at
   * channels whose answers about a hold never show that it was voided. No network.
   */
  PaymentReference reference(VoidRequest request);

  /**
   * Asks for payment. Repeating the call with an equal request never charges twice; it returns a
   * fresh or the same next action where the channel has one.
   */
  PaymentResult pay(PaymentRequest request);

  /** Asks for a hold. Repeats as {@link #pay}. */
  PaymentResult authorize(PaymentRequest request);

  /**
   * "The buyer is back": executes an order that the buyer approved where the channel works that
   * way, and just asks elsewhere. Harmless to repeat and to call from two places at once.
   *
   * <p>Where it just asks, a payment for which the buyer has still to act, or that the channel does
   * not know yet, is {@code Processing}; one that can no longer be paid is {@code Declined} with
   * the state as its code.
   *
   * @throws io.jiaozi.error.RejectedException with reason WRONG_STATE if the money moved and went
   *     back, or sits in captures: act on {@link #query}
   * @throws io.jiaozi.error.OutcomeUnknownException also if the channel told a state without known
   *     meaning
   */
  PaymentResult complete(PaymentReference reference);

  /** Takes held money. Repeating the call with an equal request never takes twice. */
  PaymentResult capture(CaptureRequest request);

  /** Renews a hold. */
  PaymentResult reauthorize(PaymentReference authorization, Money amount);

  /** Releases a hold. Repeating the call is harmless. */
  Payment voidAuthorization(VoidRequest request);

  /**
   * Asks how a payment stands. A payment the channel does not know is an answer, {@code NOT_FOUND}:
   * it is normal before the buyer arrives, and it does not mean failed.
   */
  Payment query(PaymentReference reference);

  /**
   * Makes an unpaid order unpayable and returns the payment as it then is. Only {@code CLOSED}
   * means unpayable: the buyer may have been faster.
   */
  Payment close(PaymentReference reference);

  /**
   * Undoes a payment at the till as a whole, whether it was paid or not. Its number is used up
   * afterwards.
   */
  Payment reverse(PaymentReference reference);

  /**
   * Gives back all or part of a captured payment. Repeating the call with an equal request never
   * refunds twice. {@code PROCESSING} is normal; the final state comes by notification or query.
   */
  Refund refund(RefundRequest request);

  /**
   * Asks how a refund stands. One the channel does not know is an answer, {@code NOT_FOUND}: it was
   * never accepted.
   */
  Refund queryRefund(RefundReference reference);

  /**
   * Reads what a returning browser brought. No network. A hint, never proof.
   *
   * @throws io.jiaozi.error.UntrustedMessageException if the request carries a signature that is
   *     wrong
   */
  CustomerReturn readReturn(InboundRequest request);

  /**
   * Verifies, opens and reads a notification.
   *
   * @throws io.jiaozi.error.UntrustedMessageException if origin, freshness or receiver are not
   *     proved: answer {@link NotificationReply.Kind#UNTRUSTED}
   */
  Notification readNotification(InboundRequest request);

  /**
   * The exact answer the channel wants. Say ACCEPTED only when the notification is handled and
   * durable.
   */
  NotificationReply reply(NotificationReply.Kind kind);

  /**
   * Says that the shop has taken note of a message for good, so that the journal's sweep need not
   * ask about the same thing. Call it after the shop's own commit. Without a journal it does
   * nothing; it never throws for what the journal does.
   */
  void taken(Notification notification);

  /** Endpoints of the channel that are not modelled. */
  ChannelCalls channelCalls();

  /**
   * Says how this account is now: its keys, how long its certificates last, which system it calls,
   * whether the channel's clock agreed with ours when it last answered, and whether calls are held
   * back because too many failed. No network, never throws for what it finds; cheap enough for a
   * health check.
   */
  AccountDiagnosis diagnose();

  /**
   * Asks the channel one harmless question, for a payment that cannot exist, and says what the
   * answer, or its absence, proves. Goes through the same guards as {@link #query} and counts like
   * one. Never throws for how it ended.
   */
  AccountDiagnosis probe();
}
