package io.jiaozi.proving.channels;

import io.jiaozi.MerchantAccount;
import io.jiaozi.SubMerchant;
import io.jiaozi.proving.message.AtAddress;
import io.jiaozi.proving.message.Crafted;
import io.jiaozi.proving.message.Deal;
import io.jiaozi.proving.message.GenuineMessage;
import io.jiaozi.proving.message.MessageShape;
import io.jiaozi.proving.message.Swap;
import io.jiaozi.proving.message.WireMessage;
import io.jiaozi.proving.stage.Canaries;
import io.jiaozi.proving.stage.Outcome;
import io.jiaozi.proving.stage.Stage;
import io.jiaozi.sandbox.Fault;
import io.jiaozi.sandbox.Sandbox;
import io.jiaozi.spi.Signer;
import io.jiaozi.support.crypto.RsaSigner;
import io.jiaozi.support.keys.KeyMaterial;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One channel in the proving ground: facts and stage directions, no tests. Beside it stand two
 * tables, {@code forged/<channel>.table} and {@code semantic/<channel>.table}.
 */
public interface ChannelUnderTest {

  /** Every channel that is proved. */
  static List<ChannelUnderTest> all() {
    return List.of(
        new WechatUnderTest(),
        new AlipayUnderTest(),
        new UnionpayUnderTest(),
        new PaypalUnderTest());
  }

  // ---- Who it is ----

  /** The channel's id. */
  String channel();

  /** The name of its account in the sandbox's settings. */
  default String account() {
    return channel();
  }

  /**
   * Settings of the account beside, or instead of, those the sandbox exports, by their names within
   * the account.
   */
  default Map<String, String> settings(Sandbox sandbox) {
    return Map.of();
  }

  /**
   * Settings of the account when the channel is looked for at an address that is not on this
   * machine, where rules that let the sandbox through no longer do.
   */
  default Map<String, String> settingsAwayFromHere() {
    return Map.of();
  }

  // ---- What can be asked of it ----

  /**
   * The channel in each way an account can be set up to sign and to believe, this one first. In the
   * others only what depends on that is proved once more.
   */
  default List<ChannelUnderTest> modes() {
    return List.of(this);
  }

  /** Whether it is one of the further {@link #modes} of a channel. */
  default boolean isFurtherMode() {
    return false;
  }

  /** Every call the adapter has that makes a request; pay once for each kind of scene. */
  List<ProvedCall> calls();

  /** Whether the account can act for others; then every call is proved for one of them as well. */
  default boolean actsForOthers() {
    return false;
  }

  /** On whose behalf it can act in this sandbox. */
  default SubMerchant subMerchant(Sandbox sandbox) {
    throw new UnsupportedOperationException(channel() + " acts for nobody else");
  }

  /**
   * Whether a fault means something to a call: a channel that does not sign its replies cannot be
   * struck by a wrong signature. The reason stands where this is overridden.
   */
  default boolean strikes(Fault fault, ProvedCall call) {
    return true;
  }

  /**
   * What a reply with this status in place of the right one means for a call, by the channel's
   * documents: a status may be a definite refusal at one channel and nothing at another.
   */
  Outcome outcomeOfStatus(Fault fault, ProvedCall call);

  /**
   * The setting that holds the merchant's private key, for a signer kept outside; empty if requests
   * are not signed with one.
   */
  Optional<String> signingKeySetting();

  /** The merchant's key of {@link #signingKeySetting}, as a signer. */
  default Signer signer(Stage stage) {
    String setting = signingKeySetting().orElseThrow();
    String key = stage.setting(this, setting);
    return RsaSigner.of(KeyMaterial.of(setting, key).rsaPrivateKey());
  }

  /** What an account must be told beside a signer that is kept outside. */
  default Map<String, String> settingsBesideSigner(Sandbox sandbox) {
    return Map.of();
  }

  /** A payment that was asked for with the account, waiting for its buyer. */
  Deal order(MerchantAccount account, String number);

  /** The buyer pays. Has those things watched that the channel alone knows before. */
  void buyerPays(Sandbox sandbox, Deal deal, Canaries canaries);

  /** Its payments by a buyer's code; empty if it has none. */
  default Optional<Till> till() {
    return Optional.empty();
  }

  /**
   * What is left to the merchant once the buyer has done his part: nothing, except where no money
   * moves before the merchant says so.
   */
  default void merchantFinishes(MerchantAccount account, Deal deal) {}

  /** How many payments of this number stand in the channel's own books: 0 or 1. */
  long paymentsBooked(Sandbox sandbox, String number);

  /** How many refunds of this order stand in the channel's own books. */
  long refundsBooked(Sandbox sandbox, String number);

  // ---- What it gives before it takes calls ----

  /** Whether access has to be fetched, and ends; not where requests are signed one by one. */
  default boolean givesAccess() {
    return false;
  }

  /** What can be done about it at the channel. */
  default Access access(Sandbox sandbox) {
    throw new UnsupportedOperationException(channel() + " gives no access");
  }

  /** The channel's side of such access. */
  interface Access {
    /** What is given from now on ends after this long, in whole seconds. */
    void lives(Duration lifetime);

    /** What was given is worthless at once, and nobody is told. */
    void withdraw();
  }

  // ---- What must not be seen ----

  /** Secrets of this run's account. */
  void watchSecrets(Map<String, String> settings, Canaries canaries);

  /** Whether the channel tells who paid. */
  default boolean tellsWhoPaid() {
    return true;
  }

  // ---- What it tells ----

  /** How its notifications are built and signed. */
  MessageShape shape();

  /** The genuine notification about an order that its buyer has paid. */
  WireMessage notification(Sandbox sandbox, Deal deal);

  /**
   * At least fifty genuine messages to this account, with every odd text the channel can send. The
   * first twenty-five are altered by the forger: they name their merchant.
   */
  List<GenuineMessage> genuine(Stage stage);

  /**
   * The notification about a paid order with one thing swapped, signed as it should be; empty where
   * the channel's messages have no such thing.
   */
  Optional<WireMessage> swapped(Sandbox sandbox, Deal deal, Swap swap);

  /**
   * Messages that take more than an outsider has: keys, certificates of the right authority, a
   * place in its directory. By the names of the rows in {@code crafted/<channel>.table}; none where
   * the operators can do it all.
   */
  default Map<String, Crafted> crafted(Stage stage) {
    return Map.of();
  }

  /**
   * How many requests for keys all forgeries together may cause, however many they are: the bound
   * of the channel's refresh, 0 if keys are configured.
   */
  default int mostKeyRequests() {
    return 0;
  }

  /** How many more each minute may bring. */
  default int keyRequestsPerMinute() {
    return 0;
  }

  /**
   * A genuine message whose key is fetched from the address it names, where this is to be found;
   * empty where no message makes anybody fetch a key.
   */
  default Optional<WireMessage> keyedBy(Sandbox sandbox, AtAddress what) {
    return Optional.empty();
  }
}
