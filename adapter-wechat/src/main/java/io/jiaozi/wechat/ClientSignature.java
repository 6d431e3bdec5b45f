package io.jiaozi.wechat;

import io.jiaozi.error.OpenOutcome;
import io.jiaozi.spi.AdapterContext;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.spi.Signer;
import io.jiaozi.spi.SigningAlgorithm;
import io.jiaozi.support.crypto.StrictBase64;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Signs what the shop's page, mini program or app hands to WeChat on the buyer's device, so that
 * nobody can open the cashier for another order. One private-key operation for each answer. Safe
 * for many threads.
 *
 * <p>Signed text: app id, timestamp, nonce and one thing more; each followed by {@code \n}. The
 * thing is {@code prepay_id=<id>} for pages and mini programs and the bare id for apps. Source:
 * protocol sheet, section 5.
 */
final class ClientSignature {

  private static final HexFormat NONCE_DIGITS = HexFormat.of().withUpperCase();

  private final Signer signer;
  private final AdapterContext context;

  ClientSignature(Signer signer, AdapterContext context) {
    this.signer = signer;
    this.context = context;
  }

  /**
   * What {@code getBrandWCPayRequest} and {@code wx.requestPayment} take; the latter is not given
   * the app id.
   */
  Map<String, String> ofPage(String appid, String prepayId) {
    String prepared = "prepay_id=" + prepayId;
    Map<String, String> parameters = begun(appid);
    parameters.put("package", prepared);
    parameters.put("signType", "RSA");
    parameters.put("paySign", signature(parameters, prepared));
    return parameters;
  }

  /** What the OpenSDK takes; on iOS {@code packageValue} is called {@code package}. */
  Map<String, String> ofApp(String appid, String partnerId, String prepayId) {
    Map<String, String> parameters = begun(appid);
    parameters.put("partnerId", partnerId);
    parameters.put("prepayId", prepayId);
    parameters.put("packageValue", "Sign=WXPay");
    parameters.put("sign", signature(parameters, prepayId));
    return parameters;
  }

  private Map<String, String> begun(String appid) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("appId", appid);
    parameters.put("timeStamp", Long.toString(context.clock().instant().getEpochSecond()));
    parameters.put("nonceStr", NONCE_DIGITS.formatHex(context.randomBytes(16)));
    return parameters;
  }

  private String signature(Map<String, String> parameters, String last) {
    byte[] text =
        signedText(
            String.valueOf(parameters.get("appId")),
            String.valueOf(parameters.get("timeStamp")),
            String.valueOf(parameters.get("nonceStr")),
            last);
    try {
      return StrictBase64.encode(signer.sign(SigningAlgorithm.RSA_SHA256, text));
    } catch (IllegalStateException keyUnusable) {
      throw new ChannelFailure.OutcomeUnknown(
          OpenOutcome.Cause.ADAPTER_FAULT,
          "took the order, but the key in \""
              + Settings.PRIVATE_KEY
              + "\" could not sign what the buyer's device needs; check the service or device that holds it",
          keyUnusable);
    }
  }

  static byte[] signedText(String appid, String timestamp, String nonce, String last) {
    return (appid + '\n' + timestamp + '\n' + nonce + '\n' + last + '\n')
        .getBytes(StandardCharsets.UTF_8);
  }
}
