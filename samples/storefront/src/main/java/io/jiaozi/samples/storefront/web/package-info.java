/** The pages: of the shop, of the shopkeeper, and of the operator. */
@NullMarked
package io.jiaozi.samples.storefront.web;

import org.jspecify.annotations.NullMarked;
