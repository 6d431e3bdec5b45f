package io.jiaozi.proving.genuine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;

import io.jiaozi.MerchantAccount;
import io.jiaozi.error.UntrustedReason;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.proving.channels.ChannelUnderTest;
import io.jiaozi.proving.message.Deal;
import io.jiaozi.proving.message.Swap;
import io.jiaozi.proving.message.WireMessage;
import io.jiaozi.proving.stage.Reading;
import io.jiaozi.proving.stage.ShopRecord;
import io.jiaozi.proving.stage.ShopRecord.Effect;
import io.jiaozi.proving.stage.Stage;
import io.jiaozi.proving.stage.Stages;
import io.jiaozi.proving.stage.Tables;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;

/**
 * A signature proves who speaks, not what about. Every message here is signed as it should be and
 * has one thing that is not as the shop's books have it: either the account refuses it, or the shop
 * finds the difference by comparing what the documents ask it to compare. The order stays where it
 * was. What must come of each stands in {@code semantic/<channel>.table}.
 */
class SemanticMismatchTest {

  @TestFactory
  Stream<DynamicContainer> swappedField_underRightSignature_changesNothing() {
    return Stages.modes().stream()
        .map(
            channel -> {
              Map<Swap, Row> table = table(channel.channel());
              return dynamicContainer(
                  channel.account(),
                  Arrays.stream(Swap.values())
                      .map(
                          swap ->
                              Stages.test(
                                  swap.name(),
                                  stage -> judge(channel, stage, swap, table.get(swap)))));
            });
  }

  /**
   * What must come of one swap.
   *
   * @param word {@code REFUSED}, {@code MISMATCH} or {@code N/A}
   * @param detail the reason, or the effect on the shop's books
   */
  private record Row(String word, String detail, String note) {}

  private static Map<Swap, Row> table(String channel) {
    Map<Swap, Row> rows = new EnumMap<>(Swap.class);
    for (List<String> row : Tables.read("semantic/" + channel + ".table", 3)) {
      String[] words = (row.get(1) + " ").split(" ", 2);
      rows.put(Swap.valueOf(row.get(0)), new Row(words[0], words[1].strip(), row.get(2)));
    }
    assertThat(rows).as("swaps in the table of %s", channel).containsOnlyKeys(Swap.values());
    return rows;
  }

  private static void judge(ChannelUnderTest channel, Stage stage, Swap swap, Row expected) {
    MerchantAccount account = stage.healthy(channel);
    Deal deal = channel.order(account, Stage.number());
    ShopRecord shop = new ShopRecord().expect(deal);
    Optional<WireMessage> swapped = channel.swapped(stage.sandbox(), deal, swap);
    if (expected.word().equals("N/A")) {
      assertThat(swapped).as("N/A, but the channel makes such a message").isEmpty();
      assertThat(expected.note()).as("why").isNotBlank();
      return;
    }
    PaymentState before = shop.state(deal);
    if (expected.detail().equals(Effect.SAME_FACT.name())) {
      WireMessage first = channel.swapped(stage.sandbox(), deal, Swap.DUPLICATE).orElseThrow();
      before = paid(account, shop, deal, first);
    }
    int handled = shop.handled();

    Reading reading = Reading.of(account, swapped.orElseThrow());

    if (expected.word().equals("REFUSED")) {
      assertThat(reading.reason())
          .as("refused, not %s", reading)
          .contains(UntrustedReason.valueOf(expected.detail()));
    } else {
      assertThat(reading.believed()).as("believed, not %s", reading).isPresent();
      Effect effect = shop.take(reading.believed().orElseThrow());
      assertThat(effect).isEqualTo(Effect.valueOf(expected.detail())).isNotEqualTo(Effect.APPLIED);
      assertThat(shop.handled() - handled)
          .as("acted on, but for strangers that a person must look at")
          .isLessThanOrEqualTo(effect == Effect.SAME_FACT ? 0 : 1);
    }
    assertThat(shop.state(deal)).as("the order").isEqualTo(before);
  }

  private static PaymentState paid(
      MerchantAccount account, ShopRecord shop, Deal deal, WireMessage message) {
    assertThat(shop.take(Reading.of(account, message).believed().orElseThrow()))
        .isEqualTo(Effect.APPLIED);
    assertThat(shop.state(deal)).isEqualTo(PaymentState.PAID);
    return shop.state(deal);
  }
}
