package io.jiaozi.sandbox.wechat;

import io.jiaozi.sandbox.channel.ChannelContext;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The platform's refunds and their rules; protocol sheet 6.5. Shares the lock of the ledger. */
final class RefundBook {
  private static final int MAX_REFUNDS = 50;
  private static final Duration REFUNDABLE = Duration.ofDays(365);

  private final Ledger ledger;
  private final ChannelContext context;
  private final Map<String, Refund> refunds = new LinkedHashMap<>();
  private boolean notEnoughFunds;

  RefundBook(Ledger ledger, ChannelContext context) {
    this.ledger = ledger;
    this.context = context;
  }

  /** Whether the platform pretends that the merchant's balance cannot pay for refunds. */
  void notEnoughFunds(boolean lacking) {
    synchronized (ledger) {
      notEnoughFunds = lacking;
    }
  }

  /**
   * A refund and whether this request made it, or moved it.
   *
   * @param reply what to answer
   */
  record Applied(Refund refund, ObjectNode reply, boolean isNew) {}

  /** Accepts a refund, or finds the same one again; protocol sheet 6.5 and 8.3. */
  Applied apply(ObjectNode request, Party party, @Nullable URI notifyUrl, boolean publicKeyAsked) {
    synchronized (ledger) {
      Order order =
          ledger.orderOfRefund(
              request.path("transaction_id").asString(null),
              request.path("out_trade_no").asString(null));
      Refund earlier = refunds.get(request.path("out_refund_no").asString());
      if (earlier != null) {
        if (order != null && earlier.isAskedBy(request, order)) {
          return new Applied(earlier, earlier.toReply(), false);
        }
        throw WechatError.of(400, "INVALID_REQUEST", "退款单号重复，且参数与首次请求时不一致");
      }
      if (order == null || !order.isPaid() || !order.terms.party().isSameAs(party)) {
        throw WechatError.of(404, "RESOURCE_NOT_EXISTS", "订单不存在或未支付");
      }
      requireRefundable(order, request);
      Refund refund =
          new Refund(
              order,
              request,
              "503" + context.randomness().digits(26),
              context.clock().instant(),
              notifyUrl,
              publicKeyAsked);
      refunds.put(refund.number, refund);
      order.refunds.add(refund);
      order.state = Order.State.REFUND;
      return new Applied(refund, refund.toReply(), true);
    }
  }

  private void requireRefundable(Order order, ObjectNode request) {
    long amount = request.path("amount").path("refund").asLong();
    if (request.path("amount").path("total").asLong() != order.total) {
      throw WechatError.of(400, "INVALID_REQUEST", "订单金额不一致");
    }
    if (order.paidAt != null && isPast(order.paidAt.plus(REFUNDABLE))) {
      throw WechatError.of(400, "INVALID_REQUEST", "订单已超过可退款期限");
    }
    if (order.refunds.size() >= MAX_REFUNDS) {
      throw WechatError.of(400, "INVALID_REQUEST", "部分退款次数已达上限");
    }
    if (amount > order.total - order.refunded()) {
      throw WechatError.of(400, "INVALID_REQUEST", "退款金额大于可退金额");
    }
    if (notEnoughFunds) {
      throw WechatError.of(403, "NOT_ENOUGH", "基本账户余额不足，请充值后重新发起");
    }
  }

  private boolean isPast(java.time.Instant time) {
    return !context.clock().instant().isBefore(time);
  }

  /**
   * Sends the money of an abnormal refund another way. The refund is {@code PROCESSING} again,
   * under its own numbers; the same request again tells how it stands.
   */
  Applied applyAbnormal(String refundId, ObjectNode request, Party party) {
    synchronized (ledger) {
      Refund refund = byId(refundId);
      if (refund == null || !refund.order.terms.party().isSameAs(party)) {
        throw WechatError.of(404, "RESOURCE_NOT_EXISTS", "退款单不存在");
      }
      if (!refund.number.equals(request.path("out_refund_no").asString())) {
        throw WechatError.of(400, "INVALID_REQUEST", "商户退款单号与微信退款单号不一致");
      }
      ObjectNode asked = SensitiveFields.without(request);
      if (asked.equals(refund.abnormalRequest)) {
        return new Applied(refund, refund.toReply(), false);
      }
      if (refund.status != Refund.Status.ABNORMAL) {
        throw WechatError.of(400, "INVALID_REQUEST", "退款单不是退款异常状态");
      }
      refund.abnormalRequest = asked;
      refund.status = Refund.Status.PROCESSING;
      return new Applied(refund, refund.toReply(), true);
    }
  }

  private @Nullable Refund byId(String refundId) {
    return refunds.values().stream()
        .filter(refund -> refund.refundId.equals(refundId))
        .findFirst()
        .orElse(null);
  }

  /** Shows a refund to the reader while nobody changes it, whoever asked for it. */
  <T> T read(String number, Function<Refund, T> reader) {
    synchronized (ledger) {
      return reader.apply(require(number));
    }
  }

  /** Shows a refund to a merchant. */
  <T> T read(String number, Party party, Function<Refund, T> reader) {
    synchronized (ledger) {
      Refund refund = require(number);
      if (!Objects.equals(refund.order.terms.party().subMchid(), party.subMchid())) {
        throw unknown();
      }
      return reader.apply(refund);
    }
  }

  private Refund require(String number) {
    Refund refund = refunds.get(number);
    if (refund == null) {
      throw unknown();
    }
    return refund;
  }

  private static WechatError unknown() {
    return WechatError.of(404, "RESOURCE_NOT_EXISTS", "退款单不存在");
  }

  /**
   * Ends a refund. An abnormal one may still end otherwise; the other ends are final.
   *
   * @return whether anything changed
   */
  boolean settle(Refund refund, Refund.Status end) {
    synchronized (ledger) {
      boolean open =
          refund.status == Refund.Status.PROCESSING || refund.status == Refund.Status.ABNORMAL;
      if (!open || end == refund.status) {
        return false;
      }
      refund.status = end;
      refund.succeededAt = end == Refund.Status.SUCCESS ? context.clock().instant() : null;
      return true;
    }
  }

  List<WechatRefund> all() {
    synchronized (ledger) {
      return refunds.values().stream().map(Refund::view).toList();
    }
  }
}
