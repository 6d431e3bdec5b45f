package io.jiaozi.wechat;

import io.jiaozi.error.Problem;
import io.jiaozi.money.Money;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.Scene;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Everything WeChat Pay would refuse about a payment, or silently change, and that can be known
 * without asking it. Source: protocol sheet, sections 6.1 and 9.
 *
 * <p>What the gateway refuses for every channel is not said twice: amounts of nothing, foreign
 * currencies, past expiries, control characters, the shape of URLs.
 */
final class PaymentChecks {

  /**
   * Ours, not the channel's: CNY 100,000,000.00. Far above any single payment, far below where
   * arithmetic ends.
   */
  static final long MOST_FEN = 10_000_000_000L;

  private static final int LONGEST_DESCRIPTION = 127;
  private static final Duration SHORTEST_LIFE = Duration.ofMinutes(1);
  private static final Duration LONGEST_LIFE = Duration.ofDays(90);

  private final Merchant merchant;
  private final Clock clock;
  private final Map<Scene.Kind, PayScene> scenes;

  PaymentChecks(Merchant merchant, Clock clock, Map<Scene.Kind, PayScene> scenes) {
    this.merchant = merchant;
    this.clock = clock;
    this.scenes = scenes;
  }

  List<Problem> check(PaymentRequest request, Party party) {
    List<Problem> problems = new ArrayList<>();
    if (!Numbers.ORDER.matcher(request.orderNumber()).matches()) {
      problems.add(
          new Problem(
              "orderNumber",
              "must be 6 to 32 of 0-9 A-Z a-z _ - | * at WeChat Pay. Use 8 to 32 letters and digits, which every channel"
                  + " takes."));
    }
    amount("amount", request.amount(), problems);
    Texts.problem(request.description(), LONGEST_DESCRIPTION)
        .ifPresent(sentence -> problems.add(new Problem("description", sentence)));
    PayScene scene = scenes.get(request.scene().kind());
    if (scene == null || scene.waitsForBuyer()) {
      Instant payBefore = request.payBefore();
      if (payBefore != null) {
        expiry(payBefore, problems);
      }
      NotificationUrls.check(request.notificationUrl(), merchant, true, problems);
    }
    if (scene == null) {
      problems.add(
          new Problem(
              "scene",
              "is "
                  + request.scene().kind()
                  + ", which this account does not offer at WeChat Pay."));
    } else {
      problems.addAll(scene.check(request, party));
      problems.addAll(Extras.OF_PAYMENTS.check(request.channelExtras(), scene.fields()));
    }
    return problems;
  }

  static void amount(String field, Money amount, List<Problem> problems) {
    if (amount.minorUnits() > MOST_FEN) {
      problems.add(
          new Problem(
              field, "is more than CNY 100000000.00, the most this SDK sends to WeChat Pay."));
    }
  }

  /** Outside these bounds the channel takes another time than the one given, and says nothing. */
  private void expiry(Instant payBefore, List<Problem> problems) {
    Instant now = clock.instant();
    if (payBefore.isAfter(now) && payBefore.isBefore(now.plus(SHORTEST_LIFE))) {
      problems.add(
          new Problem(
              "payBefore",
              "is less than a minute ahead; WeChat Pay would move it. Give the buyer a minute or more."));
    } else if (payBefore.isAfter(now.plus(LONGEST_LIFE))) {
      problems.add(
          new Problem(
              "payBefore",
              "is more than 90 days ahead; WeChat Pay would move it. Give at most 90 days."));
    }
  }
}
