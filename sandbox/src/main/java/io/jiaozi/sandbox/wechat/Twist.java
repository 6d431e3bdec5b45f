package io.jiaozi.sandbox.wechat;

/** What can be odd about one delivery of a notification. Several can be combined. */
public enum Twist {
  /** Delivered twice at the same time. */
  DUPLICATE,
  /** Kept back until another notification has been delivered. */
  REORDER,
  /** One byte of the body changed after signing. */
  ALTER_BYTE,
  /** The platform's deliberate probe: a signature that begins with {@code WECHATPAY/SIGNTEST/}. */
  SIGNTEST,
  /** A signature of the right form that does not match. */
  BAD_SIGNATURE,
  /** Properly signed, but ten minutes ago. */
  STALE,
  /** Properly signed, but with a time ten minutes ahead. */
  FUTURE,
  /** Properly signed and encrypted, but about money of another merchant. */
  FOREIGN_MERCHANT,
  /** Properly signed and encrypted, but about an order of another app. */
  FOREIGN_APP,
  /** Properly signed, but encrypted with a key that is not the merchant's. */
  OTHER_CIPHER_KEY,
  /** Properly signed, but {@code resource.algorithm} names another algorithm. */
  OTHER_CIPHER,
  /** {@code Wechatpay-Signature-Type} names another algorithm than the signature's. */
  OTHER_SIGNATURE_TYPE,
  /** Signed by a key that nobody knows. */
  UNKNOWN_KEY,
  /** Signed by {@link WechatCredentials#expiredPlatformCertificatePem}. */
  EXPIRED_CERTIFICATE,
  /** Without signature headers. */
  MISSING_SIGNATURE,
  /** All header names in lower case, as gateways and HTTP/2 send them. */
  LOWER_CASE_HEADERS,
  /** {@code resource.associated_data} empty. */
  EMPTY_ASSOCIATED_DATA,
  /** Without {@code resource.original_type}. */
  NO_ORIGINAL_TYPE,
  /** Signed with the WeChat Pay public key's partner, whatever is set. */
  PUBLIC_KEY,
  /** Signed with the platform certificate's key, whatever is set. */
  CERTIFICATE
}
