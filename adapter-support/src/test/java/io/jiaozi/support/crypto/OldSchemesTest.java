package io.jiaozi.support.crypto;

import static io.jiaozi.spi.SigningAlgorithm.RSA_PSS_SHA256;
import static io.jiaozi.spi.SigningAlgorithm.RSA_PSS_SHA256_SALT_20;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Schemes of few channels. Values of 3DES: JD Pay's protocol sheet, section 8 A. */
class OldSchemesTest {

  private static final byte[] MESSAGE = "dumplings".getBytes(UTF_8);
  private static final TripleDesEcb DES =
      TripleDesEcb.of(Base64.getDecoder().decode("ta4E/aspLA3lgFGKmNDNRYU92RkZ4w2t"));

  private static KeyPair pair() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    return generator.generateKeyPair();
  }

  @Test
  void pss_saltOf20_isAnotherSchemeThanSaltOf32() throws GeneralSecurityException {
    KeyPair pair = pair();
    RsaSigner signer = RsaSigner.of(pair.getPrivate());
    RsaVerifier verifier = RsaVerifier.of(pair.getPublic());
    assertThat(signer.supports(RSA_PSS_SHA256_SALT_20)).isTrue();
    byte[] short20 = signer.sign(RSA_PSS_SHA256_SALT_20, MESSAGE);
    byte[] long32 = signer.sign(RSA_PSS_SHA256, MESSAGE);

    assertThatCode(() -> verifier.verify(RSA_PSS_SHA256_SALT_20, MESSAGE, short20))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> verifier.verify(RSA_PSS_SHA256, MESSAGE, short20))
        .isInstanceOf(SignatureMismatchException.class);
    assertThatThrownBy(() -> verifier.verify(RSA_PSS_SHA256_SALT_20, MESSAGE, long32))
        .isInstanceOf(SignatureMismatchException.class);
    short20[9] ^= 1;
    assertThatThrownBy(() -> verifier.verify(RSA_PSS_SHA256_SALT_20, MESSAGE, short20))
        .isInstanceOf(SignatureMismatchException.class);
  }

  @Test
  void pss_saltOf20_isWhatTheJdkUnderstandsByIt() throws GeneralSecurityException {
    KeyPair pair = pair();
    Signature jdk = Signature.getInstance("RSASSA-PSS");
    jdk.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 20, 1));
    jdk.initVerify(pair.getPublic());
    jdk.update(MESSAGE);
    assertThat(jdk.verify(RsaSigner.of(pair.getPrivate()).sign(RSA_PSS_SHA256_SALT_20, MESSAGE)))
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "1, e5a6c3761ab9ddaf",
    "CNY, ac7132c57f10d3ce",
    "'', 1170ebfe7d2f2b57",
    "12345678, b9a9953b73f9f8eb3612d06b873f74e9",
    "测试商品, 25fc4ff3e72f364fc1d80691e88fd7df"
  })
  void tripleDes_givesWhatTheChannelGives(String text, String hex) {
    byte[] plain = text.getBytes(UTF_8);
    int whole = (4 + plain.length + 7) / 8 * 8;
    byte[] blocks = ByteBuffer.allocate(whole).putInt(plain.length).put(plain).array();
    assertThat(HexFormat.of().formatHex(DES.encrypt(blocks))).isEqualTo(hex);
    assertThat(DES.decrypt(HexFormat.of().parseHex(hex))).isEqualTo(blocks);
  }

  @Test
  void tripleDes_takesWholeBlocksAndWholeKeys() {
    assertThatThrownBy(() -> DES.encrypt(new byte[9]))
        .hasMessage(
            "3DES without padding takes whole blocks of 8 bytes, but has 9 bytes. Fill them up as"
                + " the protocol says.");
    assertThatThrownBy(() -> DES.decrypt(new byte[9]))
        .isInstanceOf(DecryptionFailedException.class);
    assertThatThrownBy(() -> DES.decrypt(new byte[0]))
        .isInstanceOf(DecryptionFailedException.class);
    assertThatThrownBy(() -> TripleDesEcb.of(new byte[16]))
        .hasMessageContaining("must be exactly 24 bytes long, but has 16");
    assertThat(DES).hasToString("TripleDesEcb[key hidden]");
  }
}
