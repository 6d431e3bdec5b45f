package io.jiaozi.alipay;

import io.jiaozi.error.UntrustedReason;
import io.jiaozi.notification.CustomerReturn;
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.spi.ChannelFailure;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * The buyer's browser coming back. Its parameters are signed and tell no state, so even genuine
 * ones prove only that it is time to ask. Source: protocol sheet, section 4.1.
 */
final class Returns {

  private final Merchant merchant;
  private final MessageVerifier verifier;

  Returns(Merchant merchant, MessageVerifier verifier) {
    this.merchant = merchant;
    this.verifier = verifier;
  }

  CustomerReturn read(InboundRequest request) {
    FormMessage known = parsed(onlyAlipays(request.query()));
    if (known == null || !known.has(RequestSigner.SIGN)) {
      return new CustomerReturn(reference(known), false);
    }
    requireProved(known, request.query());
    requireOurs(known);
    return new CustomerReturn(reference(known), true);
  }

  /** The merchant's own parameters are not signed; one that Alipay adds some day would be. */
  private void requireProved(FormMessage known, String query) {
    try {
      verifier.verify(known);
    } catch (ChannelFailure.Untrusted failed) {
      FormMessage whole = parsed(query);
      if (whole == null || failed.reason() != UntrustedReason.BAD_SIGNATURE) {
        throw failed;
      }
      verifier.verify(whole);
    }
  }

  private void requireOurs(FormMessage message) {
    String seller = merchant.sellerId();
    boolean ownBusiness =
        !message.has("auth_app_id") || message.is("auth_app_id", merchant.appId());
    boolean otherSeller =
        seller != null && message.has("seller_id") && !message.is("seller_id", seller);
    if (!message.is("app_id", merchant.appId()) || (ownBusiness && otherSeller)) {
      throw new ChannelFailure.Untrusted(
          UntrustedReason.FOREIGN, "is for another app or seller than the account's", null);
    }
  }

  private static @Nullable PaymentReference reference(@Nullable FormMessage message) {
    String number;
    try {
      number = message == null ? null : message.text("out_trade_no");
    } catch (FormMessage.MalformedException odd) {
      return null;
    }
    return number != null && Numbers.isNumber(number) ? PaymentReference.ofNumber(number) : null;
  }

  private static String onlyAlipays(String query) {
    StringJoiner kept = new StringJoiner("&");
    for (String part : query.split("&", -1)) {
      int equals = part.indexOf('=');
      if (equals > 0 && ReturnUrls.PARAMETERS.contains(part.substring(0, equals))) {
        kept.add(part);
      }
    }
    return kept.toString();
  }

  private static @Nullable FormMessage parsed(String query) {
    try {
      return FormMessage.parse(query.getBytes(StandardCharsets.UTF_8));
    } catch (FormMessage.MalformedException noForm) {
      return null;
    }
  }
}
