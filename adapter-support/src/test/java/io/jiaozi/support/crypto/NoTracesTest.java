package io.jiaozi.support.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.spi.SigningAlgorithm;
import io.jiaozi.support.keys.KeyMaterial;
import io.jiaozi.support.testing.TestKeys;
import java.security.KeyPair;
import java.security.Provider;
import java.security.Security;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** Nothing of ours stays behind: not in the JVM, not in texts. */
class NoTracesTest {
  private static final KeyPair RSA = TestKeys.rsa("merchant");
  private static final KeyPair SM2 = TestKeys.sm2("merchant");

  @Test
  void useOfEverything_changesNothingJvmWide() {
    List<Provider> providers = List.of(Security.getProviders());
    Properties properties = (Properties) System.getProperties().clone();
    String disabled = Security.getProperty("jdk.certpath.disabledAlgorithms");

    RsaSigner.of(RSA.getPrivate()).sign(SigningAlgorithm.RSA_SHA256, new byte[1]);
    RsaSigner.of(RSA.getPrivate(), CryptoProvider.of(TestKeys.BC))
        .sign(SigningAlgorithm.RSA_PSS_SHA256, new byte[1]);
    Sm2Signer.of(SM2.getPrivate()).sign(SigningAlgorithm.SM2_SM3, new byte[1]);
    Sm4Gcm.of(new byte[16]).seal(new byte[12], null, new byte[1]);
    KeyMaterial.of("k", "classpath:vectors/sm2-certificate.pem").certificate();

    assertThat(Security.getProviders()).containsExactlyElementsOf(providers);
    assertThat(System.getProperties()).isEqualTo(properties);
    assertThat(Security.getProperty("jdk.certpath.disabledAlgorithms")).isEqualTo(disabled);
  }

  @Test
  void toString_showsNoKey() {
    byte[] secret = "canarycanarycanarycanarycanaryxx".getBytes(UTF_8);
    assertThat(
            List.of(
                    RsaSigner.of(RSA.getPrivate()),
                    RsaVerifier.of(RSA.getPublic()),
                    RsaEncryptor.of(RSA.getPublic(), RsaPadding.OAEP_SHA1),
                    RsaDecryptor.of(RSA.getPrivate(), RsaPadding.PKCS1),
                    Sm2Signer.of(SM2.getPrivate()),
                    Sm2Verifier.of(SM2.getPublic()),
                    AesGcm.of(secret),
                    AesCbc.ofAes256(secret),
                    Hmac.sha256(secret),
                    CryptoProvider.jdk(),
                    CryptoProvider.of(TestKeys.BC))
                .toString())
        .isEqualTo(
            "[RsaSigner[key hidden], RsaVerifier[2048 bits], RsaEncryptor[2048 bits, OAEP_SHA1],"
                + " RsaDecryptor[PKCS1, key hidden], Sm2Signer[key hidden], Sm2Verifier[SM2],"
                + " AesGcm[key hidden], AesCbc[key hidden], Hmac[key hidden], CryptoProvider[JDK],"
                + " CryptoProvider[BC]]");
  }
}
