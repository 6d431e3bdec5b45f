package io.jiaozi.sandbox.paypal;

import io.jiaozi.sandbox.channel.Channel;
import io.jiaozi.sandbox.channel.ChannelContext;
import io.jiaozi.sandbox.channel.ExportFolder;
import io.jiaozi.sandbox.channel.Json;
import io.jiaozi.sandbox.channel.Operation;
import io.jiaozi.sandbox.channel.Reply;
import io.jiaozi.sandbox.channel.Seal;
import io.jiaozi.sandbox.channel.WireRequest;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** PayPal's table of contents: which path means what, and which class answers it. */
final class PaypalChannel implements Channel {
  static final String NAME = "paypal";

  private static final String TOKEN = "/v1/oauth2/token";
  private static final String VERIFY = "/v1/notifications/verify-webhook-signature";
  private static final String WEBHOOKS = "/v1/notifications/webhooks";

  private final ChannelContext context;
  private final PaypalCredentials credentials;
  private final Ledger ledger;
  private final CertificateShelf shelf;
  private final Webhooks webhooks;
  private final Tokens tokens;
  private final Services services;
  private final Cashier cashier;
  private final PaypalControl api;

  PaypalChannel(
      ChannelContext context,
      PaypalSandbox control,
      PaypalCredentials credentials,
      Ledger ledger,
      CertificateShelf shelf,
      Webhooks webhooks,
      Tokens tokens,
      Services services) {
    this.context = context;
    this.credentials = credentials;
    this.ledger = ledger;
    this.shelf = shelf;
    this.webhooks = webhooks;
    this.tokens = tokens;
    this.services = services;
    cashier = new Cashier(ledger, control);
    api = new PaypalControl(control);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String title() {
    return "PayPal";
  }

  @Override
  public @Nullable Operation operation(WireRequest request) {
    String path = request.path();
    if (path.equals(TOKEN) || path.startsWith(Links.CERTIFICATES)) {
      return new Operation(NAME, "keys", null);
    }
    if (path.equals(Links.CHECKOUT)) {
      return new Operation(NAME, "page", null);
    }
    if (path.equals(VERIFY) || path.equals(WEBHOOKS)) {
      return new Operation(NAME, "call", null);
    }
    Route route = Route.of(request);
    if (route != null) {
      return new Operation(NAME, word(route, request), number(route, request));
    }
    return path.startsWith("/v2/checkout/") || path.startsWith("/v2/payments/")
        ? new Operation(NAME, "call", null)
        : null;
  }

  private static String word(Route route, WireRequest request) {
    boolean hold =
        route.kind() == Route.Kind.CREATE
            && body(request).path("intent").asString("").equals("AUTHORIZE");
    return hold ? "authorize" : route.kind().word();
  }

  private @Nullable String number(Route route, WireRequest request) {
    return switch (route.kind()) {
      case CREATE -> body(request).path("purchase_units").path(0).path("custom_id").asString(null);
      case HOLD_CAPTURE, CAPTURE_REFUND -> body(request).path("invoice_id").asString(null);
      default -> ledger.numberOf(route.id());
    };
  }

  private static JsonNode body(WireRequest request) {
    ObjectNode body = Json.parseObject(request.body());
    return body == null ? Json.object() : body;
  }

  @Override
  public Reply handle(WireRequest request) {
    String path = request.path();
    if (path.equals(TOKEN) && request.method().equals("POST")) {
      return tokens.issue(request);
    }
    if (path.startsWith(Links.CERTIFICATES)) {
      return shelf.fetch(path);
    }
    if (path.equals(Links.CHECKOUT)) {
      return checkout(request);
    }
    Reply refusal = tokens.refusal(request, debugId());
    if (refusal != null) {
      return refusal;
    }
    try {
      return authorized(request).afterwards(() -> ledger.takeEvents().forEach(webhooks::send));
    } catch (PaypalError e) {
      return e.reply(debugId());
    }
  }

  private Reply authorized(WireRequest request) {
    if (request.path().equals(VERIFY)) {
      return verify(request);
    }
    if (request.path().equals(WEBHOOKS)) {
      return register(request);
    }
    Route route = Route.of(request);
    if (route == null) {
      throw PaypalError.notFound();
    }
    return services.answer(request, route);
  }

  /** The page on which the buyer agrees, at the address the platform gives out. */
  private static Reply checkout(WireRequest request) {
    String token = "";
    for (String pair : request.query().split("&", -1)) {
      if (pair.startsWith("token=")) {
        token = pair.substring("token=".length());
      }
    }
    return Reply.seeOther(Cashier.path(token.replaceAll("[^A-Za-z0-9]", "")));
  }

  private Reply verify(WireRequest request) {
    ObjectNode question = Json.parseObject(request.body());
    byte[] event = RawMember.of(request.body(), "webhook_event");
    if (question == null || event == null) {
      throw PaypalError.invalid(
          "/webhook_event", "MISSING_REQUIRED_PARAMETER", "A required field is missing.");
    }
    boolean genuine = webhooks.isGenuine(question, event);
    return Reply.json(
        200, Json.object().put("verification_status", genuine ? "SUCCESS" : "FAILURE"));
  }

  private Reply register(WireRequest request) {
    if (request.method().equals("POST")) {
      String url = body(request).path("url").asString("");
      if (url.isEmpty()) {
        throw PaypalError.invalid(
            "/url", "MISSING_REQUIRED_PARAMETER", "A required field is missing.");
      }
      webhooks.target(URI.create(url));
    }
    URI target = webhooks.target();
    ObjectNode hook =
        Json.object()
            .put("id", credentials.webhookId())
            .put("url", target == null ? null : target.toString());
    hook.set("event_types", Json.array().add(Json.object().put("name", "*")));
    if (request.method().equals("POST")) {
      return Reply.json(201, hook);
    }
    ObjectNode all = Json.object();
    all.set("webhooks", target == null ? Json.array() : Json.array().add(hook));
    return Reply.json(200, all);
  }

  private String debugId() {
    return context.randomness().hex(13);
  }

  /** Answers carry no signature here: TLS and the token are all there is. */
  @Override
  public Reply seal(WireRequest request, Reply reply, Seal seal) {
    return request.path().startsWith(Links.CERTIFICATES)
        ? reply
        : reply.with("Paypal-Debug-Id", debugId());
  }

  @Override
  public Reply gatewayFailure(int status) {
    return PaypalError.gateway(status).reply(debugId());
  }

  @Override
  public Reply page(String method, List<String> path, Map<String, String> form) {
    return cashier.answer(method, path, form);
  }

  @Override
  public Reply control(String method, List<String> path, ObjectNode body) {
    return api.answer(method, path, body);
  }

  /**
   * @param code an order id, or the link to which the buyer is sent
   */
  @Override
  public @Nullable String cashierPath(String code) {
    int token = code.lastIndexOf("token=");
    String id = token < 0 ? code : code.substring(token + "token=".length());
    return ledger.orders().stream().anyMatch(order -> order.id.equals(id))
        ? Cashier.path(id)
        : null;
  }

  @Override
  public List<OrderSummary> orders() {
    List<OrderSummary> rows = new ArrayList<>();
    for (Order order : ledger.orders()) {
      rows.add(
          ledger.read(
              () ->
                  new OrderSummary(
                      order.number(),
                      order.units.get(0).request.path("description").asString(""),
                      order.total().toString(),
                      ledger.standing(order),
                      Cashier.path(order.id))));
    }
    Collections.reverse(rows);
    return rows;
  }

  @Override
  public Map<String, String> settings() {
    return PaypalFiles.inline(credentials, context.address().get());
  }

  @Override
  public Exported export(ExportFolder folder) throws IOException {
    return PaypalFiles.write(credentials, context.address().get(), folder);
  }
}
