package io.jiaozi.unionpay;

import io.jiaozi.error.UntrustedReason;
import io.jiaozi.notification.CustomerReturn;
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.notification.Notification;
import io.jiaozi.notification.NotificationReply;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.payment.RawReply;
import io.jiaozi.refund.Refund;
import io.jiaozi.spi.ChannelAdapter.Ownership;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.support.crypto.Digests;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which account a message is for, what it says, and what to answer. Source: protocol sheet, section
 * 5.1; fact keys from API-FIT, section 4.
 *
 * <p>The browser brings the same kind of message to the return page. It proves where the buyer
 * comes from, not that anything was paid.
 */
final class Notifications {

  private static final String TEXT = "text/plain;charset=UTF-8";
  private static final NotificationReply ACCEPTED = new NotificationReply(200, TEXT, "ok");
  private static final NotificationReply UNTRUSTED =
      new NotificationReply(400, TEXT, "The message could not be verified.");
  private static final NotificationReply TRY_AGAIN =
      new NotificationReply(500, TEXT, "Not handled yet, deliver again.");

  private static final int MER_ID_LENGTH = 15;
  private static final byte[] MER_ID = "merId=".getBytes(StandardCharsets.US_ASCII);

  private final String merId;
  private final MessageVerifier verifier;
  private final StateMapping states;
  private final Clock clock;

  Notifications(String merId, MessageVerifier verifier, StateMapping states, Clock clock) {
    this.merId = merId;
    this.verifier = verifier;
    this.states = states;
    this.clock = clock;
  }

  /** Told by the merchant number in it, which nobody has proved yet. */
  Ownership ownership(InboundRequest unverified) {
    byte[] body = unverified.body();
    int start = startOfMerId(body);
    if (start < 0) {
      return Ownership.CANNOT_TELL;
    }
    int end = start;
    while (end < body.length && body[end] != '&') {
      end++;
    }
    if (end - start != MER_ID_LENGTH) {
      return Ownership.CANNOT_TELL;
    }
    byte[] ours = merId.getBytes(StandardCharsets.US_ASCII);
    return Arrays.equals(body, start, end, ours, 0, ours.length)
        ? Ownership.MINE
        : Ownership.NOT_MINE;
  }

  /** Where the value begins; -1 if the field does not stand exactly once. */
  private static int startOfMerId(byte[] body) {
    int found = -1;
    for (int i = 0; i + MER_ID.length <= body.length; i++) {
      boolean fieldStarts = i == 0 || body[i - 1] == '&';
      if (fieldStarts && Arrays.equals(body, i, i + MER_ID.length, MER_ID, 0, MER_ID.length)) {
        if (found >= 0) {
          return -1;
        }
        found = i + MER_ID.length;
      }
    }
    return found;
  }

  Notification read(InboundRequest request) {
    if (!request.method().equals("POST")) {
      throw malformed("did not come as a POST, as UnionPay's do");
    }
    Message message = verified(request.body());
    Transaction told = Transaction.of(message, "respCode");
    return switch (told.kind()) {
      case PURCHASE, HOLD, CAPTURE -> paymentChanged(message, told);
      case REFUND -> refundChanged(message, told);
      case UNDO, VOID, CAPTURE_VOID -> originalChanged(message, told);
      case REVERSAL -> reversed(message, told);
      case OTHER -> unmapped(message, told);
    };
  }

  private Message verified(byte[] body) {
    Message message;
    try {
      message = Message.ofForm(body);
    } catch (MalformedMessageException notAForm) {
      throw malformed("is no form as UnionPay sends them: it " + notAForm.getMessage());
    }
    verifier.verify(message);
    return message;
  }

  private Notification paymentChanged(Message message, Transaction told) {
    Pair pair = whole(told);
    Payment payment = states.toPayment(told, pair.payment(), clock.instant(), raw(message));
    return new Notification.PaymentChanged(factKey(told, pair), told.queryId(), payment);
  }

  /**
   * A void or undo is told under its own number; what it changed is the original, which the adapter
   * wrote into it. One that was made elsewhere, or that failed, changes nothing we know of.
   */
  private Notification originalChanged(Message message, Transaction told) {
    Pair own = whole(told);
    Optional<Pair> original = Echo.followed(told.reqReserved());
    PaymentState state = states.paymentState(told, clock.instant());
    if (original.isEmpty() || !(state == PaymentState.VOIDED || state == PaymentState.REVERSED)) {
      return unmapped(message, told);
    }
    return new Notification.PaymentChanged(
        factKey(told, own),
        told.queryId(),
        changed(original.get().payment(), state, message, told));
  }

  private Notification reversed(Message message, Transaction told) {
    Pair pair = whole(told);
    if (states.paymentState(told, clock.instant()) != PaymentState.REVERSED) {
      return unmapped(message, told);
    }
    return new Notification.PaymentChanged(
        factKey(told, pair),
        told.queryId(),
        changed(pair.payment(), PaymentState.REVERSED, message, told));
  }

  private static Payment changed(
      PaymentReference original, PaymentState state, Message message, Transaction told) {
    return Payment.builder(original, state, raw(message)).amount(StateMapping.amount(told)).build();
  }

  private Notification refundChanged(Message message, Transaction told) {
    Pair pair = whole(told);
    PaymentReference payment = Echo.followed(told.reqReserved()).map(Pair::payment).orElse(null);
    Refund refund = states.toRefund(told, pair.refundOf(payment), raw(message));
    return new Notification.RefundChanged(factKey(told, pair), told.queryId(), refund, null);
  }

  private static Notification unmapped(Message message, Transaction told) {
    if (told.txnType() == null) {
      throw malformed("is genuine but does not say what it is about");
    }
    String type = word(told.txnType());
    return new Notification.Unmapped(
        "txn/" + type + "/" + Digests.sha256Hex(message.signedText()),
        told.queryId(),
        "txnType " + type,
        raw(message));
  }

  /** What tells of money must tell all of it. */
  private static Pair whole(Transaction told) {
    StateMapping.incomplete(told)
        .ifPresent(
            clause -> {
              throw malformed("is genuine but " + clause);
            });
    return told.pair()
        .orElseThrow(() -> malformed("is genuine but lacks the number or the time it is about"));
  }

  /** The channel's number where it gave one; a failure may have none. */
  private static String factKey(Transaction told, Pair pair) {
    String queryId = told.queryId();
    return "txn/"
        + word(told.txnType())
        + "/"
        + (queryId == null ? pair.orderId() + "." + pair.txnTime() : queryId)
        + "/"
        + word(told.code());
  }

  /** A code in a fact key; an odd one must neither break the key's grammar nor meet another. */
  private static String word(@Nullable String text) {
    String told = text == null ? "" : text;
    return told.length() <= 4 && told.chars().allMatch(Notifications::isLetterOrDigit)
        ? told
        : Digests.sha256Hex(told.getBytes(StandardCharsets.UTF_8));
  }

  private static boolean isLetterOrDigit(int c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }

  private static RawReply raw(Message message) {
    return RawReply.of(0, CardData.masked(message), null);
  }

  /** The buyer's browser came back with a signed form, or without. */
  CustomerReturn readReturn(InboundRequest request) {
    Message message = request.method().equals("POST") ? formOrNull(request.body()) : null;
    if (message == null || message.text("signature") == null) {
      return new CustomerReturn(null, false);
    }
    verifier.verify(message);
    return new CustomerReturn(
        Transaction.of(message, "respCode").pair().map(Pair::payment).orElse(null), true);
  }

  /** A return page gets all kinds of visits; only what claims to be signed is judged. */
  private static @Nullable Message formOrNull(byte[] body) {
    try {
      return Message.ofForm(body);
    } catch (MalformedMessageException notAForm) {
      return null;
    }
  }

  static NotificationReply reply(NotificationReply.Kind kind) {
    return switch (kind) {
      case ACCEPTED -> ACCEPTED;
      case UNTRUSTED -> UNTRUSTED;
      case TRY_AGAIN -> TRY_AGAIN;
    };
  }

  private static ChannelFailure.Untrusted malformed(String what) {
    return MessageVerifier.untrusted(UntrustedReason.MALFORMED, what);
  }
}
