package com.example.abacus;

import io.jiaozi.tck.ChannelContract;
import io.jiaozi.tck.ChannelHarness;

/** Everything that holds for every channel. The report: {@code target/contract/abacus.md}. */
class AbacusContractTest extends ChannelContract {

  @Override
  protected ChannelHarness harness() {
    return new AbacusHarness();
  }
}
