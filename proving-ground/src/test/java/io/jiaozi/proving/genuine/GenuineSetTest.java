package io.jiaozi.proving.genuine;

import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.MerchantAccount;
import io.jiaozi.notification.Notification;
import io.jiaozi.proving.channels.ChannelUnderTest;
import io.jiaozi.proving.message.Deal;
import io.jiaozi.proving.message.GenuineMessage;
import io.jiaozi.proving.message.Told;
import io.jiaozi.proving.stage.Canaries;
import io.jiaozi.proving.stage.Reading;
import io.jiaozi.proving.stage.Stage;
import io.jiaozi.proving.stage.Stages;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Whatever the channel really sends is believed and read to the last character: a verifier that
 * refuses too much loses money as surely as one that believes too much.
 */
class GenuineSetTest {

  private static final int LEAST = 50;
  private static final Pattern FACT_KEY = Pattern.compile("[\\x21-\\x7e]{1,200}");

  @TestFactory
  Stream<DynamicTest> genuineMessages_areBelieved_withExactContents() {
    return Stages.eachMode(GenuineSetTest::believed);
  }

  private static void believed(ChannelUnderTest channel, Stage stage) {
    MerchantAccount account = stage.healthy(channel);
    List<GenuineMessage> messages = channel.genuine(stage);
    assertThat(messages.stream().map(GenuineMessage::name).distinct())
        .as("genuine messages")
        .hasSizeGreaterThanOrEqualTo(LEAST)
        .hasSameSizeAs(messages);
    Set<String> facts = new HashSet<>();
    SoftAssertions all = new SoftAssertions();
    for (GenuineMessage message : messages) {
      Reading reading = Reading.of(account, message.genuine());
      all.assertThat(reading.believed()).as("%s: %s", message, reading).isPresent();
      reading.believed().ifPresent(told -> compare(all, message, told, facts));
    }
    all.assertAll();
  }

  private static void compare(
      SoftAssertions all, GenuineMessage message, Notification told, Set<String> facts) {
    all.assertThat(Told.of(told, message.told()))
        .as("what %s tells", message)
        .isEqualTo(message.told());
    all.assertThat(told.factKey()).as("fact key of %s", message).matches(FACT_KEY);
    all.assertThat(facts.add(told.factKey())).as("a fact of its own: %s", message).isTrue();
    Notification again = told;
    all.assertThat(again.toString()).as("shown of %s", message).doesNotContain("openid");
  }

  @TestFactory
  Stream<DynamicTest> genuineMessage_deliveredAgain_isTheSameFact() {
    return Stages.eachMode(
        (channel, stage) -> {
          MerchantAccount account = stage.healthy(channel);
          for (GenuineMessage message : channel.genuine(stage)) {
            // Made anew: another nonce, another signature, another id of the delivery.
            Notification first = Reading.of(account, message.genuine()).believed().orElseThrow();
            Notification second = Reading.of(account, message.genuine()).believed().orElseThrow();
            if (first.kind() != Notification.Kind.UNMAPPED) {
              assertThat(second.factKey()).as(message.name()).isEqualTo(first.factKey());
            }
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> orderPaidAtTheSandbox_isToldAsPaid() {
    return Stages.eachMode(
        (channel, stage) -> {
          MerchantAccount account = stage.healthy(channel);
          Deal deal = channel.order(account, Stage.number());
          channel.buyerPays(stage.sandbox(), deal, new Canaries());
          channel.merchantFinishes(account, deal);

          Reading reading = Reading.of(account, channel.notification(stage.sandbox(), deal));

          Notification told = reading.believed().orElseThrow();
          Told like = Told.payment(deal.number(), "PAID", deal.price());
          assertThat(Told.of(told, like).number()).isEqualTo(like.number());
          assertThat(Told.of(told, like).state()).isEqualTo(like.state());
          assertThat(Told.of(told, like).amount()).isEqualTo(like.amount());
        });
  }
}
