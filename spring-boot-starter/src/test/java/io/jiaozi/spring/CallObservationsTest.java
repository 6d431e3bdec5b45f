package io.jiaozi.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.Operation;
import io.jiaozi.event.GatewayEvent;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallObservationsTest {

  private final List<String> told = new ArrayList<>();
  private final ObservationRegistry registry = ObservationRegistry.create();
  private final CallObservations observations = new CallObservations(registry);

  CallObservationsTest() {
    registry
        .observationConfig()
        .observationHandler(
            new ObservationHandler<Observation.Context>() {
              @Override
              public void onStart(Observation.Context context) {
                var parent = context.getParentObservation();
                told.add(
                    "start "
                        + context.getContextualName()
                        + (parent == null
                            ? ""
                            : " inside " + parent.getContextView().getContextualName()));
              }

              @Override
              public void onStop(Observation.Context context) {
                var outcome = context.getLowCardinalityKeyValue("outcome");
                told.add(
                    "stop "
                        + context.getContextualName()
                        + " "
                        + (outcome == null ? "without an end" : outcome.getValue()));
              }

              @Override
              public boolean supportsContext(Observation.Context context) {
                return true;
              }
            });
  }

  private static GatewayEvent began(Operation operation) {
    return new GatewayEvent.Began("till", "wechat", operation, "P1");
  }

  private static GatewayEvent ended(Operation operation, String outcome) {
    return new GatewayEvent.Ended(
        "till",
        "wechat",
        operation,
        "P1",
        GatewayEvent.Ending.ANSWERED,
        outcome,
        1,
        Duration.ofMillis(5));
  }

  @Test
  void callInsideACall_standsInsideIt() {
    observations.on(began(Operation.PAY));
    observations.on(began(Operation.REVERSE));
    observations.on(ended(Operation.REVERSE, "REVERSED"));
    observations.on(ended(Operation.PAY, "DECLINED"));

    assertThat(told)
        .containsExactly(
            "start pay till",
            "start reverse till inside pay till",
            "stop reverse till REVERSED",
            "stop pay till DECLINED");
    assertThat(registry.getCurrentObservation()).isNull();
  }

  @Test
  void callThatEndedWithoutAWord_isClosedWithTheOneRoundIt() {
    observations.on(began(Operation.PAY));
    observations.on(began(Operation.REVERSE));
    observations.on(ended(Operation.PAY, "PAID"));
    observations.on(ended(Operation.PAY, "PAID"));

    assertThat(told)
        .containsExactly(
            "start pay till",
            "start reverse till inside pay till",
            "stop reverse till without an end",
            "stop pay till PAID");
    assertThat(registry.getCurrentObservation()).isNull();
  }
}
