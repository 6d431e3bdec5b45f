package io.jiaozi.sandbox.unionpay;

import io.jiaozi.sandbox.SandboxClock;
import io.jiaozi.sandbox.channel.Html;
import io.jiaozi.sandbox.channel.Outbox;
import io.jiaozi.sandbox.channel.Reply;
import io.jiaozi.sandbox.unionpay.Transaction.Entrance;
import java.math.BigDecimal;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the buyer sees: {@code /_sandbox/unionpay/cashier/<token>}. Back to the shop the browser
 * posts the channel's signed form, across sites, as the real page does.
 */
final class Cashier {
  /** Colours and, on a desk, two columns; the rest is the sandbox's own look. */
  private static final String STYLE =
      "<style>:root{--brand:#c8102e}main.unionpay{max-width:27rem}"
          + ".mark{display:grid;grid-template-columns:repeat(3,1fr);width:2.1rem;height:1.5rem;"
          + "border-radius:.3rem;overflow:hidden;transform:skewX(-12deg);"
          + "box-shadow:0 0 0 2px #fff}"
          + ".mark i:nth-child(1){background:#c8102e}.mark i:nth-child(2){background:#0b5c9e}"
          + ".mark i:nth-child(3){background:#0a7d77}"
          + ".said:not(.no){background:#0a7d7724}.state.good{background:#0a7d772e}"
          + ".split dl:last-child{border-bottom:1px solid var(--line);padding-bottom:1rem;"
          + "margin-bottom:1.25rem}"
          + "form+form,.mischief+form{margin-top:.9rem}"
          + "@media(min-width:52rem){main.unionpay.wide{max-width:54rem}"
          + "main.unionpay.wide .split{display:grid;grid-template-columns:1.1fr 1fr;gap:2.5rem;"
          + "align-items:center}main.unionpay.wide .split dl{border:0;padding:0;margin:0}"
          + "main.unionpay.wide .amount,main.unionpay.wide p.what{text-align:left}}</style>";

  private final Ledger ledger;
  private final UnionpaySandbox control;
  private final SandboxClock clock;

  Cashier(Ledger ledger, UnionpaySandbox control, SandboxClock clock) {
    this.ledger = ledger;
    this.control = control;
    this.clock = clock;
  }

  static String path(String token) {
    return "/_sandbox/unionpay/cashier/" + token;
  }

  /** Fen as yuan with two digits. */
  static String yuan(long fen) {
    return BigDecimal.valueOf(fen, 2).toPlainString();
  }

  /** What the browser shows when the shop's form is refused. */
  static Reply refused(Refusal refusal) {
    return Html.page(
        200,
        "银联沙箱 · " + refusal.code(),
        "unionpay",
        STYLE
            + "<div class=\"card\">"
            + brand()
            + "<p class=\"said no\" role=\"alert\">交易失败 <code>"
            + Html.escape(refusal.code() + " " + refusal.text())
            + "</code><small>The shop's request was refused. Nothing was charged.</small></p>"
            + "</div><footer>"
            + allOrders()
            + "</footer>");
  }

  Reply answer(String method, List<String> path, Map<String, String> form) {
    Transaction order =
        path.size() == 2 && path.get(0).equals("cashier") ? ledger.byToken(path.get(1)) : null;
    if (order == null || !order.kind.needsBuyer()) {
      return Html.page(
          404,
          "Unknown order",
          "unionpay",
          STYLE
              + "<div class=\"card\"><h1>订单不存在</h1><p>This sandbox has no such order.</p>"
              + allOrders()
              + "</div>");
    }
    String action = method.equals("POST") ? form.getOrDefault("do", "") : null;
    return show(order, action == null ? null : act(order, action), "pay-and-close".equals(action));
  }

  private Ledger.Attempt act(Transaction order, String action) {
    return switch (action) {
      case "pay", "pay-and-close" -> control.pay(order);
      case "pay-twice" -> {
        control.pay(order);
        yield control.pay(order);
      }
      case "pay-late" -> control.payLate(order);
      case "decline" -> control.decline(order, "64");
      default -> Ledger.Attempt.WALKED_AWAY;
    };
  }

  /**
   * The page.
   *
   * @param closed whether the buyer has closed the browser: then no way leads back to the shop
   */
  private Reply show(Transaction order, Ledger.@Nullable Attempt attempt, boolean closed) {
    UnionpayTransaction view = ledger.read(order, found -> found.view(clock.instant()));
    Ledger.Attempt hindrance = ledger.hindrance(order);
    String content =
        STYLE
            + "<div class=\"card\">"
            + brand()
            + (attempt == null ? standing(hindrance) : notice(attempt))
            + "<div class=\"split\"><div>"
            + facts(view)
            + "</div><div>"
            + buttons(order, hindrance)
            + (closed ? "" : back(order, hindrance))
            + "</div></div></div><footer>没有真钱 · No real money moves here · "
            + allOrders()
            + "</footer>";
    boolean desk = view.channelType().equals("07");
    Reply page =
        Html.page(
            200, "银联沙箱 · ¥" + yuan(view.amount()), desk ? "unionpay wide" : "unionpay", content);
    return mayReturn(order)
        ? page.with("Content-Security-Policy", policy(order))
            // The shop sees where the form comes from, as it would from the real page.
            .with("Referrer-Policy", "strict-origin-when-cross-origin")
        : page;
  }

  private static String brand() {
    return "<div class=\"brand\"><span class=\"mark\"><i></i><i></i><i></i></span>银联在线支付"
        + "<span class=\"tag\">沙箱 sandbox</span></div>";
  }

  private static String facts(UnionpayTransaction view) {
    return "<p class=\"amount\">¥"
        + yuan(view.amount())
        + "</p><p class=\"what\">"
        + Html.escape(view.description().replaceAll("^\\{commodityName=(.*)}$", "$1"))
        + "</p><dl><dt>商户 Merchant</dt><dd>"
        + Html.escape(view.merchantId())
        + "</dd><dt>订单号 Order</dt><dd>"
        + Html.escape(view.orderId())
        + "</dd><dt>类型 Type</dt><dd>"
        + (view.txnType().equals("02") ? "预授权 Pre-authorisation" : "消费 Purchase")
        + "</dd><dt>状态 State</dt><dd><span class=\""
        + (view.state().equals("SUCCESS") ? "state good" : "state")
        + "\">"
        + Html.escape(view.state())
        + "</span></dd></dl>";
  }

  private static String buttons(Transaction order, Ledger.@Nullable Attempt hindrance) {
    String head = "<form method=\"post\" action=\"" + path(order.token) + "\">";
    if (hindrance == Ledger.Attempt.EXPIRED && order.entrance == Entrance.FRONT) {
      return head
          + "<button name=\"do\" value=\"pay-late\">银行页面仍然付款"
          + "<small>Pay on the bank's page all the same, too late</small></button></form>";
    }
    if (hindrance != null) {
      return "";
    }
    return head
        + "<button class=\"main\" name=\"do\" value=\"pay\">确认付款<small>Pay</small></button>"
        + "<div class=\"pair\">"
        + "<button name=\"do\" value=\"decline\">银行拒绝<small>Decline</small></button>"
        + "<button name=\"do\" value=\"walk-away\">离开<small>Walk away</small></button></div>"
        + "<div class=\"pair\">"
        + "<button name=\"do\" value=\"pay-twice\">连点两次<small>Pay twice</small></button>"
        + "<button name=\"do\" value=\"pay-and-close\">付款后关掉浏览器"
        + "<small>Pay, then close</small></button></div></form>"
        + Html.mischief(path(order.token));
  }

  /** The way back to the shop: the signed form of {@link UnionpaySandbox#signedReturn}. */
  private String back(Transaction order, Ledger.@Nullable Attempt hindrance) {
    URI shop = order.frontUrl;
    if (shop == null) {
      return "";
    }
    if (!mayReturn(order)) {
      return "<p class=\"soft\">返回商户 Back to shop: <code>"
          + Html.escape(shop.toString())
          + "</code> is not on this machine, so the sandbox does not go there.</p>";
    }
    StringBuilder form =
        new StringBuilder("<form method=\"post\" action=\"")
            .append(Html.escape(shop.toString()))
            .append("\">");
    for (Map.Entry<String, String> field : control.returnFields(order)) {
      form.append("<input type=\"hidden\" name=\"")
          .append(Html.escape(field.getKey()))
          .append("\" value=\"")
          .append(Html.escape(field.getValue()))
          .append("\">");
    }
    return form.append(
            hindrance == Ledger.Attempt.ALREADY_PAID ? "<button class=\"main\">" : "<button>")
        .append("返回商户<small>Back to the shop</small></button></form>")
        .toString();
  }

  private static boolean mayReturn(Transaction order) {
    URI shop = order.frontUrl;
    return shop != null && Outbox.isLoopback(shop);
  }

  /** The page's usual policy, but forms may also go to the shop. */
  private static String policy(Transaction order) {
    URI shop = order.frontUrl;
    String origin =
        shop == null
            ? ""
            : " "
                + shop.getScheme()
                + "://"
                + shop.getRawAuthority().replaceAll("[^0-9A-Za-z.:\\[\\]-]", "");
    return "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'"
        + origin
        + "; base-uri 'none'; frame-ancestors 'none'";
  }

  /** What a buyer reads who has only opened the page. */
  private static String standing(Ledger.@Nullable Attempt hindrance) {
    if (hindrance == null) {
      return "";
    }
    return hindrance == Ledger.Attempt.ALREADY_PAID
        ? "<p class=\"said\" role=\"status\">订单已支付<small>This order is paid.</small></p>"
        : notice(hindrance);
  }

  private static String notice(Ledger.Attempt attempt) {
    String text =
        switch (attempt) {
          case PAID -> "付款成功<small>Paid. The shop is being notified.</small>";
          case DECLINED -> "付款失败，可重试<small>Declined: not enough money.</small>";
          case WALKED_AWAY -> "您已离开<small>You left without paying. Nothing was sent.</small>";
          case ALREADY_PAID ->
              "订单已支付，没有再次扣款<small>Paid already. Nothing was charged again.</small>";
          case OVER -> "订单已结束<small>This order is over and cannot be paid.</small>";
          case EXPIRED -> "订单已超时<small>The time to pay is over.</small>";
        };
    boolean good = attempt == Ledger.Attempt.PAID || attempt == Ledger.Attempt.ALREADY_PAID;
    return "<p class=\"said" + (good ? "" : " no") + "\" role=\"status\">" + text + "</p>";
  }

  private static String allOrders() {
    return "<a href=\"/_sandbox/\">全部订单 All orders</a>";
  }
}
