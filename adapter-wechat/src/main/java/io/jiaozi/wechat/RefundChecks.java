package io.jiaozi.wechat;

import io.jiaozi.error.Problem;
import io.jiaozi.refund.RefundRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Everything WeChat Pay would refuse about a refund and that can be known without asking it.
 * Source: protocol sheet, sections 6.5 and 9. What the gateway refuses for every channel is not
 * said twice.
 */
final class RefundChecks {

  private static final int LONGEST_REASON = 80;

  private final Merchant merchant;

  RefundChecks(Merchant merchant) {
    this.merchant = merchant;
  }

  List<Problem> check(RefundRequest request) {
    List<Problem> problems = new ArrayList<>();
    if (request.payment().locator() != null
        || !Numbers.ORDER.matcher(request.payment().number()).matches()) {
      problems.add(
          new Problem(
              "payment",
              "is not a reference of WeChat Pay: it has a locator, or a number that is not 6 to 32 of 0-9 A-Z a-z _ - | *."
                  + " Use the reference this account gave."));
    }
    if (!Numbers.REFUND.matcher(request.refundNumber()).matches()) {
      problems.add(
          new Problem(
              "refundNumber",
              "must be 1 to 64 of 0-9 A-Z a-z _ - | * @ at WeChat Pay. Use 8 to 32 letters and digits, which every channel"
                  + " takes."));
    }
    PaymentChecks.amount("amount", request.amount(), problems);
    String reason = request.reason();
    if (reason != null) {
      Texts.problem(reason, LONGEST_REASON)
          .ifPresent(sentence -> problems.add(new Problem("reason", sentence)));
    }
    NotificationUrls.check(request.notificationUrl(), merchant, false, problems);
    problems.addAll(Extras.OF_REFUNDS.check(request.channelExtras(), Set.of()));
    return problems;
  }
}
