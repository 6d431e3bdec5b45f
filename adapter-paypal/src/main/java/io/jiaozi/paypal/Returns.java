package io.jiaozi.paypal;

import io.jiaozi.notification.CustomerReturn;
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.support.form.FormCodec;
import io.jiaozi.support.form.MalformedFormException;
import java.nio.charset.StandardCharsets;

/**
 * The page the buyer's browser comes back to. PayPal adds {@code token}, the order's id, and signs
 * nothing; the merchant's number it does not know. Source: protocol sheet, section 2.2; API-FIT,
 * 5.5.
 */
final class Returns {

  private static final CustomerReturn NOTHING = new CustomerReturn(null, false);

  private Returns() {}

  static CustomerReturn read(InboundRequest request) {
    String token;
    try {
      token =
          FormCodec.decode(request.query().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8)
              .get("token");
    } catch (MalformedFormException unreadable) {
      return NOTHING;
    }
    return token == null || !Ids.isId(token)
        ? NOTHING
        : new CustomerReturn(null, Locator.order(token).encode(), false);
  }
}
