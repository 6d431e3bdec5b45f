package io.jiaozi.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SandboxProcessTest {
  @TempDir Path project;

  @Test
  void jar_isWhereTheSandboxIsPackaged() throws Exception {
    Path target = Files.createDirectories(project.resolve("sandbox/target"));
    Path jar = Files.createFile(target.resolve("sandbox.jar"));

    assertEquals(jar, SandboxProcess.jar(project.resolve("interop/judge-x")));
  }

  @Test
  void jar_thatIsMissing_isExplained() {
    Path expected = project.resolve("sandbox/target/sandbox.jar");

    IllegalStateException refusal =
        assertThrows(
            IllegalStateException.class,
            () -> SandboxProcess.jar(project.resolve("interop/judge-x")));

    assertEquals(
        "There is no sandbox to judge: "
            + expected
            + " is missing. It is made when module sandbox is packaged; \"mvn verify\" on the whole"
            + " project does that first.",
        refusal.getMessage());
  }
}
