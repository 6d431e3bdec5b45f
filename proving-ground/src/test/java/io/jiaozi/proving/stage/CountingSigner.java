package io.jiaozi.proving.stage;

import io.jiaozi.spi.Signer;
import io.jiaozi.spi.SigningAlgorithm;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts private-key operations; everything else is the signer behind it. */
public final class CountingSigner implements Signer {

  private final Signer behind;
  private final AtomicInteger operations = new AtomicInteger();

  public CountingSigner(Signer behind) {
    this.behind = behind;
  }

  public int operations() {
    return operations.get();
  }

  @Override
  public boolean supports(SigningAlgorithm algorithm) {
    return behind.supports(algorithm);
  }

  @Override
  public byte[] sign(SigningAlgorithm algorithm, byte[] message) {
    operations.incrementAndGet();
    return behind.sign(algorithm, message);
  }
}
