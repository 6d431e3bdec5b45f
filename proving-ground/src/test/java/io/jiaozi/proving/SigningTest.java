package io.jiaozi.proving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.jiaozi.MerchantAccount;
import io.jiaozi.PaymentGateway;
import io.jiaozi.error.NotSentException;
import io.jiaozi.proving.ProvedCall.Act;
import io.jiaozi.sandbox.Sandbox;
import io.jiaozi.spi.Signer;
import io.jiaozi.spi.SigningAlgorithm;
import io.jiaozi.support.crypto.RsaSigner;
import io.jiaozi.support.keys.KeyMaterial;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The private-key operation is what a call costs: exactly one for each request that is sent. */
class SigningTest {

  private final Sandbox sandbox = Stages.sandbox();

  @TestFactory
  Stream<DynamicTest> call_answeredAtOnce_signsOnce() {
    return ChannelUnderTest.all().stream()
        .flatMap(
            channel ->
                channel.calls().stream()
                    .map(
                        call ->
                            dynamicTest(
                                channel.channel() + " " + call, () -> signsOnce(channel, call))));
  }

  @TestFactory
  Stream<DynamicTest> call_whoseKeyServiceIsDown_isNotSent() {
    return ChannelUnderTest.all().stream()
        .flatMap(
            channel ->
                channel.calls().stream()
                    .map(
                        call ->
                            dynamicTest(
                                channel.channel() + " " + call, () -> isNotSent(channel, call))));
  }

  private void isNotSent(ChannelUnderTest channel, ProvedCall call) {
    Act act;
    try (PaymentGateway healthy = Stages.gateway()) {
      act = call.stage().prepare(healthy.account(channel.channel()), Stages.number());
    }
    Signer down =
        new Signer() {
          @Override
          public boolean supports(SigningAlgorithm algorithm) {
            return true;
          }

          @Override
          public byte[] sign(SigningAlgorithm algorithm, byte[] message) {
            throw new IllegalStateException("session lost");
          }
        };
    try (PaymentGateway gateway =
        Stages.gatewayWith(channel.channel(), channel.signingKeySetting(), down)) {
      MerchantAccount account = gateway.account(channel.channel());
      long before = sandbox.requests().total();

      assertThatThrownBy(() -> act.call().make(account)).isInstanceOf(NotSentException.class);

      assertThat(sandbox.requests().total() - before).as("requests seen").isZero();
    }
  }

  private void signsOnce(ChannelUnderTest channel, ProvedCall call) {
    Act act;
    try (PaymentGateway healthy = Stages.gateway()) {
      act = call.stage().prepare(healthy.account(channel.channel()), Stages.number());
    }
    String key =
        sandbox
            .settings()
            .get("jiaozi.accounts." + channel.channel() + "." + channel.signingKeySetting());
    Signer real = RsaSigner.of(KeyMaterial.of(channel.signingKeySetting(), key).rsaPrivateKey());
    CountingSigner counting = new CountingSigner(real);
    try (PaymentGateway gateway =
        Stages.gatewayWith(channel.channel(), channel.signingKeySetting(), counting)) {
      MerchantAccount account = gateway.account(channel.channel());
      long before = sandbox.requests().total();

      act.call().make(account);

      long requests = sandbox.requests().total() - before;
      assertThat(counting.operations())
          .as("private-key operations")
          .isEqualTo(Math.toIntExact(requests));
      assertThat(requests)
          .as("requests for one call")
          .isBetween(1L, 2L); // closing asks how the order stands afterwards
    }
  }
}
