package io.jiaozi.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.sandbox.channel.Json;
import io.jiaozi.sandbox.channel.Mischief;
import io.jiaozi.sandbox.wechat.TillBuyer;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class PagesTest {
  private static Sandbox sandbox;
  private static Merchant merchant;

  @BeforeAll
  static void start() {
    sandbox = Sandbox.start();
    merchant = new Merchant(sandbox);
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  private static HttpResponse<byte[]> get(URI page) throws IOException, InterruptedException {
    return Merchant.send(HttpRequest.newBuilder(page).build());
  }

  private static String press(URI page, String button) throws IOException, InterruptedException {
    return text(
        Merchant.send(
            HttpRequest.newBuilder(page)
                .setHeader("Content-Type", "application/x-www-form-urlencoded")
                .setHeader("Origin", sandbox.address().toString())
                .POST(HttpRequest.BodyPublishers.ofString("do=" + button))
                .build()));
  }

  private static String text(HttpResponse<byte[]> reply) {
    return new String(reply.body(), StandardCharsets.UTF_8);
  }

  private static String code(String number) throws IOException, InterruptedException {
    return Merchant.json(merchant.pay(number)).path("code_url").asString();
  }

  @ParameterizedTest
  @CsvSource({
    "PAGES0001,pay,Paid. The merchant is being notified.,SUCCESS",
    "PAGES0002,decline,Declined. The order can still be paid.,NOTPAY",
    "PAGES0003,walk-away,You left without paying. Nothing was sent.,NOTPAY",
    "PAGES0004,pay-twice,Paid already. Nothing was charged again.,SUCCESS"
  })
  void button_doesWhatItSays(String number, String button, String said, String state)
      throws Exception {
    URI page = sandbox.wechat().cashier(code(number));

    assertThat(text(get(page))).contains("¥88.00", number, "两盒饺子", "value=\"" + button + "\"");
    assertThat(press(page, button)).contains(said);
    assertThat(sandbox.wechat().order(number).tradeState()).isEqualTo(state);
  }

  @Test
  void paidOrder_hasNoButtons() throws Exception {
    URI page = sandbox.wechat().cashier(code("PAGES0005"));
    press(page, "pay");

    assertThat(text(get(page))).contains("This order is paid.").doesNotContain("<button");
  }

  @ParameterizedTest
  @CsvSource({
    "PAGES0101,pay,Paid. The shop learns it when it asks.,SUCCESS",
    "PAGES0102,decline,Declined. The shop learns it when it asks.,PAYERROR",
    "PAGES0103,walk-away,You left without paying. Nothing was sent.,USERPAYING"
  })
  void button_atTheTill_doesWhatItSays(String number, String button, String said, String state)
      throws Exception {
    ObjectNode order = merchant.order(number);
    order.remove("notify_url");
    order.set(
        "payer",
        Json.object().put("auth_code", sandbox.wechat().buyerCode(TillBuyer.TYPES_PASSWORD)));
    ObjectNode scene = Json.object();
    scene.set("store_info", Json.object().put("out_id", "S1"));
    order.set("scene_info", scene);
    merchant.post("/v3/pay/transactions/codepay", order);
    URI page = sandbox.wechat().cashier(sandbox.wechat().order(number).code());

    assertThat(text(get(page)))
        .contains("¥88.00", number, "USERPAYING", "value=\"" + button + "\"")
        .doesNotContain("pay-twice");
    assertThat(press(page, button)).contains(said);
    assertThat(sandbox.wechat().order(number).tradeState()).isEqualTo(state);
  }

  @Test
  void newerCode_replacesTheOlderOne() throws Exception {
    URI older = sandbox.wechat().cashier(code("PAGES0006"));
    code("PAGES0006");

    assertThat(press(older, "pay")).contains("A newer code has replaced this one.");
    assertThat(sandbox.wechat().order("PAGES0006").tradeState()).isEqualTo("NOTPAY");
  }

  @Test
  void code_leadsToItsPage() throws Exception {
    String code = code("PAGES0007");

    HttpResponse<byte[]> reply =
        get(
            sandbox
                .address()
                .resolve(
                    "/_sandbox/cashier?code=" + URLEncoder.encode(code, StandardCharsets.UTF_8)));

    assertThat(reply.statusCode()).isEqualTo(303);
    assertThat(reply.headers().firstValue("Location"))
        .hasValue(sandbox.wechat().cashier(code).getPath());
  }

  @Test
  void merchantsText_isNeverMarkup() throws Exception {
    String code =
        Merchant.json(
                merchant.pay(
                    merchant
                        .order("PAGES0008")
                        .put("description", "<script>alert('x')</script>&\"")))
            .path("code_url")
            .asString();

    String cashier = text(get(sandbox.wechat().cashier(code)));
    String landing = text(get(sandbox.landingPage()));

    assertThat(cashier + landing).doesNotContain("<script");
    assertThat(cashier).contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;&quot;");
    assertThat(landing).contains("&lt;script&gt;", "PAGES0008");
  }

  @Test
  void pages_loadNothingFromElsewhere() throws Exception {
    HttpResponse<byte[]> landing = get(sandbox.landingPage());

    assertThat(landing.headers().firstValue("Content-Security-Policy").orElseThrow())
        .startsWith("default-src 'none'");
    // With no-referrer a browser would say "Origin: null" and be refused by the page itself.
    assertThat(landing.headers().firstValue("Referrer-Policy")).hasValue("same-origin");
    assertThat(text(landing)).doesNotContain("http://", "https://");
  }

  /** With no-referrer a browser hides the origin from its own page, and every button is refused. */
  @Test
  void pages_letABrowserSayWhereItComesFrom() throws Exception {
    assertThat(get(sandbox.landingPage()).headers().firstValue("Referrer-Policy"))
        .hasValue("same-origin");
  }

  private static HttpResponse<byte[]> mischief(String word, String back)
      throws IOException, InterruptedException {
    return Merchant.send(
        HttpRequest.newBuilder(sandbox.address().resolve("/_sandbox/mischief"))
            .setHeader("Content-Type", "application/x-www-form-urlencoded")
            .setHeader("Origin", sandbox.address().toString())
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "do=" + word + "&back=" + URLEncoder.encode(back, StandardCharsets.UTF_8)))
            .build());
  }

  @Test
  void mischief_faultIsArmedAndForgotten_andLeadsBack() throws Exception {
    URI page = sandbox.wechat().cashier(code("PAGES0009"));
    for (Mischief mischief : Mischief.values()) {
      assertThat(text(get(page))).contains("value=\"" + mischief.word() + "\"");
    }

    assertThat(text(mischief("server-error", page.getPath())))
        .contains("armed", "href=\"" + page.getPath() + "\"");
    assertThat(sandbox.faults().armed()).extracting(FaultPlan::fault).contains(Fault.STATUS_500);
    mischief("no-faults", page.getPath());
    assertThat(sandbox.faults().armed()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"moon,/_sandbox/", "reply-lost,//elsewhere.example/", "reply-lost,/v3/pay"})
  void mischief_unknownOrLeadingElsewhere_isNotFound(String word, String back) throws Exception {
    assertThat(mischief(word, back).statusCode()).isEqualTo(404);
    assertThat(sandbox.faults().armed()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"/_sandbox/moon", "/_sandbox/wechat/cashier/none", "/_sandbox/cashier?code=none"})
  void unknownPage_isNotFound(String path) throws Exception {
    HttpResponse<byte[]> reply = get(sandbox.address().resolve(path));

    assertThat(reply.statusCode()).isEqualTo(404);
    assertThat(text(reply)).contains("/_sandbox/");
  }
}
