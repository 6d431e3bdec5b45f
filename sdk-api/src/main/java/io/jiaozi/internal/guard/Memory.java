package io.jiaozi.internal.guard;

import io.jiaozi.Capability;
import io.jiaozi.Operation;
import io.jiaozi.SubMerchant;
import io.jiaozi.journal.JournalEntry;
import io.jiaozi.journal.JournalKey;
import io.jiaozi.money.Money;
import io.jiaozi.notification.Notification;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.refund.Refund;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What one view of an account remembers through the journal. Without a journal it remembers nothing
 * and takes what it is given. Safe for use by many threads.
 */
final class Memory {

  private final Guard guard;
  private final @Nullable SubMerchant actingFor;

  Memory(Guard guard, @Nullable SubMerchant actingFor) {
    this.guard = guard;
    this.actingFor = actingFor;
  }

  /** Null if there is no journal. */
  @Nullable Bookkeeper bookkeeper() {
    return guard.bookkeeper();
  }

  // ---- before a call

  /** When the number was first used; the journal knows it better than a caller who restarted. */
  Instant placedAt(Operation operation, Subject subject, String number, Instant given) {
    Bookkeeper bookkeeper = bookkeeper();
    if (bookkeeper == null || !guard.checks().number("number", number).isEmpty()) {
      return given;
    }
    Instant first = bookkeeper.firstPlacedAt(bookkeeper.key(actingFor, operation, number), subject);
    return first == null ? given : first;
  }

  /** The reference with its locator, where the journal knows it and the number is not enough. */
  PaymentReference located(PaymentReference reference) {
    Bookkeeper bookkeeper = bookkeeper();
    return bookkeeper == null
            || reference.locator() != null
            || guard.capabilities().has(Capability.FIND_BY_NUMBER)
        ? reference
        : bookkeeper
            .payment(actingFor, reference.number())
            .map(JournalEntry::payment)
            .orElse(reference);
  }

  /** What a payment was first asked for over; null if that is not known. */
  @Nullable Money amountOf(PaymentReference payment) {
    Bookkeeper bookkeeper = bookkeeper();
    return bookkeeper == null
        ? null
        : bookkeeper.payment(actingFor, payment.number()).map(JournalEntry::amount).orElse(null);
  }

  /** What is written before the call is sent; null if there is no journal. */
  @Nullable Intent intent(
      Operation operation, String number, Function<JournalKey, Intent> content) {
    Bookkeeper bookkeeper = bookkeeper();
    return bookkeeper == null ? null : content.apply(bookkeeper.key(actingFor, operation, number));
  }

  // ---- whatever the source

  /** The channel answered a call that has no page of its own. */
  void answered(Object answer) {
    if (answer instanceof Payment payment) {
      learn(payment);
    } else if (answer instanceof PaymentResult result) {
      learn(result.payment());
    } else if (answer instanceof Refund refund) {
      learn(refund);
    }
  }

  /** A message was verified; the shop has not taken it yet. */
  void read(Notification notification) {
    if (notification instanceof Notification.PaymentChanged changed) {
      learn(changed.payment());
    } else if (notification instanceof Notification.RefundChanged changed) {
      learn(changed.refund());
    }
  }

  /** The shop has durably taken note of a message. */
  void taken(Notification notification) {
    Bookkeeper bookkeeper = bookkeeper();
    if (bookkeeper != null) {
      Payment told =
          notification instanceof Notification.PaymentChanged changed ? changed.payment() : null;
      bookkeeper.taken(subMerchant(told == null ? null : told.subMerchantId()), notification);
    }
  }

  private void learn(Payment payment) {
    Bookkeeper bookkeeper = bookkeeper();
    if (bookkeeper != null) {
      bookkeeper.learned(subMerchant(payment.subMerchantId()), payment);
    }
  }

  private void learn(Refund refund) {
    Bookkeeper bookkeeper = bookkeeper();
    if (bookkeeper != null) {
      bookkeeper.learned(subMerchant(null), refund);
    }
  }

  private String subMerchant(@Nullable String told) {
    return actingFor != null ? actingFor.id() : told == null ? "" : told;
  }
}
