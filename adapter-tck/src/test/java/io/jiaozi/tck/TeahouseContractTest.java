package io.jiaozi.tck;

import io.jiaozi.tck.teahouse.TeahouseHarness;

/** Every rule holds for the reference adapter. */
class TeahouseContractTest extends ChannelContract {

  @Override
  protected ChannelHarness harness() {
    return new TeahouseHarness();
  }
}
