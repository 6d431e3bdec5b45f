package io.jiaozi.support.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.jiaozi.support.testing.TestKeys;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Whatever the bytes are: a key, or a diagnosis that shows none of them. Never anything else. */
class KeyMaterialHostileInputTest {
  private static final KeyPair RSA = TestKeys.rsa("merchant");

  private static List<byte[]> seeds() throws Exception {
    byte[] certificate = TestKeys.leaf("shop", RSA).selfSigned().getEncoded();
    byte[] store =
        TestKeys.pkcs12(
            "000000",
            new TestKeys.Entry("a", RSA.getPrivate(), TestKeys.leaf("shop", RSA).selfSigned()));
    List<byte[]> seeds = new ArrayList<>();
    for (byte[] der :
        List.of(
            RSA.getPrivate().getEncoded(),
            RSA.getPublic().getEncoded(),
            certificate,
            store,
            TestKeys.sm2("merchant").getPrivate().getEncoded(),
            KeyMaterialFormsTest.encrypted(org.bouncycastle.openssl.PKCS8Generator.AES_128_CBC))) {
      seeds.add(der);
      seeds.add(TestKeys.pem("PRIVATE KEY", der).getBytes(StandardCharsets.US_ASCII));
      seeds.add(TestKeys.base64(der).getBytes(StandardCharsets.US_ASCII));
    }
    return seeds;
  }

  private static final List<Consumer<KeyMaterial>> READERS =
      List.of(
          KeyMaterial::rsaPrivateKey,
          KeyMaterial::rsaPublicKey,
          KeyMaterial::sm2PrivateKey,
          KeyMaterial::sm2PublicKey,
          KeyMaterial::certificate,
          KeyMaterial::certificates,
          material -> material.withPassword("000000").keyStore());

  @Test
  void mutatedInput_isReadOrDiagnosed() throws Exception {
    long seed = 20261124;
    Random random = new Random(seed);
    List<byte[]> seeds = seeds();
    for (int i = 0; i < 2500; i++) {
      byte[] input = mutate(seeds.get(random.nextInt(seeds.size())), random);
      Consumer<KeyMaterial> reader = READERS.get(random.nextInt(READERS.size()));
      try {
        reader.accept(KeyMaterial.inline("the-key", input));
      } catch (KeyMaterialException diagnosed) {
        assertThat(diagnosed.getMessage())
            .as("seed %d, round %d", seed, i)
            .startsWith("the-key: ")
            .hasSizeLessThan(400);
        assertThat(diagnosed.getCause()).isNull();
      } catch (RuntimeException | StackOverflowError foreign) {
        throw new AssertionError("seed " + seed + ", round " + i, foreign);
      }
    }
  }

  private static byte[] mutate(byte[] original, Random random) {
    byte[] input = original.clone();
    switch (random.nextInt(4)) {
      case 0 -> input[random.nextInt(input.length)] ^= (byte) (1 << random.nextInt(8));
      case 1 -> input = Arrays.copyOf(input, 1 + random.nextInt(input.length));
      case 2 -> {
        for (int i = 0; i < 8; i++) {
          input[random.nextInt(input.length)] = (byte) random.nextInt(256);
        }
      }
      default -> {
        int from = random.nextInt(input.length);
        int length = random.nextInt(input.length - from);
        System.arraycopy(original, from, input, random.nextInt(input.length - length), length);
      }
    }
    return input;
  }

  @Test
  void diagnosis_neverShowsContent() {
    String canary = "CANARYcanaryCANARYcanary0123456789";
    for (String value :
        List.of(
            canary,
            "/" + canary,
            canary + "/x",
            "MII" + canary.repeat(4),
            "-----BEGIN PRIVATE KEY-----\n" + canary,
            "-----BEGIN PRIVATE KEY-----\n" + canary + "\n-----END PRIVATE KEY-----",
            "-----BEGIN " + canary,
            "{\"key\":\"" + canary + "\"}",
            "ssh-rsa " + canary,
            "<" + canary + ">")) {
      for (Consumer<KeyMaterial> reader : READERS) {
        KeyMaterial material = KeyMaterial.of("the-key", value);
        try {
          reader.accept(material);
          throw new AssertionError("read a key out of nothing");
        } catch (KeyMaterialException diagnosed) {
          assertThat(diagnosed.toString()).doesNotContain("CANARY").doesNotContain("canary");
        }
        assertThat(material.toString()).isEqualTo("KeyMaterial[the-key, content hidden]");
      }
    }
  }

  @Test
  void deeplyNestedDer_isDiagnosed() {
    byte[] nested = new byte[0];
    for (int i = 0; i < 3000; i++) {
      nested = wrap(nested);
    }
    byte[] input = nested;
    for (Consumer<KeyMaterial> reader : READERS) {
      try {
        reader.accept(KeyMaterial.inline("the-key", input));
        throw new AssertionError("read a key out of nothing");
      } catch (KeyMaterialException diagnosed) {
        assertThat(diagnosed.getMessage()).startsWith("the-key: ");
      }
    }
  }

  private static byte[] wrap(byte[] content) {
    byte[] wrapped = new byte[content.length + 4];
    wrapped[0] = 0x30;
    wrapped[1] = (byte) 0x82;
    wrapped[2] = (byte) (content.length >> 8);
    wrapped[3] = (byte) content.length;
    System.arraycopy(content, 0, wrapped, 4, content.length);
    return wrapped;
  }
}
