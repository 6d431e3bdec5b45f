package io.jiaozi.paypal;

import io.jiaozi.Operation;
import io.jiaozi.error.UntrustedReason;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.support.http.HttpBody;
import io.jiaozi.support.http.Reply;
import io.jiaozi.support.json.JsonIn;
import io.jiaozi.support.json.JsonOut;
import io.jiaozi.support.json.MalformedJsonException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import okhttp3.RequestBody;

/**
 * Lets PayPal verify: one call for each message. The message is put into the question byte by byte,
 * for a rewritten one no longer fits its signature; it must therefore be one whole JSON object, or
 * a forger could close it and write fields of the question. Source: protocol sheet, section 5.4.
 */
final class PostbackVerifier implements WebhookVerifier {

  private final String webhookId;
  private final CertificateUrls urls;
  private final PaypalCalls calls;

  PostbackVerifier(String webhookId, CertificateUrls urls, PaypalCalls calls) {
    this.webhookId = webhookId;
    this.urls = urls;
    this.calls = calls;
  }

  @Override
  public void verify(Delivery delivery, Exchange exchange) {
    urls.require(delivery.certificateUrl());
    requireOneObject(delivery.body());
    RequestBody question = HttpBody.json(question(delivery));
    Reply reply = exchange.send(Map.of(), headers -> calls.verifyWebhook(headers, question));
    if (reply.status() != 200) {
      Exchange.requireError(reply);
      throw ErrorMapping.failure(Operation.NOTIFICATION, exchange.error(reply));
    }
    String answer = Exchange.read(reply, in -> Wire.field(in, "verification_status"));
    if ("FAILURE".equals(answer)) {
      throw LocalVerifier.forged();
    }
    if (!"SUCCESS".equals(answer)) {
      throw Exchange.unreadable(reply, "without saying whether it verified", null);
    }
  }

  private static void requireOneObject(byte[] body) {
    try (JsonIn in = JsonIn.object(body)) {
      while (in.nextField()) {
        in.skip();
      }
      in.end();
    } catch (MalformedJsonException malformed) {
      throw new ChannelFailure.Untrusted(
          UntrustedReason.MALFORMED, "is not one JSON object, as PayPal's messages are", malformed);
    }
  }

  private byte[] question(Delivery delivery) {
    byte[] head =
        JsonOut.object()
            .field("auth_algo", Delivery.RSA_SHA256)
            .field("cert_url", delivery.certificateUrl())
            .field("transmission_id", delivery.id())
            .field("transmission_sig", delivery.signature())
            .field("transmission_time", delivery.time())
            .field("webhook_id", webhookId)
            .toBytes();
    ByteArrayOutputStream all =
        new ByteArrayOutputStream(head.length + delivery.body().length + 32);
    all.write(head, 0, head.length - 1);
    all.writeBytes(",\"webhook_event\":".getBytes(StandardCharsets.US_ASCII));
    all.writeBytes(delivery.body());
    all.write('}');
    return all.toByteArray();
  }
}
