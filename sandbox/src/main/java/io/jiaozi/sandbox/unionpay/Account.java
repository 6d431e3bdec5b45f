package io.jiaozi.sandbox.unionpay;

/**
 * A merchant of the sandbox.
 *
 * @param name the account's name in the exported settings
 * @param merchantId {@code merId}, 15 digits
 * @param signMethod the one method that this merchant signs with: 01, 11 or 12
 * @param secureKey the secret of methods 11 and 12; empty for 01
 */
record Account(String name, String merchantId, String signMethod, String secureKey) {
  boolean signsWithCertificate() {
    return signMethod.equals("01");
  }

  /** Shows no secret. */
  @Override
  public String toString() {
    return "Account[" + name + ", " + merchantId + ", signMethod " + signMethod + "]";
  }
}
