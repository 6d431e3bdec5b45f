package io.jiaozi.unionpay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.jiaozi.spi.ChannelFailure;

/** How calls fail. */
final class Outcomes {

  private Outcomes() {}

  static ChannelFailure.OutcomeUnknown unknown(Runnable call) {
    return failed(call, ChannelFailure.OutcomeUnknown.class);
  }

  static ChannelFailure.Rejected rejected(Runnable call) {
    return failed(call, ChannelFailure.Rejected.class);
  }

  static ChannelFailure.NotSent notSent(Runnable call) {
    return failed(call, ChannelFailure.NotSent.class);
  }

  static ChannelFailure.Untrusted untrusted(Runnable call) {
    return failed(call, ChannelFailure.Untrusted.class);
  }

  private static <T extends ChannelFailure> T failed(Runnable call, Class<T> type) {
    Throwable thrown = catchThrowable(call::run);
    assertThat(thrown).isInstanceOf(type);
    return type.cast(thrown);
  }
}
