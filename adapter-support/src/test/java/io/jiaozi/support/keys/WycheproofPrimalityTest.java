package io.jiaozi.support.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Numbers that pass for primes with sloppy tests must not make a private key. */
class WycheproofPrimalityTest {
  @Test
  void numbers_areJudgedAsPublished() throws Exception {
    int count = 0;
    int acceptable = 0;
    try (InputStream packed = getClass().getResourceAsStream("/wycheproof/primality_test.json.gz");
        InputStream stream = new GZIPInputStream(packed)) {
      for (JsonNode group : JsonMapper.builder().build().readTree(stream).get("testGroups")) {
        for (JsonNode test : group.get("tests")) {
          count++;
          BigInteger number =
              new BigInteger(HexFormat.of().parseHex(test.get("value").stringValue()));
          String result = test.get("result").stringValue();
          // The 8 acceptable ones are negatives of primes. We say no.
          acceptable += result.equals("acceptable") ? 1 : 0;
          assertThat(RsaDecoder.isPrime(number))
              .as("vector %s", test.get("tcId"))
              .isEqualTo(result.equals("valid"));
        }
      }
    }
    assertThat(count).isEqualTo(317);
    assertThat(acceptable).isEqualTo(8);
  }
}
