package io.jiaozi.spring;

import io.jiaozi.spi.ChannelAdapterProvider;
import io.jiaozi.spi.SettingSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Brings what a binder collected back to the names that adapters declare: {@code privateKey},
 * {@code PRIVATE_KEY} and {@code private-key} are one setting. What no adapter declares passes
 * through, so that the gateway names it.
 */
final class Names {

  private static final Pattern LIST_ITEM = Pattern.compile("(.+?)(?:\\[[0-9]+]|\\.[0-9]+)");

  private final Map<String, Map<String, String>> settingsByChannel = new HashMap<>();

  private Names() {}

  /** The settings of these adapters. */
  static Names of(Iterable<ChannelAdapterProvider> providers) {
    Names names = new Names();
    for (ChannelAdapterProvider provider : providers) {
      Map<String, String> settings = new HashMap<>();
      for (SettingSpec spec : provider.settings()) {
        settings.put(uniform(spec.name()), spec.name());
      }
      names.settingsByChannel.put(provider.channel(), settings);
    }
    return names;
  }

  /** Every adapter on the class path that can be loaded; the gateway says why others cannot. */
  static List<ChannelAdapterProvider> onClassPath() {
    List<ChannelAdapterProvider> found = new ArrayList<>();
    var providers = ServiceLoader.load(ChannelAdapterProvider.class).iterator();
    while (true) {
      try {
        if (!providers.hasNext()) {
          return found;
        }
        ChannelAdapterProvider provider = providers.next();
        provider.settings();
        found.add(provider);
      } catch (java.util.ServiceConfigurationError | RuntimeException | LinkageError broken) {
        // Named by the gateway when it opens, with the jar and the remedy.
      }
    }
  }

  /** The ids of the channels. */
  Set<String> channels() {
    return Set.copyOf(settingsByChannel.keySet());
  }

  /**
   * One account with its settings as their adapter names them. Of two spellings of one setting the
   * first stays, because binders put what outranks first; the items of a list are joined with
   * commas.
   */
  Map<String, String> account(Map<String, String> bound) {
    Map<String, String> known = new HashMap<>();
    known.put("channel", "channel");
    known.put(uniform("notification-url"), "notification-url");
    bound.forEach(
        (name, value) -> {
          if (uniform(name).equals("channel")) {
            known.putAll(settingsByChannel.getOrDefault(value.strip(), Map.of()));
          }
        });
    return Names.canonical(bound, known);
  }

  /** The same for any names. */
  static Map<String, String> canonical(Map<String, String> bound, Map<String, String> known) {
    Map<String, String> whole = new java.util.LinkedHashMap<>();
    Map<String, List<String>> lists = new java.util.LinkedHashMap<>();
    bound.forEach(
        (name, value) -> {
          Matcher item = LIST_ITEM.matcher(name);
          if (item.matches()) {
            String list = item.group(1);
            lists
                .computeIfAbsent(known.getOrDefault(uniform(list), list), any -> new ArrayList<>())
                .add(value);
          } else {
            whole.putIfAbsent(known.getOrDefault(uniform(name), name), value);
          }
        });
    lists.forEach((name, items) -> whole.putIfAbsent(name, String.join(",", items)));
    return whole;
  }

  /** The longer of two spellings. */
  static String longer(String one, String other) {
    return other.length() > one.length() ? other : one;
  }

  /** Letters and digits alone, in lower case. */
  static String uniform(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[-_.]", "");
  }
}
