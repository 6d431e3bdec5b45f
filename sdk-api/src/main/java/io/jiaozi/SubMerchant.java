package io.jiaozi;

import java.util.Map;
import java.util.Objects;

/**
 * A merchant for whom a partner acts.
 *
 * @param id the channel's id of the merchant
 * @param details what else the channel wants to know, in the adapter's words; copied; values are
 *     hidden in {@code toString}
 */
public record SubMerchant(String id, Map<String, String> details) {

  /** Copies the details. */
  public SubMerchant {
    Objects.requireNonNull(id, "id");
    details = Map.copyOf(details);
  }

  /** A merchant of whom the id says enough. */
  public static SubMerchant of(String id) {
    return new SubMerchant(id, Map.of());
  }

  @Override
  public String toString() {
    return "SubMerchant[id=" + id + ", details=" + details.keySet() + "]";
  }
}
