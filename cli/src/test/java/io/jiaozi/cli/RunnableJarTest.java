package io.jiaozi.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.sandbox.Sandbox;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code java -jar target/jiaozi.jar}, as a person starts it. */
@Timeout(120)
class RunnableJarTest {

  private static final Path JAR =
      Path.of(System.getProperty("jiaozi.jar", "target/jiaozi.jar")).toAbsolutePath();

  @TempDir Path folder;

  @Test
  void jar_hasAllFourAdapters_andAsksTheirChannels() throws Exception {
    try (Sandbox sandbox = Sandbox.builder().export(folder.resolve("export")).start()) {
      assertThat(sandbox.address()).isNotNull();
      Path out = folder.resolve("out");
      Process process =
          new ProcessBuilder(
                  List.of(
                      Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                      "-jar",
                      JAR.toString(),
                      "doctor",
                      folder.resolve("export/jiaozi.properties").toString(),
                      "--live"))
              .redirectErrorStream(true)
              .redirectOutput(out.toFile())
              .start();
      try {
        assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
      } finally {
        process.destroyForcibly();
      }
      String told = Files.readString(out, StandardCharsets.UTF_8);
      assertThat(process.exitValue()).as(told).isZero();
      for (String channel : List.of("WeChat Pay", "Alipay", "UnionPay", "PayPal")) {
        assertThat(told).contains(channel + " answered a harmless question as it should");
      }
      assertThat(told).contains("0 BROKEN, 0 WARNING").doesNotContain("SLF4J");
    }
  }

  @Test
  void jar_holdsNothingTwice_andNoSignatureOfOthers() throws Exception {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      Map<String, Long> names =
          jar.stream()
              .map(ZipEntry::getName)
              .collect(Collectors.groupingBy(name -> name, TreeMap::new, Collectors.counting()));
      assertThat(names.values()).allMatch(count -> count == 1);
      assertThat(names.keySet())
          .noneMatch(name -> name.matches("META-INF/[^/]+\\.(SF|DSA|RSA|EC)"))
          .contains("META-INF/LICENSE");
      String providers =
          new String(
              jar.getInputStream(
                      jar.getEntry("META-INF/services/io.jiaozi.spi.ChannelAdapterProvider"))
                  .readAllBytes(),
              StandardCharsets.UTF_8);
      assertThat(providers.lines().filter(line -> !line.isBlank())).hasSize(4);
    }
  }
}
