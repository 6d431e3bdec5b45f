package com.example.abacus;

import io.jiaozi.error.OpenOutcome;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.support.http.Reply;
import io.jiaozi.support.http.ReplyVerification;

/**
 * Lets a reply pass only if it is proved to be Abacus Pay's. It signs every reply it makes, errors
 * included; what a proxy or a failing server says, it cannot sign, so a 5xx passes unproved and
 * never decides more than that the outcome is open.
 */
final class ReplyVerifier implements ReplyVerification {

  private final MessageVerifier messages;

  ReplyVerifier(MessageVerifier messages) {
    this.messages = messages;
  }

  @Override
  public void verify(Reply reply) {
    if (reply.status() >= 500) {
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
          Replies.requestId(reply),
          null,
          unproved);
    }
  }
}
