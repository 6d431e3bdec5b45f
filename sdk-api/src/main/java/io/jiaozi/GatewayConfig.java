package io.jiaozi;

import io.jiaozi.event.GatewayListener;
import io.jiaozi.internal.config.PropertiesConfig;
import io.jiaozi.journal.Journal;
import io.jiaozi.spi.AccountConfig;
import io.jiaozi.spi.ChannelAdapterProvider;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Everything a gateway is opened with: accounts, gateway-wide settings, and what tests exchange.
 *
 * <p>Fill it from properties, from the typed builders of the adapters, or both; all end in the same
 * map of texts and pass the same checks when the gateway opens. Immutable; {@code toString} shows
 * names only.
 *
 * <pre>
 * jiaozi.deadline = 10s
 * jiaozi.accounts.shop.channel = ...
 * jiaozi.accounts.shop.private-key = /etc/shop/key.pem
 * jiaozi.accounts.shop.api-key = ${SHOP_API_KEY}
 * jiaozi.accounts.shop.notification-url = https://shop.example/notify
 * </pre>
 *
 * <p>An account is named with 1 to 64 lower-case letters, digits and hyphens. Every account takes
 * {@code channel} and {@code notification-url} (https, no query, at most 255 characters); the rest
 * is its adapter's.
 *
 * <p>Gateway-wide settings:
 *
 * <table>
 *   <caption>Settings of the gateway</caption>
 *   <tr><th>Setting</th><th>Default</th><th>Meaning</th></tr>
 *   <tr><td>{@code deadline}</td><td>{@code 10s}</td>
 *     <td>how long a call may take in all, repeats included, unless its {@link CallOptions} say
 *     otherwise; 100 ms to 10 minutes</td></tr>
 *   <tr><td>{@code max-concurrent-calls}</td><td>{@code 64}</td>
 *     <td>calls at the same time, for each account and kind of call (payments; questions; refunds
 *     and closings; other calls); one more is refused at once; 1 to 10000</td></tr>
 *   <tr><td>{@code max-attempts}</td><td>{@code 3}</td>
 *     <td>requests in one call, the first included, where repeating is harmless; 1 to 10</td></tr>
 *   <tr><td>{@code expiry-warning}</td><td>{@code 30d}</td>
 *     <td>how long before the end of a certificate a diagnosis warns; 1 to 365 days</td></tr>
 * </table>
 */
public final class GatewayConfig {

  private final Map<String, AccountConfig> accounts;
  private final Map<String, String> settings;
  private final List<ChannelAdapterProvider> providers;
  private final TimeSource time;
  private final RandomGenerator random;
  private final @Nullable Journal journal;
  private final List<GatewayListener> listeners;
  private final SubMerchantLookup subMerchants;

  private GatewayConfig(Builder builder) {
    this.accounts = Collections.unmodifiableMap(new LinkedHashMap<>(builder.accounts));
    this.settings = Collections.unmodifiableMap(new LinkedHashMap<>(builder.settings));
    this.providers = List.copyOf(builder.providers);
    this.time = builder.time;
    this.random = builder.random;
    this.journal = builder.journal;
    this.listeners = List.copyOf(builder.listeners);
    this.subMerchants = builder.subMerchants;
  }

  /**
   * Reads a properties file in UTF-8. {@code ${NAME}} in a value is replaced by the environment
   * variable of that name; with a second dollar sign before it, it stands for itself.
   *
   * @throws io.jiaozi.error.InvalidConfigurationException if the file cannot be read or is not in
   *     this form: every problem in one report
   */
  public static GatewayConfig load(Path file) {
    return PropertiesConfig.load(file).build();
  }

  /**
   * Takes properties from anywhere else: keys in full ({@code jiaozi.accounts.shop.channel}),
   * placeholders resolved as in {@link #load}. Keys that do not begin with {@code jiaozi.} are not
   * ours and are ignored.
   */
  public static GatewayConfig of(Map<String, String> properties) {
    return PropertiesConfig.read(properties).build();
  }

  /** Begins an empty configuration. */
  public static Builder builder() {
    return new Builder();
  }

  /** A builder that starts from this configuration. */
  public Builder toBuilder() {
    Builder builder = new Builder();
    builder.accounts.putAll(accounts);
    builder.settings.putAll(settings);
    builder.providers.addAll(providers);
    builder.time = time;
    builder.random = random;
    builder.journal = journal;
    builder.listeners.addAll(listeners);
    builder.subMerchants = subMerchants;
    return builder;
  }

  /** Accounts by name, in order. */
  public Map<String, AccountConfig> accounts() {
    return accounts;
  }

  /** Gateway-wide settings by name without {@code jiaozi.} in front. */
  public Map<String, String> settings() {
    return settings;
  }

  /** Providers chosen by hand; they win over those found on the class path. */
  public List<ChannelAdapterProvider> providers() {
    return providers;
  }

  /** The one source of time. */
  public TimeSource time() {
    return time;
  }

  /** The one source of randomness, for nonces and jitter. */
  public RandomGenerator random() {
    return random;
  }

  /** Where intents and outcomes are kept; empty if nowhere. */
  public Optional<Journal> journal() {
    return Optional.ofNullable(journal);
  }

  /** Who is told what the gateway does. */
  public List<GatewayListener> listeners() {
    return listeners;
  }

  /** Finds the sub-merchant that an entry of the journal names. */
  public SubMerchantLookup subMerchants() {
    return subMerchants;
  }

  @Override
  public String toString() {
    return "GatewayConfig[accounts=" + accounts.keySet() + ", settings=" + settings.keySet() + "]";
  }

  /** Collects a configuration. Not thread-safe. */
  public static final class Builder {
    private final Map<String, AccountConfig> accounts = new LinkedHashMap<>();
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final List<ChannelAdapterProvider> providers = new ArrayList<>();
    private TimeSource time = TimeSource.system();
    private RandomGenerator random = new SecureRandom();
    private @Nullable Journal journal;
    private final List<GatewayListener> listeners = new ArrayList<>();
    private SubMerchantLookup subMerchants = SubMerchantLookup.byIdAlone();

    private Builder() {}

    /** Adds an account; one of the same name is replaced. */
    public Builder account(String name, AccountConfig config) {
      accounts.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(config, "config"));
      return this;
    }

    /**
     * A gateway-wide setting, named without {@code jiaozi.} in front: {@code setting("deadline",
     * "10s")}.
     */
    public Builder setting(String name, String value) {
      settings.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(value, "value"));
      return this;
    }

    /**
     * Uses this provider for its channel instead of searching the class path: the way out when two
     * jars claim one channel.
     */
    public Builder provider(ChannelAdapterProvider provider) {
      providers.add(Objects.requireNonNull(provider, "provider"));
      return this;
    }

    /**
     * Keeps intents and outcomes in this journal, so that the gateway resolves what a crash or an
     * outage left open. Without one everything works, and what is left open is the caller's to find
     * out. The journal stays the caller's to close, after the gateway.
     */
    public Builder journal(Journal keeper) {
      this.journal = Objects.requireNonNull(keeper, "keeper");
      return this;
    }

    /** Tells this listener too what the gateway does. */
    public Builder listener(GatewayListener listener) {
      listeners.add(Objects.requireNonNull(listener, "listener"));
      return this;
    }

    /**
     * Where a sweep over the journal finds the details of sub-merchants; needed only if more than
     * their ids is needed to act for them.
     */
    public Builder subMerchants(SubMerchantLookup lookup) {
      this.subMerchants = Objects.requireNonNull(lookup, "lookup");
      return this;
    }

    /** Another source of time, for tests. */
    public Builder time(TimeSource source) {
      this.time = Objects.requireNonNull(source, "source");
      return this;
    }

    /**
     * Another source of randomness, for tests that must repeat exactly. Anything but a secure one
     * makes nonces guessable.
     */
    public Builder random(RandomGenerator generator) {
      this.random = Objects.requireNonNull(generator, "generator");
      return this;
    }

    /** Makes the configuration. Its contents are checked when the gateway opens. */
    public GatewayConfig build() {
      return new GatewayConfig(this);
    }
  }
}
