package io.jiaozi.unionpay;

import io.jiaozi.error.Problem;
import io.jiaozi.money.Money;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.Scene;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Everything UnionPay would refuse about a payment or hold and that can be known without asking it.
 * Source: protocol sheet, section 4.2. What the gateway refuses for every channel is not said
 * twice.
 */
final class PaymentChecks {

  /** Twelve digits of fen. */
  static final long MOST_FEN = 999_999_999_999L;

  private final Merchant merchant;
  private final PlacedAt placedAt;
  private final Map<Scene.Kind, PayScene> scenes;

  PaymentChecks(Merchant merchant, Clock clock, Map<Scene.Kind, PayScene> scenes) {
    this.merchant = merchant;
    this.placedAt = new PlacedAt(merchant.placeTolerance(), clock);
    this.scenes = scenes;
  }

  List<Problem> check(PaymentRequest request) {
    List<Problem> problems = new ArrayList<>();
    Numbers.check("orderNumber", request.orderNumber(), problems);
    amount(request.amount(), problems);
    placedAt.check(request.placedAt(), PlacedAt.PAYMENT, problems);
    NotificationUrls.check(request.notificationUrl(), merchant, problems);
    PayScene scene = scenes.get(request.scene().kind());
    if (scene == null) {
      problems.add(
          new Problem(
              "scene",
              "is " + request.scene().kind() + ", which this account does not offer at UnionPay."));
      return problems;
    }
    problems.addAll(scene.check(request));
    problems.addAll(Extras.check(request.channelExtras(), scene.fields()));
    if (scene.product().describes()
        && !request.channelExtras().fields().containsKey(Payments.RISK)) {
      Texts.problemInside(request.description())
          .ifPresent(sentence -> problems.add(new Problem("description", sentence)));
    }
    return problems;
  }

  static void amount(Money amount, List<Problem> problems) {
    if (amount.minorUnits() > MOST_FEN) {
      problems.add(
          new Problem("amount", "is more than CNY 9999999999.99, the most UnionPay can write."));
    }
  }
}
