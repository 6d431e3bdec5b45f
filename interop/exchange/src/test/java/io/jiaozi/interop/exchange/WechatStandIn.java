package io.jiaozi.interop.exchange;

import io.jiaozi.interop.HttpMessage;
import io.jiaozi.interop.LoopbackServer;
import io.jiaozi.interop.LoopbackServer.Answer;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Stands where WeChat Pay would, answers orders and refunds with what our adapter waits for, and
 * everything else with "not there". What it is asked is what the judge gets to see.
 */
final class WechatStandIn implements AutoCloseable {

  static final String PUBLIC_KEY_ID = "PUB_KEY_ID_0119000072912026112400000000000001";
  static final String PREPAY_ID = "wx201410272009395522657a690389285100";

  private static final Map<String, String> ORDERS =
      Map.of(
          "native",
          "{\"code_url\":\"weixin://wxpay/bizpayurl?pr=JyC91EIz1\"}",
          "jsapi",
          "{\"prepay_id\":\"" + PREPAY_ID + "\"}",
          "app",
          "{\"prepay_id\":\"" + PREPAY_ID + "\"}",
          "h5",
          "{\"h5_url\":\"https://wx.tenpay.com/cgi-bin/mmpayweb-bin/checkmweb?prepay_id=1\"}");

  private final KeyPair key = Keys.newPair();
  private final Supplier<Instant> clock;
  private final LoopbackServer server = new LoopbackServer(this::answer);

  WechatStandIn(Supplier<Instant> clock) {
    this.clock = clock;
  }

  LoopbackServer server() {
    return server;
  }

  String publicKeyPem() {
    return Keys.pem("PUBLIC KEY", key.getPublic());
  }

  /** For the judge, who opens what was encrypted for the platform. */
  String privateKeyPem() {
    return Keys.pem("PRIVATE KEY", key.getPrivate());
  }

  private Answer answer(HttpMessage request) {
    String last = request.target().replaceAll("\\?.*", "").replaceAll(".*/", "");
    if (request.method().equals("POST") && ORDERS.containsKey(last)) {
      return signed(200, ORDERS.get(last));
    }
    if (last.equals("close")) {
      return signed(204, "");
    }
    byte[] body =
        "{\"code\":\"ORDER_NOT_EXIST\",\"message\":\"x\"}".getBytes(StandardCharsets.UTF_8);
    return new Answer(404, Map.of("Content-Type", "application/json"), body);
  }

  private Answer signed(int status, String body) {
    String time = Long.toString(clock.get().getEpochSecond());
    String nonce = "c5ac7061fccab6bf3e254dcf98995b8c";
    byte[] text = (time + "\n" + nonce + "\n" + body + "\n").getBytes(StandardCharsets.UTF_8);
    String signature = Base64.getEncoder().encodeToString(Keys.sign(key.getPrivate(), text));
    return new Answer(
        status,
        Map.of(
            "Content-Type", "application/json",
            "Wechatpay-Timestamp", time,
            "Wechatpay-Nonce", nonce,
            "Wechatpay-Serial", PUBLIC_KEY_ID,
            "Wechatpay-Signature", signature),
        body.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    server.close();
  }
}
