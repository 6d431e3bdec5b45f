package io.jiaozi.payment;

import io.jiaozi.money.Money;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to be paid. The merchant's number names the <em>attempt</em>: another scene, amount
 * or expiry is another number.
 *
 * <p>Repeating a call with an equal request never charges twice. Save number and {@code placedAt}
 * before the first call: with them every later step can be rebuilt, even after a crash before the
 * first reply.
 *
 * <p>Nothing but absence is checked here. The gateway checks contents before the network and
 * reports all problems at once.
 *
 * @param orderNumber the merchant's unique number of this attempt. Portable over all channels: 8 to
 *     32 of {@code [0-9A-Za-z]}
 * @param amount what is to be paid, more than zero
 * @param scene where the buyer pays
 * @param description what the buyer reads. Portable: 1 to 127 characters, none of {@code / = &}, no
 *     control or 4-byte characters. Refused when it does not fit, never trimmed
 * @param placedAt when this attempt was first asked for; the <em>same</em> on every repeat. Cut to
 *     whole seconds
 * @param payBefore until when the buyer may pay; null means 30 minutes after {@code placedAt} where
 *     the channel takes an expiry. Cut to whole seconds
 * @param notificationUrl where the channel tells about this payment; null means the account's own
 * @param channelExtras fields of the channel's own
 */
public record PaymentRequest(
    String orderNumber,
    Money amount,
    Scene scene,
    String description,
    Instant placedAt,
    @Nullable Instant payBefore,
    @Nullable URI notificationUrl,
    ChannelExtras channelExtras) {

  /** Checks that nothing required is missing. */
  public PaymentRequest {
    Objects.requireNonNull(orderNumber, "orderNumber");
    Objects.requireNonNull(amount, "amount");
    Objects.requireNonNull(scene, "scene");
    Objects.requireNonNull(description, "description");
    placedAt = Objects.requireNonNull(placedAt, "placedAt").truncatedTo(ChronoUnit.SECONDS);
    payBefore = payBefore == null ? null : payBefore.truncatedTo(ChronoUnit.SECONDS);
    Objects.requireNonNull(channelExtras, "channelExtras");
  }

  /**
   * Begins a request with what every request needs.
   *
   * @param placedAt the time of the attempt, from the shop's own record. There is deliberately no
   *     default "now": a repeat with another time is another payment at some channels
   */
  public static Builder builder(String orderNumber, Money amount, Scene scene, Instant placedAt) {
    return new Builder(orderNumber, amount, scene, placedAt);
  }

  /** The same request with an expiry. */
  public PaymentRequest withPayBefore(Instant expiry) {
    return new PaymentRequest(
        orderNumber, amount, scene, description, placedAt, expiry, notificationUrl, channelExtras);
  }

  /** Shows what identifies the attempt; texts and addresses are hidden. */
  @Override
  public String toString() {
    return "PaymentRequest[orderNumber="
        + orderNumber
        + ", amount="
        + amount
        + ", scene="
        + scene.kind()
        + ", placedAt="
        + placedAt
        + ", payBefore="
        + payBefore
        + ", channelExtras="
        + channelExtras
        + "]";
  }

  /** Collects the optional parts of a request. Not thread-safe. */
  public static final class Builder {
    private final String orderNumber;
    private final Money amount;
    private final Scene scene;
    private final Instant placedAt;
    private String description = "";
    private @Nullable Instant payBefore;
    private @Nullable URI notificationUrl;
    private ChannelExtras channelExtras = ChannelExtras.none();

    private Builder(String orderNumber, Money amount, Scene scene, Instant placedAt) {
      this.orderNumber = orderNumber;
      this.amount = amount;
      this.scene = scene;
      this.placedAt = placedAt;
    }

    /** What the buyer reads. */
    public Builder description(String text) {
      this.description = text;
      return this;
    }

    /**
     * Until when the buyer may pay. Give an absolute time made from {@code placedAt}, so that
     * repeats are equal.
     */
    public Builder payBefore(Instant expiry) {
      this.payBefore = expiry;
      return this;
    }

    /** Where the channel tells about this payment, if not at the account's own URL. */
    public Builder notificationUrl(URI url) {
      this.notificationUrl = url;
      return this;
    }

    /** Fields of the channel's own. */
    public Builder channelExtras(ChannelExtras extras) {
      this.channelExtras = extras;
      return this;
    }

    /** Makes the request. */
    public PaymentRequest build() {
      return new PaymentRequest(
          orderNumber,
          amount,
          scene,
          description,
          placedAt,
          payBefore,
          notificationUrl,
          channelExtras);
    }
  }
}
