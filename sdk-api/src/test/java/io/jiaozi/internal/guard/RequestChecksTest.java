package io.jiaozi.internal.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jiaozi.Capabilities;
import io.jiaozi.Capability;
import io.jiaozi.ChannelCall;
import io.jiaozi.MerchantAccount;
import io.jiaozi.Operation;
import io.jiaozi.PaymentGateway;
import io.jiaozi.SubMerchant;
import io.jiaozi.error.InvalidRequestException;
import io.jiaozi.error.NotSentException;
import io.jiaozi.error.Problem;
import io.jiaozi.fake.FakeAdapter;
import io.jiaozi.fake.FakeChannel;
import io.jiaozi.fake.Fakes;
import io.jiaozi.fake.VirtualTime;
import io.jiaozi.money.Money;
import io.jiaozi.payment.CaptureRequest;
import io.jiaozi.payment.ChannelExtras;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.Scene;
import io.jiaozi.payment.VoidRequest;
import io.jiaozi.refund.RefundReference;
import io.jiaozi.refund.RefundRequest;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestChecksTest {

  private static final Money PRICE = Money.of("CNY", "88.00");
  private static final Instant START = VirtualTime.START;
  private static final URI SHOP = URI.create("https://shop.example/back");

  private final VirtualTime time = new VirtualTime();
  private final FakeChannel channel = new FakeChannel();

  private MerchantAccount shop() {
    return Fakes.shop(channel, time);
  }

  private String refused(ThrowingCallable call) {
    InvalidRequestException failure = catchThrowableOfType(InvalidRequestException.class, call);
    assertThat(channel.contexts()).as("nothing was sent").isEmpty();
    return failure.getMessage();
  }

  private String refusedPay(PaymentRequest request) {
    return refused(() -> shop().pay(request));
  }

  @Test
  void pay_everythingWrong_isToldAtOnce() {
    channel.finds(new Problem("description", "is too plain."));
    PaymentRequest request =
        PaymentRequest.builder(
                "two words",
                Money.ofMinor("USD", 0),
                new Scene.WebPage(URI.create("/x"), null),
                START)
            .description("a\nb")
            .payBefore(START)
            .notificationUrl(URI.create("https://shop.example/n?x=1"))
            .channelExtras(ChannelExtras.of("a.b", "x\u0000y"))
            .build();
    assertThat(refusedPay(request))
        .isEqualTo(
            "Nothing was sent: payment two words on account shop has 9 problems.\n"
                + "  orderNumber: is not 1 to 64 printable ASCII characters without blank or \"~\"."
                + " Use 8 to 32 letters and digits, which every channel takes.\n"
                + "  amount: is USD 0.00. It must be more than zero.\n"
                + "  amount: is in USD, but this account takes [CNY, JPY] only.\n"
                + "  description: holds a line break or another invisible character. Remove it.\n"
                + "  scene.returnUrl: is not an absolute https URL. Write it in full, such as"
                + " https://shop.example/pay.\n"
                + "  payBefore: is not after placedAt.\n"
                + "  notificationUrl: has a query. Put what it says into the path.\n"
                + "  channelExtras.a.b: holds a line break or another invisible character. Remove"
                + " it.\n"
                + "  description: is too plain.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a~b", "a\nb", "Ü1", "a\u0000"})
  void numbers_oddOnes_areRefusedEverywhere(String number) {
    MerchantAccount shop = shop();
    PaymentRequest payment = PaymentRequest.builder(number, PRICE, Scene.qrCode(), START).build();
    assertThat(refused(() -> shop.pay(payment))).contains("\n  orderNumber: is not 1 to 64");
    assertThat(refused(() -> shop.authorize(payment))).contains("\n  orderNumber: is not 1 to 64");
    assertThat(refused(() -> shop.reference(payment))).contains("\n  orderNumber: is not 1 to 64");
    RefundRequest refund = RefundRequest.builder(Fakes.P1, number, PRICE, START).build();
    assertThat(refused(() -> shop.refund(refund))).contains("\n  refundNumber: is not 1 to 64");
    assertThat(refused(() -> shop.reference(refund))).contains("\n  refundNumber: is not 1 to 64");
    assertThat(
            refused(
                () -> shop.capture(CaptureRequest.builder(Fakes.P1, number, PRICE, START).build())))
        .contains("\n  captureNumber: is not 1 to 64");
    assertThat(
            refused(
                () ->
                    shop.reference(CaptureRequest.builder(Fakes.P1, number, PRICE, START).build())))
        .contains("\n  captureNumber: is not 1 to 64");
    assertThat(refused(() -> shop.voidAuthorization(new VoidRequest(Fakes.P1, number, START))))
        .contains("\n  voidNumber: is not 1 to 64");
    assertThat(refused(() -> shop.reference(new VoidRequest(Fakes.P1, number, START))))
        .contains("\n  voidNumber: is not 1 to 64");
  }

  @Test
  void numbers_thePaymentsOwn_areRefused() {
    MerchantAccount shop = shop();
    String sentence = "Number: is the number of the payment itself. Give it a number of its own.";
    assertThat(
            refused(() -> shop.refund(RefundRequest.builder(Fakes.P1, "P1", PRICE, START).build())))
        .endsWith("refund" + sentence);
    assertThat(
            refused(
                () -> shop.capture(CaptureRequest.builder(Fakes.P1, "P1", PRICE, START).build())))
        .endsWith("capture" + sentence);
    assertThat(refused(() -> shop.voidAuthorization(new VoidRequest(Fakes.P1, "P1", START))))
        .endsWith("void" + sentence);
  }

  @Test
  void scene_textsWithControlsOrBlank_areRefusedWithoutBeingShown() {
    assertThat(
            refusedPay(
                Fakes.payment(new Scene.BuyerCode("CANARY\r\n", " ", "\t", "10.0.0.1\u0000"))
                    .build()))
        .isEqualTo(
            "Nothing was sent: payment P1 on account shop has 4 problems.\n"
                + "  scene.code: holds a line break or another invisible character. Remove it.\n"
                + "  scene.storeId: is blank.\n"
                + "  scene.terminalId: is blank.\n"
                + "  scene.terminalIp: holds a line break or another invisible character. Remove"
                + " it.");
    assertThat(refusedPay(Fakes.payment(new Scene.InAppPage("CANARY\n", "")).build()))
        .doesNotContain("CANARY")
        .contains("scene.payerId", "scene.clientAppId");
    assertThat(refusedPay(Fakes.payment(new Scene.App("")).build())).contains("scene.clientAppId");
    assertThat(refusedPay(Fakes.payment(new Scene.MobileWeb(SHOP, null, "")).build()))
        .contains("scene.buyerIp: is blank.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "javascript:alert(1)",
        "http://shop.example/x",
        "http://127.0.0.1/x",
        "//x.example"
      })
  void returnAndCancelUrls_followTheOneRule(String url) {
    URI bad = URI.create(url);
    assertThat(refusedPay(Fakes.payment(new Scene.WebPage(bad, bad)).build()))
        .contains("scene.returnUrl: is ", "scene.cancelUrl: is ");
    assertThat(refusedPay(Fakes.payment(new Scene.MobileWeb(bad, bad, "10.0.0.1")).build()))
        .contains("scene.returnUrl: is ", "scene.cancelUrl: is ");
  }

  @Test
  void urlsOnThisMachine_areFineInASandbox() {
    try (PaymentGateway gateway =
        PaymentGateway.open(
            Fakes.config(channel, time)
                .account("shop", Fakes.account("fake", Map.of("base-url", "http://127.0.0.1:8099")))
                .build())) {
      URI local = URI.create("http://localhost:8080/back?order=1");
      PaymentRequest request =
          Fakes.payment(new Scene.WebPage(local, local))
              .notificationUrl(URI.create("http://localhost:8080/n"))
              .build();
      assertThat(gateway.account("shop").pay(request)).isNotNull();
    }
  }

  // ---- expiry

  @Test
  void payBefore_leftOut_isHalfAnHourAfterPlacedAt() {
    AtomicReference<Instant> sent = new AtomicReference<>();
    channel.opening(
        (settings, context) ->
            new FakeAdapter(channel, settings) {
              @Override
              public List<Problem> check(PaymentRequest request) {
                sent.set(request.payBefore());
                return List.of();
              }
            });
    shop().pay(Fakes.payment());
    assertThat(sent.get()).isEqualTo(START.plusSeconds(1_800));
    time.pass(Duration.ofMinutes(5));
    shop().pay(Fakes.payment());
    assertThat(sent.get()).as("the same on a repeat").isEqualTo(START.plusSeconds(1_800));
    channel.without(Capability.SET_EXPIRY);
    shop().pay(Fakes.payment());
    assertThat(sent.get()).isNull();
  }

  @Test
  void payBefore_over_isRefused() {
    time.pass(Duration.ofMinutes(30));
    assertThat(refusedPay(Fakes.payment()))
        .isEqualTo(
            "Nothing was sent: payment P1 on account shop has a problem.\n"
                + "  payBefore: was 2026-03-01T08:30:00Z, which is over: nobody could pay this any"
                + " more. Query the payment to learn how it ended; a new attempt needs a new number"
                + " and a new placedAt.");
  }

  @Test
  void payBefore_whereTheChannelTakesNone_isRefusedExceptAtTheTill() {
    channel.without(Capability.SET_EXPIRY);
    PaymentRequest.Builder qr = Fakes.payment(Scene.qrCode()).payBefore(START.plusSeconds(60));
    assertThat(refusedPay(qr.build()))
        .endsWith("\n  payBefore: Fake Pay takes no expiry on this account. Leave payBefore out.");
    PaymentRequest till =
        Fakes.payment(Scene.buyerCode("134567890123456789", "store"))
            .payBefore(START.plusSeconds(60))
            .build();
    assertThat(shop().pay(till)).isNotNull();
  }

  // ---- refunds, captures, references

  @Test
  void refund_moreThanTheWholeOrInAnotherCurrency_isRefused() {
    assertThat(
            refused(
                () ->
                    shop()
                        .refund(Fakes.refund("88.01").paymentAmount(PRICE).reason("a\nb").build())))
        .isEqualTo(
            """
            Nothing was sent: refund R1 of payment P1 on account shop has 2 problems.
              amount: is CNY 88.01, more than the whole payment of CNY 88.00.
              reason: holds a line break or another invisible character. Remove it.\
            """);
    assertThat(
            refused(
                () ->
                    shop()
                        .refund(Fakes.refund("8.00").paymentAmount(Money.of("JPY", "88")).build())))
        .endsWith("\n  paymentAmount: is in another currency than the refund.");
  }

  @Test
  void refund_partWhereOnlyTheWholeIsPossible_isRefused() {
    channel.without(Capability.PARTIAL_REFUND);
    assertThat(refused(() -> shop().refund(Fakes.refund("8.00").paymentAmount(PRICE).build())))
        .endsWith(
            "\n  amount: is a part of the payment, and this account can refund the whole only: CNY"
                + " 88.00.");
    assertThat(shop().refund(Fakes.refund("88.00").paymentAmount(PRICE).build())).isNotNull();
  }

  @Test
  void capture_notTheLast_needsSeveralCaptures() {
    channel.without(Capability.SEVERAL_CAPTURES);
    assertThat(
            refused(
                () ->
                    shop()
                        .capture(
                            CaptureRequest.builder(Fakes.P1, "C1", PRICE, START)
                                .moreToFollow()
                                .build())))
        .endsWith(
            "\n  last: is false, but this account can capture a hold once only. Make it the last.");
  }

  @Test
  void reference_numberAlone_whereItFindsNothing_isRefused() {
    channel.without(
        Capability.FIND_BY_NUMBER,
        Capability.FIND_REFUND_BY_NUMBER,
        Capability.COMPLETE_AFTER_APPROVAL);
    PaymentReference bare = PaymentReference.ofNumber("P1");
    String sentence =
        "is a number alone, by which Fake Pay finds nothing. Give the reference that"
            + " account.reference(request) or the last result told.";
    MerchantAccount shop = shop();
    for (ThrowingCallable call :
        List.<ThrowingCallable>of(
            () -> shop.query(bare),
            () -> shop.complete(bare),
            () -> shop.close(bare),
            () -> shop.reverse(bare))) {
      assertThat(refused(call)).endsWith("\n  reference: " + sentence);
    }
    assertThat(refused(() -> shop.refund(RefundRequest.builder(bare, "R1", PRICE, START).build())))
        .endsWith("\n  payment: " + sentence);
    assertThat(refused(() -> shop.queryRefund(new RefundReference(null, "R1", null))))
        .endsWith(
            "\n  reference: is a refund number alone, by which Fake Pay finds nothing. Give the"
                + " reference of the payment too, or the one that refund() returned.");
    assertThat(shop.queryRefund(new RefundReference(null, "R1", "f1.r"))).isNotNull();
    assertThat(shop.query(Fakes.P1)).isNotNull();
  }

  @Test
  void reference_ofAnotherAdapter_isTheAdaptersToRefuse() {
    channel.finds(new Problem("reference", "was made by another adapter."));
    assertThat(refused(() -> shop().query(Fakes.P1)))
        .isEqualTo(
            """
            Nothing was sent: query of payment P1 on account shop has a problem.
              reference: was made by another adapter.\
            """);
  }

  @Test
  void channelCall_controlsInNamesAndHeaders_areRefused() {
    ChannelCall call =
        new ChannelCall("GET\r\n", " ", Map.of("a", "b\r\nX: y"), Map.of("X\n", "v"), "a\nb", true);
    assertThat(refused(() -> shop().channelCalls().send(call)))
        .isEqualTo(
            """
            Nothing was sent: call GET\\r\\n   on account shop has 4 problems.
              verb: holds a line break or another invisible character. Remove it.
              target: is blank.
              query.a: holds a line break or another invisible character. Remove it.
              headers: holds a line break or another invisible character. Remove it.\
            """);
  }

  // ---- capabilities

  @Test
  void scene_notOffered_isRefusedAndTheAdapterNotAsked() {
    channel
        .capabilities(
            new Capabilities(
                Set.of(Scene.Kind.APP, Scene.Kind.QR_CODE),
                Set.of(),
                Set.of(),
                FakeChannel.everything().currencies()))
        .finds(new Problem("x", "must not be asked"));
    assertThat(refusedPay(Fakes.payment(Scene.webPage(SHOP)).build()))
        .isEqualTo(
            "Nothing was sent: payment P1 on account shop has a problem.\n"
                + "  scene: is WEB_PAGE, in which this account at Fake Pay cannot be paid. It can in"
                + " [QR_CODE, APP].");
  }

  private static String cannot(String what, String can) {
    return "Nothing was sent: "
        + what
        + " on account shop has a problem.\n  account: This account at Fake Pay cannot "
        + can
        + ". Ask capabilities() before you offer it.";
  }

  @Test
  void abilityMissing_everyOperation_isRefused() {
    channel.capabilities(
        new Capabilities(
            FakeChannel.everything().pay(),
            Set.of(),
            Set.of(Capability.FIND_BY_NUMBER, Capability.SEVERAL_CAPTURES, Capability.SET_EXPIRY),
            FakeChannel.everything().currencies()));
    assertEverythingElseRefused();
  }

  @Test
  void interfaceMissing_everyOperation_isRefused() {
    channel.opening((settings, context) -> new FakeAdapter(channel, settings));
    MerchantAccount shop = shop();
    assertThat(refused(() -> shop.close(Fakes.P1)))
        .isEqualTo(cannot("closing of payment P1", "close unpaid orders"));
    assertThat(refused(() -> shop.complete(Fakes.P1)))
        .isEqualTo(cannot("completion of payment P1", "complete payments"));
    assertThat(refused(() -> shop.authorize(Fakes.payment())))
        .isEqualTo(cannot("authorization P1", "hold money"));
    assertThat(refused(() -> shop.channelCalls().send(ChannelCall.get("/x", Map.of()))))
        .isEqualTo(cannot("call GET /x", "call endpoints of its own"));
  }

  private void assertEverythingElseRefused() {
    MerchantAccount shop = shop();
    assertThat(refused(() -> shop.authorize(Fakes.payment())))
        .isEqualTo(cannot("authorization P1", "hold money"));
    assertThat(
            refused(
                () -> shop.capture(CaptureRequest.builder(Fakes.P1, "C1", PRICE, START).build())))
        .isEqualTo(
            cannot("capture C1 of authorization P1", "hold money, so there is nothing to capture"));
    assertThat(refused(() -> shop.reauthorize(Fakes.P1, PRICE)))
        .isEqualTo(cannot("renewal of authorization P1", "renew holds"));
    assertThat(refused(() -> shop.voidAuthorization(new VoidRequest(Fakes.P1, "V1", START))))
        .isEqualTo(cannot("void V1 of authorization P1", "release holds"));
    assertThat(refused(() -> shop.close(Fakes.P1)))
        .isEqualTo(cannot("closing of payment P1", "close unpaid orders"));
    assertThat(refused(() -> shop.reverse(Fakes.P1)))
        .isEqualTo(cannot("reversal of payment P1", "undo payments at the till"));
    assertThat(refused(() -> shop.refund(Fakes.refund())))
        .isEqualTo(cannot("refund R1 of payment P1", "refund"));
    assertThat(refused(() -> shop.queryRefund(RefundReference.of(Fakes.P1, "R1"))))
        .isEqualTo(
            cannot("query of refund R1 of payment P1", "refund, so there is none to ask for"));
    assertThat(refused(() -> shop.channelCalls().send(ChannelCall.get("/x", Map.of()))))
        .isEqualTo(cannot("call GET /x", "call endpoints of its own"));
    assertThat(refused(() -> shop.actingFor(SubMerchant.of("19001"))))
        .isEqualTo(cannot("acting for sub-merchant 19001", "act for sub-merchants"));
  }

  @Test
  void actingFor_isToldToTheAdapter_andLeavesTheAccountAlone() {
    MerchantAccount shop = shop();
    shop.actingFor(SubMerchant.of("19001")).query(Fakes.P1);
    shop.query(Fakes.P1);
    assertThat(channel.contexts().get(0).actingFor()).isEqualTo(SubMerchant.of("19001"));
    assertThat(channel.contexts().get(1).actingFor()).isNull();
    assertThat(refusedLater(() -> shop.actingFor(new SubMerchant("\n", Map.of("a", "b\n")))))
        .contains("subMerchant.id: is blank.", "subMerchant.details: holds a line break");
  }

  private static String refusedLater(ThrowingCallable call) {
    return catchThrowableOfType(InvalidRequestException.class, call).getMessage();
  }

  @Test
  void check_isToldForWhomThePaymentIs() {
    List<String> told = new ArrayList<>();
    channel.opening(
        (settings, context) ->
            new FakeAdapter(channel, settings) {
              @Override
              public List<Problem> check(PaymentRequest request, SubMerchant actingFor) {
                told.add(actingFor == null ? "nobody" : actingFor.id());
                return List.of();
              }
            });
    MerchantAccount shop = shop();
    shop.pay(Fakes.payment());
    shop.actingFor(SubMerchant.of("19001")).pay(Fakes.payment());
    assertThat(told).containsExactly("nobody", "19001");
  }

  @Test
  void adapterThatFailsWhileItChecks_isNotSent() {
    channel.opening(
        (settings, context) ->
            new FakeAdapter(channel, settings) {
              @Override
              public List<Problem> check(PaymentRequest request) {
                throw new IllegalStateException("CANARY");
              }
            });
    NotSentException failure =
        catchThrowableOfType(NotSentException.class, () -> shop().pay(Fakes.payment()));
    assertThat(failure)
        .hasMessage(
            "Payment P1 on account shop: the adapter of Fake Pay failed with"
                + " java.lang.IllegalStateException while it prepared the call. Nothing was sent, so"
                + " no money can have moved. Tell the author of the adapter; the cause holds the"
                + " stack.")
        .hasMessageNotContaining("CANARY");
    assertThat(failure.context().attempts()).isZero();
    assertThat(channel.requests(Operation.PAY)).isZero();
  }

  @Test
  void nullArguments_areTheCallersMistake() {
    MerchantAccount shop = shop();
    assertThatThrownBy(() -> shop.pay(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> shop.query(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> shop.readNotification(null)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> shop.with(null)).isInstanceOf(NullPointerException.class);
  }
}
