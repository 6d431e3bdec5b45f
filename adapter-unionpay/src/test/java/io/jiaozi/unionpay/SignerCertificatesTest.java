package io.jiaozi.unionpay;

import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.support.keys.CertificateChains;
import io.jiaozi.tck.ContractContext;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SignerCertificatesTest {

  private final AtomicInteger chainsBuilt = new AtomicInteger();
  private final CertificateChains chains = CertificateChains.trusting(List.of(TestCa.ROOT));
  private final SignerCertificates certificates =
      new SignerCertificates(
          Environment.PRODUCTION,
          (certificate, now) -> {
            chainsBuilt.incrementAndGet();
            chains.requireTrusted(List.of(certificate, TestCa.MIDDLE), now);
            return SignerCertificates.Window.of(certificate);
          });

  private MessageVerifier verifier(Duration later) {
    return new MessageVerifier(
        TestAccount.MERID,
        new MessageVerifier.ByCertificate(
            certificates, Clock.fixed(ContractContext.NOW.plus(later), ZoneOffset.UTC)));
  }

  private static Message message(Wire wire) {
    return Message.ofForm(wire.form().getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void thousandMessages_buildOneChain() {
    Message message = message(TestAccount.notice());
    for (int i = 0; i < 1_000; i++) {
      verifier(Duration.ofMinutes(i)).verify(message);
    }

    assertThat(chainsBuilt).hasValue(1);
    assertThat(certificates.remembered()).isEqualTo(1);
  }

  @Test
  void certificateSeenBefore_outsideItsDates_isJudgedAnew() {
    Message message = message(TestAccount.notice());
    verifier(Duration.ZERO).verify(message);

    Outcomes.untrusted(() -> verifier(Duration.ofDays(60)).verify(message));
    Outcomes.untrusted(() -> verifier(Duration.ofDays(-600)).verify(message));
    assertThat(chainsBuilt).hasValue(3);
  }

  @Test
  void forgedMessages_fillNoMemory() {
    for (int i = 0; i < 50; i++) {
      X509Certificate merchant = TestCa.leaf("041@x@m" + i + "@1", TestCa.STRANGER_KEY);
      Outcomes.untrusted(
          () ->
              verifier(Duration.ZERO)
                  .verify(message(TestAccount.notice().signedBy(TestCa.STRANGER_KEY, merchant))));
    }
    Outcomes.untrusted(
        () ->
            verifier(Duration.ZERO)
                .verify(
                    message(TestAccount.notice().signedBy(TestCa.STRANGER_KEY, TestCa.SIGNER))));

    assertThat(certificates.remembered()).isZero();
  }

  @Test
  void memory_isBounded() {
    for (int i = 0; i < 40; i++) {
      X509Certificate signer = TestCa.leaf(TestCa.COMPANY + i, TestCa.SIGNER_KEY);
      verifier(Duration.ZERO)
          .verify(message(TestAccount.notice().signedBy(TestCa.SIGNER_KEY, signer)));
    }

    assertThat(certificates.remembered()).isEqualTo(16);
  }
}
