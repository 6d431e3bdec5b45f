package io.jiaozi.sandbox.alipay;

import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/**
 * Who pays. Newer applications are told an open id in place of the user's number.
 *
 * @param userId {@code 2088} and 12 digits
 * @param openId for applications that do not get the number
 * @param byOpenId which of the two is told
 */
record Buyer(String userId, String openId, boolean byOpenId) {
  private static final String LOGON_ID = "jia***@sandbox.com";

  void describe(ObjectNode reply, String idField) {
    reply.put("buyer_logon_id", LOGON_ID);
    if (byOpenId) {
      reply.put("buyer_open_id", openId);
    } else {
      reply.put(idField, userId);
    }
  }

  void describe(Map<String, String> notification) {
    notification.put("buyer_logon_id", LOGON_ID);
    notification.put(byOpenId ? "buyer_open_id" : "buyer_id", byOpenId ? openId : userId);
  }

  void describePayer(Map<String, String> fields) {
    fields.put("payer_logon_id", LOGON_ID);
    fields.put(byOpenId ? "payer_open_id" : "payer_user_id", byOpenId ? openId : userId);
  }
}
