package io.jiaozi.sandbox.channel;

/** How an answer is signed: properly, or wrong in one particular way. */
public enum Seal {
  /** As the real channel signs. */
  GENUINE,
  /** A signature of the right form that does not match. */
  BAD_SIGNATURE,
  /** No signature at all. */
  MISSING_SIGNATURE,
  /** WeChat Pay's deliberate probe value; other channels treat it as {@link #BAD_SIGNATURE}. */
  PROBE,
  /** Properly signed, but with a time far in the past. */
  STALE,
  /** Signed by, and naming, a key that nobody knows. */
  UNKNOWN_KEY,
  /** Signed by, and naming, a key that was the channel's until its certificate expired. */
  EXPIRED_KEY
}
