package io.jiaozi.internal.notification;

import io.jiaozi.MerchantAccount;
import io.jiaozi.Operation;
import io.jiaozi.error.FailureContext;
import io.jiaozi.error.UntrustedMessageException;
import io.jiaozi.error.UntrustedReason;
import io.jiaozi.internal.report.ScrubbedFault;
import io.jiaozi.notification.ApprovalHook.Decision;
import io.jiaozi.notification.CustomerReturn;
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.PaymentState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The buyer's browser came back: what it brought is compared, never believed; then we ask. */
final class Returns {

  private static final Logger log = LoggerFactory.getLogger(Returns.class);

  private final Reception.Parts parts;
  private final Handling handling;
  private final Desk desk;

  Returns(Reception.Parts parts, Handling handling, Desk desk) {
    this.parts = parts;
    this.handling = handling;
    this.desk = desk;
  }

  PaymentResult returned(MerchantAccount account, InboundRequest request, PaymentReference stored) {
    if (request.bodyLength() > parts.bodyLimit()) {
      throw untrusted(account, stored, UntrustedReason.MALFORMED, "has too large a body");
    }
    PaymentReference reference = whole(account, account.readReturn(request), stored);
    PaymentResult held = held(account, reference);
    if (held != null) {
      return held;
    }
    PaymentResult result = account.complete(reference);
    tell(account, result.payment());
    return result;
  }

  /** The stored reference, with the locator that came back where none was stored. */
  private static PaymentReference whole(
      MerchantAccount account, CustomerReturn told, PaymentReference stored) {
    PaymentReference reference = told.reference();
    boolean other =
        reference != null
            ? References.contradict(reference, stored)
            : References.locatorsContradict(told.locator(), stored.locator());
    if (other) {
      throw untrusted(account, stored, UntrustedReason.FOREIGN, "tells of another payment");
    }
    return stored.locator() == null ? told.referenceFor(stored.number()).orElse(stored) : stored;
  }

  private static UntrustedMessageException untrusted(
      MerchantAccount account, PaymentReference stored, UntrustedReason reason, String what) {
    return new UntrustedMessageException(
        "A browser that came back for payment "
            + stored.number()
            + " on account "
            + account.name()
            + " "
            + what
            + ". Nothing in it may be used. Show the buyer the order as it is stored; the channel's"
            + " message or the next query tells how it stands.",
        new FailureContext(
            account.name(),
            account.channel(),
            Operation.NOTIFICATION,
            stored.number(),
            null,
            null,
            null,
            0),
        reason,
        null);
  }

  /** Asks before executing only where somebody has a say in it. */
  private @Nullable PaymentResult held(MerchantAccount account, PaymentReference reference) {
    boolean asked = parts.approval() != null || parts.expected() != null;
    if (!asked || !Handling.isCompletedByUs(account)) {
      return null;
    }
    Payment payment = account.query(reference);
    if (payment.state() != PaymentState.APPROVED) {
      return null;
    }
    Decision decision = Decision.HOLD;
    try {
      decision = handling.decide(account, payment);
    } catch (Exception undecided) {
      if (undecided instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      log.warn(
          "It could not be decided about approved payment {} on account {}; it is not executed now",
          reference.number(),
          account.name(),
          ScrubbedFault.of(undecided));
      return new PaymentResult.Approved(payment);
    }
    if (decision == Decision.ALLOW) {
      return null;
    }
    if (decision == Decision.HOLD) {
      tell(account, payment);
    }
    return new PaymentResult.Approved(payment);
  }

  /**
   * The handler hears of it as of a message's news. Its failure is not the buyer's: the message
   * brings the news again.
   */
  private void tell(MerchantAccount account, Payment payment) {
    if (!Handling.isKnowledge(payment.state())
        || payment.state() == PaymentState.AWAITING_CUSTOMER) {
      return;
    }
    News news = News.found(account, payment, false);
    if (!desk.isClosed()) {
      desk.run(news.fact(), parts.budget(), () -> handling.handle(news, parts.budget()));
    }
  }
}
