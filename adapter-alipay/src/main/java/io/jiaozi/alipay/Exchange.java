package io.jiaozi.alipay;

import io.jiaozi.SubMerchant;
import io.jiaozi.spi.CallContext;
import io.jiaozi.support.http.ChannelHttp;
import io.jiaozi.support.http.Reply;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;

/** The requests of one attempt. They share its time, so the second gets what the first left. */
final class Exchange {

  private final ChannelHttp http;
  private final Clock clock;
  private final CallContext context;
  private final Instant start;

  private Exchange(ChannelHttp http, Clock clock, CallContext context) {
    this.http = http;
    this.clock = clock;
    this.context = context;
    this.start = clock.instant();
  }

  static Exchange begin(ChannelHttp http, Clock clock, CallContext context) {
    return new Exchange(http, clock, context);
  }

  /** Sends one request, whose answer is not believed yet. */
  Reply send(Call<Reply> call) {
    return http.send(
        call,
        new CallContext(context.operation(), timeLeft(), context.attempt(), context.actingFor()));
  }

  Duration timeLeft() {
    Duration spent = Duration.between(start, clock.instant());
    // A clock set back must not give an attempt more time than it had.
    return spent.isNegative() ? context.timeLeft() : context.timeLeft().minus(spent);
  }

  Instant now() {
    return clock.instant();
  }

  /** For whom the partner acts; null for the account's own business. */
  @Nullable SubMerchant actingFor() {
    return context.actingFor();
  }
}
