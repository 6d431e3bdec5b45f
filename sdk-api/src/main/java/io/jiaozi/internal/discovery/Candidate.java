package io.jiaozi.internal.discovery;

import io.jiaozi.internal.report.SafeText;
import io.jiaozi.spi.ChannelAdapterProvider;
import io.jiaozi.spi.SettingSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A provider as found, examined once. Whatever it throws is a fault of this one provider and stays
 * there: other channels work on.
 *
 * @param origin class and jar
 * @param channel its channel; null if it could not even tell that
 * @param adapter what can be used; null if there is a fault
 * @param fault what is wrong, a clause that follows the origin; null if nothing is
 */
record Candidate(
    String origin, @Nullable String channel, @Nullable Adapter adapter, @Nullable String fault) {

  static final Pattern CHANNEL = Pattern.compile("[a-z0-9]{1,32}");
  private static final Pattern SETTING = Pattern.compile("[a-z0-9]+(?:-[a-z0-9]+)*");
  private static final Set<String> COMMON_SETTINGS = Set.of("channel", "notification-url");

  static Candidate broken(String origin, String fault) {
    return new Candidate(origin, null, null, fault);
  }

  static Candidate examine(ChannelAdapterProvider provider) {
    String origin = CodePlace.describe(provider.getClass());
    String channel;
    try {
      channel = provider.channel();
    } catch (RuntimeException | Error thrown) {
      Faults.rethrowIfNotOurs(thrown);
      return broken(origin, "whose channel() threw " + Faults.describe(thrown));
    }
    if (channel == null || !CHANNEL.matcher(channel).matches()) {
      return broken(
          origin,
          "whose channel id "
              + (channel == null ? "null" : "\"" + SafeText.oneLine(channel) + "\"")
              + " is not 1 to 32 lower-case letters and digits");
    }
    try {
      return examine(provider, origin, channel);
    } catch (RuntimeException | Error thrown) {
      Faults.rethrowIfNotOurs(thrown);
      return new Candidate(
          origin,
          channel,
          null,
          "which threw " + Faults.describe(thrown) + " when asked about itself");
    }
  }

  private static Candidate examine(ChannelAdapterProvider provider, String origin, String channel) {
    int version = provider.spiVersion();
    if (version != ChannelAdapterProvider.SPI_VERSION) {
      return new Candidate(
          origin,
          channel,
          null,
          "which is written for version "
              + version
              + " of the adapter SPI, while this gateway speaks version "
              + ChannelAdapterProvider.SPI_VERSION
              + ". Use releases of jiaozi-sdk-api and of the adapter that belong together");
    }
    String displayName = provider.displayName();
    if (displayName == null || displayName.isBlank()) {
      return new Candidate(origin, channel, null, "which has no display name");
    }
    List<SettingSpec> settings = List.copyOf(provider.settings());
    String fault = faultIn(settings);
    return fault == null
        ? new Candidate(
            origin,
            channel,
            new Adapter(provider, channel, SafeText.oneLine(displayName), settings, origin),
            null)
        : new Candidate(origin, channel, null, fault);
  }

  private static @Nullable String faultIn(List<SettingSpec> settings) {
    Set<String> seen = new HashSet<>(COMMON_SETTINGS);
    for (SettingSpec setting : settings) {
      String name = SafeText.oneLine(setting.name());
      if (!SETTING.matcher(setting.name()).matches()) {
        return "whose setting \"" + name + "\" is not in kebab-case";
      }
      if (!seen.add(setting.name())) {
        return "whose setting \""
            + name
            + (COMMON_SETTINGS.contains(setting.name())
                ? "\" belongs to the gateway"
                : "\" is declared twice");
      }
    }
    return null;
  }
}
