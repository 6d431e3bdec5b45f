package io.jiaozi.internal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jiaozi.GatewayConfig;
import io.jiaozi.error.InvalidConfigurationException;
import io.jiaozi.error.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PropertiesConfigTest {

  private static final Map<String, String> ENVIRONMENT =
      Map.of("SHOP_KEY", "s3cret", "NESTED", "${SHOP_KEY}", "EMPTY", "");

  @TempDir private Path folder;

  private GatewayConfig load(String text) throws IOException {
    return load(text.getBytes(StandardCharsets.UTF_8));
  }

  private GatewayConfig load(byte[] bytes) throws IOException {
    return PropertiesConfig.load(
            Files.write(folder.resolve("jiaozi.properties"), bytes), ENVIRONMENT::get)
        .build();
  }

  private static List<Problem> problems(ThrowingCallable call) {
    return catchThrowableOfType(InvalidConfigurationException.class, call).problems();
  }

  private static String value(GatewayConfig config, String setting) {
    return config.accounts().get("shop").values().get(setting);
  }

  @Test
  void file_isSortedIntoSettingsAndAccounts() throws IOException {
    GatewayConfig config =
        load(
            """
            # 两盒饺子
            jiaozi.deadline = 5s
            jiaozi.accounts.shop.channel = fake
            jiaozi.accounts.shop.title = 交子
            jiaozi.accounts.till.channel = fake
            server.port = 8080
            """);
    assertThat(config.settings()).containsExactly(Map.entry("deadline", "5s"));
    assertThat(config.accounts()).containsOnlyKeys("shop", "till");
    assertThat(config.accounts().get("shop").channel()).isEqualTo("fake");
    assertThat(value(config, "title")).isEqualTo("交子");
  }

  @Test
  void file_byteOrderMark_isNoPartOfTheFirstKey() throws IOException {
    assertThat(load("\ufeffjiaozi.deadline=5s").settings()).containsKey("deadline");
  }

  @Test
  void file_missingOrNotText_isSaidInASentence() throws IOException {
    Path missing = folder.resolve("none.properties");
    assertThat(problems(() -> GatewayConfig.load(missing)))
        .containsExactly(
            new Problem(
                missing.toString(), "does not exist. Check the path and the working directory."));
    assertThat(problems(() -> load(new byte[] {'a', '=', (byte) 0xff})).get(0).sentence())
        .isEqualTo("is not UTF-8 text. Save it in UTF-8.");
    assertThat(problems(() -> load("a = \\uZZZZ")).get(0).sentence())
        .isEqualTo("holds a backslash-u that four hex digits do not follow. Write \\\\ for \\.");
    assertThat(problems(() -> GatewayConfig.load(folder)).get(0).sentence())
        .startsWith("cannot be read (");
  }

  @Test
  void file_sameKeyTwice_isNeverGuessed() {
    assertThat(
            problems(
                () ->
                    load(
                        """
                        jiaozi.accounts.shop.api-key = one
                        jiaozi.accounts.shop.api-key = two
                        """)))
        .containsExactly(
            new Problem(
                "jiaozi.accounts.shop.api-key",
                "stands more than once in the file. Keep one line."));
  }

  @ParameterizedTest
  @CsvSource({
    "${SHOP_KEY},s3cret",
    "a${SHOP_KEY}b${SHOP_KEY},as3cretbs3cret",
    "$${SHOP_KEY},${SHOP_KEY}",
    "$$${SHOP_KEY},$${SHOP_KEY}",
    "$SHOP_KEY,$SHOP_KEY",
    "price$,price$",
    "${NESTED},${SHOP_KEY}",
    "a\\b$1,a\\b$1",
    "}{,}{"
  })
  void placeholders_areReplacedOnce(String text, String resolved) {
    GatewayConfig config =
        PropertiesConfig.read(Map.of("jiaozi.accounts.shop.title", text), ENVIRONMENT::get).build();
    assertThat(value(config, "title")).isEqualTo(resolved);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "${GONE} | needs the environment variable GONE, which is not set. Set it, or write \"$${\" for a literal \"${\".",
        "CANARY${ | has \"${\" without \"}\". Close it, or write \"$${\" for a literal \"${\".",
        "${A:-CANARY} | has \"${...}\" around something that is not the name of an environment variable. There are no defaults and no nesting; write \"$${\" for a literal \"${\".",
        "${} | has \"${...}\" around something that is not the name of an environment variable. There are no defaults and no nesting; write \"$${\" for a literal \"${\"."
      })
  void placeholders_thatCannotBe_areProblemsWithoutTheValue(String text, String sentence) {
    assertThat(
            problems(
                () ->
                    PropertiesConfig.read(
                        Map.of("jiaozi.accounts.shop.api-key", text), ENVIRONMENT::get)))
        .containsExactly(new Problem("jiaozi.accounts.shop.api-key", sentence));
  }

  @Test
  void keys_withoutASetting_areProblems() {
    String sentence =
        "names no setting. Write jiaozi.accounts.<account>.<setting>, with both names.";
    for (String key : List.of("jiaozi.accounts.shop", "jiaozi.accounts.shop.")) {
      assertThat(problems(() -> GatewayConfig.of(Map.of(key, "CANARY"))))
          .containsExactly(new Problem(key, sentence));
    }
  }

  @Test
  void keysOfOthers_areIgnoredEvenWithPlaceholders() {
    assertThat(GatewayConfig.of(Map.of("spring.x", "${GONE}", "jiaozix.y", "z")).settings())
        .isEmpty();
  }
}
