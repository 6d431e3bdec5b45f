package io.jiaozi.event;

/**
 * Hears what a gateway does, for metrics, traces and alarms. Not the place for a shop's business:
 * nothing is delivered twice, and nothing waits for it.
 *
 * <p>Called on the thread that does the work, before its caller goes on, so it must be quick. Safe
 * for use by many threads. What it throws is logged and has no effect on the call.
 */
@FunctionalInterface
public interface GatewayListener {

  /** Something happened. */
  void on(GatewayEvent event);
}
