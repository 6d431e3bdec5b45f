package io.jiaozi.sandbox.paypal;

import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.sandbox.Sandbox;
import io.jiaozi.sandbox.paypal.App.Answer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CheckoutPageTest {
  private static final URI SHOP = URI.create("http://127.0.0.1:9");

  private final HttpClient http = HttpClient.newHttpClient();
  private Sandbox sandbox;
  private Answer created;

  @BeforeEach
  void start() throws Exception {
    sandbox = Sandbox.start();
    created =
        new App(sandbox)
            .post("/v2/checkout/orders", App.walletOrder("M1", "CAPTURE", "88.00", SHOP));
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  private HttpResponse<String> get(URI page) throws Exception {
    return http.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> press(String button) throws Exception {
    return http.send(
        HttpRequest.newBuilder(sandbox.paypal().cashier("M1"))
            .header("Content-Type", "application/x-www-form-urlencoded")
            .header("Origin", sandbox.address().toString())
            .POST(HttpRequest.BodyPublishers.ofString("do=" + button))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void link_leadsToThePage_andTheShopsTextIsEscaped() throws Exception {
    HttpResponse<String> link =
        get(URI.create(created.link("payer-action").path("href").asString()));
    assertThat(link.statusCode()).isEqualTo(303);
    HttpResponse<String> page =
        get(sandbox.address().resolve(link.headers().firstValue("Location").orElseThrow()));
    assertThat(page.body()).contains("88.00", "USD", "M1", "&lt;b&gt;of dumplings");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("form-action 'self' http://127.0.0.1:9");
  }

  @Test
  void agree_sendsTheBrowserBack_withTokenAndPayer() throws Exception {
    HttpResponse<String> reply = press("agree");
    assertThat(reply.statusCode()).isEqualTo(303);
    assertThat(reply.headers().firstValue("Location").orElseThrow())
        .matches(
            "http://127\\.0\\.0\\.1:9/return\\?token=" + created.id() + "&PayerID=[A-Z0-9]{13}");
    assertThat(sandbox.paypal().order("M1").status()).isEqualTo("APPROVED");
    assertThat(get(sandbox.paypal().cashier("M1")).body())
        .contains("You have agreed")
        .doesNotContain("<button");
  }

  @Test
  void agreeTwice_isOneApproval() throws Exception {
    press("agree");
    assertThat(press("agree").statusCode()).isEqualTo(303);
    assertThat(sandbox.paypal().order("M1").status()).isEqualTo("APPROVED");
  }

  @Test
  void cancel_sendsTheBrowserBack_withoutApproval() throws Exception {
    HttpResponse<String> reply = press("cancel");
    assertThat(reply.headers().firstValue("Location").orElseThrow())
        .isEqualTo("http://127.0.0.1:9/cancel?x=1&token=" + created.id());
    assertThat(sandbox.paypal().order("M1").status()).isEqualTo("PAYER_ACTION_REQUIRED");
  }

  @Test
  void walkAway_changesNothing() throws Exception {
    assertThat(press("walk-away").body()).contains("You left without agreeing.");
    assertThat(sandbox.paypal().order("M1").status()).isEqualTo("PAYER_ACTION_REQUIRED");
  }
}
