package io.jiaozi.sandbox.paypal;

import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.sandbox.Sandbox;
import io.jiaozi.sandbox.channel.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A merchant's app, written from the protocol sheet with nothing but the JDK. */
final class App {
  private final Sandbox sandbox;
  private final HttpClient http = HttpClient.newHttpClient();
  private String token = "";

  App(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  /** A reply with its body read. */
  record Answer(int status, JsonNode json, HttpResponse<byte[]> raw) {
    String issue() {
      return json.path("details").path(0).path("issue").asString("");
    }

    String id() {
      return json.path("id").asString();
    }

    JsonNode link(String rel) {
      for (JsonNode link : json.path("links")) {
        if (link.path("rel").asString().equals(rel)) {
          return link;
        }
      }
      return Json.object();
    }

    JsonNode payment(String kind) {
      return json.path("purchase_units").path(0).path("payments").path(kind).path(0);
    }
  }

  String token() throws IOException, InterruptedException {
    PaypalCredentials all = sandbox.paypal().credentials();
    Answer answer = token(all.clientId() + ":" + all.clientSecret());
    assertThat(answer.status()).isEqualTo(200);
    token = answer.json().path("access_token").asString();
    return token;
  }

  Answer token(String basic) throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(sandbox.address().resolve("/v1/oauth2/token"))
            .header(
                "Authorization",
                "Basic "
                    + Base64.getEncoder().encodeToString(basic.getBytes(StandardCharsets.UTF_8)))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString("grant_type=client_credentials")));
  }

  Answer get(String path) throws IOException, InterruptedException {
    return send(request(path));
  }

  Answer post(String path, JsonNode body, String... headers)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of(headers));
    if (!all.contains("Prefer")) {
      all.addAll(List.of("Prefer", "return=representation"));
    }
    HttpRequest.Builder request =
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body)));
    for (int i = 0; i < all.size(); i += 2) {
      request.header(all.get(i), all.get(i + 1));
    }
    return send(request);
  }

  private HttpRequest.Builder request(String path) throws IOException, InterruptedException {
    if (token.isEmpty()) {
      token();
    }
    return HttpRequest.newBuilder(sandbox.address().resolve(path))
        .header("Authorization", "Bearer " + token);
  }

  Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<byte[]> reply =
        http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    ObjectNode json = Json.parseObject(reply.body());
    return new Answer(reply.statusCode(), json == null ? Json.object() : json, reply);
  }

  static ObjectNode order(String number, String intent, String value) {
    ObjectNode unit = Json.object().put("custom_id", number).put("invoice_id", "JZ-" + number);
    unit.put("description", "Two boxes <b>of dumplings");
    unit.set("amount", Json.object().put("currency_code", "USD").put("value", value));
    ObjectNode order = Json.object().put("intent", intent);
    order.set("purchase_units", Json.array().add(unit));
    return order;
  }

  static ObjectNode walletOrder(String number, String intent, String value, URI shop) {
    ObjectNode order = order(number, intent, value);
    ObjectNode context =
        Json.object()
            .put("return_url", shop.resolve("/return").toString())
            .put("cancel_url", shop.resolve("/cancel?x=1").toString());
    ObjectNode paypal = Json.object();
    paypal.set("experience_context", context);
    order.set("payment_source", Json.object().set("paypal", paypal));
    return order;
  }

  /** Creates an order and lets its buyer agree. */
  String approved(String number, String intent, String value)
      throws IOException, InterruptedException {
    Answer created = post("/v2/checkout/orders", order(number, intent, value));
    assertThat(created.status()).isEqualTo(201);
    sandbox.paypal().approve(number);
    return created.id();
  }

  Answer capture(String orderId) throws IOException, InterruptedException {
    return post(
        "/v2/checkout/orders/" + orderId + "/capture",
        Json.object(),
        "PayPal-Request-Id",
        UUID.randomUUID().toString());
  }
}
