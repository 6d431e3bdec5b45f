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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** WeChat Pay's table of contents: which path means what, and which class answers it. */
final class WechatChannel implements Channel {
  static final String NAME = "wechat";

  private final ChannelContext context;
  private final WechatSandbox control;
  private final WechatCredentials credentials;
  private final Ledger ledger;
  private final PlatformSigner signer;
  private final RequestCheck check;
  private final PrepayCalls prepay;
  private final TillCalls till;
  private final CombineCalls combine;
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
      RefundBook refundBook,
      Wallets wallets,
      PlatformSigner signer) {
    this.context = context;
    this.control = control;
    this.credentials = credentials;
    this.ledger = ledger;
    this.signer = signer;
    check = new RequestCheck(credentials, context.clock());
    Parties parties = new Parties(credentials);
    SensitiveFields sensitive = new SensitiveFields(credentials);
    Payers payers = new Payers(sensitive, context.randomness());
    prepay = new PrepayCalls(parties, payers, ledger, context.clock());
    till = new TillCalls(parties, payers, ledger, wallets, control::buyerTypes);
    combine = new CombineCalls(parties, payers, ledger, context.clock());
    orders = new OrderCalls(parties, ledger);
    refunds = new RefundCalls(refundBook, parties, sensitive, control::refundAccepted);
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

  @Override
  public @Nullable Operation operation(WireRequest request) {
    Route route = Route.of(request);
    if (route == null) {
      return null;
    }
    String number =
        switch (route.endpoint()) {
          case PREPAY, CODEPAY -> bodyText(request, "out_trade_no");
          case COMBINE -> bodyText(request, "combine_out_trade_no");
          case REFUND, ABNORMAL_REFUND -> bodyText(request, "out_refund_no");
          case QUERY_BY_ID -> ledger.numberOf(route.part());
          case CERTIFICATES -> null;
          case QUERY, CLOSE, REVERSE, QUERY_COMBINED, CLOSE_COMBINED, QUERY_REFUND -> route.part();
        };
    return new Operation(NAME, route.endpoint().operation(), number);
  }

  private static @Nullable String bodyText(WireRequest request, String field) {
    ObjectNode body = Json.parseObject(request.body());
    return body == null ? null : body.path(field).asString(null);
  }

  @Override
  public Reply handle(WireRequest request) {
    try {
      check.require(request);
      Route route = Route.of(request);
      if (route == null) {
        throw WechatError.of(404, "RESOURCE_NOT_EXISTS", "无此接口");
      }
      return dispatch(route, request);
    } catch (WechatError e) {
      return e.reply();
    }
  }

  private Reply dispatch(Route route, WireRequest request) {
    boolean publicKey = namesPublicKey(request);
    return switch (route.endpoint()) {
      case PREPAY -> prepay.prepay(route.type(), route.partner(), request, publicKey);
      case CODEPAY -> till.codepay(route.partner(), request, publicKey);
      case QUERY -> orders.query(route.partner(), request, route.part());
      case QUERY_BY_ID -> orders.queryById(route.partner(), request, route.part());
      case CLOSE -> orders.close(route.partner(), request, route.part());
      case REVERSE -> till.reverse(route.partner(), request, route.part());
      case COMBINE -> combine.place(route.type(), request, publicKey);
      case QUERY_COMBINED -> combine.query(route.part());
      case CLOSE_COMBINED -> combine.close(request, route.part());
      case REFUND -> refunds.apply(request.body(), publicKey);
      case QUERY_REFUND -> refunds.query(request, route.part());
      case ABNORMAL_REFUND -> refunds.applyAbnormal(request, route.part());
      case CERTIFICATES -> {
        if (control.certificatesUnavailable()) {
          throw WechatError.of(404, "RESOURCE_NOT_EXISTS", "无可用的平台证书，请使用微信支付公钥");
        }
        yield certificates.list();
      }
    };
  }

  TillCalls till() {
    return till;
  }

  private boolean namesPublicKey(WireRequest request) {
    return control.certificatesUnavailable()
        || credentials.publicKeyId().equals(request.header("Wechatpay-Serial"));
  }

  @Override
  public Reply seal(WireRequest request, Reply reply, Seal seal) {
    Reply sealed = reply.with("Request-ID", context.randomness().upperHex(40) + "-0");
    boolean publicKey =
        switch (control.replyKey()) {
          case CERTIFICATE -> false;
          case PUBLIC_KEY -> true;
          case AS_REQUESTED, BY_SHARE -> namesPublicKey(request);
        };
    Seal how = seal == Seal.GENUINE && control.isReplyProbed() ? Seal.PROBE : seal;
    Map<String, String> headers = signer.headers(reply.body(), publicKey, how);
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
    // A shop may append where the browser comes back to, to the address of the mobile page.
    int appended = code.indexOf("&redirect_url=");
    String token = ledger.tokenOf(appended < 0 ? code : code.substring(0, appended));
    return token == null ? null : Cashier.path(token);
  }

  @Override
  public List<OrderSummary> orders() {
    List<OrderSummary> rows = new ArrayList<>();
    for (Payable payable : ledger.payables()) {
      Payable.Shown shown = ledger.look(payable, Payable::shown);
      rows.add(
          new OrderSummary(
              payable.number(),
              shown.description(),
              Cashier.yuan(shown.total()) + " CNY",
              shown.stateName(),
              cashierPath(ledger.look(payable, found -> found.code().value()))));
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
