package io.jiaozi.proving.handler;

import static io.jiaozi.proving.handler.NotificationPathTest.withShop;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jiaozi.error.UntrustedMessageException;
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.proving.channels.ChannelUnderTest;
import io.jiaozi.proving.message.Deal;
import io.jiaozi.proving.message.WireMessage;
import io.jiaozi.proving.stage.Canaries;
import io.jiaozi.proving.stage.Stage;
import io.jiaozi.sandbox.Sandbox;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The buyer's browser comes back, in each channel's way: a hint, and then we ask. */
class ReturnPageTest {

  private static final Duration BUDGET = Duration.ofSeconds(4);

  @TestFactory
  Stream<DynamicTest> returningBuyer_isShownWhatTheChannelSays() {
    return withShop(
        BUDGET,
        (channel, stage, shop) -> {
          Deal deal = shop.order();
          channel.buyerPays(stage.sandbox(), deal, new Canaries());

          PaymentResult result =
              shop.handler()
                  .returned(channel.account(), returning(channel, stage, deal), deal.reference());

          assertThat(result.kind()).isEqualTo(PaymentResult.Kind.PAID);
          assertThat(shop.shipped).containsExactly(deal.number());
        });
  }

  @TestFactory
  Stream<DynamicTest> returningBuyer_whoDidNotPay_isNotBelieved() {
    return withShop(
        BUDGET,
        (channel, stage, shop) -> {
          Deal paid = shop.order();
          channel.buyerPays(stage.sandbox(), paid, new Canaries());
          Deal open = shop.order();
          InboundRequest stolen = returning(channel, stage, paid);
          shop.paid.await();

          if (channel.channel().equals("wechat")) {
            // It brings nothing that could be compared: the channel is asked about the order.
            assertThat(shop.handler().returned(channel.account(), stolen, open.reference()).kind())
                .isEqualTo(PaymentResult.Kind.PROCESSING);
          } else {
            assertThatThrownBy(
                    () -> shop.handler().returned(channel.account(), stolen, open.reference()))
                .isInstanceOf(UntrustedMessageException.class)
                .hasMessageContaining(open.number());
          }
          assertThat(shop.shipped).doesNotContain(open.number());
        });
  }

  /** Not the channel's table: what each browser brings is written down here once. */
  private static InboundRequest returning(ChannelUnderTest channel, Stage stage, Deal deal) {
    Sandbox sandbox = stage.sandbox();
    return switch (channel.channel()) {
      case "unionpay" ->
          WireMessage.of("/return", sandbox.unionpay().signedReturn(deal.number())).inbound();
      case "alipay" ->
          get(
              "out_trade_no="
                  + deal.number()
                  + "&total_amount=88.00&method=alipay.trade.page.pay.return");
      case "paypal" ->
          get(
              "token="
                  + Objects.requireNonNull(deal.reference().locator()).substring("p1.o.".length())
                  + "&PayerID=X");
      default -> get("");
    };
  }

  private static InboundRequest get(String query) {
    return new InboundRequest("GET", "/return", query, Map.of(), new byte[0]);
  }
}
