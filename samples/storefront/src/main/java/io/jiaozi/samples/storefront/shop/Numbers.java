package io.jiaozi.samples.storefront.shop;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.springframework.stereotype.Component;

/**
 * Makes numbers that every channel takes: 8 to 32 digits and letters. Hard to guess, because
 * whoever knows the number of an order can see its page; one kind never collides with another.
 */
@Component
public class Numbers {
  private static final String LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
  private static final int RANDOM_LETTERS = 13;
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyMMdd").withZone(ZoneId.of("Asia/Shanghai"));

  private final SecureRandom random = new SecureRandom();
  private final Clock clock;

  Numbers(Clock clock) {
    this.clock = clock;
  }

  /** Of an order: the shop's own, never sent to a channel. */
  public String order() {
    return make("D");
  }

  /** Of one attempt to pay. */
  public String attempt() {
    return make("P");
  }

  /** Of a refund. */
  public String refund() {
    return make("R");
  }

  /** For a visitor's cookie. */
  public String visitor() {
    return make("V") + make("V");
  }

  private String make(String kind) {
    StringBuilder number = new StringBuilder(kind).append(DAY.format(clock.instant()));
    for (int i = 0; i < RANDOM_LETTERS; i++) {
      number.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return number.toString();
  }
}
