package io.jiaozi.spring;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a sandbox adds to the accounts. Explicit settings win. */
interface SandboxAccounts {

  /** The same accounts, with what they lack to call the sandbox. */
  BoundSettings complete(BoundSettings settings, Set<String> channels);

  /**
   * Fills in what an account lacks: from the sandbox's account of the same name, or of the same
   * channel. A channel that no account uses gets the sandbox's account that is named like it; the
   * sandbox's others, such as {@code alipay-cert}, are for accounts of that name.
   *
   * @param bound accounts as configured
   * @param offered the sandbox's accounts
   * @param channels those that there are adapters for
   * @param notificationUrls where each account is to be notified; null where nothing listens
   */
  static Map<String, Map<String, String>> merge(
      Map<String, Map<String, String>> bound,
      Map<String, Map<String, String>> offered,
      Set<String> channels,
      NotificationUrls notificationUrls) {
    Map<String, Map<String, String>> merged = new LinkedHashMap<>();
    bound.forEach(
        (name, own) -> {
          Map<String, String> extra = offered.get(name);
          if (extra == null && !own.containsKey("base-url")) {
            extra = offered.get(own.getOrDefault("channel", "").strip());
          }
          merged.put(name, extra == null ? own : filled(name, own, extra, notificationUrls));
        });
    offered.forEach(
        (name, extra) -> {
          String channel = extra.getOrDefault("channel", "");
          boolean used =
              bound.values().stream()
                  .anyMatch(own -> own.getOrDefault("channel", "").strip().equals(channel));
          if (!used
              && name.equals(channel)
              && !merged.containsKey(name)
              && channels.contains(channel)) {
            merged.put(name, filled(name, Map.of(), extra, notificationUrls));
          }
        });
    return merged;
  }

  private static Map<String, String> filled(
      String name,
      Map<String, String> own,
      Map<String, String> extra,
      NotificationUrls notificationUrls) {
    Map<String, String> all = new LinkedHashMap<>(extra);
    all.remove("notification-url");
    all.putAll(own);
    if (!all.containsKey("notification-url")) {
      String url = notificationUrls.of(name);
      if (url != null) {
        all.put("notification-url", url);
      }
    }
    return all;
  }

  /** Where accounts are notified. */
  @FunctionalInterface
  interface NotificationUrls {
    /** The URL of one account, or null if nothing listens. */
    @Nullable String of(String account);
  }
}
