package io.jiaozi.proving.channels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jiaozi.ChannelCall;
import io.jiaozi.MerchantAccount;
import io.jiaozi.error.RejectedException;
import io.jiaozi.error.RejectedReason;
import io.jiaozi.error.UntrustedReason;
import io.jiaozi.money.Money;
import io.jiaozi.notification.Notification;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.RawReply;
import io.jiaozi.proving.stage.Reading;
import io.jiaozi.proving.stage.Stage;
import io.jiaozi.proving.stage.Stages;
import io.jiaozi.refund.Refund;
import io.jiaozi.refund.RefundRequest;
import io.jiaozi.refund.RefundState;
import io.jiaozi.sandbox.wechat.Twist;
import io.jiaozi.sandbox.wechat.WechatSandbox;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Several orders under one cashier: what the page of the channel says about them. They have no
 * place in the common words; placed, asked about, closed and refunded they can be all the same.
 */
class WechatCombinedOrderTest {

  private static final String COMBINED = "/v3/combine-transactions/";
  private static final Money PART = Money.of("CNY", "1.00");

  private static String sub(WechatSandbox wechat, String number) {
    return "{\"mchid\":\""
        + wechat.credentials().merchantId()
        + "\",\"out_trade_no\":\""
        + number
        + "\",\"attach\":\"part\",\"description\":\"饺子\",\"amount\":{\"total_amount\":100,\"currency\":\"CNY\"}}";
  }

  private static String place(Stage stage, MerchantAccount account) {
    WechatSandbox wechat = stage.sandbox().wechat();
    String number = Stage.number();
    RawReply placed =
        account
            .channelCalls()
            .send(
                ChannelCall.post(
                    COMBINED + "native",
                    "{\"combine_appid\":\""
                        + wechat.credentials().appId()
                        + "\",\"combine_mchid\":\""
                        + wechat.credentials().merchantId()
                        + "\",\"combine_out_trade_no\":\""
                        + number
                        + "\",\"notify_url\":\"https://shop.example/pay/notify\",\"sub_orders\":["
                        + sub(wechat, number + "a")
                        + ","
                        + sub(wechat, number + "b")
                        + "]}"));
    assertThat(placed.httpStatus()).isEqualTo(200);
    assertThat(placed.text()).contains("\"code_url\":\"weixin://");
    return number;
  }

  private static RawReply ask(MerchantAccount account, String number) {
    return account
        .channelCalls()
        .send(ChannelCall.get(COMBINED + "out-trade-no/" + number, Map.of()));
  }

  private static RefundRequest.Builder refund(String part) {
    return RefundRequest.builder(
        PaymentReference.ofNumber(part),
        "R" + part,
        PART,
        Instant.now().truncatedTo(ChronoUnit.SECONDS));
  }

  @Test
  void combinedOrder_isPlacedPaidAskedAboutAndToldUnmapped() throws Exception {
    Stages.play(
        stage -> {
          MerchantAccount account = stage.healthy(new WechatUnderTest());
          String number = place(stage, account);
          stage.sandbox().wechat().payCombined(number);

          RawReply paid = ask(account, number);
          Reading told =
              Reading.of(
                  account,
                  WechatMessages.arrived(
                      stage.sandbox().wechat().signedCombinedNotification(number)));

          assertThat(paid.httpStatus()).isEqualTo(200);
          assertThat(paid.text()).contains("\"trade_state\":\"SUCCESS\"");
          Notification.Unmapped unmapped = (Notification.Unmapped) told.believed().orElseThrow();
          assertThat(unmapped.channelType()).isEqualTo("TRANSACTION.SUCCESS");
          assertThat(unmapped.content().text())
              .contains("\"combine_out_trade_no\":\"" + number + "\"");
        });
  }

  @Test
  void combinedNotification_forgedOrOfAnotherMerchant_isRefused() throws Exception {
    Stages.play(
        stage -> {
          MerchantAccount account = stage.healthy(new WechatUnderTest());
          String number = place(stage, account);
          WechatSandbox wechat = stage.sandbox().wechat();
          wechat.payCombined(number);

          assertThat(
                  Reading.of(
                          account,
                          WechatMessages.arrived(
                              wechat.signedCombinedNotification(number, Twist.ALTER_BYTE)))
                      .reason())
              .contains(UntrustedReason.BAD_SIGNATURE);
          assertThat(
                  Reading.of(
                          account,
                          WechatMessages.arrived(
                              wechat.signedCombinedNotification(number, Twist.FOREIGN_MERCHANT)))
                      .reason())
              .contains(UntrustedReason.FOREIGN);
        });
  }

  @Test
  void part_isRefundedByItsNumber_ifTheAmountIsGiven() throws Exception {
    Stages.play(
        stage -> {
          MerchantAccount account = stage.healthy(new WechatUnderTest());
          String number = place(stage, account);
          stage.sandbox().wechat().payCombined(number);

          Refund refunded = account.refund(refund(number + "a").paymentAmount(PART).build());
          RejectedException refused =
              catchThrowableOfType(
                  RejectedException.class, () -> account.refund(refund(number + "b").build()));

          assertThat(refunded.state()).isEqualTo(RefundState.PROCESSING);
          assertThat(refused.reason()).isEqualTo(RejectedReason.NOT_FOUND);
          assertThat(refused).hasMessageContaining("paymentAmount");
        });
  }

  @Test
  void combinedOrder_isClosedWithAllItsParts() throws Exception {
    Stages.play(
        stage -> {
          MerchantAccount account = stage.healthy(new WechatUnderTest());
          WechatSandbox wechat = stage.sandbox().wechat();
          String number = place(stage, account);
          String parts =
              Stream.of("a", "b")
                  .map(
                      part ->
                          "{\"mchid\":\""
                              + wechat.credentials().merchantId()
                              + "\",\"out_trade_no\":\""
                              + number
                              + part
                              + "\"}")
                  .collect(Collectors.joining(","));

          RawReply closed =
              account
                  .channelCalls()
                  .send(
                      ChannelCall.post(
                          COMBINED + "out-trade-no/" + number + "/close",
                          "{\"combine_appid\":\""
                              + wechat.credentials().appId()
                              + "\",\"sub_orders\":["
                              + parts
                              + "]}"));

          assertThat(closed.httpStatus()).isEqualTo(204);
          assertThat(ask(account, number).text()).contains("\"trade_state\":\"CLOSED\"");
        });
  }
}
