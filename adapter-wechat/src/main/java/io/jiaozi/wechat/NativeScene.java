package io.jiaozi.wechat;

import io.jiaozi.error.OpenOutcome;
import io.jiaozi.error.Problem;
import io.jiaozi.payment.NextAction;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.payment.Scene;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.support.http.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import okhttp3.RequestBody;
import retrofit2.Call;

/**
 * The shop shows a QR code ("native"). The code works for two hours, or until the order expires; a
 * repeated prepay gives a fresh one and the earlier stops working. Source: protocol sheet, sections
 * 5 and 6.1.
 */
final class NativeScene implements PayScene {

  private static final Duration CODE_LIFE = Duration.ofHours(2);

  @Override
  public Scene.Kind kind() {
    return Scene.Kind.QR_CODE;
  }

  @Override
  public List<Problem> check(PaymentRequest request) {
    return List.of();
  }

  @Override
  public Set<String> fields() {
    return Set.of();
  }

  @Override
  public void addTo(Body body, PaymentRequest request) {
    // The common fields are all this scene needs.
  }

  @Override
  public Call<Reply> call(WechatCalls calls, RequestBody body) {
    return calls.payNative(body);
  }

  @Override
  public PaymentResult result(PaymentRequest request, Reply reply, Instant now) {
    String codeUrl = Exchange.read(reply, Wire.NativeReply::read).codeUrl();
    if (codeUrl == null || codeUrl.isBlank()) {
      throw new ChannelFailure.OutcomeUnknown(
          OpenOutcome.Cause.UNREADABLE_REPLY,
          "answered " + reply.status() + " without a QR code",
          null,
          reply.status(),
          RequestIds.of(reply),
          null,
          null);
    }
    Payment payment =
        Payment.builder(
                PaymentReference.ofNumber(request.orderNumber()),
                PaymentState.AWAITING_CUSTOMER,
                Payments.raw(reply))
            .amount(request.amount())
            .build();
    return new PaymentResult.AwaitingCustomer(
        payment, new NextAction.ShowQrCode(codeUrl, validUntil(request, now)));
  }

  private static Instant validUntil(PaymentRequest request, Instant now) {
    Instant codeEnds = now.plus(CODE_LIFE);
    Instant orderEnds = request.payBefore();
    return orderEnds != null && orderEnds.isBefore(codeEnds) ? orderEnds : codeEnds;
  }
}
