package io.jiaozi.internal;

import io.jiaozi.GatewayConfig;
import io.jiaozi.PaymentGateway;

/** Opens a gateway. */
public final class GatewayOpener {
  private GatewayOpener() {}

  /** Opens a gateway. */
  @SuppressWarnings("DoNotCallSuggester") // replaced with the guard, next
  public static PaymentGateway open(GatewayConfig config) {
    throw new UnsupportedOperationException(config.toString());
  }
}
