package io.jiaozi.alipay;

import io.jiaozi.Operation;
import io.jiaozi.benchmarks.kit.Material;
import io.jiaozi.spi.AdapterContext;
import io.jiaozi.spi.CallContext;
import io.jiaozi.support.crypto.RsaSigner;
import io.jiaozi.support.http.ChannelHttp;
import io.jiaozi.support.http.HttpTransport;
import io.jiaozi.support.http.Reply;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** Two steps of a call, for the benchmarks: the API offers only the whole. */
public final class AlipayInside {
  private static final String QUERY = "alipay.trade.query";

  private final RequestSigner signer;
  private final ReplyVerifier verifier;
  private final ChannelHttp http;
  private final AdapterContext context;
  private final Map<String, String> content =
      Map.of("biz_content", "{\"out_trade_no\":\"" + Material.ORDER + "\"}");
  private final Reply reply;

  /** With the keys of a run. */
  public AlipayInside(Material material, AdapterContext context) {
    this.context = context;
    signer =
        new RequestSigner(
            Material.ALIPAY_APP,
            new AppKey(RsaSigner.of(material.merchantKey()), null, null),
            context.clock());
    http =
        HttpTransport.standard().channel("Alipay", List.of(URI.create("http://127.0.0.1"))).build();
    verifier =
        new ReplyVerifier(
            new CertificateRotation(
                AlipayKeys.of((RSAPublicKey) material.platformKey()),
                null,
                new GatewayPost(http.calls(AlipayCalls.class), signer),
                context));
    reply = Reply.of(200, Map.of(), material.alipayOrder().getBytes(StandardCharsets.UTF_8));
  }

  /** The parameters of a question with their signature. */
  public SortedMap<String, String> sign() {
    return signer.sign(QUERY, content);
  }

  /** Whether the answer is signed; throws if it is not genuine. */
  public boolean verify() {
    return verifier.verify(
        Envelope.read(QUERY, reply),
        reply,
        Exchange.begin(
            http,
            context.clock(),
            new CallContext(Operation.QUERY, Duration.ofSeconds(10), 1, null)));
  }
}
