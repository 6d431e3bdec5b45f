package io.jiaozi.unionpay;

import io.jiaozi.payment.PaymentReference;
import io.jiaozi.spi.AdapterContext;
import io.jiaozi.spi.HealthFact;
import io.jiaozi.support.http.ChannelHttp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * What is known of the account's health: what its settings told when it opened, and the clock of
 * the last answer. Safe for use by many threads.
 *
 * @param atOpening what does not change
 * @param http the way whose answers tell the time
 */
record Health(List<HealthFact> atOpening, ChannelHttp http, AdapterContext context) {

  private static final HexFormat DIGITS = HexFormat.of().withUpperCase();

  List<HealthFact> facts() {
    List<HealthFact> facts = new ArrayList<>(atOpening);
    Duration ahead = http.clockAhead();
    if (ahead != null) {
      facts.add(new HealthFact.ChannelClock(ahead));
    }
    return facts;
  }

  /** A number nobody can have given, placed now: both name a transaction here. */
  PaymentReference unknownPayment() {
    return Pair.of("NOBODYS" + DIGITS.formatHex(context.randomBytes(8)), context.clock().instant())
        .payment();
  }
}
