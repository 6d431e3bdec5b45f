package io.jiaozi.paypal;

import io.jiaozi.SubMerchant;
import io.jiaozi.spi.CallContext;
import org.jspecify.annotations.Nullable;

/**
 * Who the account is at PayPal.
 *
 * @param clientId the REST app
 * @param merchantId the account that is paid; null if it is not to be compared
 * @param invoicePrefix stands before every number in invoice_id; may be empty
 * @param attributionId of a platform; null if there is none
 */
record Merchant(
    String clientId,
    @Nullable String merchantId,
    String invoicePrefix,
    @Nullable String attributionId) {

  /** What PayPal is told as invoice_id. */
  String invoiceId(String number) {
    return invoicePrefix + number;
  }

  /** The merchant's number in an invoice_id; null if it is none of ours. */
  @Nullable String numberIn(@Nullable String invoiceId) {
    if (invoiceId == null || !invoiceId.startsWith(invoicePrefix)) {
      return null;
    }
    String number = invoiceId.substring(invoicePrefix.length());
    return Texts.isNumber(number) ? number : null;
  }

  /** Who must be paid in this call; null if that is not to be compared. */
  @Nullable String expectedPayee(CallContext context) {
    SubMerchant seller = context.actingFor();
    return seller == null ? merchantId : seller.id();
  }
}
