package io.jiaozi.paypal;

import io.jiaozi.Operation;
import io.jiaozi.money.Money;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.support.http.Reply;
import java.util.Optional;

/** Money that was taken, found by the capture's id. Source: protocol sheet, section 3. */
final class Captures {

  private final Merchant merchant;
  private final Identity identity;
  private final Payments payments;
  private final Results results;
  private final PaypalCalls calls;

  /** A capture as an answer told it, found to be ours. */
  record Told(Wire.Resource capture, Reply reply) {}

  Captures(Merchant merchant, Payments payments, Results results, PaypalCalls calls) {
    this.merchant = merchant;
    this.identity = new Identity(merchant);
    this.payments = payments;
    this.results = results;
    this.calls = calls;
  }

  /** Asks for a capture. */
  Payment query(String captureId, PaymentReference reference, Exchange exchange) {
    Reply reply = exchange.get(headers -> calls.capture(headers, captureId));
    if (reply.status() == 200) {
      return payment(told(captureId, reference.number(), reply, exchange), reference, exchange);
    }
    Exchange.requireError(reply);
    ChannelError error = exchange.error(reply);
    if (error.status() == 404 && error.name() != null) {
      return Payment.builder(reference, PaymentState.NOT_FOUND, Results.raw(reply))
          .subMerchantId(exchange.seller())
          .build();
    }
    throw ErrorMapping.failure(Operation.QUERY, error);
  }

  /** Nothing is left to execute once money was taken: asks. */
  PaymentResult complete(String captureId, PaymentReference reference, Exchange exchange) {
    Told told = get(captureId, reference.number(), exchange);
    return results.of(payment(told, reference, exchange), null, told.capture().reason());
  }

  /** A capture of ours by its id, for those who need what is inside. */
  Told get(String captureId, String number, Exchange exchange) {
    Reply reply = exchange.get(headers -> calls.capture(headers, captureId));
    if (reply.status() != 200) {
      Exchange.requireError(reply);
      throw ErrorMapping.failure(Operation.QUERY, exchange.error(reply));
    }
    return told(captureId, number, reply, exchange);
  }

  private Told told(String captureId, String number, Reply reply, Exchange exchange) {
    Wire.Resource capture = Exchange.read(reply, Wire.Resource::document);
    Optional<String> wrong =
        captureId.equals(capture.id())
            ? identity.capture(capture, number, merchant.expectedPayee(exchange.context()))
            : Optional.of("tells of another capture than the one asked for");
    if (wrong.isPresent()) {
      throw Exchange.mismatched(reply, wrong.get());
    }
    return new Told(capture, reply);
  }

  private Payment payment(Told told, PaymentReference reference, Exchange exchange) {
    return payments.capture(
        told.capture(), reference.number(), exchange.seller(), Results.raw(told.reply()));
  }

  /** A capture that was just asked for, or found by its number. */
  PaymentResult result(
      Wire.Resource capture, String number, Money asked, Reply reply, Exchange exchange) {
    Optional<String> wrong =
        identity.capture(capture, number, merchant.expectedPayee(exchange.context()));
    if (wrong.isPresent()) {
      throw Exchange.mismatched(reply, wrong.get());
    }
    if (!asked.equals(Amounts.read(capture.amount()))) {
      throw Holds.reused("capture", Amounts.read(capture.amount()), capture.status(), reply);
    }
    Payment payment = payments.capture(capture, number, exchange.seller(), Results.raw(reply));
    return results.of(payment, null, capture.reason());
  }
}
