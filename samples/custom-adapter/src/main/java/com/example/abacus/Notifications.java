package com.example.abacus;

import io.jiaozi.error.UntrustedReason;
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.notification.Notification;
import io.jiaozi.notification.NotificationReply;
import io.jiaozi.payment.RawReply;
import io.jiaozi.spi.ChannelAdapter.Ownership;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.support.crypto.Digests;
import io.jiaozi.support.json.JsonIn;
import io.jiaozi.support.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which account a message is for, what it says, and what to answer. */
final class Notifications {

  private static final Pattern WORD = Pattern.compile("[0-9A-Za-z._-]{1,64}");

  private final MessageVerifier messages;
  private final Identity identity;

  Notifications(MessageVerifier messages, Identity identity) {
    this.messages = messages;
    this.identity = identity;
  }

  /** By a header that anybody can write: a hint for routing, no more. */
  Ownership ownership(InboundRequest unverified) {
    String merchant = unverified.singleHeader(RequestSigner.MERCHANT);
    if (merchant == null) {
      return Ownership.CANNOT_TELL;
    }
    return identity.isOurs(merchant) ? Ownership.MINE : Ownership.NOT_MINE;
  }

  Notification read(InboundRequest request) {
    byte[] body = request.body();
    messages.verify(request::singleHeader, body);
    Wire.Event event = event(body);
    if (!identity.isOurs(event.merchant())) {
      throw untrusted(UntrustedReason.FOREIGN, "is genuine and meant for another merchant", null);
    }
    RawReply raw = RawReply.of(0, body, null);
    String type = word(event.type());
    String id =
        event.event() != null && WORD.matcher(event.event()).matches() ? event.event() : null;
    if (type.equals("payment.changed") && event.payment() != null) {
      return paymentChanged(event.payment(), id, raw);
    }
    if (type.equals("refund.changed") && event.refund() != null) {
      return refundChanged(event.refund(), id, raw);
    }
    // Without an id the content itself names the fact.
    String fact = id == null ? Digests.sha256Hex(body) : id;
    return new Notification.Unmapped("event/" + type + "/" + fact, id, type, raw);
  }

  private Notification paymentChanged(Wire.Payment told, @Nullable String id, RawReply raw) {
    require(identity.wrong(told));
    String fact = "pay/" + told.number() + "/" + word(told.state());
    return new Notification.PaymentChanged(fact, id, StateMapping.toPayment(told, raw));
  }

  private Notification refundChanged(Wire.Refund told, @Nullable String id, RawReply raw) {
    require(identity.wrong(told));
    String fact = "refund/" + told.number() + "/" + word(told.state());
    return new Notification.RefundChanged(fact, id, StateMapping.toRefund(told, raw), null);
  }

  private static void require(Optional<String> wrong) {
    wrong.ifPresent(
        clause -> {
          throw untrusted(UntrustedReason.MALFORMED, "is genuine but " + clause, null);
        });
  }

  private static Wire.Event event(byte[] verified) {
    try (JsonIn in = JsonIn.object(verified)) {
      Wire.Event event = Wire.Event.read(in);
      in.end();
      return event;
    } catch (MalformedJsonException malformed) {
      throw untrusted(
          UntrustedReason.MALFORMED, "is genuine but not what the documents promise", malformed);
    }
  }

  /** A word in a fact key; an odd one must neither break the key's grammar nor meet another. */
  private static String word(@Nullable String text) {
    String word = String.valueOf(text);
    return WORD.matcher(word).matches()
        ? word
        : Digests.sha256Hex(word.getBytes(StandardCharsets.UTF_8));
  }

  private static ChannelFailure.Untrusted untrusted(
      UntrustedReason reason, String what, @Nullable Throwable cause) {
    return new ChannelFailure.Untrusted(reason, what, cause);
  }

  static NotificationReply reply(NotificationReply.Kind kind) {
    return switch (kind) {
      case ACCEPTED -> new NotificationReply(200, "application/json", "{\"received\":true}");
      case UNTRUSTED -> new NotificationReply(401, "", "");
      case TRY_AGAIN -> new NotificationReply(503, "", "");
    };
  }
}
