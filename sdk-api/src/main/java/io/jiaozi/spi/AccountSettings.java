package io.jiaozi.spi;

import io.jiaozi.error.Problem;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The checked settings of one account, as its adapter sees them.
 *
 * @param account the account's name
 * @param channel the channel's id
 * @param notificationUrl the account's own notification URL; null if it has none
 * @param values setting to text, placeholders resolved; copied; hidden in {@code toString}
 * @param signers keys kept outside the process, by the setting they stand in for; copied
 * @param decryptors likewise, for what is encrypted to the merchant; copied
 */
public record AccountSettings(
    String account,
    String channel,
    @Nullable URI notificationUrl,
    Map<String, String> values,
    Map<String, Signer> signers,
    Map<String, Decryptor> decryptors) {

  /** Copies the maps. */
  public AccountSettings {
    Objects.requireNonNull(account, "account");
    Objects.requireNonNull(channel, "channel");
    values = Map.copyOf(values);
    signers = Map.copyOf(signers);
    decryptors = Map.copyOf(decryptors);
  }

  /** The text of a setting; null if it was left out. */
  public @Nullable String text(String name) {
    return values.get(name);
  }

  /** The text of a setting that was declared as required. */
  public String requiredText(String name) {
    return Objects.requireNonNull(values.get(name), name);
  }

  /** The text of a setting, or a default. */
  public String text(String name, String defaultText) {
    return values.getOrDefault(name, defaultText);
  }

  /** A setting of kind DURATION, or a default. */
  public Duration duration(String name, Duration defaultDuration) {
    String text = values.get(name);
    return text == null ? defaultDuration : Durations.parse(text);
  }

  /** A setting of kind FLAG; false if it was left out. */
  public boolean flag(String name) {
    return Boolean.parseBoolean(values.get(name));
  }

  /** A problem with one setting, named as the merchant wrote it. */
  public Problem problem(String setting, String sentence) {
    return new Problem("jiaozi.accounts." + account + "." + setting, sentence);
  }

  @Override
  public String toString() {
    return "AccountSettings[account="
        + account
        + ", channel="
        + channel
        + ", settings="
        + values.keySet()
        + "]";
  }
}
