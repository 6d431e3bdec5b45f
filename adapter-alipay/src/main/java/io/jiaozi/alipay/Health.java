package io.jiaozi.alipay;

import io.jiaozi.payment.PaymentReference;
import io.jiaozi.spi.AdapterContext;
import io.jiaozi.spi.HealthFact;
import io.jiaozi.support.http.ChannelHttp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * What is known of the account's health: what its settings told when it opened, certificates of
 * Alipay that replaced the configured one since, and the clock of the last answer. Safe for use by
 * many threads.
 *
 * @param atOpening what does not change
 * @param http the way whose answers tell the time
 */
record Health(
    List<HealthFact> atOpening, AlipayKeys keys, ChannelHttp http, AdapterContext context) {

  private static final HexFormat DIGITS = HexFormat.of().withUpperCase();

  List<HealthFact> facts() {
    List<HealthFact> facts = new ArrayList<>(atOpening);
    List<AlipayKeys.Key> all = keys.all();
    for (AlipayKeys.Key later : all.subList(1, all.size())) {
      facts.add(
          new HealthFact.Certificate(
              Settings.ALIPAY_CERTIFICATE,
              "the certificate of Alipay that replaced it, " + later.sn() + ",",
              later.from(),
              later.until(),
              "Its successor is fetched when a reply names it; download the file anew before the next start."));
    }
    Duration ahead = http.clockAhead();
    if (ahead != null) {
      facts.add(new HealthFact.ChannelClock(ahead));
    }
    return facts;
  }

  /** A number nobody can have given, new each time. */
  PaymentReference unknownPayment() {
    return Locator.trade("NOBODYS" + DIGITS.formatHex(context.randomBytes(8)));
  }
}
