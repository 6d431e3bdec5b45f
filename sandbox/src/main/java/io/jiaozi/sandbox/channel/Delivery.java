package io.jiaozi.sandbox.channel;

import java.net.URI;
import java.time.Instant;

/**
 * One delivery of a notification and what came back.
 *
 * @param noticeId the same for every delivery of one fact
 * @param channel the channel's name
 * @param kind the channel's word for what happened
 * @param subject the merchant's number of the order or refund
 * @param attempt 1 for the first delivery of this fact
 * @param at when it was sent, in the sandbox's time
 * @param target where it was sent
 * @param outcome what became of it
 * @param status the merchant's HTTP status, 0 when there was none
 * @param answer the beginning of the merchant's answer, or why there was none
 */
public record Delivery(
    String noticeId,
    String channel,
    String kind,
    String subject,
    int attempt,
    Instant at,
    URI target,
    Outcome outcome,
    int status,
    String answer) {

  /** What became of a delivery. */
  public enum Outcome {
    /** The merchant took it; it is not sent again. */
    ACKNOWLEDGED,
    /** The merchant answered something else; it is sent again. */
    NOT_ACKNOWLEDGED,
    /** Nobody answered in time; it is sent again. */
    NO_ANSWER,
    /** The address is not on this machine; nothing was sent and nothing will be. */
    FOREIGN_ADDRESS,
    /** Lost on purpose: {@link Outbox.Mishap#DROPPED}. Nothing was sent and nothing will be. */
    DROPPED
  }
}
