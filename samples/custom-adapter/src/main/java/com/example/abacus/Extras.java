package com.example.abacus;

import io.jiaozi.error.Problem;
import io.jiaozi.payment.ChannelExtras;
import io.jiaozi.support.json.JsonBody;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Fields of Abacus Pay's own that a request may carry beside the common ones: texts all. */
final class Extras {

  private static final Pattern PATH = Pattern.compile("[a-z_]{1,32}(?:\\.[a-z_]{1,32}){0,2}");

  static final Extras OF_PAYMENTS =
      new Extras(
          Set.of(
              "merchant",
              "number",
              "amount",
              "currency",
              "subject",
              "expires_at",
              "notify_url",
              "scene",
              "return_url"));
  static final Extras OF_REFUNDS =
      new Extras(Set.of("merchant", "number", "payment", "amount", "currency", "reason"));

  private final Set<String> ours;

  private Extras(Set<String> ours) {
    this.ours = ours;
  }

  /** Everything wrong with the extras of one request. */
  List<Problem> check(ChannelExtras extras) {
    List<Problem> problems = new ArrayList<>();
    Set<String> paths = extras.fields().keySet();
    for (String path : paths) {
      if (!PATH.matcher(path).matches()) {
        problems.add(
            new Problem("channelExtras", "holds a path that is not one, such as metadata.table."));
      } else if (ours.contains(path.split("\\.", -1)[0])) {
        problems.add(
            new Problem("channelExtras." + path, "is set by the adapter itself. Remove it."));
      } else if (paths.stream().anyMatch(other -> other.startsWith(path + "."))) {
        problems.add(
            new Problem("channelExtras." + path, "is given as a whole and in parts. Give one."));
      }
    }
    return problems;
  }

  /** Puts checked extras into a body. */
  void addTo(JsonBody body, ChannelExtras extras) {
    extras.fields().forEach(body::text);
  }
}
