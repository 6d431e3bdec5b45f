package io.jiaozi.sandbox.wechat;

import io.jiaozi.sandbox.channel.ChannelContext;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The codes that buyers show at the till: 18 digits that begin with 10 to 15, new every minute,
 * used once; protocol sheet 6.3. Safe for use by many threads.
 */
final class Wallets {
  static final Pattern CODE = Pattern.compile("1[0-5][0-9]{16}");
  private static final Duration LIFETIME = Duration.ofMinutes(1);

  /**
   * The word of the older generation (APIv2). No source at hand tells what V3 calls a code that was
   * used or is too old, nor with which status.
   */
  private static final String REFUSED = "AUTH_CODE_INVALID";

  private record Shown(TillBuyer buyer, Instant until) {}

  private final ChannelContext context;
  private final Map<String, Shown> shown = new HashMap<>();
  private final Set<String> used = new HashSet<>();
  private TillBuyer anybody = TillBuyer.PAYS;

  Wallets(ChannelContext context) {
    this.context = context;
  }

  /** What buyers do whose code was not made here. */
  synchronized void anybody(TillBuyer buyer) {
    anybody = buyer;
  }

  /** The code on the phone of a buyer who will do this. */
  synchronized String newCode(TillBuyer buyer) {
    String code = "13" + context.randomness().digits(16);
    shown.put(code, new Shown(buyer, context.clock().instant().plus(LIFETIME)));
    return code;
  }

  /** Takes a code that was scanned, and tells what its owner does. */
  synchronized TillBuyer use(String code) {
    Shown known = shown.get(code);
    TillBuyer buyer = known == null ? anybody : known.buyer();
    boolean old = known != null && !context.clock().instant().isBefore(known.until());
    if (old || buyer == TillBuyer.SHOWS_OLD_CODE) {
      throw WechatError.of(400, REFUSED, "付款码已过期，请用户刷新后重试");
    }
    if (!used.add(code)) {
      throw WechatError.of(400, REFUSED, "每个付款码仅限使用一次，请用户刷新后重试");
    }
    return buyer;
  }
}
