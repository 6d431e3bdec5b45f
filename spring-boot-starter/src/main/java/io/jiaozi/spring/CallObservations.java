package io.jiaozi.spring;

import io.jiaozi.event.GatewayEvent;
import io.jiaozi.event.GatewayListener;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.Locale;

/**
 * One observation {@code jiaozi.call} a call, made when it ends and on its thread, so that it
 * stands in the trace of the request that made it. How long the call took is a value of it and the
 * meter {@code jiaozi.calls}. Keys have few values: account, channel, operation, ending, outcome;
 * never a number.
 */
final class CallObservations implements GatewayListener {

  private final ObservationRegistry registry;

  CallObservations(ObservationRegistry registry) {
    this.registry = registry;
  }

  @Override
  public void on(GatewayEvent event) {
    if (event instanceof GatewayEvent.Ended ended) {
      String operation = ended.operation().name().toLowerCase(Locale.ROOT);
      Observation.createNotStarted("jiaozi.call", registry)
          .contextualName(operation + " " + ended.account())
          .lowCardinalityKeyValue("account", ended.account())
          .lowCardinalityKeyValue("channel", ended.channel())
          .lowCardinalityKeyValue("operation", operation)
          .lowCardinalityKeyValue("ending", ended.ending().name())
          .lowCardinalityKeyValue("outcome", ended.outcome())
          .highCardinalityKeyValue("attempts", Integer.toString(ended.attempts()))
          .highCardinalityKeyValue("took.ms", Long.toString(ended.took().toMillis()))
          .start()
          .stop();
    }
  }
}
