package io.jiaozi.sandbox.wechat;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a buyer can pay in one go: an order, or several combined. Not thread-safe: the {@link
 * Ledger} guards it.
 */
interface Payable {

  /** {@code out_trade_no} or {@code combine_out_trade_no}. */
  String number();

  Order.Code code();

  void code(Order.Code newCode);

  /** Until when it can be paid. */
  Instant deadline();

  /** Where the payment is notified; null where the product notifies nobody. */
  @Nullable URI notifyUrl();

  /** Whether the request named the public key. */
  boolean publicKeyAsked();

  boolean isPaid();

  /** Whether the buyer may still pay, as far as the state goes. */
  boolean isOpen();

  /** Takes the money. */
  void take(Supplier<String> transactionIds, Instant now);

  /** The buyer's bank says no. */
  void decline();

  /** The orders that hold the money. */
  List<Order> orders();

  /** The decrypted content of the payment notification. */
  ObjectNode toNotification();

  /** What the cashier page shows. */
  Shown shown();

  /**
   * One look at it.
   *
   * @param description merchant's text
   * @param total fen
   * @param typeName {@code trade_type}
   * @param stateName {@code trade_state}
   * @param lines one line for each order when there are several
   */
  record Shown(
      String description, long total, String typeName, String stateName, List<String> lines) {}
}
