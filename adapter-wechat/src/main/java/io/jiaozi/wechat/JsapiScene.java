package io.jiaozi.wechat;

import io.jiaozi.error.Problem;
import io.jiaozi.payment.NextAction;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.Scene;
import io.jiaozi.support.json.JsonBody;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The buyer is in a page inside WeChat or in a mini program ("JSAPI"). The buyer's openid is valid
 * in one app only, so it goes together with the id of that app. Source: protocol sheet, sections 5
 * and 6.1.
 */
final class JsapiScene implements PayScene {

  static final String CLIENT = "JSAPI";

  /** However long {@code time_expire} says. */
  static final Duration PREPAY_LIFE = Duration.ofHours(2);

  private static final Pattern OPENID = Pattern.compile("[0-9A-Za-z_-]{1,128}");

  private final ClientSignature client;

  JsapiScene(ClientSignature client) {
    this.client = client;
  }

  @Override
  public Scene.Kind kind() {
    return Scene.Kind.IN_APP_PAGE;
  }

  @Override
  public String product() {
    return "jsapi";
  }

  @Override
  public List<Problem> check(PaymentRequest request, Party party) {
    List<Problem> problems = new ArrayList<>(PayScene.checkClientAppId(request.scene(), party));
    if (!OPENID.matcher(page(request).payerId()).matches()) {
      problems.add(
          new Problem(
              "scene.payerId",
              "is not an openid: 1 to 128 of 0-9 A-Z a-z _ -. Give the openid that WeChat told for this buyer and app."));
    }
    return problems;
  }

  @Override
  public Set<String> fields() {
    return Set.of();
  }

  @Override
  public void addTo(JsonBody body, PaymentRequest request, Party party) {
    Scene.InAppPage page = page(request);
    body.text(payerField(party, page), page.payerId());
  }

  /** An openid belongs to the app that told it: the partner's, or that of the merchant served. */
  private static String payerField(Party party, Scene.InAppPage page) {
    if (!party.isPartner()) {
      return "payer.openid";
    }
    return party.isAppOfSub(page.clientAppId()) ? "payer.sub_openid" : "payer.sp_openid";
  }

  @Override
  public PaymentResult result(Prepaid prepaid) {
    String prepayId = prepaid.required(prepaid.told().prepayId(), "a prepay_id");
    String appid = prepaid.party().clientAppid(page(prepaid.request()).clientAppId());
    return prepaid.waiting(
        new NextAction.InvokeClient(
            CLIENT, client.ofPage(appid, prepayId), prepaid.until(PREPAY_LIFE)));
  }

  private static Scene.InAppPage page(PaymentRequest request) {
    return (Scene.InAppPage) request.scene();
  }
}
