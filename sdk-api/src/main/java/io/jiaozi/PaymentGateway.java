package io.jiaozi;

import io.jiaozi.event.GatewayEvent;
import io.jiaozi.health.Diagnosis;
import io.jiaozi.internal.Doctor;
import io.jiaozi.internal.GatewayOpener;
import io.jiaozi.journal.RecoveryReport;
import io.jiaozi.notification.MerchantHandler;
import java.time.Duration;
import java.util.Collection;

/**
 * The entry point: opens every configured account and guards every call.
 *
 * <p>Opening needs no network. Build one gateway for the life of the application and close it at
 * the end; closing releases connections and threads, and later calls fail. Safe for use by many
 * threads.
 */
public interface PaymentGateway extends AutoCloseable {

  /**
   * Opens every account of the configuration with the adapter found for its channel.
   *
   * @throws io.jiaozi.error.InvalidConfigurationException if anything is wrong with any account:
   *     every problem in one report. Nothing stays open then
   */
  static PaymentGateway open(GatewayConfig config) {
    return GatewayOpener.open(config);
  }

  /**
   * Says how every account of a configuration is, broken ones included, without opening a gateway
   * and without the network: everything {@link #open} would refuse, and what is legal but will stop
   * working or is hardly meant. Never throws for what is configured; nothing stays open.
   */
  static Diagnosis diagnose(GatewayConfig config) {
    return Doctor.examine(config);
  }

  /**
   * The same, and then asks the channel of every account that is in order one question that changes
   * nothing, as {@link MerchantAccount#probe} does, one account after the other.
   */
  static Diagnosis diagnoseLive(GatewayConfig config) {
    return Doctor.examineLive(config);
  }

  /**
   * Says how every account of this gateway is now: as {@link MerchantAccount#diagnose} of each, and
   * what belongs to none of them. No network.
   */
  Diagnosis diagnose();

  /**
   * One account by its name in the configuration.
   *
   * @throws IllegalArgumentException if there is none of that name; the message lists those there
   *     are
   */
  MerchantAccount account(String name);

  /** Every account, in the order of the configuration. */
  Collection<MerchantAccount> accounts();

  /**
   * Asks the channels about every entry of the journal that is due, whoever left it open, and tells
   * the merchant what it came to; an entry ends once the handler has returned. Bounded by what is
   * due when it begins. Several gateways may do this at once on one journal: each entry is looked
   * at by one of them. Call it when the application starts, and {@link #sweep} for all that comes
   * later.
   *
   * @param handler usually {@link io.jiaozi.notification.NotificationHandler#merchantHandler()}, so
   *     that what is found out is compared and counted as a message is
   * @throws IllegalStateException if the gateway has no journal
   */
  RecoveryReport recover(MerchantHandler handler);

  /**
   * Does what {@link #recover} does, again and again in the background until the gateway is closed.
   *
   * @param every the pause between two passes, at least 100 ms; some seconds are sensible
   * @throws IllegalStateException if the gateway has no journal, or sweeps already
   */
  void sweep(Duration every, MerchantHandler handler);

  /**
   * Tells every listener. For those who build on the gateway, such as a notification endpoint; what
   * a listener throws is logged and goes no further.
   */
  void report(GatewayEvent event);

  /**
   * Closes every adapter and everything they share. Later calls of its accounts fail with {@link
   * IllegalStateException}; calls that are on their way may end as outcome unknown. Harmless to
   * repeat.
   */
  @Override
  void close();
}
