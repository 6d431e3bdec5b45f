package io.jiaozi.samples.storefront.pay;

import io.jiaozi.payment.NextAction;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The page that stands for the buyer's phone, where the channels are simulated. */
public final class SimulatedChannels {

  private final @Nullable URI address;

  SimulatedChannels(@Nullable URI address) {
    this.address = address;
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
}
