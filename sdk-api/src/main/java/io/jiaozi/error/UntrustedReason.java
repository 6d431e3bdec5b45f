package io.jiaozi.error;

/** Why a message is not believed. */
public enum UntrustedReason {
  /** It carries no signature, or only a part of what a signature needs. */
  MISSING_SIGNATURE,
  /** The signature does not fit the bytes. */
  BAD_SIGNATURE,
  /** It names a key we do not trust. */
  UNKNOWN_KEY,
  /** Its certificate does not lead to a trusted root, has expired, or belongs to somebody else. */
  BAD_CERTIFICATE,
  /** Too old, or from the future. */
  STALE,
  /** Genuine, and meant for another merchant or app. */
  FOREIGN,
  /** Signed as it should be, or not, and not what the protocol says. */
  MALFORMED
}
