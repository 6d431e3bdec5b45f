package io.jiaozi.sandbox.wechat;

import io.jiaozi.sandbox.channel.Randomness;
import io.jiaozi.sandbox.channel.WireRequest;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who pays: named by the merchant inside WeChat, otherwise anybody; protocol sheet 1.5 and 6.1. */
final class Payers {
  private static final Set<String> IDENTITIES =
      Set.of(
          "IDCARD",
          "HONGKONG_MACAO",
          "HONGKONG_MACAO_RESIDENT",
          "TAIWAN_RESIDENT",
          "FOREIGN_RESIDENT",
          "OVERSEA_PASSPORT",
          "PHONE_NUMBER");

  private final SensitiveFields sensitive;
  private final Randomness randomness;

  Payers(SensitiveFields sensitive, Randomness randomness) {
    this.sensitive = sensitive;
    this.randomness = randomness;
  }

  /**
   * A payer's ids.
   *
   * @param openid in the merchant's own app
   * @param subOpenid in the served merchant's app, null where that has none
   */
  record Payer(String openid, @Nullable String subOpenid) {}

  /** Anybody who scans a code. */
  Payer anybody(Party party) {
    return new Payer(newOpenid(), party.subAppid() == null ? null : newOpenid());
  }

  /** The payer whom an order inside WeChat names. */
  Payer named(WireRequest request, Fields order, Party party) {
    Fields payer = order.object("payer");
    requireIdentity(request, payer);
    if (!party.isPartner()) {
      payer.requireKnown(Set.of("openid", "identity"));
      return new Payer(payer.text("openid", 1, 128), null);
    }
    payer.requireKnown(Set.of("sp_openid", "sub_openid", "identity"));
    String own = payer.optionalText("sp_openid", 1, 128);
    String sub = payer.optionalText("sub_openid", 1, 128);
    if ((own == null) == (sub == null)) {
      throw payer.broken("sp_openid", "give exactly one of sp_openid and sub_openid");
    }
    if (sub != null && party.subAppid() == null) {
      throw payer.broken("sub_openid", "needs sub_appid");
    }
    return own != null ? new Payer(own, null) : new Payer(newOpenid(), sub);
  }

  /** Real-name payment: the document's kind in clear, its number and the name encrypted. */
  void requireIdentity(WireRequest request, Fields payer) {
    Fields identity = payer.optionalObject("identity");
    if (identity == null) {
      return;
    }
    identity.requireKnown(Set.of("type", "number", "name"));
    String type = identity.text("type", 1, 32);
    if (!IDENTITIES.contains(type)) {
      throw identity.broken("type", "must be one of " + IDENTITIES);
    }
    sensitive.check(request, identity, "number", /* required= */ true);
    sensitive.check(request, identity, "name", /* required= */ true);
  }

  private String newOpenid() {
    return "o" + randomness.text(27);
  }
}
