package io.jiaozi.sandbox.alipay;

/**
 * What can be odd about one message of the platform: a notification, or the parameters of a return
 * to the shop. Several can be combined.
 */
public enum Twist {
  /** Delivered twice at the same time. */
  DUPLICATE,
  /** Kept back until another notification has been delivered. */
  REORDER,

  /** One byte of the form changed after signing: a digit of the amount where there is one. */
  ALTER_BYTE,
  /** A signature of the right form that does not match. */
  BAD_SIGNATURE,
  /** Signed by a key that nobody knows. */
  UNKNOWN_KEY,
  /** Without {@code sign}. */
  MISSING_SIGNATURE,
  /** Genuinely signed, but with SHA-1 under {@code sign_type=RSA}. */
  SHA1,
  /** SHA-1 under {@code sign_type=RSA2}. */
  SHA1_AS_RSA2,
  /** Signed with SHA-256 under {@code sign_type=RSA}. */
  SIGN_TYPE_RSA,
  /** Without {@code sign_type}. */
  NO_SIGN_TYPE,
  /** The rule of the application gateway: {@code sign_type} is part of the signed text. */
  SIGN_TYPE_SIGNED,
  /** One parameter twice; the second one is not the signed one. */
  DUPLICATE_FIELD,
  /** One parameter added after signing. */
  UNSIGNED_FIELD,

  /** Genuinely signed for another application. */
  FOREIGN_APP,
  /** Genuinely signed for another seller. */
  FOREIGN_SELLER,
  /** Genuinely signed, {@code auth_app_id} is another merchant's application. */
  FOREIGN_AUTH_APP,
  /** Genuinely signed, one yuan more in {@code total_amount}. */
  OTHER_AMOUNT,
  /** Genuinely signed, {@code notify_time} three days ago. */
  OLD,
  /** Genuinely signed, {@code notify_time} in an hour. */
  FUTURE,
  /** Genuinely signed, {@code notify_type} is a word that nobody knows. */
  UNKNOWN_TYPE,
  /** Genuinely signed, {@code trade_status} or {@code status} is a word that nobody knows. */
  UNKNOWN_STATUS,

  /** Genuinely signed; the subject has {@code + % & =}, quotes, angle brackets, an emoji. */
  AWKWARD_TEXT,
  /** Genuinely signed; a parameter that no document lists, and it is signed. */
  EXTRA_FIELD,
  /** Genuinely signed; an empty parameter that is left out of the signed text. */
  EMPTY_FIELD,
  /** Genuinely signed; an empty parameter that is part of the signed text. */
  EMPTY_FIELD_SIGNED,
  /** Genuinely signed; form and signed text in GBK. */
  GBK,

  /** {@code alipay_cert_sn} is sent and not part of the signed text. Certificate mode. */
  CERT_SN_UNSIGNED,
  /** {@code alipay_cert_sn} is sent and part of the signed text. Certificate mode. */
  CERT_SN_SIGNED,
  /** Names a certificate that the platform does not give out; signed by an unknown key. */
  CERT_SN_UNKNOWN,
  /** Signed by, and naming, a self-signed certificate that the download gives out. */
  SELF_SIGNED_CERTIFICATE,
  /** Signed by, and naming, an expired certificate that the download gives out. */
  EXPIRED_CERTIFICATE,
  /** Signed by, and naming, a certificate of another authority that the download gives out. */
  OTHER_AUTHORITY_CERTIFICATE
}
