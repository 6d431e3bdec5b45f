package io.jiaozi.support.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jiaozi.support.crypto.Wycheproof.Vector;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Project Wycheproof's vectors for ciphers and MACs through our facades. */
class WycheproofSymmetricTest {

  @Test
  void aesGcm_isAsPublished() {
    List<Vector> vectors = Wycheproof.read("aes_gcm");
    assertThat(vectors).hasSize(316);
    int opened = 0;
    for (Vector vector : vectors) {
      byte[] key = vector.bytes("key");
      if (key.length == 24) {
        // AES-192: nobody asks for it, so it is not offered.
        assertThatThrownBy(() -> AesGcm.of(key)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> AesGcm.ofAes128(key)).isInstanceOf(IllegalArgumentException.class);
        continue;
      }
      opened += check(vector, key.length == 32 ? AesGcm.of(key) : AesGcm.ofAes128(key)) ? 1 : 0;
    }
    assertThat(opened).isEqualTo(40 + 39);
  }

  @Test
  void sm4Gcm_isAsPublished() {
    List<Vector> vectors = Wycheproof.read("sm4_gcm");
    assertThat(vectors).hasSize(104);
    int opened = 0;
    for (Vector vector : vectors) {
      opened += check(vector, Sm4Gcm.of(vector.bytes("key"))) ? 1 : 0;
    }
    assertThat(opened).isEqualTo(38);
  }

  /** Opens and seals one vector; nonces that are not 12 bytes must be refused even if valid. */
  private static boolean check(Vector vector, Aead aead) {
    byte[] nonce = vector.bytes("iv");
    byte[] header = vector.bytes("aad");
    byte[] plaintext = vector.bytes("msg");
    byte[] sealed = concat(vector.bytes("ct"), vector.bytes("tag"));
    boolean expected = vector.valid() && nonce.length == Aead.NONCE_BYTES;
    boolean good =
        Wycheproof.succeeds(
            () -> assertThat(aead.open(nonce, header, sealed)).isEqualTo(plaintext),
            DecryptionFailedException.class);
    assertThat(good).as("vector %d", vector.id()).isEqualTo(expected);
    if (expected) {
      assertThat(aead.seal(nonce, header, plaintext)).isEqualTo(sealed);
      if (header.length == 0) {
        assertThat(aead.open(nonce, null, sealed)).isEqualTo(plaintext);
        assertThat(aead.seal(nonce, null, plaintext)).isEqualTo(sealed);
      }
    } else if (nonce.length != Aead.NONCE_BYTES) {
      assertThatThrownBy(() -> aead.seal(nonce, header, plaintext))
          .isInstanceOf(IllegalArgumentException.class);
    }
    return good;
  }

  @Test
  void aesCbc_isAsPublished() {
    List<Vector> vectors = Wycheproof.read("aes_cbc_pkcs5");
    assertThat(vectors).hasSize(216);
    int opened = 0;
    for (Vector vector : vectors) {
      byte[] key = vector.bytes("key");
      if (key.length == 24) {
        assertThatThrownBy(() -> AesCbc.ofAes256(key)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> AesCbc.ofAes128(key)).isInstanceOf(IllegalArgumentException.class);
        continue;
      }
      AesCbc cipher = key.length == 32 ? AesCbc.ofAes256(key) : AesCbc.ofAes128(key);
      byte[] iv = vector.bytes("iv");
      boolean good =
          Wycheproof.succeeds(
              () ->
                  assertThat(cipher.decrypt(iv, vector.bytes("ct"))).isEqualTo(vector.bytes("msg")),
              DecryptionFailedException.class);
      assertThat(good).as("vector %d", vector.id()).isEqualTo(vector.valid());
      if (vector.valid()) {
        assertThat(cipher.encrypt(iv, vector.bytes("msg"))).isEqualTo(vector.bytes("ct"));
        opened++;
      }
    }
    assertThat(opened).isEqualTo(48);
  }

  @ParameterizedTest
  @CsvSource({"hmac_sha256, SHA256", "hmac_sm3, SM3"})
  void hmac_isAsPublished(String name, String kind) {
    Function<byte[], Hmac> maker = kind.equals("SM3") ? Hmac::sm3 : Hmac::sha256;
    List<Vector> vectors = Wycheproof.read(name);
    assertThat(vectors).hasSize(174);
    for (Vector vector : vectors) {
      Hmac hmac = maker.apply(vector.bytes("key"));
      byte[] message = vector.bytes("msg");
      byte[] tag = vector.bytes("tag");
      boolean whole = tag.length == 32;
      boolean verified =
          Wycheproof.succeeds(() -> hmac.verify(message, tag), SignatureMismatchException.class);
      // Half of the vectors are truncated to 128 bits; those we must refuse, right or wrong.
      assertThat(verified).as("vector %d", vector.id()).isEqualTo(vector.valid() && whole);
      boolean prefix = Arrays.equals(Arrays.copyOf(hmac.of(message), tag.length), tag);
      assertThat(prefix).as("vector %d", vector.id()).isEqualTo(vector.valid());
    }
    assertThat(Wycheproof.count(vectors, v -> v.valid() && v.groupNumber("tagSize") == 256))
        .isEqualTo(33);
  }

  private static byte[] concat(byte[] one, byte[] other) {
    byte[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }
}
