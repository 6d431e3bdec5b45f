package io.jiaozi.alipay;

import io.jiaozi.error.OpenOutcome;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.spi.SigningAlgorithm;
import io.jiaozi.support.crypto.SignatureMismatchException;
import io.jiaozi.support.http.Reply;
import io.jiaozi.support.json.MalformedJsonException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Proves that an answer is Alipay's, on its bytes as they came, before anything in them is decoded,
 * decrypted or parsed. The algorithm is ours, never the reply's: SHA256withRSA. Source: protocol
 * sheet, sections 2.4 and 3.2.
 */
final class ReplyVerifier {

  private static final byte[] LINE_END = {'\n'};

  private final CertificateRotation certificates;

  ReplyVerifier(CertificateRotation certificates) {
    this.certificates = certificates;
  }

  /**
   * Verifies an answer of the gateway.
   *
   * @return false if it carries no signature at all, which only some failures may
   * @throws ChannelFailure.OutcomeUnknown if it carries one that does not prove it
   */
  boolean verify(Envelope envelope, Reply reply, Exchange exchange) {
    String signature = envelope.sign();
    if (signature == null) {
      return false;
    }
    List<AlipayKeys.Key> keys = usable(envelope.certificateSn(), reply, exchange);
    if (!fits(keys, signature, envelope.node())) {
      byte[] unescaped = withoutEscapedSlashes(envelope.node());
      if (unescaped == null || !fits(keys, signature, unescaped)) {
        throw untrusted(
            "carries a signature that does not fit its bytes" + whatItSays(envelope), reply);
      }
    }
    return true;
  }

  /**
   * Verifies an answer of version 3.
   *
   * @throws ChannelFailure.OutcomeUnknown if it is not proved
   */
  void verifyRest(Reply reply, Exchange exchange) {
    String signature = reply.header("alipay-signature");
    String timestamp = reply.header("alipay-timestamp");
    String nonce = reply.header("alipay-nonce");
    if (signature == null || timestamp == null || nonce == null) {
      throw untrusted("does not carry signature, time and nonce once each", reply);
    }
    List<AlipayKeys.Key> keys = usable(reply.header("alipay-sn"), reply, exchange);
    if (!Words.isWord(timestamp, 32) || !Words.isWord(nonce, 128)) {
      throw untrusted("carries a time or nonce that is none", reply);
    }
    if (!fits(
        keys,
        signature,
        RestSigner.ascii(timestamp + '\n' + nonce + '\n'),
        reply.body(),
        LINE_END)) {
      throw untrusted("carries a signature that does not fit its bytes", reply);
    }
  }

  private List<AlipayKeys.Key> usable(
      @Nullable String certificateSn, Reply reply, Exchange exchange) {
    Instant now = exchange.now();
    List<AlipayKeys.Key> valid =
        certificates.forReply(certificateSn, exchange).stream()
            .filter(key -> key.validAt(now))
            .toList();
    if (valid.isEmpty()) {
      throw untrusted("is signed with a certificate that is outside its dates", reply);
    }
    return valid;
  }

  private static boolean fits(List<AlipayKeys.Key> keys, String signature, byte[]... parts) {
    for (AlipayKeys.Key key : keys) {
      try {
        key.verifier().verifyBase64(SigningAlgorithm.RSA_SHA256, signature, parts);
        return true;
      } catch (SignatureMismatchException another) {
        // The next key may fit.
      }
    }
    return false;
  }

  /**
   * The gateway writes slashes escaped and signs them so. The only other form that is tried, as the
   * channel's documents do. Null if there is nothing to try.
   */
  private static byte @Nullable [] withoutEscapedSlashes(byte[] node) {
    byte[] bare = new byte[node.length];
    int length = 0;
    for (int i = 0; i < node.length; i++) {
      if (node[i] == '\\' && i + 1 < node.length) {
        if (node[i + 1] != '/') {
          bare[length++] = node[i];
        }
        bare[length++] = node[++i];
      } else {
        bare[length++] = node[i];
      }
    }
    return length == node.length ? null : Arrays.copyOf(bare, length);
  }

  /** For people: a refusal to accept our own certificate, say, is signed with another key. */
  private static String whatItSays(Envelope envelope) {
    if (envelope.isEncrypted()) {
      return "";
    }
    try {
      Fields fields = Fields.read(envelope.node());
      String code = fields.word("code");
      String subCode = fields.word("sub_code");
      return code == null
          ? ""
          : " (unproved, it says " + code + (subCode == null ? "" : ", " + subCode) + ")";
    } catch (MalformedJsonException notJson) {
      return "";
    }
  }

  private static ChannelFailure.OutcomeUnknown untrusted(String what, Reply reply) {
    return new ChannelFailure.OutcomeUnknown(
        OpenOutcome.Cause.UNTRUSTED_REPLY,
        "answered " + reply.status() + " with a message that " + what,
        null,
        reply.status(),
        TraceIds.of(reply),
        null,
        null);
  }
}
