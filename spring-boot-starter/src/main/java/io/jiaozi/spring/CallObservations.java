package io.jiaozi.spring;

import io.jiaozi.Operation;
import io.jiaozi.event.GatewayEvent;
import io.jiaozi.event.GatewayListener;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One observation {@code jiaozi.call} a call, from its beginning to its end and on its thread, so
 * that it stands in the trace of the request that made it, and calls that the gateway makes on its
 * behalf stand inside it. Keys have few values: account, channel, operation, ending, outcome; never
 * a number.
 */
final class CallObservations implements GatewayListener {

  private final ObservationRegistry registry;
  private final ThreadLocal<@Nullable Deque<Open>> calls = new ThreadLocal<>();

  CallObservations(ObservationRegistry registry) {
    this.registry = registry;
  }

  private record Open(GatewayEvent.Began call, Observation observation, Observation.Scope scope) {
    boolean endsWith(GatewayEvent.Ended ended) {
      return call.account().equals(ended.account())
          && call.operation() == ended.operation()
          && Objects.equals(call.number(), ended.number());
    }

    void close() {
      scope.close();
      observation.stop();
    }
  }

  @Override
  public void on(GatewayEvent event) {
    if (event instanceof GatewayEvent.Began began) {
      begin(began);
    } else if (event instanceof GatewayEvent.Ended ended) {
      end(ended);
    }
  }

  private void begin(GatewayEvent.Began began) {
    Observation observation =
        Observation.createNotStarted("jiaozi.call", registry)
            .contextualName(word(began.operation()) + " " + began.account())
            .lowCardinalityKeyValue("account", began.account())
            .lowCardinalityKeyValue("channel", began.channel())
            .lowCardinalityKeyValue("operation", word(began.operation()))
            .start();
    Deque<Open> stack = calls.get();
    if (stack == null) {
      stack = new ArrayDeque<>();
      calls.set(stack);
    }
    stack.push(new Open(began, observation, observation.openScope()));
  }

  private void end(GatewayEvent.Ended ended) {
    Deque<Open> stack = calls.get();
    while (stack != null && !stack.isEmpty()) {
      Open open = stack.pop();
      boolean meant = open.endsWith(ended);
      if (meant) {
        open.observation()
            .lowCardinalityKeyValue("ending", ended.ending().name())
            .lowCardinalityKeyValue("outcome", ended.outcome())
            .highCardinalityKeyValue("attempts", Integer.toString(ended.attempts()));
      }
      // One that is not meant was left by an error of the JVM that ended its call without a word.
      open.close();
      if (stack.isEmpty()) {
        calls.remove();
      }
      if (meant) {
        return;
      }
    }
  }

  private static String word(Operation operation) {
    return operation.name().toLowerCase(Locale.ROOT);
  }
}
