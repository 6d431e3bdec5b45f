package io.jiaozi.tck;

import io.jiaozi.error.UntrustedReason;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/**
 * What must come of a message to which a {@link Forgery} was done.
 *
 * @param kind whether it is believed
 * @param reasons for a refusal: why, one of these; empty if any reason will do
 * @param note why it is so, a clause for people; stands in the report. Required for everything but
 *     a refusal
 */
public record Verdict(Kind kind, Set<UntrustedReason> reasons, String note) {

  /** Whether a message is believed. */
  public enum Kind {
    /** Not believed. */
    REFUSED,
    /** Believed, for what is signed is unchanged: the same fact key. */
    EQUIVALENT,
    /**
     * Believed, for it is genuine if old, and the channel delivers again for days: the same fact
     * key, on which nobody acts again.
     */
    DUPLICATE,
    /** The channel's messages have no place for it. The kit makes sure that it cannot be done. */
    NOT_APPLICABLE
  }

  /** Copies the reasons and checks that the note is there where it must be. */
  public Verdict {
    Objects.requireNonNull(kind, "kind");
    reasons = Set.copyOf(reasons);
    if (kind != Kind.REFUSED && note.isBlank()) {
      throw new IllegalArgumentException("Whatever is not refused needs a note.");
    }
  }

  /** Not believed, for one of these reasons; for any if none is given. */
  public static Verdict refused(UntrustedReason... reasons) {
    EnumSet<UntrustedReason> all = EnumSet.noneOf(UntrustedReason.class);
    all.addAll(Arrays.asList(reasons));
    return new Verdict(Kind.REFUSED, all, "");
  }

  /** Believed as the same fact: what is signed is unchanged. */
  public static Verdict equivalent(String note) {
    return new Verdict(Kind.EQUIVALENT, Set.of(), note);
  }

  /** Believed as the same fact: genuine if old. */
  public static Verdict duplicate(String note) {
    return new Verdict(Kind.DUPLICATE, Set.of(), note);
  }

  /** Cannot be done to this channel's messages. */
  public static Verdict notApplicable(String note) {
    return new Verdict(Kind.NOT_APPLICABLE, Set.of(), note);
  }
}
