package io.jiaozi;

import io.jiaozi.payment.Scene;
import java.util.Currency;
import java.util.Set;

/**
 * What one account can do: it depends on the channel and on the merchant's contract. The gateway
 * refuses everything else before anything is sent.
 *
 * @param pay scenes in which the account can be paid
 * @param authorize scenes in which it can hold money; empty if it cannot
 * @param all everything else it can do
 * @param currencies currencies it takes
 */
public record Capabilities(
    Set<Scene.Kind> pay, Set<Scene.Kind> authorize, Set<Capability> all, Set<Currency> currencies) {

  /** Copies the sets. */
  public Capabilities {
    pay = Set.copyOf(pay);
    authorize = Set.copyOf(authorize);
    all = Set.copyOf(all);
    currencies = Set.copyOf(currencies);
  }

  /** Tells whether the account has the capability. */
  public boolean has(Capability capability) {
    return all.contains(capability);
  }
}
