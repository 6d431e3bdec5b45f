package io.jiaozi.sandbox.wechat;

/** Which of the platform's keys signs notifications. */
public enum NotificationKey {
  /**
   * The public key if the request that made the order or refund named it in {@code
   * Wechatpay-Serial}, else the certificate. The real platform decides per merchant; this suits
   * both kinds of client.
   */
  AS_REQUESTED,
  /** Always the platform certificate. */
  CERTIFICATE,
  /** Always the WeChat Pay public key. */
  PUBLIC_KEY,
  /** One or the other by chance, as while the platform moves a merchant to the public key. */
  BY_SHARE
}
