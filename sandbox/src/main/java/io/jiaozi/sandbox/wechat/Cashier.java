package io.jiaozi.sandbox.wechat;

import io.jiaozi.sandbox.channel.Html;
import io.jiaozi.sandbox.channel.Reply;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the buyer sees on the phone: {@code /_sandbox/wechat/cashier/<token>}. */
final class Cashier {
  private final Ledger ledger;
  private final WechatSandbox control;

  Cashier(Ledger ledger, WechatSandbox control) {
    this.ledger = ledger;
    this.control = control;
  }

  static String path(String token) {
    return "/_sandbox/wechat/cashier/" + token;
  }

  /** Fen as yuan with two digits. */
  static String yuan(long fen) {
    return BigDecimal.valueOf(fen, 2).toPlainString();
  }

  Reply answer(String method, List<String> path, Map<String, String> form) {
    Payable payable =
        path.size() == 2 && path.get(0).equals("cashier") ? ledger.byToken(path.get(1)) : null;
    if (payable == null) {
      return Html.page(
          404,
          "Unknown order",
          "narrow",
          "<div class=\"card\"><h1>订单不存在</h1><p>This sandbox has no such order.</p>"
              + allOrders()
              + "</div>");
    }
    String token = path.get(1);
    if (!method.equals("POST")) {
      return show(payable, token, null);
    }
    return show(payable, token, act(payable, token, form.getOrDefault("do", "")));
  }

  private Ledger.Attempt act(Payable payable, String token, String action) {
    if (isReplaced(payable, token)) {
      return Ledger.Attempt.CODE_REPLACED;
    }
    return switch (action) {
      case "pay" -> control.pay(payable);
      case "pay-twice" -> {
        control.pay(payable);
        yield control.pay(payable);
      }
      case "decline" -> ledger.decline(payable);
      default -> Ledger.Attempt.WALKED_AWAY;
    };
  }

  private boolean isReplaced(Payable payable, String token) {
    return !ledger.look(payable, found -> found.code().token()).equals(token);
  }

  private Reply show(Payable payable, String token, Ledger.@Nullable Attempt attempt) {
    Payable.Shown shown = ledger.look(payable, Payable::shown);
    boolean atTill = shown.typeName().equals(TradeType.MICROPAY.wireName());
    Ledger.Attempt hindrance =
        isReplaced(payable, token) ? Ledger.Attempt.CODE_REPLACED : ledger.hindrance(payable);
    String content =
        "<div class=\"card\"><div class=\"brand\"><span class=\"dot\">✓</span>微信支付"
            + "<span class=\"tag\">沙箱 sandbox</span></div>"
            + (attempt == null ? standing(hindrance, atTill) : notice(attempt, atTill))
            + "<p class=\"amount\">¥"
            + yuan(shown.total())
            + "</p><p class=\"what\">"
            + Html.escape(shown.description())
            + "</p><dl><dt>商户订单号 Order</dt><dd>"
            + Html.escape(payable.number())
            + "</dd>"
            + shown.lines().stream()
                .map(line -> "<dt>其中 Part</dt><dd>" + Html.escape(line) + "</dd>")
                .collect(Collectors.joining())
            + "<dt>交易类型 Type</dt><dd>"
            + Html.escape(shown.typeName())
            + "</dd><dt>状态 State</dt><dd><span class=\""
            + (shown.stateName().equals("SUCCESS") ? "state good" : "state")
            + "\">"
            + Html.escape(shown.stateName())
            + "</span></dd></dl>"
            + (hindrance == null ? buttons(token, atTill) : "")
            + "</div><footer>没有真钱 · No real money moves here · "
            + allOrders()
            + "</footer>";
    return Html.page(200, "微信支付沙箱 · ¥" + yuan(shown.total()), "narrow", content);
  }

  private static String buttons(String token, boolean atTill) {
    if (atTill) {
      return "<form method=\"post\" action=\""
          + path(token)
          + "\"><button class=\"main\" name=\"do\" value=\"pay\">输入密码并支付<small>Type the password and pay</small></button><div class=\"pair\">"
          + "<button name=\"do\" value=\"decline\">支付失败<small>Decline</small></button>"
          + "<button name=\"do\" value=\"walk-away\">离开<small>Walk away</small></button></div></form>";
    }
    return "<form method=\"post\" action=\""
        + path(token)
        + "\"><button class=\"main\" name=\"do\" value=\"pay\">支付<small>Pay</small></button><div class=\"pair\">"
        + "<button name=\"do\" value=\"decline\">银行拒绝<small>Decline</small></button>"
        + "<button name=\"do\" value=\"walk-away\">离开<small>Walk away</small></button></div>"
        + "<button name=\"do\" value=\"pay-twice\">连点两次支付<small>Pay twice</small></button></form>"
        + Html.mischief(path(token));
  }

  /** What a buyer reads who has only opened the page. */
  private static String standing(Ledger.@Nullable Attempt hindrance, boolean atTill) {
    if (hindrance == null) {
      return "";
    }
    return hindrance == Ledger.Attempt.ALREADY_PAID
        ? "<p class=\"said\" role=\"status\">订单已支付<small>This order is paid.</small></p>"
        : notice(hindrance, atTill);
  }

  private static String notice(Ledger.Attempt attempt, boolean atTill) {
    String text =
        switch (attempt) {
          case PAID ->
              atTill
                  ? "支付成功<small>Paid. The shop learns it when it asks.</small>"
                  : "支付成功<small>Paid. The merchant is being notified.</small>";
          case DECLINED ->
              atTill
                  ? "支付失败<small>Declined. The shop learns it when it asks.</small>"
                  : "支付失败，可重试<small>Declined. The order can still be paid.</small>";
          case WALKED_AWAY -> "您已离开<small>You left without paying. Nothing was sent.</small>";
          case ALREADY_PAID ->
              "订单已支付，没有再次扣款<small>Paid already. Nothing was charged again.</small>";
          case ORDER_CLOSED ->
              atTill
                  ? "订单已结束<small>This payment failed or was reversed.</small>"
                  : "订单已关闭<small>The merchant has closed this order.</small>";
          case EXPIRED -> "二维码已过期<small>This code or order has expired.</small>";
          case CODE_REPLACED -> "二维码已失效<small>A newer code has replaced this one.</small>";
        };
    boolean good = attempt == Ledger.Attempt.PAID || attempt == Ledger.Attempt.ALREADY_PAID;
    return "<p class=\"said" + (good ? "" : " no") + "\" role=\"status\">" + text + "</p>";
  }

  private static String allOrders() {
    return "<a href=\"/_sandbox/\">全部订单 All orders</a>";
  }
}
