package io.jiaozi.benchmarks.wechatpay;

import com.wechat.pay.java.core.Config;
import com.wechat.pay.java.core.auth.Credential;
import com.wechat.pay.java.core.auth.Validator;
import com.wechat.pay.java.core.http.HttpHeaders;
import com.wechat.pay.java.core.notification.NotificationParser;
import com.wechat.pay.java.core.notification.RequestParam;
import com.wechat.pay.java.service.payments.model.Transaction;
import io.jiaozi.benchmarks.kit.Material;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** WeChat Pay's official SDK. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Wechat {
  private static final URI NATIVE =
      URI.create("https://api.mch.weixin.qq.com/v3/pay/transactions/native");

  private final Material material = Material.fresh();
  private final Config config = Official.config(material);
  private final Credential credential = config.createCredential();
  private final Validator validator = config.createValidator();
  private final String order = Material.wechatCreate();
  private final String reply = Material.wechatOrder();
  private final HttpHeaders headers = new HttpHeaders(material.wechatHeaders(reply));
  private final NotificationParser parser = Official.parser(config);
  private final RequestParam message = Official.message(material);

  /** Signs the request of a new order. */
  @Benchmark
  public String sign() {
    return credential.getAuthorization(NATIVE, "POST", order);
  }

  /** Verifies an answer. */
  @Benchmark
  public boolean verify() {
    if (!validator.validate(headers, reply)) {
      throw new IllegalStateException("Refused");
    }
    return true;
  }

  /** Verifies, opens and reads a notification. */
  @Benchmark
  public Transaction notification() {
    return parser.parse(message, Transaction.class);
  }
}
