package io.jiaozi.internal.report;

import io.jiaozi.event.GatewayEvent;
import io.jiaozi.event.GatewayListener;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells listeners, and keeps what they throw away from whoever was at work. */
public final class Listeners {

  private static final Logger log = LoggerFactory.getLogger(Listeners.class);

  private final List<GatewayListener> all;

  /** For these listeners. */
  public Listeners(List<GatewayListener> all) {
    this.all = List.copyOf(all);
  }

  /** Makes the event only if somebody listens. */
  public void tell(Supplier<? extends GatewayEvent> event) {
    if (!all.isEmpty()) {
      tell(event.get());
    }
  }

  /** Tells every listener. */
  public void tell(GatewayEvent event) {
    for (GatewayListener listener : all) {
      try {
        listener.on(event);
      } catch (RuntimeException | LinkageError | StackOverflowError thrown) {
        log.warn(
            "Listener {} failed with {} on an event of kind {}; the call it tells of goes on.",
            listener.getClass().getName(),
            thrown.getClass().getName(),
            event.getClass().getSimpleName());
      }
    }
  }
}
