package io.jiaozi.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * The contract that every channel adapter keeps. An author extends it, gives a {@link
 * ChannelHarness}, and inherits every rule as a test. Each rule has an id that stays, such as
 * {@code X-13}, by which the report and the documents name it.
 *
 * <p>A rule that means nothing at a channel is skipped with its reason: one that follows from the
 * expected capabilities, or one from {@link ChannelHarness#notApplicable}. After a whole run a
 * report is written in Markdown; it holds no times, so it can be kept beside the adapter's
 * documents and compared ({@link #publishedReport}).
 *
 * <p>The tests share one fake and run one after another. They listen to all logs of the JVM and
 * look at its settings, so nothing else may run beside them in the same JVM. Nothing sleeps; only
 * the cases with a silent channel wait, {@link ChannelHarness#patience} each.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.SAME_THREAD)
@Isolated
public abstract class ChannelContract {

  private final Map<String, Chapter> chapters = new LinkedHashMap<>();
  private final Report report = new Report();
  private final Set<String> excusesUsed = new HashSet<>();
  private @Nullable Bench bench;

  /** For extension. */
  protected ChannelContract() {}

  /** A new harness with its fake running. Asked once; closed at the end. */
  protected abstract ChannelHarness harness();

  /** Where the report is written: {@code target/contract/<channel>.md} unless overridden. */
  protected Path reportFile() {
    return Path.of("target", "contract", bench().harness().provider().channel() + ".md");
  }

  /**
   * The report as it was published. If there is one, a whole run whose report differs from it fails
   * at its end and says which file to copy. Empty unless overridden.
   */
  protected Optional<Path> publishedReport() {
    return Optional.empty();
  }

  @BeforeAll
  final void open() {
    Bench opened = new Bench(harness());
    bench = opened;
    for (Chapter chapter : chapters(opened)) {
      chapters.put(chapter.getClass().getSimpleName(), chapter);
      report.expect(chapter);
    }
  }

  /** Every chapter, in the order of the report. */
  static List<Chapter> chapters(Bench bench) {
    return List.of(
        new ArrivalChapter(bench),
        new CapabilityChapter(bench),
        new LimitChapter(bench),
        new MoneyChapter(bench),
        new StateChapter(bench),
        new RepetitionChapter(bench),
        new FaultChapter(bench),
        new PlanChapter(bench),
        new NotificationChapter(bench),
        new ForgeryChapter(bench),
        new SecretChapter(bench),
        new LoadChapter(bench),
        new JvmChapter(bench),
        new WordChapter(bench));
  }

  private Bench bench() {
    if (bench == null) {
      throw new IllegalStateException("The contract has not begun.");
    }
    return bench;
  }

  @TestFactory
  final Stream<DynamicTest> arrival() {
    return tests("ArrivalChapter");
  }

  @TestFactory
  final Stream<DynamicTest> capabilities() {
    return tests("CapabilityChapter");
  }

  @TestFactory
  final Stream<DynamicTest> limits() {
    return tests("LimitChapter");
  }

  @TestFactory
  final Stream<DynamicTest> money() {
    return tests("MoneyChapter");
  }

  @TestFactory
  final Stream<DynamicTest> states() {
    return tests("StateChapter");
  }

  @TestFactory
  final Stream<DynamicTest> repetition() {
    return tests("RepetitionChapter");
  }

  @TestFactory
  final Stream<DynamicTest> faults() {
    return tests("FaultChapter");
  }

  @TestFactory
  final Stream<DynamicTest> plans() {
    return tests("PlanChapter");
  }

  @TestFactory
  final Stream<DynamicTest> notifications() {
    return tests("NotificationChapter");
  }

  @TestFactory
  final Stream<DynamicTest> forgeries() {
    return tests("ForgeryChapter");
  }

  @TestFactory
  final Stream<DynamicTest> secrets() {
    return tests("SecretChapter");
  }

  @TestFactory
  final Stream<DynamicTest> load() {
    return tests("LoadChapter");
  }

  @TestFactory
  final Stream<DynamicTest> jvm() {
    return tests("JvmChapter");
  }

  @TestFactory
  final Stream<DynamicTest> words() {
    return tests("WordChapter");
  }

  private Stream<DynamicTest> tests(String name) {
    Chapter chapter = chapters.get(name);
    if (chapter == null) {
      throw new IllegalStateException("The contract has not begun.");
    }
    return chapter.cases().stream()
        .map(one -> dynamicTest(one.displayName(), () -> tried(chapter.title(), one)));
  }

  private void tried(String chapter, Case one) throws Exception {
    String excuse = excuse(one);
    Throwable failure = null;
    NotApplicable nothing = null;
    try {
      one.trial().run();
    } catch (NotApplicable notApplicable) {
      nothing = notApplicable;
    } catch (Exception | AssertionError failed) {
      failure = failed;
    } finally {
      bench().proxy().heal();
    }
    if (nothing != null && (excuse != null || nothing.reasonIsKnown())) {
      skip(chapter, one, excuse == null ? String.valueOf(nothing.getMessage()) : excuse);
    } else if (failure != null && excuse != null && one.excusable()) {
      skip(chapter, one, excuse);
    } else if (nothing != null) {
      report.note(chapter, one, Report.Result.FAILED, "");
      fail(
          nothing.getMessage()
              + " If that is so, list "
              + one.key()
              + " in notApplicable() with"
              + " the reason.");
    } else if (failure != null) {
      report.note(chapter, one, Report.Result.FAILED, "");
      rethrow(failure);
    } else if (excuse != null) {
      report.note(chapter, one, Report.Result.FAILED, "");
      fail("The rule is listed in notApplicable(), and holds. Take it from the list.");
    } else {
      report.note(chapter, one, Report.Result.HELD, "");
    }
  }

  private @Nullable String excuse(Case one) {
    Map<String, String> excuses = bench().harness().notApplicable();
    for (String key : List.of(one.key(), one.id())) {
      String excuse = excuses.get(key);
      if (excuse != null) {
        excusesUsed.add(key);
        return excuse;
      }
    }
    return null;
  }

  private void skip(String chapter, Case one, String reason) {
    report.note(chapter, one, Report.Result.NOT_APPLICABLE, reason);
    Assumptions.abort("Not applicable: " + reason);
  }

  private static void rethrow(Throwable failure) throws Exception {
    if (failure instanceof Error error) {
      throw error;
    }
    throw (Exception) failure;
  }

  @AfterAll
  final void close() throws IOException {
    if (bench == null) {
      return;
    }
    try {
      if (report.isWhole()) {
        publish();
      }
    } finally {
      bench.close();
    }
  }

  private void publish() throws IOException {
    Collection<String> unknown = new HashSet<>(bench().harness().notApplicable().keySet());
    unknown.removeAll(excusesUsed);
    assertEquals(
        Set.of(), Set.copyOf(unknown), "listed in notApplicable(), but there are no such rules");
    String page =
        report.markdown(
            bench().harness().provider().displayName(),
            bench().harness().provider().channel(),
            bench().harness().expectedCapabilities());
    Path file = reportFile().toAbsolutePath();
    Files.createDirectories(file.getParent());
    Files.writeString(file, page, StandardCharsets.UTF_8);
    Optional<Path> published = publishedReport();
    if (published.isPresent()) {
      String before =
          Files.exists(published.get())
              ? Files.readString(published.get(), StandardCharsets.UTF_8)
              : "";
      if (!before.equals(page)) {
        fail(
            "The published report is not what this run found. Look at the difference, and if it is"
                + " as it should be, copy "
                + file.getFileName()
                + " from the folder of built"
                + " things over "
                + published.get().getFileName()
                + ".");
      }
    }
  }
}
