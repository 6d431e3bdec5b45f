package io.jiaozi.support.crypto;

import static io.jiaozi.spi.SigningAlgorithm.RSA_PSS_SHA256;
import static io.jiaozi.spi.SigningAlgorithm.RSA_RAW_PKCS1;
import static io.jiaozi.spi.SigningAlgorithm.RSA_SHA256;
import static io.jiaozi.spi.SigningAlgorithm.SM2_SM3;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jiaozi.spi.SigningAlgorithm;
import io.jiaozi.support.testing.CountingRsaProvider;
import io.jiaozi.support.testing.TestKeys;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RsaTest {
  private static final KeyPair RSA = TestKeys.rsa("merchant");
  private static final byte[] MESSAGE = "POST\n/v3/pay\n".getBytes(UTF_8);
  private static final String MISMATCH =
      "The signature does not fit the message and the key: the message was altered, or somebody"
          + " else signed it.";
  private static final String CLOSED =
      "The data could not be decrypted: it is damaged, or it was encrypted with or for another"
          + " key.";

  private final RsaSigner signer = RsaSigner.of(RSA.getPrivate());
  private final RsaVerifier verifier = RsaVerifier.of(RSA.getPublic());

  private void refused(SigningAlgorithm algorithm, byte[] message, byte[] signature) {
    assertThatThrownBy(() -> verifier.verify(algorithm, message, signature))
        .isExactlyInstanceOf(SignatureMismatchException.class)
        .hasMessage(MISMATCH)
        .hasNoCause();
  }

  @ParameterizedTest
  @EnumSource(names = {"RSA_SHA256", "RSA_PSS_SHA256", "RSA_RAW_PKCS1"})
  void signature_ofThisMessage_verifies_andOfAnotherDoesNot(SigningAlgorithm algorithm) {
    byte[] signature = signer.sign(algorithm, MESSAGE);
    byte[] altered = MESSAGE.clone();
    altered[3] ^= 1;
    byte[] damaged = signature.clone();
    damaged[17] ^= 1;

    verifier.verify(algorithm, MESSAGE, signature);

    refused(algorithm, altered, signature);
    refused(algorithm, MESSAGE, damaged);
    refused(algorithm, MESSAGE, new byte[0]);
    refused(algorithm, MESSAGE, Arrays.copyOf(signature, 255));
    refused(algorithm, MESSAGE, Arrays.copyOf(signature, 257));
    refused(algorithm, MESSAGE, new byte[256]);
    byte[] beyondTheModulus = new byte[256];
    Arrays.fill(beyondTheModulus, (byte) 0xFF);
    refused(algorithm, MESSAGE, beyondTheModulus);
    assertThatThrownBy(
            () ->
                RsaVerifier.of(TestKeys.rsa("other").getPublic())
                    .verify(algorithm, MESSAGE, signature))
        .isExactlyInstanceOf(SignatureMismatchException.class);
  }

  @ParameterizedTest
  @EnumSource(names = {"RSA_SHA256", "RSA_PSS_SHA256", "RSA_RAW_PKCS1"})
  void messageInParts_isTheSameMessage(SigningAlgorithm algorithm) {
    byte[] signature = signer.sign(algorithm, "one\ntwo\n".getBytes(UTF_8));
    byte[] newline = {'\n'};

    verifier.verifyParts(
        algorithm, signature, "one".getBytes(UTF_8), newline, "two".getBytes(UTF_8), newline);

    assertThatThrownBy(
            () ->
                verifier.verifyParts(
                    algorithm, signature, "one".getBytes(UTF_8), newline, "two".getBytes(UTF_8)))
        .isExactlyInstanceOf(SignatureMismatchException.class);
  }

  @Test
  void borrowedEngine_afterARefusal_isCleanForTheNextMessage() {
    byte[] signature = signer.sign(RSA_SHA256, MESSAGE);
    for (int i = 0; i < 5; i++) {
      refused(RSA_SHA256, "other".getBytes(UTF_8), signature);
      refused(RSA_SHA256, MESSAGE, new byte[256]);
      verifier.verify(RSA_SHA256, MESSAGE, signature);
    }
  }

  @Test
  void signature_ofOneScheme_isNotOneOfAnother() {
    refused(RSA_PSS_SHA256, MESSAGE, signer.sign(RSA_SHA256, MESSAGE));
    refused(RSA_SHA256, MESSAGE, signer.sign(RSA_PSS_SHA256, MESSAGE));
    refused(RSA_RAW_PKCS1, MESSAGE, signer.sign(RSA_SHA256, MESSAGE));
  }

  @Test
  void probeSignature_thatIsNotBase64_isAMismatch() {
    for (String text : List.of("WECHATPAY/SIGNTEST/abcde", "", "*", "AA==\n")) {
      assertThatThrownBy(() -> verifier.verifyBase64(RSA_SHA256, text, MESSAGE))
          .isExactlyInstanceOf(SignatureMismatchException.class)
          .hasMessage(MISMATCH);
    }
    verifier.verifyBase64(
        RSA_SHA256, StrictBase64.encode(signer.sign(RSA_SHA256, MESSAGE)), MESSAGE);
  }

  @Test
  void sm2_isRefusedByAnRsaKey() {
    String sentence = "An RSA key cannot be used with SM2_SM3. Ask supports(...) first.";
    assertThat(signer.supports(SM2_SM3)).isFalse();
    assertThat(verifier.supports(SM2_SM3)).isFalse();
    assertThatThrownBy(() -> signer.sign(SM2_SM3, MESSAGE))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(sentence);
    assertThatThrownBy(() -> verifier.verify(SM2_SM3, MESSAGE, new byte[256]))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(sentence);
  }

  @Test
  void rawOperation_messageTooLong_isRefused() {
    assertThat(signer.sign(RSA_RAW_PKCS1, new byte[245])).hasSize(256);
    assertThatThrownBy(() -> signer.sign(RSA_RAW_PKCS1, new byte[246]))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "RSA_RAW_PKCS1 with this key signs at most 245 bytes, but the message has 246. Sign a"
                + " digest of it.");
  }

  @Test
  void oneSignature_costsOnePrivateKeyOperation_andTheKeyIsTranslatedOnce() {
    CountingRsaProvider counting = new CountingRsaProvider();
    RsaSigner counted = RsaSigner.of(RSA.getPrivate(), CryptoProvider.of(counting));

    for (int i = 0; i < 5; i++) {
      verifier.verify(RSA_SHA256, MESSAGE, counted.sign(RSA_SHA256, MESSAGE));
    }

    assertThat(counting.signatures()).isEqualTo(5);
    assertThat(counting.translations()).isEqualTo(1);
  }

  @Test
  void brokenProvider_isAKeyProblem_notAMismatch() {
    CountingRsaProvider broken = new CountingRsaProvider();
    RsaSigner onBroken = RsaSigner.of(RSA.getPrivate(), CryptoProvider.of(broken));
    RsaVerifier verifierOnBroken = RsaVerifier.of(RSA.getPublic(), CryptoProvider.of(broken));
    broken.breakDown();

    assertThatThrownBy(() -> onBroken.sign(RSA_SHA256, MESSAGE))
        .isExactlyInstanceOf(KeyUnusableException.class)
        .hasMessage(
            "The RSA private key could not be used (ProviderException). Check the provider or the"
                + " device that holds the key.");
    assertThatThrownBy(() -> verifierOnBroken.verify(RSA_SHA256, MESSAGE, new byte[256]))
        .isExactlyInstanceOf(KeyUnusableException.class);
  }

  @Test
  void keysThatAreWeakOrOfAnotherKind_areRefused() {
    assertThatThrownBy(() -> RsaSigner.of(TestKeys.rsa(1024).getPrivate()))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Key refused: this RSA key has 1024 bits; fewer than 2048 are not safe and are refused.");
    assertThatThrownBy(() -> RsaVerifier.of(TestKeys.rsa(1024).getPublic()))
        .isExactlyInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RsaSigner.of(TestKeys.p256().getPrivate()))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("Key refused: this is an EC key, but an RSA key is asked for.");
    assertThatThrownBy(() -> RsaVerifier.of(TestKeys.p256().getPublic()))
        .isExactlyInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RsaEncryptor.of(TestKeys.p256().getPublic(), RsaPadding.OAEP_SHA1))
        .isExactlyInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RsaDecryptor.of(TestKeys.p256().getPrivate(), RsaPadding.OAEP_SHA1))
        .isExactlyInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @EnumSource
  void encryptedValue_opens_andDamageIsOneUniformFailure(RsaPadding padding) {
    RsaEncryptor encryptor = RsaEncryptor.of(RSA.getPublic(), padding);
    RsaDecryptor decryptor = RsaDecryptor.of(RSA.getPrivate(), padding);
    byte[] largest = new byte[encryptor.maxPlaintextBytes()];
    Arrays.fill(largest, (byte) 7);

    byte[] ciphertext = encryptor.encrypt(largest);

    assertThat(decryptor.decrypt(ciphertext)).isEqualTo(largest);
    assertThat(decryptor.decrypt(encryptor.encrypt(new byte[0]))).isEmpty();
    assertThat(encryptor.encrypt(largest)).isNotEqualTo(ciphertext);
    byte[] beyond = new byte[256];
    Arrays.fill(beyond, (byte) 0xFF);
    for (byte[] bad :
        List.of(new byte[0], new byte[1], new byte[256], new byte[255], new byte[257], beyond)) {
      assertThatThrownBy(() -> decryptor.decrypt(bad))
          .isExactlyInstanceOf(DecryptionFailedException.class)
          .hasMessage(CLOSED)
          .hasNoCause();
    }
    assertThatThrownBy(() -> encryptor.encrypt(new byte[largest.length + 1]))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The value to encrypt has "
                + (largest.length + 1)
                + " bytes; this key and padding take at most "
                + largest.length
                + ".");
  }

  @Test
  void oaepSha1_with2048Bits_takes214Bytes() {
    assertThat(RsaEncryptor.of(RSA.getPublic(), RsaPadding.OAEP_SHA1).maxPlaintextBytes())
        .isEqualTo(214);
  }

  @Test
  void oneSigner_servesManyThreads() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        byte[] message = ("message " + i).getBytes(UTF_8);
        all.add(
            threads.submit(
                () -> verifier.verify(RSA_SHA256, message, signer.sign(RSA_SHA256, message))));
      }
      for (Future<?> each : all) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
