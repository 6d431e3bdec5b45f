package io.jiaozi.proving.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jiaozi.MerchantAccount;
import io.jiaozi.PaymentGateway;
import io.jiaozi.error.NotSentException;
import io.jiaozi.proving.channels.ChannelUnderTest;
import io.jiaozi.proving.channels.ProvedCall;
import io.jiaozi.proving.channels.ProvedCall.Act;
import io.jiaozi.proving.stage.CountingSigner;
import io.jiaozi.proving.stage.Stage;
import io.jiaozi.proving.stage.Stages;
import io.jiaozi.spi.Signer;
import io.jiaozi.spi.SigningAlgorithm;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The private-key operation is what a call costs: exactly one for each request that is sent (and
 * one for what a client app hands on), and as many requests as the channel's page says. For
 * channels whose requests are signed with a key.
 */
class SigningTest {

  @TestFactory
  Stream<DynamicTest> call_answeredAtOnce_signsOncePerRequest() {
    return eachCall(SigningTest::signsOnce);
  }

  @TestFactory
  Stream<DynamicTest> call_whoseKeyServiceIsDown_isNotSent() {
    return eachCall(SigningTest::isNotSent);
  }

  private static void isNotSent(Stage stage, ChannelUnderTest channel, ProvedCall call) {
    Act act = call.scenery().prepare(stage, stage.healthy(channel), Stage.number());
    try (PaymentGateway gateway =
        stage.gatewayWith(channel, channel.signingKeySetting().orElseThrow(), new Down())) {
      MerchantAccount account = gateway.account(channel.account());
      long before = stage.sandbox().requests().total();

      assertThatThrownBy(() -> act.call().make(account)).isInstanceOf(NotSentException.class);

      assertThat(stage.sandbox().requests().total() - before).as("requests seen").isZero();
    }
  }

  private static void signsOnce(Stage stage, ChannelUnderTest channel, ProvedCall call) {
    Act act = call.scenery().prepare(stage, stage.healthy(channel), Stage.number());
    CountingSigner counting = new CountingSigner(channel.signer(stage));
    try (PaymentGateway gateway =
        stage.gatewayWith(channel, channel.signingKeySetting().orElseThrow(), counting)) {
      MerchantAccount account = gateway.account(channel.account());
      long before = stage.sandbox().requests().total();

      act.call().make(account);

      assertThat(stage.sandbox().requests().total() - before)
          .as("requests for one call")
          .isEqualTo(call.requests());
      assertThat(counting.operations())
          .as("private-key operations")
          .isEqualTo(call.requests() + call.clientSignatures());
    }
  }

  /** A key service that has lost its session. */
  private static final class Down implements Signer {
    @Override
    public boolean supports(SigningAlgorithm algorithm) {
      return true;
    }

    @Override
    public byte[] sign(SigningAlgorithm algorithm, byte[] message) {
      throw new IllegalStateException("session lost");
    }
  }

  private interface Check {
    void of(Stage stage, ChannelUnderTest channel, ProvedCall call);
  }

  private static Stream<DynamicTest> eachCall(Check check) {
    return Stages.modes().stream()
        .filter(channel -> channel.signingKeySetting().isPresent())
        .flatMap(
            channel ->
                channel.calls().stream()
                    .filter(call -> !call.fetch())
                    .map(
                        call ->
                            Stages.test(
                                channel.account() + " " + call,
                                stage -> check.of(stage, channel, call))));
  }
}
