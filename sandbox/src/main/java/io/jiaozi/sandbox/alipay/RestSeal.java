package io.jiaozi.sandbox.alipay;

import io.jiaozi.sandbox.channel.ChannelContext;
import io.jiaozi.sandbox.channel.Reply;
import io.jiaozi.sandbox.channel.Seal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Signs the answers of {@code /v3/alipay/...}: time, nonce and body, each followed by a line feed,
 * in headers. Source: protocol sheet 3.2.
 */
final class RestSeal {
  private static final String UNSIGNED = "Sandbox-Unsigned";
  private static final long STALE_MILLIS = 600_000;

  private final PlatformKeys keys;
  private final ChannelContext context;

  RestSeal(PlatformKeys keys, ChannelContext context) {
    this.keys = keys;
    this.context = context;
  }

  /**
   * A pending payment is answered with 200 and no {@code gmt_payment}: the sheet leaves its form
   * open.
   */
  static Reply result(Answer answer) {
    return Reply.json(200, answer.fields()).afterwards(answer.afterwards());
  }

  static Reply refusal(AlipayError error) {
    Reply reply = Reply.json(error.restStatus(), error.toRestBody());
    return error.isSigned() ? reply : reply.with(UNSIGNED, "1");
  }

  Reply seal(@Nullable AlipayCredentials app, boolean encrypted, Reply reply, Seal seal) {
    byte[] body = reply.body();
    boolean cipher = encrypted && app != null && reply.status() == 200;
    if (cipher && app != null) {
      body =
          Crypto.encrypt(app.contentKey(), new String(body, StandardCharsets.UTF_8))
              .getBytes(StandardCharsets.US_ASCII);
    }
    Reply sealed =
        Reply.of(reply.status(), cipher ? "text/plain" : "application/json;charset=utf-8", body)
            .with("alipay-trace-id", context.randomness().hex(32));
    if (cipher) {
      sealed = sealed.with("alipay-encrypt-type", "AES");
    }
    if (app != null && seal != Seal.MISSING_SIGNATURE && !reply.headers().containsKey(UNSIGNED)) {
      sealed = signed(app, sealed, body, seal);
    }
    return sealed.afterwards(reply::runAfterwards);
  }

  private Reply signed(AlipayCredentials app, Reply reply, byte[] body, Seal seal) {
    PlatformKeys.Signer signer =
        seal == Seal.UNKNOWN_KEY
            ? keys.stranger(app.isCertificateMode())
            : keys.signer(app.isCertificateMode());
    long now = context.clock().instant().toEpochMilli();
    String timestamp = Long.toString(seal == Seal.STALE ? now - STALE_MILLIS : now);
    String nonce = context.randomness().hex(32);
    String text = timestamp + '\n' + nonce + '\n' + new String(body, StandardCharsets.UTF_8) + '\n';
    byte[] signature =
        Crypto.sign(Crypto.RSA2, signer.key(), text.getBytes(StandardCharsets.UTF_8));
    if (seal == Seal.BAD_SIGNATURE || seal == Seal.PROBE) {
      signature[signature.length / 2] ^= 1;
    }
    Reply signed =
        reply
            .with("alipay-timestamp", timestamp)
            .with("alipay-nonce", nonce)
            .with("alipay-signature", Base64.getEncoder().encodeToString(signature));
    String serial = signer.serial();
    return serial == null ? signed : signed.with("alipay-sn", serial);
  }
}
