package io.jiaozi.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.jiaozi.error.InvalidConfigurationException;
import io.jiaozi.error.Problem;
import io.jiaozi.spi.ChannelAdapterProvider;
import io.jiaozi.spi.SettingSpec;
import java.net.URI;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;

/** How an adapter is found, described and opened. */
final class ArrivalChapter implements Chapter {

  private static final String GARBAGE = "c4n4ryzgarbage";

  private final Bench bench;

  ArrivalChapter(Bench bench) {
    this.bench = bench;
  }

  @Override
  public String title() {
    return "Arrival and settings";
  }

  @Override
  public List<Case> cases() {
    return List.of(
        Case.always("A-01", "the ServiceLoader finds one provider for the channel", this::found),
        Case.always("A-02", "the channel id is lower-case letters and digits", this::id),
        Case.always("A-03", "the provider was compiled for this version of the SPI", this::version),
        Case.always("A-04", "the name for people is one line", this::displayName),
        Case.always("A-05", "settings are kebab-case, named once, and explained", this::settings),
        Case.always("A-06", "settings that hold secrets are declared as such", this::secret),
        Case.always("A-07", "opening asks nobody anything", this::noNetwork),
        Case.always("A-08", "every missing setting is told at once", this::missing),
        Case.always("A-09", "broken keys are refused at opening, by name, not shown", this::broken),
        Case.of("A-10", "plain http beyond this machine is refused", this::plainHttp),
        Case.always("A-11", "closing twice is harmless", this::closingTwice),
        Case.always("A-12", "a setting that cannot be missing is named", this::missingOne));
  }

  private ChannelAdapterProvider provider() {
    return bench.harness().provider();
  }

  private void found() {
    List<? extends Class<?>> found =
        ServiceLoader.load(ChannelAdapterProvider.class).stream()
            .filter(candidate -> candidate.get().channel().equals(provider().channel()))
            .map(ServiceLoader.Provider::type)
            .toList();
    assertEquals(
        List.of(provider().getClass()),
        found,
        "providers registered in META-INF/services for channel " + provider().channel());
  }

  private void id() {
    assertTrue(provider().channel().matches("[a-z0-9]{1,32}"), provider().channel());
    assertEquals(provider().channel(), provider().channel(), "asked twice");
  }

  private void version() {
    assertEquals(ChannelAdapterProvider.SPI_VERSION, provider().spiVersion());
  }

  private void displayName() {
    String name = provider().displayName();
    assertTrue(
        !name.isBlank() && name.equals(name.strip()) && name.lines().count() == 1,
        "\"" + name + "\"");
  }

  private void settings() {
    Set<String> names = new HashSet<>();
    for (SettingSpec spec : provider().settings()) {
      assertTrue(spec.name().matches("[a-z][a-z0-9]*(-[a-z0-9]+)*"), spec.name());
      assertTrue(names.add(spec.name()), spec.name() + " stands twice");
      assertTrue(spec.help().strip().length() > 10, spec.name() + " is not explained");
    }
    assertFalse(names.contains("channel"), "every account has a setting \"channel\" already");
    assertFalse(
        names.contains("notification-url"),
        "every account has a setting \"notification-url\" already");
  }

  private void secret() {
    Map<String, SettingSpec.Kind> kinds = kinds();
    bench
        .harness()
        .settings(bench.proxy().address())
        .forEach(
            (name, value) -> {
              if (bench.canaries().isSecret(value)) {
                assertTrue(
                    kinds.get(name) == SettingSpec.Kind.SECRET
                        || kinds.get(name) == SettingSpec.Kind.KEY_MATERIAL,
                    name + " holds a secret and is declared as " + kinds.get(name));
              }
            });
  }

  private Map<String, SettingSpec.Kind> kinds() {
    Map<String, SettingSpec.Kind> kinds = new HashMap<>();
    provider().settings().forEach(spec -> kinds.put(spec.name(), spec.kind()));
    return kinds;
  }

  private void noNetwork() {
    long before = bench.proxy().connections();
    bench.open(bench.proxy().address()).close();
    assertEquals(before, bench.proxy().connections(), "connections made");
  }

  private void missing() {
    InvalidConfigurationException refused =
        assertThrows(
            InvalidConfigurationException.class,
            () -> bench.gateway(Map.of()).close(),
            "opened without any setting");
    assertTrue(
        provider().settings().stream()
            .anyMatch(
                spec ->
                    refused.problems().stream()
                        .anyMatch(problem -> problem.field().endsWith("." + spec.name()))),
        "no problem names a setting of the channel");
    for (SettingSpec spec : provider().settings()) {
      if (spec.required()) {
        assertTrue(
            refused.problems().stream()
                .anyMatch(problem -> problem.field().endsWith("." + spec.name())),
            "no problem names the required setting " + spec.name());
      }
    }
  }

  private void missingOne() {
    for (String name : bench.harness().settings(bench.proxy().address()).keySet()) {
      Map<String, String> settings =
          new HashMap<>(bench.harness().settings(bench.proxy().address()));
      settings.remove(name);
      try {
        bench.gateway(settings).close();
      } catch (InvalidConfigurationException refused) {
        assertTrue(
            refused.problems().stream().anyMatch(problem -> isAbout(problem, name)),
            "no problem names " + name + ", without which nothing opens");
      }
    }
  }

  /** Names the setting, or the one it belongs to, as a certificate its password. */
  private static boolean isAbout(Problem problem, String name) {
    String named = problem.field().substring(problem.field().lastIndexOf('.') + 1);
    return name.startsWith(named) || problem.sentence().contains(name);
  }

  private void broken() {
    for (SettingSpec spec : provider().settings()) {
      Map<String, String> settings =
          new HashMap<>(bench.harness().settings(bench.proxy().address()));
      if (spec.kind() == SettingSpec.Kind.KEY_MATERIAL && settings.containsKey(spec.name())) {
        settings.put(
            spec.name(),
            "-----BEGIN PRIVATE KEY-----\n" + GARBAGE + "\n-----END PRIVATE KEY-----\n");
        InvalidConfigurationException refused =
            assertThrows(
                InvalidConfigurationException.class,
                () -> bench.gateway(settings).close(),
                spec.name() + " was garbage");
        assertTrue(
            refused.problems().stream()
                .anyMatch(problem -> problem.field().endsWith("." + spec.name())),
            "no problem names " + spec.name());
        assertFalse(
            Canaries.everything(refused).contains(GARBAGE),
            "what " + spec.name() + " holds is shown");
      }
    }
  }

  private void plainHttp() {
    Map<String, String> settings = bench.harness().settings(URI.create("http://channel.example"));
    InvalidConfigurationException refused =
        assertThrows(
            InvalidConfigurationException.class,
            () -> bench.gateway(settings).close(),
            "opened with http://channel.example");
    assertTrue(
        refused.problems().stream().anyMatch(problem -> problem.sentence().contains("http")),
        refused.getMessage());
  }

  private void closingTwice() {
    Opened own = bench.open(bench.proxy().address());
    own.adapter().close();
    own.adapter().close();
    own.close();
  }
}
