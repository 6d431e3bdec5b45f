package io.jiaozi.alipay;

import io.jiaozi.ChannelCall;
import io.jiaozi.SubMerchant;
import io.jiaozi.error.OpenOutcome;
import io.jiaozi.payment.RawReply;
import io.jiaozi.spi.AdapterContext;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.support.crypto.DecryptionFailedException;
import io.jiaozi.support.http.ChannelHttp;
import io.jiaozi.support.http.HttpBody;
import io.jiaozi.support.http.Reply;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;
import retrofit2.Call;

/**
 * Calls of version 3: JSON over paths of their own. Encrypted if the account has a content key,
 * signed by {@link RestSigner}, sent once, verified, decrypted, in this order. Source: protocol
 * sheet, sections 1.5 and 3.
 */
final class Rest {

  private static final MediaType CIPHERTEXT = Objects.requireNonNull(MediaType.parse("text/plain"));
  private static final String ENCRYPT_TYPE = "alipay-encrypt-type";

  private final ChannelHttp http;
  private final ReplyVerifier verifier;
  private final AppKey key;
  private final @Nullable ContentCipher cipher;
  private final AdapterContext context;

  Rest(
      ChannelHttp http,
      ReplyVerifier verifier,
      AppKey key,
      @Nullable ContentCipher cipher,
      AdapterContext context) {
    this.http = http;
    this.verifier = verifier;
    this.key = key;
    this.cipher = cipher;
    this.context = context;
  }

  /** Whatever the status: an error that carries no signature is handed over all the same. */
  RawReply call(ChannelCall call, Exchange exchange) {
    boolean encrypt = cipher != null && !call.body().isEmpty();
    Reply reply =
        exchange.send(prepared(call, headers(call, encrypt, exchange.actingFor()), encrypt));
    boolean success = reply.status() >= 200 && reply.status() < 300;
    if (success || reply.header("alipay-signature") != null) {
      verifier.verifyRest(reply, exchange);
    }
    return RawReply.of(reply.status(), opened(reply), TraceIds.of(reply));
  }

  private Map<String, String> headers(
      ChannelCall call, boolean encrypt, @Nullable SubMerchant actingFor) {
    Map<String, String> headers = new LinkedHashMap<>(call.headers());
    headers.put("Accept", "application/json");
    headers.put("alipay-request-id", HexFormat.of().formatHex(context.randomBytes(16)));
    String roots = key.rootCertificateSn();
    if (roots != null) {
      headers.put("alipay-root-cert-sn", roots);
    }
    if (encrypt) {
      headers.put(ENCRYPT_TYPE, ContentCipher.TYPE);
    }
    String token = Partner.parameters(actingFor).get(Partner.TOKEN_PARAMETER);
    if (token != null) {
      headers.put(RestSigner.TOKEN_HEADER, token);
    }
    return headers;
  }

  private Call<Reply> prepared(ChannelCall call, Map<String, String> headers, boolean encrypt) {
    return http.call(
        call.verb(), call.target().substring(1), call.query(), headers, body(call, encrypt));
  }

  private RequestBody body(ChannelCall call, boolean encrypt) {
    byte[] json = call.body().getBytes(StandardCharsets.UTF_8);
    return encrypt && cipher != null
        ? RequestBody.create(RestSigner.ascii(cipher.seal(json)), CIPHERTEXT)
        : HttpBody.json(json);
  }

  /** Errors may come in clear although the request was encrypted. */
  private byte[] opened(Reply reply) {
    byte[] body = reply.body();
    boolean encrypted = cipher != null && body.length > 0 && body[0] != '{' && body[0] != '[';
    if (!encrypted || cipher == null) {
      return body;
    }
    try {
      return cipher.open(new String(body, StandardCharsets.US_ASCII).strip());
    } catch (DecryptionFailedException unopened) {
      throw new ChannelFailure.OutcomeUnknown(
          OpenOutcome.Cause.UNREADABLE_REPLY,
          "answered "
              + reply.status()
              + " with something that is neither JSON nor opened by \""
              + Settings.CONTENT_KEY
              + "\"",
          null,
          reply.status(),
          TraceIds.of(reply),
          null,
          null);
    }
  }
}
