package io.jiaozi.samples.quickstart;

import io.jiaozi.MerchantAccount;
import io.jiaozi.money.Money;
import io.jiaozi.notification.Notification;
import io.jiaozi.notification.Notification.PaymentChanged;
import io.jiaozi.notification.Notification.RefundChanged;
import io.jiaozi.payment.NextAction;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.PaymentResult.AwaitingCustomer;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.payment.Scene;
import io.jiaozi.refund.Refund;
import io.jiaozi.refund.RefundReference;
import io.jiaozi.refund.RefundRequest;
import io.jiaozi.refund.RefundState;
import java.time.Instant;

/** What a shop does, step by step, in the common words only: nothing here names a channel. */
final class Walk {

  private static final Money PRICE = Money.of("CNY", "88.00");
  private static final Money ONE_BOX_BACK = Money.of("CNY", "8.00");

  private final MerchantAccount account;
  private final NotificationPage page;
  private final Customer customer;
  private final Transcript transcript;

  Walk(MerchantAccount account, NotificationPage page, Customer customer, Transcript transcript) {
    this.account = account;
    this.page = page;
    this.customer = customer;
    this.transcript = transcript;
  }

  void go() throws Exception {
    transcript.chapter(customer.channelName() + ": account \"" + account.name() + "\"");
    // Number and time of the attempt come from the shop's own record, saved before anything is
    // sent.
    Instant placedAt = Instant.now();
    String number = "Q" + placedAt.toEpochMilli();

    PaymentReference reference = pay(number, placedAt);
    getPaid(reference);
    refund(reference, "R" + number.substring(1));
    closeAnother("Q" + (placedAt.toEpochMilli() + 1));
    refuseForgery(reference);
  }

  private PaymentReference pay(String number, Instant placedAt) {
    PaymentRequest request =
        PaymentRequest.builder(number, PRICE, Scene.qrCode(), placedAt)
            .description("Two boxes of dumplings")
            .build();
    String saved = account.reference(request).encode();
    transcript.step(
        "The shop asks for "
            + PRICE
            + " with number "
            + number
            + ", having saved reference "
            + saved);

    NextAction next = requireWaiting(account.pay(request));

    transcript.expect("next action", NextAction.Kind.SHOW_QR_CODE, next.kind());
    customer.seesQrCode(((NextAction.ShowQrCode) next).content());
    PaymentReference reference = PaymentReference.parse(saved);
    transcript.expect(
        "state before the buyer acts",
        PaymentState.AWAITING_CUSTOMER,
        account.query(reference).state());
    return reference;
  }

  private NextAction requireWaiting(PaymentResult result) {
    if (result instanceof AwaitingCustomer waiting) {
      return waiting.next();
    }
    throw new Transcript.NotAsExpected(
        "The channel should wait for the buyer, but said " + result.kind() + ".");
  }

  private void getPaid(PaymentReference reference) throws Exception {
    transcript.step("The customer scans the code and pays");
    customer.pays();

    Notification notification = page.next();
    transcript.say(
        "notification arrived, verified, decrypted, acknowledged: " + notification.factKey());
    if (!(notification instanceof PaymentChanged changed)) {
      throw new Transcript.NotAsExpected(
          "A payment should have changed, but it was " + notification.kind() + ".");
    }
    transcript.expect("number in it", reference.number(), changed.payment().reference().number());
    transcript.expect("state in it", PaymentState.PAID, changed.payment().state());
    transcript.expect("amount in it", PRICE, changed.payment().amount());

    Payment asked = account.query(reference);
    transcript.step("The shop asks the channel too");
    transcript.expect("state", PaymentState.PAID, asked.state());
    transcript.expect("amount", PRICE, asked.amount());
  }

  private void refund(PaymentReference reference, String refundNumber) throws Exception {
    transcript.step("One box was cold: refund " + ONE_BOX_BACK + " with number " + refundNumber);
    RefundRequest request =
        RefundRequest.builder(reference, refundNumber, ONE_BOX_BACK, Instant.now())
            .paymentAmount(PRICE)
            .reason("one box was cold")
            .build();
    Refund accepted = account.refund(request);
    transcript.say("the channel answered " + accepted.state());
    account.refund(request);
    transcript.say("the same refund asked for again: still one refund");

    Notification notification = page.next();
    transcript.say(
        "notification arrived, verified, decrypted, acknowledged: " + notification.factKey());
    if (!(notification instanceof RefundChanged changed)) {
      throw new Transcript.NotAsExpected(
          "A refund should have changed, but it was " + notification.kind() + ".");
    }
    transcript.expect("state in it", RefundState.SUCCEEDED, changed.refund().state());
    transcript.expect("amount in it", ONE_BOX_BACK, changed.refund().amount());
    Refund asked = account.queryRefund(RefundReference.of(reference, refundNumber));
    transcript.expect("state when asked", RefundState.SUCCEEDED, asked.state());
    transcript.expect(
        "the payment now", PaymentState.REFUND_STARTED, account.query(reference).state());
  }

  private void closeAnother(String number) {
    transcript.step("A second customer walks away from order " + number + "; the shop closes it");
    PaymentRequest request =
        PaymentRequest.builder(number, PRICE, Scene.qrCode(), Instant.now())
            .description("Two more boxes")
            .build();
    requireWaiting(account.pay(request));
    Payment closed = account.close(account.reference(request));
    transcript.expect("state", PaymentState.CLOSED, closed.state());
  }

  private void refuseForgery(PaymentReference reference) throws Exception {
    transcript.step("Somebody sends a forged notification: a genuine one with one byte changed");
    int before = page.factsHandled();
    int status = customer.forgesNotification(reference.number(), page.urlFor(account.name()));
    transcript.expect("refused (4xx)", true, status >= 400 && status < 500);
    transcript.expect("facts handled since", 0, page.factsHandled() - before);
  }
}
