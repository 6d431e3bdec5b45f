package com.example.abacus;

import io.jiaozi.support.json.JsonIn;
import org.jspecify.annotations.Nullable;

/**
 * Messages field by field as on the wire, in the wire's words and units. Fields nobody here needs
 * are passed over; any field may be missing.
 */
final class Wire {

  private Wire() {}

  /** A payment, in replies and notifications. */
  record Payment(
      @Nullable String merchant,
      @Nullable String number,
      @Nullable String paymentId,
      @Nullable String state,
      @Nullable Long amount,
      @Nullable Long refunded,
      @Nullable String currency,
      @Nullable String payer,
      @Nullable String paidAt,
      @Nullable String qrText,
      @Nullable String checkoutUrl) {

    static Payment read(JsonIn in) {
      String merchant = null;
      String number = null;
      String paymentId = null;
      String state = null;
      Long amount = null;
      Long refunded = null;
      String currency = null;
      String payer = null;
      String paidAt = null;
      String qrText = null;
      String checkoutUrl = null;
      while (in.nextField()) {
        switch (in.field()) {
          case "merchant" -> merchant = in.textOrNull();
          case "number" -> number = in.textOrNull();
          case "payment_id" -> paymentId = in.textOrNull();
          case "state" -> state = in.textOrNull();
          case "amount" -> amount = in.integer();
          case "refunded" -> refunded = in.integer();
          case "currency" -> currency = in.textOrNull();
          case "payer" -> payer = in.textOrNull();
          case "paid_at" -> paidAt = in.textOrNull();
          case "qr_text" -> qrText = in.textOrNull();
          case "checkout_url" -> checkoutUrl = in.textOrNull();
          default -> in.skip();
        }
      }
      return new Payment(
          merchant,
          number,
          paymentId,
          state,
          amount,
          refunded,
          currency,
          payer,
          paidAt,
          qrText,
          checkoutUrl);
    }
  }

  /** A refund, in replies and notifications. */
  record Refund(
      @Nullable String merchant,
      @Nullable String number,
      @Nullable String payment,
      @Nullable String refundId,
      @Nullable String state,
      @Nullable Long amount,
      @Nullable String currency,
      @Nullable String doneAt) {

    static Refund read(JsonIn in) {
      String merchant = null;
      String number = null;
      String payment = null;
      String refundId = null;
      String state = null;
      Long amount = null;
      String currency = null;
      String doneAt = null;
      while (in.nextField()) {
        switch (in.field()) {
          case "merchant" -> merchant = in.textOrNull();
          case "number" -> number = in.textOrNull();
          case "payment" -> payment = in.textOrNull();
          case "refund_id" -> refundId = in.textOrNull();
          case "state" -> state = in.textOrNull();
          case "amount" -> amount = in.integer();
          case "currency" -> currency = in.textOrNull();
          case "done_at" -> doneAt = in.textOrNull();
          default -> in.skip();
        }
      }
      return new Refund(merchant, number, payment, refundId, state, amount, currency, doneAt);
    }
  }

  /** A notification: an event about a payment, a refund, or something else. */
  record Event(
      @Nullable String event,
      @Nullable String type,
      @Nullable String merchant,
      @Nullable Payment payment,
      @Nullable Refund refund) {

    static Event read(JsonIn in) {
      String event = null;
      String type = null;
      String merchant = null;
      Payment payment = null;
      Refund refund = null;
      while (in.nextField()) {
        switch (in.field()) {
          case "event" -> event = in.textOrNull();
          case "type" -> type = in.textOrNull();
          case "merchant" -> merchant = in.textOrNull();
          case "payment" -> {
            in.enterObject();
            payment = Payment.read(in);
          }
          case "refund" -> {
            in.enterObject();
            refund = Refund.read(in);
          }
          default -> in.skip();
        }
      }
      return new Event(event, type, merchant, payment, refund);
    }
  }

  /** The code of an error document; null if there is none. */
  static @Nullable String errorCode(JsonIn in) {
    String code = null;
    while (in.nextField()) {
      if (in.field().equals("code")) {
        code = in.textOrNull();
      }
    }
    return code;
  }
}
