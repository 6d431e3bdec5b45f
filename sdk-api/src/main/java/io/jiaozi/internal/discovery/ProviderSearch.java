package io.jiaozi.internal.discovery;

import io.jiaozi.internal.report.SafeText;
import io.jiaozi.spi.ChannelAdapterProvider;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Asks {@link ServiceLoader} for providers, first through the thread's context class loader, then
 * through our own. Goes on after every error, so that one broken jar hides no other.
 */
final class ProviderSearch {

  /** A class loader whose very list of files fails answers every question with an error. */
  private static final int MOST_ERRORS = 100;

  private static final String PREFIX = ChannelAdapterProvider.class.getName() + ": ";

  private static final String SERVICES =
      "META-INF/services/" + ChannelAdapterProvider.class.getName();

  private final List<Candidate> candidates = new ArrayList<>();
  private final Set<Object> seen = new HashSet<>();
  private final Set<String> faultsSeen = new HashSet<>();

  private ProviderSearch() {}

  static List<Candidate> everywhere() {
    return through(
        Thread.currentThread().getContextClassLoader(), ProviderSearch.class.getClassLoader());
  }

  static List<Candidate> through(@Nullable ClassLoader first, @Nullable ClassLoader second) {
    ProviderSearch search = new ProviderSearch();
    if (first != null) {
      search.through(first);
    }
    if (second != null && second != first) {
      search.through(second);
    }
    return search.candidates;
  }

  private void through(ClassLoader loader) {
    Iterator<ServiceLoader.Provider<ChannelAdapterProvider>> providers =
        ServiceLoader.load(ChannelAdapterProvider.class, loader).stream().iterator();
    for (int errors = 0; errors < MOST_ERRORS; ) {
      try {
        if (!providers.hasNext()) {
          return;
        }
        take(providers.next());
      } catch (Error | RuntimeException thrown) {
        Faults.rethrowIfNotOurs(thrown);
        errors++;
        broken(
            "an entry of META-INF/services" + filesNaming(loader, thrown.getMessage()),
            "which failed: " + reason(thrown));
      }
    }
  }

  private void take(ServiceLoader.Provider<ChannelAdapterProvider> entry) {
    Class<? extends ChannelAdapterProvider> type = entry.type();
    if (!seen.add(identity(type))) {
      return;
    }
    ChannelAdapterProvider provider = instance(entry, type);
    if (provider != null) {
      candidates.add(Candidate.examine(provider));
    }
  }

  private @Nullable ChannelAdapterProvider instance(
      ServiceLoader.Provider<ChannelAdapterProvider> entry, Class<?> type) {
    try {
      return entry.get();
    } catch (Error | RuntimeException thrown) {
      Faults.rethrowIfNotOurs(thrown);
      Throwable cause = thrown.getCause() == null ? thrown : thrown.getCause();
      broken(CodePlace.describe(type), "whose constructor threw " + Faults.describe(cause));
      return null;
    }
  }

  /** One class in one jar is one provider, even if two class loaders show it. */
  private static Object identity(Class<?> type) {
    String place = CodePlace.of(type);
    return place.isEmpty() ? type : type.getName() + "|" + place;
  }

  private void broken(String origin, String fault) {
    if (faultsSeen.add(origin + fault)) {
      candidates.add(Candidate.broken(origin, fault));
    }
  }

  /** Where the class of an adapter of ours lies whose line in META-INF/services got lost. */
  static Optional<String> unregistered(String channel) {
    String path =
        "io/jiaozi/"
            + channel
            + "/"
            + channel.substring(0, 1).toUpperCase(Locale.ROOT)
            + channel.substring(1)
            + "AdapterProvider.class";
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    URL file = context == null ? null : context.getResource(path);
    if (file == null) {
      file = ClassLoader.getSystemResource(path);
    }
    return Optional.ofNullable(file).map(found -> CodePlace.holding(found, path));
  }

  /** ServiceLoader names the class and not the file: finds out which jars register it. */
  private static String filesNaming(ClassLoader loader, @Nullable String message) {
    if (message == null) {
      return "";
    }
    SortedSet<String> jars = new TreeSet<>();
    try {
      for (URL file : Collections.list(loader.getResources(SERVICES))) {
        if (linesOf(file).stream().anyMatch(line -> message.contains(" " + line + " "))) {
          jars.add(CodePlace.holding(file, SERVICES));
        }
      }
    } catch (IOException | RuntimeException unreadable) {
      // The entry is named all the same.
      return "";
    }
    return jars.isEmpty() ? "" : " in " + String.join(" and ", jars);
  }

  private static List<String> linesOf(URL file) throws IOException {
    URLConnection connection = file.openConnection();
    // Cached, the jar would stay open behind our back.
    connection.setUseCaches(false);
    try (InputStream in = connection.getInputStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.replaceAll("#.*", "").strip())
          .filter(line -> !line.isEmpty())
          .toList();
    }
  }

  /** The texts of ServiceLoader hold names of classes and files; they are the diagnosis. */
  private static String reason(Throwable thrown) {
    String message = thrown.getMessage();
    if (!(thrown instanceof ServiceConfigurationError) || message == null) {
      return Faults.describe(thrown);
    }
    return SafeText.oneLine(
        message.startsWith(PREFIX) ? message.substring(PREFIX.length()) : message);
  }
}
