package io.jiaozi.wechat;

import io.jiaozi.error.Problem;
import io.jiaozi.payment.NextAction;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.Scene;
import io.jiaozi.support.json.JsonBody;
import java.util.List;
import java.util.Set;

/**
 * The shop's own app opens WeChat ("APP"). The app id is that of the mobile app, which is another
 * than an official account's or a mini program's. Source: protocol sheet, sections 5 and 6.1.
 */
final class AppScene implements PayScene {

  static final String CLIENT = "APP";

  private final ClientSignature client;

  AppScene(ClientSignature client) {
    this.client = client;
  }

  @Override
  public Scene.Kind kind() {
    return Scene.Kind.APP;
  }

  @Override
  public String product() {
    return "app";
  }

  @Override
  public List<Problem> check(PaymentRequest request, Party party) {
    return PayScene.checkClientAppId(request.scene(), party);
  }

  @Override
  public Set<String> fields() {
    return Set.of();
  }

  @Override
  public void addTo(JsonBody body, PaymentRequest request, Party party) {
    // The app id, which is a common field, is all this scene needs.
  }

  @Override
  public PaymentResult result(Prepaid prepaid) {
    String prepayId = prepaid.required(prepaid.told().prepayId(), "a prepay_id");
    Party party = prepaid.party();
    String appid = party.clientAppid(PayScene.clientAppId(prepaid.request().scene()));
    return prepaid.waiting(
        new NextAction.InvokeClient(
            CLIENT,
            client.ofApp(appid, partnerId(party, appid), prepayId),
            prepaid.until(JsapiScene.PREPAY_LIFE)));
  }

  /**
   * "The merchant number used when ordering". Which of the two that is when a partner acts, no
   * source says: taken to be the owner of the app that opens WeChat. It is not covered by the
   * signature.
   */
  private static String partnerId(Party party, String appid) {
    String sub = party.subMchid();
    return sub != null && party.isAppOfSub(appid) ? sub : party.merchant().mchid();
  }
}
