package io.jiaozi.paypal;

import io.jiaozi.error.Problem;
import io.jiaozi.money.Money;
import io.jiaozi.payment.CaptureRequest;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.VoidRequest;
import io.jiaozi.refund.RefundReference;
import io.jiaozi.refund.RefundRequest;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Everything PayPal would refuse about a request, or silently change, and that can be known without
 * asking it. Source: protocol sheet, sections 1.4, 2.2, 3 and 7.
 *
 * <p>What the gateway refuses for every channel is not said twice: amounts of nothing, foreign
 * currencies, an expiry where there is none, control characters, the shape of URLs.
 */
final class Checks {

  private static final int LONGEST_DESCRIPTION = 127;
  private static final int LONGEST_NOTE = 255;

  private final Clock clock;

  Checks(Clock clock) {
    this.clock = clock;
  }

  List<Problem> check(PaymentRequest request) {
    List<Problem> problems = new ArrayList<>();
    number("orderNumber", request.orderNumber(), problems);
    amount(request.amount(), problems);
    if (!request.description().isEmpty()) {
      text("description", request.description(), LONGEST_DESCRIPTION, problems);
    }
    notificationUrl(request.notificationUrl(), problems);
    placedAt(request.placedAt(), RequestKeys.ORDERS, problems);
    switch (request.scene().kind()) {
      case WEB_PAGE, MOBILE_WEB -> {
        // Both carry addresses only, which the gateway has checked.
      }
      case QR_CODE, BUYER_CODE, APP, IN_APP_PAGE ->
          problems.add(
              new Problem(
                  "scene",
                  "is "
                      + request.scene().kind()
                      + ", which PayPal does not offer. Use WEB_PAGE or MOBILE_WEB."));
    }
    problems.addAll(Extras.OF_PAYMENTS.check(request.channelExtras()));
    return problems;
  }

  List<Problem> check(CaptureRequest request) {
    List<Problem> problems = new ArrayList<>();
    hold("authorization", request.authorization(), problems);
    number("captureNumber", request.captureNumber(), problems);
    amount(request.amount(), problems);
    notificationUrl(request.notificationUrl(), problems);
    placedAt(request.placedAt(), RequestKeys.PAYMENTS, problems);
    problems.addAll(Extras.OF_CAPTURES.check(request.channelExtras()));
    return problems;
  }

  List<Problem> check(VoidRequest request) {
    List<Problem> problems = new ArrayList<>();
    hold("authorization", request.authorization(), problems);
    placedAt(request.placedAt(), RequestKeys.PAYMENTS, problems);
    return problems;
  }

  List<Problem> check(RefundRequest request) {
    List<Problem> problems = new ArrayList<>();
    Locator locator = Locator.of(request.payment()).orElse(null);
    if (locator == null) {
      problems.add(foreign("payment"));
    } else if (locator.isHold()) {
      problems.add(
          new Problem(
              "payment",
              "is a hold, of which nothing was taken under this reference. Refund the capture, by the reference that"
                  + " capture() returned."));
    }
    number("refundNumber", request.refundNumber(), problems);
    amount(request.amount(), problems);
    if (request.reason() != null) {
      text("reason", request.reason(), LONGEST_NOTE, problems);
    }
    notificationUrl(request.notificationUrl(), problems);
    placedAt(request.placedAt(), RequestKeys.PAYMENTS, problems);
    problems.addAll(Extras.OF_REFUNDS.check(request.channelExtras()));
    return problems;
  }

  static List<Problem> check(PaymentReference reference) {
    return Locator.of(reference).isPresent() ? List.of() : List.of(foreign("reference"));
  }

  static List<Problem> check(RefundReference reference) {
    String locator = reference.locator();
    if (locator != null) {
      return Locator.refundId(locator) == null ? List.of(foreign("reference")) : List.of();
    }
    PaymentReference payment = reference.payment();
    return payment == null || Locator.of(payment).isEmpty()
        ? List.of(foreign("reference.payment"))
        : List.of();
  }

  private static void hold(String field, PaymentReference reference, List<Problem> problems) {
    Optional<Locator> locator = Locator.of(reference);
    if (locator.isEmpty()) {
      problems.add(foreign(field));
    } else if (!locator.get().isHold()) {
      problems.add(
          new Problem(
              field,
              "does not name a hold. Use the reference that complete() returned when the order was authorized."));
    }
  }

  private static Problem foreign(String field) {
    return new Problem(
        field,
        "is none that PayPal can have given. Use the reference that this account told last; a number alone finds nothing at"
            + " PayPal.");
  }

  private static void number(String field, String number, List<Problem> problems) {
    if (!Texts.isNumber(number)) {
      problems.add(
          new Problem(
              field,
              "must be 1 to 64 printable ASCII characters without blank or \"~\". Use 8 to 32 letters and digits, which every"
                  + " channel takes."));
    }
  }

  private static void amount(Money amount, List<Problem> problems) {
    Amounts.problem(amount).ifPresent(sentence -> problems.add(new Problem("amount", sentence)));
  }

  private static void text(String field, String text, int longest, List<Problem> problems) {
    Texts.problem(text, longest).ifPresent(sentence -> problems.add(new Problem(field, sentence)));
  }

  private static void notificationUrl(@Nullable URI url, List<Problem> problems) {
    if (url != null) {
      problems.add(
          new Problem(
              "notificationUrl",
              "cannot be given: PayPal notifies the webhook that is registered for the app. Leave it out, and register the"
                  + " webhook in the developer dashboard."));
    }
  }

  /** Later than this PayPal takes a repeat for a new request. */
  private void placedAt(Instant placedAt, Duration remembered, List<Problem> problems) {
    if (!clock.instant().isBefore(placedAt.plus(remembered))) {
      problems.add(
          new Problem(
              "placedAt",
              "is "
                  + words(remembered)
                  + " ago or more: PayPal would no longer recognise this request if it was sent before. Query by the"
                  + " reference you stored; if it was never sent, begin anew with a new number and time."));
    }
  }

  private static String words(Duration duration) {
    return duration.toDays() > 0 ? duration.toDays() + " days" : duration.toHours() + " hours";
  }
}
