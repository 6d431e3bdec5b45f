package io.jiaozi.sandbox.alipay;

import tools.jackson.databind.node.ObjectNode;

/**
 * What the business behind the gateway answers.
 *
 * @param code {@code 10000}, or {@code 10003} while the buyer is asked
 * @param fields the result
 * @param afterwards what is to be done once the answer is out
 */
record Answer(String code, ObjectNode fields, Runnable afterwards) {
  static Answer of(ObjectNode fields) {
    return new Answer("10000", fields, () -> {});
  }

  static Answer pending(ObjectNode fields) {
    return new Answer("10003", fields, () -> {});
  }

  Answer then(Runnable task) {
    return new Answer(code, fields, task);
  }
}
