package io.jiaozi.alipay;

import io.jiaozi.error.Problem;
import io.jiaozi.payment.CaptureRequest;
import io.jiaozi.payment.VoidRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Everything Alipay would refuse about captures and voids and that can be known without asking it.
 * Source: protocol sheet, sections 4 and 5.8. What the gateway refuses for every channel is not
 * said twice.
 */
final class HoldChecks {

  private static final int LONGEST_SUBJECT = 256;

  private final Merchant merchant;

  HoldChecks(Merchant merchant) {
    this.merchant = merchant;
  }

  List<Problem> check(CaptureRequest request) {
    List<Problem> problems =
        new ArrayList<>(Locator.check("authorization", request.authorization()));
    PaymentChecks.order("captureNumber", request.captureNumber(), problems);
    PaymentChecks.amount("amount", request.amount(), problems);
    NotificationUrls.check(request.notificationUrl(), merchant, problems);
    problems.addAll(Extras.OF_PAYMENTS.check(request.channelExtras(), Set.of("scene")));
    String subject = request.channelExtras().fields().get("subject");
    if (subject != null) {
      Texts.problemWithSubject(subject, LONGEST_SUBJECT)
          .ifPresent(sentence -> problems.add(new Problem("channelExtras.subject", sentence)));
    }
    return problems;
  }

  static List<Problem> check(VoidRequest request) {
    List<Problem> problems =
        new ArrayList<>(Locator.check("authorization", request.authorization()));
    PaymentChecks.order("voidNumber", request.voidNumber(), problems);
    return problems;
  }
}
