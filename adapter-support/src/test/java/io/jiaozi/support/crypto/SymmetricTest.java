package io.jiaozi.support.crypto;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class SymmetricTest {
  private static final String CLOSED =
      "The data could not be decrypted: it is damaged, or it was encrypted with or for another"
          + " key.";
  private static final byte[] NONCE = "0123456789ab".getBytes(UTF_8);
  private static final byte[] TEXT = "{\"amount\":1}".getBytes(UTF_8);

  private static byte[] key(int length) {
    byte[] key = new byte[length];
    Arrays.fill(key, (byte) 'k');
    return key;
  }

  private static void closed(Runnable action) {
    assertThatThrownBy(action::run)
        .isExactlyInstanceOf(DecryptionFailedException.class)
        .hasMessage(CLOSED)
        .hasNoCause();
  }

  @Test
  void sealedData_alteredAnywhere_staysClosed() {
    for (Aead aead : List.of(AesGcm.of(key(32)), AesGcm.ofAes128(key(16)), Sm4Gcm.of(key(16)))) {
      byte[] header = "transaction".getBytes(UTF_8);
      byte[] sealed = aead.seal(NONCE, header, TEXT);
      assertThat(sealed).hasSize(TEXT.length + Aead.TAG_BYTES);
      assertThat(aead.open(NONCE, header, sealed)).isEqualTo(TEXT);

      for (int i = 0; i < sealed.length; i++) {
        byte[] altered = sealed.clone();
        altered[i] ^= 1;
        closed(() -> aead.open(NONCE, header, altered));
      }
      closed(() -> aead.open(NONCE, null, sealed));
      closed(() -> aead.open(NONCE, "Transaction".getBytes(UTF_8), sealed));
      closed(() -> aead.open("0123456789aB".getBytes(UTF_8), header, sealed));
      for (int length : new int[] {0, 1, 15, 16, sealed.length - 1}) {
        closed(() -> aead.open(NONCE, header, Arrays.copyOf(sealed, length)));
      }
      for (int length : new int[] {0, 8, 11, 13, 16}) {
        closed(() -> aead.open(new byte[length], header, sealed));
      }
    }
  }

  @Test
  void nonceOfAnotherLength_isNotSealedWith() {
    for (Aead aead : List.of(AesGcm.of(key(32)), Sm4Gcm.of(key(16)))) {
      assertThatThrownBy(() -> aead.seal(new byte[16], null, TEXT))
          .isExactlyInstanceOf(IllegalArgumentException.class)
          .hasMessage("The nonce must be exactly 12 bytes long, but has 16.");
    }
  }

  @Test
  void keyOfAnotherLength_isRefusedWithoutShowingIt() {
    assertThatThrownBy(() -> AesGcm.of(key(16)))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "The AES-GCM key must be exactly 32 bytes long, but has 16. If it was given as Base64 or"
                + " hex, decode it first.");
    assertThatThrownBy(() -> AesGcm.ofAes128(key(32))).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> AesCbc.ofAes128(key(24))).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> AesCbc.ofAes256(key(16))).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Sm4Gcm.of(key(32))).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Sm4Cbc.of(key(15))).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Hmac.sha256(new byte[0]))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("The HMAC key is empty.");
    assertThatThrownBy(() -> Hmac.sm3(new byte[0])).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void keyArray_changedLater_changesNothing() {
    byte[] key = key(32);
    AesGcm aes = AesGcm.of(key);
    Hmac sha = Hmac.sha256(key);
    Hmac sm3 = Hmac.sm3(key);
    byte[] sealed = aes.seal(NONCE, null, TEXT);
    byte[] shaMac = sha.of(TEXT);
    byte[] sm3Mac = sm3.of(TEXT);

    Arrays.fill(key, (byte) 0);

    assertThat(aes.open(NONCE, null, sealed)).isEqualTo(TEXT);
    sha.verify(TEXT, shaMac);
    sm3.verify(TEXT, sm3Mac);
  }

  @Test
  void cbc_emptyOrDamagedCiphertext_staysClosed() {
    byte[] iv = new byte[16];
    AesCbc aes = AesCbc.ofAes128(key(16));
    Sm4Cbc sm4 = Sm4Cbc.of(key(16));
    for (byte[] bad : List.of(new byte[0], new byte[1], new byte[15], new byte[17])) {
      closed(() -> aes.decrypt(iv, bad));
      closed(() -> sm4.decrypt(iv, bad));
    }
    byte[] aesText = aes.encrypt(iv, TEXT);
    byte[] sm4Text = sm4.encrypt(iv, TEXT);
    closed(() -> aes.decrypt(new byte[15], aesText));
    closed(() -> sm4.decrypt(new byte[15], sm4Text));
    assertThat(aes.decrypt(iv, aesText)).isEqualTo(TEXT);
    assertThat(sm4.decrypt(iv, sm4Text)).isEqualTo(TEXT);
    // The last byte of the last block of padding: 4 becomes something else.
    byte[] iv2 = iv.clone();
    iv2[15] ^= 0x55;
    closed(() -> aes.decrypt(iv2, aesText));
    closed(() -> sm4.decrypt(iv2, sm4Text));
    assertThatThrownBy(() -> aes.encrypt(new byte[12], TEXT))
        .isExactlyInstanceOf(IllegalArgumentException.class)
        .hasMessage("The initialisation vector must be exactly 16 bytes long, but has 12.");
    assertThatThrownBy(() -> sm4.encrypt(new byte[12], TEXT))
        .isExactlyInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void mac_inHex_isVerifiedInEitherCase() {
    Hmac hmac = Hmac.sha256(key(32));
    String hex = HexFormat.of().formatHex(hmac.of(TEXT));
    String otherHex = (hex.charAt(0) == '0' ? "1" : "0") + hex.substring(1);

    hmac.verifyHex(TEXT, hex);
    hmac.verifyHex(TEXT, hex.toUpperCase(java.util.Locale.ROOT));

    for (String bad : List.of("", "zz", hex.substring(2), hex + "00", otherHex, hex + "0")) {
      assertThatThrownBy(() -> hmac.verifyHex(TEXT, bad))
          .isExactlyInstanceOf(SignatureMismatchException.class);
    }
  }

  @Test
  void digests_areTheKnownOnes() throws Exception {
    byte[] abc = "abc".getBytes(UTF_8);
    String sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    String sha1 = "a9993e364706816aba3e25717850c26c9cd0d89d";
    assertThat(Digests.sha256Hex(abc)).isEqualTo(sha256);
    assertThat(Digests.sha256Hex(new ByteArrayInputStream(abc))).isEqualTo(sha256);
    assertThat(Digests.sha1Hex(abc)).isEqualTo(sha1);
    assertThat(Digests.sha1Hex(new ByteArrayInputStream(abc))).isEqualTo(sha1);
    assertThat(Digests.md5Hex(abc)).isEqualTo("900150983cd24fb0d6963f7d28e17f72");
    assertThat(Digests.equalHex(sha1, sha1.toUpperCase(java.util.Locale.ROOT))).isTrue();
    assertThat(Digests.equalHex(sha1, sha256)).isFalse();
    assertThat(Digests.equalHex(sha1, sha1.replace('a', 'b'))).isFalse();
  }

  @Test
  void certificateName_ofAlipay_isItsMd5() {
    assertThat(
            Digests.md5Hex(
                ("CN=Ant Financial Certification Authority R1,OU=Certification Authority,O=Ant"
                        + " Financial,C=CN2292228364100439313")
                    .getBytes(UTF_8)))
        .isEqualTo("687b59193f3f462dd5336e5abf83c5d8");
  }
}
