package io.jiaozi.internal.discovery;

import static java.util.stream.Collectors.joining;

import io.jiaozi.internal.report.Nearest;
import io.jiaozi.internal.report.SafeText;
import io.jiaozi.spi.ChannelAdapterProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Every adapter there is, by channel. Which one carries the money is never guessed: two that claim
 * one channel are an error of the accounts that use it, unless one was chosen by hand.
 */
public final class AdapterCatalog {

  private final SortedMap<String, List<Candidate>> chosen = new TreeMap<>();
  private final SortedMap<String, List<Candidate>> found = new TreeMap<>();
  private final List<Candidate> unknown = new ArrayList<>();

  private AdapterCatalog() {}

  /** Examines the providers chosen by hand and all that the class path has. */
  public static AdapterCatalog search(List<ChannelAdapterProvider> chosenByHand) {
    AdapterCatalog catalog = new AdapterCatalog();
    for (ChannelAdapterProvider provider : chosenByHand) {
      catalog.add(catalog.chosen, Candidate.examine(provider));
    }
    for (Candidate candidate : ProviderSearch.everywhere()) {
      catalog.add(catalog.found, candidate);
    }
    return catalog;
  }

  private void add(Map<String, List<Candidate>> byChannel, Candidate candidate) {
    String channel = candidate.channel();
    if (channel == null) {
      unknown.add(candidate);
    } else {
      byChannel.computeIfAbsent(channel, key -> new ArrayList<>()).add(candidate);
    }
  }

  /**
   * The adapter of a channel.
   *
   * @param problem takes the sentence that says why there is none
   * @return null if there is none, or more than one
   */
  public @Nullable Adapter find(@Nullable String channel, Consumer<String> problem) {
    if (channel == null || channel.isBlank()) {
      problem.accept("is missing. Name the channel of this account. Found: " + channels() + ".");
      return null;
    }
    List<Candidate> candidates =
        chosen.getOrDefault(channel, found.getOrDefault(channel, List.of()));
    if (candidates.isEmpty()) {
      problem.accept(notFound(channel));
      return null;
    }
    if (candidates.size() > 1) {
      problem.accept(ambiguous(channel, candidates));
      return null;
    }
    Candidate only = candidates.get(0);
    if (only.adapter() == null) {
      problem.accept(
          "The adapter for channel \""
              + channel
              + "\" cannot be used: "
              + only.origin()
              + ", "
              + Objects.requireNonNull(only.fault())
              + ".");
    }
    return only.adapter();
  }

  private String notFound(String channel) {
    String shown = SafeText.oneLine(channel);
    String heading = "No adapter for channel \"" + shown + "\". Found: " + channels() + ".";
    List<String> known = new ArrayList<>(chosen.keySet());
    known.addAll(found.keySet());
    String remedy = Nearest.hint(channel, known);
    if (remedy.isEmpty()) {
      remedy =
          Candidate.CHANNEL.matcher(channel).matches()
              ? missing(channel)
              : " A channel id is 1 to 32 lower-case letters and digits.";
    }
    return heading + remedy + unusable();
  }

  private static String missing(String channel) {
    return ProviderSearch.unregistered(channel)
        .map(
            place ->
                " Its class is in "
                    + place
                    + ", but META-INF/services does not name it: merge those files line by line"
                    + " where jars are merged into one.")
        .orElse(
            " Add the dependency jiaozi-adapter-"
                + channel
                + ", or check META-INF/services if jars were merged into one.");
  }

  private String unusable() {
    return unknown.isEmpty()
        ? ""
        : unknown.stream()
            .map(candidate -> candidate.origin() + ", " + candidate.fault())
            .collect(joining("; ", " Could not be used: ", "."));
  }

  private String ambiguous(String channel, List<Candidate> candidates) {
    return (candidates.size() == 2 ? "Two" : candidates.size())
        + " adapters claim channel \""
        + channel
        + "\": "
        + candidates.stream().map(Candidate::origin).collect(joining(" and "))
        + (chosen.containsKey(channel)
            ? ". Give GatewayConfig.Builder.provider one of them."
            : ". Remove one, or choose one with GatewayConfig.Builder.provider.");
  }

  private String channels() {
    TreeMap<String, List<Candidate>> all = new TreeMap<>(found);
    all.putAll(chosen);
    return all.isEmpty() ? "none" : String.join(", ", all.keySet());
  }
}
