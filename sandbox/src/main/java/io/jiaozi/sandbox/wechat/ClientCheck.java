package io.jiaozi.sandbox.wechat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What WeChat on the buyer's device does with the parameters a page, mini program or app hands it:
 * finds the order, checks app and signature, and opens the cashier; protocol sheet 5.
 */
final class ClientCheck {
  private final WechatCredentials credentials;
  private final Ledger ledger;

  ClientCheck(WechatCredentials credentials, Ledger ledger) {
    this.credentials = credentials;
    this.ledger = ledger;
  }

  /**
   * The order that these parameters open.
   *
   * @throws IllegalArgumentException with everything that is wrong
   */
  Payable open(Map<String, String> parameters) {
    boolean app = parameters.containsKey("prepayId");
    List<String> problems = new ArrayList<>();
    String prepayId = app ? parameters.get("prepayId") : pagePrepayId(parameters, problems);
    Payable payable = prepayId == null ? null : ledger.byCode(prepayId);
    if (payable == null) {
      problems.add("No order of this sandbox has this prepay_id.");
      throw refused(problems);
    }
    Order.Terms terms = payable instanceof CombinedOrder all ? all.terms : ((Order) payable).terms;
    if (app) {
      checkApp(parameters, terms, problems);
    } else if (!"RSA".equals(parameters.get("signType"))) {
      problems.add("signType must be RSA.");
    }
    if (terms.type() != (app ? TradeType.APP : TradeType.JSAPI)) {
      problems.add("The order was placed as " + terms.type() + ".");
    }
    String appId = appId(parameters, terms, problems);
    checkSignature(parameters, app ? prepayId : "prepay_id=" + prepayId, appId, app, problems);
    if (!payable.code().value().equals(prepayId)) {
      problems.add("A newer prepay_id has replaced this one.");
    }
    if (!problems.isEmpty()) {
      throw refused(problems);
    }
    return payable;
  }

  private static IllegalArgumentException refused(List<String> problems) {
    return new IllegalArgumentException(
        "WeChat would not open the cashier: " + String.join(" ", problems));
  }

  private static @Nullable String pagePrepayId(
      Map<String, String> parameters, List<String> problems) {
    String prepared = parameters.getOrDefault("package", "");
    if (!prepared.startsWith("prepay_id=")) {
      problems.add("package must be prepay_id= and the id.");
      return null;
    }
    return prepared.substring("prepay_id=".length());
  }

  private static void checkApp(
      Map<String, String> parameters, Order.Terms terms, List<String> problems) {
    String fixed = parameters.getOrDefault("packageValue", parameters.get("package"));
    if (!"Sign=WXPay".equals(fixed)) {
      problems.add("packageValue must be Sign=WXPay.");
    }
    String partner = parameters.get("partnerId");
    // Which of the two a service provider names is not known for sure: both are accepted.
    if (!terms.party().mchid().equals(partner)
        && (partner == null || !partner.equals(terms.party().subMchid()))) {
      problems.add("partnerId must be the merchant number used when ordering.");
    }
  }

  /** A mini program signs its app id but does not pass it on. */
  private static String appId(
      Map<String, String> parameters, Order.Terms terms, List<String> problems) {
    String own = String.valueOf(terms.party().appid());
    String given = parameters.getOrDefault("appId", own);
    if (!given.equals(own) && !given.equals(terms.party().subAppid())) {
      problems.add("appId is not an app of the order.");
    }
    return given;
  }

  private void checkSignature(
      Map<String, String> parameters,
      @Nullable String last,
      String appId,
      boolean app,
      List<String> problems) {
    String time = parameters.getOrDefault("timeStamp", "");
    String nonce = parameters.getOrDefault("nonceStr", "");
    if (!time.matches("[0-9]{10}")) {
      problems.add("timeStamp must be seconds since 1970 as text.");
    }
    if (nonce.isEmpty() || nonce.length() > 32) {
      problems.add("nonceStr must be 1 to 32 characters.");
    }
    String text = appId + "\n" + time + "\n" + nonce + "\n" + last + "\n";
    if (!isSigned(text, parameters.getOrDefault(app ? "sign" : "paySign", ""))) {
      problems.add("The signature does not fit.");
    }
  }

  private boolean isSigned(String text, String signature) {
    try {
      Signature verifier = Signature.getInstance("SHA256withRSA");
      verifier.initVerify(credentials.merchantPublicKey());
      verifier.update(text.getBytes(StandardCharsets.UTF_8));
      return verifier.verify(Base64.getDecoder().decode(signature));
    } catch (IllegalArgumentException | GeneralSecurityException notASignature) {
      return false;
    }
  }
}
