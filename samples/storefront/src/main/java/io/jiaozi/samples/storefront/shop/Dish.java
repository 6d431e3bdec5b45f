package io.jiaozi.samples.storefront.shop;

import io.jiaozi.money.Money;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something on the menu. Its name and words are messages, its picture is a file; both are called as
 * it is.
 *
 * @param id lower-case letters
 * @param prices one in each currency the shop asks for; prices are set, never converted
 */
public record Dish(String id, List<Money> prices) {

  /** Copies the prices. */
  public Dish {
    prices = List.copyOf(prices);
  }

  /** Its price in this currency; null if it has none. */
  public @Nullable Money price(String currency) {
    return prices.stream()
        .filter(price -> price.currency().getCurrencyCode().equals(currency))
        .findFirst()
        .orElse(null);
  }
}
