package io.jiaozi.proving;

import io.jiaozi.MerchantAccount;
import io.jiaozi.notification.InboundRequest;
import io.jiaozi.sandbox.Fault;
import io.jiaozi.sandbox.Sandbox;
import java.util.List;
import java.util.Map;

/** One channel in the proving ground: facts and stage directions, no tests. */
interface ChannelUnderTest {

  /** The channel's id, and the name of its account in the sandbox's settings. */
  String channel();

  /** Every call the adapter has. */
  List<ProvedCall> calls();

  /**
   * What a reply with this status in place of the right one means for a call, by the channel's
   * documents: a status may be a definite refusal at one channel and nothing at another.
   */
  Outcome outcomeOfStatus(Fault fault, ProvedCall call);

  /** The setting that holds the merchant's private key, for a signer kept outside. */
  String signingKeySetting();

  /** Secrets of this run's account. */
  void watchSecrets(Map<String, String> settings, Canaries canaries);

  /** Pays, and has those things watched that the channel alone knows before. */
  void buyerPays(Sandbox sandbox, String number, Canaries canaries);

  /** A genuine, signed notification about a paid order, as it would arrive. */
  InboundRequest genuineNotification(Sandbox sandbox, String number);

  /** The same, altered by one byte. */
  InboundRequest forgedNotification(Sandbox sandbox, String number);

  /**
   * How often money moved for this order at the channel, by the channel's own books: 0 or 1
   * payments.
   */
  long paymentsBooked(Sandbox sandbox, String number);

  /** How many refunds of this order stand in the channel's own books. */
  long refundsBooked(Sandbox sandbox, String number);

  /** A payment that was asked for with the account, waiting for its buyer. */
  void payFirst(MerchantAccount account, String number);

  /** Every channel that is proved. */
  static List<ChannelUnderTest> all() {
    return List.of(new WechatUnderTest());
  }
}
