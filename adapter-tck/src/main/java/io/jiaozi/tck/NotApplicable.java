package io.jiaozi.tck;

/** A rule means nothing at this channel. */
final class NotApplicable extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean reasonIsKnown;

  private NotApplicable(String reason, boolean reasonIsKnown) {
    super(reason, null, false, false);
    this.reasonIsKnown = reasonIsKnown;
  }

  /** It follows from what the account is expected to be. */
  static NotApplicable because(String reason) {
    return new NotApplicable(reason, true);
  }

  /** The author has to say why. */
  static NotApplicable ask(String what) {
    return new NotApplicable(what, false);
  }

  boolean reasonIsKnown() {
    return reasonIsKnown;
  }
}
