package io.jiaozi.tck;

import io.jiaozi.Capabilities;
import io.jiaozi.ChannelCall;
import io.jiaozi.Operation;
import io.jiaozi.SubMerchant;
import io.jiaozi.money.Money;
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.notification.NotificationReply;
import io.jiaozi.payment.NextAction;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.payment.Scene;
import io.jiaozi.spi.ChannelAdapterProvider;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an adapter's author tells the kit about one channel: facts from the channel's documents, and
 * what happens at a fake of the channel. It has no tests, and nothing in it is learned from the
 * adapter, so that a mistake of the adapter disagrees with it.
 *
 * <p>One object serves one run of the contract: the fake is started in the constructor and stopped
 * in {@link #close}. It speaks plain HTTP on a loopback port. The kit makes up all numbers (each
 * used once, {@code P} or {@code R} and so on with up to 20 digits), places all requests now, and
 * stands between adapter and fake to bring about faults: the fake itself needs none.
 *
 * <p>Several threads of the kit's load rules reach the fake at the same time; the methods here are
 * called by one thread.
 */
public interface ChannelHarness extends AutoCloseable {

  // ---- Who it is ----

  /** The adapter's provider, as a program would find it. */
  ChannelAdapterProvider provider();

  /**
   * What the account must be able to do, written down from the channel's documents. The contract
   * holds the adapter to exactly this: nothing may be left out to get green.
   */
  Capabilities expectedCapabilities();

  /** Where the fake listens: {@code http://127.0.0.1:<port>}, without a path. */
  URI address();

  /**
   * Told once, before anything is asked: where the adapter finds the fake, which is a proxy of the
   * kit's. A fake whose messages name addresses of the channel names this one.
   */
  default void reachedAt(URI proxy) {}

  /**
   * Settings of an account for this fake by their names within the account, {@code
   * notification-url} included if the channel wants one. The key and secret belong to the fake.
   *
   * @param baseUrl where the adapter has to look for the channel. Besides the kit's proxy this may
   *     be a place where calls fail: {@code https}, or a host that is not on this machine, whose
   *     accounts may have to be told {@code https} URLs of the shop too
   */
  Map<String, String> settings(URI baseUrl);

  // ---- What can be asked of it ----

  /** A middling price in one of the currencies, divisible by four without a rest: 88.00. */
  Money price();

  /**
   * Where the shop meets its buyer. The default fills in what the API asks for; the fake's buyers'
   * codes and ids only the author knows.
   *
   * @param kind one of the expected scenes
   * @param number the order's number, to make a code of, if codes are used once only
   */
  default Scene scene(Scene.Kind kind, String number) {
    URI back = URI.create("https://shop.example/back");
    return switch (kind) {
      case QR_CODE -> Scene.qrCode();
      case WEB_PAGE -> Scene.webPage(back);
      case MOBILE_WEB -> Scene.mobileWeb(back, "203.0.113.7");
      case APP -> Scene.app();
      case BUYER_CODE, IN_APP_PAGE ->
          throw new UnsupportedOperationException(
              "Override scene(" + kind + "): only the fake knows a code or id of its buyers.");
    };
  }

  /**
   * The scene in which rules that need just any payment are tried: one whose order the channel
   * knows at once, if there is one.
   */
  default Scene.Kind mainScene() {
    return Stream.of(
            Scene.Kind.QR_CODE,
            Scene.Kind.WEB_PAGE,
            Scene.Kind.IN_APP_PAGE,
            Scene.Kind.MOBILE_WEB,
            Scene.Kind.APP,
            Scene.Kind.BUYER_CODE)
        .filter(expectedCapabilities().pay()::contains)
        .findFirst()
        .orElseThrow();
  }

  /**
   * Adds to a payment what this channel needs beside the common fields. Amount, number, scene and
   * description are there already.
   */
  default PaymentRequest.Builder dress(PaymentRequest.Builder payment) {
    return payment;
  }

  /**
   * How many requests one healthy call makes, by the channel's documents.
   *
   * @param scene for {@link Operation#PAY} and {@link Operation#AUTHORIZE} the scene, else null
   */
  default Steps steps(Operation operation, Scene.@Nullable Kind scene) {
    return Steps.ONE;
  }

  /**
   * Whether a request only fetches a key or token. Such requests are not counted and not struck.
   */
  default boolean isFetch(SeenRequest request) {
    return false;
  }

  /**
   * Whether this HTTP status in place of a proper reply is a definite refusal by the channel's
   * documents (then the adapter says rejected) and not an open outcome, which it is by default.
   *
   * @param status 408, 429, 500, 502 or 503
   */
  default boolean refusesByStatus(int status, Operation operation) {
    return false;
  }

  /**
   * Where the signature of the channel's replies stands; empty if its replies are not signed. Then
   * the two rules about it need a reason in {@link #notApplicable}.
   */
  default Optional<MessageShape.Place> replySignature() {
    return Optional.empty();
  }

  /**
   * At least four limits on payments that the channel states: number, description, least and
   * greatest amount, whatever there is. Made with this, {@link #scene} and {@link #dress}.
   *
   * @param placedAt when to place them
   */
  List<Limit> limits(Instant placedAt);

  /**
   * A number that the channel takes for no refund; where it is empty, one that it takes for no
   * payment is refused for refunds as well.
   */
  default Optional<String> refusedRefundNumber() {
    return Optional.empty();
  }

  /**
   * Extras that would touch number, money, identity or URLs behind the common fields' back, path to
   * value; each must be refused. At least one if extras are passed on at all.
   */
  default Map<String, String> forbiddenExtras() {
    return Map.of();
  }

  /** On whose behalf the account can act, where it has ACT_FOR_SUB_MERCHANT. */
  default Optional<SubMerchant> subMerchant() {
    return Optional.empty();
  }

  /** A harmless call through the escape hatch, where the account has CHANNEL_CALLS. */
  default Optional<ChannelCall> channelCall() {
    return Optional.empty();
  }

  // ---- What people do at the fake ----

  /**
   * The buyer does what the shop shows, agrees and pays; for a hold, agrees to it. At the till he
   * has paid already, or pays now.
   *
   * @param number the order's number
   * @param shown what the shop shows, as the adapter made it; null at the till
   */
  void buyerPays(String number, @Nullable NextAction shown);

  /**
   * The buyer tries and is declined.
   *
   * @return how the order must be found then; empty if the channel knows no such thing, or does not
   *     tell it
   */
  default Optional<PaymentState> buyerDeclines(String number, @Nullable NextAction shown) {
    return Optional.empty();
  }

  // ---- What stands in the fake's books ----

  /**
   * Every payment of this number in the fake's own books, as what it is about: payments, holds,
   * captures. Twice if it was made twice.
   */
  List<Money> bookedPayments(String number);

  /** Every refund of this refund number in the fake's own books, as its amount. */
  List<Money> bookedRefunds(String refundNumber);

  // ---- What it tells ----

  /** How its notifications are built and signed. */
  MessageShape messageShape();

  /**
   * The notification about a paid order, not sent.
   *
   * @param number of an order that its buyer has paid
   * @return empty if messages of this channel cannot be made that way; never for {@link
   *     Making#GENUINE}
   */
  Optional<InboundRequest> paymentNotification(String number, Making making);

  /** The genuine notification about a refund that is done; empty if the channel sends none. */
  default Optional<InboundRequest> refundNotification(String number, String refundNumber) {
    return Optional.empty();
  }

  /** A genuine notification about something the API does not model; empty if there is no such. */
  default Optional<InboundRequest> unmodelledNotification() {
    return Optional.empty();
  }

  /**
   * Where the verdict on a forgery is not the usual one (refused; see {@link Forgery}): what must
   * come of it at this channel, and why.
   */
  default Map<Forgery, Verdict> verdicts() {
    return Map.of();
  }

  /**
   * How many requests for keys reading one message may cause: more than 0 only where a message
   * names the address of its key.
   */
  default int keyRequestsPerMessage() {
    return 0;
  }

  /** The exact answers the channel wants, by its documents: one for each kind. */
  Map<NotificationReply.Kind, NotificationReply> replies();

  /** What the buyer's browser brings back; empty if nothing worth reading. */
  default Optional<InboundRequest> returnPage(String number) {
    return Optional.empty();
  }

  // ---- What must not be seen ----

  /**
   * Secrets of the account and of the fake's buyers, what it is to its value: keys (of a PEM text
   * every line is looked for), passwords, tokens, card numbers, the buyer's id.
   */
  Map<String, String> secrets();

  // ---- What does not apply ----

  /**
   * Rules that mean nothing at this channel, by id, each with its reason, a sentence. They are
   * tried all the same: one that holds fails for being listed. Some rules cannot be listed.
   */
  default Map<String, String> notApplicable() {
    return Map.of();
  }

  /** How long a call to a silent channel is let wait. */
  default Duration patience() {
    return Duration.ofMillis(300);
  }

  /** Stops the fake. */
  @Override
  void close();
}
