package io.jiaozi.tck;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

class BrokenAdaptersTest {

  @TestFactory
  Stream<DynamicTest> explore() {
    return Arrays.stream(Defect.values()).map(d -> dynamicTest(d.name(), () -> explore(d)));
  }

  private static void explore(Defect defect) throws Exception {
    Defect.use(defect);
    long t = System.nanoTime();
    EngineExecutionResults r =
        EngineTestKit.engine("junit-jupiter")
            .selectors(selectClass(BrokenTeahouse.class))
            .execute();
    Set<String> red = new TreeSet<>();
    r.allEvents()
        .failed()
        .list()
        .forEach(e -> red.add(e.getTestDescriptor().getDisplayName().split(" ")[0]));
    Defect.use(null);
    java.nio.file.Files.writeString(
        java.nio.file.Path.of("/tmp/explore.txt"),
        defect + " " + red + " " + (System.nanoTime() - t) / 1000000 + "\n",
        java.nio.file.StandardOpenOption.CREATE,
        java.nio.file.StandardOpenOption.APPEND);
    assertTrue(true);
  }
}
