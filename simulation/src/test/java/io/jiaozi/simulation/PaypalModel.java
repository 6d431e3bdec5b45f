package io.jiaozi.simulation;

import io.jiaozi.money.Money;
import io.jiaozi.payment.NextAction;
import io.jiaozi.paypal.PaypalAdapterProvider;
import io.jiaozi.sandbox.channel.OutboundMessage;
import io.jiaozi.sandbox.paypal.PaypalOrder;
import io.jiaozi.sandbox.paypal.PaypalRefund;
import io.jiaozi.sandbox.paypal.PaypalSandbox;
import io.jiaozi.sandbox.paypal.Twist;
import io.jiaozi.spi.ChannelAdapterProvider;
import io.jiaozi.spi.Signer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

final class PaypalModel extends ChannelModel {

  PaypalModel(World world) {
    super(world);
  }

  private PaypalSandbox paypal() {
    return channels().paypal();
  }

  @Override
  String channel() {
    return "paypal";
  }

  @Override
  ChannelAdapterProvider provider() {
    return new PaypalAdapterProvider();
  }

  @Override
  void open() {
    paypal().webhookUrl(URI.create("http://127.0.0.1:8080/pay/notify/paypal"));
  }

  @Override
  List<Product> products() {
    return List.of(Product.PAGE, Product.PAGE, Product.HOLD);
  }

  @Override
  Map<String, Signer> signers(Map<String, String> settings) {
    return Map.of();
  }

  @Override
  void mood(Chance chance) {
    if (chance.percent(30)) {
      paypal().tokenLifetime(chance.seconds(60, 1_800));
    }
    if (chance.percent(20)) {
      paypal().nextRequestsInProgress(chance.between(1, 3));
    }
    paypal().orderCompletedEvents(chance.percent(50));
    if (chance.percent(15)) {
      world.later(
          chance.seconds(5, 600), World.Actor.OUTSIDE, "token", () -> paypal().revokeToken());
    }
  }

  @Override
  Money money(long minor) {
    return Money.ofMinor("USD", minor);
  }

  @Override
  String buyerCode(String number) {
    throw new UnsupportedOperationException("Nobody scans anything.");
  }

  @Override
  void nextAtTill(Typist typist) {
    throw new UnsupportedOperationException("There is no till.");
  }

  @Override
  void shown(String number, NextAction next) {
    // The browser goes to the channel's page; nothing there depends on it.
  }

  @Override
  void pay(String number) {
    paypal().approve(number);
  }

  @Override
  void decline(String number) {
    paypal().declineFunding(number);
  }

  @Override
  OutboundMessage told(String number) {
    return paypal().signedPaymentNotification(number);
  }

  @Override
  OutboundMessage forged(String number) {
    return paypal()
        .signedNotification(
            "PAYMENT.CAPTURE.COMPLETED",
            "capture",
            "{\"id\":\"0AB12345CD678901E\",\"status\":\"COMPLETED\",\"custom_id\":\""
                + number
                + "\",\"invoice_id\":\""
                + number
                + "\",\"amount\":{\"currency_code\":\"USD\",\"value\":\"8.10\"}}",
            Twist.OTHER_AUTHORITY);
  }

  @Override
  Books books(String number) {
    int payments = 0;
    long taken = 0;
    boolean held = false;
    boolean payable = false;
    Map<String, Long> refunds = sums();
    boolean[] twice = {false};
    for (PaypalOrder order : paypal().orders()) {
      boolean own = number.equals(order.number());
      if (own) {
        held |= order.authorizations().stream().anyMatch(hold -> hold.status().equals("CREATED"));
        payable |= Set.of("CREATED", "APPROVED", "PAYER_ACTION_REQUIRED").contains(order.status());
      }
      for (PaypalOrder.Taken capture : order.captures()) {
        boolean named = number.equals(capture.invoiceId()) || (own && capture.invoiceId() == null);
        if (named && !Set.of("DECLINED", "FAILED").contains(capture.status())) {
          payments++;
          taken += minor(capture.value());
          for (PaypalRefund refund : capture.refunds()) {
            if (!Set.of("FAILED", "CANCELLED").contains(refund.status())) {
              add(refunds, twice, String.valueOf(refund.invoiceId()), minor(refund.value()));
            }
          }
        }
      }
    }
    return new Books(payments, taken, held, payable, false, refunds, twice[0]);
  }

  private static long minor(java.math.BigDecimal value) {
    return value.movePointRight(2).longValueExact();
  }

  @Override
  Duration longestLife() {
    return Duration.ofHours(7);
  }
}
