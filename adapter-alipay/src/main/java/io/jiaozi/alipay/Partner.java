package io.jiaozi.alipay;

import io.jiaozi.SubMerchant;
import io.jiaozi.error.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Acting for a merchant as a service provider (ISV): the merchant's token goes along with every
 * request, signed with the rest. Source: protocol sheet, section 1.7.
 */
final class Partner {

  static final String TOKEN = "app-auth-token";

  /** The merchant's own app, where the provider wants it compared. */
  static final String AUTH_APP = "auth-app-id";

  static final String TOKEN_PARAMETER = "app_auth_token";

  private static final int LONGEST_TOKEN = 128;

  private Partner() {}

  static List<Problem> check(SubMerchant merchant) {
    List<Problem> problems = new ArrayList<>();
    if (!Numbers.isSellerId(merchant.id())) {
      problems.add(
          new Problem(
              "subMerchant.id",
              "is not a merchant's Alipay number: 16 digits beginning with 2088, the user_id that came with the token."));
    }
    if (!Words.isWord(merchant.details().get(TOKEN), LONGEST_TOKEN)) {
      problems.add(
          new Problem(
              "subMerchant.details." + TOKEN,
              "is missing or is no token. Give the app_auth_token the merchant granted (alipay.open.auth.token.app)."));
    }
    for (String name : merchant.details().keySet()) {
      if (!Set.of(TOKEN, AUTH_APP).contains(name)) {
        problems.add(
            new Problem(
                "subMerchant.details",
                "holds something else than " + TOKEN + " and " + AUTH_APP + ". Remove it."));
        break;
      }
    }
    return problems;
  }

  /** The parameter that names the merchant; empty for the account's own business. */
  static Map<String, String> parameters(@Nullable SubMerchant merchant) {
    String token = merchant == null ? null : merchant.details().get(TOKEN);
    return token == null ? Map.of() : Map.of(TOKEN_PARAMETER, token);
  }

  static @Nullable String id(@Nullable SubMerchant merchant) {
    return merchant == null ? null : merchant.id();
  }
}
