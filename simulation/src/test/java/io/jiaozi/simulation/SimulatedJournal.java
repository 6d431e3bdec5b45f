package io.jiaozi.simulation;

import io.jiaozi.journal.Journal;
import io.jiaozi.journal.JournalEntry;
import io.jiaozi.journal.JournalKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The journal's database: it outlives the process, the process may die before and after each of its
 * writes, and now and then it is slow or cannot be written.
 */
final class SimulatedJournal implements Journal {

  /** Each of a hundred writes fails with this chance, until the network has healed. */
  private static final int FAILING_PERCENT = 3;

  /** And so many of a hundred take their time, in which everybody else acts. */
  private static final int SLOW_PERCENT = 8;

  private final World world;
  private final Court court;
  private final Chance chance;
  private final boolean forgetful;
  private final Journal disk = Journal.inMemory();
  private final List<JournalKey> keys = new ArrayList<>();
  private boolean sound;

  /**
   * @param forgetful a mutant: outcomes are not kept
   */
  SimulatedJournal(World world, Court court, Chance chance, boolean calm, boolean forgetful) {
    this.world = world;
    this.court = court;
    this.chance = chance;
    this.sound = calm;
    this.forgetful = forgetful;
  }

  void heals() {
    sound = true;
  }

  /** Everything that was ever begun. */
  List<JournalEntry> entries() {
    return keys.stream().map(disk::find).flatMap(Optional::stream).toList();
  }

  /** Lets everything come due: the longest hold of a sweep is over too. */
  Optional<Instant> lastQuestionAt() {
    return entries().stream()
        .map(JournalEntry::nextQuestionAt)
        .filter(at -> at != null)
        .max(Instant::compareTo)
        .map(at -> at.plus(Duration.ofMinutes(3)));
  }

  private void mayFail(String what) {
    if (!sound && chance.percent(SLOW_PERCENT)) {
      Duration slowness = chance.millis(50, 1_500);
      court.waitedForTheStore(slowness);
      world.pass(slowness);
    }
    if (!sound && chance.percent(FAILING_PERCENT)) {
      world.say("the journal fails to " + what);
      throw new IllegalStateException("the database is not there");
    }
  }

  @Override
  public Begun begin(JournalEntry intent) {
    world.boundary("before the intent " + intent.key().operation());
    mayFail("begin");
    Begun begun = disk.begin(intent);
    if (begun.fresh()) {
      keys.add(intent.key());
    }
    world.boundary("after the intent " + intent.key().operation());
    return begun;
  }

  @Override
  public boolean replace(JournalEntry next) {
    world.boundary("before the outcome " + next.phase());
    mayFail("replace");
    boolean replaced = forgetful || disk.replace(next);
    world.boundary("after the outcome " + next.phase());
    return replaced;
  }

  @Override
  public Optional<JournalEntry> find(JournalKey key) {
    return disk.find(key);
  }

  @Override
  public List<JournalEntry> findByNumber(String account, String subMerchant, String number) {
    return disk.findByNumber(account, subMerchant, number);
  }

  @Override
  public List<JournalEntry> lease(
      Collection<String> accounts, Instant now, Instant until, int most) {
    return disk.lease(accounts, now, until, most);
  }

  @Override
  public Optional<Instant> nextQuestionAt(Collection<String> accounts) {
    return disk.nextQuestionAt(accounts);
  }

  @Override
  public int forgetEndedBefore(Instant placedAt) {
    return disk.forgetEndedBefore(placedAt);
  }
}
