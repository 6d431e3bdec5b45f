package io.jiaozi.benchmarks.floor;

import io.jiaozi.benchmarks.kit.Material;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** WeChat Pay's signatures and ciphers, and nothing else. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Wechat {
  private final Material material = Material.fresh();
  private final PrivateKey key = Engines.translated(material.merchantKey());
  private final PublicKey platform = Engines.translated(material.platformKey());
  private final byte[] asked =
      ("POST\n/v3/pay/transactions/native\n1772352000\nEC01AC72E9B2402D9E6B2B3C1D9E0F11\n"
              + Material.wechatCreate()
              + "\n")
          .getBytes(StandardCharsets.UTF_8);
  private final Signed reply = new Signed(Material.wechatOrder());
  private final String sealed = Material.wechatNotification();
  private final Signed notification = new Signed(sealed);
  private final byte[] ciphertext =
      sealed
          .substring(
              sealed.indexOf("\"ciphertext\":\"") + 14, sealed.indexOf("\",\"associated_data\""))
          .getBytes(StandardCharsets.US_ASCII);

  private final class Signed {
    private final byte[] text;
    private final byte[] signature;

    private Signed(String body) {
      Map<String, String> headers = material.wechatHeaders(body);
      text =
          (headers.get("Wechatpay-Timestamp")
                  + "\n"
                  + headers.get("Wechatpay-Nonce")
                  + "\n"
                  + body
                  + "\n")
              .getBytes(StandardCharsets.UTF_8);
      signature =
          String.valueOf(headers.get("Wechatpay-Signature")).getBytes(StandardCharsets.US_ASCII);
    }

    private void verify() throws GeneralSecurityException {
      Engines.verify(platform, text, Base64.getDecoder().decode(signature));
    }
  }

  /** The signature of a new order. */
  @Benchmark
  public byte[] sign() throws GeneralSecurityException {
    return Base64.getEncoder().encode(Engines.sign(key, asked));
  }

  /** That of an answer. */
  @Benchmark
  public byte[] verify() throws GeneralSecurityException {
    reply.verify();
    return reply.signature;
  }

  /** That of a notification, and what is sealed in it. */
  @Benchmark
  public byte[] notification() throws GeneralSecurityException {
    notification.verify();
    Cipher open = Engines.aesGcm();
    open.init(Cipher.DECRYPT_MODE, Material.wechatApiKey(), Material.wechatSealNonce());
    open.updateAAD(Material.wechatSealData());
    return open.doFinal(Base64.getDecoder().decode(ciphertext));
  }
}
