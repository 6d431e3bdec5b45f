package io.jiaozi.support.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The JDK's decoder is the judge. */
class Utf8Test {

  @Test
  void everySequenceOfTwoBytes_isJudgedAsByTheJdk() {
    for (int one = 1; one <= 0xFF; one++) {
      for (int two = 1; two <= 0xFF; two++) {
        assertJudgedAlike(new byte[] {(byte) one, (byte) two});
      }
    }
  }

  @Test
  void sequencesAtEveryBorder_areJudgedAsByTheJdk() {
    int[] leads = {
      0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF
    };
    int[] others = {0x01, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF};
    for (int lead : leads) {
      for (int second : others) {
        for (int third : others) {
          assertJudgedAlike(new byte[] {(byte) lead, (byte) second, (byte) third, 'x'});
          for (int fourth : others) {
            assertJudgedAlike(new byte[] {(byte) lead, (byte) second, (byte) third, (byte) fourth});
          }
        }
      }
    }
  }

  @Test
  void mixedTexts_areJudgedAsByTheJdk() {
    SplittableRandom random = new SplittableRandom(20261124);
    for (int turn = 0; turn < 20_000; turn++) {
      byte[] bytes = "a饺é😀z".repeat(3).getBytes(StandardCharsets.UTF_8);
      bytes[random.nextInt(bytes.length)] = (byte) (1 + random.nextInt(255));
      assertJudgedAlike(bytes);
    }
  }

  @Test
  void nulAndByteOrderMark_areFaults() {
    assertThat(Utf8.firstFault(new byte[] {'a', 0, 'b'})).isEqualTo(1);
    assertThat(Utf8.firstFault(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF, '{'})).isZero();
    assertThat(Utf8.firstFault(new byte[0])).isEqualTo(-1);
  }

  private static void assertJudgedAlike(byte[] bytes) {
    boolean mark =
        bytes.length >= 3
            && bytes[0] == (byte) 0xEF
            && bytes[1] == (byte) 0xBB
            && bytes[2] == (byte) 0xBF;
    boolean ours = Utf8.firstFault(bytes) < 0;
    if (ours != (isUtf8(bytes) && !mark)) {
      throw new AssertionError(java.util.HexFormat.of().formatHex(bytes) + " was taken: " + ours);
    }
  }

  private static boolean isUtf8(byte[] bytes) {
    try {
      CharBuffer decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return decoded.length() > 0;
    } catch (CharacterCodingException malformed) {
      return false;
    }
  }
}
