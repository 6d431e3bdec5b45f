package io.jiaozi.benchmarks.wechatpay;

import com.wechat.pay.java.core.Config;
import com.wechat.pay.java.core.notification.NotificationParser;
import com.wechat.pay.java.core.notification.RequestParam;
import com.wechat.pay.java.service.payments.model.Transaction;
import com.wechat.pay.java.service.payments.nativepay.NativePayService;
import com.wechat.pay.java.service.payments.nativepay.model.Amount;
import com.wechat.pay.java.service.payments.nativepay.model.PrepayRequest;
import com.wechat.pay.java.service.payments.nativepay.model.QueryOrderByOutTradeNoRequest;
import io.jiaozi.benchmarks.kit.Harness;
import io.jiaozi.benchmarks.kit.Material;
import io.jiaozi.benchmarks.kit.Side;
import java.net.URI;

/** The official SDK's side of what JMH does not measure. */
public final class Main implements Side {

  /** See {@link Harness#run}. */
  public static void main(String[] arguments) throws Exception {
    Harness.run(new Main(), arguments);
  }

  @Override
  public Calls calls(String channel, String setUp, URI counterpart, Material material) {
    Config config = Official.config(material);
    NativePayService service =
        new NativePayService.Builder()
            .httpClient(Official.client(config, setUp, counterpart))
            .build();
    return new Calls(
        () -> {
          Amount amount = new Amount();
          amount.setTotal(8800);
          amount.setCurrency("CNY");
          PrepayRequest order = new PrepayRequest();
          order.setAppid(Material.WECHAT_APP);
          order.setMchid(Material.WECHAT_MERCHANT);
          order.setDescription("Two boxes of dumplings");
          order.setNotifyUrl("https://shop.example/notify/wechat");
          order.setOutTradeNo(Material.ORDER);
          order.setAmount(amount);
          if (service.prepay(order).getCodeUrl().isEmpty()) {
            throw new IllegalStateException("No code");
          }
        },
        () -> {
          QueryOrderByOutTradeNoRequest question = new QueryOrderByOutTradeNoRequest();
          question.setMchid(Material.WECHAT_MERCHANT);
          question.setOutTradeNo(Material.ORDER);
          if (service.queryOrderByOutTradeNo(question).getTradeState()
              != Transaction.TradeStateEnum.SUCCESS) {
            throw new IllegalStateException("Unexpected state");
          }
        });
  }

  @Override
  public Work notification(String channel, String setUp, Material material) {
    RequestParam message = Official.message(material);
    NotificationParser parser = Official.parser(Official.config(material));
    return () -> {
      if (!parser.parse(message, Transaction.class).getOutTradeNo().equals(Material.ORDER)) {
        throw new IllegalStateException("Unexpected message");
      }
    };
  }
}
