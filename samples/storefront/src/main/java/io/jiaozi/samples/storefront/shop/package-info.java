/**
 * What the shop sells and keeps: dishes, orders, attempts to pay, refunds, and every movement of
 * money.
 */
@NullMarked
package io.jiaozi.samples.storefront.shop;

import org.jspecify.annotations.NullMarked;
