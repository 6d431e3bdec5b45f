package io.jiaozi.tck;

import io.jiaozi.Capabilities;
import io.jiaozi.Capability;
import io.jiaozi.payment.Scene;
import java.util.Arrays;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What came of every rule, as Markdown. Has no times in it: equal runs make equal reports. */
final class Report {

  enum Result {
    HELD,
    NOT_APPLICABLE,
    FAILED
  }

  private record Entry(String rule, Map<String, Result> results, Set<String> reasons) {
    Entry(String rule) {
      this(rule, new LinkedHashMap<>(), new LinkedHashSet<>());
    }
  }

  private final Map<String, Map<String, Entry>> chapters = new LinkedHashMap<>();

  /** Every rule begins as one that was not tried. */
  void expect(Chapter chapter) {
    Map<String, Entry> entries =
        chapters.computeIfAbsent(chapter.title(), title -> new LinkedHashMap<>());
    chapter.cases().forEach(one -> entries.computeIfAbsent(one.id(), id -> new Entry(one.rule())));
  }

  synchronized void note(String chapter, Case one, Result result, String reason) {
    Entry entry =
        chapters.getOrDefault(chapter, Map.of()).getOrDefault(one.id(), new Entry(one.rule()));
    entry.results().put(one.detail(), result);
    if (result == Result.NOT_APPLICABLE) {
      entry.reasons().add(reason);
    }
  }

  /** Whether every rule was tried. */
  boolean isWhole() {
    return chapters.values().stream()
        .flatMap(entries -> entries.values().stream())
        .noneMatch(entry -> entry.results().isEmpty());
  }

  private long count(Result result) {
    return chapters.values().stream()
        .flatMap(entries -> entries.values().stream())
        .flatMap(entry -> entry.results().values().stream())
        .filter(result::equals)
        .count();
  }

  String markdown(String name, String channel, Capabilities capabilities) {
    StringBuilder page = new StringBuilder();
    page.append("# The contract of adapters: ").append(name).append("\n\n");
    page.append("Channel id `")
        .append(channel)
        .append("`. Written by the contract kit")
        .append(" (`jiaozi-adapter-tck`) when its suite ran; not edited by hand.\n\n");
    page.append("| | |\n|---|---|\n");
    page.append("| rules | ").append(rules()).append(" |\n");
    page.append("| cases held | ").append(count(Result.HELD)).append(" |\n");
    page.append("| cases failed | ").append(count(Result.FAILED)).append(" |\n");
    page.append("| cases not applicable | ")
        .append(count(Result.NOT_APPLICABLE))
        .append(", each with its reason below |\n\n");
    capabilities(page, capabilities);
    chapters.forEach((title, entries) -> chapter(page, title, entries));
    return page.toString();
  }

  private long rules() {
    return chapters.values().stream().mapToLong(Map::size).sum();
  }

  private static void capabilities(StringBuilder page, Capabilities can) {
    page.append("## What the account can do\n\n| | |\n|---|---|\n");
    page.append("| is paid in | ").append(scenes(can.pay())).append(" |\n");
    page.append("| holds money in | ").append(scenes(can.authorize())).append(" |\n");
    page.append("| can | ").append(words(can.all().stream().sorted().toList())).append(" |\n");
    page.append("| cannot | ")
        .append(
            words(
                Arrays.stream(Capability.values())
                    .filter(capability -> !can.has(capability))
                    .toList()))
        .append(" |\n");
    page.append("| takes | ")
        .append(
            can.currencies().stream()
                .map(Currency::getCurrencyCode)
                .sorted()
                .collect(Collectors.joining(", ")))
        .append(" |\n\n");
  }

  private static String scenes(Set<Scene.Kind> scenes) {
    return scenes.isEmpty() ? "nothing" : words(scenes.stream().sorted().toList());
  }

  private static String words(List<? extends Enum<?>> names) {
    return names.isEmpty()
        ? "nothing"
        : names.stream().map(Enum::name).collect(Collectors.joining(", "));
  }

  private static void chapter(StringBuilder page, String title, Map<String, Entry> entries) {
    page.append("## ")
        .append(title)
        .append("\n\n| Rule | What is asked | Result |\n|---|---|---|\n");
    entries.forEach(
        (id, entry) ->
            page.append("| ")
                .append(id)
                .append(" | ")
                .append(cell(entry.rule()))
                .append(" | ")
                .append(cell(result(entry)))
                .append(" |\n"));
    page.append('\n');
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("\n", " ");
  }

  private static String result(Entry entry) {
    Map<String, Result> results = entry.results();
    if (results.isEmpty()) {
      return "not tried";
    }
    long failed = results.values().stream().filter(Result.FAILED::equals).count();
    if (failed > 0) {
      return results.size() == 1
          ? "**failed**"
          : "**failed** in "
              + results.entrySet().stream()
                  .filter(one -> one.getValue() == Result.FAILED)
                  .map(Map.Entry::getKey)
                  .collect(Collectors.joining(", "));
    }
    long held = results.values().stream().filter(Result.HELD::equals).count();
    String reasons = String.join(" ", entry.reasons());
    if (held == 0) {
      return "not applicable: " + reasons;
    }
    return (results.size() == 1 ? "held" : "held in " + held + " of " + results.size() + " cases")
        + (entry.reasons().isEmpty() ? "" : "; not applicable in the others: " + reasons);
  }
}
