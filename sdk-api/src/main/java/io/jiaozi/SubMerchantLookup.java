package io.jiaozi;

import java.util.Map;
import java.util.Optional;

/**
 * Finds a sub-merchant again by its id. Safe for use by many threads; may throw, and is then asked
 * again later.
 */
@FunctionalInterface
public interface SubMerchantLookup {

  /** The sub-merchant as {@link MerchantAccount#actingFor} needs it; empty if it is unknown. */
  Optional<SubMerchant> find(String account, String id);

  /** Enough where a channel needs no more than the id. */
  static SubMerchantLookup byIdAlone() {
    return (account, id) -> Optional.of(new SubMerchant(id, Map.of()));
  }
}
