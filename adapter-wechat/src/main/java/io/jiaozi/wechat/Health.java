package io.jiaozi.wechat;

import io.jiaozi.health.Finding.About;
import io.jiaozi.health.Finding.Level;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.spi.AdapterContext;
import io.jiaozi.spi.HealthFact;
import io.jiaozi.support.http.ChannelHttp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * What is known of the account's health: what its settings told when it opened, the platform
 * certificates at hand now, and the clock of the last answer. Safe for use by many threads.
 *
 * @param atOpening what does not change
 * @param http the way whose answers tell the time
 */
record Health(List<HealthFact> atOpening, KeyRing keys, ChannelHttp http, AdapterContext context) {

  private static final HexFormat DIGITS = HexFormat.of().withUpperCase();

  List<HealthFact> facts() {
    List<HealthFact> facts = new ArrayList<>(atOpening);
    List<HealthFact> certificates = keys.current().facts(context.clock().instant());
    facts.addAll(certificates);
    if (keys.downloads() && certificates.isEmpty()) {
      facts.add(
          new HealthFact.Remark(
              Level.NOT_CHECKED,
              About.CERTIFICATE,
              Settings.PLATFORM_CERTIFICATES,
              "are fetched from WeChat Pay with the first call; none is at hand yet."));
    }
    Duration ahead = http.clockAhead();
    if (ahead != null) {
      facts.add(new HealthFact.ChannelClock(ahead));
    }
    return facts;
  }

  /** A number nobody can have given: 24 characters, new each time. */
  PaymentReference unknownPayment() {
    return PaymentReference.ofNumber("NOBODYS" + DIGITS.formatHex(context.randomBytes(8)));
  }
}
