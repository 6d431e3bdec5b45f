package io.jiaozi.alipay;

import io.jiaozi.error.OpenOutcome;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.support.http.Reply;
import io.jiaozi.support.json.JsonIn;
import io.jiaozi.support.json.MalformedJsonException;
import org.jspecify.annotations.Nullable;

/**
 * What stands around the answer of the gateway: the answer's own bytes as they were signed, the
 * signature, and the name of the certificate. The members may come in any order; none may come
 * twice. Source: protocol sheet, section 2.4.
 */
final class Envelope {

  private static final String ERROR = "error_response";

  private final byte[] node;
  private final @Nullable String sign;
  private final @Nullable String certificateSn;

  private Envelope(byte[] node, @Nullable String sign, @Nullable String certificateSn) {
    this.node = node;
    this.sign = sign;
    this.certificateSn = certificateSn;
  }

  /**
   * Takes a reply apart.
   *
   * @throws ChannelFailure.OutcomeUnknown if it is not what the protocol says
   */
  static Envelope read(String method, Reply reply) {
    String expected = method.replace('.', '_') + "_response";
    byte[] node = null;
    byte[] error = null;
    String sign = null;
    String certificateSn = null;
    try (JsonIn in = JsonIn.object(reply.body())) {
      while (in.nextField()) {
        String name = in.field();
        if (name.equals(expected)) {
          node = in.raw();
        } else if (name.equals(ERROR)) {
          error = in.raw();
        } else if (name.equals("sign")) {
          sign = in.textOrNull();
        } else if (name.equals("alipay_cert_sn")) {
          certificateSn = in.textOrNull();
        } else {
          in.skip();
        }
      }
      in.end();
    } catch (MalformedJsonException notJson) {
      throw unreadable("answered with something that is not the JSON its documents promise", reply);
    }
    if (node != null && error != null) {
      throw unreadable("answered with two answers in one reply", reply);
    }
    byte[] answer = node == null ? error : node;
    if (answer == null) {
      throw unreadable("answered without an answer to the method asked for", reply);
    }
    if (answer[0] != '{' && answer[0] != '"') {
      throw unreadable("answered with neither an object nor an encrypted text", reply);
    }
    return new Envelope(answer, emptyToNull(sign), emptyToNull(certificateSn));
  }

  /**
   * The value of {@code <method>_response} or {@code error_response}, from its first to its last
   * character: an object, or a string in its quotes. Not copied.
   */
  byte[] node() {
    return node;
  }

  /** Base64; null if there is none. */
  @Nullable String sign() {
    return sign;
  }

  /** Names the certificate; null in key mode. */
  @Nullable String certificateSn() {
    return certificateSn;
  }

  boolean isEncrypted() {
    return node[0] == '"';
  }

  private static @Nullable String emptyToNull(@Nullable String text) {
    return text == null || text.isEmpty() ? null : text;
  }

  private static ChannelFailure.OutcomeUnknown unreadable(String what, Reply reply) {
    return new ChannelFailure.OutcomeUnknown(
        OpenOutcome.Cause.UNREADABLE_REPLY,
        what,
        null,
        reply.status(),
        TraceIds.of(reply),
        null,
        null);
  }

  @Override
  public String toString() {
    return "Envelope[" + node.length + " bytes]";
  }
}
