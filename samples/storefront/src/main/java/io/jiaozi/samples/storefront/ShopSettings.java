package io.jiaozi.samples.storefront;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What can be chosen about the shop itself, as {@code storefront.*}. Accounts are Jiaozi's own
 * settings.
 *
 * @param publicUrl where browsers and channels reach the shop, without a path
 * @param keeperPassword password of the user {@code keeper} for the shopkeeper's and operator's
 *     pages; made anew at every start and told in the log unless given
 * @param payWithin how long an attempt to pay stays open, where the channel can be told
 * @param sandboxUrl where a sandbox runs whose accounts are configured, so that pages can lead to
 *     its cashiers; a sandbox that the shop starts itself needs no word
 * @param currencyOfAccount currencies of accounts that are not paid in the shop's own, by account
 */
@ConfigurationProperties("storefront")
public record ShopSettings(
    URI publicUrl,
    @Nullable String keeperPassword,
    @DefaultValue("30m") Duration payWithin,
    @Nullable URI sandboxUrl,
    @DefaultValue Map<String, String> currencyOfAccount) {

  /** Copies the map. */
  public ShopSettings {
    currencyOfAccount = Map.copyOf(currencyOfAccount);
  }
}
