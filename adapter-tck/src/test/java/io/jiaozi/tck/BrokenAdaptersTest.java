package io.jiaozi.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import io.jiaozi.tck.teahouse.TeahouseHarness;
import java.net.HttpURLConnection;
import java.security.Security;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.HttpsURLConnection;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/**
 * Every rule bites: the teahouse's adapter is broken in one way after another, and exactly those
 * rules turn red that are meant to. Tried are the chapters of these rules; the whole suite takes
 * seconds for each.
 */
@Isolated
class BrokenAdaptersTest {

  /** The chapters by the letters of their rules. */
  private static final Map<String, String> CHAPTERS =
      Map.ofEntries(
          Map.entry("A", "arrival"),
          Map.entry("C", "capabilities"),
          Map.entry("L", "limits"),
          Map.entry("M", "money"),
          Map.entry("S", "states"),
          Map.entry("I", "repetition"),
          Map.entry("X", "faults"),
          Map.entry("P", "plans"),
          Map.entry("N", "notifications"),
          Map.entry("F", "forgeries"),
          Map.entry("R", "secrets"),
          Map.entry("T", "load"),
          Map.entry("J", "jvm"),
          Map.entry("W", "words"));

  /** Rules that no adapter can break: why not. */
  private static final Map<String, String> UNBREAKABLE =
      Map.of(
          "R-02", "it asks whether the tests themselves can hear logs",
          "F-43", "the teahouse has no certificates",
          "F-44", "the teahouse has no certificates",
          "F-45", "the teahouse has no certificates");

  @TestFactory
  Stream<DynamicTest> defect_turnsItsRulesRed() {
    return Arrays.stream(Defect.values())
        .map(
            defect ->
                dynamicTest(
                    defect.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    () -> assertEquals(defect.rules(), red(defect))));
  }

  @Test
  void everyRule_isBrokenBySomeDefect() {
    Set<String> bitten = new HashSet<>(UNBREAKABLE.keySet());
    for (Defect defect : Defect.values()) {
      bitten.addAll(defect.rules());
    }
    Set<String> all = new TreeSet<>();
    Bench bench = new Bench(new TeahouseHarness());
    try {
      for (Chapter chapter : ChannelContract.chapters(bench)) {
        chapter.cases().forEach(one -> all.add(one.id()));
      }
    } finally {
      bench.close();
    }
    all.removeAll(bitten);
    assertEquals(Set.of(), all, "rules that nothing breaks");
  }

  private static Set<String> red(Defect defect) {
    Map<String, Object> before = JvmState.keep();
    Defect.use(defect);
    try {
      Set<String> red = new TreeSet<>();
      EngineTestKit.engine("junit-jupiter")
          .selectors(chapters(defect))
          .execute()
          .allEvents()
          .failed()
          .list()
          .forEach(failed -> red.add(id(failed)));
      return red;
    } finally {
      Defect.use(null);
      JvmState.restore(before);
    }
  }

  private static DiscoverySelector[] chapters(Defect defect) {
    List<String> letters =
        defect.rules().stream().map(rule -> rule.substring(0, 1)).distinct().toList();
    return letters.stream()
        .map(letter -> selectMethod(BrokenTeahouse.class, CHAPTERS.getOrDefault(letter, letter)))
        .toArray(DiscoverySelector[]::new);
  }

  private static String id(Event failed) {
    return failed.getTestDescriptor().getDisplayName().replaceFirst(" .*", "");
  }

  /** What the defects do to the JVM is undone. */
  private static final class JvmState {

    static Map<String, Object> keep() {
      return Map.of(
          "certpath", Security.getProperty("jdk.certpath.disabledAlgorithms"),
          "verifier", HttpsURLConnection.getDefaultHostnameVerifier(),
          "redirects", HttpURLConnection.getFollowRedirects(),
          "locale", Locale.getDefault(),
          "err", System.err);
    }

    static void restore(Map<String, Object> kept) {
      Security.setProperty("jdk.certpath.disabledAlgorithms", (String) kept.get("certpath"));
      Security.removeProvider("Tea");
      System.clearProperty("tea.time");
      HttpsURLConnection.setDefaultHostnameVerifier((HostnameVerifier) kept.get("verifier"));
      HttpURLConnection.setFollowRedirects((Boolean) kept.get("redirects"));
      Locale.setDefault((Locale) kept.get("locale"));
      System.setErr((java.io.PrintStream) kept.get("err"));
      Thread.setDefaultUncaughtExceptionHandler(null);
    }
  }
}
