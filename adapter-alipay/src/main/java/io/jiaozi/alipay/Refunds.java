package io.jiaozi.alipay;

import io.jiaozi.money.Money;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.refund.Refund;
import io.jiaozi.refund.RefundReference;
import io.jiaozi.refund.RefundRequest;
import io.jiaozi.refund.RefundState;
import io.jiaozi.support.json.JsonBody;
import java.util.Objects;

/**
 * Refund and refund query. Source: protocol sheet, sections 5.4 and 5.5.
 *
 * <p>A refund that was accepted is not a refund that was made: only {@code fund_change} Y says so.
 * Otherwise, as after a repeat of a refund made before, it is asked about.
 */
final class Refunds {

  private final Gateway gateway;
  private final StateMapping states;

  Refunds(Gateway gateway, StateMapping states) {
    this.gateway = gateway;
    this.states = states;
  }

  static RefundReference reference(RefundRequest request) {
    return RefundReference.of(request.payment(), request.refundNumber());
  }

  /** The same request again refunds nothing twice. */
  Refund refund(RefundRequest request, Exchange exchange) {
    JsonBody body =
        new JsonBody()
            .text("out_trade_no", request.payment().number())
            .text("refund_amount", Amounts.format(request.amount()))
            // Always: without it a refund cannot be partial, nor told from another.
            .text("out_request_no", request.refundNumber())
            .optional("refund_reason", request.reason());
    Extras.OF_REFUNDS.addTo(body, request.channelExtras());
    Answer answer = gateway.ask("alipay.trade.refund", body, exchange);
    if (!answer.isSuccess()) {
      throw ErrorMapping.failure(answer);
    }
    Payments.requireNumber(request.payment().number(), "out_trade_no", answer);
    return answer.read(fields -> accepted(request, fields, answer));
  }

  private static Refund accepted(RefundRequest request, Fields fields, Answer answer) {
    boolean made = fields.is("fund_change", "Y");
    Money total = fields.amount("refund_fee");
    if (made && total != null && total.compareTo(request.amount()) < 0) {
      throw answer.mismatched("tells of less money given back than was asked for");
    }
    return Refund.builder(
            reference(request), made ? RefundState.SUCCEEDED : RefundState.PROCESSING, answer.raw())
        .amount(request.amount())
        .totalRefunded(total)
        .refundedAt(made ? fields.time("gmt_refund_pay") : null)
        .channelCode("fund_change=" + (made ? "Y" : "N"))
        .build();
  }

  /** Asks for a refund by its payment and its number. */
  Refund query(RefundReference reference, Exchange exchange) {
    PaymentReference payment = Objects.requireNonNull(reference.payment(), "payment");
    String number = Objects.requireNonNull(reference.number(), "refund number");
    Answer answer =
        gateway.ask(
            "alipay.trade.fastpay.refund.query",
            new JsonBody()
                .text("out_trade_no", payment.number())
                .text("out_request_no", number)
                .texts("query_options", "gmt_refund_pay", "deposit_back_info"),
            exchange);
    if (answer.isSuccess()) {
      Payments.requireNumber(payment.number(), "out_trade_no", answer);
      Payments.requireNumber(number, "out_request_no", answer);
      return answer.read(fields -> found(reference, fields, answer));
    }
    if (answer.is("TRADE_NOT_EXIST")) {
      return Refund.builder(reference, RefundState.NOT_FOUND, answer.raw()).build();
    }
    throw ErrorMapping.failure(answer);
  }

  private Refund found(RefundReference reference, Fields fields, Answer answer) {
    String status = fields.text("refund_status");
    RefundState state = states.refund(status, fields.text("deposit_back_info.dback_status"));
    Money amount = fields.amount("refund_amount");
    if (state == RefundState.SUCCEEDED && amount == null) {
      throw answer.mismatched("tells of a refund without its amount");
    }
    return Refund.builder(reference, state, answer.raw())
        .amount(amount)
        .refundedAt(fields.time("gmt_refund_pay"))
        .channelCode(Words.isWord(status, 64) ? status : null)
        .build();
  }
}
