package com.example.abacus;

import io.jiaozi.spi.AdapterContext;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.spi.SigningAlgorithm;
import io.jiaozi.support.crypto.StrictBase64;
import io.jiaozi.support.http.RequestSigning;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import okhttp3.HttpUrl;
import okhttp3.Request;

/**
 * Proves to Abacus Pay who asks, with a time and a nonce of its own for each request sent.
 *
 * <p>Signed text: method, path with query as sent, time, nonce, body; each followed by {@code \n}.
 * The host is not signed.
 */
final class RequestSigner implements RequestSigning {

  static final String MERCHANT = "Abacus-Merchant";

  private final AccountReader.Account account;
  private final AdapterContext context;

  RequestSigner(AccountReader.Account account, AdapterContext context) {
    this.account = account;
    this.context = context;
  }

  @Override
  public Request sign(Request request, byte[] body) {
    String time = Long.toString(context.clock().instant().getEpochSecond());
    String nonce = HexFormat.of().formatHex(context.randomBytes(16));
    byte[] text = signedText(request.method(), pathAndQuery(request.url()), time, nonce, body);
    return request
        .newBuilder()
        .header(MERCHANT, account.merchantId())
        .header(MessageVerifier.KEY, account.keyId())
        .header(MessageVerifier.TIME, time)
        .header(MessageVerifier.NONCE, nonce)
        .header(MessageVerifier.SIGNATURE, signature(text))
        .build();
  }

  static byte[] signedText(
      String method, String pathAndQuery, String time, String nonce, byte[] body) {
    String head = method + '\n' + pathAndQuery + '\n' + time + '\n' + nonce + '\n';
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
      return StrictBase64.encode(account.signer().sign(SigningAlgorithm.RSA_SHA256, text));
    } catch (IllegalStateException keyUnusable) {
      throw new ChannelFailure.NotSent(
          "was not asked: the key in \"" + Settings.PRIVATE_KEY + "\" could not sign now",
          keyUnusable);
    }
  }
}
