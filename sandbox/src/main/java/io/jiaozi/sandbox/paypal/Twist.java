package io.jiaozi.sandbox.paypal;

/** What can be odd about one delivery of an event. Several can be combined. */
public enum Twist {
  /** Delivered twice at the same time. */
  DUPLICATE,
  /** Kept back until another event has been delivered. */
  REORDER,
  /** All header names in lower case, as gateways and HTTP/2 send them. */
  LOWER_CASE_HEADERS,
  /** One byte of the body changed after signing. */
  ALTER_BYTE,
  /** A signature of the right form that does not match. */
  BAD_SIGNATURE,
  /** Without the signature header. */
  MISSING_SIGNATURE,
  /** Properly signed, but four days ago. */
  STALE,
  /** Properly signed, but two days ago, within the three days of re-delivery. */
  LATE,
  /** Properly signed, with a time an hour ahead. */
  FUTURE,
  /** Properly signed for the webhook of another app. */
  FOREIGN_WEBHOOK,
  /** Signed with SHA1withRSA, and says so. */
  OTHER_ALGORITHM,
  /** Signed properly, but the header names SHA1withRSA. */
  OTHER_ALGORITHM_NAME,
  /** The certificate's address has the right form, but there is none. */
  UNKNOWN_KEY,
  /** The certificate's address is on a host that only looks like the platform's. */
  FOREIGN_HOST,
  /** The certificate ended yesterday. */
  EXPIRED_CERTIFICATE,
  /** The certificate is for another name. */
  WRONG_NAME,
  /** The certificate is for the name of the live platform, which is not this one. */
  LIVE_NAME,
  /** The certificate has the right name, from an authority that nobody knows. */
  OTHER_AUTHORITY,
  /** The certificate has the right name and vouches for itself. */
  SELF_SIGNED,
  /** The certificate comes without the intermediate that leads to the root. */
  WITHOUT_CHAIN,
  /** The certificate's address redirects to where the certificate is. */
  REDIRECTED_CERTIFICATE,
  /** A certificate file of a megabyte. */
  OVERSIZED_CERTIFICATE,
  /** An HTML page in the certificate's place, as in an outage. */
  NO_CERTIFICATE
}
