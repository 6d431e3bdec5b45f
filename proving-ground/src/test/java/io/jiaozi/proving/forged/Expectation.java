package io.jiaozi.proving.forged;

import io.jiaozi.error.UntrustedReason;
import java.util.EnumSet;
import java.util.Set;

/**
 * What must come of a message that something was done to.
 *
 * @param kind whether it is believed
 * @param reasons for a refusal: why, one of these
 * @param note why it is so, for people
 */
record Expectation(Kind kind, Set<UntrustedReason> reasons, String note) {

  enum Kind {
    /** Not believed. */
    REFUSED,
    /** Believed, for what is signed is unchanged: the same fact. */
    EQUIVALENT,
    /**
     * Believed, for it is genuine if old, and the channel delivers again for days: the same fact,
     * on which nobody acts again.
     */
    DUPLICATE,
    /** The channel's messages have no place for it; another operator stands in. */
    NOT_APPLICABLE
  }

  static Expectation refused(Set<UntrustedReason> reasons, String note) {
    return new Expectation(Kind.REFUSED, EnumSet.copyOf(reasons), note);
  }

  static Expectation of(Kind kind, String note) {
    return new Expectation(kind, Set.of(), note);
  }
}
