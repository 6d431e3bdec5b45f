package io.jiaozi.alipay;

import io.jiaozi.SubMerchant;
import io.jiaozi.error.UntrustedReason;
import io.jiaozi.money.Money;
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.notification.Notification;
import io.jiaozi.notification.NotificationReply;
import io.jiaozi.payment.Hold;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.payment.RawReply;
import io.jiaozi.refund.Refund;
import io.jiaozi.refund.RefundReference;
import io.jiaozi.refund.RefundState;
import io.jiaozi.spi.ChannelAdapter.Ownership;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.support.crypto.Digests;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which account a message is for, what it says, and what to answer. Source: protocol sheet, section
 * 6; fact keys from API-FIT, section 4.
 */
final class Notifications {

  private static final String PLAIN = "text/plain";

  /** Exactly these seven characters; anything else is delivered again. */
  private static final NotificationReply ACCEPTED = new NotificationReply(200, PLAIN, "success");

  private static final NotificationReply FAIL = new NotificationReply(200, PLAIN, "fail");

  private static final int LONGEST_TYPE = 64;

  private final Merchant merchant;
  private final MessageVerifier verifier;
  private final StateMapping states;

  Notifications(Merchant merchant, MessageVerifier verifier, StateMapping states) {
    this.merchant = merchant;
    this.verifier = verifier;
    this.states = states;
  }

  /** Alipay signs for all apps with one key, so the app the message names is all there is. */
  Ownership ownership(InboundRequest unverified) {
    try {
      FormMessage message = FormMessage.parse(unverified.body());
      if (!message.has("app_id")) {
        return Ownership.CANNOT_TELL;
      }
      return message.is("app_id", merchant.appId()) ? Ownership.MINE : Ownership.NOT_MINE;
    } catch (FormMessage.MalformedException noForm) {
      return Ownership.CANNOT_TELL;
    }
  }

  Notification read(InboundRequest request, @Nullable SubMerchant actingFor) {
    try {
      byte[] body = request.body();
      // Copied before the form is decoded in place; shown to nobody unless it is verified.
      RawReply raw = RawReply.of(0, body, null);
      FormMessage message = FormMessage.parse(body);
      verifier.verify(message);
      message.readAsDeclared();
      requireOurs(message, actingFor);
      return genuine(message, request, raw, Partner.id(actingFor));
    } catch (FormMessage.MalformedException malformed) {
      throw malformed(String.valueOf(malformed.getMessage()));
    } catch (Amounts.NotAnAmountException malformed) {
      throw malformed("is genuine but tells of an amount that is none");
    }
  }

  /**
   * A signature proves only that Alipay speaks; it speaks to all merchants. Who acts for merchants
   * reads each one's messages through the view made by {@code actingFor}.
   */
  private void requireOurs(FormMessage message, @Nullable SubMerchant actingFor) {
    if (!message.has("app_id")) {
      throw malformed("is genuine but does not tell the app it is for");
    }
    if (!message.is("app_id", merchant.appId())) {
      throw foreign("is for another app than the account's");
    }
    if (actingFor == null) {
      requireOwn(message);
    } else {
      requireOf(actingFor, message);
    }
  }

  private void requireOwn(FormMessage message) {
    if (message.has("auth_app_id") && !message.is("auth_app_id", merchant.appId())) {
      throw foreign(
          "is for a merchant acted for, not for the account itself; read it through the account's view for that merchant");
    }
    String seller = merchant.sellerId();
    String told = sellerField(message);
    if (seller != null && told != null && !message.is(told, seller)) {
      throw foreign("tells of another seller than the account's");
    }
  }

  private static void requireOf(SubMerchant merchant, FormMessage message) {
    String told = sellerField(message);
    String app = merchant.details().get(Partner.AUTH_APP);
    boolean appFits = app != null && message.is("auth_app_id", app);
    if (told != null && !message.is(told, merchant.id())) {
      throw foreign("tells of another seller than the merchant acted for");
    }
    if (app != null && !appFits) {
      throw foreign("is for another merchant's app than the one acted for");
    }
    if (told == null && !appFits) {
      throw foreign("does not tell whether it is for the merchant acted for");
    }
  }

  private static @Nullable String sellerField(FormMessage message) {
    return message.text("seller_id") != null
        ? "seller_id"
        : message.text("payee_user_id") != null ? "payee_user_id" : null;
  }

  private Notification genuine(
      FormMessage message, InboundRequest request, RawReply raw, @Nullable String subMerchant) {
    String type = message.text("notify_type");
    if (type != null && !message.has("msg_method")) {
      switch (type) {
        case "trade_status_sync" -> {
          return trade(message, raw, subMerchant);
        }
        case "fund_auth_freeze",
            "fund_auth_freeze.init",
            "fund_auth_freeze.closed",
            "fund_auth_unfreeze",
            "fund_auth_operation_cancel" -> {
          return hold(type, message, raw, subMerchant);
        }
        default -> {
          // Handed over unmapped.
        }
      }
    }
    return unmapped(message, request, raw);
  }

  private Notification trade(FormMessage message, RawReply raw, @Nullable String subMerchant) {
    String number = number("out_trade_no", message);
    String tradeNo = number("trade_no", message);
    String status = message.text("trade_status");
    Money refunded = message.amount("refund_fee");
    boolean refund = refunded != null && !refunded.isZero();
    PaymentState state = states.trade(status, message.text("gmt_payment") != null, refund, false);
    Money amount = message.amount("total_amount");
    boolean money =
        state == PaymentState.PAID
            || state == PaymentState.REFUND_STARTED
            || state == PaymentState.REFUNDED;
    if (money && (amount == null || amount.isZero())) {
      throw malformed("is genuine but tells of a paid order without its amount");
    }
    if (money && merchant.sellerId() != null && sellerField(message) == null) {
      throw malformed("is genuine but tells of a paid order without its seller");
    }
    String buyer = message.text("buyer_id");
    Payment payment =
        Payment.builder(PaymentReference.ofNumber(number), state, raw)
            .amount(amount)
            .refunded(refund ? refunded : null)
            .paidAt(message.time("gmt_payment"))
            .channelPaymentId(tradeNo)
            .payerId(buyer == null ? message.text("buyer_open_id") : buyer)
            .subMerchantId(subMerchant)
            .build();
    String fact = tradeNo + "/" + word(status);
    return refund
        ? refundChanged(fact, payment, Objects.requireNonNull(refunded), message, raw)
        : new Notification.PaymentChanged("pay/" + fact, deliveryId(message), payment);
  }

  /** The sum is of all refunds of the payment; what this one gave back is not told. */
  private static Notification refundChanged(
      String fact, Payment payment, Money refunded, FormMessage message, RawReply raw) {
    String told = message.text("out_biz_no");
    // Without a number of its own a refund goes by the order's.
    String number = told == null || !Numbers.isNumber(told) ? payment.reference().number() : told;
    Refund refund =
        Refund.builder(RefundReference.of(payment.reference(), number), RefundState.SUCCEEDED, raw)
            .totalRefunded(refunded)
            .refundedAt(message.time("gmt_refund"))
            .channelCode(message.text("trade_status"))
            .build();
    return new Notification.RefundChanged(
        "refund/" + fact + "/" + word(told) + "/" + Amounts.format(refunded),
        deliveryId(message),
        refund,
        payment);
  }

  private Notification hold(
      String type, FormMessage message, RawReply raw, @Nullable String subMerchant) {
    String number = number("out_order_no", message);
    String authNo = number("auth_no", message);
    Money frozen = message.amount("total_freeze_amount");
    Money rest = message.amount("rest_amount");
    PaymentState state =
        switch (type) {
          case "fund_auth_freeze.init" -> PaymentState.AWAITING_CUSTOMER;
          case "fund_auth_freeze.closed" -> PaymentState.CLOSED;
          default ->
              states.holdOperation(
                  message.text("status"), frozen, message.amount("total_pay_amount"), rest);
        };
    Money whole = frozen == null || frozen.isZero() ? message.amount("amount") : frozen;
    boolean held = state == PaymentState.AUTHORIZED;
    if ((held || state == PaymentState.CAPTURED) && (whole == null || (held && rest == null))) {
      throw malformed("is genuine but tells of held money without its amounts");
    }
    String payer = message.text("payer_user_id");
    Payment payment =
        Payment.builder(Locator.hold(number, authNo), state, raw)
            .amount(whole)
            .hold(held && rest != null ? new Hold(rest, null) : null)
            .channelPaymentId(authNo)
            .payerId(payer == null ? message.text("payer_open_id") : payer)
            .subMerchantId(subMerchant)
            .build();
    return new Notification.PaymentChanged(
        "auth/"
            + authNo
            + "/"
            + type
            + "/"
            + word(message.text("operation_id"))
            + "/"
            + word(message.text("status")),
        deliveryId(message),
        payment);
  }

  private static Notification unmapped(FormMessage message, InboundRequest request, RawReply raw) {
    String method = message.text("msg_method");
    String named = method == null ? message.text("notify_type") : method;
    String type = named != null && Words.isWord(named, LONGEST_TYPE) ? named : "unknown";
    String id = deliveryId(message);
    // Without an id the content itself names the fact.
    String key = id == null ? Digests.sha256Hex(request.body()) : id;
    return new Notification.Unmapped("event/" + type + "/" + key, id, type, raw);
  }

  private static @Nullable String deliveryId(FormMessage message) {
    String id = message.text("notify_id");
    return Words.isWord(id, 128) ? id : null;
  }

  private static String number(String field, FormMessage message) {
    String told = message.text(field);
    if (told == null || !Numbers.isNumber(told)) {
      throw malformed("is genuine but lacks a number (" + field + ") it must have");
    }
    return told;
  }

  /** A part of a fact key; an odd one must neither break the key's grammar nor meet another. */
  private static String word(@Nullable String text) {
    if (text == null) {
      return "-";
    }
    return Words.isWord(text, LONGEST_TYPE)
        ? text
        : Digests.md5Hex(text.getBytes(StandardCharsets.UTF_8));
  }

  private static ChannelFailure.Untrusted foreign(String what) {
    return new ChannelFailure.Untrusted(UntrustedReason.FOREIGN, what, null);
  }

  private static ChannelFailure.Untrusted malformed(String what) {
    return new ChannelFailure.Untrusted(UntrustedReason.MALFORMED, what, null);
  }

  static NotificationReply reply(NotificationReply.Kind kind) {
    return switch (kind) {
      case ACCEPTED -> ACCEPTED;
      case UNTRUSTED, TRY_AGAIN -> FAIL;
    };
  }
}
