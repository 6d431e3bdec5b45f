package io.jiaozi.sandbox.wechat;

import io.jiaozi.sandbox.channel.WireRequest;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads from a request for whom it is made, and checks that the ids belong together. */
final class Parties {
  /** Names of the ids of a merchant that acts for itself. */
  static final Set<String> DIRECT = Set.of("appid", "mchid");

  /** Names of the ids of a merchant that acts for another. */
  static final Set<String> PARTNER = Set.of("sp_appid", "sp_mchid", "sub_appid", "sub_mchid");

  private final WechatCredentials credentials;

  Parties(WechatCredentials credentials) {
    this.credentials = credentials;
  }

  /**
   * Reads ids and apps of a body.
   *
   * @param appRequired whether the merchant's own app must be named
   */
  Party withApps(Fields body, boolean partner, boolean appRequired) {
    String appField = partner ? "sp_appid" : "appid";
    String app = appRequired ? body.text(appField, 1, 32) : body.optionalText(appField, 1, 32);
    String merchant = body.text(partner ? "sp_mchid" : "mchid", 1, 32);
    String subApp = partner ? body.optionalText("sub_appid", 1, 32) : null;
    String subMerchant = partner ? body.text("sub_mchid", 1, 32) : null;
    requireBound(app, merchant);
    requireServed(subMerchant, subApp);
    return new Party(merchant, app, subMerchant, subApp);
  }

  /** Reads the merchants' ids of a body that names no app. */
  Party numbers(Fields body, boolean partner) {
    String merchant = body.text(partner ? "sp_mchid" : "mchid", 1, 32);
    requireOwn("body", partner ? "/sp_mchid" : "/mchid", merchant);
    String subMerchant = partner ? body.text("sub_mchid", 1, 32) : null;
    requireServed(subMerchant, null);
    return new Party(merchant, null, subMerchant, null);
  }

  /** Reads the merchants' ids of a query. */
  Party ofQuery(WireRequest request, boolean partner) {
    String field = partner ? "sp_mchid" : "mchid";
    String merchant = parameter(request, field);
    requireOwn("query", field, merchant);
    String subMerchant = partner ? parameter(request, "sub_mchid") : null;
    if (partner && subMerchant == null) {
      throw WechatError.located("PARAM_ERROR", "query", "sub_mchid", null, "is required");
    }
    requireServed(subMerchant, null);
    return new Party(credentials.merchantId(), null, subMerchant, null);
  }

  /** The merchant itself, or the one whose number is given. */
  Party forSub(@Nullable String subMerchant) {
    requireServed(subMerchant, null);
    return new Party(credentials.merchantId(), null, subMerchant, null);
  }

  void requireBound(@Nullable String app, String merchant) {
    boolean known = app == null || credentials.appIds().contains(app);
    if (!known || !merchant.equals(credentials.merchantId())) {
      throw WechatError.of(400, "APPID_MCHID_NOT_MATCH", "appid和mch_id不匹配");
    }
  }

  void requireServed(@Nullable String subMerchant, @Nullable String subApp) {
    if (subMerchant != null && !subMerchant.equals(credentials.subMerchantId())) {
      throw WechatError.of(403, "NO_AUTH", "特约商户未授权该服务商");
    }
    if (subApp != null && !subApp.equals(credentials.subAppId())) {
      throw WechatError.of(400, "APPID_MCHID_NOT_MATCH", "sub_appid和sub_mchid不匹配");
    }
  }

  static @Nullable String parameter(WireRequest request, String name) {
    Matcher matcher =
        Pattern.compile("(?:^|&)" + Pattern.quote(name) + "=([^&]*)(?:&|$)")
            .matcher(request.query());
    return matcher.find() ? matcher.group(1) : null;
  }

  private void requireOwn(String location, String field, @Nullable String merchant) {
    if (!credentials.merchantId().equals(merchant)) {
      throw WechatError.located(
          "PARAM_ERROR", location, field, merchant, "must be the mchid that signed the request");
    }
  }
}
