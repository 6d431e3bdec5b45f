package io.jiaozi.support.crypto;

import static io.jiaozi.spi.SigningAlgorithm.RSA_SHA256;
import static io.jiaozi.spi.SigningAlgorithm.SM2_SM3;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jiaozi.support.testing.TestKeys;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class Sm2Test {
  private static final KeyPair PAIR = TestKeys.sm2("merchant");
  private static final byte[] MESSAGE = "message".getBytes(UTF_8);

  private final Sm2Signer signer = Sm2Signer.of(PAIR.getPrivate());
  private final Sm2Verifier verifier = Sm2Verifier.of(PAIR.getPublic());

  private void refused(byte[] message, byte[] signature) {
    assertThatThrownBy(() -> verifier.verify(SM2_SM3, message, signature))
        .isExactlyInstanceOf(SignatureMismatchException.class)
        .hasNoCause();
  }

  @Test
  void goodSignature_verifies_evenAfterBadOnes() {
    byte[] signature = signer.sign(SM2_SM3, MESSAGE);
    byte[] damaged = signature.clone();
    damaged[damaged.length - 1] ^= 1;

    for (int i = 0; i < 3; i++) {
      verifier.verify(SM2_SM3, MESSAGE, signature);
      refused(MESSAGE, damaged);
      verifier.verify(SM2_SM3, MESSAGE, signature);
      refused(MESSAGE, new byte[0]);
      verifier.verify(SM2_SM3, MESSAGE, signature);
      refused(MESSAGE, new byte[64]);
      refused(MESSAGE, Arrays.copyOf(signature, signature.length + 1));
      refused("other".getBytes(UTF_8), signature);
    }
  }

  @Test
  void userId_isPartOfTheSignature() {
    byte[] id = "68759663125".getBytes(UTF_8);
    byte[] signature = Sm2Signer.of(PAIR.getPrivate(), id).sign(SM2_SM3, MESSAGE);

    Sm2Verifier.of(PAIR.getPublic(), id).verify(SM2_SM3, MESSAGE, signature);
    refused(MESSAGE, signature);
  }

  @Test
  void pooledEngines_serveManyThreadsWithoutMixingMessages() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        byte[] message = ("message " + i).getBytes(UTF_8);
        all.add(
            threads.submit(() -> verifier.verify(SM2_SM3, message, signer.sign(SM2_SM3, message))));
      }
      for (Future<?> each : all) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void otherKeysAndAlgorithms_areRefused() {
    assertThat(signer.supports(RSA_SHA256)).isFalse();
    assertThat(verifier.supports(RSA_SHA256)).isFalse();
    assertThatThrownBy(() -> signer.sign(RSA_SHA256, MESSAGE))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("An SM2 key cannot be used with RSA_SHA256. Ask supports(...) first.");
    assertThatThrownBy(() -> verifier.verify(RSA_SHA256, MESSAGE, new byte[70]))
        .isExactlyInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Sm2Signer.of(TestKeys.p256().getPrivate()))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("Key refused: this elliptic-curve key is not on the SM2 curve (sm2p256v1).");
    assertThatThrownBy(() -> Sm2Verifier.of(TestKeys.p256().getPublic()))
        .isExactlyInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Sm2Signer.of(TestKeys.rsa("merchant").getPrivate()))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("Key refused: this is an RSA key, but an SM2 key is asked for.");
    assertThatThrownBy(() -> Sm2Verifier.of(TestKeys.rsa("merchant").getPublic()))
        .isExactlyInstanceOf(IllegalArgumentException.class);
  }
}
