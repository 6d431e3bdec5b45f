package io.jiaozi.internal.guard;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.jiaozi.event.GatewayEvent.BreakerState;
import java.util.function.Consumer;

/** Tells of breakers' changes in the API's own words. */
final class Breakers {

  private Breakers() {}

  static void tell(CircuitBreaker breaker, Consumer<BreakerState> onChange) {
    breaker
        .getEventPublisher()
        .onStateTransition(
            event -> onChange.accept(state(event.getStateTransition().getToState())));
  }

  private static BreakerState state(CircuitBreaker.State state) {
    return switch (state) {
      case OPEN, FORCED_OPEN -> BreakerState.OPEN;
      case HALF_OPEN -> BreakerState.HALF_OPEN;
      case CLOSED, DISABLED, METRICS_ONLY -> BreakerState.CLOSED;
    };
  }
}
