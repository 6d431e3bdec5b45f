package com.example.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The guide quotes what is compiled, and the standalone POM says what the build's own says. */
class GuideTest {

  private static final Path ROOT = Path.of("..", "..");
  private static final Path GUIDE = ROOT.resolve("docs/adapter-guide.md");
  private static final Pattern FRAGMENT =
      Pattern.compile("(?s)(?:<!-- code: (\\S+) -->\n)?```java\n(.*?)```");

  @BeforeEach
  void inTheTree() {
    assumeTrue(Files.exists(GUIDE), "This folder was copied out of Jiaozi; remove this package.");
  }

  @Test
  void everyFragment_standsInTheSourceItNames() throws IOException {
    Matcher fragments = FRAGMENT.matcher(Files.readString(GUIDE));
    int count = 0;
    while (fragments.find()) {
      count++;
      assertThat(fragments.group(1)).as("source of %s", fragments.group(2)).isNotNull();
      String source = Files.readString(Path.of("src", fragments.group(1)));
      assertThat(source).as(fragments.group(1)).contains(fragments.group(2).stripTrailing());
    }
    assertThat(count).isGreaterThan(10);
  }

  @Test
  void everyLink_leadsSomewhere() throws IOException {
    String guide = Files.readString(GUIDE);
    List<String> anchors =
        found(guide, "(?m)^## (.*)$").stream()
            .map(title -> title.toLowerCase(Locale.ROOT))
            .map(title -> title.replaceAll("[^a-z0-9 -]", "").replace(' ', '-'))
            .toList();
    assertThat(anchors).containsAll(found(guide, "\\]\\(#([^)]*)\\)"));
    for (String file : found(guide, "\\]\\((\\.\\.?/[^)#]*)\\)")) {
      assertThat(GUIDE.resolveSibling(file)).exists();
    }
  }

  @Test
  void standalonePom_hasTheDependenciesAndVersionsOfTheBuild() throws IOException {
    String standalone = Files.readString(Path.of("standalone-pom.xml"));
    String root = Files.readString(ROOT.resolve("pom.xml"));
    String artifact = "(?s)<dependency>\\s*<groupId>[^<]*</groupId>\\s*<artifactId>([^<]*)<";
    assertThat(found(afterManagement(standalone), artifact))
        .isEqualTo(found(Files.readString(Path.of("pom.xml")), artifact));
    String version = "<((?!jiaozi)[a-z-]+\\.version>[^<]*)<";
    assertThat(found(standalone, version)).hasSize(5).allMatch(one -> root.contains("<" + one));
    String jiaozi = found(standalone, "<jiaozi.version>([^<]*)<").get(0);
    assertThat(root).contains("<artifactId>jiaozi-parent</artifactId>\n  <version>" + jiaozi);
  }

  private static String afterManagement(String pom) {
    return pom.substring(pom.indexOf("</dependencyManagement>"));
  }

  private static List<String> found(String text, String pattern) {
    List<String> all = new ArrayList<>();
    Pattern.compile(pattern).matcher(text).results().map(GuideTest::first).forEach(all::add);
    return all;
  }

  private static String first(MatchResult result) {
    return result.group(1);
  }
}
