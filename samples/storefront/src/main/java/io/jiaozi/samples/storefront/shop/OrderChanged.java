package io.jiaozi.samples.storefront.shop;

/**
 * Something about an order is different now; told after it is committed.
 *
 * @param orderNumber which
 */
public record OrderChanged(String orderNumber) {}
