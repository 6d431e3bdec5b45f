package io.jiaozi.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.spi.ChannelAdapterProvider;
import io.jiaozi.spi.SettingSpec;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.ObjectMapper;

/** What an editor offers is what the adapters take. */
class MetadataTest {

  private static final String FILE = "META-INF/spring-configuration-metadata.json";

  @Test
  void accountsNamedAsTheirChannels_areCompleted_asTheAdaptersDeclare() throws IOException {
    Map<String, Map<String, Object>> expected = new LinkedHashMap<>();
    Names.onClassPath().stream()
        .sorted(Comparator.comparing(ChannelAdapterProvider::channel))
        .forEach(provider -> describe(provider, expected));
    Map<String, Map<String, Object>> written = new LinkedHashMap<>();
    for (Map<String, Object> property : properties()) {
      String name = (String) property.get("name");
      if (name.startsWith("jiaozi.accounts.")) {
        written.put(name, property);
      }
    }
    assertThat(written)
        .as("Should be: %s", new ObjectMapper().writeValueAsString(expected.values()))
        .isEqualTo(expected);
  }

  @Test
  void ownSettings_areDescribed() throws IOException {
    assertThat(properties())
        .extracting(property -> property.get("name"))
        .contains(
            "jiaozi.journal",
            "jiaozi.notifications.path",
            "jiaozi.notifications.budget",
            "jiaozi.notifications.grace",
            "jiaozi.sweep.every",
            "jiaozi.sandbox.enabled",
            "jiaozi.sandbox.port",
            "jiaozi.deadline",
            "jiaozi.max-concurrent-calls",
            "jiaozi.max-attempts",
            "jiaozi.expiry-warning",
            "management.health.jiaozi.enabled");
  }

  private static void describe(
      ChannelAdapterProvider provider, Map<String, Map<String, Object>> into) {
    List<SettingSpec> all = new ArrayList<>();
    all.add(
        SettingSpec.required(
            "channel", SettingSpec.Kind.TEXT, "The channel: " + provider.channel() + "."));
    all.add(
        SettingSpec.optional(
            "notification-url",
            SettingSpec.Kind.TEXT,
            "Where the channel notifies this account: https, no query, at most 255 characters."));
    all.addAll(provider.settings());
    for (SettingSpec spec : all) {
      String name = "jiaozi.accounts." + provider.channel() + "." + spec.name();
      Map<String, Object> property = new LinkedHashMap<>();
      property.put("name", name);
      property.put("type", type(spec.kind()));
      property.put("description", spec.help());
      into.put(name, property);
    }
  }

  private static String type(SettingSpec.Kind kind) {
    return switch (kind) {
      case DURATION -> "java.time.Duration";
      case FLAG -> "java.lang.Boolean";
      case TEXT, SECRET, KEY_MATERIAL, URL, URLS -> "java.lang.String";
    };
  }

  @SuppressWarnings("unchecked")
  private static List<Map<String, Object>> properties() throws IOException {
    try (InputStream file = MetadataTest.class.getClassLoader().getResourceAsStream(FILE)) {
      return (List<Map<String, Object>>)
          new ObjectMapper().readValue(Objects.requireNonNull(file), Map.class).get("properties");
    }
  }
}
