package io.jiaozi.benchmarks.ours;

import io.jiaozi.MerchantAccount;
import io.jiaozi.benchmarks.kit.Harness;
import io.jiaozi.benchmarks.kit.Material;
import io.jiaozi.benchmarks.kit.Side;
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.notification.Notification;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.PaymentResult;
import java.net.URI;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Our side of what JMH does not measure. */
public final class Main implements Side {

  /** See {@link Harness#run}. */
  public static void main(String[] arguments) throws Exception {
    Harness.run(new Main(), arguments);
  }

  @Override
  public Calls calls(String channel, String setUp, URI counterpart, Material material) {
    MerchantAccount account = Accounts.open(channel, counterpart, material);
    PaymentRequest order = Accounts.order(channel, Instant.now());
    AtomicReference<@Nullable PaymentReference> placed =
        new AtomicReference<>(PaymentReference.ofNumber(Material.ORDER));
    return new Calls(
        () -> {
          PaymentResult result = account.pay(order);
          if (result.kind() != PaymentResult.Kind.AWAITING_CUSTOMER) {
            throw new IllegalStateException("Unexpected: " + result.kind());
          }
          placed.set(result.payment().reference());
        },
        () -> {
          PaymentReference asked = placed.get();
          if (asked == null || !account.query(asked).reference().number().equals(Material.ORDER)) {
            throw new IllegalStateException("Unexpected order");
          }
        });
  }

  @Override
  public Work notification(String channel, String setUp, Material material) {
    InboundRequest message =
        channel.equals("wechat") ? Messages.wechat(material) : Messages.alipay(material);
    MerchantAccount account = Accounts.open(channel, URI.create("http://127.0.0.1"), material);
    return () -> {
      if (account.readNotification(message).kind() != Notification.Kind.PAYMENT_CHANGED) {
        throw new IllegalStateException("Unexpected message");
      }
    };
  }
}
