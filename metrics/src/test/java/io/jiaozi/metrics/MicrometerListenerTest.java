package io.jiaozi.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.Operation;
import io.jiaozi.error.OpenOutcome;
import io.jiaozi.error.UntrustedReason;
import io.jiaozi.event.GatewayEvent;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MicrometerListenerTest {

  private static final String NUMBER = "ORDER-4711";
  private static final Duration TOOK = Duration.ofMillis(250);

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final MicrometerListener listener = new MicrometerListener(registry);

  static List<GatewayEvent> events() {
    return List.of(
        new GatewayEvent.Began("shop", "x", Operation.PAY, NUMBER),
        new GatewayEvent.Attempted(
            "shop", "x", Operation.PAY, NUMBER, true, 2, GatewayEvent.Ending.UNKNOWN, TOOK),
        new GatewayEvent.Ended(
            "shop", "x", Operation.PAY, NUMBER, GatewayEvent.Ending.ANSWERED, "PAID", 1, TOOK),
        new GatewayEvent.LeftOpen(
            "shop", "x", Operation.REFUND, NUMBER, OpenOutcome.Cause.NO_REPLY, Instant.EPOCH, true),
        new GatewayEvent.Resolved(
            "shop", "x", Operation.REFUND, NUMBER, GatewayEvent.By.SWEEP, "SUCCEEDED", TOOK),
        new GatewayEvent.BreakerChanged("shop", "x", "payments", GatewayEvent.BreakerState.OPEN),
        new GatewayEvent.Alarm(
            "shop", "x", NUMBER, GatewayEvent.Alarm.Kind.LATE_SUCCESS, "Payment " + NUMBER),
        new GatewayEvent.NotificationHandled(
            "shop",
            "x",
            NUMBER,
            GatewayEvent.NotificationEnding.REFUSED,
            UntrustedReason.BAD_SIGNATURE,
            TOOK));
  }

  @Test
  void noKindOfEvent_isForgotten() {
    Set<Class<?>> permitted = Set.of(GatewayEvent.class.getPermittedSubclasses());
    assertThat(events().stream().map(Object::getClass).collect(Collectors.toSet()))
        .isEqualTo(permitted);
  }

  @ParameterizedTest
  @MethodSource("events")
  void everyEvent_makesOneMeter_ofFewValues(GatewayEvent event) {
    listener.on(event);
    assertThat(registry.getMeters()).hasSize(1);
    Meter meter = registry.getMeters().get(0);
    assertThat(meter.getId().getName()).startsWith("jiaozi.");
    assertThat(meter.getId().getTags())
        .contains(Tag.of("account", "shop"), Tag.of("channel", "x"))
        .noneMatch(tag -> tag.getValue().contains("4711"));
    listener.on(event);
    assertThat(registry.getMeters()).hasSize(1);
  }

  @Test
  void timesAndCounts_areThere() {
    events().forEach(listener::on);
    events().forEach(listener::on);
    assertThat(registry.get("jiaozi.calls").tag("outcome", "PAID").timer().count()).isEqualTo(2);
    assertThat(registry.get("jiaozi.calls").timer().totalTime(TimeUnit.MILLISECONDS))
        .isEqualTo(500);
    assertThat(registry.get("jiaozi.alarms").tag("kind", "LATE_SUCCESS").counter().count())
        .isEqualTo(2);
    assertThat(registry.get("jiaozi.outcomes.open").tag("journal", "true").counter().count())
        .isEqualTo(2);
    assertThat(registry.get("jiaozi.notifications").tag("refusal", "BAD_SIGNATURE").timer().count())
        .isEqualTo(2);
  }

  @Test
  void callsOnTheirWay_areAGauge_thatIsNeverNegative() {
    GatewayEvent began = new GatewayEvent.Began("shop", "x", Operation.PAY, NUMBER);
    GatewayEvent ended =
        new GatewayEvent.Ended(
            "shop", "x", Operation.PAY, NUMBER, GatewayEvent.Ending.ANSWERED, "PAID", 1, TOOK);
    listener.on(began);
    listener.on(began);
    listener.on(ended);
    assertThat(registry.get("jiaozi.calls.active").gauge().value()).isEqualTo(1);
    listener.on(ended);
    listener.on(ended);
    assertThat(registry.get("jiaozi.calls.active").gauge().value()).isZero();
  }

  @ParameterizedTest
  @org.junit.jupiter.params.provider.CsvSource({"CLOSED,0", "HALF_OPEN,1", "OPEN,2"})
  void breaker_isAGauge(GatewayEvent.BreakerState state, double height) {
    listener.on(
        new GatewayEvent.BreakerChanged(
            "shop", "x", "payments", GatewayEvent.BreakerState.HALF_OPEN));
    listener.on(new GatewayEvent.BreakerChanged("shop", "x", "payments", state));
    assertThat(registry.get("jiaozi.breaker.state").tag("lane", "payments").gauge().value())
        .isEqualTo(height);
  }
}
