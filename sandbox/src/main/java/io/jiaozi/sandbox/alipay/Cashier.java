package io.jiaozi.sandbox.alipay;

import io.jiaozi.sandbox.channel.Html;
import io.jiaozi.sandbox.channel.Outbox;
import io.jiaozi.sandbox.channel.Reply;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the buyer sees: {@code /_sandbox/alipay/cashier/<token>}. */
final class Cashier {
  private static final String SECONDS = "5";

  private final Ledger ledger;
  private final AuthBook auths;
  private final AlipaySandbox control;

  Cashier(Ledger ledger, AuthBook auths, AlipaySandbox control) {
    this.ledger = ledger;
    this.auths = auths;
    this.control = control;
  }

  static String path(String token) {
    return "/_sandbox/alipay/cashier/" + token;
  }

  /** What a browser gets whose request was refused. */
  static Reply refusal(AlipayError error) {
    return page(
        "支付宝沙箱 · 无法付款",
        brand()
            + "<p class=\"said no\" role=\"status\">无法付款<small>The platform refuses this request."
            + "</small></p><dl><dt>错误码 Code</dt><dd>"
            + Html.escape(error.toGatewayNode().path("sub_code").asString(""))
            + "</dd></dl><p class=\"soft\" style=\"overflow-wrap:anywhere\">"
            + Html.escape(String.valueOf(error.getMessage()))
            + "</p>");
  }

  /**
   * What one order looks like.
   *
   * @param hindrance why it cannot be paid, null when it can
   * @param shop where the buyer goes after paying, null when nowhere
   * @param quit where the buyer goes without paying, null when nowhere
   */
  private record Look(
      String token,
      AlipayOrder order,
      Ledger.@Nullable Attempt hindrance,
      boolean replaced,
      @Nullable URI shop,
      @Nullable String quit) {

    /** The same in a browser that was closed: nobody goes anywhere. */
    Look closed() {
      return new Look(token, order, hindrance, replaced, null, null);
    }
  }

  Reply answer(String method, List<String> path, Map<String, String> form) {
    String token = path.size() == 2 && path.get(0).equals("cashier") ? path.get(1) : "";
    Trade trade = ledger.byToken(token);
    Auth auth = trade == null ? auths.byToken(token) : null;
    String action = method.equals("POST") ? form.getOrDefault("do", "walk-away") : null;
    if (trade != null) {
      Ledger.Attempt attempt = action == null ? null : act(trade, token, action);
      Look look = look(trade, token);
      return show("pay-and-close".equals(action) ? look.closed() : look, attempt);
    }
    if (auth != null) {
      Ledger.Attempt attempt = action == null ? null : act(auth, action);
      return show(look(auth, token), attempt);
    }
    return Html.page(
        404,
        "Unknown order",
        "narrow",
        "<div class=\"card\"><h1>订单不存在</h1><p>This sandbox has no such order.</p>"
            + allOrders()
            + "</div>");
  }

  private Ledger.Attempt act(Trade trade, String token, String action) {
    if (isReplaced(trade, token)) {
      return Ledger.Attempt.CODE_REPLACED;
    }
    return switch (action) {
      case "pay", "pay-and-close" -> control.pay(trade);
      case "pay-twice" -> {
        control.pay(trade);
        yield control.pay(trade);
      }
      case "arrive" -> control.arrive(trade);
      case "decline" -> control.decline(trade);
      default -> Ledger.Attempt.WALKED_AWAY;
    };
  }

  private Ledger.Attempt act(Auth auth, String action) {
    return switch (action) {
      case "pay", "pay-and-close" -> control.freeze(auth);
      case "pay-twice" -> {
        control.freeze(auth);
        yield control.freeze(auth);
      }
      case "arrive" -> auths.arrive(auth);
      case "decline" -> auths.decline(auth);
      default -> Ledger.Attempt.WALKED_AWAY;
    };
  }

  private boolean isReplaced(Trade trade, String token) {
    return !ledger.read(() -> trade.token).equals(token);
  }

  private Look look(Trade trade, String token) {
    boolean replaced = isReplaced(trade, token);
    return new Look(
        token,
        ledger.read(trade::view),
        replaced ? Ledger.Attempt.CODE_REPLACED : ledger.hindrance(trade),
        replaced,
        ledger.read(trade::isPaid) ? control.returnAddress(trade, Set.of()) : null,
        ledger.read(() -> trade.latest.fields().text("quit_url")));
  }

  private Look look(Auth auth, String token) {
    return new Look(
        token, auths.read(auth::view), auths.hindrance(auth), /* replaced= */ false, null, null);
  }

  private static Reply show(Look look, Ledger.@Nullable Attempt attempt) {
    AlipayOrder order = look.order();
    boolean freezing = order.product().equals("AUTHORIZATION");
    String content =
        brand()
            + (attempt == null ? standing(look.hindrance()) : notice(attempt))
            + "<p class=\"amount\">¥"
            + Fen.yuan(order.total())
            + "</p><p class=\"what\">"
            + Html.escape(order.subject())
            + "</p><dl><dt>商户订单号 Order</dt><dd>"
            + Html.escape(order.number())
            + "</dd><dt>收款方 Seller</dt><dd>"
            + Html.escape(order.sellerId())
            + "</dd><dt>付款方式 Pays with</dt><dd>"
            + (freezing ? "余额冻结 Freeze balance" : "账户余额 Balance")
            + "</dd><dt>状态 State</dt><dd>"
            + state(order.status())
            + "</dd></dl>"
            + links(look, attempt)
            + (look.hindrance() == null ? buttons(look.token(), freezing) : "");
    Reply page = page("支付宝沙箱 · ¥" + Fen.yuan(order.total()), content);
    URI shop = look.shop();
    boolean goes = shop != null && attempt == Ledger.Attempt.PAID && Outbox.isLoopback(shop);
    return goes ? page.with("Refresh", SECONDS + "; url=" + shop) : page;
  }

  private static String state(String status) {
    boolean good =
        Set.of("TRADE_SUCCESS", "TRADE_FINISHED", "AUTHORIZED", "FINISH").contains(status);
    String shown = status.equals("INTENT") ? "未登录 NOT LOGGED IN" : Html.escape(status);
    return "<span class=\"" + (good ? "state good" : "state") + "\">" + shown + "</span>";
  }

  private static String links(Look look, Ledger.@Nullable Attempt attempt) {
    URI shop = look.shop();
    if (shop != null) {
      return link(shop.toString(), "返回商家", "Back to the shop");
    }
    String quit = look.quit();
    return quit != null && attempt == Ledger.Attempt.WALKED_AWAY
        ? link(quit, "返回商家", "Back to the shop, nothing was paid")
        : "";
  }

  private static String link(String target, String chinese, String english) {
    return "<a rel=\"noreferrer\" id=\"back\" href=\""
        + Html.escape(target)
        + "\" style=\"display:block;text-align:center;text-decoration:none;font-weight:600;"
        + "border:1px solid var(--brand);border-radius:.75rem;padding:.75rem 1rem;"
        + "margin-bottom:.6rem\">"
        + chinese
        + "<small>"
        + english
        + "</small></a>";
  }

  private static String buttons(String token, boolean freezing) {
    return "<form method=\"post\" action=\""
        + path(token)
        + "\"><button class=\"main\" name=\"do\" value=\"pay\">"
        + (freezing ? "确认冻结<small>Freeze</small>" : "立即付款<small>Pay now</small>")
        + "</button><div class=\"pair\">"
        + "<button name=\"do\" value=\"arrive\">登录，暂不付款<small>Log in only</small></button>"
        + "<button name=\"do\" value=\"decline\">余额不足<small>Decline</small></button></div>"
        + "<div class=\"pair\">"
        + "<button name=\"do\" value=\"walk-away\">取消<small>Cancel</small></button>"
        + "<button name=\"do\" value=\"pay-twice\">连点两次<small>Pay twice</small></button>"
        + "</div><button name=\"do\" value=\"pay-and-close\">付款后关掉浏览器"
        + "<small>Pay, then close the browser</small></button></form>"
        + Html.mischief(path(token));
  }

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
          case PAID -> "付款成功<small>Paid. The merchant is being notified.</small>";
          case ARRIVED -> "已登录<small>You are logged in. The trade exists now.</small>";
          case DECLINED -> "付款失败<small>Declined. Nothing was charged.</small>";
          case WALKED_AWAY -> "您已取消<small>You left without paying. Nothing was sent.</small>";
          case ALREADY_PAID ->
              "订单已支付，没有再次扣款<small>Paid already. Nothing was charged again.</small>";
          case ORDER_CLOSED -> "订单已关闭<small>This order is closed.</small>";
          case EXPIRED -> "订单已过期<small>This code or order has expired.</small>";
          case CODE_REPLACED -> "页面已失效<small>A newer request has replaced this one.</small>";
        };
    boolean good =
        attempt == Ledger.Attempt.PAID
            || attempt == Ledger.Attempt.ALREADY_PAID
            || attempt == Ledger.Attempt.ARRIVED;
    return "<p class=\"said" + (good ? "" : " no") + "\" role=\"status\">" + text + "</p>";
  }

  private static String brand() {
    return "<div class=\"brand\"><span class=\"dot\">支</span>支付宝收银台"
        + "<span class=\"tag\">沙箱 sandbox</span></div>";
  }

  /** The sandbox's look in the channel's blue. */
  private static Reply page(String title, String card) {
    return Html.page(
        200,
        title,
        "narrow",
        "<div style=\"--brand:#1677ff\"><div class=\"card\">"
            + card
            + "</div><footer>没有真钱 · No real money moves here · "
            + allOrders()
            + "</footer></div>");
  }

  private static String allOrders() {
    return "<a href=\"/_sandbox/\">全部订单 All orders</a>";
  }
}
