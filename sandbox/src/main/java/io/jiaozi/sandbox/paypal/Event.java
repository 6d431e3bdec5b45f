package io.jiaozi.sandbox.paypal;

import tools.jackson.databind.node.ObjectNode;

/**
 * Something to tell the merchant, read from the books while nobody changes them.
 *
 * @param kind {@code event_type}, such as {@code PAYMENT.CAPTURE.COMPLETED}
 * @param resourceType {@code resource_type}, such as {@code capture}
 * @param summary one sentence for people
 * @param resource the thing as it stood then
 * @param subject the merchant's number
 */
record Event(
    String kind, String resourceType, String summary, ObjectNode resource, String subject) {}
