package io.jiaozi.sandbox.unionpay;

import io.jiaozi.sandbox.SandboxClock;
import io.jiaozi.sandbox.unionpay.Transaction.Draft;
import io.jiaozi.sandbox.unionpay.Transaction.Entrance;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The rules that every request which makes a transaction has to keep; sheet 4.2. */
final class Placing {
  /** The sheet knows that a stale time is refused, not from when on: this is an assumption. */
  static final Duration TOLERANCE = Duration.ofMinutes(10);

  private static final Pattern CHANNEL = Pattern.compile("0[78]");
  private static final Pattern PRODUCT = Pattern.compile("[0-9]{6}");

  private final Ledger ledger;
  private final SandboxClock clock;

  Placing(Ledger ledger, SandboxClock clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  /**
   * Checks a request and makes a draft of it.
   *
   * @param returnsToShop whether {@code frontUrl} is needed
   * @param origin what is refunded, completed or undone; null when there is none
   */
  Draft draft(
      Account account,
      Form form,
      Kind kind,
      Entrance entrance,
      boolean returnsToShop,
      @Nullable Transaction origin) {
    Fields fields = new Fields(form);
    requireFresh(account, fields);
    fields.require("accessType", "0");
    fields.require("channelType", CHANNEL);
    fields.require("bizType", PRODUCT);
    long amount = fields.amount();
    boolean mayLackCurrency = kind == Kind.REFUND || kind == Kind.PURCHASE_UNDO;
    if (!mayLackCurrency || fields.has("currencyCode")) {
      fields.require("currencyCode", "156");
    }
    fields.requireLength("reqReserved", 1024);
    URI backUrl = fields.url("backUrl");
    URI frontUrl = returnsToShop ? fields.url("frontUrl") : null;
    Instant deadline = kind.needsBuyer() ? fields.optionalTime("payTimeout") : null;
    if (deadline != null && !clock.instant().isBefore(deadline)) {
      throw Refusal.of("42");
    }
    return new Draft(
        account, form.fields(), kind, entrance, amount, backUrl, frontUrl, deadline, origin);
  }

  /** A pair that is known already is a repeat, however old it is; a new one must be of now. */
  private void requireFresh(Account account, Fields fields) {
    String orderId = fields.require("orderId", Fields.ORDER_ID);
    Instant time = fields.time("txnTime");
    if (ledger.knows(
        new Transaction.Key(account.merchantId(), orderId, BeijingTime.format(time)))) {
      throw Refusal.of("12");
    }
    if (Duration.between(time, clock.instant()).abs().compareTo(TOLERANCE) > 0) {
      throw Refusal.invalid("txnTime");
    }
  }
}
