package io.jiaozi.error;

import io.jiaozi.Operation;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Which call failed and what is known of it, as fields.
 *
 * @param account the account's name in the configuration
 * @param channel the channel's id
 * @param operation what was asked
 * @param number the merchant's number of the payment, refund, capture or void; null if the call has
 *     none
 * @param channelCode the channel's own code; null if it gave none
 * @param httpStatus status of the last reply; null if there was none
 * @param channelRequestId what the channel's support asks for; null if it gave none
 * @param attempts how many requests were tried, 0 if the guard let none through
 */
public record FailureContext(
    String account,
    String channel,
    Operation operation,
    @Nullable String number,
    @Nullable String channelCode,
    @Nullable Integer httpStatus,
    @Nullable String channelRequestId,
    int attempts) {

  /** Checks that nothing required is missing. */
  public FailureContext {
    Objects.requireNonNull(account, "account");
    Objects.requireNonNull(channel, "channel");
    Objects.requireNonNull(operation, "operation");
  }
}
