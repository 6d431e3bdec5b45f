package io.jiaozi.support.keys;

/** A certificate that came with a message is not one to trust now. */
public final class UntrustedCertificateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why not. */
  public enum Reason {
    /** It, or every path from it to an anchor, has expired. */
    EXPIRED,
    /** It is not valid yet. */
    NOT_YET_VALID,
    /** Its key is too weak, too large, or not meant for signatures. */
    UNSUITABLE_KEY,
    /** No chain of valid signatures leads from it to a trust anchor. */
    NO_PATH
  }

  private final Reason reason;

  UntrustedCertificateException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** Why the certificate is not trusted. */
  public Reason reason() {
    return reason;
  }
}
