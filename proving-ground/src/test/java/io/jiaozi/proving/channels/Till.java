package io.jiaozi.proving.channels;

import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.proving.stage.Stage;
import io.jiaozi.sandbox.Sandbox;

/** A channel's payments at the till: whose code is scanned, and where the buyer's money is then. */
public interface Till {

  /** What the buyer does whose code is scanned. */
  enum Buyer {
    /** Nothing more: the payment is made in the same exchange. */
    PAYS,
    /** Is asked for a password, and takes time. */
    TYPES_PASSWORD
  }

  /** A payment by the code of such a buyer. */
  PaymentRequest payment(Stage stage, String number, Buyer buyer);

  /**
   * The buyer has typed the password.
   *
   * @throws IllegalStateException if that comes too late: the order is undone
   */
  void confirm(Sandbox sandbox, String number);

  /** Whether the shop has the buyer's money, by the channel's own books. */
  boolean shopHasMoney(Sandbox sandbox, String number);
}
