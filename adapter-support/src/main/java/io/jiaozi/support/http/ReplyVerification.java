package io.jiaozi.support.http;

import io.jiaozi.spi.ChannelFailure;

/**
 * Decides whether a reply is the channel's. Called once for each reply, whatever its status, before
 * the adapter sees it; decides itself which statuses must carry a signature. Safe for use by many
 * threads.
 */
@FunctionalInterface
public interface ReplyVerification {

  /**
   * Returns if the reply may be believed.
   *
   * @throws ChannelFailure.OutcomeUnknown with {@code UNTRUSTED_REPLY} if it may not
   */
  void verify(Reply reply);
}
