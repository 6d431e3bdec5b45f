package io.jiaozi.paypal;

import io.jiaozi.SubMerchant;
import io.jiaozi.error.Problem;
import io.jiaozi.support.json.JsonOut;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Says which platform asks and for which seller. The assertion is a JWT without signature: it holds
 * no secret, and the access token proves who asks. Source: protocol sheet, section 1.3.
 */
final class Caller {

  static final String ASSERTION = "PayPal-Auth-Assertion";
  static final String ATTRIBUTION = "PayPal-Partner-Attribution-Id";

  private static final Pattern SELLER = Pattern.compile("[0-9A-Za-z]{1,64}");
  private static final Base64.Encoder BASE64_URL = Base64.getUrlEncoder().withoutPadding();

  private final Merchant merchant;

  Caller(Merchant merchant) {
    this.merchant = merchant;
  }

  Map<String, String> headers(@Nullable SubMerchant seller) {
    Map<String, String> headers = new LinkedHashMap<>();
    if (merchant.attributionId() != null) {
      headers.put(ATTRIBUTION, merchant.attributionId());
    }
    if (seller != null) {
      headers.put(ASSERTION, assertion(merchant.clientId(), seller.id()));
    }
    return headers;
  }

  static String assertion(String clientId, String sellerId) {
    byte[] head = JsonOut.object().field("alg", "none").toBytes();
    byte[] claims = JsonOut.object().field("iss", clientId).field("payer_id", sellerId).toBytes();
    return BASE64_URL.encodeToString(head) + "." + BASE64_URL.encodeToString(claims) + ".";
  }

  static List<Problem> check(SubMerchant seller) {
    List<Problem> problems = new ArrayList<>();
    if (!SELLER.matcher(seller.id()).matches()) {
      problems.add(
          new Problem(
              "subMerchant.id",
              "is not a merchant id at PayPal: 13 letters and digits, which the seller's onboarding told."));
    }
    if (!seller.details().isEmpty()) {
      problems.add(
          new Problem(
              "subMerchant.details",
              "are not used at PayPal; the id says enough. Leave them out."));
    }
    return problems;
  }
}
