package io.jiaozi.sandbox.paypal;

import io.jiaozi.sandbox.channel.Json;
import java.net.URI;
import java.util.function.Supplier;
import tools.jackson.databind.node.ArrayNode;

/** Links between resources, on the sandbox's own address; protocol sheet 1.5. */
final class Links {
  static final String ORDERS = "/v2/checkout/orders";
  static final String AUTHORIZATIONS = "/v2/payments/authorizations";
  static final String CAPTURES = "/v2/payments/captures";
  static final String REFUNDS = "/v2/payments/refunds";
  static final String CERTIFICATES = "/v1/notifications/certs/";
  static final String CHECKOUT = "/checkoutnow";

  private final Supplier<URI> address;
  private final ArrayNode array = Json.array();

  private Links(Supplier<URI> address) {
    this.address = address;
  }

  static Links on(Supplier<URI> address) {
    return new Links(address);
  }

  Links add(String rel, String method, String path) {
    array.add(
        Json.object()
            .put("href", address.get().resolve(path).toString())
            .put("rel", rel)
            .put("method", method));
    return this;
  }

  ArrayNode json() {
    return array;
  }
}
