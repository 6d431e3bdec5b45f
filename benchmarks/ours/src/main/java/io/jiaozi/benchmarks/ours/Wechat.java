package io.jiaozi.benchmarks.ours;

import io.jiaozi.MerchantAccount;
import io.jiaozi.benchmarks.kit.Material;
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.notification.Notification;
import io.jiaozi.support.http.HttpTransport;
import io.jiaozi.support.http.Reply;
import io.jiaozi.wechat.WechatInside;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import okhttp3.Request;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** WeChat Pay. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Wechat {
  private final Material material = Material.fresh();
  private final WechatInside inside =
      new WechatInside(material, new PlainContext(HttpTransport.standard()));
  private final MerchantAccount account =
      Accounts.open("wechat", URI.create("http://127.0.0.1"), material);
  private final InboundRequest message = Messages.wechat(material);

  /** Signs the request of a new order. */
  @Benchmark
  public Request sign() {
    return inside.sign();
  }

  /** Verifies an answer. */
  @Benchmark
  public Reply verify() {
    return inside.verify();
  }

  /** Verifies, opens and maps a notification, through the gateway. */
  @Benchmark
  public Notification notification() {
    return account.readNotification(message);
  }
}
