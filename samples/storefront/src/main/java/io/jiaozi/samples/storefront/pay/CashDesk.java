package io.jiaozi.samples.storefront.pay;

import io.jiaozi.Capability;
import io.jiaozi.MerchantAccount;
import io.jiaozi.PaymentGateway;
import io.jiaozi.error.InvalidRequestException;
import io.jiaozi.error.NotSentException;
import io.jiaozi.error.OutcomeUnknownException;
import io.jiaozi.error.PaymentException;
import io.jiaozi.error.RejectedException;
import io.jiaozi.error.UntrustedMessageException;
import io.jiaozi.money.Money;
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.notification.NotificationHandler;
import io.jiaozi.payment.NextAction;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.payment.Scene;
import io.jiaozi.refund.Refund;
import io.jiaozi.refund.RefundReference;
import io.jiaozi.refund.RefundRequest;
import io.jiaozi.refund.RefundState;
import io.jiaozi.samples.storefront.ShopSettings;
import io.jiaozi.samples.storefront.shop.Attempt;
import io.jiaozi.samples.storefront.shop.Books;
import io.jiaozi.samples.storefront.shop.GoneBack;
import io.jiaozi.samples.storefront.shop.MoneyEvent;
import io.jiaozi.samples.storefront.shop.Numbers;
import io.jiaozi.samples.storefront.shop.Order;
import io.jiaozi.samples.storefront.shop.OrderChanged;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Asks for money and gives it back. Every number is committed before anything is sent under it, so
 * that a crash at any moment leaves something to ask about.
 */
@Service
public class CashDesk {
  /** How long the same way to pay is the same attempt. */
  private static final Duration FRESH = Duration.ofMinutes(4);

  private final PaymentGateway gateway;
  private final NotificationHandler notifications;
  private final Bookkeeper bookkeeper;
  private final Books books;
  private final Numbers numbers;
  private final ShopSettings settings;
  private final TransactionTemplate transaction;
  private final ApplicationEventPublisher events;
  private final Clock clock;

  CashDesk(
      PaymentGateway gateway,
      NotificationHandler notifications,
      Bookkeeper bookkeeper,
      Books books,
      Numbers numbers,
      ShopSettings settings,
      TransactionTemplate transaction,
      ApplicationEventPublisher events,
      Clock clock) {
    this.gateway = gateway;
    this.notifications = notifications;
    this.bookkeeper = bookkeeper;
    this.books = books;
    this.numbers = numbers;
    this.settings = settings;
    this.transaction = transaction;
    this.events = events;
    this.clock = clock;
  }

  /** What came of a try, for the buyer's page. */
  public enum Said {
    /** The page shows it. */
    NOTHING,
    /** Refused, for this time or for good. */
    DECLINED,
    /** The channel could not be reached; nothing was sent. */
    NOT_REACHED,
    /** Nobody knows yet; it is being asked about. */
    LOOKING,
    /** The buyer has not paid, says the channel. */
    NOT_YET
  }

  // ---- paying

  /**
   * Begins an attempt to pay. Older ones of the order are closed where the channel can.
   *
   * @param description what the buyer reads at the channel
   * @param buyerIp the buyer's address, for scenes that need it
   */
  public Said pay(Order order, PayOption option, String description, String buyerIp) {
    if (hasFresh(order, option)) {
      return Said.NOTHING; // pressed twice, or came back: the page shows it again
    }
    closeOlder(order);
    if (books.order(order.number()).filter(Order::isPaid).isPresent()) {
      return Said.NOTHING; // one of the older ones had just been paid
    }
    MerchantAccount account = gateway.account(option.account());
    String number = numbers.attempt();
    Instant placedAt = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    PaymentRequest.Builder builder =
        PaymentRequest.builder(
                number, option.amount(), scene(option.scene(), number, order, buyerIp), placedAt)
            .description(description);
    Instant payBefore = null;
    if (account.capabilities().has(Capability.SET_EXPIRY)) {
      payBefore = placedAt.plus(settings.payWithin());
      builder.payBefore(payBefore);
    }
    PaymentRequest request = builder.build();
    Attempt attempt =
        new Attempt(
            number,
            order.number(),
            option.account(),
            option.scene(),
            option.amount(),
            placedAt,
            payBefore,
            account.reference(request),
            PaymentState.UNKNOWN,
            null,
            null,
            null);
    return begin(order, option, attempt)
        ? settle(attempt, account, () -> account.pay(request))
        : Said.NOTHING;
  }

  /** Commits the attempt, unless the other one of two clicks was faster. */
  private boolean begin(Order order, PayOption option, Attempt attempt) {
    return Boolean.TRUE.equals(
        transaction.execute(
            status -> {
              Order locked = books.lockedOrder(order.number()).orElseThrow();
              if (locked.isPaid() || hasFresh(order, option)) {
                return false;
              }
              books.add(attempt);
              books.note(
                  order.number(),
                  attempt.number(),
                  MoneyEvent.Kind.ATTEMPT,
                  option.amount(),
                  option.account() + " " + option.scene());
              return true;
            }));
  }

  /** Whether the newest attempt is the same way to pay, and can still be used. */
  private boolean hasFresh(Order order, PayOption option) {
    Instant now = clock.instant();
    return books.attemptsOf(order.number()).stream()
        .limit(1)
        .anyMatch(
            newest ->
                newest.account().equals(option.account())
                    && newest.scene() == option.scene()
                    && newest.isUndecided()
                    && newest.open() == null
                    && newest.placedAt().isAfter(now.minus(FRESH))
                    && isUsable(newest, now));
  }

  private static boolean isUsable(Attempt attempt, Instant now) {
    NextAction next = attempt.next();
    if (next == null) {
      return attempt.state() == PaymentState.UNKNOWN; // the call is still on its way
    }
    Instant end = next.validUntil();
    return end == null || end.isAfter(now);
  }

  private Scene scene(Scene.Kind kind, String number, Order order, String buyerIp) {
    URI back = settings.publicUrl().resolve("/return/" + number);
    URI left = settings.publicUrl().resolve("/orders/" + order.number() + "?said=left");
    return switch (kind) {
      case QR_CODE -> Scene.qrCode();
      case WEB_PAGE -> new Scene.WebPage(back, left);
      case MOBILE_WEB -> new Scene.MobileWeb(back, left, buyerIp);
      case BUYER_CODE, APP, IN_APP_PAGE ->
          throw new IllegalArgumentException("A web shop cannot play the scene " + kind + ".");
    };
  }

  private void closeOlder(Order order) {
    for (Attempt older : books.attemptsOf(order.number())) {
      MerchantAccount account = account(older);
      if (older.isUndecided() && account != null && account.capabilities().has(Capability.CLOSE)) {
        try {
          learned(older, account, account.close(older.reference()));
        } catch (PaymentException cannotBeClosed) {
          books.trouble(older.number(), code(cannotBeClosed)); // it ends by its expiry
        }
      }
    }
  }

  /**
   * The buyer's browser is back. What it brought is a hint; what counts is what the channel
   * answers.
   */
  public Said cameBack(Attempt attempt, InboundRequest request) {
    MerchantAccount account = account(attempt);
    if (account == null) {
      return Said.LOOKING;
    }
    return settle(
        attempt,
        account,
        () -> {
          try {
            return notifications.returned(account, request, attempt.reference());
          } catch (UntrustedMessageException notFromTheChannel) {
            return account.complete(attempt.reference());
          }
        });
  }

  /** Asks the channel how an attempt stands: the buyer says it is paid, or the operator asks. */
  public Said ask(Attempt attempt) {
    MerchantAccount account = account(attempt);
    if (account == null) {
      return Said.LOOKING;
    }
    if (attempt.state().isOutcomeKnown()) {
      return settleQuestion(attempt, account);
    }
    return settle(attempt, account, () -> account.complete(attempt.reference()));
  }

  private Said settleQuestion(Attempt attempt, MerchantAccount account) {
    try {
      Payment found = account.query(attempt.reference());
      learned(attempt, account, found);
      return found.state().isOutcomeKnown() ? Said.NOTHING : told(attempt, Said.NOT_YET);
    } catch (PaymentException cannotTell) {
      books.trouble(attempt.number(), code(cannotTell));
      return Said.LOOKING;
    }
  }

  /** A call to a channel that has a payment result. */
  private interface Call {
    PaymentResult make();
  }

  private Said settle(Attempt attempt, MerchantAccount account, Call call) {
    try {
      return settle(attempt, account, call.make());
    } catch (OutcomeUnknownException open) {
      PaymentReference reference = open.open().payment();
      books.unknown(
          attempt.number(),
          reference == null ? attempt.reference() : reference,
          open.open().cause().name());
      return told(attempt, Said.LOOKING);
    } catch (RejectedException refused) {
      books.trouble(attempt.number(), code(refused));
      if (attempt.state() == PaymentState.UNKNOWN) {
        transaction.executeWithoutResult(
            status -> bookkeeper.close(attempt, "refused: " + refused.reason()));
        return Said.DECLINED;
      }
      return settleQuestion(attempt, account);
    } catch (NotSentException | InvalidRequestException notSent) {
      if (attempt.state() == PaymentState.UNKNOWN && attempt.open() == null) {
        transaction.executeWithoutResult(status -> bookkeeper.close(attempt, "not sent"));
      }
      return told(attempt, Said.NOT_REACHED);
    } catch (PaymentException cannotTell) {
      books.trouble(attempt.number(), code(cannotTell));
      return told(attempt, Said.LOOKING);
    }
  }

  private Said settle(Attempt attempt, MerchantAccount account, PaymentResult result) {
    learned(attempt, account, result.payment());
    if (result instanceof PaymentResult.AwaitingCustomer waiting) {
      books.next(attempt.number(), waiting.next());
      boolean wasBack = attempt.state() != PaymentState.UNKNOWN;
      return told(attempt, wasBack ? Said.DECLINED : Said.NOTHING);
    }
    if (result instanceof PaymentResult.Declined declined) {
      books.trouble(attempt.number(), declined.decline().channelCode());
      return told(attempt, Said.DECLINED);
    }
    return result instanceof PaymentResult.Paid ? Said.NOTHING : told(attempt, Said.NOT_YET);
  }

  /** Writes down what a call found out. That nothing was found is no news for the handler. */
  private void learned(Attempt attempt, MerchantAccount account, Payment payment) {
    if (payment.state() == PaymentState.NOT_FOUND) {
      books.settled(attempt.number());
    } else {
      bookkeeper.paymentChanged(account, payment);
    }
  }

  private Said told(Attempt attempt, Said said) {
    events.publishEvent(new OrderChanged(attempt.orderNumber()));
    return said;
  }

  // ---- refunding

  /** What an attempt brought and has not been asked back. */
  public Money refundable(Attempt attempt) {
    Money left = attempt.amount();
    if (!attempt.broughtMoney()) {
      return Money.ofMinor(left.currency().getCurrencyCode(), 0);
    }
    for (GoneBack refund : books.refundsOf(attempt.number())) {
      if (refund.counts()) {
        left = left.minus(refund.amount());
      }
    }
    return left;
  }

  /**
   * Gives money back.
   *
   * @throws IllegalArgumentException if the amount is nothing or more than is left
   */
  public void refund(Attempt paid, Money amount, String reason) {
    MerchantAccount account = gateway.account(paid.account());
    String number = numbers.refund();
    Instant placedAt = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    RefundRequest request =
        RefundRequest.builder(paid.reference(), number, amount, placedAt)
            .paymentAmount(paid.amount())
            .reason(reason)
            .build();
    GoneBack refund =
        new GoneBack(
            number,
            paid.number(),
            amount,
            reason,
            placedAt,
            account.reference(request).locator(),
            RefundState.UNKNOWN,
            null);
    transaction.executeWithoutResult(
        status -> {
          Attempt locked = books.lockedAttempt(paid.number()).orElseThrow();
          if (amount.isZero() || amount.compareTo(refundable(locked)) > 0) {
            throw new IllegalArgumentException(
                "Of " + paid.number() + " at most " + refundable(locked) + " can go back.");
          }
          books.add(refund);
          books.note(paid.orderNumber(), number, MoneyEvent.Kind.REFUND, amount, reason);
        });
    try {
      bookkeeper.refundChanged(account, account.refund(request), null);
    } catch (OutcomeUnknownException open) {
      books.unknownRefund(number, open.open().cause().name());
      told(paid, Said.LOOKING);
    } catch (RejectedException refused) {
      endRefund(paid, refund, "refused: " + refused.reason());
    } catch (NotSentException | InvalidRequestException notSent) {
      endRefund(paid, refund, "not sent");
    }
  }

  private void endRefund(Attempt paid, GoneBack refund, String why) {
    transaction.executeWithoutResult(
        status -> {
          books.known(refund.number(), refund.locator(), RefundState.FAILED);
          books.note(
              paid.orderNumber(),
              refund.number(),
              MoneyEvent.Kind.REFUND_FAILED,
              refund.amount(),
              why);
        });
    told(paid, Said.NOTHING);
  }

  /** Asks the channel how a refund stands. */
  public void askRefund(String number) {
    GoneBack refund = books.refund(number).orElseThrow();
    Attempt paid = books.attempt(refund.attemptNumber()).orElseThrow();
    MerchantAccount account = gateway.account(paid.account());
    try {
      Refund told =
          account.queryRefund(
              new RefundReference(paid.reference(), refund.number(), refund.locator()));
      if (told.state() == RefundState.NOT_FOUND) {
        // It never arrived: the same request again gives the money back once.
        bookkeeper.refundChanged(account, account.refund(again(paid, refund)), null);
      } else {
        bookkeeper.refundChanged(account, told, null);
      }
    } catch (OutcomeUnknownException open) {
      books.unknownRefund(number, open.open().cause().name());
    } catch (RejectedException refused) {
      endRefund(paid, refund, "refused: " + refused.reason());
    } catch (PaymentException cannotTell) {
      books.unknownRefund(number, "NO_REPLY");
    }
  }

  private static RefundRequest again(Attempt paid, GoneBack refund) {
    return RefundRequest.builder(
            paid.reference(), refund.number(), refund.amount(), refund.placedAt())
        .paymentAmount(paid.amount())
        .reason(refund.reason())
        .build();
  }

  // ---- the rest

  /** Money that came late is kept: the order counts as paid by it, unless it is paid already. */
  public void keep(Attempt attempt) {
    transaction.executeWithoutResult(
        status -> {
          if (books.markPaid(attempt.orderNumber(), attempt.number())) {
            books.note(
                attempt.orderNumber(),
                attempt.number(),
                MoneyEvent.Kind.TO_KITCHEN,
                attempt.amount(),
                "");
          }
        });
    told(attempt, Said.NOTHING);
  }

  /** The account of an attempt; null when it is no longer configured. */
  private @Nullable MerchantAccount account(Attempt attempt) {
    return gateway.accounts().stream()
        .filter(account -> account.name().equals(attempt.account()))
        .findFirst()
        .orElse(null);
  }

  /** Everything in doubt, asked about once more. */
  public void askAll() {
    List<Attempt> open = books.openAttempts();
    open.forEach(this::ask);
    books.openRefunds().forEach(refund -> askRefund(refund.number()));
  }

  private static String code(PaymentException e) {
    String code = e.context().channelCode();
    return code == null ? e.getClass().getSimpleName() : code;
  }
}
