package io.jiaozi.internal.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jiaozi.fake.FakeChannel;
import io.jiaozi.spi.ChannelAdapterProvider;
import io.jiaozi.spi.SettingSpec;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdapterCatalogTest {

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path folder;

  private AdapterJar jar(String name) {
    return new AdapterJar(folder, name);
  }

  private static AdapterCatalog search(List<ChannelAdapterProvider> chosen, URL... jars)
      throws IOException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader = AdapterJar.loader(jars)) {
      thread.setContextClassLoader(loader);
      return AdapterCatalog.search(chosen);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static String problem(AdapterCatalog catalog, String channel) {
    List<String> problems = new ArrayList<>();
    assertThat(catalog.find(channel, problems::add)).isNull();
    assertThat(problems).hasSize(1);
    return problems.get(0);
  }

  private static Adapter found(AdapterCatalog catalog, String channel) {
    List<String> problems = new ArrayList<>();
    Adapter adapter = catalog.find(channel, problems::add);
    assertThat(problems).isEmpty();
    return adapter;
  }

  @Test
  void jarOnTheClassPath_isEnough() throws IOException {
    AdapterCatalog catalog =
        search(List.of(), jar("adapter-one-1.0.jar").provider("x.One", "one").build());
    assertThat(found(catalog, "one").origin()).isEqualTo("x.One (adapter-one-1.0.jar)");
  }

  @Test
  void none_saysWhatThereIsAndWhatToAdd() throws IOException {
    AdapterCatalog catalog =
        search(
            List.of(),
            jar("b.jar").provider("x.Beta", "beta").build(),
            jar("a.jar").provider("x.Alpha", "alpha").build());
    assertThat(problem(catalog, "gamma99"))
        .isEqualTo(
            "No adapter for channel \"gamma99\". Found: alpha, beta. Add the dependency"
                + " jiaozi-adapter-gamma99, or check META-INF/services if jars were merged into"
                + " one.");
    assertThat(problem(search(List.of()), "gamma99"))
        .startsWith("No adapter for channel \"gamma99\". Found: none. Add the dependency");
  }

  @Test
  void misspelt_saysWhatWasMeant() throws IOException {
    AdapterCatalog catalog = search(List.of(), jar("a.jar").provider("x.Alpha", "alpha").build());
    assertThat(problem(catalog, "alhpa"))
        .isEqualTo("No adapter for channel \"alhpa\". Found: alpha. Did you mean \"alpha\"?");
    assertThat(problem(catalog, "Alpha"))
        .isEqualTo("No adapter for channel \"Alpha\". Found: alpha. Did you mean \"alpha\"?");
    assertThat(problem(catalog, "some thing\n"))
        .isEqualTo(
            "No adapter for channel \"some thing\\n\". Found: alpha. A channel id is 1 to 32"
                + " lower-case letters and digits.");
  }

  @Test
  void missing_asksForOne() throws IOException {
    AdapterCatalog catalog = search(List.of(), jar("a.jar").provider("x.Alpha", "alpha").build());
    assertThat(problem(catalog, " "))
        .isEqualTo("is missing. Name the channel of this account. Found: alpha.");
  }

  @Test
  void two_areNeverGuessedBetween() throws IOException {
    URL one = jar("adapter-alpha-1.2.jar").provider("a.B", "alpha").build();
    URL other = jar("shop.jar").provider("c.D", "alpha").build();
    AdapterCatalog catalog = search(List.of(), one, other);
    assertThat(problem(catalog, "alpha"))
        .isEqualTo(
            "Two adapters claim channel \"alpha\": a.B (adapter-alpha-1.2.jar) and c.D (shop.jar)."
                + " Remove one, or choose one with GatewayConfig.Builder.provider.");
  }

  @Test
  void chosenByHand_winsOverWhatWasFound() throws IOException {
    URL one = jar("a.jar").provider("a.B", "alpha").build();
    URL other = jar("b.jar").provider("c.D", "alpha").build();
    FakeChannel chosen = new FakeChannel("alpha");
    assertThat(found(search(List.of(chosen), one, other), "alpha").provider()).isSameAs(chosen);
    assertThat(problem(search(List.of(chosen, new FakeChannel("alpha"))), "alpha"))
        .startsWith("Two adapters claim channel \"alpha\": io.jiaozi.fake.FakeChannel (")
        .endsWith(". Give GatewayConfig.Builder.provider one of them.");
  }

  @Test
  void oneJarSeenThroughTwoLoaders_isOneAdapter_butACopyIsASecond() throws IOException {
    URL jar = jar("a.jar").provider("a.B", "alpha").build();
    URL copy = jar("copy.jar").provider("a.B", "alpha").build();
    try (URLClassLoader one = AdapterJar.loader(jar);
        URLClassLoader other = AdapterJar.loader(jar);
        URLClassLoader another = AdapterJar.loader(copy)) {
      assertThat(ProviderSearch.through(one, other)).hasSize(1);
      assertThat(ProviderSearch.through(one, another))
          .extracting(Candidate::origin)
          .containsExactly("a.B (a.jar)", "a.B (copy.jar)");
      assertThat(ProviderSearch.through(null, one)).hasSize(1);
    }
  }

  @Test
  void brokenJars_hideNoOther_andAreNamed() throws IOException {
    AdapterCatalog catalog =
        search(
            List.of(),
            jar("1.jar")
                .provider(
                    "x.Throws",
                    "throw new IllegalStateException(\"CANARY\");",
                    "return \"t\";",
                    "return 1;")
                .build(),
            jar("2.jar").entry("x.Gone").build(),
            jar("3.jar").entry("not a class name").build(),
            jar("4.jar").entry("io.jiaozi.fake.Fakes").build(),
            jar("5.jar")
                .provider(
                    "x.Mute", "", "throw new IllegalArgumentException(\"CANARY\");", "return 1;")
                .build(),
            jar("6.jar").provider("x.Loud", "Loud-Pay").build(),
            jar("7.jar").provider("x.Good", "good").build());
    assertThat(found(catalog, "good")).isNotNull();
    assertThat(problem(catalog, "gamma99"))
        .startsWith("No adapter for channel \"gamma99\". Found: good. Add the dependency")
        .contains(
            " Could not be used: ",
            "x.Throws (1.jar), whose constructor threw java.lang.IllegalStateException",
            "an entry of META-INF/services in 2.jar, which failed: Provider x.Gone not found",
            ":1: Illegal configuration-file syntax",
            "an entry of META-INF/services in 4.jar, which failed: io.jiaozi.fake.Fakes not a"
                + " subtype",
            "x.Mute (5.jar), whose channel() threw java.lang.IllegalArgumentException",
            "x.Loud (6.jar), whose channel id \"Loud-Pay\" is not 1 to 32 lower-case letters and"
                + " digits")
        .doesNotContain("CANARY");
  }

  @Test
  void errorsOfForeignCode_stayWithTheirJar() throws IOException {
    AdapterCatalog catalog =
        search(
            List.of(),
            jar("1.jar")
                .provider(
                    "x.Asserts",
                    "throw new AssertionError(\"CANARY\");",
                    "return \"t\";",
                    "return 1;")
                .build(),
            jar("2.jar")
                .provider("x.Deep", "", "throw new StackOverflowError();", "return 1;")
                .build(),
            jar("3.jar")
                .provider("x.Late", "", "return \"late\";", "throw new AssertionError(\"CANARY\");")
                .build());
    assertThat(problem(catalog, "gamma99"))
        .contains(
            "x.Asserts (1.jar), whose constructor threw java.lang.AssertionError",
            "x.Deep (2.jar), whose channel() threw java.lang.StackOverflowError")
        .doesNotContain("CANARY");
    assertThat(problem(catalog, "late"))
        .isEqualTo(
            "The adapter for channel \"late\" cannot be used: x.Late (3.jar), which threw"
                + " java.lang.AssertionError when asked about itself.");
  }

  @Test
  void virtualMachineThatIsIll_isNotAnAdaptersFault() throws IOException {
    URL jar =
        jar("1.jar")
            .provider("x.Full", "", "throw new OutOfMemoryError(\"made up\");", "return 1;")
            .build();
    assertThatThrownBy(() -> search(List.of(), jar)).isInstanceOf(OutOfMemoryError.class);
  }

  @Test
  void servicesFilesGluedTogether_areNamedWithTheirJar() throws IOException {
    AdapterCatalog catalog =
        search(
            List.of(),
            jar("app-all.jar").provider("x.Alpha", "alpha").entry("x.Betax.Gamma # two").build());
    assertThat(problem(catalog, "beta"))
        .endsWith(
            " Could not be used: an entry of META-INF/services in app-all.jar, which failed: Provider"
                + " x.Betax.Gamma not found.");
  }

  @Test
  void servicesFileThatLostALine_isSaidToHaveLostIt() throws IOException {
    URL merged =
        jar("app-all.jar").unregistered("io.jiaozi.gamma99.Gamma99AdapterProvider").build();
    assertThat(problemWithin(merged, "gamma99"))
        .isEqualTo(
            "No adapter for channel \"gamma99\". Found: none. Its class is in app-all.jar, but"
                + " META-INF/services does not name it: merge those files line by line where jars are"
                + " merged into one.");
  }

  /** The search for what got lost goes through the class loader of the moment. */
  private static String problemWithin(URL jar, String channel) throws IOException {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader = AdapterJar.loader(jar)) {
      thread.setContextClassLoader(loader);
      return problem(AdapterCatalog.search(List.of()), channel);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  @Test
  void classThatDoesNotLink_isNamedByTheJvm() throws IOException {
    AdapterCatalog catalog =
        search(
            List.of(),
            jar("1.jar")
                .provider(
                    "x.Unlinked",
                    "if (true) throw new NoClassDefFoundError(\"com/example/Missing\");",
                    "return \"t\";",
                    "return 1;")
                .build());
    assertThat(problem(catalog, "gamma99"))
        .endsWith(
            " Could not be used: x.Unlinked (1.jar), whose constructor threw"
                + " java.lang.NoClassDefFoundError (com/example/Missing).");
  }

  @Test
  void otherSpiVersion_saysWhatBelongsTogether() throws IOException {
    AdapterCatalog catalog =
        search(
            List.of(),
            jar("adapter-alpha-9.jar")
                .provider("x.New", "", "return \"alpha\";", "return 2;")
                .build(),
            jar("b.jar").provider("x.Beta", "beta").build());
    assertThat(problem(catalog, "alpha"))
        .isEqualTo(
            "The adapter for channel \"alpha\" cannot be used: x.New (adapter-alpha-9.jar), which is"
                + " written for version 2 of the adapter SPI, while this gateway speaks version 1."
                + " Use releases of jiaozi-sdk-api and of the adapter that belong together.");
    assertThat(found(catalog, "beta")).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"baseUrl", "base_url", "-a", "a--b", "", "a.b"})
  void settingNotInKebabCase_isTheAdaptersFault(String name) throws IOException {
    FakeChannel odd =
        new FakeChannel().settings(SettingSpec.optional(name, SettingSpec.Kind.TEXT, "x"));
    assertThat(problem(search(List.of(odd)), "fake"))
        .endsWith(", whose setting \"" + name + "\" is not in kebab-case.");
  }

  @Test
  void settingDeclaredTwiceOrTaken_isTheAdaptersFault() throws IOException {
    SettingSpec spec = SettingSpec.optional("a", SettingSpec.Kind.TEXT, "x");
    assertThat(problem(search(List.of(new FakeChannel().settings(spec, spec))), "fake"))
        .endsWith(", whose setting \"a\" is declared twice.");
    SettingSpec taken = SettingSpec.optional("notification-url", SettingSpec.Kind.URL, "x");
    assertThat(problem(search(List.of(new FakeChannel().settings(taken))), "fake"))
        .endsWith(", whose setting \"notification-url\" belongs to the gateway.");
  }
}
