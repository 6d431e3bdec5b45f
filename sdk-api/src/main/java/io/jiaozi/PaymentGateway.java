package io.jiaozi;

import io.jiaozi.health.Diagnosis;
import io.jiaozi.internal.Doctor;
import io.jiaozi.internal.GatewayOpener;
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
   * Closes every adapter and everything they share. Later calls of its accounts fail with {@link
   * IllegalStateException}; calls that are on their way may end as outcome unknown. Harmless to
   * repeat.
   */
  @Override
  void close();
}
