package com.example.abacus;

import io.jiaozi.error.Problem;
import io.jiaozi.money.Money;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.refund.RefundReference;
import io.jiaozi.refund.RefundRequest;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Everything Abacus Pay would refuse and that can be known without asking it.
 *
 * <p>What the gateway refuses for every channel is not said twice: amounts of nothing, foreign
 * currencies, scenes not offered, past expiries, control characters, the shape of URLs.
 */
final class Checks {

  private static final Pattern NUMBER = Pattern.compile("[0-9A-Za-z-]{8,32}");
  private static final int LONGEST_DESCRIPTION = 64;
  private static final int LONGEST_REASON = 80;
  private static final long MOST_MINOR_UNITS = 100_000_000;
  private static final Duration LONGEST_LIFE = Duration.ofDays(7);

  private final @Nullable URI notificationUrl;
  private final Clock clock;

  Checks(@Nullable URI notificationUrl, Clock clock) {
    this.notificationUrl = notificationUrl;
    this.clock = clock;
  }

  List<Problem> check(PaymentRequest request) {
    List<Problem> problems = new ArrayList<>();
    number("orderNumber", request.orderNumber(), problems);
    text("description", request.description(), LONGEST_DESCRIPTION, problems);
    amount(request.amount(), problems);
    Instant payBefore = request.payBefore();
    if (payBefore != null && payBefore.isAfter(clock.instant().plus(LONGEST_LIFE))) {
      problems.add(
          new Problem("payBefore", "is more than 7 days ahead; Abacus Pay takes at most 7 days."));
    }
    if (request.notificationUrl() == null && notificationUrl == null) {
      problems.add(
          new Problem(
              "notificationUrl",
              "is missing, and the account has none either; Abacus Pay demands one. Set"
                  + " \"notification-url\" of the account, or give one with the request."));
    }
    problems.addAll(Extras.OF_PAYMENTS.check(request.channelExtras()));
    return problems;
  }

  List<Problem> check(RefundRequest request) {
    List<Problem> problems = new ArrayList<>();
    problems.addAll(check(request.payment(), "payment"));
    number("refundNumber", request.refundNumber(), problems);
    amount(request.amount(), problems);
    String reason = request.reason();
    if (reason != null) {
      text("reason", reason, LONGEST_REASON, problems);
    }
    if (request.notificationUrl() != null) {
      problems.add(
          new Problem(
              "notificationUrl",
              "is not taken with a refund; Abacus Pay tells about it where it told about the"
                  + " payment. Leave it out."));
    }
    problems.addAll(Extras.OF_REFUNDS.check(request.channelExtras()));
    return problems;
  }

  /** References of this adapter are a number alone. */
  static List<Problem> check(PaymentReference reference, String field) {
    return reference.locator() == null && NUMBER.matcher(reference.number()).matches()
        ? List.of()
        : List.of(foreign(field));
  }

  static List<Problem> check(RefundReference reference) {
    String number = reference.number();
    return number != null && reference.locator() == null && NUMBER.matcher(number).matches()
        ? List.of()
        : List.of(foreign("reference"));
  }

  private static Problem foreign(String field) {
    return new Problem(
        field, "is none that Abacus Pay can have given. Use the reference this account gave.");
  }

  private static void number(String field, String number, List<Problem> problems) {
    if (!NUMBER.matcher(number).matches()) {
      problems.add(
          new Problem(field, "must be 8 to 32 of 0-9 A-Z a-z - at Abacus Pay. Choose another."));
    }
  }

  private static void text(String field, String text, int longest, List<Problem> problems) {
    int length = text.codePointCount(0, text.length());
    if (text.isBlank() || length > longest) {
      problems.add(
          new Problem(
              field,
              "has "
                  + length
                  + " characters; Abacus Pay takes 1 to "
                  + longest
                  + ", not all of them blank."));
    }
  }

  private static void amount(Money amount, List<Problem> problems) {
    if (amount.minorUnits() > MOST_MINOR_UNITS) {
      problems.add(
          new Problem(
              "amount",
              "is more than " + MOST_MINOR_UNITS + " minor units, the most Abacus Pay takes."));
    }
  }
}
