package com.example.abacus;

import io.jiaozi.Capabilities;
import io.jiaozi.Capability;
import io.jiaozi.ChannelCall;
import io.jiaozi.money.Money;
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.notification.NotificationReply;
import io.jiaozi.payment.NextAction;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.payment.Scene;
import io.jiaozi.spi.ChannelAdapterProvider;
import io.jiaozi.tck.ChannelHarness;
import io.jiaozi.tck.Forgery;
import io.jiaozi.tck.Limit;
import io.jiaozi.tck.Making;
import io.jiaozi.tck.MessageShape;
import io.jiaozi.tck.Verdict;
import java.net.URI;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the contract kit is told about Abacus Pay: facts from its documents, and its fake. */
final class AbacusHarness implements ChannelHarness {

  private final FakeAbacus fake = new FakeAbacus();
  private int numbers;

  @Override
  public ChannelAdapterProvider provider() {
    return new AbacusAdapterProvider();
  }

  @Override
  public Capabilities expectedCapabilities() {
    return new Capabilities(
        Set.of(Scene.Kind.QR_CODE, Scene.Kind.WEB_PAGE),
        Set.of(),
        Set.of(
            Capability.FIND_BY_NUMBER,
            Capability.FIND_REFUND_BY_NUMBER,
            Capability.SET_EXPIRY,
            Capability.CLOSE,
            Capability.REFUND,
            Capability.PARTIAL_REFUND,
            Capability.NOTIFIES_PAYMENT,
            Capability.NOTIFIES_REFUND,
            Capability.CHANNEL_CALLS),
        Set.of(Currency.getInstance("CNY"), Currency.getInstance("JPY")));
  }

  @Override
  public URI address() {
    return fake.address();
  }

  @Override
  public void reachedAt(URI proxy) {
    fake.showAddress(proxy);
  }

  @Override
  public Map<String, String> settings(URI baseUrl) {
    return Map.of(
        "base-url",
        baseUrl.toString(),
        "merchant-id",
        FakeAbacus.MERCHANT,
        "key-id",
        FakeAbacus.KEY_ID,
        "private-key",
        Keys.pem(Keys.MERCHANT.getPrivate()),
        "channel-key",
        Keys.pem(Keys.CHANNEL.getPublic()),
        "notification-url",
        "https://shop.example/notify/abacus");
  }

  @Override
  public Money price() {
    return Money.of("CNY", "88.00");
  }

  @Override
  public Optional<MessageShape.Place> replySignature() {
    return Optional.of(MessageShape.Place.header("Abacus-Signature"));
  }

  @Override
  public List<Limit> limits(Instant placedAt) {
    return List.of(
        new Limit(
            "longest number",
            payment(number(32), price(), "tea", placedAt),
            payment(number(33), price(), "tea", placedAt)),
        new Limit(
            "shortest number",
            payment(number(8), price(), "tea", placedAt),
            payment(number(7), price(), "tea", placedAt)),
        new Limit(
            "longest description",
            payment(number(20), price(), "饺".repeat(64), placedAt),
            payment(number(20), price(), "饺".repeat(65), placedAt)),
        new Limit(
            "greatest amount",
            payment(number(20), Money.ofMinor("CNY", 100_000_000), "tea", placedAt),
            payment(number(20), Money.ofMinor("CNY", 100_000_001), "tea", placedAt)),
        new Limit(
            "furthest expiry",
            payment(number(20), price(), "tea", placedAt)
                .withPayBefore(placedAt.plus(Duration.ofDays(7)).minusSeconds(60)),
            payment(number(20), price(), "tea", placedAt)
                .withPayBefore(placedAt.plus(Duration.ofDays(7)).plusSeconds(60))));
  }

  private static PaymentRequest payment(
      String number, Money amount, String text, Instant placedAt) {
    return PaymentRequest.builder(number, amount, Scene.qrCode(), placedAt)
        .description(text)
        .build();
  }

  private String number(int length) {
    String start = "L" + ++numbers;
    return start + "0".repeat(length - start.length());
  }

  @Override
  public Map<String, String> forbiddenExtras() {
    return Map.of("amount", "1", "merchant", "AB00000000", "notify_url", "https://evil.example/");
  }

  @Override
  public Optional<ChannelCall> channelCall() {
    return Optional.of(ChannelCall.get("/v1/balances", Map.of()));
  }

  @Override
  public void buyerPays(String number, NextAction shown) {
    fake.buyerPays(number);
  }

  @Override
  public Optional<PaymentState> buyerDeclines(String number, NextAction shown) {
    fake.buyerFails(number);
    return Optional.of(PaymentState.DECLINED);
  }

  @Override
  public List<Money> bookedPayments(String number) {
    return fake.bookedPayments(number).stream().map(AbacusHarness::money).toList();
  }

  @Override
  public List<Money> bookedRefunds(String refundNumber) {
    return fake.bookedRefunds(refundNumber).stream().map(AbacusHarness::money).toList();
  }

  private static Money money(Map<String, Object> booked) {
    return Money.ofMinor((String) booked.get("currency"), (Long) booked.get("amount"));
  }

  @Override
  public MessageShape messageShape() {
    return MessageShape.json()
        .at(MessageShape.Role.SIGNATURE, MessageShape.Place.header("Abacus-Signature"))
        .at(MessageShape.Role.TIME, MessageShape.Place.header("Abacus-Time"))
        .at(MessageShape.Role.NONCE, MessageShape.Place.header("Abacus-Nonce"))
        .at(MessageShape.Role.KEY, MessageShape.Place.header("Abacus-Key"))
        .build();
  }

  @Override
  public Optional<InboundRequest> paymentNotification(String number, Making making) {
    Instant now = Instant.now();
    String name = Keys.name(Keys.CHANNEL);
    return switch (making) {
      case GENUINE -> Optional.of(message(number, Keys.CHANNEL, name, now));
      case STALE -> Optional.of(message(number, Keys.CHANNEL, name, now.minusSeconds(86_400)));
      case FUTURE -> Optional.of(message(number, Keys.CHANNEL, name, now.plusSeconds(86_400)));
      case FOREIGN_KEY ->
          Optional.of(message(number, Keys.STRANGER, Keys.name(Keys.STRANGER), now));
      case OWN_KEY_SAME_NAME -> Optional.of(message(number, Keys.STRANGER, name, now));
      case OTHER_MERCHANT ->
          Optional.of(FakeAbacus.genuine(fake.paymentEvent(number, "AB87654321")));
      case EXPIRED_CERTIFICATE, OTHER_AUTHORITY, TEST_CERTIFICATE -> Optional.empty();
    };
  }

  private InboundRequest message(String number, KeyPair signer, String keyName, Instant time) {
    String body = fake.paymentEvent(number, FakeAbacus.MERCHANT);
    return FakeAbacus.delivery(body, FakeAbacus.proof(signer, keyName, time, body));
  }

  @Override
  public Optional<InboundRequest> refundNotification(String number, String refundNumber) {
    return Optional.of(FakeAbacus.genuine(fake.refundEvent(refundNumber)));
  }

  @Override
  public Optional<InboundRequest> unmodelledNotification() {
    return Optional.of(
        FakeAbacus.genuine(
            fake.event("payout.changed", FakeAbacus.MERCHANT, "\"payout\":{\"number\":\"X1\"}")));
  }

  @Override
  public Map<Forgery, Verdict> verdicts() {
    Map<Forgery, Verdict> verdicts = new EnumMap<>(Forgery.class);
    Verdict none = Verdict.notApplicable("Abacus Pay's keys have no certificates");
    verdicts.put(Forgery.EXPIRED_CERTIFICATE, none);
    verdicts.put(Forgery.OTHER_AUTHORITY, none);
    verdicts.put(Forgery.TEST_CERTIFICATE, none);
    return verdicts;
  }

  @Override
  public Map<NotificationReply.Kind, NotificationReply> replies() {
    return Map.of(
        NotificationReply.Kind.ACCEPTED,
        new NotificationReply(200, "application/json", "{\"received\":true}"),
        NotificationReply.Kind.UNTRUSTED,
        new NotificationReply(401, "", ""),
        NotificationReply.Kind.TRY_AGAIN,
        new NotificationReply(503, "", ""));
  }

  @Override
  public Map<String, String> secrets() {
    return Map.of(
        "private key", Keys.pem(Keys.MERCHANT.getPrivate()), "the payer's id", FakeAbacus.PAYER);
  }

  @Override
  public Map<String, String> notApplicable() {
    String algorithm = "Abacus Pay's messages name no algorithm; there is one.";
    return Map.of(
        "F-05", algorithm,
        "F-11", algorithm,
        "F-31", algorithm,
        "F-32", algorithm,
        "F-33", algorithm);
  }

  @Override
  public void close() {
    fake.close();
  }
}
