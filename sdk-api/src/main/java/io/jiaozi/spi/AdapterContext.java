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

  /**
   * Fetches what a channel demands before it takes a call, such as an access token, behind a
   * breaker of its own: messages that name unknown keys must not be able to stop payments.
   *
   * @throws ChannelFailure.Rejected if the channel refuses access, as thrown by the fetch
   * @throws ChannelFailure.NotSent in every other case, however the fetch failed, and while the
   *     breaker is open: access comes before the call, so the call itself was not sent
   */
  default <T> T fetchAccess(Supplier<? extends T> fetch) {
    try {
      return fetch.get();
    } catch (ChannelFailure.Rejected | ChannelFailure.NotSent told) {
      throw told;
    } catch (ChannelFailure failed) {
      throw new ChannelFailure.NotSent(
          "was not asked, because it gave no access: it " + failed.getMessage(), failed);
    }
  }
}
