package io.jiaozi.internal.notification;

import io.jiaozi.MerchantAccount;
import io.jiaozi.PaymentGateway;
import io.jiaozi.SubMerchant;
import io.jiaozi.TimeSource;
import io.jiaozi.notification.ApprovalHook;
import io.jiaozi.notification.ExpectedPayments;
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.notification.MerchantHandler;
import io.jiaozi.notification.NotificationHandler;
import io.jiaozi.notification.NotificationLog;
import io.jiaozi.notification.NotificationReply;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentResult;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Receives messages and returning browsers. */
public final class Reception implements NotificationHandler {

  private final Parts parts;

  /** Begins. */
  public Reception(Parts parts) {
    this.parts = parts;
  }

  /** What it is made of. */
  public record Parts(
      PaymentGateway gateway,
      MerchantHandler merchantHandler,
      NotificationLog log,
      @Nullable ExpectedPayments expected,
      @Nullable ApprovalHook approval,
      BiFunction<? super MerchantAccount, ? super String, SubMerchant> subMerchants,
      Duration budget,
      Duration grace,
      int concurrent,
      int bodyLimit,
      @Nullable Executor executor,
      TimeSource time) {}

  @Override
  public NotificationReply handle(String account, InboundRequest request) {
    throw new UnsupportedOperationException();
  }

  @Override
  public NotificationReply handle(MerchantAccount account, InboundRequest request) {
    throw new UnsupportedOperationException();
  }

  @Override
  public NotificationReply handle(InboundRequest request) {
    throw new UnsupportedOperationException();
  }

  @Override
  public PaymentResult returned(String account, InboundRequest request, PaymentReference stored) {
    throw new UnsupportedOperationException();
  }

  @Override
  public PaymentResult returned(
      MerchantAccount account, InboundRequest request, PaymentReference stored) {
    throw new UnsupportedOperationException();
  }

  @Override
  public int bodyLimit() {
    return parts.bodyLimit();
  }

  @Override
  public void close() {}
}
