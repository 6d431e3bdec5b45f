package io.jiaozi.wechat;

import io.jiaozi.ChannelCall;
import io.jiaozi.error.OpenOutcome;
import io.jiaozi.error.Problem;
import io.jiaozi.payment.RawReply;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.spi.Decryptor;
import io.jiaozi.support.crypto.StrictBase64;
import io.jiaozi.support.http.ChannelHttp;
import io.jiaozi.support.http.HttpBody;
import io.jiaozi.support.http.Reply;
import io.jiaozi.support.json.MalformedJsonException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;

/**
 * Any JSON endpoint of APIv3 that is not modelled, those of partners and combined orders too:
 * signed and verified like every other. File uploads sign something else, and downloads are not
 * signed; neither fits here.
 *
 * <p>Two headers are instructions to the SDK and are never sent: {@code Jiaozi-Encrypt} names
 * fields of the body that WeChat Pay wants encrypted, {@code Jiaozi-Decrypt} fields of the reply
 * that it encrypts ({@link SensitiveFields}). Source: protocol sheet, section 4.1.
 */
final class EscapeHatch {

  private static final Set<String> VERBS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");
  private static final Set<String> OUR_HEADERS =
      Set.of(
          "authorization",
          "accept",
          "accept-encoding",
          "content-type",
          "content-length",
          "transfer-encoding",
          "content-encoding",
          "user-agent",
          "host",
          "connection",
          "expect",
          "upgrade",
          "cookie");

  private static final String ENCRYPT = "jiaozi-encrypt";
  private static final String DECRYPT = "jiaozi-decrypt";

  /** Beneath /v3/, as segments of ordinary characters; encoded ones may stand in it. */
  private static final Pattern TARGET =
      Pattern.compile("/v3(?:/(?:[0-9A-Za-z._~!$&'()*+,;=:@|-]|%[0-9A-Fa-f]{2})+)+");

  private static final Pattern DOTS = Pattern.compile("(?i)(?:.*/)?(?:\\.|%2e){1,2}(?:/.*)?");

  private final ChannelHttp http;
  private final @Nullable Decryptor decryptor;

  /**
   * Calls with these interfaces.
   *
   * @param decryptor opens fields of replies; null if the merchant's key can only sign
   */
  EscapeHatch(ChannelHttp http, @Nullable Decryptor decryptor) {
    this.http = http;
    this.decryptor = decryptor;
  }

  List<Problem> check(ChannelCall call) {
    List<Problem> problems = new ArrayList<>();
    if (!VERBS.contains(call.verb())) {
      problems.add(new Problem("verb", "must be one of GET, POST, PUT, PATCH, DELETE."));
    }
    if (!TARGET.matcher(call.target()).matches() || DOTS.matcher(call.target()).matches()) {
      problems.add(
          new Problem(
              "target",
              "must be a path that begins with /v3/, without host and query, such as /v3/certificates."));
    }
    if (call.verb().equals("GET") && !call.body().isEmpty()) {
      problems.add(new Problem("body", "cannot go with GET. Use the query."));
    }
    call.headers().forEach((name, value) -> header(call, name, value, problems));
    return problems;
  }

  private void header(ChannelCall call, String name, String value, List<Problem> problems) {
    String lower = name.toLowerCase(Locale.ROOT);
    String field = "headers." + lower;
    if (OUR_HEADERS.contains(lower) || lower.startsWith("wechatpay-")) {
      problems.add(new Problem(field, "is set by the SDK and cannot be given. Remove it."));
    } else if (lower.startsWith("jiaozi-")) {
      instruction(call, lower, value)
          .ifPresent(sentence -> problems.add(new Problem(field, sentence)));
    }
  }

  private Optional<String> instruction(ChannelCall call, String name, String value) {
    if (!name.equals(ENCRYPT) && !name.equals(DECRYPT)) {
      return Optional.of("is no instruction. There are: Jiaozi-Encrypt, Jiaozi-Decrypt.");
    }
    Optional<SensitiveFields> fields = SensitiveFields.parse(value);
    if (fields.isEmpty()) {
      return Optional.of(
          "is not a list of fields. Write names with points between objects and commas between fields, such as"
              + " payer.identity.name, user_name.");
    }
    if (name.equals(DECRYPT)) {
      return decryptor == null
          ? Optional.of(
              "needs the merchant's private key, which is outside the process and only signs. Give a Decryptor for \""
                  + Settings.PRIVATE_KEY
                  + "\".")
          : Optional.empty();
    }
    return unsealable(fields.get(), call.body().getBytes(StandardCharsets.UTF_8));
  }

  /** A name misspelt here would send in clear what was meant to be encrypted. */
  private static Optional<String> unsealable(SensitiveFields fields, byte[] body) {
    List<String> tooLong = new ArrayList<>();
    Set<String> missing;
    try {
      missing = fields.missingIn(body);
      fields.changed(
          body,
          text -> {
            if (!Sealer.fits(text)) {
              tooLong.add(text);
            }
            return text;
          });
    } catch (MalformedJsonException notJson) {
      return Optional.of("names fields of a body that is no JSON object.");
    }
    if (!missing.isEmpty()) {
      return Optional.of(
          "names what the body does not hold as text: " + String.join(", ", missing) + ".");
    }
    return tooLong.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "names a text of more than "
                + Sealer.MOST_BYTES
                + " bytes, which cannot be encrypted.");
  }

  RawReply call(ChannelCall call, Exchange exchange) {
    SensitiveFields toSeal = instructed(call, ENCRYPT);
    SensitiveFields toOpen = instructed(call, DECRYPT);
    Map<String, String> headers = sentHeaders(call);
    byte[] body = call.body().getBytes(StandardCharsets.UTF_8);
    if (toSeal != null) {
      Sealer sealer = exchange.sealer();
      body = toSeal.changed(body, sealer::seal);
      headers.put(MessageVerifier.SERIAL, sealer.serial());
    }
    Reply reply = exchange.send(prepared(call, headers, body));
    byte[] told =
        toOpen == null || !ReplyVerifier.isSuccess(reply) || reply.body().length == 0
            ? reply.body()
            : opened(toOpen, reply);
    return RawReply.of(reply.status(), told, RequestIds.of(reply));
  }

  private static @Nullable SensitiveFields instructed(ChannelCall call, String instruction) {
    for (Map.Entry<String, String> header : call.headers().entrySet()) {
      if (header.getKey().toLowerCase(Locale.ROOT).equals(instruction)) {
        return SensitiveFields.parse(header.getValue()).orElseThrow();
      }
    }
    return null;
  }

  private static Map<String, String> sentHeaders(ChannelCall call) {
    Map<String, String> sent = new LinkedHashMap<>(call.headers());
    sent.keySet().removeIf(name -> name.toLowerCase(Locale.ROOT).startsWith("jiaozi-"));
    return sent;
  }

  private byte[] opened(SensitiveFields fields, Reply reply) {
    Decryptor key = Objects.requireNonNull(decryptor, "decryptor");
    try {
      return fields.changed(reply.body(), text -> opened(key, text, reply));
    } catch (MalformedJsonException notJson) {
      throw unopened(
          reply, "something that is no JSON object, so no field of it could be decrypted", notJson);
    }
  }

  private static String opened(Decryptor key, String text, Reply reply) {
    if (text.isEmpty()) {
      return text;
    }
    byte[] ciphertext =
        StrictBase64.decode(text)
            .orElseThrow(
                () -> unopened(reply, "a field that is not encrypted, or not in Base64", null));
    try {
      return new String(key.decrypt(ciphertext), StandardCharsets.UTF_8);
    } catch (IllegalStateException closed) {
      throw unopened(
          reply,
          "an encrypted field that \""
              + Settings.PRIVATE_KEY
              + "\" does not open; it belongs to the certificate that signed the request",
          null);
    }
  }

  private static ChannelFailure.OutcomeUnknown unopened(
      Reply reply, String what, @Nullable Throwable cause) {
    return new ChannelFailure.OutcomeUnknown(
        OpenOutcome.Cause.UNREADABLE_REPLY,
        "answered " + reply.status() + " with " + what,
        null,
        reply.status(),
        RequestIds.of(reply),
        null,
        cause);
  }

  private Call<Reply> prepared(ChannelCall call, Map<String, String> headers, byte[] bytes) {
    RequestBody body = call.body().isEmpty() ? null : HttpBody.json(bytes);
    return http.call(call.verb(), call.target().substring(1), call.query(), headers, body);
  }
}
