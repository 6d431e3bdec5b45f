package io.jiaozi.alipay;

import io.jiaozi.error.Problem;
import io.jiaozi.money.Money;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.Scene;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Everything Alipay would refuse about a payment or a hold, and that can be known without asking
 * it. Source: protocol sheet, sections 4, 5.8 and 7.
 *
 * <p>What the gateway refuses for every channel is not said twice: amounts of nothing, foreign
 * currencies, past expiries, control characters, the shape of URLs.
 */
final class PaymentChecks {

  /** The extra that says what kind of code was scanned; a bar code unless given. */
  static final String CODE_KIND = "scene";

  static final String SECURITY_CODE = "security_code";

  private static final int LONGEST_SUBJECT = 256;
  private static final int LONGEST_STORE = 32;
  private static final int LONGEST_PAYER = 128;
  private static final int SHORTEST_BAR_CODE = 16;
  private static final int LONGEST_BAR_CODE = 32;
  private static final Duration SHORTEST_LIFE = Duration.ofMinutes(1);
  private static final Duration LONGEST_LIFE = Duration.ofDays(15);

  private final Merchant merchant;
  private final Clock clock;

  PaymentChecks(Merchant merchant, Clock clock) {
    this.merchant = merchant;
    this.clock = clock;
  }

  List<Problem> check(PaymentRequest request) {
    List<Problem> problems = new ArrayList<>();
    order("orderNumber", request.orderNumber(), problems);
    amount("amount", request.amount(), problems);
    Texts.problemWithSubject(request.description(), LONGEST_SUBJECT)
        .ifPresent(sentence -> problems.add(new Problem("description", sentence)));
    Instant payBefore = request.payBefore();
    if (payBefore != null) {
      expiry(payBefore, problems);
    }
    NotificationUrls.check(request.notificationUrl(), merchant, problems);
    scene(request, problems);
    problems.addAll(
        Extras.OF_PAYMENTS.check(request.channelExtras(), ours(request.scene().kind())));
    return problems;
  }

  private static Set<String> ours(Scene.Kind scene) {
    return switch (scene) {
      case BUYER_CODE -> Set.of("subject", "store_id", "terminal_id");
      case IN_APP_PAGE -> Set.of("subject", "buyer_id");
      case QR_CODE, WEB_PAGE, MOBILE_WEB, APP -> Set.of("subject");
    };
  }

  static void order(String field, String number, List<Problem> problems) {
    if (!Numbers.isOrder(number)) {
      problems.add(
          new Problem(
              field,
              "must be 1 to 64 of 0-9 A-Z a-z _ at Alipay. Use 8 to 32 letters and digits, which every channel takes."));
    }
  }

  static void amount(String field, Money amount, List<Problem> problems) {
    if (amount.minorUnits() > Amounts.MOST_FEN) {
      problems.add(
          new Problem(field, "is more than CNY 100000000.00, the most Alipay takes in one order."));
    }
  }

  private void expiry(Instant payBefore, List<Problem> problems) {
    Instant now = clock.instant();
    if (payBefore.isAfter(now) && payBefore.isBefore(now.plus(SHORTEST_LIFE))) {
      problems.add(
          new Problem(
              "payBefore",
              "is less than a minute ahead, the least Alipay takes. Give the buyer a minute or more."));
    } else if (payBefore.isAfter(now.plus(LONGEST_LIFE))) {
      problems.add(
          new Problem(
              "payBefore",
              "is more than 15 days ahead, the most Alipay takes. Give at most that."));
    }
  }

  private void scene(PaymentRequest request, List<Problem> problems) {
    Scene scene = request.scene();
    if (scene instanceof Scene.BuyerCode till) {
      till(till, request, problems);
    } else if (scene instanceof Scene.WebPage page) {
      ReturnUrls.check("scene.returnUrl", page.returnUrl(), problems);
    } else if (scene instanceof Scene.MobileWeb page) {
      ReturnUrls.check("scene.returnUrl", page.returnUrl(), problems);
      ReturnUrls.check("scene.cancelUrl", page.cancelUrl(), problems);
    } else if (scene instanceof Scene.App app) {
      if (app.clientAppId() != null && !app.clientAppId().equals(merchant.appId())) {
        problems.add(
            new Problem(
                "scene.clientAppId",
                "is another app than the account's, whose key signs the order. Leave it out, or use the account of that app."));
      }
    } else if (scene instanceof Scene.InAppPage page) {
      inAppPage(page, problems);
    }
  }

  /** Alipay says that codes may grow, so no more is demanded than what every one has been. */
  private static void till(Scene.BuyerCode till, PaymentRequest request, List<Problem> problems) {
    String code = till.code();
    boolean barCode =
        Numbers.isDigits(code)
            && code.length() >= SHORTEST_BAR_CODE
            && code.length() <= LONGEST_BAR_CODE;
    if (!barCode && !isSecurityCode(request)) {
      problems.add(
          new Problem(
              "scene.code",
              "is no payment code of Alipay: 16 to 32 digits. For a code that a face terminal gave, add the channel extra "
                  + CODE_KIND
                  + " = "
                  + SECURITY_CODE
                  + "."));
    }
    if (!Words.isWord(till.storeId(), LONGEST_STORE)) {
      problems.add(
          new Problem(
              "scene.storeId",
              "must be 1 to 32 letters and digits at Alipay, the store's number in your own system."));
    }
    if (till.terminalId() != null && !Words.isWord(till.terminalId(), LONGEST_STORE)) {
      problems.add(
          new Problem("scene.terminalId", "must be 1 to 32 letters and digits at Alipay."));
    }
  }

  static boolean isSecurityCode(PaymentRequest request) {
    return SECURITY_CODE.equals(request.channelExtras().fields().get(CODE_KIND));
  }

  private static void inAppPage(Scene.InAppPage page, List<Problem> problems) {
    if (!Words.isWord(page.payerId(), LONGEST_PAYER)) {
      problems.add(
          new Problem(
              "scene.payerId",
              "is neither an open id nor a user id (2088 and 12 digits) of Alipay. Get it by alipay.system.oauth.token."));
    }
    String app = page.clientAppId();
    if (app != null && !Numbers.isDigits(app)) {
      problems.add(
          new Problem("scene.clientAppId", "is no app id of Alipay, which is digits only."));
    }
  }
}
