package io.jiaozi.sandbox.alipay;

import java.time.Duration;
import java.util.Set;

/**
 * The ways to pay, and in what they differ: when a trade comes into being, what the merchant is
 * told unless the platform was asked to tell more. Source: protocol sheet 4 and 6.4.
 */
enum Product {
  PAGE(Tells.SUCCESS, Duration.ofDays(15)),
  WAP(Tells.SUCCESS_AND_CLOSE, Duration.ofDays(15)),
  APP(Tells.EVERYTHING, Duration.ofDays(15)),
  QR_CODE(Tells.SUCCESS, Duration.ofHours(3)),
  BUYER_CODE(Tells.SUCCESS, Duration.ofHours(3)),
  /** What this one tells is this sandbox's assumption: as much as the page on a phone. */
  IN_APP(Tells.SUCCESS_AND_CLOSE, Duration.ofDays(15)),
  CAPTURE(Tells.SUCCESS, Duration.ofDays(15));

  /** Which changes are notified by default. */
  private enum Tells {
    SUCCESS,
    SUCCESS_AND_CLOSE,
    EVERYTHING
  }

  private final Tells tells;
  private final Duration lifetime;

  Product(Tells tells, Duration lifetime) {
    this.tells = tells;
    this.lifetime = lifetime;
  }

  /** The {@code product_code} values. */
  Set<String> codes() {
    return switch (this) {
      case PAGE -> Set.of("FAST_INSTANT_TRADE_PAY");
      case WAP -> Set.of("QUICK_WAP_WAY");
      case APP -> Set.of("QUICK_MSECURITY_PAY");
      case QR_CODE -> Set.of("FACE_TO_FACE_PAYMENT", "QR_CODE_OFFLINE");
      case BUYER_CODE -> Set.of("FACE_TO_FACE_PAYMENT");
      case IN_APP -> Set.of("JSAPI_PAY", "FACE_TO_FACE_PAYMENT");
      case CAPTURE -> Set.of("PREAUTH_PAY", "PRE_AUTH_ONLINE", "PRE_AUTH");
    };
  }

  Duration lifetime() {
    return lifetime;
  }

  /** Whether the trade exists as soon as the merchant has asked for it. */
  boolean existsAtOnce() {
    return this == BUYER_CODE || this == IN_APP || this == CAPTURE;
  }

  /** Whether {@code timeout_express} counts from the buyer's arrival. */
  boolean countsFromArrival() {
    return this == WAP || this == APP;
  }

  boolean tells(Trade.State state) {
    return switch (state) {
      case TRADE_SUCCESS -> true;
      case TRADE_CLOSED -> tells != Tells.SUCCESS;
      case TRADE_FINISHED -> tells == Tells.EVERYTHING;
      case INTENT, WAIT_BUYER_PAY -> false;
    };
  }
}
