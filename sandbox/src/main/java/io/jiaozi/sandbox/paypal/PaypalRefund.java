package io.jiaozi.sandbox.paypal;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * A refund as it stood when it was asked for.
 *
 * @param id the platform's id
 * @param captureId which capture it gives back
 * @param invoiceId the merchant's own number for it
 * @param status the platform's word
 * @param value how much
 */
public record PaypalRefund(
    String id, String captureId, @Nullable String invoiceId, String status, BigDecimal value) {

  static PaypalRefund of(Refund refund) {
    return new PaypalRefund(
        refund.id,
        refund.capture.id,
        refund.invoiceId,
        refund.status.name(),
        refund.amount.value());
  }
}
