package io.jiaozi.paypal;

import io.jiaozi.error.UntrustedReason;
import io.jiaozi.money.Money;
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.notification.Notification;
import io.jiaozi.notification.NotificationReply;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.payment.RawReply;
import io.jiaozi.refund.Refund;
import io.jiaozi.refund.RefundReference;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.support.crypto.Digests;
import io.jiaozi.support.json.JsonIn;
import io.jiaozi.support.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a verified message says, and what to answer. Source: protocol sheet, sections 5.1, 5.5 and
 * 5.6; fact keys from API-FIT, section 4.
 *
 * <p>A PayPal account is often shared with other systems, whose payments are told here as well.
 * What does not carry numbers that this account can have given is handed over unmapped.
 */
final class Notifications {

  private static final NotificationReply ACCEPTED = new NotificationReply(200, "", "");
  private static final NotificationReply UNTRUSTED = new NotificationReply(400, "", "");
  private static final NotificationReply TRY_AGAIN = new NotificationReply(500, "", "");

  private final Merchant merchant;
  private final Identity identity;
  private final Payments payments;
  private final WebhookVerifier verifier;

  /** A genuine event. */
  private record Genuine(
      Wire.Event event, Wire.Resource resource, String type, RawReply raw, Exchange exchange) {

    @Nullable String deliveryId() {
      return Texts.isWord(event.id()) ? event.id() : null;
    }

    @Nullable String seller() {
      return exchange.seller();
    }
  }

  Notifications(Merchant merchant, Payments payments, WebhookVerifier verifier) {
    this.merchant = merchant;
    this.identity = new Identity(merchant);
    this.payments = payments;
    this.verifier = verifier;
  }

  Notification read(InboundRequest request, Exchange exchange) {
    Delivery delivery = Delivery.of(request, exchange.now());
    verifier.verify(delivery, exchange);
    Wire.Event event = event(delivery.body());
    String type = event.eventType();
    if (type == null || !Texts.isWord(type)) {
      throw malformed("is genuine but does not say what it is about");
    }
    Wire.Resource resource = event.resource();
    Genuine genuine =
        resource == null
            ? null
            : new Genuine(event, resource, type, RawReply.of(0, delivery.body(), null), exchange);
    Notification mapped = genuine == null ? null : mapped(genuine);
    return mapped == null ? unmapped(event, type, delivery.body()) : mapped;
  }

  private static Wire.Event event(byte[] body) {
    try (JsonIn in = JsonIn.object(body)) {
      Wire.Event event = Wire.Event.read(in);
      in.end();
      return event;
    } catch (MalformedJsonException malformed) {
      throw new ChannelFailure.Untrusted(
          UntrustedReason.MALFORMED,
          "is genuine but not what PayPal's documents promise",
          malformed);
    }
  }

  private @Nullable Notification mapped(Genuine genuine) {
    return switch (genuine.type()) {
      case "CHECKOUT.ORDER.APPROVED", "CHECKOUT.ORDER.COMPLETED", "CHECKOUT.ORDER.DECLINED" ->
          order(genuine);
      case "CHECKOUT.PAYMENT-APPROVAL.REVERSED" -> approvalReversed(genuine);
      case "PAYMENT.AUTHORIZATION.CREATED",
          "PAYMENT.AUTHORIZATION.PENDING",
          "PAYMENT.AUTHORIZATION.DENIED",
          "PAYMENT.AUTHORIZATION.VOIDED" ->
          authorization(genuine);
      case "PAYMENT.CAPTURE.COMPLETED",
          "PAYMENT.CAPTURE.PENDING",
          "PAYMENT.CAPTURE.DECLINED",
          "PAYMENT.CAPTURE.DENIED" ->
          capture(genuine);
      case "PAYMENT.CAPTURE.REVERSED" -> captureReversed(genuine);
      case "PAYMENT.CAPTURE.REFUNDED",
          "PAYMENT.REFUND.PENDING",
          "PAYMENT.REFUND.FAILED",
          "PAYMENT.REFUND.COMPLETED" ->
          refund(genuine);
      default -> null;
    };
  }

  private @Nullable Notification order(Genuine genuine) {
    Wire.Resource order = genuine.resource();
    Wire.Unit unit = order.units().size() == 1 ? order.units().get(0) : null;
    String number = unit == null ? null : ourNumber(unit.customId(), unit.invoiceId());
    if (unit == null || number == null) {
      return null;
    }
    requirePayee(genuine, unit.payeeId());
    require(identity.order(order, number, null));
    String id = Objects.requireNonNull(order.id());
    if (genuine.type().equals("CHECKOUT.ORDER.DECLINED")) {
      return changed(
          genuine, "order/" + id + "/DECLINED", ended(genuine, id, number, PaymentState.DECLINED));
    }
    Payment payment = payments.order(order, number, genuine.seller(), genuine.raw());
    if (payment.state() == PaymentState.UNKNOWN) {
      return null;
    }
    Wire.Resource money = StateMapping.money(order);
    if (money != null) {
      // The same fact as the event of the capture or authorization itself.
      String kind = StateMapping.isHold(order) ? "authorization/" : "capture/";
      return changed(genuine, kind + money.id() + "/" + word(money.status()), payment);
    }
    // A buyer who had to choose another way to pay approves the same order again: another fact.
    String which = order.updateTime() == null ? genuine.event().id() : order.updateTime();
    String key = "order/" + id + "/" + word(order.status()) + "/" + word(which);
    return changed(genuine, key, payment);
  }

  /** The buyer's approval lapsed: nothing was paid, and nothing can be any more. */
  private @Nullable Notification approvalReversed(Genuine genuine) {
    Wire.Resource told = genuine.resource();
    String id = told.orderId() == null ? told.id() : told.orderId();
    Wire.Unit unit = told.units().size() == 1 ? told.units().get(0) : null;
    String number =
        unit == null
            ? ourNumber(told.customId(), told.invoiceId())
            : ourNumber(unit.customId(), unit.invoiceId());
    if (number == null || id == null || !Ids.isId(id)) {
      return null;
    }
    requirePayee(genuine, unit == null ? told.payeeId() : unit.payeeId());
    return changed(
        genuine,
        "order/" + id + "/APPROVAL-REVERSED",
        ended(genuine, id, number, PaymentState.CLOSED));
  }

  private static Payment ended(Genuine genuine, String orderId, String number, PaymentState state) {
    Wire.Resource told = genuine.resource();
    return Payment.builder(Locator.order(orderId).of(number), state, genuine.raw())
        .amount(told.units().isEmpty() ? null : Amounts.read(told.units().get(0).amount()))
        .subMerchantId(genuine.seller())
        .build();
  }

  private @Nullable Notification authorization(Genuine genuine) {
    Wire.Resource told = genuine.resource();
    String number = ourNumber(told.customId(), told.invoiceId());
    String orderId = Ids.isId(told.orderId()) ? told.orderId() : told.parent("/orders/");
    String id = told.id();
    if (number == null || orderId == null || id == null || !Ids.isId(id)) {
      return null;
    }
    requirePayee(genuine, told.payeeId());
    require(identity.authorization(told, number, null));
    Locator locator = Locator.hold(orderId, id);
    Payment payment =
        payments.authorization(
            told,
            locator.fits() ? locator : Locator.order(orderId),
            number,
            genuine.seller(),
            genuine.raw());
    return payment.state() == PaymentState.UNKNOWN
        ? null
        : changed(genuine, "authorization/" + id + "/" + word(told.status()), payment);
  }

  private @Nullable Notification capture(Genuine genuine) {
    Wire.Resource told = genuine.resource();
    String number = captureNumber(told);
    if (number == null || !Ids.isId(told.id())) {
      return null;
    }
    requirePayee(genuine, told.payeeId());
    require(identity.capture(told, number, null));
    Payment payment = payments.capture(told, number, genuine.seller(), genuine.raw());
    boolean refusal =
        genuine.type().equals("PAYMENT.CAPTURE.DECLINED")
            || genuine.type().equals("PAYMENT.CAPTURE.DENIED");
    if (payment.state() == PaymentState.UNKNOWN
        || (refusal && payment.state() == PaymentState.PAID)) {
      // Two parts of one message contradict each other: let it be asked about.
      return null;
    }
    return changed(genuine, "capture/" + told.id() + "/" + word(told.status()), payment);
  }

  /**
   * A capture carries its own number in invoice_id and that of its order in custom_id. For an order
   * that was paid at once they are the same. A capture of a hold under the number of the order was
   * made elsewhere, in PayPal's own pages perhaps.
   */
  private @Nullable String captureNumber(Wire.Resource told) {
    if (!Texts.isNumber(told.customId())) {
      return null;
    }
    boolean ofHold = told.authorizationId() != null || told.parent("/authorizations/") != null;
    String number =
        told.invoiceId() == null ? told.customId() : merchant.numberIn(told.invoiceId());
    return ofHold && Objects.equals(number, told.customId()) ? null : number;
  }

  /** PayPal took the money back. */
  private @Nullable Notification captureReversed(Genuine genuine) {
    Wire.Resource told = genuine.resource();
    String number = captureNumber(told);
    String parent = Ids.isId(told.captureId()) ? told.captureId() : told.parent("/captures/");
    boolean itself = "capture".equals(genuine.event().resourceType());
    String id = itself && Ids.isId(told.id()) ? told.id() : parent;
    if (number == null || id == null) {
      return null;
    }
    requirePayee(genuine, told.payeeId());
    Money amount = Amounts.read(told.amount());
    if (amount == null) {
      throw malformed("is genuine but tells no amount that PayPal could have meant exactly");
    }
    Payment payment =
        Payment.builder(Locator.capture(id).of(number), PaymentState.REVERSED, genuine.raw())
            .amount(amount)
            .refunded(amount)
            .channelPaymentId(id)
            .subMerchantId(genuine.seller())
            .build();
    return changed(genuine, "capture/" + id + "/REVERSED", payment);
  }

  private @Nullable Notification refund(Genuine genuine) {
    Wire.Resource told = genuine.resource();
    String paymentNumber = told.customId();
    String captureId = Ids.isId(told.captureId()) ? told.captureId() : told.parent("/captures/");
    if (paymentNumber == null || !Texts.isNumber(paymentNumber) || captureId == null) {
      return null;
    }
    requirePayee(genuine, told.payeeId());
    require(identity.refund(told, null, null));
    String number = merchant.numberIn(told.invoiceId());
    if (number == null && told.invoiceId() != null && !merchant.invoicePrefix().isEmpty()) {
      // Another installation's payment.
      return null;
    }
    PaymentReference payment = Locator.capture(captureId).of(paymentNumber);
    // Refunds made in PayPal's own pages repeat the number of the payment, or have none.
    RefundReference reference =
        new RefundReference(
            payment,
            paymentNumber.equals(number) ? null : number,
            Locator.refund(Objects.requireNonNull(told.id())));
    Refund refund = Refunds.toRefund(payments.states(), told, reference, genuine.raw());
    return new Notification.RefundChanged(
        "refund/" + told.id() + "/" + word(told.status()), genuine.deliveryId(), refund, null);
  }

  private static Notification changed(Genuine genuine, String factKey, Payment payment) {
    return new Notification.PaymentChanged(factKey, genuine.deliveryId(), payment);
  }

  private static Notification unmapped(Wire.Event event, String type, byte[] body) {
    String id = Texts.isWord(event.id()) ? event.id() : null;
    // Without an id the content itself names the fact.
    String key = id == null ? Digests.sha256Hex(body) : id;
    return new Notification.Unmapped(
        "event/" + type + "/" + key, id, type, RawReply.of(0, body, null));
  }

  /** The number of an order, if both of its places agree that it is one of ours. */
  private @Nullable String ourNumber(@Nullable String customId, @Nullable String invoiceId) {
    if (customId == null || !Texts.isNumber(customId)) {
      return null;
    }
    return invoiceId == null || invoiceId.equals(merchant.invoiceId(customId)) ? customId : null;
  }

  private void requirePayee(Genuine genuine, @Nullable String payee) {
    Identity.payee(merchant.expectedPayee(genuine.exchange().context()), payee)
        .ifPresent(
            clause -> {
              throw new ChannelFailure.Untrusted(UntrustedReason.FOREIGN, clause, null);
            });
  }

  private static void require(Optional<String> clause) {
    clause.ifPresent(
        what -> {
          throw malformed("is genuine but " + what);
        });
  }

  private static ChannelFailure.Untrusted malformed(String what) {
    return new ChannelFailure.Untrusted(UntrustedReason.MALFORMED, what, null);
  }

  /** A word in a fact key; an odd one must neither break the key's grammar nor meet another. */
  private static String word(@Nullable String text) {
    String told = String.valueOf(text);
    return Texts.isNumber(told) && told.length() <= 40
        ? told
        : Digests.sha256Hex(told.getBytes(StandardCharsets.UTF_8));
  }

  static NotificationReply reply(NotificationReply.Kind kind) {
    return switch (kind) {
      case ACCEPTED -> ACCEPTED;
      case UNTRUSTED -> UNTRUSTED;
      case TRY_AGAIN -> TRY_AGAIN;
    };
  }
}
