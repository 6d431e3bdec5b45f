package io.jiaozi.benchmarks.kit;

import java.net.URI;

/** One of those who are compared: our SDK, the bare floor, or an official SDK in some set-up. */
public interface Side {

  /** One thing that is done over and over. */
  interface Work {
    /** Does it once, and throws if the answer is not the expected one. */
    void run() throws Exception;
  }

  /** The two calls of a round trip. Safe for use by many threads. */
  record Calls(Work create, Work query) {}

  /**
   * Opens a client.
   *
   * @param channel {@code wechat}, {@code alipay} or {@code paypal}
   * @param setUp what this side calls its ways to be set up
   */
  Calls calls(String channel, String setUp, URI counterpart, Material material);

  /** Makes what reads the channel's notification; called once, as a shop does at its start. */
  Work notification(String channel, String setUp, Material material);
}
