package io.jiaozi.sandbox.channel;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/** One fact a channel tells a merchant, delivered again and again until it is acknowledged. */
public interface Notice {

  /** Unique, the same for every delivery of this fact. */
  String id();

  String channel();

  /** The channel's word for what happened, such as {@code TRANSACTION.SUCCESS}. */
  String kind();

  /** The merchant's number of the order or refund. */
  String subject();

  URI target();

  /**
   * The waits between deliveries, in the sandbox's time. After the last wait comes one more
   * delivery and then none.
   */
  List<Duration> gaps();

  /**
   * Builds and signs the message anew.
   *
   * @param attempt 1 for the first delivery
   */
  OutboundMessage message(int attempt);

  /** Whether this answer of the merchant ends the deliveries. */
  boolean acknowledged(int status, byte[] body);
}
