package io.jiaozi.wechat;

import io.jiaozi.spi.AdapterContext;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.spi.Signer;
import io.jiaozi.spi.SigningAlgorithm;
import io.jiaozi.support.crypto.StrictBase64;
import io.jiaozi.support.http.RequestSigning;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import okhttp3.HttpUrl;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/**
 * Proves to WeChat Pay who asks: one private-key operation for each request sent, with a time and a
 * nonce of its own, so a repeated request is signed anew.
 *
 * <p>Signed text: method, path with query, timestamp, nonce, body; each followed by {@code \n}.
 * Path and query are taken percent-encoded as they go over the wire, the body byte by byte. The
 * host is not signed. Source: protocol sheet, section 2.1.
 */
final class RequestSigner implements RequestSigning {

  static final String SCHEME = "WECHATPAY2-SHA256-RSA2048";

  private static final HexFormat NONCE_DIGITS = HexFormat.of().withUpperCase();

  private final String mchid;
  private final String certificateSerial;
  private final Signer signer;
  private final AnsweringKey answeringKey;
  private final AdapterContext context;

  /** Names the key that the answer should be signed with; null to leave it to WeChat Pay. */
  interface AnsweringKey {
    @Nullable String serial(Instant now);
  }

  RequestSigner(
      String mchid,
      String certificateSerial,
      Signer signer,
      AnsweringKey answeringKey,
      AdapterContext context) {
    this.mchid = mchid;
    this.certificateSerial = certificateSerial;
    this.signer = signer;
    this.answeringKey = answeringKey;
    this.context = context;
  }

  @Override
  public Request sign(Request request, byte[] body) {
    Instant now = context.clock().instant();
    // Where a field of the body is encrypted, the call has named the key already.
    String named = request.header(MessageVerifier.SERIAL);
    String serialWeTrust = named == null ? answeringKey.serial(now) : named;
    String timestamp = Long.toString(now.getEpochSecond());
    String nonce = NONCE_DIGITS.formatHex(context.randomBytes(16));
    byte[] text = signedText(request.method(), pathAndQuery(request.url()), timestamp, nonce, body);
    Request.Builder signed =
        request
            .newBuilder()
            .header("Authorization", authorization(nonce, signature(text), timestamp));
    if (serialWeTrust != null) {
      signed.header(MessageVerifier.SERIAL, serialWeTrust);
    }
    return signed.build();
  }

  static byte[] signedText(
      String method, String pathAndQuery, String timestamp, String nonce, byte[] body) {
    String head = method + '\n' + pathAndQuery + '\n' + timestamp + '\n' + nonce + '\n';
    ByteArrayOutputStream text = new ByteArrayOutputStream(head.length() + body.length + 1);
    text.writeBytes(head.getBytes(StandardCharsets.UTF_8));
    text.writeBytes(body);
    text.write('\n');
    return text.toByteArray();
  }

  private static String pathAndQuery(HttpUrl url) {
    String query = url.encodedQuery();
    return query == null ? url.encodedPath() : url.encodedPath() + '?' + query;
  }

  private String signature(byte[] text) {
    try {
      return StrictBase64.encode(signer.sign(SigningAlgorithm.RSA_SHA256, text));
    } catch (IllegalStateException keyUnusable) {
      throw new ChannelFailure.NotSent(
          "was not asked: the key in \""
              + Settings.PRIVATE_KEY
              + "\" could not sign now; check the service or device that holds it",
          keyUnusable);
    }
  }

  private String authorization(String nonce, String signature, String timestamp) {
    return SCHEME
        + " mchid=\""
        + mchid
        + "\",nonce_str=\""
        + nonce
        + "\",signature=\""
        + signature
        + "\",timestamp=\""
        + timestamp
        + "\",serial_no=\""
        + certificateSerial
        + '"';
  }
}
