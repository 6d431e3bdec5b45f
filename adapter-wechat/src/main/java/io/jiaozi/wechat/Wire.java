package io.jiaozi.wechat;

import io.jiaozi.support.json.JsonIn;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Messages field by field as on the wire, in the wire's words and units: amounts in fen, times as
 * text. Fields nobody here needs are passed over; any field may be missing. Source: protocol sheet,
 * sections 6.1, 6.2, 6.5 and 7.
 */
final class Wire {

  private Wire() {}

  /** {@code amount} of orders and refunds. */
  record Amount(@Nullable Long total, @Nullable Long refund, @Nullable String currency) {

    static Amount read(JsonIn in) {
      Long total = null;
      Long refund = null;
      String currency = null;
      in.enterObject();
      while (in.nextField()) {
        switch (in.field()) {
          case "total" -> total = in.integer();
          case "refund" -> refund = in.integer();
          case "currency" -> currency = in.textOrNull();
          default -> in.skip();
        }
      }
      return new Amount(total, refund, currency);
    }
  }

  /** Answer of the native prepay. */
  record NativeReply(@Nullable String codeUrl) {

    static NativeReply read(JsonIn in) {
      String codeUrl = null;
      while (in.nextField()) {
        if (in.field().equals("code_url")) {
          codeUrl = in.text();
        }
      }
      return new NativeReply(codeUrl);
    }
  }

  /** Answer of an order query, and the content of a payment notification. */
  record Order(
      @Nullable String appid,
      @Nullable String mchid,
      @Nullable String outTradeNo,
      @Nullable String transactionId,
      @Nullable String tradeState,
      @Nullable String successTime,
      @Nullable String openid,
      @Nullable Amount amount) {}

  /** Answer of refund and refund query, and the content of a refund notification. */
  record Refund(
      @Nullable String mchid,
      @Nullable String outTradeNo,
      @Nullable String outRefundNo,
      @Nullable String refundId,
      @Nullable String status,
      @Nullable String successTime,
      @Nullable Amount amount) {}

  /**
   * Whatever a reply or a decrypted notification tells, read in one pass.
   *
   * @param identity the merchant the message is about, whatever the field is called
   * @param strangers fields that show the message to be of a kind not mapped here
   */
  record Content(Order order, Refund refund, @Nullable String identity, List<String> strangers) {

    static Content read(JsonIn in) {
      ContentReader reader = new ContentReader();
      while (in.nextField()) {
        reader.field(in);
      }
      return reader.content();
    }
  }

  /** Collects the fields of {@link Content}. Not thread-safe. */
  private static final class ContentReader {
    private @Nullable String appid;
    private @Nullable String mchid;
    private @Nullable String identity;
    private @Nullable String outTradeNo;
    private @Nullable String transactionId;
    private @Nullable String tradeState;
    private @Nullable String outRefundNo;
    private @Nullable String refundId;
    private @Nullable String refundStatus;
    private @Nullable String successTime;
    private @Nullable String openid;
    private @Nullable Amount amount;
    private final List<String> strangers = new ArrayList<>(0);

    void field(JsonIn in) {
      switch (in.field()) {
        case "appid" -> appid = in.textOrNull();
        case "mchid" -> mchid = in.textOrNull();
        case "out_trade_no" -> outTradeNo = in.textOrNull();
        case "transaction_id" -> transactionId = in.textOrNull();
        case "trade_state" -> tradeState = in.textOrNull();
        case "out_refund_no" -> outRefundNo = in.textOrNull();
        case "refund_id" -> refundId = in.textOrNull();
        // "status" in replies, "refund_status" in notifications; never both.
        case "status", "refund_status" -> refundStatus = in.textOrNull();
        case "success_time" -> successTime = in.textOrNull();
        case "payer" -> readPayer(in);
        case "amount" -> readAmount(in);
        case "sp_mchid", "combine_mchid", "mch_id" -> {
          strangers.add(in.field());
          identity = in.textOrNull();
        }
        case "sub_mchid", "combine_out_trade_no", "receiver", "out_bill_no", "contract_id" -> {
          strangers.add(in.field());
          in.skip();
        }
        default -> in.skip();
      }
    }

    private void readPayer(JsonIn in) {
      if (in.kind() != JsonIn.Kind.OBJECT) {
        in.skip();
        return;
      }
      in.enterObject();
      while (in.nextField()) {
        if (in.field().equals("openid")) {
          openid = in.textOrNull();
        }
      }
    }

    private void readAmount(JsonIn in) {
      // Other kinds of messages have an amount that is a number.
      if (in.kind() == JsonIn.Kind.OBJECT) {
        amount = Amount.read(in);
      } else {
        in.skip();
      }
    }

    Content content() {
      return new Content(
          new Order(
              appid,
              mchid,
              outTradeNo,
              transactionId,
              tradeState,
              successTime,
              blankToNull(openid),
              amount),
          new Refund(mchid, outTradeNo, outRefundNo, refundId, refundStatus, successTime, amount),
          mchid == null ? identity : mchid,
          List.copyOf(strangers));
    }

    private static @Nullable String blankToNull(@Nullable String text) {
      return text == null || text.isEmpty() ? null : text;
    }
  }
}
