package io.jiaozi.sandbox.alipay;

import io.jiaozi.sandbox.channel.Json;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** Freezing and releasing; protocol sheet 5.8. */
final class AuthCalls {
  private final AuthBook auths;
  private final AlipaySandbox control;

  AuthCalls(AuthBook auths, AlipaySandbox control) {
    this.auths = auths;
    this.control = control;
  }

  /** By the buyer's code. */
  Answer freeze(Call call) {
    Fields fields = call.fields();
    fields.requireOneOf("auth_code_type", Set.of("bar_code", "security_code"));
    String code = fields.required("auth_code", 64);
    if (!code.matches("[0-9]{16,32}|fp[0-9A-Za-z]{33}")
        || control.buyerCode() == AlipaySandbox.BuyerCode.INVALID) {
      throw AlipayError.business("PAYMENT_AUTH_CODE_INVALID", "支付授权码无效");
    }
    if (control.buyerCode() == AlipaySandbox.BuyerCode.LACKS_MONEY) {
      throw AlipayError.business("MONEY_NOT_ENOUGH", "用户余额不足");
    }
    Auth auth = auths.place(call, /* atOnce= */ true);
    control.watch(auth);
    boolean frozen =
        control.buyerCode() == AlipaySandbox.BuyerCode.PAYS
            && auths.freeze(auth) == Ledger.Attempt.PAID;
    return auths.read(
        () -> {
          ObjectNode reply = auth.toReply(auth.freezing());
          auth.putPayer(reply);
          Notifications.Event event = Notifications.frozen(auth);
          return Answer.of(reply).then(frozen ? () -> control.tell(event) : () -> {});
        });
  }

  /** A code shown to the buyer. */
  Answer createVoucher(Call call) {
    Auth auth = auths.place(call, /* atOnce= */ false);
    return auths.read(
        () ->
            Answer.of(
                Json.object()
                    .put("out_order_no", auth.number)
                    .put("out_request_no", call.fields().number("out_request_no"))
                    .put("code_type", "qrcode")
                    .put("code_value", auth.code)
                    .put(
                        "code_url",
                        "https://mobilecodec.alipay.com/show.htm?code="
                            + auth.code.substring(auth.code.lastIndexOf('/') + 1))));
  }

  Answer unfreeze(Call call) {
    AuthBook.Released released = auths.unfreeze(call);
    return auths.read(
        () -> {
          Notifications.Event event = Notifications.released(released.auth(), released.step());
          return Answer.of(released.auth().toReply(released.step()))
              .then(released.isNew() ? () -> control.tell(event) : () -> {});
        });
  }

  Answer cancel(Call call) {
    AuthBook.Cancelled done = auths.cancel(call);
    return auths.read(
        () -> {
          Auth auth = done.auth();
          Notifications.Event event = Notifications.cancelled(auth, done.step(), done.action());
          ObjectNode reply =
              Json.object()
                  .put("auth_no", auth.authNo)
                  .put("out_order_no", auth.number)
                  .put("operation_id", done.step().id)
                  .put("out_request_no", done.step().number)
                  .put("action", done.action());
          return Answer.of(reply).then(done.changed() ? () -> control.tell(event) : () -> {});
        });
  }

  Answer query(Call call) {
    Auth auth = auths.require(call);
    return auths.read(() -> Answer.of(auth.toQueryReply(auths.requireStep(auth, call.fields()))));
  }
}
