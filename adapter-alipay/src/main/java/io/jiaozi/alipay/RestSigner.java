package io.jiaozi.alipay;

import io.jiaozi.spi.AdapterContext;
import io.jiaozi.support.http.RequestSigning;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import okhttp3.HttpUrl;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * Signs requests of version 3, whose paths begin with {@code /v3/}; those to the gateway carry
 * their signature already and pass unchanged. One private-key operation for each request sent.
 *
 * <p>Signed text: the items of the header, method, path with query, body, and the token of the
 * merchant acted for where there is one; each followed by {@code \n}. Path and query are taken
 * percent-encoded as they go over the wire, the body byte by byte. Source: protocol sheet, section
 * 3.1.
 */
final class RestSigner implements RequestSigning {

  static final String PREFIX = "/v3/";
  static final String TOKEN_HEADER = "alipay-app-auth-token";

  private static final String SCHEME = "ALIPAY-SHA256withRSA";

  private final String appId;
  private final AppKey key;
  private final AdapterContext context;

  RestSigner(String appId, AppKey key, AdapterContext context) {
    this.appId = appId;
    this.key = key;
    this.context = context;
  }

  @Override
  public Request sign(Request request, byte[] body) {
    if (!request.url().encodedPath().startsWith(PREFIX)) {
      return request;
    }
    String items = items(nonce(), Long.toString(context.clock().instant().toEpochMilli()));
    byte[] text =
        signedText(
            items, request.method(), target(request.url()), body, request.header(TOKEN_HEADER));
    return request
        .newBuilder()
        .header("Authorization", SCHEME + ' ' + items + ",sign=" + key.sign(text))
        .build();
  }

  private String items(String nonce, String timestamp) {
    String certificate = key.certificateSn() == null ? "" : ",app_cert_sn=" + key.certificateSn();
    return "app_id=" + appId + certificate + ",nonce=" + nonce + ",timestamp=" + timestamp;
  }

  private String nonce() {
    ByteBuffer random = ByteBuffer.wrap(context.randomBytes(16));
    return new UUID(random.getLong(), random.getLong()).toString();
  }

  static byte[] signedText(
      String items, String method, String target, byte[] body, @Nullable String token) {
    ByteArrayOutputStream text = new ByteArrayOutputStream(256 + body.length);
    text.writeBytes(ascii(items + '\n' + method + '\n' + target + '\n'));
    text.writeBytes(body);
    text.write('\n');
    if (token != null) {
      text.writeBytes(ascii(token + '\n'));
    }
    return text.toByteArray();
  }

  private static String target(HttpUrl url) {
    String query = url.encodedQuery();
    return query == null ? url.encodedPath() : url.encodedPath() + '?' + query;
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
