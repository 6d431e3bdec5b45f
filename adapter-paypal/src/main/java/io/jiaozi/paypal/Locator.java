package io.jiaozi.paypal;

import io.jiaozi.payment.PaymentReference;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a payment is at PayPal, which finds nothing by the merchant's number.
 *
 * <table>
 * <caption>Forms; the first part is the version</caption>
 * <tr><td>{@code p1.o.<order>}</td><td>an order before money moved</td></tr>
 * <tr><td>{@code p1.c.<capture>}</td><td>money that was taken</td></tr>
 * <tr><td>{@code p1.o.<order>.a.<authorization>}</td><td>a hold</td></tr>
 * <tr><td>{@code p1.o.<order>.a.<authorization>.p.<parent>}</td><td>a renewed hold, which can be
 *     released through its parent only</td></tr>
 * <tr><td>{@code p1.o.<order>.a.<authorization>.c}</td><td>the capture of a hold that was asked for
 *     under a number and of which no answer told the id</td></tr>
 * <tr><td>{@code p1.r.<refund>}</td><td>a refund</td></tr>
 * </table>
 *
 * @param orderId null only where the capture is known
 */
record Locator(
    @Nullable String orderId,
    @Nullable String authorizationId,
    @Nullable String parentId,
    @Nullable String captureId,
    boolean captureByNumber) {

  private static final String VERSION = "p1";
  private static final String REFUND = VERSION + ".r.";

  /** What a reference can hold. */
  private static final int LONGEST = 63;

  static Locator order(String orderId) {
    return new Locator(orderId, null, null, null, false);
  }

  static Locator capture(String captureId) {
    return new Locator(null, null, null, captureId, false);
  }

  static Locator hold(String orderId, String authorizationId) {
    return new Locator(orderId, authorizationId, null, null, false);
  }

  /** A renewed hold. Where the ids are too long for a reference, the parent is left out. */
  static Locator renewed(String orderId, String authorizationId, String parentId) {
    Locator whole = new Locator(orderId, authorizationId, parentId, null, false);
    return whole.encode().length() <= LONGEST ? whole : hold(orderId, authorizationId);
  }

  /** The capture of this hold that will be found by its number. */
  Locator captureToFind() {
    return new Locator(orderId, authorizationId, null, null, true);
  }

  /** Reads the locator of a reference; empty if this adapter cannot have made it. */
  static Optional<Locator> of(PaymentReference reference) {
    String text = reference.locator();
    return text == null ? Optional.empty() : parse(text.split("\\.", -1));
  }

  private static Optional<Locator> parse(String[] parts) {
    if (parts.length < 3 || !parts[0].equals(VERSION) || !Ids.isId(parts[2])) {
      return Optional.empty();
    }
    String id = parts[2];
    if (parts.length == 3) {
      return switch (parts[1]) {
        case "o" -> Optional.of(order(id));
        case "c" -> Optional.of(capture(id));
        default -> Optional.empty();
      };
    }
    boolean hold =
        parts[1].equals("o") && parts.length >= 5 && parts[3].equals("a") && Ids.isId(parts[4]);
    if (!hold) {
      return Optional.empty();
    }
    if (parts.length == 5) {
      return Optional.of(hold(id, parts[4]));
    }
    if (parts.length == 6 && parts[5].equals("c")) {
      return Optional.of(hold(id, parts[4]).captureToFind());
    }
    return parts.length == 7 && parts[5].equals("p") && Ids.isId(parts[6])
        ? Optional.of(new Locator(id, parts[4], parts[6], null, false))
        : Optional.empty();
  }

  /** Whether it is an order of which neither hold nor capture is named. */
  boolean isOrder() {
    return orderId != null && authorizationId == null;
  }

  /** Whether it is a hold. */
  boolean isHold() {
    return authorizationId != null && !captureByNumber;
  }

  /** Whether a reference can hold it. PayPal's ids have 17 characters; much longer ones do not. */
  boolean fits() {
    return encode().length() <= LONGEST;
  }

  String encode() {
    if (captureId != null) {
      return VERSION + ".c." + captureId;
    }
    return VERSION
        + ".o."
        + orderId
        + (authorizationId == null ? "" : ".a." + authorizationId)
        + (parentId == null ? "" : ".p." + parentId)
        + (captureByNumber ? ".c" : "");
  }

  PaymentReference of(String number) {
    return new PaymentReference(number, encode());
  }

  static String refund(String refundId) {
    return REFUND + refundId;
  }

  /** The refund's id; null if this adapter cannot have made it. */
  static @Nullable String refundId(String locator) {
    String id = locator.startsWith(REFUND) ? locator.substring(REFUND.length()) : null;
    return Ids.isId(id) ? id : null;
  }
}
