package io.jiaozi.sandbox.paypal;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An order as it stood when it was asked for.
 *
 * @param number the merchant's number: {@code custom_id} of the first purchase unit, or the order
 *     id
 * @param id the platform's id
 * @param invoiceId {@code invoice_id} of the first purchase unit
 * @param intent {@code CAPTURE} or {@code AUTHORIZE}
 * @param status the platform's word
 * @param value the sum of all units
 * @param currency its currency
 * @param authorizations holds, oldest first
 * @param captures money taken, oldest first
 */
public record PaypalOrder(
    String number,
    String id,
    @Nullable String invoiceId,
    String intent,
    String status,
    BigDecimal value,
    String currency,
    List<Hold> authorizations,
    List<Taken> captures) {

  /**
   * A hold.
   *
   * @param id the platform's id
   * @param status the platform's word
   * @param value what was held
   */
  public record Hold(String id, String status, BigDecimal value) {}

  /**
   * Money taken.
   *
   * @param id the platform's id
   * @param status the platform's word
   * @param value how much
   * @param invoiceId the merchant's own number for it
   * @param refunds what went back, oldest first
   */
  public record Taken(
      String id,
      String status,
      BigDecimal value,
      @Nullable String invoiceId,
      List<PaypalRefund> refunds) {}

  /** Every refund of every capture, oldest first. */
  public List<PaypalRefund> refunds() {
    return captures.stream().flatMap(capture -> capture.refunds().stream()).toList();
  }

  static PaypalOrder of(Order order) {
    Amount total = order.total();
    return new PaypalOrder(
        order.number(),
        order.id,
        order.units.get(0).invoiceId,
        order.intent.name(),
        order.status.name(),
        total.value(),
        total.currency(),
        order.units.stream()
            .flatMap(unit -> unit.authorizations.stream())
            .map(hold -> new Hold(hold.id, hold.status.name(), hold.amount.value()))
            .toList(),
        order.units.stream()
            .flatMap(unit -> unit.captures.stream())
            .map(
                capture ->
                    new Taken(
                        capture.id,
                        capture.status.name(),
                        capture.amount.value(),
                        capture.invoiceId,
                        capture.refunds.stream().map(PaypalRefund::of).toList()))
            .toList());
  }
}
