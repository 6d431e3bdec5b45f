package io.jiaozi.sandbox.alipay;

import io.jiaozi.sandbox.channel.Channel;
import io.jiaozi.sandbox.channel.ChannelContext;
import io.jiaozi.sandbox.channel.ExportFolder;
import io.jiaozi.sandbox.channel.Json;
import io.jiaozi.sandbox.channel.Operation;
import io.jiaozi.sandbox.channel.Reply;
import io.jiaozi.sandbox.channel.Seal;
import io.jiaozi.sandbox.channel.WireRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Alipay's table of contents: which request means what, and which class answers it. */
final class AlipayChannel implements Channel {
  static final String NAME = "alipay";

  private static final String GATEWAY = "/gateway.do";
  private static final String REST = "/v3/alipay/";

  private final ChannelContext context;
  private final AlipaySandbox control;
  private final Apps apps;
  private final Ledger ledger;
  private final AuthBook auths;
  private final GatewayCheck gatewayCheck;
  private final GatewaySeal gatewaySeal;
  private final RestCheck restCheck;
  private final RestSeal restSeal;
  private final TradeCalls trades;
  private final RefundCalls refunds;
  private final AuthCalls authorisations;
  private final OpenCalls open;
  private final BrowserCalls browser;
  private final Cashier cashier;
  private final AlipayControl api;

  AlipayChannel(
      ChannelContext context,
      AlipaySandbox control,
      Apps apps,
      PlatformKeys keys,
      Ledger ledger,
      AuthBook auths) {
    this.context = context;
    this.control = control;
    this.apps = apps;
    this.ledger = ledger;
    this.auths = auths;
    gatewayCheck = new GatewayCheck(apps, context.clock());
    gatewaySeal = new GatewaySeal(keys, context);
    restCheck = new RestCheck(apps, context.clock());
    restSeal = new RestSeal(keys, context);
    trades = new TradeCalls(ledger, auths, control);
    refunds = new RefundCalls(ledger, control);
    authorisations = new AuthCalls(auths, control);
    open = new OpenCalls(keys, context.clock());
    browser = new BrowserCalls(ledger, auths);
    cashier = new Cashier(ledger, auths, control);
    api = new AlipayControl(control);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String title() {
    return "支付宝 · Alipay";
  }

  void signFirst(boolean first) {
    gatewaySeal.signFirst(first);
  }

  void timestampTolerance(Duration tolerance) {
    gatewayCheck.tolerance(tolerance);
    restCheck.tolerance(tolerance);
  }

  private static boolean isRest(WireRequest request) {
    return request.path().startsWith(REST);
  }

  @Override
  public @Nullable Operation operation(WireRequest request) {
    if (isRest(request)) {
      return operation(
          Method.ofPath(request.method(), request.path()),
          RestCheck.business(request, restCheck.application(request)),
          restCheck.presumed(request));
    }
    if (!request.path().equals(GATEWAY)) {
      return null;
    }
    GatewayRequest asked = GatewayRequest.of(request);
    AlipayCredentials app = apps.find(asked.get("app_id"));
    return operation(
        asked.method(),
        asked.business(app),
        apps.presumed(asked.get("app_id"), asked.get("app_auth_token")));
  }

  private Operation operation(
      @Nullable Method method, @Nullable ObjectNode business, @Nullable Party party) {
    if (method == null) {
      return new Operation(NAME, "call", null);
    }
    Fields fields = new Fields(business == null ? Json.object() : business, "");
    return new Operation(NAME, word(method, fields), number(method, fields, party));
  }

  private static String word(Method method, Fields fields) {
    return method == Method.PAY && fields.text("auth_no") != null ? "capture" : method.word();
  }

  private @Nullable String number(Method method, Fields fields, @Nullable Party party) {
    return switch (method) {
      case REFUND, REFUND_QUERY, UNFREEZE -> {
        String number = fields.text("out_request_no");
        yield number == null ? tradeNumber(fields, party) : number;
      }
      case FREEZE, VOUCHER_CREATE, APP_FREEZE, AUTH_CANCEL, AUTH_QUERY ->
          fields.text("out_order_no");
      case CERTIFICATE_DOWNLOAD, TOKEN_QUERY -> null;
      default -> tradeNumber(fields, party);
    };
  }

  private @Nullable String tradeNumber(Fields fields, @Nullable Party party) {
    String tradeNo = fields.text("trade_no");
    Trade trade = tradeNo == null || party == null ? null : ledger.byTradeNo(tradeNo);
    return trade == null ? fields.text("out_trade_no") : trade.number;
  }

  @Override
  public Reply handle(WireRequest request) {
    control.sweep();
    return isRest(request) ? handleRest(request) : handleGateway(GatewayRequest.of(request));
  }

  private Reply handleRest(WireRequest request) {
    try {
      Method method = Method.ofPath(request.method(), request.path());
      if (method == null) {
        throw AlipayError.unsigned("40002", "isv.invalid-method", "不存在的方法名");
      }
      return RestSeal.result(answer(restCheck.require(request, method)));
    } catch (AlipayError e) {
      return RestSeal.refusal(e);
    }
  }

  private Reply handleGateway(GatewayRequest request) {
    Method method = request.method();
    boolean browserAsks = method != null && method.way() == Method.Way.BROWSER;
    try {
      Call call = gatewayCheck.require(request);
      return browserAsks ? browser.open(call) : GatewaySeal.result(answer(call));
    } catch (AlipayError e) {
      return browserAsks ? Cashier.refusal(e) : GatewaySeal.refusal(e);
    }
  }

  private Answer answer(Call call) {
    AlipaySandbox.Planned planned = control.takePlanned(word(call.method(), call.fields()));
    if (planned == null) {
      return dispatch(call);
    }
    if (planned.committed()) {
      // What was to be done after the answer is done at once: there is no right answer to wait for.
      dispatch(call).afterwards().run();
    }
    throw planned.error();
  }

  private Answer dispatch(Call call) {
    return switch (call.method()) {
      case PRECREATE -> trades.precreate(call);
      case PAY -> trades.pay(call);
      case CREATE -> trades.create(call);
      case QUERY -> trades.query(call);
      case CLOSE -> trades.close(call);
      case CANCEL -> trades.cancel(call);
      case REFUND -> refunds.refund(call);
      case REFUND_QUERY -> refunds.query(call);
      case FREEZE -> authorisations.freeze(call);
      case VOUCHER_CREATE -> authorisations.createVoucher(call);
      case UNFREEZE -> authorisations.unfreeze(call);
      case AUTH_CANCEL -> authorisations.cancel(call);
      case AUTH_QUERY -> authorisations.query(call);
      case CERTIFICATE_DOWNLOAD -> open.downloadCertificate(call);
      case TOKEN_QUERY -> open.queryToken(call);
      case PAGE_PAY, WAP_PAY, APP_PAY, APP_FREEZE ->
          throw AlipayError.gateway("40002", "isv.invalid-method", "此接口由浏览器或手机调用，不能由服务端调用");
    };
  }

  AlipayOrder openApp(String orderString) {
    try {
      return browser.openApp(gatewayCheck.require(GatewayRequest.ofOrderString(orderString)));
    } catch (AlipayError e) {
      throw new IllegalArgumentException(
          "The platform refuses this order string: " + e.toGatewayNode(), e);
    }
  }

  @Override
  public Reply seal(WireRequest request, Reply reply, Seal seal) {
    if (isRest(request)) {
      return restSeal.seal(
          restCheck.application(request), RestCheck.isEncrypted(request), reply, seal);
    }
    GatewayRequest asked = GatewayRequest.of(request);
    Method method = asked.method();
    return method != null && method.way() == Method.Way.BROWSER
        ? reply
        : gatewaySeal.seal(asked, apps.find(asked.get("app_id")), reply, seal);
  }

  @Override
  public Reply gatewayFailure(int status) {
    ObjectNode body = Json.object();
    body.set(
        "error_response",
        AlipayError.unsigned("20000", "isp.unknow-error", "系统繁忙").toGatewayNode());
    return Reply.json(status, body);
  }

  @Override
  public Reply page(String method, List<String> path, Map<String, String> form) {
    control.sweep();
    return cashier.answer(method, path, form);
  }

  @Override
  public Reply control(String method, List<String> path, ObjectNode body) {
    return api.answer(method, path, body);
  }

  @Override
  public @Nullable String cashierPath(String code) {
    String token = ledger.tokenOf(code);
    token = token == null ? auths.tokenOf(code) : token;
    if (token == null && code.contains("method=alipay.")) {
      try {
        return cashierPath(openApp(code).code());
      } catch (IllegalArgumentException refused) {
        return null;
      }
    }
    return token == null ? null : Cashier.path(token);
  }

  @Override
  public List<OrderSummary> orders() {
    List<OrderSummary> rows = new ArrayList<>();
    for (AlipayOrder order : control.orders()) {
      rows.add(
          new OrderSummary(
              order.number(),
              order.subject(),
              Fen.yuan(order.total()) + " CNY",
              order.status(),
              cashierPath(order.code())));
    }
    Collections.reverse(rows);
    return rows;
  }

  @Override
  public Map<String, String> settings() {
    return AlipayFiles.inline(apps, context.address().get());
  }

  @Override
  public Exported export(ExportFolder folder) throws IOException {
    return AlipayFiles.write(apps, context.address().get(), folder);
  }
}
