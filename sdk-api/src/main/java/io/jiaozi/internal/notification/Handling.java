package io.jiaozi.internal.notification;

import io.jiaozi.Capability;
import io.jiaozi.MerchantAccount;
import io.jiaozi.error.RejectedException;
import io.jiaozi.event.GatewayEvent.NotificationEnding;
import io.jiaozi.internal.notification.Expectation.Comparison;
import io.jiaozi.internal.report.ScrubbedFault;
import io.jiaozi.notification.ApprovalHook;
import io.jiaozi.notification.ApprovalHook.Decision;
import io.jiaozi.notification.Notification;
import io.jiaozi.notification.NotificationLog.Once;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.payment.RawReply;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings news to the shop, once: executes what was only approved, then compares, delivers and
 * remembers in one transaction of the log.
 */
final class Handling {

  private static final Logger log = LoggerFactory.getLogger(Handling.class);

  private final Reception.Parts parts;
  private final Expectation expectation;

  Handling(Reception.Parts parts) {
    this.parts = parts;
    this.expectation = new Expectation(parts.expected());
  }

  /** Never throws: whatever goes wrong, the news come again. */
  NotificationEnding handle(News news, Duration patience) {
    try {
      return bring(news, patience);
    } catch (Throwable failed) {
      if (failed instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      log.warn(
          "{} on account {} could not be handled and is delivered again",
          news.fact().key(),
          news.fact().account(),
          ScrubbedFault.of(failed));
      return NotificationEnding.POSTPONED;
    }
  }

  /** Brings the news to the shop, and throws what kept it from doing so. */
  NotificationEnding bring(News news, Duration patience) throws Exception {
    Payment approved = approvedIn(news);
    return approved == null ? once(news, patience) : executed(news, approved, patience);
  }

  /** The payment that the buyer approved and that has still to be executed, if that is the news. */
  private static @Nullable Payment approvedIn(News news) {
    return news.notification() instanceof Notification.PaymentChanged changed
            && changed.payment().state() == PaymentState.APPROVED
            && isCompletedByUs(news.account())
        ? changed.payment()
        : null;
  }

  static boolean isCompletedByUs(MerchantAccount account) {
    return account.capabilities().has(Capability.COMPLETE_AFTER_APPROVAL);
  }

  /** Outside the log's transaction, which must not stay open while a channel is called. */
  private NotificationEnding executed(News news, Payment approved, Duration patience)
      throws Exception {
    if (parts.log().seen(news.fact())) {
      return taken(news, NotificationEnding.DUPLICATE);
    }
    return switch (decide(news.account(), approved)) {
      case ALLOW -> once(news.now(completed(news.account(), approved)), patience);
      case HOLD -> once(news, patience);
      case DENY -> denied(news, patience);
    };
  }

  /** What does not fit, or was paid by another payment, is not executed: no money moves. */
  Decision decide(MerchantAccount account, Payment approved) throws Exception {
    if (!expectation.mayBeExecuted(account, approved)) {
      return Decision.HOLD;
    }
    ApprovalHook hook = parts.approval();
    return hook == null
        ? Decision.ALLOW
        : Objects.requireNonNull(hook.decide(account, approved), "decision about an approval");
  }

  private static Payment completed(MerchantAccount account, Payment approved) {
    try {
      return account.complete(approved.reference()).payment();
    } catch (RejectedException refused) {
      switch (refused.reason()) {
        case WRONG_STATE, ALREADY_PAID, ORDER_CLOSED, TOO_LATE, NOT_FOUND -> {
          // It was executed, or ended, in another way, which is what the shop has to know.
          Payment found = account.query(approved.reference());
          return isKnowledge(found.state()) ? found : approved;
        }
        default -> throw refused;
      }
    }
  }

  static boolean isKnowledge(PaymentState state) {
    return state != PaymentState.NOT_FOUND && state != PaymentState.UNKNOWN;
  }

  private NotificationEnding denied(News news, Duration patience) throws Exception {
    Once once = parts.log().once(news.fact(), patience, () -> {});
    return ended(news, once, NotificationEnding.HANDLED);
  }

  private NotificationEnding once(News news, Duration patience) throws Exception {
    AtomicReference<NotificationEnding> ending =
        new AtomicReference<>(NotificationEnding.POSTPONED);
    Once once = parts.log().once(news.fact(), patience, () -> ending.set(deliver(news)));
    return ended(news, once, Objects.requireNonNull(ending.get()));
  }

  private NotificationEnding ended(News news, Once once, NotificationEnding done) {
    return switch (once) {
      case DONE -> taken(news, done);
      case DUPLICATE -> taken(news, NotificationEnding.DUPLICATE);
      case BUSY -> NotificationEnding.POSTPONED;
    };
  }

  /** Told again for a duplicate: the first time may have ended between the log and this line. */
  private static NotificationEnding taken(News news, NotificationEnding ending) {
    if (!news.swept()) {
      news.account().taken(news.notification());
    }
    return ending;
  }

  /** Inside the log's transaction, alarms included: better twice than never. */
  private NotificationEnding deliver(News news) throws Exception {
    Notification notification = news.notification();
    return switch (notification.kind()) {
      case PAYMENT_CHANGED -> payment(news, ((Notification.PaymentChanged) notification).payment());
      case REFUND_CHANGED -> refund(news, (Notification.RefundChanged) notification);
      case UNMAPPED -> {
        parts.merchantHandler().unmapped(news.account(), (Notification.Unmapped) notification);
        yield NotificationEnding.HANDLED;
      }
    };
  }

  private NotificationEnding payment(News news, Payment payment) throws Exception {
    Comparison comparison = compared(expectation.of(news.account(), payment));
    if (comparison.isUnknown()) {
      return unknown(news, payment.raw());
    }
    if (!comparison.mayBeApplied()) {
      parts
          .merchantHandler()
          .amountMismatch(
              news.account(), payment, Objects.requireNonNull(comparison.expected(), "expected"));
      return NotificationEnding.MISMATCH;
    }
    parts.merchantHandler().paymentChanged(news.account(), payment);
    return NotificationEnding.HANDLED;
  }

  private NotificationEnding refund(News news, Notification.RefundChanged changed)
      throws Exception {
    Comparison comparison =
        compared(expectation.ofRefunded(news.account(), changed.refund().reference().payment()));
    if (comparison.isUnknown()) {
      return unknown(news, changed.refund().raw());
    }
    parts.merchantHandler().refundChanged(news.account(), changed.refund(), changed.payment());
    return NotificationEnding.HANDLED;
  }

  private Comparison compared(Comparison comparison) {
    if (comparison.alarm() != null) {
      parts.gateway().report(comparison.alarm());
    }
    return comparison;
  }

  private NotificationEnding unknown(News news, RawReply raw) throws Exception {
    Notification notification = news.notification();
    parts
        .merchantHandler()
        .unmapped(
            news.account(),
            new Notification.Unmapped(
                notification.factKey(),
                notification.deliveryId(),
                notification.kind().name(),
                raw));
    return NotificationEnding.MISMATCH;
  }
}
