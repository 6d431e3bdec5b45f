package io.jiaozi.unionpay;

/**
 * A PIN bound to its card: eight bytes, the XOR of the PIN (its length, its digits, filled with F)
 * and the card number (two zero bytes, the twelve digits before the check digit), as ISO 9564
 * format 0 does. Source: protocol sheet, sections 4.5 and 7.2.
 */
final class PinBlock {

  private static final int BYTES = 8;

  private PinBlock() {}

  static boolean isPin(String text) {
    return text.matches("[0-9]{4,12}");
  }

  static boolean isCard(String text) {
    return text.matches("[0-9]{11,19}");
  }

  /** The block in clear; to be encrypted at once. */
  static byte[] of(String card, String pin) {
    byte[] block = new byte[BYTES];
    block[0] = (byte) pin.length();
    for (int i = 0; i < 2 * (BYTES - 1); i++) {
      int digit = i < pin.length() ? pin.charAt(i) - '0' : 0xF;
      block[1 + i / 2] |= (byte) (i % 2 == 0 ? digit << 4 : digit);
    }
    String padded = "00" + card;
    String account = padded.substring(padded.length() - 13, padded.length() - 1);
    for (int i = 0; i < account.length(); i++) {
      int digit = account.charAt(i) - '0';
      block[2 + i / 2] ^= (byte) (i % 2 == 0 ? digit << 4 : digit);
    }
    return block;
  }
}
