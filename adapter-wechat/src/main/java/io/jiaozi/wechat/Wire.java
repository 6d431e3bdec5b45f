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

  /** Answer of a prepay: one of the three, by scene. */
  record PrepayReply(@Nullable String codeUrl, @Nullable String prepayId, @Nullable String h5Url) {

    static PrepayReply read(JsonIn in) {
      String codeUrl = null;
      String prepayId = null;
      String h5Url = null;
      while (in.nextField()) {
        switch (in.field()) {
          case "code_url" -> codeUrl = in.textOrNull();
          case "prepay_id" -> prepayId = in.textOrNull();
          case "h5_url" -> h5Url = in.textOrNull();
          default -> in.skip();
        }
      }
      return new PrepayReply(codeUrl, prepayId, h5Url);
    }
  }

  /**
   * Merchants and apps that a message names: a merchant's own order has the first two, one placed
   * by a partner the rest.
   */
  record Whose(
      @Nullable String appid,
      @Nullable String mchid,
      @Nullable String spAppid,
      @Nullable String spMchid,
      @Nullable String subAppid,
      @Nullable String subMchid) {

    /** Names none. */
    static final Whose NOBODY = new Whose(null, null, null, null, null, null);

    /** Whether it tells of a partner's business. */
    boolean isPartners() {
      return spMchid != null || subMchid != null || spAppid != null || subAppid != null;
    }

    /** Whether merchant and app are told. */
    boolean isComplete(boolean partners) {
      return partners
          ? spMchid != null && subMchid != null && spAppid != null
          : mchid != null && appid != null;
    }
  }

  /** Answer of an order query, and the content of a payment notification. */
  record Order(
      Whose whose,
      @Nullable String outTradeNo,
      @Nullable String transactionId,
      @Nullable String tradeState,
      @Nullable String successTime,
      @Nullable String openid,
      @Nullable Amount amount) {}

  /** Answer of refund and refund query, and the content of a refund notification. */
  record Refund(
      Whose whose,
      @Nullable String outTradeNo,
      @Nullable String outRefundNo,
      @Nullable String refundId,
      @Nullable String status,
      @Nullable String successTime,
      @Nullable Amount amount) {}

  /**
   * Whatever a reply or a decrypted notification tells, read in one pass.
   *
   * @param ownerOfOtherKind merchant and app of a message of another kind, whatever the fields are
   *     called there
   * @param strangers fields that show the message to be of a kind not mapped here
   */
  record Content(Order order, Refund refund, Whose ownerOfOtherKind, List<String> strangers) {

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
    private @Nullable String spAppid;
    private @Nullable String spMchid;
    private @Nullable String subAppid;
    private @Nullable String subMchid;
    private @Nullable String otherOwner;
    private @Nullable String otherApp;
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
        case "sp_appid" -> spAppid = textOrNone(in);
        case "sp_mchid" -> spMchid = textOrNone(in);
        case "sub_appid" -> subAppid = textOrNone(in);
        case "sub_mchid" -> subMchid = textOrNone(in);
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
        case "combine_mchid", "mch_id" -> {
          strangers.add(in.field());
          otherOwner = in.textOrNull();
        }
        case "combine_appid" -> {
          strangers.add(in.field());
          otherApp = in.textOrNull();
        }
        case "combine_out_trade_no", "receiver", "out_bill_no", "contract_id" -> {
          strangers.add(in.field());
          in.skip();
        }
        default -> in.skip();
      }
    }

    /** The openid of the app that the buyer was in; of two, the partner's own. */
    private void readPayer(JsonIn in) {
      if (in.kind() != JsonIn.Kind.OBJECT) {
        in.skip();
        return;
      }
      String subOpenid = null;
      in.enterObject();
      while (in.nextField()) {
        switch (in.field()) {
          case "openid", "sp_openid" -> openid = textOrNone(in);
          case "sub_openid" -> subOpenid = textOrNone(in);
          default -> in.skip();
        }
      }
      openid = openid == null ? subOpenid : openid;
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
      Whose whose = new Whose(appid, mchid, spAppid, spMchid, subAppid, subMchid);
      return new Content(
          new Order(whose, outTradeNo, transactionId, tradeState, successTime, openid, amount),
          new Refund(whose, outTradeNo, outRefundNo, refundId, refundStatus, successTime, amount),
          otherOwner == null && otherApp == null
              ? Whose.NOBODY
              : new Whose(otherApp, otherOwner, null, null, null, null),
          List.copyOf(strangers));
    }

    /** Left out and empty are the same in these fields. */
    private static @Nullable String textOrNone(JsonIn in) {
      String text = in.textOrNull();
      return text == null || text.isEmpty() ? null : text;
    }
  }
}
