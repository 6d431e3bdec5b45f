package io.jiaozi.internal.guard;

/** What one look at an entry of the journal came to. */
public enum Fate {
  /** A certain end; the merchant has been told. */
  ENDED,
  /** To be asked about again. */
  OPEN,
  /** A person has to look. */
  GIVEN_UP,
  /** The channel, the store or the merchant's handler failed; it is as open as before. */
  FAILED
}
