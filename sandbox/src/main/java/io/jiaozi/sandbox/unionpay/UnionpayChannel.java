package io.jiaozi.sandbox.unionpay;

import io.jiaozi.sandbox.channel.Channel;
import io.jiaozi.sandbox.channel.ChannelContext;
import io.jiaozi.sandbox.channel.ExportFolder;
import io.jiaozi.sandbox.channel.Operation;
import io.jiaozi.sandbox.channel.Reply;
import io.jiaozi.sandbox.channel.Seal;
import io.jiaozi.sandbox.channel.WireRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** UnionPay's table of contents: which path means what, and which class answers it. Sheet 3. */
final class UnionpayChannel implements Channel {
  static final String NAME = "unionpay";

  private static final String GATEWAY = "/gateway/api/";
  private static final String FRONT = GATEWAY + "frontTransReq.do";
  private static final String BACK = GATEWAY + "backTransReq.do";
  private static final String APP = GATEWAY + "appTransReq.do";
  private static final String QUERY = GATEWAY + "queryTrans.do";
  private static final String ORDER = GATEWAY + "order.do";

  /** On the file host of its own; here the same port. */
  private static final String FILES = "/";

  /** Batches, card readers and utility bills: a merchant without card numbers has no right. */
  private static final Set<String> CLOSED =
      Set.of(
          GATEWAY + "batchTrans.do",
          GATEWAY + "cardTransReq.do",
          "/jiaofei/api/frontTransReq.do",
          "/jiaofei/api/backTransReq.do",
          "/jiaofei/api/queryTrans.do",
          "/jiaofei/api/cardTransReq.do",
          "/jiaofei/api/appTransReq.do");

  private static final Set<String> OPEN = Set.of(FRONT, BACK, APP, QUERY, ORDER);

  private final ChannelContext context;
  private final UnionpaySandbox control;
  private final UnionpayCredentials credentials;
  private final Ledger ledger;
  private final MessageSigner signer;
  private final RequestCheck check;
  private final BuyerCalls buyers;
  private final BackCalls back;
  private final AskingCalls asking;
  private final Cashier cashier;
  private final UnionpayControl api;

  UnionpayChannel(
      ChannelContext context,
      UnionpaySandbox control,
      UnionpayCredentials credentials,
      Ledger ledger,
      MessageSigner signer,
      AskingCalls asking) {
    this.context = context;
    this.control = control;
    this.credentials = credentials;
    this.ledger = ledger;
    this.signer = signer;
    this.asking = asking;
    check = new RequestCheck(credentials);
    Placing placing = new Placing(ledger, context.clock());
    buyers = new BuyerCalls(ledger, placing, control::scanned);
    back = new BackCalls(ledger, placing, control::accepted);
    cashier = new Cashier(ledger, control, context.clock());
    api = new UnionpayControl(control);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String title() {
    return "银联 · UnionPay";
  }

  @Override
  public @Nullable Operation operation(WireRequest request) {
    String path = request.path();
    boolean isFiles = path.equals(FILES) && request.method().equals("POST");
    if (!OPEN.contains(path) && !CLOSED.contains(path) && !isFiles) {
      return null;
    }
    Form form = Form.of(request);
    if (isFiles && !form.get("txnType").equals("76")) {
      return null;
    }
    return new Operation(NAME, word(path, form), form.fields().get("orderId"));
  }

  private String word(String path, Form form) {
    if (CLOSED.contains(path)) {
      return "call";
    }
    String type = form.get("txnType");
    Kind kind = Kind.of(type);
    if (kind != null) {
      return kind.operation();
    }
    return switch (type) {
      case "00" -> asksForRefund(form) ? "queryRefund" : "query";
      case "95" -> "keys";
      case "99" -> "reverse";
      default -> "call";
    };
  }

  private boolean asksForRefund(Form form) {
    Transaction asked =
        form.has("queryId")
            ? ledger.byQueryId(form.get("merId"), form.get("queryId"))
            : ledger.find(
                new Transaction.Key(form.get("merId"), form.get("orderId"), form.get("txnTime")));
    return asked != null && asked.kind == Kind.REFUND;
  }

  @Override
  public Reply handle(WireRequest request) {
    if (!request.method().equals("POST")) {
      return Reply.html(501, "<html><body><h1>HTTP Status 501</h1></body></html>");
    }
    Form form = Form.of(request);
    try {
      Account account = check.require(form);
      control.object(word(request.path(), form));
      return dispatch(request.path(), account, form);
    } catch (Refusal refusal) {
      return request.path().equals(FRONT)
          ? Cashier.refused(refusal)
          : Answers.refused(form, refusal);
    }
  }

  private Reply dispatch(String path, Account account, Form form) {
    return switch (path) {
      case FRONT -> buyers.page(account, form);
      case APP -> buyers.app(account, form);
      case ORDER -> buyers.unified(account, form);
      case QUERY ->
          switch (new Fields(form).require("txnType")) {
            case "00" -> asking.query(account, form);
            // Where a reversal goes is not certain: one kit sends it here. Sheet 4.3.
            case "99" -> reverse(account, form);
            default -> throw Refusal.invalid("txnType");
          };
      case BACK -> back(account, form);
      case FILES ->
          asking.settlementFile(
              account, form, BeijingTime.settlementDay(context.clock().instant()));
      default -> throw Refusal.of("43");
    };
  }

  private Reply back(Account account, Form form) {
    String type = new Fields(form).require("txnType");
    Kind kind = Kind.of(type);
    if (kind != null && !kind.needsBuyer()) {
      return back.follow(account, form, kind);
    }
    return switch (type) {
      case "01", "02" -> buyers.qr(account, form);
      case "95" -> asking.encryptionCertificate(form);
      case "99" -> reverse(account, form);
      default -> throw Refusal.of("43");
    };
  }

  private Reply reverse(Account account, Form form) {
    URI backUrl = form.has("backUrl") ? new Fields(form).url("backUrl") : null;
    BackCalls.Reversed reversed = back.reverse(account, form);
    return reversed
        .reply()
        .afterwards(() -> control.tellReversed(reversed.original(), form, backUrl));
  }

  /** Pages are shown as they are; everything else is signed. */
  @Override
  public Reply seal(WireRequest request, Reply reply, Seal seal) {
    if (!Answers.isUnsigned(reply)) {
      return reply;
    }
    Map<String, String> fields = Answers.fields(reply);
    Charset charset = Form.charsetOf(fields);
    byte[] body = Form.plain(signer.sign(fields, twists(seal)), charset);
    // The real content type is not known to the sheet; this is the likely and the awkward one.
    String type = "text/html;charset=" + charset.name().toUpperCase(Locale.ROOT);
    return Reply.of(200, type, body).afterwards(reply::runAfterwards);
  }

  private Set<Twist> twists(Seal seal) {
    return switch (seal) {
      case GENUINE -> control.nextReplyTwists();
      case BAD_SIGNATURE, PROBE -> Set.of(Twist.BAD_SIGNATURE);
      case MISSING_SIGNATURE -> Set.of(Twist.MISSING_SIGNATURE);
      case STALE, EXPIRED_KEY -> Set.of(Twist.EXPIRED_CERTIFICATE);
      case UNKNOWN_KEY -> Set.of(Twist.OTHER_AUTHORITY);
    };
  }

  /** What stands in front of the gateway fails with a page. */
  @Override
  public Reply gatewayFailure(int status) {
    return Reply.html(
        status,
        "<html><head><title>"
            + status
            + "</title></head><body><h1>"
            + status
            + "</h1><p>系统繁忙，请稍后再试</p></body></html>");
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
    Transaction order = ledger.byCode(code);
    return order == null || !order.kind.needsBuyer() ? null : Cashier.path(order.token);
  }

  @Override
  public List<OrderSummary> orders() {
    List<OrderSummary> rows = new ArrayList<>();
    for (UnionpayTransaction order : control.orders()) {
      rows.add(
          new OrderSummary(
              order.orderId(),
              order.description(),
              Cashier.yuan(order.amount()) + " CNY",
              order.state(),
              cashierPath(order.code())));
    }
    Collections.reverse(rows);
    return rows;
  }

  @Override
  public Map<String, String> settings() {
    return UnionpayFiles.inline(credentials, context.address().get());
  }

  @Override
  public Exported export(ExportFolder folder) throws IOException {
    return UnionpayFiles.write(credentials, context.address().get(), folder);
  }
}
