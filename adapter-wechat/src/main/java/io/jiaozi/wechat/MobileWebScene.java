package io.jiaozi.wechat;

import io.jiaozi.error.Problem;
import io.jiaozi.payment.NextAction;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.Scene;
import io.jiaozi.spi.UrlRule;
import io.jiaozi.support.json.JsonBody;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The buyer is in a phone's browser ("H5"). The page of WeChat Pay opens the wallet and leads back
 * to {@code returnUrl}; it works for five minutes, and only from a page on the domain registered
 * with WeChat Pay. Source: protocol sheet, sections 5, 6.1 and 9.
 */
final class MobileWebScene implements PayScene {

  private static final Duration PAGE_LIFE = Duration.ofMinutes(5);
  private static final String BUYER_IP = "scene_info.payer_client_ip";
  private static final String KIND_OF_SHOP = "scene_info.h5_info.type";
  private static final String ABOUT_SHOP = "scene_info.h5_info";

  private static final Pattern KIND = Pattern.compile("iOS|Android|Wap");

  @Override
  public Scene.Kind kind() {
    return Scene.Kind.MOBILE_WEB;
  }

  @Override
  public String product() {
    return "h5";
  }

  @Override
  public List<Problem> check(PaymentRequest request, Party party) {
    List<Problem> problems = new ArrayList<>();
    if (!Texts.isAddress(page(request).buyerIp())) {
      problems.add(
          new Problem(
              "scene.buyerIp",
              "is not an IP address. Give the buyer's IPv4 or IPv6 address as your web server sees it."));
    }
    Map<String, String> extras = request.channelExtras().fields();
    String kind = extras.get(KIND_OF_SHOP);
    if (kind != null && !KIND.matcher(kind).matches()) {
      problems.add(
          new Problem("channelExtras." + KIND_OF_SHOP, "must be one of iOS, Android, Wap."));
    }
    return problems;
  }

  @Override
  public Set<String> fields() {
    return Set.of(BUYER_IP);
  }

  @Override
  public void addTo(JsonBody body, PaymentRequest request, Party party) {
    body.text(BUYER_IP, page(request).buyerIp());
    Map<String, String> extras = request.channelExtras().fields();
    if (!extras.containsKey(KIND_OF_SHOP) && !extras.containsKey(ABOUT_SHOP)) {
      body.text(KIND_OF_SHOP, "Wap");
    }
  }

  @Override
  public PaymentResult result(Prepaid prepaid) {
    String h5Url = prepaid.required(prepaid.told().h5Url(), "an address to send the buyer to");
    char joint = h5Url.indexOf('?') < 0 ? '?' : '&';
    String back = Paths.encode(page(prepaid.request()).returnUrl().toString());
    return prepaid.waiting(
        new NextAction.Redirect(
            address(h5Url + joint + "redirect_url=" + back, prepaid), prepaid.until(PAGE_LIFE)));
  }

  private static URI address(String text, Prepaid prepaid) {
    URI url;
    try {
      url = URI.create(text);
    } catch (IllegalArgumentException notOne) {
      throw prepaid.unreadable("with an address to send the buyer to that is none");
    }
    if (UrlRule.problem(url, prepaid.party().merchant().baseUrl()).isPresent()) {
      throw prepaid.unreadable("with an address to send the buyer to that is not https");
    }
    return url;
  }

  private static Scene.MobileWeb page(PaymentRequest request) {
    return (Scene.MobileWeb) request.scene();
  }
}
