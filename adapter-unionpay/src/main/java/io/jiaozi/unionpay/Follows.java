package io.jiaozi.unionpay;

import io.jiaozi.error.RejectedReason;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.spi.ChannelFailure;
import java.net.URI;
import java.util.Objects;

/**
 * What all transactions that follow another have in common: they name the original by UnionPay's
 * own number, and their own number and time make them repeatable. Source: protocol sheet, sections
 * 4.3 and 5.4.
 */
final class Follows {

  private final Exchange.Gateway gateway;

  Follows(Exchange.Gateway gateway) {
    this.gateway = gateway;
  }

  /** Begins the message of something that follows a transaction that was found to be done. */
  Fields message(
      String txnType,
      Pair own,
      long fen,
      Original original,
      String bizType,
      String channelType,
      URI backUrl) {
    return gateway
        .message()
        .kind(txnType, "00", bizType)
        .put("channelType", channelType)
        .pair(own)
        .amount(fen)
        .put("origQryId", original.queryId())
        .put("backUrl", backUrl.toString())
        .put("reqReserved", Echo.following(original.pair()));
  }

  /** What is followed: found, done, and known by UnionPay's number. */
  record Original(Pair pair, Transaction transaction, Exchange.Answer answer, String queryId) {}

  /**
   * Requires the original to be in the state that the next step wants.
   *
   * @param what names it in a sentence: "payment", "hold"
   */
  static Original require(
      Pair pair,
      Lookup.Told told,
      StateMapping states,
      PaymentState wanted,
      String what,
      Exchange exchange) {
    Transaction found = told.found().orElse(null);
    if (found == null) {
      throw told.answer()
          .rejected(
              RejectedReason.NOT_FOUND,
              "does not know the " + what,
              "Check that its reference is the one this account gave, and that the buyer paid.");
    }
    PaymentState state = states.paymentState(found, exchange.now());
    if (state != wanted) {
      throw told.answer()
          .rejected(
              RejectedReason.WRONG_STATE,
              "says that the " + what + " is " + state,
              "Only one that is " + wanted + " can be followed up. Query it and act on its state.");
    }
    String queryId = found.queryId();
    if (queryId == null) {
      throw told.answer().mismatched("tells of a success without its queryId");
    }
    return new Original(pair, found, told.answer(), queryId);
  }

  /** Codes after which the same thing may have been done before: ask for it by its own number. */
  static boolean mayBeThere(Exchange.Answer answer) {
    return switch (answer.code()) {
      case "12", "35", "36", "45", "46" -> true;
      default -> false;
    };
  }

  /** The number is taken by something else. */
  static ChannelFailure reused(Lookup.Told told) {
    return told.answer()
        .rejected(
            RejectedReason.NUMBER_REUSED,
            "has another transaction under this number and time",
            "Use a new number; orders, captures, voids and refunds share one space.");
  }

  static boolean isSame(Transaction found, Transaction.Kind kind, long fen) {
    return found.kind() == kind && Objects.equals(found.txnAmt(), fen);
  }
}
