package io.jiaozi.sandbox.paypal;

import io.jiaozi.sandbox.channel.Html;
import io.jiaozi.sandbox.channel.Reply;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the buyer sees in the browser: {@code /_sandbox/paypal/checkout/<order id>}. */
final class Cashier {
  private final Ledger ledger;
  private final PaypalSandbox control;

  Cashier(Ledger ledger, PaypalSandbox control) {
    this.ledger = ledger;
    this.control = control;
  }

  static String path(String orderId) {
    return "/_sandbox/paypal/checkout/" + orderId;
  }

  Reply answer(String method, List<String> path, Map<String, String> form) {
    Order order = path.size() == 2 && path.get(0).equals("checkout") ? find(path.get(1)) : null;
    if (order == null) {
      return Html.page(
          404,
          "Unknown order",
          "narrow",
          "<div class=\"card\"><h1>订单不存在</h1><p>This sandbox has no such order.</p>"
              + allOrders()
              + "</div>");
    }
    if (!method.equals("POST")) {
      return show(order, "");
    }
    return switch (form.getOrDefault("do", "")) {
      case "agree" -> agree(order);
      case "agree-twice" -> {
        agree(order);
        yield agree(order);
      }
      case "agree-and-close" -> {
        agree(order);
        yield show(order, said("", "您已同意并关掉了浏览器", "You agreed and closed the browser."));
      }
      case "cancel" -> back(order, order.cancelUrl, "token=" + order.id);
      case "decline" -> {
        ledger.declineFunding(order);
        yield show(order, said("no", "资金来源将被拒绝", "The funding source will be declined."));
      }
      default -> show(order, said("no", "您已离开", "You left without agreeing. Nothing was sent."));
    };
  }

  private @Nullable Order find(String id) {
    return ledger.orders().stream().filter(order -> order.id.equals(id)).findFirst().orElse(null);
  }

  private Reply agree(Order order) {
    if (canAgree(order)) {
      control.approve(order.id);
    }
    if (!ledger.standing(order).equals("APPROVED")) {
      return show(order, "");
    }
    return back(order, order.returnUrl, "token=" + order.id + "&PayerID=" + order.payerId);
  }

  private boolean canAgree(Order order) {
    String standing = ledger.standing(order);
    return standing.equals("CREATED") || standing.equals("PAYER_ACTION_REQUIRED");
  }

  /** Sends the browser back to the shop, where the shop gave an address. */
  private Reply back(Order order, @Nullable URI url, String query) {
    if (url == null) {
      return show(order, said("", "请返回商家页面", "Go back to the shop's page."));
    }
    String separator = url.getRawQuery() == null ? "?" : "&";
    String fragment = url.getRawFragment() == null ? "" : "#" + url.getRawFragment();
    String plain = url.toString();
    int end = plain.indexOf('#');
    return Reply.seeOther(
        (end < 0 ? plain : plain.substring(0, end)) + separator + query + fragment);
  }

  private Reply show(Order order, String said) {
    PaypalOrder view = ledger.read(() -> PaypalOrder.of(order));
    String standing = ledger.standing(order);
    boolean done = standing.equals("APPROVED") || standing.equals("COMPLETED");
    String content =
        "<div style=\"--brand:#0b3d91\"><div class=\"card\"><div class=\"brand\"><span class=\"dot\">P</span>PayPal"
            + "<span class=\"tag\">沙箱 sandbox</span></div>"
            + (said.isEmpty() ? standing(standing) : said)
            + "<p class=\"amount\">"
            + Html.escape(view.value().toPlainString())
            + " <small style=\"display:inline;font-size:1rem\">"
            + Html.escape(view.currency())
            + "</small></p><p class=\"what\">"
            + Html.escape(order.units.get(0).request.path("description").asString(""))
            + "</p><dl><dt>商户订单号 Order</dt><dd>"
            + Html.escape(view.number())
            + "</dd><dt>用途 Intent</dt><dd>"
            + Html.escape(view.intent())
            + "</dd><dt>状态 State</dt><dd><span class=\""
            + (done ? "state good" : "state")
            + "\">"
            + Html.escape(standing)
            + "</span></dd></dl>"
            + (canAgree(order) ? buttons(order) : "")
            + "</div><footer>没有真钱 · No real money moves here · "
            + allOrders()
            + "</footer></div>";
    Reply page =
        Html.page(
            200,
            "PayPal sandbox · " + view.value().toPlainString() + " " + view.currency(),
            "narrow",
            content);
    // Chromium applies form-action to where a form's answer redirects, so the shop is let in.
    String targets = "'self'" + origin(order.returnUrl) + origin(order.cancelUrl);
    return page.with(
        "Content-Security-Policy",
        "default-src 'none'; style-src 'unsafe-inline'; form-action "
            + targets
            + "; base-uri 'none'; frame-ancestors 'none'");
  }

  private static String origin(@Nullable URI url) {
    if (url == null || url.getHost() == null || !url.getHost().matches("[A-Za-z0-9.:\\[\\]-]+")) {
      return "";
    }
    return " "
        + url.getScheme()
        + "://"
        + url.getHost()
        + (url.getPort() < 0 ? "" : ":" + url.getPort());
  }

  private static String buttons(Order order) {
    return "<form method=\"post\" action=\""
        + path(order.id)
        + "\"><button class=\"main\" name=\"do\" value=\"agree\">同意付款<small>Agree and pay</small></button>"
        + "<div class=\"pair\"><button name=\"do\" value=\"cancel\">取消<small>Cancel and return</small></button>"
        + "<button name=\"do\" value=\"walk-away\">离开<small>Walk away</small></button></div>"
        + "<button name=\"do\" value=\"decline\">让资金来源被拒绝<small>Let the funding source be declined</small></button><div class=\"pair\">"
        + "<button name=\"do\" value=\"agree-twice\">连点两次<small>Agree twice</small></button>"
        + "<button name=\"do\" value=\"agree-and-close\">同意后关掉浏览器"
        + "<small>Agree, then close</small></button></div></form>"
        + Html.mischief(path(order.id));
  }

  /** What a buyer reads who has only opened the page. */
  private static String standing(String standing) {
    return switch (standing) {
      case "APPROVED" -> said("", "您已同意付款", "You have agreed. The shop completes the payment.");
      case "COMPLETED" -> said("", "订单已完成", "This order is completed.");
      case "EXPIRED" -> said("no", "订单已过期", "This order has expired.");
      default -> "";
    };
  }

  private static String said(String kind, String chinese, String english) {
    return "<p class=\"said "
        + kind
        + "\" role=\"status\">"
        + chinese
        + "<small>"
        + english
        + "</small></p>";
  }

  private static String allOrders() {
    return "<a href=\"/_sandbox/\">全部订单 All orders</a>";
  }
}
