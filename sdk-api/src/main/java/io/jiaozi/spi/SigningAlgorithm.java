package io.jiaozi.spi;

/**
 * The algorithms a {@link Signer} can be asked for. A channel's adapter decides which one; a
 * message never does.
 */
public enum SigningAlgorithm {
  /** RSASSA-PKCS1-v1_5 with SHA-256 (RFC 8017, section 8.2); JCA name {@code SHA256withRSA}. */
  RSA_SHA256,

  /** RSASSA-PSS with SHA-256, MGF1 with SHA-256, salt of 32 bytes (RFC 8017, section 8.1). */
  RSA_PSS_SHA256,

  /**
   * The same with a salt of 20 bytes, for channels that kept the length of SHA-1. A verifier takes
   * a salt of just the length asked for.
   */
  RSA_PSS_SHA256_SALT_20,

  /**
   * SM2 with SM3, user id {@code 1234567812345678}, signature as ASN.1 DER of (r, s) (GB/T
   * 32918.2).
   */
  SM2_SM3,

  /**
   * RSA private-key operation on the given bytes with PKCS#1 v1.5 type 1 padding and no hash or
   * digest prefix. The message must be at least 11 bytes shorter than the modulus.
   */
  RSA_RAW_PKCS1
}
