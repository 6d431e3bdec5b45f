package io.jiaozi.internal.notification;

import io.jiaozi.CallOptions;
import io.jiaozi.MerchantAccount;
import io.jiaozi.PaymentGateway;
import io.jiaozi.SubMerchantLookup;
import io.jiaozi.TimeSource;
import io.jiaozi.error.PaymentException;
import io.jiaozi.error.UntrustedMessageException;
import io.jiaozi.error.UntrustedReason;
import io.jiaozi.event.GatewayEvent.NotificationEnding;
import io.jiaozi.event.GatewayEvent.NotificationHandled;
import io.jiaozi.internal.report.ScrubbedFault;
import io.jiaozi.notification.ApprovalHook;
import io.jiaozi.notification.ExpectedPayments;
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.notification.MerchantHandler;
import io.jiaozi.notification.Notification;
import io.jiaozi.notification.NotificationHandler;
import io.jiaozi.notification.NotificationLog;
import io.jiaozi.notification.NotificationReply;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentResult;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets messages in: the cheap checks first, then the proof of origin on the caller's thread, and
 * only what is proved takes a place at the desk.
 */
public final class Reception implements NotificationHandler {

  private static final Logger log = LoggerFactory.getLogger(Reception.class);

  private static final NotificationReply NOBODYS = new NotificationReply(404, "", "");
  private static final NotificationReply NOT_A_POST = new NotificationReply(405, "", "");
  private static final NotificationReply TOO_LARGE = new NotificationReply(413, "", "");
  private static final NotificationReply CLOSED = new NotificationReply(503, "", "");

  private final Parts parts;
  private final CallOptions reading;
  private final Routes routes;
  private final Desk desk;
  private final Handling handling;
  private final Returns returns;

  /** Opens. */
  public Reception(Parts parts) {
    this.parts = parts;
    this.reading = CallOptions.within(parts.budget());
    this.routes = new Routes(parts.gateway(), parts.subMerchants());
    this.desk = new Desk(parts.concurrent(), parts.executor());
    this.handling = new Handling(parts);
    this.returns = new Returns(parts, handling, desk);
  }

  /** What it is made of; see {@link NotificationHandler.Builder}. */
  public record Parts(
      PaymentGateway gateway,
      MerchantHandler merchantHandler,
      NotificationLog log,
      @Nullable ExpectedPayments expected,
      @Nullable ApprovalHook approval,
      SubMerchantLookup subMerchants,
      Duration budget,
      Duration grace,
      int concurrent,
      int bodyLimit,
      @Nullable Executor executor,
      TimeSource time) {}

  @Override
  public NotificationReply handle(String account, InboundRequest request) {
    Objects.requireNonNull(account, "account");
    MerchantAccount found = routes.named(account);
    return found == null ? NOBODYS : handle(found, request);
  }

  @Override
  public NotificationReply handle(InboundRequest request) {
    if (isRefusedUnread(request)) {
      return refusal(request);
    }
    MerchantAccount found = routes.find(request);
    return found == null ? NOBODYS : handle(found, request);
  }

  @Override
  public NotificationReply handle(MerchantAccount account, InboundRequest request) {
    Objects.requireNonNull(account, "account");
    long began = parts.time().nanos();
    if (desk.isClosed()) {
      return CLOSED;
    }
    if (isRefusedUnread(request)) {
      report(account, null, NotificationEnding.REFUSED, UntrustedReason.MALFORMED, began);
      return refusal(request);
    }
    News news;
    try {
      news = read(account, request);
    } catch (UntrustedMessageException untrusted) {
      report(account, null, NotificationEnding.REFUSED, untrusted.reason(), began);
      return reply(account, NotificationReply.Kind.UNTRUSTED);
    } catch (RuntimeException notNow) {
      logUnread(account, notNow);
      report(account, null, NotificationEnding.POSTPONED, null, began);
      return reply(account, NotificationReply.Kind.TRY_AGAIN);
    }
    Duration left = left(began);
    NotificationEnding ending =
        desk.run(news.fact(), left, () -> handling.handle(news, left(began)));
    report(account, news.number(), ending, null, began);
    return reply(
        account,
        ending == NotificationEnding.POSTPONED
            ? NotificationReply.Kind.TRY_AGAIN
            : NotificationReply.Kind.ACCEPTED);
  }

  private boolean isRefusedUnread(InboundRequest request) {
    return !request.method().equals("POST") || request.bodyLength() > parts.bodyLimit();
  }

  private static NotificationReply refusal(InboundRequest request) {
    return request.method().equals("POST") ? TOO_LARGE : NOT_A_POST;
  }

  private News read(MerchantAccount account, InboundRequest request) {
    Notification notification = account.with(reading).readNotification(request);
    MerchantAccount view = routes.viewFor(account, News.subMerchant(notification));
    return News.of(view, notification);
  }

  private static void logUnread(MerchantAccount account, RuntimeException notNow) {
    if (notNow instanceof PaymentException) {
      // Forged messages can cause this too, where keys have to be fetched: no louder.
      log.debug("{}", notNow.getMessage());
    } else {
      log.warn(
          "A message to account {} could not be read and is delivered again",
          account.name(),
          ScrubbedFault.of(notNow));
    }
  }

  private Duration left(long began) {
    Duration left = parts.budget().minusNanos(parts.time().nanos() - began);
    return left.isNegative() ? Duration.ZERO : left;
  }

  private void report(
      MerchantAccount account,
      @Nullable String number,
      NotificationEnding ending,
      @Nullable UntrustedReason refusal,
      long began) {
    parts
        .gateway()
        .report(
            new NotificationHandled(
                account.name(),
                account.channel(),
                number,
                ending,
                refusal,
                Duration.ofNanos(parts.time().nanos() - began)));
  }

  private static NotificationReply reply(MerchantAccount account, NotificationReply.Kind kind) {
    try {
      return account.reply(kind);
    } catch (IllegalStateException closed) {
      // The gateway was closed first, or its adapter failed; either way the channel comes again.
      log.warn(
          "Account {} cannot answer a message, so it is delivered again. Close the notification"
              + " handler before its gateway.",
          account.name(),
          ScrubbedFault.of(closed));
      return CLOSED;
    }
  }

  @Override
  public PaymentResult returned(String account, InboundRequest request, PaymentReference stored) {
    return returned(parts.gateway().account(account), request, stored);
  }

  @Override
  public PaymentResult returned(
      MerchantAccount account, InboundRequest request, PaymentReference stored) {
    Objects.requireNonNull(account, "account");
    Objects.requireNonNull(request, "request");
    return returns.returned(account, request, Objects.requireNonNull(stored, "stored"));
  }

  @Override
  public MerchantHandler merchantHandler() {
    return new Swept(handling, parts.budget());
  }

  @Override
  public int bodyLimit() {
    return parts.bodyLimit();
  }

  @Override
  public void close() {
    desk.close(parts.grace());
  }

  @Override
  public String toString() {
    return "NotificationHandler[accounts="
        + parts.gateway().accounts().stream().map(MerchantAccount::name).toList()
        + "]";
  }
}
