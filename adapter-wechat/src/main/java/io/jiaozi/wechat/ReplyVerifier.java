package io.jiaozi.wechat;

import io.jiaozi.error.OpenOutcome;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.support.http.Reply;
import io.jiaozi.support.http.ReplyVerification;

/**
 * Lets a reply that tells of success pass only if it is proved to be WeChat Pay's. Error replies
 * are not signed by rule, so they pass unproved: they may decide whether to repeat or to ask, never
 * that money has moved. Source: protocol sheet, section 3.1.
 */
final class ReplyVerifier implements ReplyVerification {

  private final MessageVerifier messages;

  ReplyVerifier(MessageVerifier messages) {
    this.messages = messages;
  }

  @Override
  public void verify(Reply reply) {
    if (!isSuccess(reply)) {
      return;
    }
    try {
      messages.verify(reply::header, reply.body());
    } catch (ChannelFailure.Untrusted unproved) {
      throw new ChannelFailure.OutcomeUnknown(
          OpenOutcome.Cause.UNTRUSTED_REPLY,
          "answered " + reply.status() + " with a message that " + unproved.getMessage(),
          null,
          reply.status(),
          RequestIds.of(reply),
          null,
          unproved);
    }
  }

  static boolean isSuccess(Reply reply) {
    return reply.status() >= 200 && reply.status() < 300;
  }
}
