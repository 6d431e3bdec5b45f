package io.jiaozi.survival;

import io.jiaozi.journal.Journal;
import io.jiaozi.journal.JournalEntry;
import io.jiaozi.journal.JournalKey;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** A journal at which the process stands still, to be killed. */
final class StoppingJournal implements Journal {

  private final Journal inner;
  private final KillPoint point;

  StoppingJournal(Journal inner, KillPoint point) {
    this.inner = inner;
    this.point = point;
  }

  private void standStillAt(KillPoint here) {
    if (here == point) {
      Lines.say("AT " + here);
      try {
        new CountDownLatch(1).await();
      } catch (InterruptedException interrupted) {
        throw new IllegalStateException(interrupted);
      }
    }
  }

  @Override
  public Begun begin(JournalEntry intent) {
    Begun begun = inner.begin(intent);
    standStillAt(KillPoint.INTENT_WRITTEN);
    return begun;
  }

  @Override
  public boolean replace(JournalEntry next) {
    standStillAt(KillPoint.ANSWERED);
    boolean replaced = inner.replace(next);
    standStillAt(KillPoint.OUTCOME_WRITTEN);
    return replaced;
  }

  @Override
  public Optional<JournalEntry> find(JournalKey key) {
    return inner.find(key);
  }

  @Override
  public List<JournalEntry> findByNumber(String account, String subMerchant, String number) {
    return inner.findByNumber(account, subMerchant, number);
  }

  @Override
  public List<JournalEntry> lease(
      Collection<String> accounts, Instant now, Instant until, int most) {
    return inner.lease(accounts, now, until, most);
  }

  @Override
  public Optional<Instant> nextQuestionAt(Collection<String> accounts) {
    return inner.nextQuestionAt(accounts);
  }

  @Override
  public int forgetEndedBefore(Instant placedAt) {
    return inner.forgetEndedBefore(placedAt);
  }
}
