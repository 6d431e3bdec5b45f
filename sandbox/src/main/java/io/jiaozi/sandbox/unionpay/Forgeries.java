package io.jiaozi.sandbox.unionpay;

import io.jiaozi.sandbox.channel.CertificateAuthority.Identity;
import io.jiaozi.sandbox.channel.ChannelContext;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The signers that a careful merchant must refuse, and the two odd ones that it must not. They
 * share one spare key, so that they cost little; each is made when first asked for.
 */
final class Forgeries {
  /** The one name that makes a certificate the channel's; sheet 1.2. */
  static final String COMPANY = "中国银联股份有限公司";

  static final String SIGNER_NAME = "041@8310000000083040@" + COMPANY + "@00000001";
  private static final String PRODUCTION_NAME = "041@8310000000083040@" + COMPANY + "@00016493";
  private static final String TEST_NAME = "041@Z2017-11-1@00040000:SIGN@00000001";
  private static final Duration LONG = Duration.ofDays(6 * 365);

  /** Which twists are about the certificate, so about signMethod 01. */
  private static final Set<Twist> TWISTS =
      Set.of(
          Twist.PRODUCTION_NAME,
          Twist.TEST_NAME,
          Twist.MERCHANT_CERTIFICATE,
          Twist.TWO_CERTIFICATES,
          Twist.WRONG_COMPANY,
          Twist.COMPANY_IN_ANOTHER_PART,
          Twist.COMPANY_WITH_MORE,
          Twist.COMPANY_IN_UNIT,
          Twist.COMPANY_IN_A_NAME_WITHIN,
          Twist.TWO_COMMON_NAMES,
          Twist.EXPIRED_CERTIFICATE,
          Twist.FUTURE_CERTIFICATE,
          Twist.OTHER_AUTHORITY,
          Twist.SAME_NAMED_AUTHORITY,
          Twist.SELF_SIGNED,
          Twist.ISSUED_BY_MERCHANT);

  private final ChannelContext context;
  private final CardAuthority authority;
  private final CompletableFuture<Identity> merchant;
  private final String merchantName;
  private final Map<Twist, Identity> made = new EnumMap<>(Twist.class);
  private @Nullable KeyPair spare;

  /**
   * @param merchant the merchant's signing certificate
   * @param merchantName its common name
   */
  Forgeries(
      ChannelContext context,
      CardAuthority authority,
      CompletableFuture<Identity> merchant,
      String merchantName) {
    this.context = context;
    this.authority = authority;
    this.merchant = merchant;
    this.merchantName = merchantName;
  }

  /** The signer that these twists ask for; null when they ask for none. */
  synchronized @Nullable Identity signer(Set<Twist> how) {
    for (Twist twist : Twist.values()) {
      if (how.contains(twist) && TWISTS.contains(twist)) {
        return made.computeIfAbsent(twist, this::make);
      }
    }
    return null;
  }

  private Identity make(Twist twist) {
    Instant now = context.clock().instant();
    Instant from = now.minus(Duration.ofDays(1));
    return switch (twist) {
      case MERCHANT_CERTIFICATE, TWO_CERTIFICATES -> merchant.join();
      case TEST_NAME -> named(TEST_NAME);
      case PRODUCTION_NAME -> named(PRODUCTION_NAME);
      case WRONG_COMPANY -> named("041@8310000000083040@中国银联商务股份有限公司@00000001");
      case COMPANY_IN_ANOTHER_PART -> named("041@" + COMPANY + "@Z12@00000001");
      case COMPANY_WITH_MORE -> named("041@8310000000083040@" + COMPANY + "商户@00000001");
      case COMPANY_IN_A_NAME_WITHIN -> named("041@Z1,CN=" + SIGNER_NAME);
      case COMPANY_IN_UNIT ->
          authority.issue(CardAuthority.subject(SIGNER_NAME, merchantName), spare(), from);
      case TWO_COMMON_NAMES ->
          authority.issue(
              CardAuthority.subject("Enterprises", merchantName, SIGNER_NAME), spare(), from);
      case EXPIRED_CERTIFICATE ->
          authority.issue(CardAuthority.subject(SIGNER_NAME), spare(), now.minus(LONG));
      case FUTURE_CERTIFICATE ->
          authority.issue(CardAuthority.subject(SIGNER_NAME), spare(), now.plus(LONG));
      case OTHER_AUTHORITY -> stranger("Another");
      case SAME_NAMED_AUTHORITY -> stranger(UnionpayCredentials.AUTHORITY);
      case SELF_SIGNED -> authority.selfSigned(CardAuthority.subject(SIGNER_NAME), spare());
      case ISSUED_BY_MERCHANT ->
          authority.issue(CardAuthority.subject(SIGNER_NAME), spare(), from, merchant.join());
      default -> throw new IllegalArgumentException(twist + " is not about certificates.");
    };
  }

  private Identity named(String commonName) {
    return authority.issue(
        CardAuthority.subject(commonName),
        spare(),
        context.clock().instant().minus(Duration.ofDays(1)));
  }

  private Identity stranger(String name) {
    return new CardAuthority(context, name)
        .issue(
            CardAuthority.subject(SIGNER_NAME),
            spare(),
            context.clock().instant().minus(Duration.ofDays(1)));
  }

  private KeyPair spare() {
    KeyPair pair = spare;
    if (pair == null) {
      pair = context.authority().newKeyPair().join();
      spare = pair;
    }
    return pair;
  }
}
