package io.jiaozi.samples.quickstart;

import io.jiaozi.Capability;
import io.jiaozi.MerchantAccount;
import io.jiaozi.notification.Notification;
import io.jiaozi.notification.Notification.PaymentChanged;
import io.jiaozi.notification.Notification.RefundChanged;
import io.jiaozi.notification.NotificationReply;
import io.jiaozi.payment.NextAction;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.PaymentResult.AwaitingCustomer;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.refund.Refund;
import io.jiaozi.refund.RefundRequest;
import io.jiaozi.refund.RefundState;
import io.jiaozi.sandbox.channel.OutboundMessage;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** What a shop does, step by step, in the common words only: nothing here names a channel. */
final class Walk {

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
    PaymentRequest request = request(number, placedAt);
    String saved = account.reference(request).encode();
    transcript.step(
        "The shop asks for "
            + customer.price()
            + " with number "
            + number
            + ", having saved reference "
            + saved);

    PaymentResult result = account.pay(request);
    // Some channels have a key of their own: the answer's reference replaces the one saved before.
    PaymentReference reference = PaymentReference.parse(result.payment().reference().encode());

    NextAction next = requireWaiting(result);
    transcript.say("the channel answers: " + next.kind());
    transcript.expect(
        "paid before the customer acts",
        false,
        account.query(reference).state() == PaymentState.PAID);
    customer.sees(next, number);
    return reference;
  }

  private PaymentRequest request(String number, Instant placedAt) {
    return PaymentRequest.builder(number, customer.price(), customer.scene(), placedAt)
        .description("Two boxes of dumplings")
        .build();
  }

  private NextAction requireWaiting(PaymentResult result) {
    if (result instanceof AwaitingCustomer waiting) {
      return waiting.next();
    }
    throw new Transcript.NotAsExpected(
        "The channel should wait for the buyer, but said " + result.kind() + ".");
  }

  private void getPaid(PaymentReference reference) throws Exception {
    transcript.step("The customer agrees to pay");
    customer.pays(reference.number());

    transcript.step("The customer is back: the shop completes the payment, or just asks");
    transcript.expect("state", PaymentState.PAID, account.complete(reference).payment().state());

    Payment told = nextPaid();
    transcript.expect("number in it", reference.number(), told.reference().number());
    transcript.expect("state in it", PaymentState.PAID, told.state());
    transcript.expect("amount in it", customer.price(), told.amount());
  }

  /** Channels that have an approval tell of it too, before or after. */
  private Payment nextPaid() throws InterruptedException {
    while (true) {
      if (next() instanceof PaymentChanged changed
          && changed.payment().state() != PaymentState.APPROVED) {
        return changed.payment();
      }
    }
  }

  /** No channel promises that its news arrives in order: older news about the payment may come. */
  private Refund nextRefund() throws InterruptedException {
    while (true) {
      if (next() instanceof RefundChanged changed) {
        return changed.refund();
      }
    }
  }

  private Notification next() throws InterruptedException {
    Notification notification = page.next();
    transcript.say("notification arrived, verified, acknowledged: " + notification.factKey());
    return notification;
  }

  private void refund(PaymentReference reference, String refundNumber) throws Exception {
    transcript.step(
        "One box was cold: refund " + customer.oneBox() + " with number " + refundNumber);
    RefundRequest request =
        RefundRequest.builder(reference, refundNumber, customer.oneBox(), Instant.now())
            .paymentAmount(customer.price())
            .reason("one box was cold")
            .build();
    Refund accepted = account.refund(request);
    transcript.say("the channel answered " + accepted.state());
    Refund again = account.refund(request);
    transcript.expect(
        "number of the same refund asked for again", refundNumber, again.reference().number());

    if (account.capabilities().has(Capability.NOTIFIES_REFUND)) {
      transcript.expect("state in it", RefundState.SUCCEEDED, nextRefund().state());
    }
    Refund asked = account.queryRefund(accepted.reference());
    transcript.expect("state when asked", RefundState.SUCCEEDED, asked.state());
    transcript.expect("amount when asked", customer.oneBox(), asked.amount());
  }

  private void closeAnother(String number) {
    if (!account.capabilities().has(Capability.CLOSE)) {
      transcript.step("Orders cannot be closed here: they end by themselves");
      return;
    }
    transcript.step("A second customer walks away from order " + number + "; the shop closes it");
    PaymentResult result = account.pay(request(number, Instant.now()));
    customer.sees(requireWaiting(result), number);
    Payment closed = account.close(result.payment().reference());
    transcript.expect("state", PaymentState.CLOSED, closed.state());
  }

  private void refuseForgery(PaymentReference reference) throws Exception {
    transcript.step("Somebody sends a forged notification: a genuine one with one byte changed");
    int before = page.factsHandled();
    OutboundMessage forged = customer.forgery(reference.number());
    HttpRequest.Builder post =
        HttpRequest.newBuilder(URI.create(page.urlFor(account.name())))
            .POST(HttpRequest.BodyPublishers.ofByteArray(forged.body()));
    forged.headers().forEach(post::setHeader);
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(post.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));

    NotificationReply refusal = account.reply(NotificationReply.Kind.UNTRUSTED);
    transcript.expect("status of the refusal", refusal.status(), answer.statusCode());
    transcript.expect("body of the refusal", refusal.body(), answer.body());
    transcript.expect("facts handled since", 0, page.factsHandled() - before);
  }
}
