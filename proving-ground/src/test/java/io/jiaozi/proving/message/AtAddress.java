package io.jiaozi.proving.message;

/**
 * What is found at the address of a key that a message names. The signature is right every time.
 */
public enum AtAddress {
  THE_KEY,
  /** A certificate that is over. */
  EXPIRED,
  /** A good certificate of somebody else. */
  WRONG_NAME,
  /** A certificate of the channel's other environment. */
  OTHER_ENVIRONMENT,
  /** The right name, from an authority that nobody knows. */
  OTHER_AUTHORITY,
  /** The right name, vouched for by itself. */
  SELF_SIGNED,
  /** The certificate alone, without what leads to the root. */
  WITHOUT_CHAIN,
  /** The way to where the certificate is. */
  REDIRECT,
  /** The certificate, and a megabyte after it. */
  OVERSIZED,
  /** A page in place of the certificate. */
  SOMETHING_ELSE,
  NOTHING
}
