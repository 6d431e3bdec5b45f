package io.jiaozi.benchmarks.floor;

import io.jiaozi.benchmarks.kit.Material;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Alipay's signatures, and nothing else. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Alipay {
  private final Material material = Material.fresh();
  private final PrivateKey key = Engines.translated(material.merchantKey());
  private final PublicKey platform = Engines.translated(material.platformKey());
  private final byte[] asked =
      ("app_id="
              + Material.ALIPAY_APP
              + "&biz_content={\"out_trade_no\":\""
              + Material.ORDER
              + "\"}&charset=utf-8&format=JSON&method=alipay.trade.query&sign_type=RSA2"
              + "&timestamp=2026-03-01 16:00:00&version=1.0")
          .getBytes(StandardCharsets.UTF_8);
  private final byte[] node = Material.alipayOrderNode().getBytes(StandardCharsets.UTF_8);
  private final byte[] nodeSignature = base64(node);
  private final byte[] text = Material.alipayNotificationText();
  private final byte[] textSignature = base64(text);

  private byte[] base64(byte[] signed) {
    return Base64.getEncoder().encode(material.signedByPlatform(signed));
  }

  /** The signature of a question. */
  @Benchmark
  public byte[] sign() throws GeneralSecurityException {
    return Base64.getEncoder().encode(Engines.sign(key, asked));
  }

  /** That of an answer. */
  @Benchmark
  public byte[] verify() throws GeneralSecurityException {
    Engines.verify(platform, node, Base64.getDecoder().decode(nodeSignature));
    return node;
  }

  /** That of a notification. */
  @Benchmark
  public byte[] notification() throws GeneralSecurityException {
    Engines.verify(platform, text, Base64.getDecoder().decode(textSignature));
    return text;
  }

  /** Both signatures of a question and its answer. */
  @Benchmark
  public byte[] query() throws GeneralSecurityException {
    verify();
    return sign();
  }
}
