package io.jiaozi.alipay;

import io.jiaozi.error.Problem;
import io.jiaozi.payment.PaymentReference;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a reference says beside the number. A number alone finds everything here: a trade is asked
 * for first, then a hold. A locator spares the second question, tells a payment at the till, or
 * carries the channel's number of a hold.
 *
 * <p>{@code a1.t}: a trade. {@code a1.b}: the buyer's code was scanned. {@code a1.h}: a hold, and
 * perhaps a point and its auth_no.
 *
 * @param kind what the number names
 * @param authNo the channel's number of a hold; null if it is not known yet
 */
record Locator(Kind kind, @Nullable String authNo) {

  enum Kind {
    /** Nothing is known beside the number. */
    ANY,
    TRADE,
    /** A payment or hold at the till: open means that the buyer is typing. */
    TILL,
    HOLD
  }

  private static final String TRADE_TEXT = "a1.t";
  private static final String TILL_TEXT = "a1.b";
  private static final String HOLD_TEXT = "a1.h";
  private static final String HOLD_PREFIX = HOLD_TEXT + '.';
  private static final int LONGEST = 63;

  private static final Locator ANY = new Locator(Kind.ANY, null);

  /** Reads a reference; an unknown locator reads as {@link Kind#ANY}, {@link #check} refuses it. */
  static Locator of(PaymentReference reference) {
    String text = reference.locator();
    if (text == null) {
      return ANY;
    }
    if (text.startsWith(HOLD_PREFIX)) {
      return new Locator(Kind.HOLD, text.substring(HOLD_PREFIX.length()));
    }
    return switch (text) {
      case TRADE_TEXT -> new Locator(Kind.TRADE, null);
      case TILL_TEXT -> new Locator(Kind.TILL, null);
      case HOLD_TEXT -> new Locator(Kind.HOLD, null);
      default -> ANY;
    };
  }

  static PaymentReference trade(String number) {
    return new PaymentReference(number, TRADE_TEXT);
  }

  static PaymentReference till(String number) {
    return new PaymentReference(number, TILL_TEXT);
  }

  /** A reference of a hold; without the channel's number if that is absent or odd. */
  static PaymentReference hold(String number, @Nullable String authNo) {
    boolean known = Words.isWord(authNo, LONGEST - HOLD_PREFIX.length());
    return new PaymentReference(number, known ? HOLD_PREFIX + authNo : HOLD_TEXT);
  }

  boolean isTill() {
    return kind == Kind.TILL;
  }

  boolean isHold() {
    return kind == Kind.HOLD;
  }

  /** Everything wrong with a reference; the field is the caller's. */
  static List<Problem> check(String field, PaymentReference reference) {
    String text = reference.locator();
    boolean ours =
        text == null
            || text.equals(TRADE_TEXT)
            || text.equals(TILL_TEXT)
            || text.equals(HOLD_TEXT)
            || (text.startsWith(HOLD_PREFIX)
                && Words.isWord(text.substring(HOLD_PREFIX.length()), LONGEST));
    return ours && Numbers.isOrder(reference.number())
        ? List.of()
        : List.of(
            new Problem(
                field,
                "is none that Alipay can have given: it has another channel's locator, or a number that is not 1 to 64 of"
                    + " 0-9 A-Z a-z _. Use the reference that this account gave."));
  }
}
