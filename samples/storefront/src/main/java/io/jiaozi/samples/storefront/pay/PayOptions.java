package io.jiaozi.samples.storefront.pay;

import io.jiaozi.MerchantAccount;
import io.jiaozi.PaymentGateway;
import io.jiaozi.money.Money;
import io.jiaozi.payment.Scene;
import io.jiaozi.samples.storefront.ShopSettings;
import io.jiaozi.samples.storefront.shop.Menu;
import java.util.ArrayList;
import java.util.Currency;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * What the checkout offers: asked of the accounts, so that another adapter on the class path and
 * its settings are all that another way to pay needs.
 */
@Component
public class PayOptions {
  private final PaymentGateway gateway;
  private final Menu menu;
  private final ShopSettings settings;

  PayOptions(PaymentGateway gateway, Menu menu, ShopSettings settings) {
    this.gateway = gateway;
    this.menu = menu;
    this.settings = settings;
  }

  /**
   * The ways to pay for these dishes, one account a channel, in the order of the configuration.
   *
   * @param onPhone whether the buyer's browser is a phone's
   */
  public List<PayOption> offer(Map<String, Integer> quantities, boolean onPhone) {
    List<PayOption> options = new ArrayList<>();
    Set<String> channels = new HashSet<>();
    for (MerchantAccount account : gateway.accounts()) {
      String currency =
          settings.currencyOfAccount().getOrDefault(account.name(), Menu.HOME_CURRENCY);
      Money amount = menu.total(quantities, currency);
      boolean takes = account.capabilities().currencies().contains(Currency.getInstance(currency));
      if (amount == null || amount.isZero() || !takes) {
        continue;
      }
      Set<Scene.Kind> scenes = scenes(account.capabilities().pay(), onPhone);
      if (!scenes.isEmpty() && channels.add(account.channel())) {
        for (Scene.Kind scene : scenes) {
          options.add(new PayOption(account.name(), account.channel(), scene, amount));
        }
      }
    }
    return List.copyOf(options);
  }

  /** The scenes a web shop can play, of those an account has. */
  private static Set<Scene.Kind> scenes(Set<Scene.Kind> able, boolean onPhone) {
    Set<Scene.Kind> scenes = EnumSet.noneOf(Scene.Kind.class);
    if (able.contains(Scene.Kind.QR_CODE)) {
      scenes.add(Scene.Kind.QR_CODE);
    }
    if (onPhone && able.contains(Scene.Kind.MOBILE_WEB)) {
      scenes.add(Scene.Kind.MOBILE_WEB);
    } else if (able.contains(Scene.Kind.WEB_PAGE)) {
      scenes.add(Scene.Kind.WEB_PAGE);
    } else if (able.contains(Scene.Kind.MOBILE_WEB) && scenes.isEmpty()) {
      scenes.add(Scene.Kind.MOBILE_WEB);
    }
    return scenes;
  }
}
