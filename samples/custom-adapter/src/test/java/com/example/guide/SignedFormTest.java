package com.example.guide;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jiaozi.error.UntrustedReason;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.support.crypto.RsaSigner;
import io.jiaozi.support.crypto.RsaVerifier;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SignedFormTest {

  private static final KeyPair PAIR = pair();

  private static KeyPair pair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] signed() {
    return SignedForm.signed(
        Map.of("number", "A&B=C", "amount", "88.00", "note", ""), RsaSigner.of(PAIR.getPrivate()));
  }

  private static UntrustedReason refused(String raw) {
    return catchThrowableOfType(
            ChannelFailure.Untrusted.class,
            () -> SignedForm.verified(raw.getBytes(UTF_8), RsaVerifier.of(PAIR.getPublic())))
        .reason();
  }

  @Test
  void whatIsSigned_isVerified_andEmptyFieldsAreLeftOut() {
    assertThat(SignedForm.verified(signed(), RsaVerifier.of(PAIR.getPublic())))
        .containsExactlyInAnyOrderEntriesOf(Map.of("number", "A&B=C", "amount", "88.00"));
  }

  @Test
  void whatIsAltered_isRefused() {
    String form = new String(signed(), UTF_8);
    assertThat(refused(form.replace("88.00", "99.00"))).isEqualTo(UntrustedReason.BAD_SIGNATURE);
    assertThat(refused(form + "&more=1")).isEqualTo(UntrustedReason.BAD_SIGNATURE);
    assertThat(refused(form + "&amount=99.00")).isEqualTo(UntrustedReason.MALFORMED);
    assertThat(refused("amount=88.00")).isEqualTo(UntrustedReason.MISSING_SIGNATURE);
  }
}
