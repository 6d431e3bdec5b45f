package io.jiaozi.sandbox.unionpay;

import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.sandbox.Merchant;
import io.jiaozi.sandbox.Sandbox;
import io.jiaozi.sandbox.channel.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** UnionPay over the control API, in the exported files, and on the pages. */
class UnionpayControlTest {
  private Sandbox sandbox;
  private UnionpayMerchant merchant;

  @BeforeEach
  void start() {
    sandbox = Sandbox.start();
    merchant = new UnionpayMerchant(sandbox);
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  private HttpResponse<byte[]> call(String method, String path, ObjectNode body)
      throws IOException, InterruptedException {
    return Merchant.send(
        HttpRequest.newBuilder(sandbox.address().resolve("/_sandbox/api/unionpay/" + path))
            .method(method, HttpRequest.BodyPublishers.ofByteArray(Json.bytes(body)))
            .setHeader("Content-Type", "application/json")
            .build());
  }

  private ObjectNode post(String path, ObjectNode body) throws IOException, InterruptedException {
    HttpResponse<byte[]> reply = call("POST", path, body);
    assertThat(reply.statusCode()).isEqualTo(200);
    return Merchant.json(reply);
  }

  private ObjectNode get(String path) throws IOException, InterruptedException {
    return Merchant.json(
        Merchant.send(
            HttpRequest.newBuilder(sandbox.address().resolve("/_sandbox/api/unionpay/" + path))
                .build()));
  }

  private void behave(ObjectNode behaviour) throws IOException, InterruptedException {
    assertThat(call("POST", "behaviour", behaviour).statusCode()).isEqualTo(204);
  }

  @Test
  void order_isDeclinedPaidAndRefundedByHand() throws Exception {
    Map<String, String> order = merchant.purchase("CONTROL00001");
    merchant.post("frontTransReq.do", order);

    assertThat(
            post("orders/CONTROL00001/decline", Json.object().put("code", "61"))
                .path("respCode")
                .asString())
        .isEqualTo("61");
    ObjectNode paid = post("orders/CONTROL00001." + order.get("txnTime") + "/pay", Json.object());
    assertThat(paid.path("state").asString()).isEqualTo("SUCCESS");
    behave(Json.object().put("refundsByHand", true));
    merchant.back(merchant.follow("04", "CONTROL00002", paid.path("queryId").asString(), 100));
    assertThat(get("refunds/CONTROL00002").path("state").asString()).isEqualTo("PROCESSING");
    assertThat(
            post("refunds/CONTROL00002/settle", Json.object().put("code", "61"))
                .path("state")
                .asString())
        .isEqualTo("FAILED");
    assertThat(get("orders").path("orders").size()).isEqualTo(1);
    assertThat(get("transactions").path("transactions").size()).isEqualTo(2);
    assertThat(get("refunds").path("refunds").size()).isEqualTo(1);
    assertThat(get("orders/CONTROL00001").path("declines").asInt()).isEqualTo(1);
  }

  @Test
  void order_expired_isPaidLate() throws Exception {
    merchant.post("frontTransReq.do", merchant.purchase("CONTROL00003"));
    post("orders/CONTROL00003/walk-away", Json.object());
    post("orders/CONTROL00003/expire", Json.object());

    HttpResponse<byte[]> refused = call("POST", "orders/CONTROL00003/pay", Json.object());
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(Merchant.json(refused).path("message").asString())
        .isEqualTo("Order CONTROL00003 cannot be paid or declined like this now: EXPIRED.");
    assertThat(post("orders/CONTROL00003/pay-late", Json.object()).path("state").asString())
        .isEqualTo("SUCCESS");
  }

  @Test
  void behaviour_isSet() throws Exception {
    ObjectNode putOff = Json.object().put("code", "04").put("queries", 1);
    ObjectNode behaviour =
        Json.object()
            .put("buyersTakeTheirTime", true)
            .put("refundDelaySeconds", 5)
            .put("paymentsSucceedAs", "A6")
            .put("backTransactionsEndAs", "62")
            .put("unpaidIsUnknown", true)
            .put("cardNumbers", "LEFT_OUT")
            .put("redelivery", "PAYOUT");
    behaviour.set("putOffOutcomes", putOff);
    behave(behaviour);
    ObjectNode refusal = Json.object();
    refusal.set("refuseNext", Json.object().put("operation", "pay").put("code", "37"));
    behave(refusal);

    Map<String, String> order = merchant.scannedCode("CONTROL00004");
    assertThat(merchant.back(order)).containsEntry("respCode", "37");
    assertThat(merchant.back(order)).containsEntry("respCode", "04");
    assertThat(merchant.state("CONTROL00004", order.get("txnTime"))).isEqualTo("00/04");
    post("orders/CONTROL00004/pay", Json.object());
    assertThat(merchant.state("CONTROL00004", order.get("txnTime"))).isEqualTo("00/A6");
  }

  @ParameterizedTest
  @CsvSource({
    "colour,red,There is no behaviour \"colour\".",
    "paymentsSucceedAs,61,'A payment succeeds as 00 or A6, but was asked for \"61\".'",
    "cardNumbers,NONE,'\"NONE\" is none of [LEFT_OUT, MASKED, CLEAR, ENCRYPTED].'",
    "backTransactionsEndAs,05,'A transaction ends with a code of two characters that is not 03, 04"
        + " or 05, but was asked for \"05\".'"
  })
  void behaviour_nonsense_isExplained(String name, String value, String message) throws Exception {
    HttpResponse<byte[]> reply = call("POST", "behaviour", Json.object().put(name, value));

    assertThat(reply.statusCode()).isEqualTo(400);
    assertThat(Merchant.json(reply).path("message").asString()).isEqualTo(message);
  }

  @Test
  void messages_areBuiltWithTwists() throws Exception {
    merchant.paid(merchant.purchase("CONTROL00005"));
    ObjectNode attack = Json.object();
    attack.set("twists", Json.array().add("MERCHANT_CERTIFICATE"));
    ObjectNode free = Json.object();
    free.set(
        "fields",
        Json.object()
            .put("version", "5.1.0")
            .put("encoding", "utf-8")
            .put("merId", merchant.setting("merchant-id")));

    assertThat(problemOf(post("orders/CONTROL00005/notification", Json.object()))).isEqualTo("");
    assertThat(problemOf(post("orders/CONTROL00005/return", Json.object()))).isEqualTo("");
    assertThat(problemOf(post("orders/CONTROL00005/notification", attack))).isEqualTo("identity");
    assertThat(problemOf(post("notification", free))).isEqualTo("");
    byte[] reply = Base64.getDecoder().decode(post("reply", free).path("bodyBase64").asString());
    assertThat(merchant.problem(UnionpayMerchant.parse(reply, StandardCharsets.UTF_8)))
        .isEqualTo("");
    assertThat(call("POST", "orders/CONTROL00005/notify", Json.object()).statusCode())
        .isEqualTo(202);
  }

  private String problemOf(ObjectNode message) {
    assertThat(message.path("headers").path("Content-Type").asString())
        .startsWith("application/x-www-form-urlencoded");
    return merchant.problem(
        UnionpayMerchant.parseForm(
            message.path("body").asString().getBytes(StandardCharsets.US_ASCII)));
  }

  @Test
  void replies_areTwisted() throws Exception {
    ObjectNode twists = Json.object().put("replies", 1);
    twists.set("twists", Json.array().add("SELF_SIGNED"));
    assertThat(call("POST", "reply-twists", twists).statusCode()).isEqualTo(204);
    assertThat(call("POST", "twists", twists).statusCode()).isEqualTo(204);

    byte[] reply =
        merchant.post("queryTrans.do", merchant.query("CONTROL00006", merchant.now())).body();

    assertThat(merchant.problem(UnionpayMerchant.parse(reply, StandardCharsets.UTF_8)))
        .isEqualTo("chain");
  }

  @Test
  void credentials_areGivenOut() throws Exception {
    ObjectNode all = get("credentials");

    assertThat(all.path("merId").asString()).isEqualTo(merchant.setting("merchant-id"));
    assertThat(all.path("certId").asString()).isEqualTo(merchant.certId());
    String before = all.path("encryptCertId").asString();
    assertThat(post("encryption-certificates", Json.object()).path("encryptCertId").asString())
        .isNotEqualTo(before);
  }

  @ParameterizedTest
  @CsvSource({
    "orders/NOWHERE/pay,This sandbox has no transaction with the number NOWHERE.",
    "moon,There is no POST unionpay/moon in the control API."
  })
  void nothing_isExplained(String path, String message) throws Exception {
    HttpResponse<byte[]> reply = call("POST", path, Json.object());

    assertThat(reply.statusCode()).isEqualTo(404);
    assertThat(Merchant.json(reply).path("message").asString()).isEqualTo(message);
  }

  @Test
  void settings_areThreeAccounts() {
    assertThat(sandbox.settings().keySet())
        .filteredOn(name -> name.startsWith("jiaozi.accounts.unionpay"))
        .containsExactlyInAnyOrder(
            "jiaozi.accounts.unionpay.channel",
            "jiaozi.accounts.unionpay.base-url",
            "jiaozi.accounts.unionpay.environment",
            "jiaozi.accounts.unionpay.merchant-id",
            "jiaozi.accounts.unionpay.sign-method",
            "jiaozi.accounts.unionpay.signing-certificate",
            "jiaozi.accounts.unionpay.signing-certificate-password",
            "jiaozi.accounts.unionpay.root-certificate",
            "jiaozi.accounts.unionpay.middle-certificate",
            "jiaozi.accounts.unionpay.encryption-certificate",
            "jiaozi.accounts.unionpay.notification-url",
            "jiaozi.accounts.unionpay-sha256.channel",
            "jiaozi.accounts.unionpay-sha256.base-url",
            "jiaozi.accounts.unionpay-sha256.environment",
            "jiaozi.accounts.unionpay-sha256.merchant-id",
            "jiaozi.accounts.unionpay-sha256.sign-method",
            "jiaozi.accounts.unionpay-sha256.secure-key",
            "jiaozi.accounts.unionpay-sha256.notification-url",
            "jiaozi.accounts.unionpay-sm3.channel",
            "jiaozi.accounts.unionpay-sm3.base-url",
            "jiaozi.accounts.unionpay-sm3.environment",
            "jiaozi.accounts.unionpay-sm3.merchant-id",
            "jiaozi.accounts.unionpay-sm3.sign-method",
            "jiaozi.accounts.unionpay-sm3.secure-key",
            "jiaozi.accounts.unionpay-sm3.notification-url");
    assertThat(sandbox.unionpay().credentials().toString())
        .doesNotContain(sandbox.unionpay().credentials().sm3Key());
  }

  @Test
  void exportedFiles_belongTogether(@TempDir Path folder) throws Exception {
    try (Sandbox own = Sandbox.builder().export(folder).start()) {
      ObjectNode all = Json.parseObject(Files.readAllBytes(folder.resolve("credentials.json")));
      assertThat(all).isNotNull();
      ObjectNode unionpay = (ObjectNode) all.path("channels").path("unionpay");
      KeyStore store = KeyStore.getInstance("PKCS12");
      char[] password = unionpay.path("signingCertificatePassword").asString().toCharArray();
      byte[] file =
          Files.readAllBytes(folder.resolve(unionpay.path("signingCertificateFile").asString()));
      store.load(new ByteArrayInputStream(file), password);
      X509Certificate leaf = (X509Certificate) store.getCertificate(store.aliases().nextElement());

      assertThat(leaf.getSerialNumber().toString()).isEqualTo(unionpay.path("certId").asString());
      assertThat(leaf.getSubjectX500Principal().getName())
          .contains("@" + unionpay.path("merId").asString() + ":SIGN@");
      List<X509Certificate> chain = new ArrayList<>();
      for (String name :
          List.of(
              "merchantCertificateFile",
              "signerCertificateFile",
              "encryptionCertificateFile",
              "middleCertificateFile",
              "rootCertificateFile")) {
        String pem = Files.readString(folder.resolve(unionpay.path(name).asString()));
        chain.add(UnionpayMerchant.certificates(pem).get(0));
      }
      X509Certificate middle = chain.get(3);
      X509Certificate root = chain.get(4);
      assertThat(chain.get(0)).isEqualTo(leaf);
      for (X509Certificate certificate : chain.subList(0, 3)) {
        certificate.verify(middle.getPublicKey());
        assertThat(certificate.getSigAlgName()).isEqualTo("SHA1withRSA");
        assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
      }
      middle.verify(root.getPublicKey());
      root.verify(root.getPublicKey());
      assertThat(chain.get(1).getSubjectX500Principal().getName())
          .contains("041@8310000000083040@中国银联股份有限公司@00000001");
      assertThat(unionpay.path("keyed").size()).isEqualTo(2);
      assertThat(own.settings().get("jiaozi.accounts.unionpay.signing-certificate"))
          .isEqualTo(folder.resolve("unionpay/acp_sign.pfx").toString());
    }
  }

  private String page(String path) throws IOException, InterruptedException {
    return new String(
        Merchant.send(HttpRequest.newBuilder(sandbox.address().resolve(path)).build()).body(),
        StandardCharsets.UTF_8);
  }

  private String press(String path, String button) throws IOException, InterruptedException {
    return new String(
        Merchant.send(
                HttpRequest.newBuilder(sandbox.address().resolve(path))
                    .setHeader("Content-Type", "application/x-www-form-urlencoded")
                    .POST(HttpRequest.BodyPublishers.ofString("do=" + button))
                    .build())
            .body(),
        StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource({
    "PAGES000001,pay,Paid. The shop is being notified.,SUCCESS",
    "PAGES000002,decline,Declined: not enough money.,WAITING",
    "PAGES000003,leave,You left without paying. Nothing was sent.,WAITING",
    "PAGES000004,pay-twice,Paid already. Nothing was charged again.,SUCCESS"
  })
  void button_doesWhatItSays(String number, String button, String said, String state)
      throws Exception {
    Map<String, String> order = merchant.purchase(number);
    order.put("frontUrl", "http://127.0.0.1:8080/return?shop=7");
    order.put("orderDesc", "<script>alert('x')</script>");
    String path =
        merchant.post("frontTransReq.do", order).headers().firstValue("Location").orElseThrow();

    assertThat(page(path))
        .contains(
            "¥88.00", number, "&lt;script&gt;", "action=\"http://127.0.0.1:8080/return?shop=7\"")
        .doesNotContain("<script");
    assertThat(press(path, button)).contains(said);
    assertThat(sandbox.unionpay().order(number).state()).isEqualTo(state);
    assertThat(page("/_sandbox/")).contains(number, "银联 · UnionPay");
  }

  @Test
  void wayBack_isTheSignedForm_andPolicyAllowsOnlyTheShop() throws Exception {
    Map<String, String> order = merchant.purchase("PAGES000005");
    order.put("frontUrl", "http://127.0.0.1:8080/return");
    merchant.paid(order);
    String path =
        sandbox.unionpay().cashier(sandbox.unionpay().order("PAGES000005").code()).getPath();

    HttpResponse<byte[]> reply =
        Merchant.send(HttpRequest.newBuilder(sandbox.address().resolve(path)).build());

    assertThat(reply.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("form-action 'self' http://127.0.0.1:8080;");
    Map<String, String> fields = new TreeMap<>();
    Matcher inputs =
        Pattern.compile("name=\"([A-Za-z]+)\" value=\"([^\"]*)\"")
            .matcher(new String(reply.body(), StandardCharsets.UTF_8));
    while (inputs.find()) {
      fields.put(inputs.group(1), inputs.group(2));
    }
    assertThat(merchant.problem(fields)).isEqualTo("");
    assertThat(fields).containsEntry("respCode", "00").containsEntry("orderId", "PAGES000005");
  }

  @Test
  void wayBack_toAnotherMachine_isNotOffered() throws Exception {
    merchant.paid(merchant.purchase("PAGES000006"));
    String path =
        sandbox.unionpay().cashier(sandbox.unionpay().order("PAGES000006").code()).getPath();

    assertThat(page(path))
        .contains("is not on this machine")
        .doesNotContain("action=\"https://shop.example");
  }

  @Test
  void tooLate_theBanksPageStillPays() throws Exception {
    merchant.post("frontTransReq.do", merchant.purchase("PAGES000007"));
    sandbox.unionpay().expire("PAGES000007");
    String path =
        sandbox.unionpay().cashier(sandbox.unionpay().order("PAGES000007").code()).getPath();

    assertThat(page(path)).contains("The time to pay is over.", "value=\"pay-late\"");
    assertThat(press(path, "pay-late")).contains("Paid. The shop is being notified.");
  }

  @Test
  void unknownPage_isNotFound() throws Exception {
    assertThat(page("/_sandbox/unionpay/cashier/none")).contains("This sandbox has no such order.");
  }
}
