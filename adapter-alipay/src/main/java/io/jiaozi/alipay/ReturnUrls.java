package io.jiaozi.alipay;

import io.jiaozi.error.Problem;
import java.net.URI;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the buyer's browser comes back to. Alipay adds parameters of its own to the merchant's, so
 * those must not have the same names. Scheme and host are checked by the gateway for every channel.
 * Source: protocol sheet, section 4.1.
 */
final class ReturnUrls {

  /** What Alipay adds; read by {@link Returns}. */
  static final Set<String> PARAMETERS =
      Set.of(
          "charset",
          "out_trade_no",
          "method",
          "total_amount",
          "sign",
          "trade_no",
          "auth_app_id",
          "version",
          "app_id",
          "sign_type",
          "seller_id",
          "timestamp",
          "alipay_cert_sn");

  private static final int LONGEST = 256;

  private ReturnUrls() {}

  static void check(String field, @Nullable URI url, List<Problem> problems) {
    if (url == null) {
      return;
    }
    int length = url.toASCIIString().length();
    if (length > LONGEST) {
      problems.add(
          new Problem(
              field, "has " + length + " characters; Alipay takes at most 256. Shorten it."));
    }
    String query = url.getRawQuery();
    for (String part : query == null ? new String[0] : query.split("&", -1)) {
      int equals = part.indexOf('=');
      if (PARAMETERS.contains(equals < 0 ? part : part.substring(0, equals))) {
        problems.add(
            new Problem(
                field,
                "has a query parameter with a name that Alipay uses for its own. Give it another name."));
        return;
      }
    }
  }
}
