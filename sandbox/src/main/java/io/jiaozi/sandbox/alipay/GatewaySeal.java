package io.jiaozi.sandbox.alipay;

import io.jiaozi.sandbox.channel.ChannelContext;
import io.jiaozi.sandbox.channel.Json;
import io.jiaozi.sandbox.channel.Reply;
import io.jiaozi.sandbox.channel.Seal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Puts a result into the gateway's envelope and signs the very characters of its node, slashes
 * escaped; an encrypted node is signed with its quotes. Source: protocol sheet 2.4 and 1.5.
 */
final class GatewaySeal {
  private static final String UNSIGNED = "Sandbox-Unsigned";
  private static final String PLAIN = "Sandbox-Plain";

  private final PlatformKeys keys;
  private final ChannelContext context;
  private volatile boolean signFirst;

  GatewaySeal(PlatformKeys keys, ChannelContext context) {
    this.keys = keys;
    this.context = context;
  }

  /** Whether {@code sign} comes before the result: the order of members is not guaranteed. */
  void signFirst(boolean first) {
    signFirst = first;
  }

  static Reply result(Answer answer) {
    ObjectNode node =
        Json.object().put("code", answer.code()).put("msg", AlipayError.message(answer.code()));
    node.setAll(answer.fields());
    return Reply.json(200, node).afterwards(answer.afterwards());
  }

  /** Refusals of the gateway itself are never encrypted; those of the business are. */
  static Reply refusal(AlipayError error) {
    Reply reply = Reply.json(200, error.toGatewayNode());
    if (!error.isSigned()) {
      reply = reply.with(UNSIGNED, "1");
    }
    return error.isBusiness() ? reply : reply.with(PLAIN, "1");
  }

  Reply seal(GatewayRequest request, @Nullable AlipayCredentials app, Reply reply, Seal seal) {
    String node = new String(reply.body(), StandardCharsets.UTF_8).replace("/", "\\/");
    if (request.isEncrypted() && app != null && !reply.headers().containsKey(PLAIN)) {
      node = '"' + Crypto.encrypt(app.contentKey(), node) + '"';
    }
    Method method = request.method();
    String result = '"' + (method == null ? "error_response" : method.node()) + "\":" + node;
    boolean unsigned =
        app == null || seal == Seal.MISSING_SIGNATURE || reply.headers().containsKey(UNSIGNED);
    String signature = unsigned || app == null ? "" : signature(app, node, seal);
    String body =
        signature.isEmpty()
            ? result
            : signFirst ? signature + ',' + result : result + ',' + signature;
    return Reply.of(
            reply.status(),
            "application/json;charset=utf-8",
            ('{' + body + '}').getBytes(StandardCharsets.UTF_8))
        .with("trace_id", context.randomness().hex(32))
        .afterwards(reply::runAfterwards);
  }

  private String signature(AlipayCredentials app, String node, Seal seal) {
    PlatformKeys.Signer signer =
        seal == Seal.UNKNOWN_KEY
            ? keys.stranger(app.isCertificateMode())
            : keys.signer(app.isCertificateMode());
    byte[] signature =
        Crypto.sign(Crypto.RSA2, signer.key(), node.getBytes(StandardCharsets.UTF_8));
    if (seal == Seal.BAD_SIGNATURE || seal == Seal.PROBE) {
      signature[signature.length / 2] ^= 1;
    }
    String serial = signer.serial();
    return (serial == null ? "" : "\"alipay_cert_sn\":\"" + serial + "\",")
        + "\"sign\":\""
        + Base64.getEncoder().encodeToString(signature)
        + '"';
  }
}
