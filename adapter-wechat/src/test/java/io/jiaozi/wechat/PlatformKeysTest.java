package io.jiaozi.wechat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jiaozi.error.UntrustedReason;
import io.jiaozi.spi.ChannelFailure.NotSent;
import io.jiaozi.spi.ChannelFailure.Untrusted;
import io.jiaozi.spi.SigningAlgorithm;
import io.jiaozi.tck.ContractContext;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class PlatformKeysTest {

  private static final Instant NOW = ContractContext.NOW;
  private static final String OLD = "5157F09EFDC096DE15EBE81A47057A7232F1B8E1";
  private static final String NEW = "6157F09EFDC096DE15EBE81A47057A7232F1B8E2";
  private static final byte[] TEXT = "text".getBytes(StandardCharsets.UTF_8);

  private static final X509Certificate OLD_CERTIFICATE =
      TestKeys.certificate(
          TestKeys.STRANGER, OLD, NOW.minus(Duration.ofDays(100)), NOW.plus(Duration.ofDays(5)));
  private static final X509Certificate NEW_CERTIFICATE =
      TestKeys.certificate(
          TestKeys.PLATFORM, NEW, NOW.minus(Duration.ofDays(5)), NOW.plus(Duration.ofDays(100)));

  private final PlatformKeys both = PlatformKeys.of(List.of(NEW_CERTIFICATE, OLD_CERTIFICATE));

  @Test
  void named_duringRotation_bothVerifyTheirOwn() {
    assertThatCode(
            () -> {
              both.named(OLD, NOW)
                  .verify(
                      SigningAlgorithm.RSA_SHA256, TEXT, TestKeys.sign(TestKeys.STRANGER, TEXT));
              both.named(NEW, NOW)
                  .verify(
                      SigningAlgorithm.RSA_SHA256, TEXT, TestKeys.sign(TestKeys.PLATFORM, TEXT));
            })
        .doesNotThrowAnyException();
  }

  @Test
  void named_signatureOfTheOtherKey_isNotTried() {
    assertThatThrownBy(
            () ->
                both.named(OLD, NOW)
                    .verify(
                        SigningAlgorithm.RSA_SHA256, TEXT, TestKeys.sign(TestKeys.PLATFORM, TEXT)))
        .hasMessageStartingWith("The signature does not fit");
  }

  @Test
  void named_lowerCaseSerial_isTheSameCertificate() {
    assertThatCode(() -> both.named(NEW.toLowerCase(Locale.ROOT), NOW)).doesNotThrowAnyException();
  }

  @Test
  void named_expiredSinceOpening_isRefusedAtUse() {
    Untrusted refused =
        catchThrowableOfType(Untrusted.class, () -> both.named(OLD, NOW.plus(Duration.ofDays(6))));

    assertThat(refused.reason()).isEqualTo(UntrustedReason.BAD_CERTIFICATE);
    assertThat(refused)
        .hasMessage(
            "is signed with platform certificate "
                + OLD
                + ", which is valid from 2026-08-16T12:00:00Z to 2026-11-29T12:00:00Z and not now");
  }

  @Test
  void named_notYetValid_isRefused() {
    assertThat(
            catchThrowableOfType(
                    Untrusted.class, () -> both.named(NEW, NOW.minus(Duration.ofDays(6))))
                .reason())
        .isEqualTo(UntrustedReason.BAD_CERTIFICATE);
  }

  @Test
  void named_unknown_isRefusedWithoutQuotingIt() {
    assertThatThrownBy(() -> both.named("c4n4ry00", NOW))
        .isInstanceOf(Untrusted.class)
        .hasMessage(
            "names a key (Wechatpay-Serial) that is neither a platform certificate at hand nor the configured public key");
  }

  @Test
  void preferredSerial_isTheCertificateThatStartedLastAndIsValid() {
    assertThat(both.preferredSerial(NOW)).isEqualTo(NEW);
    assertThat(both.preferredSerial(NOW.minus(Duration.ofDays(50)))).isEqualTo(OLD);
  }

  @Test
  void preferredSerial_isThePublicKeyWhereThereIsOne() {
    PlatformKeys withKey =
        both.withPublicKey("PUB_KEY_ID_01", (RSAPublicKey) TestKeys.PLATFORM.getPublic());

    assertThat(withKey.preferredSerial(NOW)).isEqualTo("PUB_KEY_ID_01");
    assertThatCode(() -> withKey.named(OLD, NOW)).doesNotThrowAnyException();
    assertThatCode(() -> withKey.named("PUB_KEY_ID_01", NOW.plus(Duration.ofDays(9999))))
        .doesNotThrowAnyException();
  }

  @Test
  void preferredSerial_allExpired_isNotSent() {
    assertThatThrownBy(() -> both.preferredSerial(NOW.plus(Duration.ofDays(365))))
        .isInstanceOf(NotSent.class)
        .hasMessage(
            "was not asked: every platform certificate in \"platform-certificates\" is outside its dates, so no answer"
                + " could be believed; put the current one there");
  }
}
