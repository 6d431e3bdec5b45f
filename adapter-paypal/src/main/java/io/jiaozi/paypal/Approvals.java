package io.jiaozi.paypal;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which approval of an order is executed: the generation in the key of the request. Normally the
 * time of the order's last change tells, which is the same on every machine. PayPal tells it in
 * whole seconds, and no source promises that a new approval changes it; so a key that brought a
 * definite refusal here is not used again. Remembers the last thousand refusals. Safe for use by
 * many threads. Source: API-FIT, 5.4.
 */
final class Approvals {

  private static final int MOST = 1000;

  private final Map<String, Integer> refused =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
          return size() > MOST;
        }
      };

  /** The generation to execute the order under now. */
  synchronized String generation(Wire.Resource order) {
    Integer count = refused.get(change(order));
    return of(order) + (count == null ? "" : "/" + count);
  }

  /** The buyer has to approve anew: what was used until now is used up. */
  synchronized void refused(Wire.Resource order, String generation) {
    // Of two who were refused at once, only the first counts.
    if (generation.equals(generation(order))) {
      refused.merge(change(order), 1, Integer::sum);
    }
  }

  private static String change(Wire.Resource order) {
    return order.id() + "/" + of(order);
  }

  /** The last change of the order, and how many executions failed before. */
  private static String of(Wire.Resource order) {
    String changed = order.updateTime() == null ? order.createTime() : order.updateTime();
    Wire.Unit unit = order.units().get(0);
    return changed + "/" + (unit.captures().size() + unit.authorizations().size());
  }
}
