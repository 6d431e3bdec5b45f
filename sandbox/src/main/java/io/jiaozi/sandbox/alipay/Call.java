package io.jiaozi.sandbox.alipay;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request whose signature has been verified, freed from the form it came in.
 *
 * @param party who asks
 * @param method what is asked
 * @param fields the business fields
 * @param notifyUrl where the merchant wants to be notified
 * @param returnUrl where the buyer's browser is to go afterwards
 */
record Call(
    Party party, Method method, Fields fields, @Nullable URI notifyUrl, @Nullable URI returnUrl) {

  static Call of(
      Party party,
      Method method,
      ObjectNode business,
      @Nullable String notifyUrl,
      @Nullable String returnUrl) {
    Fields fields =
        new Fields(
            business, method.isAboutFreezing() ? "ILLEGAL_ARGUMENT" : "ACQ.INVALID_PARAMETER");
    return new Call(
        party,
        method,
        fields,
        fields.address("notify_url", notifyUrl, /* queryAllowed= */ false),
        fields.address("return_url", returnUrl, /* queryAllowed= */ true));
  }
}
