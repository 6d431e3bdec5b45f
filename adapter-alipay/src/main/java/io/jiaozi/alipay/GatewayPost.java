package io.jiaozi.alipay;

import io.jiaozi.error.OpenOutcome;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.support.form.FormCodec;
import io.jiaozi.support.http.HttpBody;
import io.jiaozi.support.http.Reply;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;

/**
 * Signs and posts one request to the gateway. The reply is not believed yet. Source: protocol
 * sheet, section 2.3.
 */
final class GatewayPost {

  private static final String CHARSET_PARAMETER = "charset";

  private final AlipayCalls calls;
  private final RequestSigner signer;

  GatewayPost(AlipayCalls calls, RequestSigner signer) {
    this.calls = calls;
    this.signer = signer;
  }

  /**
   * Sends a request.
   *
   * @param parameters beside the common ones
   * @throws ChannelFailure.OutcomeUnknown for any status but 200: business failures come with 200
   */
  Reply send(String method, Map<String, String> parameters, Exchange exchange) {
    Reply reply =
        exchange.send(
            calls.gateway(HttpBody.form(form(method, parameters), RequestSigner.CHARSET)));
    if (reply.status() != 200) {
      throw new ChannelFailure.OutcomeUnknown(
          OpenOutcome.Cause.SERVER_ERROR,
          "answered " + reply.status() + " instead of the gateway's 200",
          null,
          reply.status(),
          TraceIds.of(reply),
          reply.retryAfter(exchange.now()),
          null);
    }
    return reply;
  }

  /** All parameters of a request that somebody else sends: a browser, an app. */
  SortedMap<String, String> signed(String method, Map<String, String> parameters) {
    return signer.sign(method, parameters);
  }

  /** {@code charset} is in the query already; it must not come twice. */
  private byte[] form(String method, Map<String, String> parameters) {
    Map<String, String> fields = new LinkedHashMap<>(signer.sign(method, parameters));
    fields.remove(CHARSET_PARAMETER);
    return FormCodec.encode(fields, StandardCharsets.UTF_8);
  }
}
