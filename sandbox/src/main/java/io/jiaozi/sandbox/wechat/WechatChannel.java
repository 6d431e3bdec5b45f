package io.jiaozi.sandbox.wechat;

import io.jiaozi.sandbox.channel.Channel;
import io.jiaozi.sandbox.channel.ChannelContext;
import io.jiaozi.sandbox.channel.ExportFolder;
import io.jiaozi.sandbox.channel.Json;
import io.jiaozi.sandbox.channel.Operation;
import io.jiaozi.sandbox.channel.Reply;
import io.jiaozi.sandbox.channel.Seal;
import io.jiaozi.sandbox.channel.WireRequest;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** WeChat Pay's table of contents: which path means what, and which class answers it. */
final class WechatChannel implements Channel {
  static final String NAME = "wechat";

  private static final String PAY = "/v3/pay/transactions/";
  private static final String BY_NUMBER = PAY + "out-trade-no/";
  private static final String BY_ID = PAY + "id/";
  private static final String CLOSE = "/close";
  private static final String REFUNDS = "/v3/refund/domestic/refunds";
  private static final String CERTIFICATES = "/v3/certificates";

  private final ChannelContext context;
  private final WechatSandbox control;
  private final WechatCredentials credentials;
  private final Ledger ledger;
  private final PlatformSigner signer;
  private final RequestCheck check;
  private final PrepayCalls prepay;
  private final OrderCalls orders;
  private final RefundCalls refunds;
  private final CertificateCall certificates;
  private final Cashier cashier;
  private final WechatControl api;

  WechatChannel(
      ChannelContext context,
      WechatSandbox control,
      WechatCredentials credentials,
      Ledger ledger,
      PlatformSigner signer) {
    this.context = context;
    this.control = control;
    this.credentials = credentials;
    this.ledger = ledger;
    this.signer = signer;
    check = new RequestCheck(credentials, context.clock());
    prepay = new PrepayCalls(credentials, ledger, context.clock());
    orders = new OrderCalls(credentials, ledger);
    refunds = new RefundCalls(ledger, control::refundAccepted);
    certificates = new CertificateCall(credentials, signer, context.randomness());
    cashier = new Cashier(ledger, control);
    api = new WechatControl(control);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String title() {
    return "微信支付 · WeChat Pay";
  }

  /**
   * One endpoint as found in a request.
   *
   * @param word the operation in the sandbox's words
   * @param part the path variable, decoded; the last path part for prepay
   */
  private record Route(String word, String part) {}

  private static @Nullable Route route(WireRequest request) {
    String path = request.path();
    boolean post = request.method().equals("POST");
    boolean get = request.method().equals("GET");
    if (post && path.startsWith(BY_NUMBER) && path.endsWith(CLOSE)) {
      int end = path.length() - CLOSE.length();
      return end <= BY_NUMBER.length()
          ? null
          : new Route("close", decoded(path.substring(BY_NUMBER.length(), end)));
    }
    if (get && path.startsWith(BY_NUMBER)) {
      return new Route("query", decoded(path.substring(BY_NUMBER.length())));
    }
    if (get && path.startsWith(BY_ID)) {
      return new Route("queryById", decoded(path.substring(BY_ID.length())));
    }
    if (post && path.startsWith(PAY) && TradeType.ofPath(path.substring(PAY.length())) != null) {
      return new Route("pay", path.substring(PAY.length()));
    }
    if (post && path.equals(REFUNDS)) {
      return new Route("refund", "");
    }
    if (get && path.startsWith(REFUNDS + "/")) {
      return new Route("queryRefund", decoded(path.substring(REFUNDS.length() + 1)));
    }
    return get && path.equals(CERTIFICATES) ? new Route("keys", "") : null;
  }

  private static String decoded(String pathPart) {
    try {
      // A plus sign in a path is a plus sign.
      return URLDecoder.decode(pathPart.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      return pathPart;
    }
  }

  @Override
  public @Nullable Operation operation(WireRequest request) {
    Route route = route(request);
    if (route == null) {
      return null;
    }
    String number =
        switch (route.word()) {
          case "pay" -> bodyText(request, "out_trade_no");
          case "refund" -> bodyText(request, "out_refund_no");
          case "queryById" -> numberOfTransaction(route.part());
          case "keys" -> null;
          default -> route.part();
        };
    return new Operation(NAME, route.word().equals("queryById") ? "query" : route.word(), number);
  }

  private static @Nullable String bodyText(WireRequest request, String field) {
    ObjectNode body = Json.parseObject(request.body());
    return body == null ? null : body.path(field).asString(null);
  }

  private @Nullable String numberOfTransaction(String transactionId) {
    try {
      return ledger.readTransaction(transactionId, order -> order.number);
    } catch (WechatError unknown) {
      return null;
    }
  }

  @Override
  public Reply handle(WireRequest request) {
    try {
      check.require(request);
      return dispatch(request);
    } catch (WechatError e) {
      return e.reply();
    }
  }

  private Reply dispatch(WireRequest request) {
    Route route = route(request);
    String word = route == null ? "" : route.word();
    String part = route == null ? "" : route.part();
    TradeType type = TradeType.ofPath(part);
    return switch (word) {
      case "pay" ->
          prepay.prepay(
              type == null ? TradeType.NATIVE : type, request.body(), namesPublicKey(request));
      case "query" -> orders.query(request, part);
      case "queryById" -> orders.queryById(request, part);
      case "close" -> orders.close(request, part);
      case "refund" -> refunds.apply(request.body(), namesPublicKey(request));
      case "queryRefund" -> refunds.query(part);
      case "keys" -> {
        if (control.certificatesUnavailable()) {
          throw WechatError.of(404, "RESOURCE_NOT_EXISTS", "无可用的平台证书，请使用微信支付公钥");
        }
        yield certificates.list();
      }
      default -> throw WechatError.of(404, "RESOURCE_NOT_EXISTS", "无此接口");
    };
  }

  private boolean namesPublicKey(WireRequest request) {
    return control.certificatesUnavailable()
        || credentials.publicKeyId().equals(request.header("Wechatpay-Serial"));
  }

  @Override
  public Reply seal(WireRequest request, Reply reply, Seal seal) {
    Reply sealed = reply.with("Request-ID", context.randomness().upperHex(40) + "-0");
    Map<String, String> headers = signer.headers(reply.body(), namesPublicKey(request), seal);
    for (Map.Entry<String, String> header : headers.entrySet()) {
      sealed = sealed.with(header.getKey(), header.getValue());
    }
    return sealed;
  }

  @Override
  public Reply gatewayFailure(int status) {
    String code =
        switch (status) {
          case 429 -> "RATELIMIT_EXCEEDED";
          case 503 -> "SERVICE_UNAVAILABLE";
          default -> "SYSTEM_ERROR";
        };
    return WechatError.of(status, code, "系统异常，请稍后重试").reply();
  }

  @Override
  public Reply page(String method, List<String> path, Map<String, String> form) {
    return cashier.answer(method, path, form);
  }

  @Override
  public Reply control(String method, List<String> path, ObjectNode body) {
    return api.answer(method, path, body);
  }

  @Override
  public @Nullable String cashierPath(String code) {
    String token = ledger.tokenOf(code);
    return token == null ? null : Cashier.path(token);
  }

  @Override
  public List<OrderSummary> orders() {
    List<OrderSummary> rows = new ArrayList<>();
    for (WechatOrder order : ledger.orders()) {
      rows.add(
          new OrderSummary(
              order.outTradeNo(),
              order.description(),
              Cashier.yuan(order.total()) + " CNY",
              order.tradeState(),
              cashierPath(order.code())));
    }
    Collections.reverse(rows);
    return rows;
  }

  @Override
  public Map<String, String> settings() {
    return WechatFiles.inline(credentials, context.address().get());
  }

  @Override
  public Exported export(ExportFolder folder) throws IOException {
    return WechatFiles.write(credentials, context.address().get(), folder);
  }
}
