package io.jiaozi.wechat;

import io.jiaozi.error.Problem;
import io.jiaozi.payment.NextAction;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.Scene;
import io.jiaozi.support.json.JsonBody;
import java.time.Duration;
import java.util.List;
import java.util.Set;

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
  public String product() {
    return "native";
  }

  @Override
  public List<Problem> check(PaymentRequest request, Party party) {
    return List.of();
  }

  @Override
  public Set<String> fields() {
    return Set.of();
  }

  @Override
  public void addTo(JsonBody body, PaymentRequest request, Party party) {
    // The common fields are all this scene needs.
  }

  @Override
  public PaymentResult result(Prepaid prepaid) {
    String codeUrl = prepaid.required(prepaid.told().codeUrl(), "a QR code");
    return prepaid.waiting(new NextAction.ShowQrCode(codeUrl, prepaid.until(CODE_LIFE)));
  }
}
