package io.jiaozi.samples.storefront.pay;

import io.jiaozi.payment.NextAction;
import io.jiaozi.sandbox.Sandbox;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sandbox, where there is one: its accounts, and the page that stands for the buyer's phone.
 */
public final class SimulatedChannels implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SimulatedChannels.class);

  private final @Nullable Sandbox sandbox;
  private final @Nullable URI address;
  private final Map<String, String> settings;

  private SimulatedChannels(
      @Nullable Sandbox sandbox, @Nullable URI address, Map<String, String> settings) {
    this.sandbox = sandbox;
    this.address = address;
    this.settings = settings;
  }

  /** No sandbox of our own; perhaps one elsewhere on this machine. */
  static SimulatedChannels none(@Nullable URI elsewhere) {
    return new SimulatedChannels(null, elsewhere, Map.of());
  }

  /** Takes over a sandbox and tells its channels where to notify. */
  static SimulatedChannels start(Sandbox sandbox, URI shop) {
    Map<String, String> settings = new LinkedHashMap<>(sandbox.settings());
    settings.replaceAll(
        (name, value) ->
            name.endsWith(".notification-url")
                ? shop.resolve("/pay/notify/" + name.split("\\.", -1)[2]).toString()
                : value);
    sandbox.paypal().webhookUrl(shop.resolve("/pay/notify/paypal"));
    log.info("No account is configured, so the channels are simulated: {}", sandbox.landingPage());
    return new SimulatedChannels(sandbox, sandbox.address(), settings);
  }

  Map<String, String> settings() {
    return settings;
  }

  /** Whether the pages show a way to the simulated channels. */
  public boolean isOn() {
    return address != null;
  }

  /** All orders at the simulated channels. */
  public @Nullable String landingPage() {
    return address == null ? null : address.resolve("/_sandbox/").toString();
  }

  /** The page a phone would show that scans this code; null where there is none. */
  public @Nullable String cashier(NextAction next) {
    return address != null && next instanceof NextAction.ShowQrCode code
        ? standIn(address, code.content()).toString()
        : null;
  }

  /**
   * Where a browser goes for this redirect: the channel's page, or, where the channel is simulated,
   * the sandbox's page for an address that belongs to the real one.
   */
  public URI page(NextAction.Redirect redirect) {
    URI sandboxed = address;
    return sandboxed == null || sandboxed.getAuthority().equals(redirect.url().getAuthority())
        ? redirect.url()
        : standIn(sandboxed, redirect.url().toString());
  }

  private static URI standIn(URI sandbox, String code) {
    return sandbox.resolve(
        "/_sandbox/cashier?code=" + URLEncoder.encode(code, StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    if (sandbox != null) {
      sandbox.close();
    }
  }
}
