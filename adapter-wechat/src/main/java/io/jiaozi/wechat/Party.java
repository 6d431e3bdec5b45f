package io.jiaozi.wechat;

import io.jiaozi.SubMerchant;
import io.jiaozi.error.Problem;
import io.jiaozi.support.json.JsonBody;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * For whom a call is made: the account's own merchant, or a merchant for whom the account acts as
 * service provider ("partner"). A partner's calls are signed with the partner's own key and number;
 * the merchant served is named in them. Source: protocol sheet, section 1.5.
 *
 * @param merchant who signs
 * @param subMchid the merchant served; null for the account's own business
 * @param subAppid that merchant's app; null if it needs none
 */
record Party(Merchant merchant, @Nullable String subMchid, @Nullable String subAppid) {

  /** What {@link SubMerchant#details} may hold. */
  static final String SUB_APP_ID = "sub-app-id";

  private static final Pattern MERCHANT_ID = Pattern.compile("[0-9]{8,10}");
  static final Pattern APP_ID = Pattern.compile("wx[0-9A-Za-z]{16,30}");

  static Party of(Merchant merchant, @Nullable SubMerchant actingFor) {
    return actingFor == null
        ? new Party(merchant, null, null)
        : new Party(merchant, actingFor.id(), actingFor.details().get(SUB_APP_ID));
  }

  /** Everything wrong with acting for this merchant. */
  static List<Problem> check(SubMerchant asked, Merchant merchant) {
    List<Problem> problems = new ArrayList<>();
    if (!MERCHANT_ID.matcher(asked.id()).matches()) {
      problems.add(
          new Problem("subMerchant.id", "is not a merchant number (sub_mchid): 8 to 10 digits."));
    } else if (asked.id().equals(merchant.mchid())) {
      problems.add(
          new Problem(
              "subMerchant.id",
              "is the account's own merchant number. Use the account itself, or give the number of the merchant served."));
    }
    asked
        .details()
        .forEach(
            (name, value) -> {
              if (!name.equals(SUB_APP_ID)) {
                problems.add(
                    new Problem(
                        "subMerchant.details." + name,
                        "is not a detail that WeChat Pay knows. There is: " + SUB_APP_ID + "."));
              } else if (!APP_ID.matcher(value).matches()) {
                problems.add(
                    new Problem(
                        "subMerchant.details." + SUB_APP_ID,
                        "is not an app id: one begins with wx, followed by 16 letters and digits."));
              }
            });
    return problems;
  }

  /** Whether the account acts for another. */
  boolean isPartner() {
    return subMchid != null;
  }

  /** Whether a scene may name this app; none means the account's own. */
  boolean mayUse(@Nullable String clientAppId) {
    return clientAppId == null
        || merchant.appids().contains(clientAppId)
        || isAppOfSub(clientAppId);
  }

  /** Whether this is the app of the merchant served. */
  boolean isAppOfSub(@Nullable String clientAppId) {
    return subAppid != null && subAppid.equals(clientAppId);
  }

  /** The app of ours that an order belongs to. */
  String ownAppid(@Nullable String clientAppId) {
    return clientAppId == null || !merchant.appids().contains(clientAppId)
        ? merchant.appid()
        : clientAppId;
  }

  /** The app on the buyer's device: ours, or that of the merchant served. */
  String clientAppid(@Nullable String clientAppId) {
    return isAppOfSub(clientAppId) && clientAppId != null ? clientAppId : ownAppid(clientAppId);
  }

  /** Puts into a body for whom it is, with the apps. */
  JsonBody identified(JsonBody body, @Nullable String clientAppId) {
    String sub = subMchid;
    if (sub == null) {
      return body.text("appid", ownAppid(clientAppId)).text("mchid", merchant.mchid());
    }
    body.text("sp_appid", ownAppid(clientAppId)).text("sp_mchid", merchant.mchid());
    if (subAppid != null) {
      body.text("sub_appid", subAppid);
    }
    return body.text("sub_mchid", sub);
  }

  /** The same with the merchant numbers alone. */
  JsonBody numbered(JsonBody body) {
    String sub = subMchid;
    return sub == null
        ? body.text("mchid", merchant.mchid())
        : body.text("sp_mchid", merchant.mchid()).text("sub_mchid", sub);
  }
}
