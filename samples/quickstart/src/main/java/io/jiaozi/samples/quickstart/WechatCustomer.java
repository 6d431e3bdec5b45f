package io.jiaozi.samples.quickstart;

import io.jiaozi.sandbox.Sandbox;
import io.jiaozi.sandbox.channel.OutboundMessage;
import io.jiaozi.sandbox.wechat.Twist;
import io.jiaozi.sandbox.wechat.WechatOrder;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/**
 * A customer with WeChat on the phone, and somebody who would like the shop to believe one paid.
 */
final class WechatCustomer implements Customer {

  private final Sandbox sandbox;
  private String scanned = "";

  WechatCustomer(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  @Override
  public String channelName() {
    return "WeChat Pay";
  }

  @Override
  public String account() {
    return "wechat";
  }

  @Override
  public void seesQrCode(String content) {
    scanned = content;
  }

  @Override
  public void pays() {
    WechatOrder order =
        sandbox.wechat().orders().stream()
            .filter(candidate -> candidate.code().equals(scanned))
            .findFirst()
            .orElseThrow(() -> new Transcript.NotAsExpected("The code leads to no order."));
    sandbox.wechat().pay(order.outTradeNo());
  }

  @Override
  public int forgesNotification(String number, String url) throws Exception {
    OutboundMessage forged = sandbox.wechat().signedPaymentNotification(number, Twist.ALTER_BYTE);
    HttpRequest.Builder post =
        HttpRequest.newBuilder(URI.create(url))
            .POST(HttpRequest.BodyPublishers.ofByteArray(forged.body()));
    forged.headers().forEach(post::header);
    return HttpClient.newHttpClient()
        .send(post.build(), HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }
}
