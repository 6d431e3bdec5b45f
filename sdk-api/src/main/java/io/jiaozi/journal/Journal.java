package io.jiaozi.journal;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Where the gateway keeps what it is about to do and what came of it. Several gateways, on several
 * machines, may share one: every write says which version it replaces.
 *
 * <p>Implementations are safe for use by many threads, and durable: what was written before a
 * method returned is there after a crash. They may throw any unchecked exception; a call whose
 * intent cannot be written is not sent, and a call whose outcome cannot be written returns it all
 * the same and is asked about by a later sweep.
 */
public interface Journal {

  /**
   * Writes an intent, unless there is an entry under its key.
   *
   * @return the entry that stands afterwards: the intent as written, or the one that was there
   *     before, unchanged. They are told apart by {@link Begun#fresh()}
   */
  Begun begin(JournalEntry intent);

  /**
   * Replaces an entry by a later one of the same key, if it still has the version of the later one.
   * The entry as stored has that version plus one, and no lease.
   *
   * @return whether it was replaced; false if somebody else was faster, or if there is none
   */
  boolean replace(JournalEntry next);

  /** The entry of a key. */
  Optional<JournalEntry> find(JournalKey key);

  /**
   * Every entry with this number of this account and sub-merchant, whatever its operation, the
   * oldest first.
   */
  List<JournalEntry> findByNumber(String account, String subMerchant, String number);

  /**
   * Takes entries whose {@code nextQuestionAt} is {@code now} or earlier and which nobody else
   * holds, the longest due first, and holds them for one sweep: no other call of this method gets
   * them before {@code until}, or before they are replaced. Their versions do not change.
   *
   * @param accounts the accounts whose entries the caller can ask about
   * @param now the caller's clock
   * @param until when the hold ends by itself, so that the work of a sweep that died is taken over
   * @param most how many at most, at least 1
   */
  List<JournalEntry> lease(Collection<String> accounts, Instant now, Instant until, int most);

  /**
   * The earliest {@code nextQuestionAt} of all entries of these accounts; empty if none is to be
   * asked about.
   */
  Optional<Instant> nextQuestionAt(Collection<String> accounts);

  /**
   * Forgets entries in phase DONE or NOTHING_HAPPENED whose {@code placedAt} is earlier.
   *
   * @return how many were forgotten
   */
  int forgetEndedBefore(Instant placedAt);

  /** A journal in memory, for tests and trials: it does not survive the process. */
  static Journal inMemory() {
    return new MemoryJournal();
  }

  /**
   * What {@link #begin} found.
   *
   * @param entry the entry that stands
   * @param fresh whether it is the one that was to be written
   */
  record Begun(JournalEntry entry, boolean fresh) {}
}
