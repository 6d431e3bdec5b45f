package io.jiaozi.proving.contract;

import io.jiaozi.tck.ChannelContract;
import io.jiaozi.tck.ChannelHarness;
import java.nio.file.Path;
import java.util.Optional;

/** The published contract; its report stands in {@code docs/channels}. */
class UnionpayContractTest extends ChannelContract {

  @Override
  protected ChannelHarness harness() {
    return new UnionpayHarness();
  }

  @Override
  protected Optional<Path> publishedReport() {
    return Optional.of(Path.of("..", "docs", "channels", "unionpay-contract.md"));
  }
}
