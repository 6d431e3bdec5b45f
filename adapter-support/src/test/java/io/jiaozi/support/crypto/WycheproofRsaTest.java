package io.jiaozi.support.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jiaozi.spi.SigningAlgorithm;
import io.jiaozi.support.crypto.Wycheproof.Vector;
import io.jiaozi.support.keys.KeyMaterial;
import io.jiaozi.support.keys.KeyMaterialException;
import io.jiaozi.support.testing.TestKeys;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Project Wycheproof's RSA vectors through our facades; keys go through KeyMaterial. */
class WycheproofRsaTest {
  /** Both kinds of provider a merchant may choose. */
  enum Kind {
    JDK(CryptoProvider.jdk()),
    BOUNCY_CASTLE(CryptoProvider.of(TestKeys.BC));

    @SuppressWarnings("ImmutableEnumChecker") // A test's table.
    final CryptoProvider provider;

    Kind(CryptoProvider provider) {
      this.provider = provider;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "rsa_signature_2048_sha256, 259, 9",
    "rsa_signature_3072_sha256, 259, 8",
    "rsa_signature_4096_sha256, 258, 7"
  })
  void pkcs1Signatures_areJudgedAsPublished(String name, int all, int valid) {
    List<Vector> vectors = Wycheproof.read(name);
    assertThat(vectors).hasSize(all);
    for (Kind kind : Kind.values()) {
      List<Integer> acceptedAlthoughAcceptable = new ArrayList<>();
      int accepted = 0;
      for (Vector vector : vectors) {
        boolean good = verifies(vector, SigningAlgorithm.RSA_SHA256, kind);
        if (vector.result().equals("acceptable")) {
          if (good) {
            acceptedAlthoughAcceptable.add(vector.id());
          }
          continue;
        }
        assertThat(good).as("%s %s vector %d", kind, name, vector.id()).isEqualTo(vector.valid());
        accepted += good ? 1 : 0;
      }
      assertThat(accepted).isEqualTo(valid);
      // Vector 8 of each file: the algorithm identifier without its NULL. RFC 8017, appendix A.2.4
      // allows it; both providers accept it.
      assertThat(acceptedAlthoughAcceptable).containsExactly(8);
    }
  }

  @ParameterizedTest
  @EnumSource
  void pssSignatures_areJudgedAsPublished(Kind kind) {
    List<Vector> vectors = Wycheproof.read("rsa_pss_2048_sha256_mgf1_32");
    assertThat(vectors).hasSize(108);
    for (Vector vector : vectors) {
      assertThat(verifies(vector, SigningAlgorithm.RSA_PSS_SHA256, kind))
          .as("vector %d", vector.id())
          .isEqualTo(vector.valid());
    }
  }

  private static boolean verifies(Vector vector, SigningAlgorithm algorithm, Kind kind) {
    RsaVerifier verifier =
        RsaVerifier.of(
            KeyMaterial.inline("key", vector.groupText("publicKeyPem")).rsaPublicKey(),
            kind.provider);
    return Wycheproof.succeeds(
        () -> verifier.verify(algorithm, vector.bytes("msg"), vector.bytes("sig")),
        SignatureMismatchException.class);
  }

  /** DER of the DigestInfo before the hash itself (RFC 8017, section 9.2, note 1). */
  private static final Map<String, String> DIGEST_INFO =
      Map.of(
          "SHA-1", "3021300906052b0e03021a05000414",
          "SHA-224", "302d300d06096086480165030402040500041c",
          "SHA-256", "3031300d060960864801650304020105000420",
          "SHA-384", "3041300d060960864801650304020205000430",
          "SHA-512", "3051300d060960864801650304020305000440");

  @ParameterizedTest
  @EnumSource
  void generatedSignatures_areThePublishedBytes(Kind kind) throws Exception {
    List<Vector> vectors = Wycheproof.read("rsa_pkcs1_2048_sig_gen");
    assertThat(vectors).hasSize(43);
    List<Integer> acceptable = new ArrayList<>();
    for (Vector vector : vectors) {
      String pem = vector.groupText("privateKeyPem");
      RsaSigner signer =
          RsaSigner.of(KeyMaterial.inline("key", pem).rsaPrivateKey(), kind.provider);
      byte[] message = vector.bytes("msg");
      String hash = vector.groupText("sha");
      // We sign with SHA-256 only; the other hashes exercise the raw operation.
      byte[] signature =
          hash.equals("SHA-256")
              ? signer.sign(SigningAlgorithm.RSA_SHA256, message)
              : signer.sign(SigningAlgorithm.RSA_RAW_PKCS1, digestInfo(hash, message));
      assertThat(signature).as("vector %d", vector.id()).isEqualTo(vector.bytes("sig"));
      if (!vector.valid()) {
        acceptable.add(vector.id());
      }
    }
    // SHA-1 is weak (raw operation only, not offered as a scheme), exponent 3 is small: both are
    // the key owner's and the adapter's choice, and the bytes are still the right ones.
    assertThat(acceptable).hasSize(11).contains(65, 66, 67, 68);
  }

  @Test
  void rawSignatures_verifyAgainstTheSameBytesOnly() throws Exception {
    for (Vector vector : Wycheproof.read("rsa_pkcs1_2048_sig_gen")) {
      RsaVerifier verifier =
          RsaVerifier.of(KeyMaterial.inline("key", vector.groupText("keyPem")).rsaPublicKey());
      byte[] info = digestInfo(vector.groupText("sha"), vector.bytes("msg"));

      verifier.verify(SigningAlgorithm.RSA_RAW_PKCS1, info, vector.bytes("sig"));

      info[info.length - 1] ^= 1;
      assertThatThrownBy(
              () -> verifier.verify(SigningAlgorithm.RSA_RAW_PKCS1, info, vector.bytes("sig")))
          .isExactlyInstanceOf(SignatureMismatchException.class);
    }
  }

  private static byte[] digestInfo(String hash, byte[] message) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(HexFormat.of().parseHex(DIGEST_INFO.get(hash)));
    bytes.write(MessageDigest.getInstance(hash).digest(message));
    return bytes.toByteArray();
  }

  @Test
  void keysOf1024Bits_areRefused() {
    List<Vector> vectors = Wycheproof.read("rsa_pkcs1_1024_sig_gen");
    assertThat(vectors).hasSize(33);
    for (Vector vector : vectors) {
      assertThat(
              Wycheproof.succeeds(
                  () -> KeyMaterial.inline("k", vector.groupText("privateKeyPem")).rsaPrivateKey(),
                  KeyMaterialException.class))
          .isFalse();
      assertThat(
              Wycheproof.succeeds(
                  () -> KeyMaterial.inline("k", vector.groupText("keyPem")).rsaPublicKey(),
                  KeyMaterialException.class))
          .isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "rsa_oaep_2048_sha1_mgf1sha1, OAEP_SHA1, 36, 10",
    "rsa_oaep_2048_sha256_mgf1sha256, OAEP_SHA256, 37, 10",
    "rsa_pkcs1_2048, PKCS1, 67, 42"
  })
  void ciphertexts_openAsPublished(String name, RsaPadding padding, int all, int opened) {
    List<Vector> vectors = Wycheproof.read(name);
    assertThat(vectors).hasSize(all);
    for (Kind kind : Kind.values()) {
      int count = 0;
      for (Vector vector : vectors) {
        String pem = vector.groupText("privateKeyPem");
        RsaDecryptor decryptor =
            RsaDecryptor.of(KeyMaterial.inline("key", pem).rsaPrivateKey(), padding, kind.provider);
        // We have no labels: what was made with one must not open.
        boolean labelled =
            vector.test().has("label") && !vector.test().get("label").stringValue().isEmpty();
        boolean good =
            Wycheproof.succeeds(
                () ->
                    assertThat(decryptor.decrypt(vector.bytes("ct")))
                        .isEqualTo(vector.bytes("msg")),
                DecryptionFailedException.class);
        assertThat(good)
            .as("%s %s vector %d", kind, name, vector.id())
            .isEqualTo(vector.valid() && !labelled);
        count += good ? 1 : 0;
      }
      assertThat(count).isEqualTo(opened);
    }
  }
}
