package io.jiaozi.internal.guard;

import static io.jiaozi.fake.FakeChannel.answers;
import static io.jiaozi.fake.FakeChannel.fails;
import static io.jiaozi.fake.FakeChannel.noReply;
import static io.jiaozi.fake.FakeChannel.notSent;
import static io.jiaozi.fake.FakeChannel.rejected;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jiaozi.MerchantAccount;
import io.jiaozi.Operation;
import io.jiaozi.error.NotSentException;
import io.jiaozi.error.OutcomeUnknownException;
import io.jiaozi.error.RejectedException;
import io.jiaozi.error.RejectedReason;
import io.jiaozi.error.UntrustedMessageException;
import io.jiaozi.error.UntrustedReason;
import io.jiaozi.fake.FakeAdapter;
import io.jiaozi.fake.FakeChannel;
import io.jiaozi.fake.Fakes;
import io.jiaozi.fake.VirtualTime;
import io.jiaozi.notification.CustomerReturn;
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.notification.Notification;
import io.jiaozi.notification.NotificationReply;
import io.jiaozi.spi.ChannelFailure;
import java.util.Map;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NotificationReadingTest {

  private static final InboundRequest MESSAGE =
      new InboundRequest("POST", "/n", "", Map.of(), new byte[] {1});

  private final FakeChannel channel = new FakeChannel();
  private final MerchantAccount shop = Fakes.shop(channel, new VirtualTime());

  @ParameterizedTest
  @EnumSource(UntrustedReason.class)
  void untrusted_keepsItsReason(UntrustedReason reason) {
    channel.on(
        Operation.NOTIFICATION,
        fails(new ChannelFailure.Untrusted(reason, "has a wrong\nsignature", null)));
    UntrustedMessageException failure =
        catchThrowableOfType(UntrustedMessageException.class, () -> shop.readNotification(MESSAGE));
    assertThat(failure)
        .hasMessage(
            "A message to account shop that claims to come from Fake Pay has a wrong\\nsignature."
                + " Nothing in it may be used; answer UNTRUSTED.");
    assertThat(failure.reason()).isEqualTo(reason);
    assertThat(failure.context().operation()).isEqualTo(Operation.NOTIFICATION);
  }

  @Test
  void adapterThatBreaks_provesNothingAndLeaksNothing() {
    for (Throwable thrown :
        new Throwable[] {
          new IllegalStateException("CANARY"),
          new StackOverflowError(),
          new AssertionError("CANARY")
        }) {
      channel.on(Operation.NOTIFICATION, fails(thrown));
      UntrustedMessageException failure =
          catchThrowableOfType(
              UntrustedMessageException.class, () -> shop.readNotification(MESSAGE));
      assertThat(failure)
          .hasMessage(
              "A message to account shop that claims to come from Fake Pay could not be read: the"
                  + " adapter failed with "
                  + thrown.getClass().getName()
                  + ". Nothing in it may be used; answer UNTRUSTED.");
      assertThat(failure.reason()).isEqualTo(UntrustedReason.MALFORMED);
      assertThat(Throwables.getStackTrace(failure)).doesNotContain("CANARY");
    }
  }

  @Test
  void adapterThatReturnsNull_provesNothing() {
    channel.on(Operation.NOTIFICATION, answers(null));
    UntrustedMessageException failure =
        catchThrowableOfType(UntrustedMessageException.class, () -> shop.readNotification(MESSAGE));
    assertThat(failure.reason()).isEqualTo(UntrustedReason.MALFORMED);
  }

  @Test
  void keysThatCannotBeFetched_askForAnotherDelivery() {
    String because = "A notification on account shop: it cannot be verified now, because Fake Pay ";
    String answer = ". Answer TRY_AGAIN; the channel delivers it again.";
    channel.on(Operation.NOTIFICATION, notSent(), noReply(), rejected(RejectedReason.OTHER, null));
    assertThat(catchThrowableOfType(NotSentException.class, () -> shop.readNotification(MESSAGE)))
        .hasMessage(because + "refused the connection" + answer);
    OutcomeUnknownException unknown =
        catchThrowableOfType(OutcomeUnknownException.class, () -> shop.readNotification(MESSAGE));
    assertThat(unknown).hasMessage(because + "did not answer within 5 s" + answer);
    assertThat(unknown.open().payment()).isNull();
    assertThat(catchThrowableOfType(RejectedException.class, () -> shop.readNotification(MESSAGE)))
        .hasMessage(because + "refused it" + answer);
    assertThat(channel.requests(Operation.NOTIFICATION)).as("none was repeated").isEqualTo(3);
  }

  @Test
  void floodOfForgedMessages_stopsNoGenuineOne() {
    channel.onNext(
        1_000,
        Operation.NOTIFICATION,
        fails(new ChannelFailure.Untrusted(UntrustedReason.BAD_SIGNATURE, "is forged", null)));
    for (int i = 0; i < 1_000; i++) {
      UntrustedMessageException failure =
          catchThrowableOfType(
              UntrustedMessageException.class, () -> shop.readNotification(MESSAGE));
      assertThat(failure.reason()).isEqualTo(UntrustedReason.BAD_SIGNATURE);
    }
    assertThat(shop.readNotification(MESSAGE).kind()).isEqualTo(Notification.Kind.PAYMENT_CHANGED);
    assertThat(shop.query(Fakes.P1)).isNotNull();
  }

  @Test
  void readReturn_isTheAdapters_andAnEmptyHintWhereItReadsNone() {
    assertThat(shop.readReturn(MESSAGE).signed()).isTrue();
    channel.on(
        Operation.NOTIFICATION,
        fails(new ChannelFailure.Untrusted(UntrustedReason.BAD_SIGNATURE, "is forged", null)),
        fails(new IllegalStateException("CANARY")));
    assertThat(
            catchThrowableOfType(UntrustedMessageException.class, () -> shop.readReturn(MESSAGE))
                .reason())
        .isEqualTo(UntrustedReason.BAD_SIGNATURE);
    assertThat(
            catchThrowableOfType(UntrustedMessageException.class, () -> shop.readReturn(MESSAGE)))
        .hasMessageNotContaining("CANARY");
    FakeChannel bare = new FakeChannel();
    bare.opening((settings, context) -> new FakeAdapter(bare, settings));
    assertThat(Fakes.shop(bare, new VirtualTime()).readReturn(MESSAGE))
        .isEqualTo(new CustomerReturn(null, false));
  }

  @Test
  void reply_isTheAdapters() {
    assertThat(shop.reply(NotificationReply.Kind.ACCEPTED).body()).isEqualTo("ACCEPTED");
  }
}
