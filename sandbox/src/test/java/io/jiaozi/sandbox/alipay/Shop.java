package io.jiaozi.sandbox.alipay;

import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.sandbox.Sandbox;
import io.jiaozi.sandbox.channel.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.node.ObjectNode;

/**
 * A merchant that knows the protocol from its sheet alone and signs and verifies with code of its
 * own, so that a mistake of the sandbox is not made twice.
 */
final class Shop {
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  final Sandbox sandbox;
  final AlipayCredentials app;

  Shop(Sandbox sandbox, AlipayCredentials app) {
    this.sandbox = sandbox;
    this.app = app;
  }

  static Shop keyMode(Sandbox sandbox) {
    return new Shop(sandbox, sandbox.alipay().credentials());
  }

  static Shop certificateMode(Sandbox sandbox) {
    return new Shop(sandbox, sandbox.alipay().certificateCredentials());
  }

  /** A number that no other test uses. */
  static String number() {
    return "SHOP" + NUMBERS.incrementAndGet() + "N" + Long.toString(System.nanoTime(), 36);
  }

  /** A buyer's code that no other test uses. */
  static String buyerCode() {
    return String.format("28%016d", NUMBERS.incrementAndGet());
  }

  /** 88 yuan. */
  static ObjectNode order(String number) {
    return Json.object()
        .put("out_trade_no", number)
        .put("total_amount", "88.00")
        .put("subject", "两盒饺子");
  }

  static ObjectNode codeOrder(String number) {
    return order(number).put("scene", "bar_code").put("auth_code", buyerCode());
  }

  static ObjectNode pageOrder(String number) {
    return order(number).put("product_code", "FAST_INSTANT_TRADE_PAY");
  }

  static ObjectNode named(String number) {
    return Json.object().put("out_trade_no", number);
  }

  static ObjectNode refundOf(String number, String request, String amount) {
    return named(number).put("out_request_no", request).put("refund_amount", amount);
  }

  /** The parameters of a request, not yet signed. */
  Map<String, String> parameters(String method, ObjectNode business) {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("app_id", app.appId());
    all.put("method", method);
    all.put("format", "json");
    all.put("charset", "utf-8");
    all.put("sign_type", "RSA2");
    all.put("timestamp", timestamp(sandbox.clock().instant()));
    all.put("version", "1.0");
    if (app.isCertificateMode()) {
      all.put("app_cert_sn", app.appCertSn());
      all.put("alipay_root_cert_sn", app.alipayRootCertSn());
    }
    all.put("biz_content", new String(Json.bytes(business), StandardCharsets.UTF_8));
    return all;
  }

  static String timestamp(Instant time) {
    return DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss")
        .withZone(ZoneOffset.ofHours(8))
        .format(time);
  }

  Map<String, String> signed(Map<String, String> parameters) {
    Charset charset =
        "GBK".equals(parameters.get("charset")) ? Charset.forName("GBK") : StandardCharsets.UTF_8;
    Map<String, String> all = new LinkedHashMap<>(parameters);
    all.put("sign", sign(text(parameters, "sign").getBytes(charset)));
    return all;
  }

  static String text(Map<String, String> parameters, String... without) {
    List<String> parts = new ArrayList<>();
    new TreeMap<>(parameters)
        .forEach(
            (name, value) -> {
              if (!value.isEmpty() && !List.of(without).contains(name)) {
                parts.add(name + "=" + value);
              }
            });
    return String.join("&", parts);
  }

  private String sign(byte[] text) {
    try {
      PrivateKey key =
          KeyFactory.getInstance("RSA")
              .generatePrivate(new PKCS8EncodedKeySpec(der(app.appPrivateKeyPem())));
      Signature signer = Signature.getInstance("SHA256withRSA");
      signer.initSign(key);
      signer.update(text);
      return Base64.getEncoder().encodeToString(signer.sign());
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  static byte[] der(String pem) {
    String text = pem.replaceAll("(?s)-----END.*", "").replaceAll("-----BEGIN[^\n]*-----", "");
    return Base64.getMimeDecoder().decode(text);
  }

  /** The key the platform has shown this merchant. */
  boolean verifies(byte[] text, String signature) {
    return verifies(app.alipayPublicKeyPem(), text, signature);
  }

  static boolean verifies(String publicKeyPem, byte[] text, String signature) {
    try {
      PublicKey key =
          KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der(publicKeyPem)));
      Signature verifier = Signature.getInstance("SHA256withRSA");
      verifier.initVerify(key);
      verifier.update(text);
      return verifier.verify(Base64.getDecoder().decode(signature));
    } catch (IllegalArgumentException | GeneralSecurityException e) {
      return false;
    }
  }

  static String form(Map<String, String> parameters) {
    return form(parameters, StandardCharsets.UTF_8);
  }

  static String form(Map<String, String> parameters, Charset charset) {
    List<String> parts = new ArrayList<>();
    parameters.forEach(
        (name, value) ->
            parts.add(URLEncoder.encode(name, charset) + "=" + URLEncoder.encode(value, charset)));
    return String.join("&", parts);
  }

  static Map<String, String> parse(String form) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String part : form.split("&", -1)) {
      int equals = part.indexOf('=');
      fields.put(
          URLDecoder.decode(part.substring(0, equals), StandardCharsets.UTF_8),
          URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8));
    }
    return fields;
  }

  static HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
    return HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
  }

  HttpRequest gateway(Map<String, String> parameters) {
    return gateway(form(parameters));
  }

  HttpRequest gateway(String form) {
    return HttpRequest.newBuilder(sandbox.address().resolve("/gateway.do?charset=utf-8"))
        .timeout(Duration.ofSeconds(30))
        .header("Content-Type", "application/x-www-form-urlencoded;charset=utf-8")
        .POST(HttpRequest.BodyPublishers.ofString(form.replace("charset=utf-8&", "")))
        .build();
  }

  Result call(String method, ObjectNode business) throws IOException, InterruptedException {
    return exchange(signed(parameters(method, business)));
  }

  Result call(String method, ObjectNode business, String name, String value)
      throws IOException, InterruptedException {
    Map<String, String> parameters = parameters(method, business);
    parameters.put(name, value);
    return exchange(signed(parameters));
  }

  Result exchange(Map<String, String> parameters) throws IOException, InterruptedException {
    HttpResponse<byte[]> response = send(gateway(parameters));
    assertThat(response.statusCode()).isEqualTo(200);
    return new Result(this, new String(response.body(), StandardCharsets.UTF_8));
  }

  /** Whether this very trade is paid, refundable and so on: the state a query tells. */
  String state(String number) throws IOException, InterruptedException {
    Result result = call("alipay.trade.query", named(number));
    return result.isSuccess() ? result.text("trade_status") : result.text("sub_code");
  }

  /** A paid trade by the buyer's code. */
  String paid() throws IOException, InterruptedException {
    String number = number();
    assertThat(call("alipay.trade.pay", codeOrder(number)).code()).isEqualTo("10000");
    return number;
  }

  /** A request of the REST form. */
  HttpRequest.Builder rest(String method, String target, String body, String... tokens) {
    String auth =
        "app_id="
            + app.appId()
            + (app.isCertificateMode() ? ",app_cert_sn=" + app.appCertSn() : "")
            + ",nonce="
            + UUID.randomUUID()
            + ",timestamp="
            + sandbox.clock().instant().toEpochMilli();
    StringBuilder text =
        new StringBuilder(auth + "\n" + method + "\n" + target + "\n" + body + "\n");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(sandbox.address() + target))
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", "application/json")
            .method(
                method,
                body.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    for (String token : tokens) {
      text.append(token).append('\n');
      request.header("alipay-app-auth-token", token);
    }
    if (app.isCertificateMode()) {
      request.header("alipay-root-cert-sn", app.alipayRootCertSn());
    }
    return request.header(
        "Authorization",
        "ALIPAY-SHA256withRSA "
            + auth
            + ",sign="
            + sign(text.toString().getBytes(StandardCharsets.UTF_8)));
  }

  boolean verifiesRest(HttpResponse<byte[]> response) {
    String text =
        response.headers().firstValue("alipay-timestamp").orElse("")
            + "\n"
            + response.headers().firstValue("alipay-nonce").orElse("")
            + "\n"
            + new String(response.body(), StandardCharsets.UTF_8)
            + "\n";
    return verifies(
        text.getBytes(StandardCharsets.UTF_8),
        response.headers().firstValue("alipay-signature").orElse(""));
  }

  /** Verifies a notification or a return by the sheet's first rule. */
  boolean verifiesForm(Map<String, String> fields) {
    return verifies(
        text(fields, "sign", "sign_type").getBytes(StandardCharsets.UTF_8),
        fields.getOrDefault("sign", ""));
  }
}
