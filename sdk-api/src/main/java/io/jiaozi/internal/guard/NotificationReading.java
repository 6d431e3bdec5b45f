package io.jiaozi.internal.guard;

import io.jiaozi.Operation;
import io.jiaozi.SubMerchant;
import io.jiaozi.notification.CustomerReturn;
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.notification.Notification;
import io.jiaozi.spi.CallContext;
import io.jiaozi.spi.ChannelAdapter;
import io.jiaozi.spi.ChannelFailure;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what comes to us. No breaker, no bulkhead, no repeat: a channel that is down must not keep
 * its messages out, and every channel delivers again by itself. Whatever goes wrong, nothing is
 * taken as genuine.
 */
final class NotificationReading {

  private static final Logger log = LoggerFactory.getLogger(NotificationReading.class);

  private final Guard guard;

  NotificationReading(Guard guard) {
    this.guard = guard;
  }

  Notification notification(
      InboundRequest request, Duration within, @Nullable SubMerchant actingFor) {
    Objects.requireNonNull(request, "request");
    CallContext context = new CallContext(Operation.NOTIFICATION, within, 1, actingFor);
    try {
      Notification notification =
          Objects.requireNonNull(
              guard.adapter().readNotification(request, context), "notification");
      logRead(notification.kind().name());
      return notification;
    } catch (ChannelFailure.Untrusted untrusted) {
      logRead("UNTRUSTED:" + untrusted.reason());
      throw guard.words().untrusted(untrusted);
    } catch (ChannelFailure failure) {
      logRead(Outcomes.of(failure));
      throw guard.words().unverified(failure, guard.time().now());
    } catch (Throwable foreign) {
      keepInterrupt(foreign);
      logRead("ADAPTER_FAULT");
      throw guard.words().unreadable(foreign);
    }
  }

  CustomerReturn customerReturn(InboundRequest request) {
    Objects.requireNonNull(request, "request");
    if (!(guard.adapter() instanceof ChannelAdapter.ReadingReturns reading)) {
      return new CustomerReturn(null, false);
    }
    try {
      return Objects.requireNonNull(reading.readReturn(request), "return");
    } catch (ChannelFailure failure) {
      throw guard.words().unverified(failure, guard.time().now());
    } catch (Throwable foreign) {
      keepInterrupt(foreign);
      throw guard.words().unreadable(foreign);
    }
  }

  private static void keepInterrupt(Throwable foreign) {
    if (foreign instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
  }

  private void logRead(String outcome) {
    log.debug("NOTIFICATION account={} outcome={}", guard.words().account(), outcome);
  }
}
