package io.jiaozi.sandbox.paypal;

import io.jiaozi.sandbox.channel.Randomness;

/**
 * Ids of accounts, of merchants and payers alike: 13 characters without those that are easily
 * mistaken for each other. Source: PayPal's API description, pattern of {@code payer_id}.
 */
final class AccountId {
  private static final String CHARACTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

  private AccountId() {}

  static String next(Randomness randomness) {
    return randomness.pick(CHARACTERS, 13);
  }
}
