package io.jiaozi.internal.config;

import io.jiaozi.spi.SettingSpec;
import io.jiaozi.spi.SettingSpec.Kind;
import io.jiaozi.spi.UrlRule;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Checks the URLs of one account: first its base, then the others in the light of it. */
final class UrlChecks {

  static final String BASE_URL = "base-url";

  /** Stands for the adapter's own default, which is the channel's real host. */
  static final URI REAL_HOST = URI.create("https://channel.invalid");

  private final Map<String, SettingSpec> specs;
  private final Map<String, String> values;
  private final BiConsumer<String, String> problem;

  /**
   * Checks what the specs declare as URLs.
   *
   * @param problem takes setting and sentence; no sentence repeats the URL, it may hold a password
   */
  UrlChecks(
      Map<String, SettingSpec> specs,
      Map<String, String> values,
      BiConsumer<String, String> problem) {
    this.specs = specs;
    this.values = values;
    this.problem = problem;
  }

  /** The address the account calls. Checks it on the way. */
  URI base() {
    SettingSpec spec = specs.get(BASE_URL);
    String value = values.get(BASE_URL);
    if (spec == null || !isUrl(spec) || value == null || value.isBlank()) {
      return REAL_HOST;
    }
    List<URI> urls = parse(spec, value);
    for (URI url : urls) {
      UrlRule.problemWithBase(url).ifPresent(sentence -> problem.accept(BASE_URL, sentence));
    }
    if (urls.stream().map(UrlRule::isLoopback).distinct().count() > 1) {
      problem.accept(
          BASE_URL, "mixes this machine with another host. Use either a sandbox or the channel.");
      return REAL_HOST;
    }
    return urls.isEmpty() ? REAL_HOST : urls.get(0);
  }

  /** Checks every other setting that is a URL the account calls. */
  void checkOthers(URI base) {
    for (SettingSpec spec : specs.values()) {
      String value = values.get(spec.name());
      if (isUrl(spec) && !spec.name().equals(BASE_URL) && value != null && !value.isBlank()) {
        for (URI url : parse(spec, value)) {
          UrlRule.problem(url, base)
              .or(() -> UrlRule.problemWithBase(url))
              .ifPresent(sentence -> problem.accept(spec.name(), sentence));
        }
      }
    }
  }

  /** The URL the channel notifies; null if it is wrong. */
  @Nullable URI notificationUrl(String setting, String value, URI base) {
    URI url = parse(setting, value.strip());
    if (url == null) {
      return null;
    }
    UrlRule.problemWithNotificationUrl(url, base)
        .ifPresent(sentence -> problem.accept(setting, sentence));
    return url;
  }

  private static boolean isUrl(SettingSpec spec) {
    return spec.kind() == Kind.URL || spec.kind() == Kind.URLS;
  }

  private List<URI> parse(SettingSpec spec, String value) {
    String[] parts = spec.kind() == Kind.URLS ? value.split(",", -1) : new String[] {value};
    if (parts.length > 2) {
      problem.accept(spec.name(), "holds more than two URLs. Give one or two.");
      return List.of();
    }
    List<URI> urls = new ArrayList<>();
    for (String part : parts) {
      URI url = parse(spec.name(), part.strip());
      if (url != null) {
        urls.add(url);
      }
    }
    return urls;
  }

  private @Nullable URI parse(String setting, String value) {
    try {
      return new URI(value);
    } catch (URISyntaxException notAUrl) {
      problem.accept(setting, "is not a URL. Write it in full, such as https://shop.example/pay.");
      return null;
    }
  }
}
