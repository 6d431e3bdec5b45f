package io.jiaozi.sandbox.alipay;

/**
 * Who asks, and for whom.
 *
 * @param app the application whose keys sign
 * @param sellerId who gets the money
 * @param authAppId the merchant's own application; the asking one unless it acts for another
 */
record Party(AlipayCredentials app, String sellerId, String authAppId) {
  static Party itself(AlipayCredentials app) {
    return new Party(app, app.sellerId(), app.appId());
  }

  static Party subMerchant(AlipayCredentials app) {
    return new Party(app, app.subMerchantId(), app.subMerchantAppId());
  }
}
