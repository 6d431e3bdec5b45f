package io.jiaozi.unionpay;

import io.jiaozi.error.Problem;
import io.jiaozi.payment.CaptureRequest;
import io.jiaozi.payment.VoidRequest;
import io.jiaozi.refund.RefundRequest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Everything UnionPay would refuse about a refund, capture or void and that can be known without
 * asking it. Source: protocol sheet, section 4.2.
 */
final class FollowingChecks {

  private final Merchant merchant;
  private final PlacedAt placedAt;

  FollowingChecks(Merchant merchant, Clock clock) {
    this.merchant = merchant;
    this.placedAt = new PlacedAt(merchant.placeTolerance(), clock);
  }

  List<Problem> check(RefundRequest request) {
    List<Problem> problems = new ArrayList<>();
    Numbers.check("payment", request.payment(), problems);
    Numbers.check("refundNumber", request.refundNumber(), problems);
    PaymentChecks.amount(request.amount(), problems);
    placedAt.check(request.placedAt(), PlacedAt.FOLLOWING, problems);
    NotificationUrls.check(request.notificationUrl(), merchant, problems);
    problems.addAll(Extras.check(request.channelExtras(), Set.of()));
    return problems;
  }

  List<Problem> check(CaptureRequest request) {
    List<Problem> problems = new ArrayList<>();
    Numbers.check("authorization", request.authorization(), problems);
    Numbers.check("captureNumber", request.captureNumber(), problems);
    PaymentChecks.amount(request.amount(), problems);
    placedAt.check(request.placedAt(), PlacedAt.FOLLOWING, problems);
    NotificationUrls.check(request.notificationUrl(), merchant, problems);
    problems.addAll(Extras.check(request.channelExtras(), Set.of()));
    return problems;
  }

  List<Problem> check(VoidRequest request) {
    List<Problem> problems = new ArrayList<>();
    Numbers.check("authorization", request.authorization(), problems);
    Numbers.check("voidNumber", request.voidNumber(), problems);
    placedAt.check(request.placedAt(), PlacedAt.FOLLOWING, problems);
    return problems;
  }
}
