package io.jiaozi;

import io.jiaozi.payment.RawReply;

/**
 * The escape hatch: any endpoint of the channel, with the account's signing, verification,
 * deadline, breakers and redaction, but without the common words. Safe for use by many threads.
 */
public interface ChannelCalls {

  /**
   * Sends one call and returns the verified reply, whatever its HTTP status says. What a status or
   * code means is yours to know.
   *
   * @throws io.jiaozi.error.InvalidRequestException if the account has no such calls, or the call
   *     touches what the adapter sets itself
   * @throws io.jiaozi.error.PaymentException as for every other call
   */
  RawReply send(ChannelCall call);
}
