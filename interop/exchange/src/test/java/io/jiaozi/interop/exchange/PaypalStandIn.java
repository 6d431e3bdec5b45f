package io.jiaozi.interop.exchange;

import io.jiaozi.interop.HttpMessage;
import io.jiaozi.interop.LoopbackServer;
import io.jiaozi.interop.LoopbackServer.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * Stands where PayPal would: gives tokens, knows two approved orders, and answers everything else
 * with "not there". What it is asked is what the judge gets to see.
 */
final class PaypalStandIn implements AutoCloseable {

  static final String ACCESS_TOKEN =
      "A21AAFs9YK8ZEwWTgtqc8jpCGqVwsLWPMh2VCf8v1aLYnWTAFwAcTTVDNI1TlqAHDoQ4zHwMWFyGXZLAo";
  static final String ORDER_TO_CAPTURE = "5O190127TN364715T";
  static final String ORDER_TO_AUTHORIZE = "8RU61172JS455403V";
  static final String AUTHORIZATION = "0AW2184448108334S";
  static final String CAPTURE = "3C679366HH908993F";
  static final String REFUND = "1JU08902781691411";

  static final String TOKEN_PATH = "/v1/oauth2/token";
  private static final String ORDERS = "/v2/checkout/orders/";

  private final String number;
  private final String invoiceId;
  private final LoopbackServer server = new LoopbackServer(this::answer);

  PaypalStandIn(String number, String invoiceId) {
    this.number = number;
    this.invoiceId = invoiceId;
  }

  LoopbackServer server() {
    return server;
  }

  /** The next request for something else than a token. */
  HttpMessage takeCall(String method) throws InterruptedException {
    HttpMessage message = server.take(Duration.ofSeconds(10));
    while (message.target().equals(TOKEN_PATH) || !message.method().equals(method)) {
      message = server.take(Duration.ofSeconds(10));
    }
    return message;
  }

  private Answer answer(HttpMessage request) {
    if (request.target().equals(TOKEN_PATH)) {
      return json(
          200,
          "{\"scope\":\"https://uri.paypal.com/services/payments/payment\",\"access_token\":\""
              + ACCESS_TOKEN
              + "\",\"token_type\":\"Bearer\",\"app_id\":\"APP-80W284485P519543T\","
              + "\"expires_in\":32400,\"nonce\":\"2026-11-24T12:00:00ZtgFM0\"}");
    }
    if (request.method().equals("GET") && request.target().equals(ORDERS + ORDER_TO_CAPTURE)) {
      return json(200, approved(ORDER_TO_CAPTURE, "CAPTURE"));
    }
    if (request.method().equals("GET") && request.target().equals(ORDERS + ORDER_TO_AUTHORIZE)) {
      return json(200, approved(ORDER_TO_AUTHORIZE, "AUTHORIZE"));
    }
    return json(
        404,
        "{\"name\":\"RESOURCE_NOT_FOUND\",\"message\":\"The specified resource does not exist.\","
            + "\"debug_id\":\"b1d1f06c7246c\",\"details\":[{\"issue\":\"INVALID_RESOURCE_ID\","
            + "\"description\":\"Specified resource ID does not exist.\"}],\"links\":[]}");
  }

  private String approved(String id, String intent) {
    return "{\"id\":\""
        + id
        + "\",\"intent\":\""
        + intent
        + "\",\"status\":\"APPROVED\",\"purchase_units\":[{\"reference_id\":\"default\",\"custom_id\":\""
        + number
        + "\",\"invoice_id\":\""
        + invoiceId
        + "\",\"amount\":{\"currency_code\":\"USD\",\"value\":\"88.00\"}}],"
        + "\"create_time\":\"2026-11-24T11:59:00Z\",\"update_time\":\"2026-11-24T11:59:30Z\",\"links\":[]}";
  }

  private static Answer json(int status, String body) {
    return new Answer(
        status, Map.of("Content-Type", "application/json"), body.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    server.close();
  }
}
