package io.jiaozi.sandbox.wechat;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Whose an order is: the merchant's own, or one that the merchant, as service provider, placed for
 * another; protocol sheet 1.5.
 *
 * @param mchid who signs
 * @param appid that merchant's app, null where none was named
 * @param subMchid the merchant served, null for the merchant's own business
 * @param subAppid that merchant's app, null where none was named
 */
record Party(
    String mchid, @Nullable String appid, @Nullable String subMchid, @Nullable String subAppid) {

  boolean isPartner() {
    return subMchid != null;
  }

  /** Whether both name the same merchants; apps are not compared. */
  boolean isSameAs(Party other) {
    return mchid.equals(other.mchid) && java.util.Objects.equals(subMchid, other.subMchid);
  }

  /** Adds the ids under the names that single orders use. */
  ObjectNode into(ObjectNode reply) {
    if (subMchid == null) {
      return put(reply, "appid", appid).put("mchid", mchid);
    }
    put(reply, "sp_appid", appid).put("sp_mchid", mchid);
    return put(reply, "sub_appid", subAppid).put("sub_mchid", subMchid);
  }

  static ObjectNode put(ObjectNode node, String name, @Nullable String value) {
    return value == null ? node : node.put(name, value);
  }
}
