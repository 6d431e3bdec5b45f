package io.jiaozi.wechat;

import io.jiaozi.SubMerchant;
import io.jiaozi.error.UntrustedReason;
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.notification.Notification;
import io.jiaozi.notification.NotificationReply;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.RawReply;
import io.jiaozi.refund.Refund;
import io.jiaozi.refund.RefundReference;
import io.jiaozi.spi.CallContext;
import io.jiaozi.spi.ChannelAdapter.Ownership;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.support.crypto.Digests;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which account a message is for, what it says, and what to answer. Source: protocol sheet, section
 * 7; fact keys from API-FIT, section 4.
 */
final class Notifications {

  private static final String JSON = "application/json";

  /** The status decides, not the body; both are given. */
  private static final NotificationReply ACCEPTED = new NotificationReply(204, "", "");

  private static final NotificationReply UNTRUSTED =
      new NotificationReply(
          401, JSON, "{\"code\":\"FAIL\",\"message\":\"The message could not be verified.\"}");

  private static final NotificationReply TRY_AGAIN =
      new NotificationReply(
          500, JSON, "{\"code\":\"FAIL\",\"message\":\"Not handled yet, deliver again.\"}");

  private final NotificationOpener opener;
  private final KeyRing keys;
  private final Merchant merchant;
  private final Identity identity;
  private final StateMapping states;

  Notifications(
      NotificationOpener opener,
      KeyRing keys,
      Merchant merchant,
      Identity identity,
      StateMapping states) {
    this.opener = opener;
    this.keys = keys;
    this.merchant = merchant;
    this.identity = identity;
    this.states = states;
  }

  /** Only a public key belongs to one merchant; a platform certificate signs for all of them. */
  Ownership ownership(InboundRequest unverified) {
    String serial = unverified.singleHeader(MessageVerifier.SERIAL);
    if (serial != null && keys.current().isOurPublicKey(serial)) {
      return Ownership.MINE;
    }
    return serial != null && keys.current().isAnotherMerchantsKey(serial)
        ? Ownership.NOT_MINE
        : Ownership.CANNOT_TELL;
  }

  Notification read(InboundRequest request, CallContext context) {
    NotificationOpener.Opened opened = opener.open(request, context.timeLeft());
    Wire.Content content = NotificationOpener.read(opened.content(), Wire.Content::read);
    requireOurs(content, Party.of(merchant, context.actingFor()));
    if (isPayment(opened, content)) {
      return paymentChanged(opened, content.order());
    }
    if (isRefund(opened, content)) {
      return refundChanged(opened, content.refund());
    }
    return unmapped(opened);
  }

  /**
   * News of profit sharing go to the receiver and name the merchant who shared, so there the key
   * that opened the message is the only proof of whom it is for. A partner is told about all the
   * merchants it serves, unless the caller reads for one of them.
   */
  private void requireOurs(Wire.Content content, Party reader) {
    if (content.strangers().contains("receiver")) {
      return;
    }
    Wire.Whose whose = content.order().whose();
    identity
        .strangerToUs(whose)
        .or(() -> identity.strangerToUs(content.ownerOfOtherKind()))
        .or(() -> Identity.otherSub(whose, reader))
        .ifPresent(
            clause -> {
              throw new ChannelFailure.Untrusted(UntrustedReason.FOREIGN, clause, null);
            });
  }

  /**
   * Several products use the same event; the shape of the content tells them apart. What is not a
   * plain order of this merchant is handed over unmapped.
   */
  private static boolean isPayment(NotificationOpener.Opened opened, Wire.Content content) {
    return opened.eventType().equals("TRANSACTION.SUCCESS")
        && content.strangers().isEmpty()
        && content.order().tradeState() != null;
  }

  private static boolean isRefund(NotificationOpener.Opened opened, Wire.Content content) {
    return switch (opened.eventType()) {
      case "REFUND.SUCCESS", "REFUND.ABNORMAL", "REFUND.CLOSED" ->
          content.strangers().isEmpty() && content.refund().status() != null;
      default -> false;
    };
  }

  private Notification paymentChanged(NotificationOpener.Opened opened, Wire.Order order) {
    String number = required(order.outTradeNo());
    Party party = toldParty(order.whose());
    require(Identity.incomplete(order, states.paymentState(order.tradeState()), party));
    Payment payment =
        states.toPayment(order, PaymentReference.ofNumber(number), party, raw(opened));
    return new Notification.PaymentChanged(
        factKey("pay", party, number, order.tradeState()), opened.deliveryId(), payment);
  }

  private Notification refundChanged(NotificationOpener.Opened opened, Wire.Refund refund) {
    String number = required(refund.outRefundNo());
    Party party = toldParty(refund.whose());
    String order = required(refund.outTradeNo());
    Refund told =
        states.toRefund(
            refund, RefundReference.of(PaymentReference.ofNumber(order), number), raw(opened));
    if (told.amount() == null) {
      throw NotificationOpener.malformed("is genuine but tells of a refund without amount", null);
    }
    return new Notification.RefundChanged(
        factKey("refund", party, number, refund.status()), opened.deliveryId(), told, null);
  }

  /** Whose business it is: the account's own, or that of a merchant it serves. */
  private Party toldParty(Wire.Whose whose) {
    if (!whose.isPartners()) {
      required(whose.mchid());
      return Party.of(merchant, null);
    }
    required(whose.spMchid());
    return Party.of(merchant, SubMerchant.of(required(whose.subMchid())));
  }

  /** Every merchant served counts by itself, so its number is part of the fact. */
  private static String factKey(String kind, Party party, String number, @Nullable String state) {
    String sub = party.subMchid();
    return kind + "/" + (sub == null ? "" : word(sub) + "/") + number + "/" + word(state);
  }

  private static Notification unmapped(NotificationOpener.Opened opened) {
    String id = opened.deliveryId();
    // Without an id the content itself names the fact.
    String key = id == null ? Digests.sha256Hex(opened.content()) : id;
    return new Notification.Unmapped(
        "event/" + opened.eventType() + "/" + key, id, opened.eventType(), raw(opened));
  }

  private static String required(@Nullable String told) {
    if (!Numbers.isNumber(told)) {
      throw NotificationOpener.malformed(
          "is genuine but lacks the merchant or the number it is about", null);
    }
    return Objects.requireNonNull(told);
  }

  private static void require(Optional<String> clause) {
    clause.ifPresent(
        what -> {
          throw NotificationOpener.malformed(what, null);
        });
  }

  /** A state in a fact key; an odd one must neither break the key's grammar nor meet another. */
  private static String word(@Nullable String state) {
    String text = String.valueOf(state);
    return Numbers.isNumber(text) && text.length() <= 32
        ? text
        : Digests.sha256Hex(text.getBytes(StandardCharsets.UTF_8));
  }

  private static RawReply raw(NotificationOpener.Opened opened) {
    return RawReply.of(0, opened.content(), null);
  }

  static NotificationReply reply(NotificationReply.Kind kind) {
    return switch (kind) {
      case ACCEPTED -> ACCEPTED;
      case UNTRUSTED -> UNTRUSTED;
      case TRY_AGAIN -> TRY_AGAIN;
    };
  }
}
