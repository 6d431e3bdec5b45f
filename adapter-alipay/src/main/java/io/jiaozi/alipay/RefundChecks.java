package io.jiaozi.alipay;

import io.jiaozi.error.Problem;
import io.jiaozi.refund.RefundReference;
import io.jiaozi.refund.RefundRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Everything Alipay would refuse about a refund and that can be known without asking it. Source:
 * protocol sheet, sections 5.4 and 7. What the gateway refuses for every channel is not said twice.
 */
final class RefundChecks {

  private static final int LONGEST_REASON = 256;

  private RefundChecks() {}

  static List<Problem> check(RefundRequest request) {
    List<Problem> problems = new ArrayList<>(Locator.check("payment", request.payment()));
    if (problems.isEmpty() && Locator.of(request.payment()).isHold()) {
      problems.add(
          new Problem(
              "payment",
              "is a hold, of which nothing was paid. Refund one of its captures, or void the hold."));
    }
    if (!Numbers.isRefund(request.refundNumber())) {
      problems.add(
          new Problem(
              "refundNumber",
              "must be 1 to 64 of 0-9 A-Z a-z _ - at Alipay. Use 8 to 32 letters and digits, which every channel takes."));
    }
    PaymentChecks.amount("amount", request.amount(), problems);
    String reason = request.reason();
    if (reason != null) {
      Texts.problem(reason, LONGEST_REASON)
          .ifPresent(sentence -> problems.add(new Problem("reason", sentence)));
    }
    if (request.notificationUrl() != null) {
      problems.add(
          new Problem(
              "notificationUrl",
              "cannot be given for a refund: Alipay tells about it at the URL of the payment. Leave it out."));
    }
    problems.addAll(Extras.OF_REFUNDS.check(request.channelExtras(), Set.of()));
    return problems;
  }

  /** A refund is found by its payment and its number together. */
  static List<Problem> check(RefundReference reference) {
    boolean ours =
        reference.payment() != null
            && reference.locator() == null
            && Numbers.isRefund(reference.number())
            && Locator.check("reference.payment", reference.payment()).isEmpty();
    return ours
        ? List.of()
        : List.of(
            new Problem(
                "reference",
                "is none that Alipay can have given: it finds a refund by its number and the reference of its payment"
                    + " together. Use the reference that this account gave."));
  }
}
