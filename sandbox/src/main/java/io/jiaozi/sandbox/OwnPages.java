package io.jiaozi.sandbox;

import io.jiaozi.sandbox.channel.Channel;
import io.jiaozi.sandbox.channel.Html;
import io.jiaozi.sandbox.channel.Json;
import io.jiaozi.sandbox.channel.Mischief;
import io.jiaozi.sandbox.channel.Outbox;
import io.jiaozi.sandbox.channel.Reply;
import io.jiaozi.sandbox.channel.WireRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Everything under {@code /_sandbox/}: pages for people, and the way to the control API. A web page
 * from elsewhere must not be able to press these buttons, so the host has to be a loopback name and
 * the origin, when a browser gives one, this sandbox.
 */
final class OwnPages {
  private final List<Channel> channels;
  private final ControlApi api;
  private final Faults faults;
  private final Outbox outbox;

  OwnPages(List<Channel> channels, ControlApi api, Faults faults, Outbox outbox) {
    this.channels = List.copyOf(channels);
    this.api = api;
    this.faults = faults;
    this.outbox = outbox;
  }

  Reply answer(WireRequest request) {
    if (!isFromHere(request)) {
      return Reply.json(
          403,
          Json.object()
              .put("message", "Only pages and programs on this machine may use the sandbox."));
    }
    List<String> path =
        Arrays.stream(request.path().split("/", -1))
            .filter(part -> !part.isEmpty())
            .skip(1) // "_sandbox"
            .map(OwnPages::decode)
            .toList();
    if (path.isEmpty()) {
      return landing();
    }
    String first = path.get(0);
    if (first.equals("api")) {
      return api.answer(request, path.subList(1, path.size()));
    }
    if (first.equals("cashier")) {
      return cashier(request);
    }
    if (first.equals("mischief") && request.method().equals("POST")) {
      return mischief(fields(new String(request.body(), StandardCharsets.UTF_8)));
    }
    for (Channel channel : channels) {
      if (channel.name().equals(first)) {
        return channel.page(
            request.method(),
            path.subList(1, path.size()),
            fields(new String(request.body(), StandardCharsets.UTF_8)));
      }
    }
    return notFound();
  }

  private static boolean isFromHere(WireRequest request) {
    String host = request.header("Host");
    if (host == null || !host.matches("(?i)(127\\.0\\.0\\.1|localhost|\\[::1])(:[0-9]+)?")) {
      return false;
    }
    String origin = request.header("Origin");
    return origin == null || origin.equalsIgnoreCase("http://" + host);
  }

  private Reply cashier(WireRequest request) {
    String code = fields(request.query()).get("code");
    if (code != null) {
      for (Channel channel : channels) {
        String path = channel.cashierPath(code);
        if (path != null) {
          return Reply.seeOther(path);
        }
      }
    }
    return Html.page(
        404,
        "Unknown code",
        "narrow",
        "<div class=\"card\"><h1>无法识别的二维码</h1><p>This code belongs to no order of this sandbox."
            + " Codes are forgotten when the sandbox ends, and a newer code replaces an older one.</p>"
            + "<a href=\"/_sandbox/\">订单列表 · All orders</a></div>");
  }

  private Reply mischief(Map<String, String> form) {
    Mischief wanted =
        Arrays.stream(Mischief.values())
            .filter(mischief -> mischief.word().equals(form.get("do")))
            .findFirst()
            .orElse(null);
    String back = form.getOrDefault("back", "/_sandbox/");
    if (wanted == null || !back.matches("/_sandbox/[0-9A-Za-z/_-]*")) {
      return notFound();
    }
    switch (wanted) {
      case REPLY_LOST -> faults.arm(Fault.RESET_AFTER_COMMIT, "*");
      case SERVER_ERROR -> faults.arm(Fault.STATUS_500, "*");
      case NOTIFICATION_DELAYED -> outbox.next(Outbox.Mishap.DELAYED);
      case NOTIFICATION_DUPLICATED -> outbox.next(Outbox.Mishap.DUPLICATED);
      case NOTIFICATION_DROPPED -> outbox.next(Outbox.Mishap.DROPPED);
      case NO_FAULTS -> faults.clear();
    }
    return Html.page(
        200,
        "故障 · Mischief",
        "narrow",
        "<div class=\"card\"><p class=\"said no\" role=\"status\">"
            + wanted.chinese()
            + "<small>"
            + wanted.english()
            + ": armed.</small></p><a id=\"cashier\" href=\""
            + Html.escape(back)
            + "\">返回收银台 · Back to the cashier</a></div>");
  }

  private Reply landing() {
    StringBuilder content = new StringBuilder();
    content
        .append("<h1>交子沙箱 · Jiaozi sandbox</h1>")
        .append("<p class=\"soft\">模拟支付渠道，只在本机，没有真钱。")
        .append(" Simulated payment channels on this machine. No real money.</p>");
    for (Channel channel : channels) {
      content
          .append("<h2>")
          .append(Html.escape(channel.title()))
          .append("</h2><div class=\"card scroll\">")
          .append(orders(channel))
          .append("</div>");
    }
    content.append(
        "<footer>Control API: <code>/_sandbox/api/</code> · "
            + "<a href=\"/_sandbox/api/requests\">requests</a> · "
            + "<a href=\"/_sandbox/api/deliveries\">deliveries</a></footer>");
    return Html.page(200, "交子沙箱 · Jiaozi sandbox", "", content.toString());
  }

  private static String orders(Channel channel) {
    List<Channel.OrderSummary> orders = channel.orders();
    if (orders.isEmpty()) {
      return "<p class=\"soft\">还没有订单。 No orders yet.</p>";
    }
    return orders.stream()
        .limit(200)
        .map(OwnPages::row)
        .collect(
            Collectors.joining(
                "",
                "<table><thead><tr><th>订单 Order</th><th>说明 Description</th>"
                    + "<th class=\"number\">金额 Amount</th><th>状态 State</th></tr></thead><tbody>",
                "</tbody></table>"));
  }

  private static String row(Channel.OrderSummary order) {
    String number = Html.escape(order.number());
    String path = order.path();
    String link =
        path == null ? number : "<a href=\"" + Html.escape(path) + "\">" + number + "</a>";
    String look = order.state().equals("SUCCESS") ? "state good" : "state";
    return "<tr><td class=\"key\">"
        + link
        + "</td><td class=\"what\">"
        + Html.escape(order.description())
        + "</td><td class=\"number\">"
        + Html.escape(order.amount())
        + "</td><td class=\"tagged\"><span class=\""
        + look
        + "\">"
        + Html.escape(order.state())
        + "</span></td></tr>";
  }

  static Reply notFound() {
    return Html.page(
        404,
        "Not found",
        "narrow",
        "<div class=\"card\"><h1>没有这个页面 · Not found</h1>"
            + "<a href=\"/_sandbox/\">订单列表 · All orders</a></div>");
  }

  /** The fields of a query or a posted form; of a repeated name the first counts. */
  static Map<String, String> fields(String encoded) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String field : encoded.split("&", -1)) {
      int equals = field.indexOf('=');
      if (equals > 0) {
        fields.putIfAbsent(decode(field.substring(0, equals)), decode(field.substring(equals + 1)));
      }
    }
    return fields;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      return text;
    }
  }
}
