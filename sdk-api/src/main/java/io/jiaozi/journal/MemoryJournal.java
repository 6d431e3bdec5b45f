package io.jiaozi.journal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keeps entries as long as the process lives. */
final class MemoryJournal implements Journal {

  private record Row(JournalEntry entry, @Nullable Instant heldUntil) {
    boolean isDue(Instant now) {
      Instant at = entry.nextQuestionAt();
      return at != null && !at.isAfter(now) && (heldUntil == null || !heldUntil.isAfter(now));
    }
  }

  private final Map<JournalKey, Row> rows = new LinkedHashMap<>();

  @Override
  public synchronized Begun begin(JournalEntry intent) {
    Row known = rows.get(intent.key());
    if (known != null) {
      return new Begun(known.entry(), false);
    }
    JournalEntry written = intent.version(1);
    rows.put(intent.key(), new Row(written, null));
    return new Begun(written, true);
  }

  @Override
  public synchronized boolean replace(JournalEntry next) {
    Row known = rows.get(next.key());
    if (known == null || known.entry().version() != next.version()) {
      return false;
    }
    rows.put(next.key(), new Row(next.version(next.version() + 1), null));
    return true;
  }

  @Override
  public synchronized Optional<JournalEntry> find(JournalKey key) {
    return Optional.ofNullable(rows.get(key)).map(Row::entry);
  }

  @Override
  public synchronized List<JournalEntry> findByNumber(
      String account, String subMerchant, String number) {
    return rows.values().stream()
        .map(Row::entry)
        .filter(
            entry ->
                entry.key().account().equals(account)
                    && entry.key().subMerchant().equals(subMerchant)
                    && entry.key().number().equals(number))
        .toList();
  }

  @Override
  public synchronized List<JournalEntry> lease(
      Collection<String> accounts, Instant now, Instant until, int most) {
    List<JournalEntry> due =
        new ArrayList<>(
            rows.values().stream()
                .filter(row -> accounts.contains(row.entry().key().account()))
                .filter(row -> row.isDue(now))
                .map(Row::entry)
                .toList());
    due.sort(Comparator.comparing(entry -> Objects.requireNonNull(entry.nextQuestionAt())));
    List<JournalEntry> taken = due.subList(0, Math.min(most, due.size()));
    taken.forEach(entry -> rows.put(entry.key(), new Row(entry, until)));
    return List.copyOf(taken);
  }

  @Override
  public synchronized Optional<Instant> nextQuestionAt(Collection<String> accounts) {
    return rows.values().stream()
        .filter(row -> accounts.contains(row.entry().key().account()))
        .map(row -> row.entry().nextQuestionAt())
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder());
  }

  @Override
  public synchronized int forgetEndedBefore(Instant placedAt) {
    int before = rows.size();
    rows.values()
        .removeIf(
            row ->
                (row.entry().phase() == JournalEntry.Phase.DONE
                        || row.entry().phase() == JournalEntry.Phase.NOTHING_HAPPENED)
                    && row.entry().placedAt().isBefore(placedAt));
    return before - rows.size();
  }
}
