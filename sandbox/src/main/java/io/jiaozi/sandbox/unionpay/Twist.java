package io.jiaozi.sandbox.unionpay;

/**
 * What can be odd about one message of the channel: a delivery of a notification, a form on the way
 * back to the shop, or a reply. Several can be combined. Those marked genuine are odd but right;
 * the others must be refused by whoever reads them.
 */
public enum Twist {
  /** Delivered twice at the same time. Genuine; notifications only. */
  DUPLICATE,
  /** Kept back until another notification has been delivered. Genuine; notifications only. */
  REORDER,
  /** The fields in another order than usual. Genuine. */
  SHUFFLED,
  /** One more field whose value is empty, which nobody signs (sheet 2.4). Genuine. */
  EMPTY_FIELD,
  /** The certificate's lines end with LF instead of CRLF, and were signed so. Genuine. */
  BARE_LINE_FEEDS,
  /** Signed by the signer whose common name has the shape of the production one. Genuine. */
  PRODUCTION_NAME,
  /**
   * Signed by a signer whose common name is of the older test shape, {@code ...@00040000:SIGN@...}.
   * Genuine in the test environment only (sheet 1.2).
   */
  TEST_NAME,

  /** One byte changed after signing. */
  ALTER_BYTE,
  /** One more field, added after signing. */
  ADDED_FIELD,
  /** {@code txnAmt} a second time, with another value, after signing. */
  REPEATED_FIELD,
  /** A signature of the right form that does not match. */
  BAD_SIGNATURE,
  /** Without {@code signature}. */
  MISSING_SIGNATURE,
  /** Signed with the merchant's own key, but carrying the channel's certificate. */
  WRONG_KEY,
  /** Signed over the 32 bytes of the digest instead of its 64 hexadecimal digits. */
  RAW_DIGEST,
  /** Signed over the digest in upper-case hexadecimal digits. */
  UPPER_CASE_DIGEST,
  /** Says 5.1.0, but is hashed and signed with SHA-1. */
  SHA1_DIGEST,

  /** Without {@code signPubKeyCert}. */
  MISSING_CERTIFICATE,
  /**
   * Signed with a merchant's key and carrying that merchant's certificate, which comes from the
   * same authority: chain and signature are right, the identity is not.
   */
  MERCHANT_CERTIFICATE,
  /** A signer of another company, under the same authority. */
  WRONG_COMPANY,
  /** The company's name in the second part of the common name instead of the third. */
  COMPANY_IN_ANOTHER_PART,
  /** The third part of the common name only begins with the company's name. */
  COMPANY_WITH_MORE,
  /** A merchant's common name; the company's stands in the organizational unit. */
  COMPANY_IN_UNIT,
  /** One common name that holds the text of a whole second one: {@code 041@Z1,CN=041@...}. */
  COMPANY_IN_A_NAME_WITHIN,
  /** Two common names: a merchant's and the channel's. */
  TWO_COMMON_NAMES,
  /** The signer's certificate, but expired. */
  EXPIRED_CERTIFICATE,
  /** The signer's certificate, but not valid yet. */
  FUTURE_CERTIFICATE,
  /** The signer's name, certified by an authority that nobody knows. */
  OTHER_AUTHORITY,
  /** The same, where that authority calls itself as the right one does. */
  SAME_NAMED_AUTHORITY,
  /** The signer's name in a certificate signed by itself. */
  SELF_SIGNED,
  /** The signer's name in a certificate that a merchant's certificate has signed. */
  ISSUED_BY_MERCHANT,
  /** Signed with a merchant's key; {@code signPubKeyCert} holds that certificate and the right. */
  TWO_CERTIFICATES,

  /** Says {@code signMethod=11} and is signed with an empty secret; no certificate. */
  DOWNGRADED_TO_11,
  /** Says {@code signMethod=12} and is signed with an empty secret; no certificate. */
  DOWNGRADED_TO_12,
  /** Without {@code signMethod}, otherwise properly signed. */
  NO_SIGN_METHOD,
  /** Of version 5.0.0: SHA-1, and {@code certId} instead of the certificate. */
  VERSION_5_0_0,

  /** Of another merchant, properly signed. */
  FOREIGN_MERCHANT,
  /** One fen more in {@code txnAmt} and {@code settleAmt}, properly signed. */
  OTHER_AMOUNT,
  /** Of another {@code txnTime}, so of another transaction, properly signed. */
  OTHER_TIME
}
