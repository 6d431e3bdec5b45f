package io.jiaozi.interop.wechat;

import com.wechat.pay.java.core.auth.WechatPay2Credential;
import com.wechat.pay.java.core.cipher.RSASigner;
import com.wechat.pay.java.core.cipher.RSAVerifier;
import com.wechat.pay.java.core.cipher.SignatureResult;
import com.wechat.pay.java.core.cipher.Signer;
import com.wechat.pay.java.core.util.PemUtil;
import io.jiaozi.interop.Exchange;
import io.jiaozi.interop.HttpMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code interop/exchange} has written, and the official code that judges it. */
final class OurMessages {
  private static final Pattern ITEM = Pattern.compile("([a-z_]+)=\"([^\"]*)\"");

  private final Path folder = Exchange.read("exchange", "wechat");
  private final Map<String, String> facts;

  OurMessages() {
    try {
      facts = Exchange.facts(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path folder() {
    return folder;
  }

  String fact(String name) {
    return facts.get(name);
  }

  Map<String, HttpMessage> requests() throws IOException {
    return Exchange.messages(folder);
  }

  /** The five items of an Authorization header. */
  static Map<String, String> items(HttpMessage request) {
    Map<String, String> items = new LinkedHashMap<>();
    Matcher matcher = ITEM.matcher(request.header("Authorization"));
    while (matcher.find()) {
      items.put(matcher.group(1), matcher.group(2));
    }
    return items;
  }

  /**
   * The text that the official SDK would sign for this request, had it drawn the same time and
   * nonce.
   */
  String officialText(HttpMessage request) {
    Recorder recorder = new Recorder();
    new WechatPay2Credential(fact("mchid"), recorder)
        .getAuthorization(
            URI.create("https://api.mch.weixin.qq.com" + request.target()),
            request.method(),
            request.text());
    String[] lines = recorder.text.split("\n", 5);
    Map<String, String> ours = items(request);
    return lines[0]
        + "\n"
        + lines[1]
        + "\n"
        + ours.get("timestamp")
        + "\n"
        + ours.get("nonce_str")
        + "\n"
        + lines[4];
  }

  /** The official signer with the key that our adapter had. */
  RSASigner officialSigner() {
    return new RSASigner(
        fact("merchantSerial"),
        PemUtil.loadPrivateKeyFromPath(folder.resolve("merchant_private_key.pem").toString()));
  }

  /** Whether the official verifier believes that our adapter's key signed the text. */
  boolean officiallyVerified(String text, String signature) {
    return new RSAVerifier(
            PemUtil.loadPublicKeyFromPath(folder.resolve("merchant_public_key.pem").toString()),
            fact("merchantSerial"))
        .verify(fact("merchantSerial"), text, signature);
  }

  private static final class Recorder implements Signer {
    private String text = "";

    @Override
    public SignatureResult sign(String message) {
      text = message;
      return new SignatureResult("x", "x");
    }

    @Override
    public String getAlgorithm() {
      return "SHA256-RSA2048";
    }
  }
}
