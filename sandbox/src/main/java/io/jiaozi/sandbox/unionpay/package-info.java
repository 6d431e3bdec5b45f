/**
 * UnionPay's online gateway, message version 5.1.0, as a direct merchant meets it. Source of all
 * protocol facts: the protocol sheet, whose sections are named where they are used.
 *
 * <p>A request is read by {@code Form}, checked by {@code RequestCheck}, answered by {@code
 * BuyerCalls} (what a buyer pays), {@code BackCalls} (what the merchant does with money that has
 * moved) or {@code AskingCalls} (questions), which change the {@code Ledger}; {@code MessageSigner}
 * signs what leaves, {@code Notifications} tells the merchant, {@code Cashier} is what the buyer
 * sees. {@code CardAuthority} makes the certificates, {@code Forgeries} those that a careful
 * merchant must refuse.
 */
@NullMarked
package io.jiaozi.sandbox.unionpay;

import org.jspecify.annotations.NullMarked;
