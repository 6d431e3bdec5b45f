package io.jiaozi.notification;

import io.jiaozi.MerchantAccount;
import io.jiaozi.payment.Payment;

/**
 * The shop's say before an approved payment is executed, at channels where the buyer's approval
 * moves no money: the last moment for a check of stock or fraud. Safe for use by many threads.
 */
@FunctionalInterface
public interface ApprovalHook {

  /**
   * Decides about one approved payment. May be asked more than once about the same, by a message
   * and by a return page, even at the same time; quick, because a message's budget runs meanwhile.
   * What it throws postpones the message.
   */
  Decision decide(MerchantAccount account, Payment approved) throws Exception;

  /** What to do with it. */
  enum Decision {
    /** Execute it now. */
    ALLOW,
    /**
     * Do not execute it, ever. No money moves; the message is accepted and the handler is not
     * called.
     */
    DENY,
    /**
     * Do not execute it now. The handler is given the payment as APPROVED; the shop calls {@link
     * MerchantAccount#complete} when it has decided.
     */
    HOLD
  }
}
