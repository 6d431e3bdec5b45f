package io.jiaozi.internal.guard;

import io.jiaozi.Capabilities;
import io.jiaozi.Capability;
import io.jiaozi.ChannelCall;
import io.jiaozi.SubMerchant;
import io.jiaozi.TimeSource;
import io.jiaozi.error.Problem;
import io.jiaozi.money.Money;
import io.jiaozi.payment.CaptureRequest;
import io.jiaozi.payment.ChannelExtras;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.Scene;
import io.jiaozi.payment.VoidRequest;
import io.jiaozi.refund.RefundReference;
import io.jiaozi.refund.RefundRequest;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What all channels agree on about a request. Collects every problem; what only one channel forbids
 * is its adapter's to check.
 *
 * @param base the address the account calls, by which other URLs are judged
 * @param displayName the channel's name for people
 */
record RequestChecks(Capabilities capabilities, URI base, TimeSource time, String displayName) {

  /** API-FIT: absolute and derived from placedAt, so that repeats are equal. */
  private static final Duration DEFAULT_TIME_TO_PAY = Duration.ofMinutes(30);

  /** The request with the expiry that is sent: its own, or the default where there is one. */
  PaymentRequest withExpiry(PaymentRequest request) {
    return request.payBefore() == null && capabilities.has(Capability.SET_EXPIRY)
        ? request.withPayBefore(request.placedAt().plus(DEFAULT_TIME_TO_PAY))
        : request;
  }

  /** A number alone, where nothing else of the request is needed. */
  List<Problem> number(String field, String number) {
    FieldChecks fields = new FieldChecks(base);
    fields.number(field, number);
    return fields.problems();
  }

  List<Problem> payment(PaymentRequest request) {
    FieldChecks fields = new FieldChecks(base);
    fields.number("orderNumber", request.orderNumber());
    amount(fields, "amount", request.amount());
    fields.text("description", request.description());
    scene(fields, request.scene());
    expiry(fields, request);
    fields.notificationUrl(request.notificationUrl());
    extras(fields, request.channelExtras());
    return fields.problems();
  }

  private void expiry(FieldChecks fields, PaymentRequest request) {
    Instant payBefore = request.payBefore();
    if (payBefore == null) {
      return;
    }
    if (!capabilities.has(Capability.SET_EXPIRY)) {
      // At the till the code itself expires within a minute or two, which is all that was asked.
      if (request.scene().kind() != Scene.Kind.BUYER_CODE) {
        fields.add(
            "payBefore", displayName + " takes no expiry on this account. Leave payBefore out.");
      }
    } else if (!payBefore.isAfter(request.placedAt())) {
      fields.add("payBefore", "is not after placedAt.");
    } else if (!payBefore.isAfter(time.now())) {
      fields.add(
          "payBefore",
          "was "
              + payBefore
              + ", which is over: nobody could pay this any more. Query the payment to learn how"
              + " it ended; a new attempt needs a new number and a new placedAt.");
    }
  }

  private static void scene(FieldChecks fields, Scene scene) {
    if (scene instanceof Scene.BuyerCode till) {
      fields.required("scene.code", till.code());
      fields.required("scene.storeId", till.storeId());
      fields.optional("scene.terminalId", till.terminalId());
      fields.optional("scene.terminalIp", till.terminalIp());
    } else if (scene instanceof Scene.WebPage page) {
      fields.url("scene.returnUrl", page.returnUrl());
      fields.url("scene.cancelUrl", page.cancelUrl());
    } else if (scene instanceof Scene.MobileWeb page) {
      fields.url("scene.returnUrl", page.returnUrl());
      fields.url("scene.cancelUrl", page.cancelUrl());
      fields.required("scene.buyerIp", page.buyerIp());
    } else if (scene instanceof Scene.App app) {
      fields.optional("scene.clientAppId", app.clientAppId());
    } else if (scene instanceof Scene.InAppPage page) {
      fields.required("scene.payerId", page.payerId());
      fields.optional("scene.clientAppId", page.clientAppId());
    }
  }

  List<Problem> refund(RefundRequest request) {
    FieldChecks fields = new FieldChecks(base);
    reference(fields, "payment", request.payment());
    fields.number("refundNumber", request.refundNumber());
    fields.different("refundNumber", request.refundNumber(), request.payment());
    amount(fields, "amount", request.amount());
    wholeAmount(fields, request);
    if (request.reason() != null) {
      fields.text("reason", request.reason());
    }
    fields.notificationUrl(request.notificationUrl());
    extras(fields, request.channelExtras());
    return fields.problems();
  }

  private void wholeAmount(FieldChecks fields, RefundRequest request) {
    Money whole = request.paymentAmount();
    if (whole == null) {
      return;
    }
    if (!whole.currency().equals(request.amount().currency())) {
      fields.add("paymentAmount", "is in another currency than the refund.");
    } else if (whole.compareTo(request.amount()) < 0) {
      fields.add(
          "amount", "is " + request.amount() + ", more than the whole payment of " + whole + ".");
    } else if (!whole.equals(request.amount()) && !capabilities.has(Capability.PARTIAL_REFUND)) {
      fields.add(
          "amount",
          "is a part of the payment, and this account can refund the whole only: " + whole + ".");
    }
  }

  List<Problem> capture(CaptureRequest request) {
    FieldChecks fields = new FieldChecks(base);
    reference(fields, "authorization", request.authorization());
    fields.number("captureNumber", request.captureNumber());
    fields.different("captureNumber", request.captureNumber(), request.authorization());
    amount(fields, "amount", request.amount());
    if (!request.last() && !capabilities.has(Capability.SEVERAL_CAPTURES)) {
      fields.add(
          "last", "is false, but this account can capture a hold once only. Make it the last.");
    }
    fields.notificationUrl(request.notificationUrl());
    extras(fields, request.channelExtras());
    return fields.problems();
  }

  List<Problem> voiding(VoidRequest request) {
    FieldChecks fields = new FieldChecks(base);
    reference(fields, "authorization", request.authorization());
    fields.number("voidNumber", request.voidNumber());
    fields.different("voidNumber", request.voidNumber(), request.authorization());
    return fields.problems();
  }

  List<Problem> reauthorization(PaymentReference authorization, Money amount) {
    FieldChecks fields = new FieldChecks(base);
    reference(fields, "authorization", authorization);
    amount(fields, "amount", amount);
    return fields.problems();
  }

  List<Problem> reference(PaymentReference reference) {
    FieldChecks fields = new FieldChecks(base);
    reference(fields, "reference", reference);
    return fields.problems();
  }

  List<Problem> refundReference(RefundReference reference) {
    FieldChecks fields = new FieldChecks(base);
    if (reference.number() != null) {
      fields.required("reference.number", reference.number());
    }
    if (reference.locator() != null) {
      fields.required("reference.locator", reference.locator());
    }
    if (reference.payment() != null && reference.locator() == null) {
      reference(fields, "reference.payment", reference.payment());
    } else if (reference.payment() == null
        && reference.locator() == null
        && !capabilities.has(Capability.FIND_REFUND_BY_NUMBER)) {
      fields.add(
          "reference",
          "is a refund number alone, by which "
              + displayName
              + " finds nothing. Give the reference of the payment too, or the one that refund()"
              + " returned.");
    }
    return fields.problems();
  }

  List<Problem> subMerchant(SubMerchant subMerchant) {
    FieldChecks fields = new FieldChecks(base);
    fields.required("subMerchant.id", subMerchant.id());
    subMerchant
        .details()
        .forEach(
            (name, value) -> {
              fields.required("subMerchant.details", name);
              fields.text("subMerchant.details", value);
            });
    return fields.problems();
  }

  List<Problem> channelCall(ChannelCall call) {
    FieldChecks fields = new FieldChecks(base);
    fields.required("verb", call.verb());
    fields.required("target", call.target());
    call.query().forEach((name, value) -> fields.pair("query", name, value));
    call.headers().forEach((name, value) -> fields.pair("headers", name, value));
    return fields.problems();
  }

  private void reference(FieldChecks fields, String field, PaymentReference reference) {
    if (reference.locator() == null && !capabilities.has(Capability.FIND_BY_NUMBER)) {
      fields.add(
          field,
          "is a number alone, by which "
              + displayName
              + " finds nothing. Give the reference that account.reference(request) or the last"
              + " result told.");
    }
  }

  private void amount(FieldChecks fields, String field, Money amount) {
    if (amount.isZero()) {
      fields.add(field, "is " + amount + ". It must be more than zero.");
    }
    if (!capabilities.currencies().contains(amount.currency())) {
      fields.add(
          field,
          "is in "
              + amount.currency().getCurrencyCode()
              + ", but this account takes "
              + capabilities.currencies().stream()
                  .map(currency -> currency.getCurrencyCode())
                  .sorted()
                  .toList()
              + " only.");
    }
  }

  private static void extras(FieldChecks fields, ChannelExtras extras) {
    extras.fields().forEach((path, value) -> fields.pair("channelExtras", path, value));
  }
}
