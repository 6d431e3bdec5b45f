package io.jiaozi.wechat;

import io.jiaozi.error.UntrustedReason;
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.support.json.JsonIn;
import io.jiaozi.support.json.MalformedJsonException;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Raw request to verified, decrypted bytes. Nothing is parsed before the signature is proved. */
final class NotificationOpener {

  private final MessageVerifier messages;
  private final ResourceCipher cipher;

  /** A genuine notification. */
  static final class Opened {
    private final @Nullable String deliveryId;
    private final String eventType;
    private final byte[] content;

    private Opened(@Nullable String deliveryId, String eventType, byte[] content) {
      this.deliveryId = deliveryId;
      this.eventType = eventType;
      this.content = content;
    }

    /** The channel's id of the event; null if it has none worth showing. */
    @Nullable String deliveryId() {
      return deliveryId;
    }

    /** Such as {@code REFUND.SUCCESS}. */
    String eventType() {
      return eventType;
    }

    /** Decrypted JSON, not copied. */
    byte[] content() {
      return content;
    }
  }

  NotificationOpener(MessageVerifier messages, ResourceCipher cipher) {
    this.messages = messages;
    this.cipher = cipher;
  }

  Opened open(InboundRequest request, Duration timeLeft) {
    byte[] body = request.body();
    messages.verify(request::singleHeader, body, timeLeft);
    Envelope envelope = read(body, Envelope::read);
    Envelope.Resource resource = envelope.resource();
    if (resource == null || resource.ciphertext() == null || resource.nonce() == null) {
      throw malformed("is genuine but holds no encrypted resource", null);
    }
    if (!ResourceCipher.ALGORITHM.equals(resource.algorithm())) {
      throw malformed(
          "is genuine but encrypted in another way than " + ResourceCipher.ALGORITHM, null);
    }
    return new Opened(
        wordOrNull(envelope.id()),
        eventType(envelope.eventType()),
        cipher.open(resource.nonce(), resource.associatedData(), resource.ciphertext()));
  }

  private static String eventType(@Nullable String told) {
    String word = wordOrNull(told);
    if (word == null) {
      throw malformed("is genuine but does not say what it is about", null);
    }
    return word;
  }

  private static @Nullable String wordOrNull(@Nullable String text) {
    return Numbers.isNumber(text) ? text : null;
  }

  /** Reads verified JSON. */
  static <T> T read(byte[] json, Function<JsonIn, T> reader) {
    try (JsonIn in = JsonIn.object(json)) {
      T message = reader.apply(in);
      in.end();
      return message;
    } catch (MalformedJsonException malformed) {
      throw malformed("is genuine but not what WeChat Pay's documents promise", malformed);
    }
  }

  static ChannelFailure.Untrusted malformed(String what, @Nullable Throwable cause) {
    return new ChannelFailure.Untrusted(UntrustedReason.MALFORMED, what, cause);
  }
}
