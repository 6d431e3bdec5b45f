package io.jiaozi.proving.stage;

import io.jiaozi.MerchantAccount;
import io.jiaozi.error.OutcomeUnknownException;
import io.jiaozi.error.PaymentException;
import io.jiaozi.error.UntrustedMessageException;
import io.jiaozi.error.UntrustedReason;
import io.jiaozi.notification.Notification;
import io.jiaozi.proving.message.WireMessage;
import java.util.Optional;

/**
 * What came of reading a message.
 *
 * @param believed what it tells, if it was believed
 * @param refused why not, if it was not
 */
public record Reading(Optional<Notification> believed, Optional<PaymentException> refused) {

  /** Hands a message to an account, as a shop does. */
  public static Reading of(MerchantAccount account, WireMessage message) {
    try {
      return new Reading(
          Optional.of(account.readNotification(message.inbound())), Optional.empty());
    } catch (PaymentException refused) {
      return new Reading(Optional.empty(), Optional.of(refused));
    }
  }

  /** The reason of a refusal that says that the message is not trusted. */
  public Optional<UntrustedReason> reason() {
    return refused
        .filter(UntrustedMessageException.class::isInstance)
        .map(UntrustedMessageException.class::cast)
        .map(UntrustedMessageException::reason);
  }

  /** Not believed for now only: what it is verified with cannot be had. */
  public boolean isRefusedForNow() {
    return refused.filter(OutcomeUnknownException.class::isInstance).isPresent();
  }

  /** In a word, without content. */
  @Override
  public String toString() {
    return believed.isPresent()
        ? "believed"
        : reason().map(Enum::name).orElse(refused.orElseThrow().getClass().getSimpleName());
  }
}
