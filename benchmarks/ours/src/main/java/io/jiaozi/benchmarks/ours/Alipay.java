package io.jiaozi.benchmarks.ours;

import io.jiaozi.MerchantAccount;
import io.jiaozi.Operation;
import io.jiaozi.alipay.AlipayAdapterProvider;
import io.jiaozi.alipay.AlipayInside;
import io.jiaozi.benchmarks.kit.Material;
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.notification.Notification;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.spi.AccountSettings;
import io.jiaozi.spi.CallContext;
import io.jiaozi.spi.ChannelAdapter;
import io.jiaozi.support.http.HttpTransport;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Alipay. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Alipay {
  private final Material material = Material.fresh();
  private final AlipayInside inside =
      new AlipayInside(material, new PlainContext(HttpTransport.standard()));
  private final MerchantAccount account =
      Accounts.open("alipay", URI.create("http://127.0.0.1"), material);
  private final InboundRequest message = Messages.alipay(material);
  private final PaymentReference order = PaymentReference.ofNumber(Material.ORDER);
  private final ChannelAdapter adapter = withoutNetwork();

  /** The whole adapter over an HTTP client that answers by itself. */
  private ChannelAdapter withoutNetwork() {
    byte[] answer = material.alipayOrder().getBytes(StandardCharsets.UTF_8);
    MediaType type = MediaType.get("text/html;charset=utf-8");
    OkHttpClient client =
        new OkHttpClient.Builder()
            .addInterceptor(
                chain ->
                    new Response.Builder()
                        .request(chain.request())
                        .protocol(Protocol.HTTP_1_1)
                        .code(200)
                        .message("OK")
                        .body(ResponseBody.create(answer, type))
                        .build())
            .build();
    return new AlipayAdapterProvider()
        .open(
            new AccountSettings(
                "shop",
                "alipay",
                null,
                Accounts.settings("alipay", URI.create("http://127.0.0.1"), material),
                Map.of(),
                Map.of()),
            new PlainContext(HttpTransport.over(client)));
  }

  /** Signs a question. */
  @Benchmark
  public SortedMap<String, String> sign() {
    return inside.sign();
  }

  /** Verifies an answer. */
  @Benchmark
  public boolean verify() {
    return inside.verify();
  }

  /** Splits, verifies and maps a notification of 25 fields, through the gateway. */
  @Benchmark
  public Notification notification() {
    return account.readNotification(message);
  }

  /** A question and its answer, without the network. */
  @Benchmark
  public Payment query() {
    return adapter.query(order, new CallContext(Operation.QUERY, Duration.ofSeconds(10), 1, null));
  }
}
