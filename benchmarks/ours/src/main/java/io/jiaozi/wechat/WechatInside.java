package io.jiaozi.wechat;

import io.jiaozi.benchmarks.kit.Material;
import io.jiaozi.spi.AdapterContext;
import io.jiaozi.support.crypto.RsaSigner;
import io.jiaozi.support.http.Reply;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;

/** Two steps of a call, for the benchmarks: the API offers only the whole. */
public final class WechatInside {
  private final RequestSigner signer;
  private final ReplyVerifier verifier;
  private final byte[] body = Material.wechatCreate().getBytes(StandardCharsets.UTF_8);
  private final Request request =
      new Request.Builder()
          .url("http://127.0.0.1/v3/pay/transactions/native")
          .post(RequestBody.create(body, MediaType.get("application/json")))
          .build();
  private final Reply reply;

  /** With the keys of a run. */
  public WechatInside(Material material, AdapterContext context) {
    signer =
        new RequestSigner(
            Material.WECHAT_MERCHANT,
            Material.WECHAT_SERIAL,
            RsaSigner.of(material.merchantKey()),
            now -> Material.WECHAT_KEY_ID,
            context);
    verifier =
        new ReplyVerifier(
            new MessageVerifier(
                PlatformKeys.of(List.of())
                    .withPublicKey(Material.WECHAT_KEY_ID, (RSAPublicKey) material.platformKey()),
                context.clock()));
    String answer = Material.wechatOrder();
    reply = Reply.of(200, material.wechatHeaders(answer), answer.getBytes(StandardCharsets.UTF_8));
  }

  /** The request with its signature. */
  public Request sign() {
    return signer.sign(request, body);
  }

  /** Returns if the answer is genuine. */
  public Reply verify() {
    verifier.verify(reply);
    return reply;
  }
}
