package io.jiaozi.internal.discovery;

import io.jiaozi.internal.report.SafeText;
import io.jiaozi.spi.ChannelAdapterProvider;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks {@link ServiceLoader} for providers, first through the thread's context class loader, then
 * through our own. Goes on after every error, so that one broken jar hides no other.
 */
final class ProviderSearch {

  /** A class loader whose very list of files fails answers every question with an error. */
  private static final int MOST_ERRORS = 100;

  private static final String PREFIX = ChannelAdapterProvider.class.getName() + ": ";

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
      } catch (ServiceConfigurationError | LinkageError thrown) {
        errors++;
        broken("an entry of META-INF/services", "which failed: " + reason(thrown));
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
    } catch (ServiceConfigurationError | LinkageError thrown) {
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
