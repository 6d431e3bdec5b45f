package io.jiaozi.tck.teahouse;

import io.jiaozi.Capabilities;
import io.jiaozi.Capability;
import io.jiaozi.ChannelCall;
import io.jiaozi.Operation;
import io.jiaozi.SubMerchant;
import io.jiaozi.money.Money;
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.notification.NotificationReply;
import io.jiaozi.payment.NextAction;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.payment.Scene;
import io.jiaozi.spi.ChannelAdapterProvider;
import io.jiaozi.tck.ChannelHarness;
import io.jiaozi.tck.Defect;
import io.jiaozi.tck.Forgery;
import io.jiaozi.tck.Limit;
import io.jiaozi.tck.Making;
import io.jiaozi.tck.MessageShape;
import io.jiaozi.tck.Steps;
import io.jiaozi.tck.Verdict;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the kit is told about the teahouse. */
public final class TeahouseHarness implements ChannelHarness {

  private static int numbers;

  private final FakeTeahouse fake = new FakeTeahouse();

  @Override
  public ChannelAdapterProvider provider() {
    return Defect.UNREGISTERED.on() ? new UnregisteredProvider() : new TeahouseProvider();
  }

  @Override
  public Capabilities expectedCapabilities() {
    return new Capabilities(
        Set.of(Scene.Kind.QR_CODE, Scene.Kind.WEB_PAGE, Scene.Kind.BUYER_CODE),
        Set.of(Scene.Kind.QR_CODE),
        EnumSet.allOf(Capability.class),
        Stream.of("CNY", "JPY", "KWD").map(Currency::getInstance).collect(Collectors.toSet()));
  }

  @Override
  public URI address() {
    return fake.address();
  }

  @Override
  public Map<String, String> settings(URI baseUrl) {
    return Map.of(
        "base-url",
        baseUrl.toString(),
        "merchant-id",
        FakeTeahouse.MERCHANT,
        "signing-key",
        fake.keyAsText());
  }

  @Override
  public Money price() {
    return Money.of("CNY", "88.00");
  }

  @Override
  public Scene scene(Scene.Kind kind, String number) {
    return kind == Scene.Kind.BUYER_CODE
        ? Scene.buyerCode("88" + number, "S1")
        : ChannelHarness.super.scene(kind, number);
  }

  @Override
  public Steps steps(Operation operation, Scene.Kind scene) {
    return scene == Scene.Kind.WEB_PAGE ? Steps.NONE : Steps.ONE;
  }

  @Override
  public Optional<MessageShape.Place> replySignature() {
    return Optional.of(MessageShape.Place.header(Tea.SIGNATURE));
  }

  private static PaymentRequest request(
      String number, Money amount, String text, Instant placedAt) {
    return PaymentRequest.builder(number, amount, Scene.qrCode(), placedAt)
        .description(text)
        .build();
  }

  private static String number(int length) {
    String start = "L" + ++numbers;
    return start + "0".repeat(length - start.length());
  }

  @Override
  public List<Limit> limits(Instant placedAt) {
    Money price = price();
    if (Defect.FEW_LIMITS.on()) {
      return List.of();
    }
    return List.of(
        new Limit(
            "longest number",
            request(number(TeahouseAdapter.LONGEST_NUMBER), price, "tea", placedAt),
            request(number(TeahouseAdapter.LONGEST_NUMBER + 1), price, "tea", placedAt)),
        new Limit(
            "longest text",
            request(number(20), price, "t".repeat(TeahouseAdapter.LONGEST_TEXT), placedAt),
            request(number(20), price, "t".repeat(TeahouseAdapter.LONGEST_TEXT + 1), placedAt)),
        new Limit(
            "greatest amount",
            request(number(20), Money.ofMinor("CNY", TeahouseAdapter.MOST), "tea", placedAt),
            request(number(20), Money.ofMinor("CNY", TeahouseAdapter.MOST + 1), "tea", placedAt)),
        new Limit(
            "least amount",
            request(number(20), Money.of("CNY", "0.02"), "tea", placedAt),
            request(number(20), Money.of("CNY", "0.01"), "tea", placedAt)));
  }

  @Override
  public Map<String, String> forbiddenExtras() {
    return Map.of("amount", "1");
  }

  @Override
  public Optional<SubMerchant> subMerchant() {
    return Optional.of(SubMerchant.of("tea-garden-7"));
  }

  @Override
  public Optional<ChannelCall> channelCall() {
    return Optional.of(ChannelCall.post("/tea", "{}"));
  }

  @Override
  public void buyerPays(String number, NextAction shown) {
    if (shown instanceof NextAction.SubmitForm page) {
      fake.page(page.fields());
    }
    fake.approves(number);
  }

  @Override
  public Optional<PaymentState> buyerDeclines(String number, NextAction shown) {
    fake.declines(number);
    return Optional.of(PaymentState.DECLINED);
  }

  @Override
  public List<Money> bookedPayments(String number) {
    return fake.payments(number);
  }

  @Override
  public List<Money> bookedRefunds(String refundNumber) {
    return fake.backs(refundNumber);
  }

  @Override
  public MessageShape messageShape() {
    return MessageShape.json()
        .at(MessageShape.Role.SIGNATURE, MessageShape.Place.header(Tea.SIGNATURE))
        .at(MessageShape.Role.TIME, MessageShape.Place.header(Tea.TIME))
        .at(MessageShape.Role.NONCE, MessageShape.Place.header(Tea.NONCE))
        .at(MessageShape.Role.KEY, MessageShape.Place.header(Tea.KEY))
        .at(MessageShape.Role.ALGORITHM, MessageShape.Place.header(Tea.ALGORITHM))
        .algorithms("HMAC-SHA512", "HMAC-MD5")
        .build();
  }

  @Override
  public Optional<InboundRequest> paymentNotification(String number, Making making) {
    return fake.message(number, making);
  }

  @Override
  public Optional<InboundRequest> refundNotification(String number, String refundNumber) {
    return Optional.of(fake.refundMessage(refundNumber));
  }

  @Override
  public Optional<InboundRequest> unmodelledNotification() {
    return Optional.of(fake.otherMessage());
  }

  @Override
  public Map<Forgery, Verdict> verdicts() {
    Map<Forgery, Verdict> verdicts = new EnumMap<>(Forgery.class);
    Verdict none = Verdict.notApplicable("the teahouse has no certificates");
    verdicts.put(Forgery.EXPIRED_CERTIFICATE, none);
    verdicts.put(Forgery.OTHER_AUTHORITY, none);
    verdicts.put(Forgery.TEST_CERTIFICATE, none);
    if (Defect.LENIENT_VERDICTS.on()) {
      for (Forgery forgery : Forgery.values()) {
        verdicts.putIfAbsent(forgery, Verdict.equivalent("said to be so"));
      }
    }
    return verdicts;
  }

  @Override
  public Map<NotificationReply.Kind, NotificationReply> replies() {
    return Map.of(
        NotificationReply.Kind.ACCEPTED, new NotificationReply(200, "", ""),
        NotificationReply.Kind.UNTRUSTED, new NotificationReply(400, "", ""),
        NotificationReply.Kind.TRY_AGAIN, new NotificationReply(500, "", ""));
  }

  @Override
  public Optional<InboundRequest> returnPage(String number) {
    return Optional.of(fake.returned(number));
  }

  @Override
  public Map<String, String> secrets() {
    return Defect.NO_SECRETS.on()
        ? Map.of()
        : Map.of("signing key", fake.keyAsText(), "the guest", FakeTeahouse.GUEST);
  }

  @Override
  public Duration patience() {
    return Duration.ofMillis(120);
  }

  @Override
  public void close() {
    fake.close();
  }
}
