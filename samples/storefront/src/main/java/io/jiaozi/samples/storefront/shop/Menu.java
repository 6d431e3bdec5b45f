package io.jiaozi.samples.storefront.shop;

import io.jiaozi.money.Money;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The dishes. */
@Component
public class Menu {

  /** The currency of the price tags. */
  public static final String HOME_CURRENCY = "CNY";

  private final Map<String, Dish> dishes = new LinkedHashMap<>();

  Menu() {
    add("chives", "32.00", "4.60");
    add("cabbage", "30.00", "4.20");
    add("prawn", "42.00", "5.90");
    add("garden", "28.00", "3.90");
    add("guotie", "36.00", "5.10");
    add("chilli", "34.00", "4.80");
    add("vinegar", "12.00", "1.70");
    add("tea", "18.00", "2.50");
  }

  private void add(String id, String yuan, String dollars) {
    dishes.put(id, new Dish(id, List.of(Money.of("CNY", yuan), Money.of("USD", dollars))));
  }

  /** Every dish, in the order of the menu. */
  public List<Dish> dishes() {
    return List.copyOf(dishes.values());
  }

  /** One dish, or null. */
  public @Nullable Dish dish(String id) {
    return dishes.get(id);
  }

  /** What all of this costs in one currency; null if a part has no price in it. */
  public @Nullable Money total(Map<String, Integer> quantities, String currency) {
    Money total = Money.ofMinor(currency, 0);
    for (Map.Entry<String, Integer> line : quantities.entrySet()) {
      Dish dish = dishes.get(line.getKey());
      Money price = dish == null ? null : dish.price(currency);
      if (price == null) {
        return null;
      }
      total =
          total.plus(
              Money.ofMinor(currency, Math.multiplyExact(price.minorUnits(), line.getValue())));
    }
    return total;
  }
}
