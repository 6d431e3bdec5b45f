package io.jiaozi.support.keys;

/**
 * One key, certificate or key store found in a setting. Not copied: it never leaves this package.
 */
final class Item {
  private final DerKind kind;
  private final byte[] der;

  /**
   * Holds the array itself.
   *
   * @param der its bytes; empty for kinds that are not DER
   */
  Item(DerKind kind, byte[] der) {
    this.kind = kind;
    this.der = der;
  }

  DerKind kind() {
    return kind;
  }

  byte[] der() {
    return der;
  }

  @Override
  public String toString() {
    return "Item[" + kind + ", content hidden]";
  }
}
