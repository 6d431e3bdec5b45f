package io.jiaozi.tck;

import io.jiaozi.tck.teahouse.TeahouseHarness;
import java.nio.file.Path;

/** The contract against the teahouse with a defect; run by {@link BrokenAdaptersTest} alone. */
class BrokenTeahouse extends ChannelContract {

  @Override
  protected ChannelHarness harness() {
    return new TeahouseHarness();
  }

  @Override
  protected Path reportFile() {
    return Path.of("target", "contract", "broken.md");
  }
}
