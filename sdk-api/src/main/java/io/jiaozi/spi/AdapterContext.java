package io.jiaozi.spi;

import java.time.Clock;
import java.util.function.Supplier;

/** What the gateway lends to an adapter for its whole life. Safe for use by many threads. */
public interface AdapterContext {

  /** The wall clock; read it for every freshness check and every time told to the channel. */
  Clock clock();

  /**
   * Unpredictable bytes for nonces.
   *
   * @param count 1 to 1024
   */
  byte[] randomBytes(int count);

  /**
   * Something all adapters of the gateway share, such as the HTTP client. Made once, on first use,
   * closed by the gateway.
   *
   * @param type names the thing; one per type
   * @param maker makes it if nobody has
   */
  <T extends AutoCloseable> T shared(Class<T> type, Supplier<? extends T> maker);

  /**
   * Fetches verification keys behind a breaker of their own, so that a dead key server neither
   * blocks payments nor is asked again and again.
   *
   * @throws ChannelFailure whatever the download throws, except that {@link
   *     ChannelFailure.NotSent}, and a breaker that is open, become {@link
   *     ChannelFailure.OutcomeUnknown}: keys verify an answer, so the call itself was sent
   */
  <T> T fetchKeys(Supplier<? extends T> download);
}
