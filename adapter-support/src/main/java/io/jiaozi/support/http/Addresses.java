package io.jiaozi.support.http;

import io.jiaozi.TimeSource;
import io.jiaozi.spi.UrlRule;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import okhttp3.HttpUrl;

/**
 * A channel's main address and perhaps a second one, and which of them to use now.
 *
 * <p>The second one is used after the main one could not be connected to, and only then: for a
 * while, after which one call tries the main one again. A request that may have been sent never
 * changes the choice. Safe for use by many threads.
 */
final class Addresses {

  /** How long the second address is preferred before the main one is tried again. */
  static final Duration REST = Duration.ofSeconds(30);

  private final List<HttpUrl> urls;
  private final TimeSource time;
  private boolean mainIsDown;
  private long tryMainAt;

  private Addresses(List<HttpUrl> urls, TimeSource time) {
    this.urls = urls;
    this.time = time;
  }

  static Addresses of(List<URI> baseUrls, TimeSource time) {
    if (baseUrls.isEmpty() || baseUrls.size() > 2) {
      throw new IllegalArgumentException(
          "A channel has one base URL, or a main and a second one, but "
              + baseUrls.size()
              + " were given.");
    }
    List<HttpUrl> urls = new ArrayList<>();
    for (URI uri : baseUrls) {
      Optional<String> problem = UrlRule.problemWithBase(uri);
      if (problem.isPresent()) {
        throw new IllegalArgumentException("Base URL " + shown(uri) + " " + problem.get());
      }
      HttpUrl url = HttpUrl.get(uri);
      if (url == null) {
        throw new IllegalArgumentException("Base URL " + shown(uri) + " is not an address.");
      }
      urls.add(url);
    }
    if (urls.size() == 2 && !urls.get(0).scheme().equals(urls.get(1).scheme())) {
      throw new IllegalArgumentException(
          "The second base URL is not of the same kind as the main one: both are https, or both are on this machine.");
    }
    return new Addresses(List.copyOf(urls), time);
  }

  /** The address without what may hide in user name, query or fragment. */
  private static String shown(URI uri) {
    return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
  }

  boolean https() {
    return urls.get(0).isHttps();
  }

  /** Whether a URL leads to one of these servers. */
  boolean contain(HttpUrl url) {
    return urls.stream().anyMatch(base -> sameOrigin(base, url));
  }

  /**
   * The address to use now. If the rest of the main one is over, this caller is the one to try it.
   */
  synchronized HttpUrl current() {
    if (!mainIsDown) {
      return urls.get(0);
    }
    if (time.nanos() - tryMainAt < 0) {
      return urls.get(1);
    }
    tryMainAt = time.nanos() + REST.toNanos();
    return urls.get(0);
  }

  synchronized void connected(HttpUrl used) {
    if (sameOrigin(urls.get(0), used)) {
      mainIsDown = false;
    }
  }

  /** Remembers that nothing could be sent to an address. */
  synchronized void notConnected(HttpUrl used) {
    if (urls.size() == 1) {
      return;
    }
    // If the second one is out of reach as well, the main one is as good a guess again.
    mainIsDown = sameOrigin(urls.get(0), used);
    tryMainAt = time.nanos() + REST.toNanos();
  }

  private static boolean sameOrigin(HttpUrl one, HttpUrl other) {
    return one.scheme().equals(other.scheme())
        && one.host().equals(other.host())
        && one.port() == other.port();
  }
}
