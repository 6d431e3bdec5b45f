package io.jiaozi.payment;

import io.jiaozi.money.Money;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Takes held money, all or part. A capture is a payment of its own, with its own number, its own
 * query and its own refunds.
 *
 * @param authorization the hold to take from
 * @param captureNumber the merchant's unique number of this capture; not the number of any payment,
 *     refund or void
 * @param amount what to take, more than zero
 * @param last whether the rest of the hold is released afterwards
 * @param placedAt when this capture was first asked for; the same on every repeat. Cut to whole
 *     seconds
 * @param notificationUrl null means the account's own
 * @param channelExtras fields of the channel's own
 */
public record CaptureRequest(
    PaymentReference authorization,
    String captureNumber,
    Money amount,
    boolean last,
    Instant placedAt,
    @Nullable URI notificationUrl,
    ChannelExtras channelExtras) {

  /** Checks that nothing required is missing. */
  public CaptureRequest {
    Objects.requireNonNull(authorization, "authorization");
    Objects.requireNonNull(captureNumber, "captureNumber");
    Objects.requireNonNull(amount, "amount");
    placedAt = Objects.requireNonNull(placedAt, "placedAt").truncatedTo(ChronoUnit.SECONDS);
    Objects.requireNonNull(channelExtras, "channelExtras");
  }

  /** Begins a capture with what every capture needs; it is the last one unless said otherwise. */
  public static Builder builder(
      PaymentReference authorization, String captureNumber, Money amount, Instant placedAt) {
    return new Builder(authorization, captureNumber, amount, placedAt);
  }

  /** Shows what identifies the capture; addresses are hidden. */
  @Override
  public String toString() {
    return "CaptureRequest[authorization="
        + authorization.encode()
        + ", captureNumber="
        + captureNumber
        + ", amount="
        + amount
        + ", last="
        + last
        + ", placedAt="
        + placedAt
        + ", channelExtras="
        + channelExtras
        + "]";
  }

  /** Collects the optional parts of a capture. Not thread-safe. */
  public static final class Builder {
    private final PaymentReference authorization;
    private final String captureNumber;
    private final Money amount;
    private final Instant placedAt;
    private boolean last = true;
    private @Nullable URI notificationUrl;
    private ChannelExtras channelExtras = ChannelExtras.none();

    private Builder(
        PaymentReference authorization, String captureNumber, Money amount, Instant placedAt) {
      this.authorization = authorization;
      this.captureNumber = captureNumber;
      this.amount = amount;
      this.placedAt = placedAt;
    }

    /** Keeps the rest of the hold for further captures. */
    public Builder moreToFollow() {
      this.last = false;
      return this;
    }

    /** Where the channel tells about this capture, if not at the account's own URL. */
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
    public CaptureRequest build() {
      return new CaptureRequest(
          authorization, captureNumber, amount, last, placedAt, notificationUrl, channelExtras);
    }
  }
}
