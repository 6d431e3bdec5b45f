package io.jiaozi.journal;

import io.jiaozi.Operation;
import java.util.Objects;

/**
 * Names one operation of one merchant. Unique within a journal.
 *
 * @param account the account's name in the configuration, at most 64 characters
 * @param subMerchant the id of the merchant for whom a partner acted, at most 64 characters; empty
 *     for the account's own business
 * @param operation PAY, AUTHORIZE, COMPLETE, CAPTURE, VOID, CLOSE, REVERSE or REFUND
 * @param number the merchant's number: of the order, or of the capture, void or refund itself; at
 *     most 64 characters
 */
public record JournalKey(String account, String subMerchant, Operation operation, String number) {

  /** Checks that nothing is missing. */
  public JournalKey {
    Objects.requireNonNull(account, "account");
    Objects.requireNonNull(subMerchant, "subMerchant");
    Objects.requireNonNull(operation, "operation");
    Objects.requireNonNull(number, "number");
  }
}
