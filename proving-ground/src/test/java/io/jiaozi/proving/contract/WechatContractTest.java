package io.jiaozi.proving.contract;

import io.jiaozi.tck.ChannelContract;
import io.jiaozi.tck.ChannelHarness;
import java.nio.file.Path;
import java.util.Optional;

/** The published contract; its report stands in {@code docs/channels}. */
class WechatContractTest extends ChannelContract {

  @Override
  protected ChannelHarness harness() {
    return new WechatHarness();
  }

  @Override
  protected Optional<Path> publishedReport() {
    return Optional.of(Path.of("..", "docs", "channels", "wechat-contract.md"));
  }
}
