package io.jiaozi.sandbox.alipay;

import io.jiaozi.sandbox.channel.Json;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Placing, asking, closing and cancelling trades; protocol sheet 4, 5.1 to 5.3. */
final class TradeCalls {
  private static final Set<String> SCENES = Set.of("bar_code", "security_code");

  private final Ledger ledger;
  private final AuthBook auths;
  private final AlipaySandbox control;

  TradeCalls(Ledger ledger, AuthBook auths, AlipaySandbox control) {
    this.ledger = ledger;
    this.auths = auths;
    this.control = control;
  }

  Answer precreate(Call call) {
    checkOrder(call.fields());
    Trade trade = ledger.place(Product.QR_CODE, call, null);
    return ledger.read(
        () ->
            Answer.of(Json.object().put("out_trade_no", trade.number).put("qr_code", trade.code)));
  }

  Answer create(Call call) {
    Fields fields = call.fields();
    checkOrder(fields);
    if (fields.text("buyer_id") == null && fields.text("buyer_open_id") == null) {
      throw fields.invalid("buyer_id", "or buyer_open_id is required");
    }
    if ("JSAPI_PAY".equals(fields.text("product_code"))) {
      fields.required("op_app_id", 32);
    }
    Trade trade = ledger.place(Product.IN_APP, call, null);
    control.watch(trade);
    return ledger.read(() -> Answer.of(trade.ids()));
  }

  /** By the buyer's code, or out of an authorisation. */
  Answer pay(Call call) {
    checkOrder(call.fields());
    return ledger.read(
        () -> call.fields().text("auth_no") == null ? payByCode(call) : capture(call));
  }

  private Answer payByCode(Call call) {
    Fields fields = call.fields();
    fields.requireOneOf("scene", SCENES);
    String code = fields.required("auth_code", 64);
    String number = fields.number("out_trade_no");
    if (!code.matches("[0-9]{16,32}|fp[0-9A-Za-z]{33}")
        || control.buyerCode() == AlipaySandbox.BuyerCode.INVALID
        || ledger.isBuyerCodeUsed(code, call.party(), number)) {
      throw AlipayError.business("ACQ.PAYMENT_AUTH_CODE_INVALID", "支付失败，获取顾客账户信息失败，请顾客刷新付款码后重新收款");
    }
    Trade trade = ledger.place(Product.BUYER_CODE, call, null);
    control.watch(trade);
    if (!ledger.takeBuyerCode(code, trade)) {
      throw AlipayError.business("ACQ.PAYMENT_AUTH_CODE_INVALID", "付款码已被使用");
    }
    if (trade.byBuyerCode) {
      return Answer.pending(trade.toPayReply()); // asked before, still waiting
    }
    trade.byBuyerCode = true;
    return switch (control.buyerCode()) {
      case PAYS -> paid(trade);
      case TYPES_PASSWORD, INVALID -> Answer.pending(trade.toPayReply());
      case LACKS_MONEY ->
          throw AlipayError.business("ACQ.BUYER_BALANCE_NOT_ENOUGH", "买家余额不足，请顾客更换付款方式");
    };
  }

  private Answer capture(Call call) {
    Fields fields = call.fields();
    fields.requireOneOf("auth_confirm_mode", Set.of("COMPLETE", "NOT_COMPLETE"));
    Trade again = ledger.existing(call);
    Auth auth =
        again == null ? auths.requireForCapture(call, fields.amount("total_amount")) : again.auth;
    Trade trade = ledger.place(Product.CAPTURE, call, auth);
    Answer answer = paid(trade);
    if (auth == null || !"COMPLETE".equals(fields.text("auth_confirm_mode"))) {
      return answer;
    }
    Auth.Step rest = auths.complete(auth, call);
    return rest == null ? answer : andRelease(answer, auth, rest);
  }

  private Answer andRelease(Answer answer, Auth auth, Auth.Step rest) {
    Notifications.Event event = auths.read(() -> Notifications.released(auth, rest));
    return answer.then(
        () -> {
          answer.afterwards().run();
          control.tell(event);
        });
  }

  private Answer paid(Trade trade) {
    Ledger.Attempt attempt = ledger.pay(trade);
    if (attempt != Ledger.Attempt.PAID) {
      throw AlipayError.business("ACQ.PAYMENT_FAIL", "支付失败");
    }
    Notifications.@Nullable Event event = control.event(trade);
    return ledger.read(() -> Answer.of(trade.toPayReply())).then(() -> control.tell(event));
  }

  Answer query(Call call) {
    Trade trade = ledger.require(call);
    return ledger.read(() -> Answer.of(trade.toQueryReply(call.fields())));
  }

  Answer close(Call call) {
    Trade trade = ledger.close(call);
    Notifications.@Nullable Event event = control.event(trade);
    return ledger.read(() -> Answer.of(trade.ids())).then(() -> control.tell(event));
  }

  Answer cancel(Call call) {
    Ledger.Cancelled done = ledger.cancel(call);
    ObjectNode reply = Json.object();
    Trade trade = done.trade();
    if (trade != null) {
      reply.put("trade_no", trade.tradeNo).put("out_trade_no", trade.number);
    } else if (call.fields().text("out_trade_no") != null) {
      reply.put("out_trade_no", call.fields().text("out_trade_no"));
    }
    reply.put("retry_flag", done.repeat() ? "Y" : "N");
    if (done.action() != null) {
      reply.put("action", done.action());
    }
    if (trade == null || !done.changed()) {
      return Answer.of(reply);
    }
    Notifications.@Nullable Event event = control.event(trade);
    return Answer.of(reply).then(() -> control.tell(event));
  }

  /** What every order has to have. */
  static void checkOrder(Fields fields) {
    fields.number("out_trade_no");
    fields.amount("total_amount");
    fields.subject();
    fields.text("body", 128);
    fields.text("operator_id", 28);
  }
}
