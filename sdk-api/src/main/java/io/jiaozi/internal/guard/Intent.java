package io.jiaozi.internal.guard;

import io.jiaozi.Operation;
import io.jiaozi.journal.JournalEntry;
import io.jiaozi.journal.JournalKey;
import io.jiaozi.money.Money;
import io.jiaozi.payment.CaptureRequest;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.Scene;
import io.jiaozi.payment.VoidRequest;
import io.jiaozi.refund.RefundReference;
import io.jiaozi.refund.RefundRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What is written before a call is sent.
 *
 * @param key which operation
 * @param placedAt when it was first asked for; null if its request has no such time
 * @param payBefore when the payment expires; null if it does not
 * @param scene where the buyer pays; null for everything but payments
 * @param amount what it is about; null if it names none
 * @param content what must not change when the number is used again
 * @param payment what to ask for afterwards
 * @param refund the refund to ask for afterwards; null for everything but refunds
 * @param field the field of the request that holds the number, for messages; null if the operation
 *     has no number of its own and may be done again and again, each time anew
 */
record Intent(
    JournalKey key,
    @Nullable Instant placedAt,
    @Nullable Instant payBefore,
    Scene.@Nullable Kind scene,
    @Nullable Money amount,
    String content,
    PaymentReference payment,
    @Nullable RefundReference refund,
    @Nullable String field) {

  static Intent pay(JournalKey key, PaymentRequest request, PaymentReference reference) {
    return new Intent(
        key,
        request.placedAt(),
        request.payBefore(),
        request.scene().kind(),
        request.amount(),
        request.amount() + "\n" + request.scene().kind(),
        reference,
        null,
        "orderNumber");
  }

  static Intent capture(JournalKey key, CaptureRequest request, PaymentReference reference) {
    return new Intent(
        key,
        request.placedAt(),
        null,
        null,
        request.amount(),
        request.amount() + "\n" + request.authorization().number(),
        reference,
        null,
        "captureNumber");
  }

  static Intent voiding(JournalKey key, VoidRequest request, PaymentReference reference) {
    return new Intent(
        key,
        request.placedAt(),
        null,
        null,
        null,
        request.authorization().number(),
        reference,
        null,
        "voidNumber");
  }

  static Intent refund(JournalKey key, RefundRequest request, RefundReference reference) {
    return new Intent(
        key,
        request.placedAt(),
        null,
        null,
        request.amount(),
        request.amount() + "\n" + request.payment().number(),
        request.payment(),
        reference,
        "refundNumber");
  }

  /** Completing, closing and reversing: no number and no time of their own. */
  static Intent about(JournalKey key, PaymentReference payment) {
    return new Intent(key, null, null, null, null, payment.number(), payment, null, null);
  }

  boolean mayBeDoneAnew() {
    return field == null;
  }

  /** The entry that is written if there is none. */
  JournalEntry entry(Instant now, Instant askAt) {
    return new JournalEntry(
        key,
        placedAt == null ? now : placedAt,
        payBefore,
        scene,
        amount,
        digest(),
        payment,
        refund,
        JournalEntry.Phase.OPEN,
        null,
        null,
        now,
        0,
        askAt,
        0);
  }

  private String digest() {
    Operation operation = key.operation();
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest((operation + "\n" + content).getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
