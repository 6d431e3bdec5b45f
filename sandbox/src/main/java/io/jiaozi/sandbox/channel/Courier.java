package io.jiaozi.sandbox.channel;

import java.io.IOException;
import java.net.URI;

/** Carries one notification to the merchant and brings the answer back. */
@FunctionalInterface
public interface Courier {

  /**
   * Delivers once and waits for the answer.
   *
   * @throws IOException if nobody answered in time
   * @throws InterruptedException if the sandbox closes
   */
  Answer carry(URI target, OutboundMessage message) throws IOException, InterruptedException;

  /**
   * What the merchant answered.
   *
   * @param status the HTTP status
   * @param body the exact bytes; not copied
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Answer(int status, byte[] body) {}
}
