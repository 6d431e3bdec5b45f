package io.jiaozi.samples.storefront.pay;

import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.MerchantAccount;
import io.jiaozi.money.Money;
import io.jiaozi.notification.ApprovalHook;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.payment.RawReply;
import io.jiaozi.payment.Scene;
import io.jiaozi.refund.Refund;
import io.jiaozi.refund.RefundReference;
import io.jiaozi.refund.RefundState;
import io.jiaozi.samples.storefront.shop.Attempt;
import io.jiaozi.samples.storefront.shop.Books;
import io.jiaozi.samples.storefront.shop.GoneBack;
import io.jiaozi.samples.storefront.shop.MoneyEvent;
import io.jiaozi.samples.storefront.shop.Order;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/** What the shop makes of news: in any order, twice, late. */
class BookkeeperTest {
  private static final Instant NOW = Instant.parse("2026-11-25T04:00:00Z");
  private static final Money PRICE = Money.of("CNY", "50.00");
  private static final RawReply RAW = RawReply.none();

  private final MerchantAccount account =
      (MerchantAccount)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {MerchantAccount.class},
              (proxy, method, arguments) -> method.getName().equals("name") ? "till" : null);

  private AnnotationConfigApplicationContext context;
  private DriverManagerDataSource database;
  private Books books;
  private Bookkeeper bookkeeper;

  @BeforeEach
  void open() {
    database =
        new DriverManagerDataSource("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
    new ResourceDatabasePopulator(new ClassPathResource("schema.sql")).execute(database);
    context = new AnnotationConfigApplicationContext();
    context.registerBean(JdbcClient.class, () -> JdbcClient.create(database));
    context.registerBean(Clock.class, Clock::systemUTC);
    context.register(Books.class, Bookkeeper.class);
    context.refresh();
    books = context.getBean(Books.class);
    bookkeeper = context.getBean(Bookkeeper.class);
    books.add(new Order("D1", "V1", NOW, Map.of("tea", 1), null, null));
    attempt("P1");
  }

  @AfterEach
  void close() {
    context.close();
  }

  private void attempt(String number) {
    books.add(
        new Attempt(
            number,
            "D1",
            "till",
            Scene.Kind.QR_CODE,
            PRICE,
            NOW,
            null,
            PaymentReference.ofNumber(number),
            PaymentState.UNKNOWN,
            null,
            null,
            null));
  }

  private void told(String number, PaymentState state) {
    bookkeeper.paymentChanged(
        account,
        Payment.builder(new PaymentReference(number, "found"), state, RAW).amount(PRICE).build());
  }

  private void toldOfRefund(RefundState state) {
    RefundReference reference = RefundReference.of(PaymentReference.ofNumber("P1"), "R1");
    bookkeeper.refundChanged(
        account, Refund.builder(reference, state, RAW).amount(PRICE).build(), null);
  }

  private void refund() {
    told("P1", PaymentState.PAID);
    books.add(new GoneBack("R1", "P1", PRICE, "cold", NOW, null, RefundState.UNKNOWN, null));
  }

  private long count(MoneyEvent.Kind kind) {
    return books.eventsOf("D1").stream().filter(event -> event.kind() == kind).count();
  }

  private PaymentState state(String number) {
    return books.attempt(number).orElseThrow().state();
  }

  @Test
  void attempts_ofOneSecond_areInTheOrderOfTheirComing() {
    attempt("P0");
    attempt("P9");
    attempt("P5");

    assertThat(books.attemptsOf("D1"))
        .extracting(Attempt::number)
        .containsExactly("P5", "P9", "P0", "P1");
    assertThat(books.latestAttempts(2)).extracting(Attempt::number).containsExactly("P5", "P9");
  }

  @Test
  void schema_runAgainOverBooksOfBefore_keepsThem() {
    ResourceDatabasePopulator schema =
        new ResourceDatabasePopulator(new ClassPathResource("schema.sql"));
    schema.execute(database);

    assertThat(books.attemptsOf("D1")).extracting(Attempt::number).containsExactly("P1");
  }

  @Test
  void paid_toldThreeTimes_isCookedOnce() {
    told("P1", PaymentState.AWAITING_CUSTOMER);
    told("P1", PaymentState.PAID);
    told("P1", PaymentState.PAID);
    told("P1", PaymentState.AWAITING_CUSTOMER);

    assertThat(state("P1")).isEqualTo(PaymentState.PAID);
    assertThat(count(MoneyEvent.Kind.PAID)).isEqualTo(1);
    assertThat(count(MoneyEvent.Kind.TO_KITCHEN)).isEqualTo(1);
    assertThat(books.order("D1").orElseThrow().paidBy()).isEqualTo("P1");
    assertThat(books.attempt("P1").orElseThrow().reference().locator()).isEqualTo("found");
  }

  @Test
  void paid_byTwoAttempts_isCookedOnce_andAPersonDecides() {
    attempt("P2");
    told("P1", PaymentState.PAID);
    told("P2", PaymentState.PAID);

    assertThat(count(MoneyEvent.Kind.TO_KITCHEN)).isEqualTo(1);
    assertThat(books.undecided())
        .extracting(MoneyEvent::kind)
        .containsExactly(MoneyEvent.Kind.PAID_TWICE);
    books.note("D1", "P2", MoneyEvent.Kind.DECIDED, null, "back");
    assertThat(books.undecided()).isEmpty();
  }

  @Test
  void paid_afterItWasClosed_isNotCooked_untilAPersonDecides() {
    told("P1", PaymentState.CLOSED);
    told("P1", PaymentState.PAID);

    assertThat(state("P1")).isEqualTo(PaymentState.PAID);
    assertThat(count(MoneyEvent.Kind.TO_KITCHEN)).isZero();
    assertThat(books.undecided())
        .extracting(MoneyEvent::kind)
        .containsExactly(MoneyEvent.Kind.LATE);
  }

  @Test
  void refundBegun_heardBeforePaid_isPaidAllTheSame() {
    told("P1", PaymentState.REFUND_STARTED);
    told("P1", PaymentState.PAID);

    assertThat(count(MoneyEvent.Kind.PAID)).isEqualTo(1);
    assertThat(state("P1")).isEqualTo(PaymentState.REFUND_STARTED);
  }

  @Test
  void notFound_forCertain_endsAnOpenAttempt_andNoOther() {
    told("P1", PaymentState.NOT_FOUND);
    assertThat(state("P1")).isEqualTo(PaymentState.CLOSED);

    attempt("P2");
    told("P2", PaymentState.PAID);
    told("P2", PaymentState.NOT_FOUND);
    assertThat(state("P2")).isEqualTo(PaymentState.PAID);
  }

  @Test
  void newsOfAnotherShop_changesNothing() {
    told("P9", PaymentState.PAID);

    assertThat(books.eventsOf("D1")).isEmpty();
  }

  @Test
  void refund_endsOnce_andAContradictionIsForAPerson() {
    refund();
    toldOfRefund(RefundState.PROCESSING);
    toldOfRefund(RefundState.SUCCEEDED);
    toldOfRefund(RefundState.SUCCEEDED);
    toldOfRefund(RefundState.PROCESSING);
    assertThat(count(MoneyEvent.Kind.REFUNDED)).isEqualTo(1);

    toldOfRefund(RefundState.FAILED);
    assertThat(books.undecided())
        .extracting(MoneyEvent::kind)
        .containsExactly(MoneyEvent.Kind.TAKEN_BACK);
  }

  @Test
  void doubt_endsWithTheNextNews() {
    books.unknown("P1", PaymentReference.ofNumber("P1"), "NO_REPLY");
    assertThat(books.openAttempts()).hasSize(1);

    told("P1", PaymentState.PAID);

    assertThat(books.openAttempts()).isEmpty();
  }

  @Test
  void approval_ofAnOrderThatIsPaid_isDenied() {
    attempt("P2");
    Payment approved =
        Payment.builder(PaymentReference.ofNumber("P2"), PaymentState.APPROVED, RAW).build();
    assertThat(bookkeeper.decide(account, approved)).isEqualTo(ApprovalHook.Decision.ALLOW);

    told("P1", PaymentState.PAID);

    assertThat(bookkeeper.decide(account, approved)).isEqualTo(ApprovalHook.Decision.DENY);
  }

  @Test
  void expected_isTheAttemptsAmount_andWhatPaidAlready() {
    attempt("P2");
    told("P1", PaymentState.PAID);

    assertThat(bookkeeper.find(account, PaymentReference.ofNumber("P2")))
        .hasValueSatisfying(
            expected -> {
              assertThat(expected.amount()).isEqualTo(PRICE);
              assertThat(expected.paidBy()).isEqualTo(new PaymentReference("P1", "found"));
            });
    assertThat(bookkeeper.find(account, PaymentReference.ofNumber("P9"))).isEmpty();
  }
}
