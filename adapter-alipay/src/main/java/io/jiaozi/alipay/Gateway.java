package io.jiaozi.alipay;

import io.jiaozi.SubMerchant;
import io.jiaozi.error.OpenOutcome;
import io.jiaozi.payment.RawReply;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.support.crypto.DecryptionFailedException;
import io.jiaozi.support.http.Reply;
import io.jiaozi.support.json.JsonBody;
import io.jiaozi.support.json.MalformedJsonException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The gateway of version 2. Every call goes through here: encrypted if the account has a content
 * key, signed, sent once, verified, decrypted, read, in this order. Source: protocol sheet, section
 * 2.
 */
final class Gateway {

  private static final String BIZ_CONTENT = "biz_content";
  private static final String ENCRYPT_TYPE = "encrypt_type";
  private static final int LONGEST_CODE = 8;
  private static final int LONGEST_SUB_CODE = 80;

  private final GatewayPost post;
  private final ReplyVerifier verifier;
  private final @Nullable ContentCipher cipher;

  Gateway(GatewayPost post, ReplyVerifier verifier, @Nullable ContentCipher cipher) {
    this.post = post;
    this.verifier = verifier;
    this.cipher = cipher;
  }

  /** Asks the gateway. */
  Answer ask(String method, JsonBody content, Exchange exchange) {
    return ask(method, content, null, exchange);
  }

  /**
   * Asks the gateway.
   *
   * @param notificationUrl where Alipay tells how it ends; null for nowhere
   */
  Answer ask(String method, JsonBody content, @Nullable URI notificationUrl, Exchange exchange) {
    Map<String, String> more = notificationUrl(notificationUrl);
    return ask(method, content.toBytes(), more, exchange);
  }

  /**
   * Asks the gateway.
   *
   * @param content JSON; empty for a method without
   * @param more parameters beside the common ones and the content
   */
  Answer ask(String method, byte[] content, Map<String, String> more, Exchange exchange) {
    Reply reply = post.send(method, parameters(content, more, exchange.actingFor()), exchange);
    Envelope envelope = Envelope.read(method, reply);
    boolean signed = verifier.verify(envelope, reply, exchange);
    return answer(opened(envelope, signed, reply), signed, reply);
  }

  /**
   * The signed parameters of a request that a browser or an app will send. No network.
   *
   * @param returnUrl where the browser comes back to; null for an app
   */
  SortedMap<String, String> signed(
      String method,
      JsonBody content,
      @Nullable URI notificationUrl,
      @Nullable URI returnUrl,
      @Nullable SubMerchant actingFor) {
    Map<String, String> more = notificationUrl(notificationUrl);
    if (returnUrl != null) {
      more.put("return_url", returnUrl.toString());
    }
    return post.signed(method, parameters(content.toBytes(), more, actingFor));
  }

  private static Map<String, String> notificationUrl(@Nullable URI url) {
    Map<String, String> more = new LinkedHashMap<>();
    if (url != null) {
      more.put("notify_url", url.toString());
    }
    return more;
  }

  private Map<String, String> parameters(
      byte[] content, Map<String, String> more, @Nullable SubMerchant actingFor) {
    Map<String, String> parameters = new LinkedHashMap<>(more);
    parameters.putAll(Partner.parameters(actingFor));
    if (content.length > 0) {
      if (cipher == null) {
        parameters.put(BIZ_CONTENT, new String(content, StandardCharsets.UTF_8));
      } else {
        parameters.put(BIZ_CONTENT, cipher.seal(content));
        parameters.put(ENCRYPT_TYPE, ContentCipher.TYPE);
      }
    }
    return parameters;
  }

  /** Failures may come in clear although the request was encrypted. */
  private byte[] opened(Envelope envelope, boolean signed, Reply reply) {
    if (!envelope.isEncrypted()) {
      return envelope.node();
    }
    if (!signed) {
      throw open(
          OpenOutcome.Cause.UNTRUSTED_REPLY,
          "answered with an encrypted message that nobody signed",
          reply);
    }
    if (cipher == null) {
      throw open(
          OpenOutcome.Cause.UNREADABLE_REPLY,
          "answered with an encrypted message, and the account has no \""
              + Settings.CONTENT_KEY
              + "\" to open it",
          reply);
    }
    // Between the quotes stands Base64, in which slashes may be escaped.
    String quoted = new String(envelope.node(), StandardCharsets.US_ASCII);
    String text = quoted.substring(1, quoted.length() - 1).replace("\\/", "/");
    try {
      return cipher.open(text);
    } catch (DecryptionFailedException unopened) {
      throw open(
          OpenOutcome.Cause.UNREADABLE_REPLY,
          "answered with an encrypted message that \""
              + Settings.CONTENT_KEY
              + "\" does not open; compare it with the console",
          reply);
    }
  }

  private static Answer answer(byte[] content, boolean signed, Reply reply) {
    Fields fields;
    try {
      fields = Fields.read(content);
    } catch (MalformedJsonException malformed) {
      throw open(
          OpenOutcome.Cause.UNREADABLE_REPLY,
          "answered with something that is not the JSON its documents promise",
          reply);
    }
    String code = fields.text("code");
    if (!Words.isWord(code, LONGEST_CODE)) {
      throw open(OpenOutcome.Cause.UNREADABLE_REPLY, "answered without a code", reply);
    }
    String subCode = fields.text("sub_code");
    Answer answer =
        new Answer(
            String.valueOf(code),
            Words.isWord(subCode, LONGEST_SUB_CODE) ? subCode : null,
            fields,
            RawReply.of(reply.status(), content, TraceIds.of(reply)),
            signed);
    if (!signed && (answer.isSuccess() || answer.isPending())) {
      throw open(
          OpenOutcome.Cause.UNTRUSTED_REPLY, "answered with a success that nobody signed", reply);
    }
    return answer;
  }

  private static ChannelFailure.OutcomeUnknown open(
      OpenOutcome.Cause cause, String what, Reply reply) {
    return new ChannelFailure.OutcomeUnknown(
        cause, what, null, reply.status(), TraceIds.of(reply), null, null);
  }
}
