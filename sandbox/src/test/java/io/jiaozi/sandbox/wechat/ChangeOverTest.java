package io.jiaozi.sandbox.wechat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jiaozi.sandbox.Merchant;
import io.jiaozi.sandbox.Sandbox;
import io.jiaozi.sandbox.channel.Json;
import io.jiaozi.sandbox.channel.OutboundMessage;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** Which key signs, while keys change; and signatures that are wrong on purpose. */
class ChangeOverTest {
  private Sandbox sandbox;
  private Merchant merchant;

  @BeforeEach
  void start() {
    sandbox = Sandbox.start();
    merchant = new Merchant(sandbox);
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  private String serialOfAnswer() throws IOException, InterruptedException {
    HttpResponse<byte[]> reply = merchant.get("/v3/certificates");
    return reply.headers().firstValue("Wechatpay-Serial").orElseThrow();
  }

  private int listed() throws IOException, InterruptedException {
    return Merchant.json(merchant.get("/v3/certificates")).path("data").size();
  }

  @Test
  void newCertificate_isListedBeforeItSigns_andTheOldOneAfter() throws Exception {
    String old = serialOfAnswer();

    sandbox.wechat().announcePlatformCertificate();
    assertThat(listed()).isEqualTo(2);
    assertThat(serialOfAnswer()).isEqualTo(old);

    sandbox.wechat().signWithNewestPlatformCertificate();
    assertThat(listed()).isEqualTo(2);
    assertThat(serialOfAnswer()).isNotEqualTo(old);

    sandbox.wechat().retireOtherPlatformCertificates();
    assertThat(listed()).isEqualTo(1);
  }

  @Test
  void beforeTheSwitch_theCertificateSignsWhateverIsAskedFor() throws Exception {
    sandbox.wechat().replyKey(NotificationKey.CERTIFICATE);

    HttpResponse<byte[]> reply =
        Merchant.send(
            merchant
                .signed("GET", "/v3/certificates", new byte[0])
                .setHeader("Wechatpay-Serial", merchant.setting("public-key-id"))
                .build());

    assertThat(reply.headers().firstValue("Wechatpay-Serial"))
        .hasValue(sandbox.wechat().credentials().platformSerial());
  }

  @ParameterizedTest
  @CsvSource({"0, false", "100, true"})
  void share_decidesWhichKeySignsNotifications(int percent, boolean publicKey) throws Exception {
    merchant.paid("CHANGE0001");
    sandbox.wechat().publicKeyShare(percent);

    OutboundMessage message = sandbox.wechat().signedPaymentNotification("CHANGE0001");

    assertThat(message.headers().get("Wechatpay-Serial").startsWith("PUB_KEY_ID_"))
        .isEqualTo(publicKey);
  }

  @Test
  void share_ofAnswers_isNonsense() {
    assertThatThrownBy(() -> sandbox.wechat().replyKey(NotificationKey.BY_SHARE))
        .hasMessage("Only notifications are moved over by share.");
    assertThatThrownBy(() -> sandbox.wechat().publicKeyShare(101))
        .hasMessage("A share is 0 to 100 percent, but was 101.");
  }

  @Test
  void probes_comeEverySoManyAnswers() throws Exception {
    sandbox.wechat().probeReplies(3);
    List<Boolean> probed = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      probed.add(
          merchant
              .get("/v3/certificates")
              .headers()
              .firstValue("Wechatpay-Signature")
              .orElseThrow()
              .startsWith("WECHATPAY/SIGNTEST/"));
    }

    assertThat(probed).containsExactly(false, false, true, false, false, true);
  }

  private static ObjectNode envelope(OutboundMessage message) {
    return Json.parseObject(message.body());
  }

  @Test
  void twists_spoilOneThingEach() throws Exception {
    merchant.paid("CHANGE0002");
    WechatSandbox wechat = sandbox.wechat();
    long now = sandbox.clock().instant().getEpochSecond();

    OutboundMessage future = wechat.signedPaymentNotification("CHANGE0002", Twist.FUTURE);
    OutboundMessage cipher = wechat.signedPaymentNotification("CHANGE0002", Twist.OTHER_CIPHER);
    OutboundMessage type =
        wechat.signedPaymentNotification("CHANGE0002", Twist.OTHER_SIGNATURE_TYPE);
    OutboundMessage key = wechat.signedPaymentNotification("CHANGE0002", Twist.OTHER_CIPHER_KEY);
    ObjectNode merchants =
        Opened.of(sandbox, wechat.signedPaymentNotification("CHANGE0002", Twist.FOREIGN_MERCHANT));
    ObjectNode apps =
        Opened.of(sandbox, wechat.signedPaymentNotification("CHANGE0002", Twist.FOREIGN_APP));

    assertThat(Long.parseLong(future.headers().get("Wechatpay-Timestamp")))
        .isGreaterThan(now + 300);
    assertThat(envelope(cipher).path("resource").path("algorithm").asString())
        .isEqualTo("AEAD_SM4_GCM");
    assertThat(type.headers().get("Wechatpay-Signature-Type")).isEqualTo("WECHATPAY2-SM2-WITH-SM3");
    assertThatThrownBy(() -> Opened.of(sandbox, key))
        .isInstanceOf(javax.crypto.AEADBadTagException.class);
    assertThat(merchants.path("mchid").asString()).isNotEqualTo(merchant.setting("merchant-id"));
    assertThat(merchants.path("appid").asString()).isEqualTo(merchant.setting("app-id"));
    assertThat(apps.path("appid").asString()).isNotEqualTo(merchant.setting("app-id"));
    assertThat(apps.path("mchid").asString()).isEqualTo(merchant.setting("merchant-id"));
  }

  @Test
  void secondApp_ofTheSameMerchant_mayPlaceOrders() throws Exception {
    String second = sandbox.wechat().credentials().moreAppIds().get(0);

    assertThat(merchant.pay(merchant.order("CHANGE0003").put("appid", second)).statusCode())
        .isEqualTo(200);
  }
}
