package io.jiaozi.sandbox;

import io.jiaozi.sandbox.channel.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/**
 * A merchant that knows the protocol only from its sheet: it signs with its own code, from the
 * settings a merchant would be given, so that a mistake of the sandbox is not made twice.
 */
public final class Merchant {
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  private final Sandbox sandbox;
  private final URI base;
  private final Map<String, String> settings;

  public Merchant(Sandbox sandbox) {
    this(sandbox, sandbox.address());
  }

  public Merchant(Sandbox sandbox, URI base) {
    this.sandbox = sandbox;
    this.base = base;
    this.settings = sandbox.settings();
  }

  public String setting(String name) {
    return settings.get("jiaozi.accounts.wechat." + name);
  }

  /** An order of 88 yuan, notified nowhere unless a test says so. */
  public ObjectNode order(String number) {
    ObjectNode order =
        Json.object()
            .put("appid", setting("app-id"))
            .put("mchid", setting("merchant-id"))
            .put("description", "两盒饺子")
            .put("out_trade_no", number)
            .put("notify_url", "https://shop.example/pay/notify");
    order.set("amount", Json.object().put("total", 8800).put("currency", "CNY"));
    return order;
  }

  public ObjectNode refund(String orderNumber, String refundNumber, long fen) {
    ObjectNode refund =
        Json.object().put("out_trade_no", orderNumber).put("out_refund_no", refundNumber);
    refund.set(
        "amount", Json.object().put("refund", fen).put("total", 8800).put("currency", "CNY"));
    return refund;
  }

  public HttpResponse<byte[]> pay(ObjectNode order) throws IOException, InterruptedException {
    return post("/v3/pay/transactions/native", order);
  }

  public HttpResponse<byte[]> pay(String number) throws IOException, InterruptedException {
    return pay(order(number));
  }

  /** Places an order and lets the buyer pay it. */
  public void paid(String number) throws IOException, InterruptedException {
    pay(number);
    sandbox.wechat().pay(number);
  }

  public HttpResponse<byte[]> query(String number) throws IOException, InterruptedException {
    return get("/v3/pay/transactions/out-trade-no/" + number + "?mchid=" + setting("merchant-id"));
  }

  public HttpResponse<byte[]> close(String number) throws IOException, InterruptedException {
    return post(
        "/v3/pay/transactions/out-trade-no/" + number + "/close",
        Json.object().put("mchid", setting("merchant-id")));
  }

  public HttpResponse<byte[]> refund(ObjectNode refund) throws IOException, InterruptedException {
    return post("/v3/refund/domestic/refunds", refund);
  }

  public HttpResponse<byte[]> queryRefund(String number) throws IOException, InterruptedException {
    return get("/v3/refund/domestic/refunds/" + number);
  }

  public HttpResponse<byte[]> post(String target, ObjectNode body)
      throws IOException, InterruptedException {
    return send(signed("POST", target, Json.bytes(body)).build());
  }

  public HttpResponse<byte[]> get(String target) throws IOException, InterruptedException {
    return send(signed("GET", target, new byte[0]).build());
  }

  public static HttpResponse<byte[]> send(HttpRequest request)
      throws IOException, InterruptedException {
    return HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
  }

  /** A properly signed request; tests spoil it by replacing headers. */
  public HttpRequest.Builder signed(String method, String target, byte[] body) {
    return unsigned(method, target, body)
        .setHeader("Authorization", authorization(method, target, body));
  }

  public HttpRequest.Builder unsigned(String method, String target, byte[] body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + target))
            .timeout(Duration.ofSeconds(30))
            .method(
                method,
                body.length == 0
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body))
            .setHeader("Accept", "application/json");
    return body.length == 0 ? request : request.setHeader("Content-Type", "application/json");
  }

  public String authorization(String method, String target, byte[] body) {
    return authorization(method, target, body, sandbox.clock().instant().getEpochSecond());
  }

  public String authorization(String method, String target, byte[] body, long timestamp) {
    String nonce = UUID.randomUUID().toString().replace("-", "");
    String head = method + "\n" + target + "\n" + timestamp + "\n" + nonce + "\n";
    try {
      Signature signer = Signature.getInstance("SHA256withRSA");
      signer.initSign(privateKey());
      signer.update(head.getBytes(StandardCharsets.UTF_8));
      signer.update(body);
      signer.update((byte) '\n');
      return "WECHATPAY2-SHA256-RSA2048 mchid=\""
          + setting("merchant-id")
          + "\",nonce_str=\""
          + nonce
          + "\",signature=\""
          + Base64.getEncoder().encodeToString(signer.sign())
          + "\",timestamp=\""
          + timestamp
          + "\",serial_no=\""
          + setting("certificate-serial")
          + "\"";
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private PrivateKey privateKey() throws GeneralSecurityException {
    return KeyFactory.getInstance("RSA")
        .generatePrivate(new PKCS8EncodedKeySpec(der(setting("private-key"))));
  }

  /** The bytes of the first block in a PEM text. */
  public static byte[] der(String pem) {
    String text = pem.replaceAll("(?s)-----END.*", "").replaceAll("-----BEGIN[^\n]*-----", "");
    return Base64.getMimeDecoder().decode(text);
  }

  public static ObjectNode json(HttpResponse<byte[]> response) {
    ObjectNode body = Json.parseObject(response.body());
    if (body == null) {
      throw new AssertionError("Not a JSON object, status " + response.statusCode());
    }
    return body;
  }

  /** Status and error code, such as {@code 404 ORDER_NOT_EXIST}. */
  public static String refusal(HttpResponse<byte[]> response) {
    return response.statusCode() + " " + json(response).path("code").asString("");
  }
}
