package io.jiaozi.sandbox.paypal;

import io.jiaozi.sandbox.channel.ChannelContext;
import io.jiaozi.sandbox.channel.Json;
import io.jiaozi.sandbox.channel.Reply;
import io.jiaozi.sandbox.channel.WireRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the platform does with a request whose token is good: who asks, for whom, whether it has
 * been asked before, and what is answered. Protocol sheet 1.3, 1.4, 2 and 3. One request at a time,
 * so that two of one id cannot run at once.
 */
final class Services {
  private static final Duration ORDERS_KEPT = Duration.ofHours(6);
  private static final Duration PAYMENTS_KEPT = Duration.ofDays(45);

  private final PaypalCredentials credentials;
  private final Ledger ledger;
  private final ChannelContext context;
  private final Replays replays;
  private int inProgress;

  Services(PaypalCredentials credentials, Ledger ledger, ChannelContext context) {
    this.credentials = credentials;
    this.ledger = ledger;
    this.context = context;
    this.replays = new Replays(context.clock());
  }

  /** The next requests with a request id find an earlier one still at work. */
  synchronized void nextInProgress(int count) {
    inProgress = count;
  }

  synchronized Reply answer(WireRequest request, Route route) {
    String seller = seller(request);
    if (request.method().equals("GET")) {
      return Reply.json(200, read(route));
    }
    if (request.hasBody() || route.kind() != Route.Kind.HOLD_VOID) {
      // Releasing a hold has no body, and so no kind of one.
      requireJson(request);
    }
    String mocked = mocked(request);
    if (mocked != null) {
      throw PaypalError.mocked(mocked);
    }
    String requestId = request.header("PayPal-Request-Id");
    if (requestId != null && (requestId.isEmpty() || requestId.length() > 108)) {
      throw PaypalError.invalid(
          "PayPal-Request-Id", "INVALID_STRING_LENGTH", "The id must be 1 to 108 characters.");
    }
    String operation = seller + " " + request.method() + " " + request.path();
    if (requestId != null) {
      if (inProgress > 0) {
        inProgress--;
        throw PaypalError.inProgress();
      }
      Reply before = replays.find(operation, requestId);
      if (before != null) {
        return before;
      }
    }
    boolean ofOrders = request.path().startsWith(Links.ORDERS);
    try {
      Reply reply = execute(request, route, seller);
      if (requestId != null) {
        replays.keep(operation, requestId, reply, ofOrders ? ORDERS_KEPT : PAYMENTS_KEPT);
      }
      return reply;
    } catch (PaypalError refused) {
      // A declined instrument stays declined under this id: the next attempt needs another.
      Reply reply = refused.reply(context.randomness().hex(13));
      if (requestId != null
          && new String(reply.body(), StandardCharsets.UTF_8).contains("\"INSTRUMENT_DECLINED\"")) {
        replays.keep(operation, requestId, reply, ORDERS_KEPT);
      }
      return reply;
    }
  }

  private JsonNode read(Route route) {
    Supplier<URI> address = context.address();
    return switch (route.kind()) {
      case ORDER -> ledger.readOrder(route.id(), order -> order.full(address));
      case AUTHORIZATION -> ledger.readAuthorization(route.id(), hold -> hold.json(address));
      case CAPTURE -> ledger.readCapture(route.id(), capture -> capture.json(address));
      case REFUND -> ledger.readRefund(route.id(), refund -> refund.json(address));
      default -> throw PaypalError.notFound();
    };
  }

  private Reply execute(WireRequest request, Route route, String seller) {
    Supplier<URI> address = context.address();
    boolean full = "return=representation".equals(request.header("Prefer"));
    return switch (route.kind()) {
      case CREATE -> {
        Order order = ledger.create(body(request), seller);
        yield order(order.isWallet() ? 200 : 201, order, full);
      }
      case ORDER_CAPTURE -> order(201, ledger.complete(route.id(), Order.Intent.CAPTURE), full);
      case ORDER_AUTHORIZE -> order(201, ledger.complete(route.id(), Order.Intent.AUTHORIZE), full);
      case HOLD_CAPTURE -> {
        Capture capture = ledger.captureHold(route.id(), body(request));
        yield resource(201, ledger.readCapture(capture.id, done -> done.json(address)), full);
      }
      case HOLD_REAUTHORIZE -> {
        Authorization hold = ledger.reauthorize(route.id(), body(request));
        yield resource(201, ledger.readAuthorization(hold.id, done -> done.json(address)), full);
      }
      case HOLD_VOID -> {
        Authorization hold = ledger.voidHold(route.id());
        yield full
            ? Reply.json(200, ledger.readAuthorization(hold.id, done -> done.json(address)))
            : Reply.empty(204);
      }
      case CAPTURE_REFUND -> {
        Refund refund = ledger.refund(route.id(), body(request));
        yield resource(201, ledger.readRefund(refund.id, done -> done.json(address)), full);
      }
      case ORDER, AUTHORIZATION, CAPTURE, REFUND -> throw PaypalError.notFound();
    };
  }

  private Reply order(int status, Order order, boolean full) {
    return Reply.json(
        status,
        ledger.read(() -> full ? order.full(context.address()) : order.minimal(context.address())));
  }

  private static Reply resource(int status, ObjectNode resource, boolean full) {
    if (full) {
      return Reply.json(status, resource);
    }
    ObjectNode minimal = Json.object();
    for (String name : new String[] {"id", "status", "links"}) {
      minimal.set(name, resource.path(name));
    }
    return Reply.json(status, minimal);
  }

  private static ObjectNode body(WireRequest request) {
    if (!request.hasBody()) {
      return Json.object();
    }
    ObjectNode body = Json.parseObject(request.body());
    if (body == null) {
      throw PaypalError.invalid(
          "/", "MALFORMED_REQUEST_JSON", "The request JSON is not well formed.");
    }
    return body;
  }

  private static void requireJson(WireRequest request) {
    String type = request.header("Content-Type");
    if (type == null || !type.startsWith("application/json")) {
      throw PaypalError.unsupportedMediaType();
    }
  }

  /** The issue a tester wants to see; protocol sheet 1.6. */
  private static @Nullable String mocked(WireRequest request) {
    String header = request.header("PayPal-Mock-Response");
    if (header == null) {
      return null;
    }
    ObjectNode mock = Json.parseObject(header.getBytes(StandardCharsets.UTF_8));
    String issue = mock == null ? "" : mock.path("mock_application_codes").asString("");
    if (issue.isEmpty()) {
      throw PaypalError.invalid(
          "PayPal-Mock-Response", "INVALID_PARAMETER_SYNTAX", "The header is not understood.");
    }
    return issue;
  }

  /** For whom the app acts: itself, or the seller named by an assertion; protocol sheet 1.3. */
  private String seller(WireRequest request) {
    String assertion = request.header("PayPal-Auth-Assertion");
    if (assertion == null) {
      return credentials.merchantId();
    }
    String[] parts = assertion.split("\\.", -1);
    ObjectNode header = parts.length == 3 ? decoded(parts[0]) : null;
    ObjectNode claims = parts.length == 3 ? decoded(parts[1]) : null;
    if (header == null
        || claims == null
        || !parts[2].isEmpty()
        || !header.path("alg").asString("").equals("none")
        || !claims.path("iss").asString("").equals(credentials.clientId())
        || !claims.path("payer_id").asString("").equals(credentials.sellerId())) {
      throw PaypalError.notAuthorized("PERMISSION_DENIED");
    }
    return credentials.sellerId();
  }

  private static @Nullable ObjectNode decoded(String part) {
    try {
      return Json.parseObject(Base64.getUrlDecoder().decode(part));
    } catch (IllegalArgumentException notBase64) {
      return null;
    }
  }
}
